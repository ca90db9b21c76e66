package planner

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
	"go4.org/netipx"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// An Announcement is what the customer's side of a private peering tells
// Microsoft.
type Announcement struct {
	Prefixes []netip.Prefix
	V4, V6   int          // how many prefixes there are: more than listed where the design only counts them
	Known    bool         // false where the design gives no list, no count and no prefixes of the sites
	Place    source.Place // where it stands, or would stand
}

// Empty reports whether it is certain that nothing is announced.
func (a *Announcement) Empty() bool { return a.Known && a.V4 == 0 && a.V6 == 0 }

// Announced returns what is announced over one link of a private peering: the
// list of the link, else that of the peering, else the prefixes of the sites.
// Those of sites behind a site link that says so come on top, except of a list
// that is empty.
func (p *Peering) Announced(l *Link) Announcement {
	switch {
	case l.Has("advertised_prefixes"):
		return p.behind(l, listed(l.AdvertisedPrefixes, l.ValueAt("advertised_prefixes")))
	case p.Has("advertised_prefixes"):
		return p.counted(p.behind(l, listed(p.AdvertisedPrefixes, p.ValueAt("advertised_prefixes"))))
	}
	a := Announcement{Known: true, Place: p.At("advertised_prefixes")}
	sites := p.Circuit.Sites()
	for _, s := range sites {
		a.of(s)
	}
	a.Known = a.Known && len(sites) > 0
	if l.Router != nil {
		for _, far := range l.Router.Site.Announces {
			a.of(far)
		}
	}
	return p.counted(a)
}

// behind adds to a list what the site of a link announces for its neighbours.
func (p *Peering) behind(l *Link, a Announcement) Announcement {
	if l.Router != nil && len(a.Prefixes) > 0 {
		for _, far := range l.Router.Site.Announces {
			a.add(far.Prefixes)
		}
	}
	return a
}

// of adds the prefixes of a site.
func (a *Announcement) of(s *Site) {
	if !s.Has("prefixes") && a.Known {
		a.Known, a.Place = false, s.At("prefixes")
	}
	a.add(s.Prefixes)
}

// AnnouncedByAny returns what is announced over the links that are up, taken
// together.
func (p *Peering) AnnouncedByAny() Announcement {
	links := p.Circuit.Links.All()
	first, second := p.Announced(links[0]), p.Announced(links[1])
	switch {
	case !links[1].Up():
		return first
	case !links[0].Up():
		return second
	case first.Empty():
		return second
	}
	v4, v6 := max(first.V4, second.V4), max(first.V6, second.V6)
	first.add(second.Prefixes)
	first.V4, first.V6 = max(first.V4, v4), max(first.V6, v6)
	if !second.Known {
		first.Known, first.Place = false, second.Place
	}
	return first
}

func listed(prefixes []netip.Prefix, at source.Place) Announcement {
	a := Announcement{Known: true, Place: at}
	a.add(prefixes)
	return a
}

// add adds prefixes, keeps them sorted, and counts each once.
func (a *Announcement) add(prefixes []netip.Prefix) {
	a.Prefixes = append(slices.Clone(a.Prefixes), prefixes...)
	slices.SortFunc(a.Prefixes, netip.Prefix.Compare)
	a.Prefixes = slices.Compact(a.Prefixes)
	a.V4 = 0
	for _, p := range a.Prefixes {
		if p.Addr().Is4() {
			a.V4++
		}
	}
	a.V6 = len(a.Prefixes) - a.V4
}

// counted takes the stated number of prefixes into account.
func (p *Peering) counted(a Announcement) Announcement {
	if p.PrefixCount.Known() || p.PrefixCountV6.Known() {
		if !p.Has("advertised_prefixes") {
			a.Place = p.At("prefix_count")
		}
		a.Known = true
	}
	a.V4, a.V6 = max(a.V4, p.PrefixCount.Or(0)), max(a.V6, p.PrefixCountV6.Or(0))
	return a
}

// A LinkSubnet is the transfer network of one link of a peering.
type LinkSubnet struct {
	Peering *Peering
	Prefix  netip.Prefix // a /30 or a /126, masked
	Side    string       // primary or secondary
	Place   source.Place // where it is written
}

