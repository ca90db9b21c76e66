package topology

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// A GateKind says for which traffic a gate is open.
type GateKind uint8

// The kinds of gates. "Announced" is said of the part of the source site's
// address space that the traffic is for, or of that of the target site.
const (
	SourceGate          GateKind = iota // traffic of the site itself
	LinkGate                            // the source is announced over the link's private peering
	NamedGate                           // the same, and by a list that names the site
	AnnouncedGate                       // the same, if a site link's announcement is counted in
	TunnelGate                          // the source is announced over the VPN
	AnnouncedTunnelGate                 // the same, if a site link's announcement is counted in
	MicrosoftGate                       // the link's Microsoft peering, where no policy denies it
	InGate                              // the target is announced over the link's private peering
	InNamedGate                         // the same, and by a list that names the site
	InAnnouncedGate                     // the same, if a site link's announcement is counted in

	InTunnelGate          // the target is announced over the VPN
	InAnnouncedTunnelGate // the same, if a site link's announcement is counted in
)

var gateNames = [...]string{
	"source", "link", "link-named", "link-announced", "tunnel", "tunnel-announced", "microsoft",
	"in", "in-named", "in-announced", "in-tunnel", "in-tunnel-announced",
}

// A Gate lets only some traffic through: that of sites whose routes are
// announced there. One of the pointers is set.
type Gate struct {
	Kind   GateKind
	Site   *planner.Site
	Link   *planner.Link
	Tunnel *planner.VPNTunnel
}

// String returns a name that no other gate has: "link:er-london/primary".
func (g Gate) String() string {
	name := ""
	switch {
	case g.Site != nil:
		name = g.Site.Name()
	case g.Link != nil:
		name = g.Link.ID()
	case g.Tunnel != nil:
		name = g.Tunnel.Name()
	}
	return gateNames[g.Kind] + ":" + name
}

// A region is a part of a site's address space: a prefix without the longer
// prefixes that some list or policy names.
type region struct {
	prefix netip.Prefix // not valid: of a site that states no prefixes
	own    netip.Prefix // the site's prefix that it is in
}

// A target is what traffic is for, as far as route policies tell.
type target struct {
	vnet    *planner.VNet
	space   netip.Prefix // of the VNet; not valid where it states none
	service *planner.Service
	site    *planner.Site
	part    region // of the site
}

// prefix returns the addresses of the target, not valid where it names none.
func (to target) prefix() netip.Prefix {
	if to.site != nil {
		return to.part.prefix
	}
	return to.space
}

// An opener says which gates are open for a part of a site and a target.
type opener struct {
	t    *Topology
	site *planner.Site
	part region
	to   target
}

func (o opener) open(g Gate) bool {
	switch g.Kind {
	case SourceGate:
		return g.Site == o.site
	case MicrosoftGate:
		return !silent(g.Link) && !o.denied(exitSite(g.Link), g.Link.Circuit, nil)
	case InGate, InNamedGate, InAnnouncedGate, InTunnelGate, InAnnouncedTunnelGate:
		back := opener{o.t, o.to.site, o.to.part, target{site: o.site, part: o.part}}
		return o.to.site != nil && back.open(Gate{Kind: g.Kind - InGate + LinkGate, Link: g.Link, Tunnel: g.Tunnel})
	case TunnelGate, AnnouncedTunnelGate:
		v := g.Tunnel
		a := announcement{site: v.Site, tunnel: v, own: v.Site == o.site, linked: g.Kind == AnnouncedTunnelGate && v.BGP.Or(true)}
		a.list, a.listed = v.AdvertisedPrefixes, v.Has("advertised_prefixes")
		return a.announces(o.t, o.part) && !o.denied(v.Site, nil, v)
	}
	a := announcement{site: exitSite(g.Link), circuit: g.Link.Circuit, own: endsIn(g.Link.Circuit, o.site), linked: g.Kind == AnnouncedGate}
	a.list, a.listed = listOf(g.Link)
	if g.Kind == NamedGate && !names(a.list, o.site) {
		return false
	}
	return a.announces(o.t, o.part) && !o.denied(exitSite(g.Link), g.Link.Circuit, nil)
}

// exitSite returns the site at which a link ends, nil of a wide-area network.
func exitSite(l *planner.Link) *planner.Site {
	if l.Router == nil {
		return nil
	}
	return l.Router.Site
}

// endsIn reports whether a circuit announces a site's prefixes where it lists
// none: one of its links ends there, or its network is attached to it.
func endsIn(c *planner.Circuit, s *planner.Site) bool {
	for _, l := range c.Links.All() {
		if l.Router != nil && l.Router.Site == s {
			return true
		}
	}
	return c.WAN != nil && attached(c.WAN, s)
}

// listOf returns the prefixes that a link's private peering lists, and
// whether it lists any or says that there are none.
func listOf(l *planner.Link) ([]netip.Prefix, bool) {
	if l.Has("advertised_prefixes") {
		return l.AdvertisedPrefixes, true
	}
	if p := l.Circuit.Peerings.Private; p != nil && p.Has("advertised_prefixes") {
		return p.AdvertisedPrefixes, true
	}
	return nil, false
}

// silent reports whether a link says that it announces nothing on Microsoft
// peering: then nothing comes back over it.
func silent(l *planner.Link) bool {
	p := l.Circuit.Peerings.Microsoft
	switch {
	case l.Has("advertised_prefixes") && l.Circuit.Peerings.Private == nil:
		return len(l.AdvertisedPrefixes) == 0
	case p.Has("advertised_prefixes"):
		return len(p.AdvertisedPrefixes) == 0
	}
	return p.Has("advertised_public_prefixes") && len(p.PublicPrefixes) == 0
}

func listed(l *planner.Link) bool {
	list, ok := listOf(l)
	return ok && len(list) > 0
}

// names reports whether a list names a prefix of a site, or a part of one.
func names(list []netip.Prefix, s *planner.Site) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool {
		return slices.ContainsFunc(s.Prefixes, p.Overlaps)
	})
}

// An announcement is what is announced to Azure over a link or a VPN.
type announcement struct {
	site    *planner.Site // whose route policies act on it; nil of a wide-area network
	circuit *planner.Circuit
	tunnel  *planner.VPNTunnel
	list    []netip.Prefix
	listed  bool
	own     bool // it ends at the site that is announced
	linked  bool // a site link says announce, and it counts
}

// announces reports whether a part of a site is announced. An empty list
// announces nothing; a list stands in place of the site's own prefixes, and
// what a site link adds comes on top of it. A site without prefixes is what a
// list means that it does not know better.
func (a announcement) announces(t *Topology, part region) bool {
	if a.listed && len(a.list) == 0 {
		return false
	}
	if !part.prefix.IsValid() {
		return (a.own || a.linked) && a.permits(t, netip.Prefix{})
	}
	for _, p := range a.list {
		if covers(p.Masked(), part.prefix) && a.permits(t, p.Masked()) {
			return true
		}
	}
	return (a.own && !a.listed || a.linked) && a.permits(t, part.own)
}

// covers reports whether one prefix holds another.
func covers(wide, narrow netip.Prefix) bool {
	return wide.Bits() <= narrow.Bits() && wide.Contains(narrow.Addr())
}
