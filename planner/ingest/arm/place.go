package arm

import (
	"math/big"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// sorted returns the members of an object by name, as items and objectKeys
// give them.
func sorted(v *tree.Value) []*tree.Value {
	if v.Kind != tree.Object {
		return nil
	}
	out := slices.Clone(v.Kids)
	slices.SortStableFunc(out, func(a, b *tree.Value) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// provider writes the part of an id from the namespace on:
// Microsoft.Network/a/name/b/name.
func provider(kind string, names []string) (string, bool) {
	parts := strings.Split(kind, "/")
	if len(parts)-1 != len(names) || len(names) == 0 {
		return "", false
	}
	out := "/providers/" + parts[0]
	for i, name := range names {
		out += "/" + parts[i+1] + "/" + name
	}
	return out, true
}

// resourceID makes the id of a resource; a subscription and a resource group
// may stand before the type.
func resourceID(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args)
	if !ok {
		return nil
	}
	i := slices.IndexFunc(t, func(part string) bool { return strings.Contains(part, "/") && strings.Contains(part, ".") })
	if i < 0 || i > 2 {
		return nil
	}
	sub, group := s.subscription, s.group
	if i > 0 {
		group = t[i-1]
	}
	if i > 1 {
		sub = t[0]
	}
	rest, ok := provider(t[i], t[i+1:])
	if !ok {
		return nil
	}
	return tree.NewString(at, "/subscriptions/"+sub+"/resourceGroups/"+group+rest)
}

func subscriptionResourceID(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args)
	if !ok {
		return nil
	}
	sub := s.subscription
	if !strings.Contains(t[0], "/") {
		sub, t = t[0], t[1:]
	}
	rest, ok := provider(t[0], t[1:])
	if !ok {
		return nil
	}
	return tree.NewString(at, "/subscriptions/"+sub+rest)
}

func extensionResourceID(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args)
	if !ok {
		return nil
	}
	rest, ok := provider(t[1], t[2:])
	if !ok {
		return nil
	}
	return tree.NewString(at, strings.TrimSuffix(t[0], "/")+rest)
}

func tenantResourceID(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args)
	if !ok {
		return nil
	}
	rest, ok := provider(t[0], t[1:])
	if !ok {
		return nil
	}
	return tree.NewString(at, rest)
}

func resourceGroup(s *scope, _ []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewObject(at)
	out.Set("id", tree.NewString(at, "/subscriptions/"+s.subscription+"/resourceGroups/"+s.group))
	out.Set("name", tree.NewString(at, s.group))
	out.Set("location", tree.NewUnknown(at, "the region is that of the resource group, which the template does not say"))
	out.Set("tags", tree.NewObject(at))
	return out
}

func subscription(s *scope, _ []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewObject(at)
	out.Set("id", tree.NewString(at, "/subscriptions/"+s.subscription))
	out.Set("subscriptionId", tree.NewString(at, s.subscription))
	out.Set("displayName", tree.NewUnknown(at, "the template does not say the name of the subscription"))
	out.Set("tenantId", tree.NewUnknown(at, "the template does not say the tenant"))
	return out
}

func deploymentInfo(s *scope, _ []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewObject(at)
	out.Set("name", tree.NewString(at, "deployment"))
	out.Set("location", tree.NewUnknown(at, "the region is that of the deployment, which the template does not say"))
	props := tree.NewObject(at)
	link := tree.NewObject(at)
	link.Set("uri", tree.NewString(at, "https://template/"))
	props.Set("templateLink", link)
	out.Set("properties", props)
	return out
}

// cidr reads a prefix, and a number.
func cidr(args []*tree.Value, i int) (p netip.Prefix, n int64, ok bool) {
	t, _ := args[0].Str()
	p, err := netip.ParsePrefix(t)
	if i < len(args) {
		n, ok = args[i].Int()
	}
	return p.Masked(), n, ok && err == nil
}

// cidrSubnet returns the n-th subnet of a length.
func cidrSubnet(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	p, n, ok := cidr(args, 2)
	bits, okBits := args[1].Int()
	if !ok || !okBits || bits < int64(p.Bits()) || bits > int64(p.Addr().BitLen()) || n < 0 {
		return nil
	}
	a, ok := advance(p.Addr(), uint64(n), p.Addr().BitLen()-int(bits))
	if !ok || !p.Contains(a) {
		return nil
	}
	return tree.NewString(at, netip.PrefixFrom(a, int(bits)).String())
}

// advance adds n, shifted left, to an address.
func advance(a netip.Addr, n uint64, shift int) (netip.Addr, bool) {
	sum := new(big.Int).SetBytes(a.AsSlice())
	sum.Add(sum, new(big.Int).Lsh(new(big.Int).SetUint64(n), uint(shift)))
	if sum.BitLen() > a.BitLen() {
		return a, false
	}
	out, ok := netip.AddrFromSlice(sum.FillBytes(make([]byte, a.BitLen()/8)))
	return out, ok
}

// cidrHost returns the n-th usable address, from 0.
func cidrHost(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	p, n, ok := cidr(args, 1)
	if !ok || n < 0 {
		return nil
	}
	a, ok := advance(p.Addr(), uint64(n)+1, 0)
	if !ok || !p.Contains(a) {
		return nil
	}
	return tree.NewString(at, a.String())
}

func parseCIDR(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, _ := args[0].Str()
	p, err := netip.ParsePrefix(t)
	if err != nil {
		return nil
	}
	out := tree.NewObject(at)
	out.Set("network", tree.NewString(at, p.Masked().Addr().String()))
	out.Set("cidr", tree.NewInt(at, int64(p.Bits())))
	return out
}
