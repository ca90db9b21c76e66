package document

import (
	"fmt"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/erplan/erplan/planner/document/block"
)

// addresses is the IP plan: what is taken, by whom, and what is free.
var addresses = Section{
	ID: "ip-plan", Title: "IP plan", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		used := d.taken()
		if len(used) == 0 {
			return nil
		}
		t := block.Table{Columns: block.Columns("Prefix", "#Addresses", "Used by", "Written at")}
		for _, u := range used {
			t.Rows = append(t.Rows, block.Row(block.Name(u.prefix.String()), size(u.prefix), u.who, block.Name(u.path)))
		}
		out := []block.Block{t}
		out = d.titled(out, "Free space in virtual networks", "What the address space holds besides the subnets that the design names. Subnets that it does not name are not known here.", d.freeTable())
		return append(out, d.nextFree()...)
	},
}

// A taking is a prefix and who has it.
type taking struct {
	prefix netip.Prefix
	who    block.Inline
	path   string
}

// taken lists every prefix of the design, by address.
func (d *Data) taken() []taking {
	var out []taking
	add := func(p netip.Prefix, path string, who ...any) {
		if p.IsValid() {
			out = append(out, taking{p, block.Text(who...), path})
		}
	}
	for _, s := range d.Design.Sites {
		for _, p := range s.Prefixes {
			add(p, s.Path()+".prefixes", "site ", block.Name(s.Name()))
		}
	}
	for _, v := range d.Design.VNets {
		for _, p := range v.AddressSpace {
			add(p, v.Path()+".address_space", "virtual network ", block.Name(v.Name()))
		}
		add(v.GatewaySubnet, v.Path()+".gateway_subnet", "GatewaySubnet of ", block.Name(v.Name()))
		add(v.GatewaySubnetV6, v.Path()+".gateway_subnet_ipv6", "GatewaySubnet of ", block.Name(v.Name()))
		for _, s := range v.Subnets {
			add(s.Value, v.Path()+".subnets", "subnet ", block.Name(s.Key), " of ", block.Name(v.Name()))
		}
	}
	for _, h := range d.Design.VirtualHubs {
		add(h.AddressPrefix, h.Path()+".address_prefix", "virtual hub ", block.Name(h.Name()))
	}
	for _, p := range d.allPeerings() {
		for _, s := range p.LinkSubnets(d.Catalog()) {
			add(s.Prefix, s.Place.Path, kindWord(p), " peering, ", block.Name(p.Circuit.Name()+"/"+s.Side))
		}
		for _, x := range p.PublicPrefixes {
			add(x, p.Path()+".advertised_public_prefixes", "public, announced by ", block.Name(p.Circuit.Name()))
		}
	}
	for _, g := range d.Design.GlobalReach {
		add(g.AddressPrefix, g.Path()+".address_prefix", "Global Reach ", block.Name(g.Name()))
		add(g.AddressPrefixV6, g.Path()+".ipv6_address_prefix", "Global Reach ", block.Name(g.Name()))
	}
	slices.SortStableFunc(out, func(x, y taking) int { return x.prefix.Masked().Compare(y.prefix.Masked()) })
	return out
}

// size writes how many addresses a prefix has.
func size(p netip.Prefix) string {
	bits := p.Addr().BitLen() - p.Bits()
	if bits > 40 {
		return fmt.Sprintf("2^%d", bits)
	}
	return thousands(1 << bits)
}

func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// freeTable lists what is free in each virtual network, the largest first.
func (d *Data) freeTable() block.Table {
	t := block.Table{Columns: block.Columns("Virtual network", "Address space", "#Addresses", "Named subnets", "Free, the largest first")}
	for _, v := range d.Design.VNets {
		named := []netip.Prefix{v.GatewaySubnet, v.GatewaySubnetV6}
		for _, s := range v.Subnets {
			named = append(named, s.Value)
		}
		named = slices.DeleteFunc(named, func(p netip.Prefix) bool { return !p.IsValid() })
		total := 0
		for _, p := range v.AddressSpace {
			if p.Addr().Is4() {
				total += 1 << (32 - p.Bits())
			}
		}
		t.Rows = append(t.Rows, block.Row(block.Name(v.Name()), Prefixes(v.AddressSpace, 4), thousands(total), Prefixes(named, 4), Prefixes(free4(v.AddressSpace, named), 5)))
	}
	return t
}

// free4 returns what is left of prefixes without others, the largest first.
func free4(space, without []netip.Prefix) []netip.Prefix {
	var b netipx.IPSetBuilder
	for _, p := range space {
		b.AddPrefix(p)
	}
	for _, p := range without {
		b.RemovePrefix(p)
	}
	set, err := b.IPSet()
	if err != nil {
		return nil
	}
	return sortedBy(set.Prefixes(), func(p netip.Prefix) int { return p.Bits() - p.Addr().BitLen() })
}

// nextFree names private prefixes that nothing in the design overlaps.
func (d *Data) nextFree() []block.Block {
	uses := d.Design.TakenPrefixes()
	t := block.Table{Columns: block.Columns("For", "Next free private prefix")}
	for _, want := range []struct {
		what string
		bits int
	}{{"another virtual network", 16}, {"another virtual hub", 23}, {"a Global Reach connection", 29}, {"a link of another peering", 30}} {
		if p, ok := uses.Free(want.bits); ok {
			t.Rows = append(t.Rows, block.Row(want.what, block.Name(p.String())))
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []block.Block{block.Title(3, "Room for more"), block.Say("Nothing in the design overlaps these prefixes; whether something outside of it does, only its owner knows."), t}
}
