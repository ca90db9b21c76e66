package routing

import (
	"cmp"
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/erplan/erplan/planner"
)

// A region is a prefix without the longer prefixes that routing knows of.
type region struct {
	prefix netip.Prefix // not valid: an unnamed one
	own    netip.Prefix // the prefix of the site or network that it is in
}

// A part is a destination that routing treats as one: regions that are
// announced alike.
type part struct {
	prefixes []netip.Prefix // of its regions; none of an unnamed part
	six      bool           // IPv6
	region   region         // one of its regions, which stands for all
}

// A sitePart is a part of a site's addresses, or of the public addresses from
// which sites reach Microsoft's services.
type sitePart struct {
	part
	offers map[int][reasons]offer // by session, for those that announce what a list or a policy says
	source map[int]bool           // of public addresses: the sessions whose traffic comes from them
}

// divide splits the addresses of all sites, and of all public pools, into parts.
func (g *graph) divide() {
	known := g.known()
	for _, s := range g.design.Sites {
		g.parts[s] = g.sitePartsOf(split(s.Prefixes, known), nil)
	}
	g.pools = g.poolParts(known)
}

// sitePartsOf joins regions that every session announces alike.
func (g *graph) sitePartsOf(regions []region, keep func(region) string) []*sitePart {
	special := g.special()
	var parts []*sitePart
	byKey := map[string]*sitePart{}
	for _, r := range regions {
		p := &sitePart{part: part{region: r, six: r.prefix.Addr().Is6()}, offers: map[int][reasons]offer{}}
		key := g.rest(r)
		for _, i := range special {
			o := g.offersOf(i, r)
			p.offers[i] = o
			for _, one := range o {
				key = binary.AppendVarint(key, int64(one.bits))
				key = binary.AppendVarint(key, int64(one.prepend))
			}
		}
		if keep != nil {
			key = append(key, keep(r)...)
		}
		same, ok := byKey[string(key)]
		if !ok {
			same = p
			byKey[string(key)] = p
			parts = append(parts, p)
		}
		if r.prefix.IsValid() {
			same.prefixes = append(same.prefixes, r.prefix)
		}
	}
	return parts
}

// special returns the sessions that do not simply announce a site's prefixes.
func (g *graph) special() []int {
	var out []int
	for i := range g.sessions {
		if a := g.lists[i]; a != nil && (a.listed || len(a.policies) > 0) {
			out = append(out, i)
		}
	}
	return out
}

// offersOf returns what a session announces of a region, for each reason.
func (g *graph) offersOf(i int, r region) (out [reasons]offer) {
	for why := range reasons {
		out[why] = g.lists[i].offer(&g.sessions[i], r, why)
	}
	return out
}

// rest is what else tells regions apart: the family, the length of the site's
// own prefix, the policies that match it, and the static routes of hubs.
func (g *graph) rest(r region) []byte {
	key := []byte{0, byte(max(r.own.Bits(), 0))}
	if r.prefix.Addr().Is6() {
		key[0] = 1
	}
	for _, p := range g.design.RoutePolicies {
		key = binary.AppendVarint(key, int64(matchesPrefix(p, r.own)))
	}
	for _, h := range g.design.VirtualHubs {
		for _, s := range h.StaticRoutes {
			if r.prefix.IsValid() && s.Prefix.IsValid() && covers(s.Prefix.Masked(), r.prefix) {
				key = append(key, 1)
			} else {
				key = append(key, 0)
			}
		}
	}
	return key
}

// poolParts returns the parts of the public addresses from which traffic to
// Microsoft's services comes.
func (g *graph) poolParts(known *bart.Lite) []*sitePart {
	var all []netip.Prefix
	none := map[int]bool{}
	for i := range g.sessions {
		if s := &g.sessions[i]; s.joint == linkJoint && s.peering.IsMicrosoft() {
			all = append(all, g.lists[i].source...)
			if len(g.lists[i].source) == 0 {
				none[i] = true
			}
		}
	}
	slices.SortFunc(all, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	all = slices.Compact(all)
	var parts []*sitePart
	if len(all) > 0 {
		parts = g.sitePartsOf(split(all, known), g.sourceKey)
		for _, p := range parts {
			p.source = g.sources(p.region)
		}
	}
	if len(none) > 0 {
		unnamed := g.sitePartsOf([]region{{}}, nil)
		unnamed[0].source = none
		parts = append(parts, unnamed...)
	}
	return parts
}

// sources returns the sessions whose traffic comes from a region.
func (g *graph) sources(r region) map[int]bool {
	out := map[int]bool{}
	for i := range g.sessions {
		if a := g.lists[i]; a != nil && slices.ContainsFunc(a.source, func(p netip.Prefix) bool { return covers(p, r.prefix) }) {
			out[i] = true
		}
	}
	return out
}

func (g *graph) sourceKey(r region) string {
	var key []byte
	from := g.sources(r)
	for i := range g.sessions {
		if from[i] {
			key = binary.AppendVarint(key, int64(i))
		}
	}
	return string(key)
}

// offerOf returns what a session announces of a part of a site's addresses.
func (g *graph) offerOf(i int, p *sitePart, why reason) offer {
	if o, ok := p.offers[i]; ok {
		return o[why]
	}
	return g.lists[i].offer(&g.sessions[i], p.region, why)
}

// A vnetPart is a part of a virtual network's addresses.
type vnetPart struct {
	part
	vnet *planner.VNet
}

// vnetParts splits the address space of a virtual network: prefixes that its
// gateway summarises alike and that policies match alike are one part.
func (g *graph) vnetParts(v *planner.VNet) []*vnetPart {
	if len(v.AddressSpace) == 0 {
		return []*vnetPart{{vnet: v}}
	}
	var parts []*vnetPart
	byKey := map[string]*vnetPart{}
	for _, p := range v.AddressSpace {
		r := region{prefix: p, own: p}
		key := g.rest(r)
		for _, at := range g.exitsOf(v) {
			key = binary.AppendVarint(key, int64(g.summary(at, v, p).Bits()))
		}
		for _, policy := range g.design.RoutePolicies {
			key = binary.AppendVarint(key, int64(matchesVNet(policy, v, p)))
		}
		one, ok := byKey[string(key)]
		if !ok {
			one = &vnetPart{vnet: v, part: part{region: r, six: p.Addr().Is6()}}
			byKey[string(key)] = one
			parts = append(parts, one)
		}
		one.prefixes = append(one.prefixes, p)
	}
	return parts
}

// summary returns the prefix with which a gateway announces a prefix of a
// virtual network: a summary in place of it, or itself. It is not valid where
// the network's own space is replaced by summaries that do not cover it.
func (g *graph) summary(at int, v *planner.VNet, p netip.Prefix) netip.Prefix {
	of := g.nodes[at].vnet
	if of == nil || len(of.SummarizedGatewayPrefixes) == 0 {
		return p
	}
	best := netip.Prefix{}
	for _, s := range of.SummarizedGatewayPrefixes {
		if covers(s, p) && s.Bits() > best.Bits() {
			best = s
		}
	}
	if !best.IsValid() && of != v {
		return p
	}
	return best
}