// LinkSubnets returns the transfer networks that a peering states, IPv4 before
// IPv6, primary before secondary. One block alone (a /29 or /125) is split in
// halves. Of a prefix of another length it is the network of the right size
// around the address; one of the other family is left out.
func (p *Peering) LinkSubnets(c *catalog.Catalog) []LinkSubnet {
	out := p.linkSubnets(nil, "", p.Primary, p.Secondary, c.Limit("peering.ipv4_link_prefix").Int(), c.Limit("peering.ipv4_block_prefix").Int(), 32)
	return p.linkSubnets(out, "ipv6_", p.PrimaryV6, p.SecondaryV6, c.Limit("peering.ipv6_link_prefix").Int(), c.Limit("peering.ipv6_block_prefix").Int(), 128)
}

func (p *Peering) linkSubnets(out []LinkSubnet, family string, first, second netip.Prefix, length, block, width int) []LinkSubnet {
	places := [2]source.Place{p.ValueAt(family + "primary_peer_address_prefix"), p.ValueAt(family + "secondary_peer_address_prefix")}
	pair := [2]netip.Prefix{first, second}
	if first.IsValid() && !second.IsValid() && first.Bits() == block {
		pair, places[1] = Halves(first), places[0]
	}
	for i, prefix := range pair {
		if prefix.IsValid() && prefix.Addr().BitLen() == width {
			out = append(out, LinkSubnet{p, netip.PrefixFrom(prefix.Addr(), length).Masked(), [2]string{"primary", "secondary"}[i], places[i]})
		}
	}
	return out
}

// Halves returns the two halves of a prefix that is longer than one address.
func Halves(block netip.Prefix) [2]netip.Prefix {
	block = block.Masked()
	bytes := block.Addr().AsSlice()
	bytes[block.Bits()/8] |= 0x80 >> (block.Bits() % 8)
	second, _ := netip.AddrFromSlice(bytes)
	return [2]netip.Prefix{netip.PrefixFrom(block.Addr(), block.Bits()+1), netip.PrefixFrom(second, block.Bits()+1)}
}

// A PrefixUse is a thing of the design that has a prefix.
type PrefixUse struct {
	Prefix netip.Prefix
	What   string // "VNet hub"
	Place  source.Place
}

// PrefixUses finds overlaps among many prefixes. The zero value is ready.
type PrefixUses struct {
	all   []PrefixUse
	table bart.Table[[]int]
	free  [33]cursor // by length of the prefix
}

// Add notes a use. Default routes are left out: they overlap with everything.
func (u *PrefixUses) Add(use PrefixUse) {
	if use.Prefix.Bits() <= 0 {
		return
	}
	u.table.Modify(use.Prefix.Masked(), func(have []int, _ bool) ([]int, bool) {
		return append(have, len(u.all)), false
	})
	u.all = append(u.all, use)
}

// Overlapping returns the uses that share addresses with a prefix, in the
// order in which they were added.
func (u *PrefixUses) Overlapping(p netip.Prefix) []PrefixUse {
	var found []int
	for _, ids := range u.table.Supernets(p.Masked()) {
		found = append(found, ids...)
	}
	for _, ids := range u.table.Subnets(p.Masked()) {
		found = append(found, ids...)
	}
	slices.Sort(found)
	found = slices.Compact(found) // an equal prefix is its own supernet and subnet
	out := make([]PrefixUse, len(found))
	for i, id := range found {
		out[i] = u.all[id]
	}
	return out
}

// Free returns a private IPv4 prefix of a length, at most 32, that no use
// overlaps.
func (u *PrefixUses) Free(bits int) (netip.Prefix, bool) {
	from := u.free[bits]
	for i := from.space; i < len(privateSpace); i++ {
		a := privateSpace[i].Addr()
		if i == from.space && from.at.IsValid() {
			a = from.at
		}
		for privateSpace[i].Contains(a) {
			prefix := netip.PrefixFrom(a, bits).Masked()
			widest := prefix
			used := u.Overlapping(prefix)
			for _, use := range used {
				if use.Prefix.Bits() < widest.Bits() {
					widest = use.Prefix
				}
			}
			if len(used) == 0 {
				u.free[bits] = cursor{i, a}
				return prefix, true
			}
			a = netipx.PrefixLastIP(widest).Next()
		}
	}
	return netip.Prefix{}, false
}

// A cursor is where a search for a free prefix goes on: uses are only added,
// so what lies before it stays used.
type cursor struct {
	space int
	at    netip.Addr
}

// privateSpace is the address space of RFC 1918, what sites use least first.
var privateSpace = []netip.Prefix{
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("10.0.0.0/8"),
}

// PrefixesInUse returns the prefixes of VNets, virtual hubs, sites, private
// peerings and VPN tunnels: of those that are equal, the first.
func (d *Design) PrefixesInUse() *PrefixUses {
	u := &PrefixUses{}
	seen := map[netip.Prefix]bool{}
	add := func(p netip.Prefix, what string, at source.Place) {
		if p.IsValid() && !seen[p] {
			seen[p] = true
			u.Add(PrefixUse{p, what, at})
		}
	}
	list := func(prefixes []netip.Prefix, n *source.Node, key, what string) {
		for i, p := range prefixes {
			add(p, what, n.Item(key, i))
		}
	}
	for _, v := range d.VNets {
		list(v.AddressSpace, &v.Node, "address_space", "VNet "+v.Name())
	}
	for _, h := range d.VirtualHubs {
		add(h.AddressPrefix, "virtual hub "+h.Name(), h.ValueAt("address_prefix"))
	}
	for _, s := range d.Sites {
		list(s.Prefixes, &s.Node, "prefixes", "site "+s.Name())
	}
	for _, c := range d.Circuits {
		p, what := c.Peerings.Private, "the private peering of "+c.Name()
		if p == nil {
			continue
		}
		for _, s := range p.LinkSubnets(d.Catalog) {
			add(s.Prefix, what, s.Place)
		}
		list(p.AdvertisedPrefixes, &p.Node, "advertised_prefixes", what)
		for _, l := range c.Links.All() {
			list(l.AdvertisedPrefixes, &l.Node, "advertised_prefixes", what)
		}
	}
	for _, t := range d.VPNTunnels {
		list(t.AdvertisedPrefixes, &t.Node, "advertised_prefixes", "VPN tunnel "+t.Name())
	}
	return u
}

// TakenPrefixes returns what a new prefix must avoid: the prefixes in use, and
// those of Global Reach.
func (d *Design) TakenPrefixes() *PrefixUses {
	u := d.PrefixesInUse()
	for _, g := range d.GlobalReach {
		u.Add(PrefixUse{g.AddressPrefix, "Global Reach " + g.Name(), g.ValueAt("address_prefix")})
	}
	return u
}

// Groups are tables of a design that belong together. The zero value has none.
type Groups struct{ parent map[any]any }

// Of returns what stands for the group of a table: equal for all of a group.
func (g *Groups) Of(table any) any {
	for {
		up, ok := g.parent[table]
		if !ok {
			return table
		}
		if top, ok := g.parent[up]; ok {
			g.parent[table] = top // halves the way for the next look-up
		}
		table = up
	}
}

// Join makes one group of the groups of two tables.
func (g *Groups) Join(a, b any) {
	if a, b = g.Of(a), g.Of(b); a != b {
		if g.parent == nil {
			g.parent = map[any]any{}
		}
		g.parent[a] = b
	}
}

// JoinedSites groups the sites that reach each other without Azure: over site
// links and WANs.
func (d *Design) JoinedSites() *Groups {
	d.facts.sites.Do(func() { d.facts.joined = d.joinSites() })
	return d.facts.joined
}

func (d *Design) joinSites() *Groups {
	g := &Groups{}
	for _, l := range d.SiteLinks {
		g.Join(l.Ends[0].Site, l.Ends[1].Site)
	}
	for _, w := range d.WANs {
		for _, a := range w.Attachments {
			g.Join(a.Router.Site, w)
		}
	}
	return g
}

// RoutingDomains groups the circuits whose private peerings exchange routes:
// at a site, in a WAN, at a gateway, in a Virtual WAN or by Global Reach.
func (d *Design) RoutingDomains() *Groups {
	g := d.joinSites()
	for _, c := range d.Circuits {
		for _, l := range c.Links.All() {
			if l.Router != nil {
				g.Join(c, l.Router.Site)
			}
		}
		if c.WAN != nil {
			g.Join(c, c.WAN)
		}
	}
	for _, c := range d.Connections {
		if c.Hub != nil {
			g.Join(c.Circuit, c.Hub.WAN)
		} else {
			g.Join(c.Circuit, c.Gateway.VNet)
		}
	}
	for _, r := range d.GlobalReach {
		g.Join(r.Circuits[0], r.Circuits[1])
	}
	return g
}
