package planner

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// MayBackUp reports whether a VPN can be meant to stand in for a circuit: it
// says so, or it says nothing and runs over the Internet.
func (t *VPNTunnel) MayBackUp() bool {
	return t.Role == "backup" || t.Role == "" && (t.Over == "" || t.Over == OverInternet)
}

// Network returns the path of the VNet or virtual hub that a VPN reaches:
// vnets.hub or virtual_hubs.hub.
func (t *VPNTunnel) Network() string {
	if t.Hub != nil {
		return t.Hub.Path()
	}
	return t.Gateway.VNet.Path()
}

// entry returns what joins a VPN to circuits: the VNet of its gateway, or the
// Virtual WAN of its hub.
func (t *VPNTunnel) entry() any {
	if t.Hub != nil {
		return t.Hub.WAN
	}
	return t.Gateway.VNet
}

func (n *Network) entry() any {
	if n.WAN != nil {
		return n.WAN
	}
	return n.VNet
}

// A Coexistence is VPNs and circuits that lead from the same sites, or from
// sites that are joined without Azure, to the same network.
type Coexistence struct {
	Network  *Network
	Circuits []*Circuit
	Tunnels  []*VPNTunnel
}

// Coexistences returns the VPNs that circuits stand beside, in order. A VPN is
// in one of them at most.
func (d *Design) Coexistences() []Coexistence {
	if len(d.VPNTunnels) == 0 {
		return nil
	}
	type key struct{ network, sites any } // no sites: of circuits that do not say where they end
	r, joined := d.Redundancy(), d.JoinedSites()
	networks := map[any]*Network{}
	circuits := map[key][]*Circuit{}
	for _, n := range r.Networks {
		networks[n.entry()] = n
	}
	for _, b := range r.Bundles {
		for _, n := range b.Networks {
			for _, sites := range b.groups() {
				k := key{n.entry(), sites}
				circuits[k] = append(circuits[k], b.Circuits...)
			}
		}
	}
	var out []Coexistence
	index := map[key]int{}
	for _, t := range d.VPNTunnels {
		k := key{t.entry(), joined.Of(t.Site)}
		i, seen := index[k]
		if !seen {
			beside := slices.Concat(circuits[k], circuits[key{k.network, nil}])
			if len(beside) == 0 {
				continue
			}
			i = len(out)
			index[k] = i
			out = append(out, Coexistence{networks[k.network], beside, nil})
		}
		out[i].Tunnels = append(out[i].Tunnels, t)
	}
	return out
}

// groups returns the groups of joined sites behind the circuits; one that is
// nil where none of them says where it ends.
func (b *Bundle) groups() []any {
	var out []any
	for _, c := range b.Circuits {
		for _, s := range c.Sites() {
			if g := b.joined.Of(s); !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	if out == nil {
		return []any{nil}
	}
	return out
}

// Announced returns what a VPN tells Azure: its list, or else the prefixes of
// its site; with BGP those of sites behind a site link that says so on top.
func (t *VPNTunnel) Announced() Announcement {
	a := Announcement{Known: t.Site.Has("prefixes"), Place: t.At("advertised_prefixes")}
	if t.Has("advertised_prefixes") {
		a = listed(t.AdvertisedPrefixes, t.ValueAt("advertised_prefixes"))
	} else {
		a.add(t.Site.Prefixes)
	}
	if t.BGP.Or(true) && len(a.Prefixes) > 0 {
		for _, far := range t.Site.Announces {
			a.add(far.Prefixes)
		}
	}
	return a
}

// SentOver returns what a VPN tells Azure, without what a route policy denies.
func (d *Design) SentOver(t *VPNTunnel) Announcement {
	a := t.Announced()
	kept := a
	kept.Prefixes, kept.V4, kept.V6 = nil, 0, 0
	kept.add(slices.DeleteFunc(slices.Clone(a.Prefixes), func(prefix netip.Prefix) bool {
		rule := d.policyOver(t, prefix, func(r *RoutePolicy) bool { return r.Action != "" })
		return rule != nil && rule.Action == Deny
	}))
	return kept
}

// PlaceOf returns where a prefix that a VPN announces is written: in its list,
// or that of its site.
func (t *VPNTunnel) PlaceOf(prefix netip.Prefix) source.Place {
	if t.Has("advertised_prefixes") {
		if slices.Contains(t.AdvertisedPrefixes, prefix) {
			return item(&t.Node, "advertised_prefixes", t.AdvertisedPrefixes, prefix)
		}
	} else if slices.Contains(t.Site.Prefixes, prefix) {
		return item(&t.Site.Node, "prefixes", t.Site.Prefixes, prefix)
	}
	for _, far := range t.Site.Announces {
		if slices.Contains(far.Prefixes, prefix) {
			return item(&far.Node, "prefixes", far.Prefixes, prefix)
		}
	}
	return t.ValueAt("advertised_prefixes")
}

// PathOver returns how many AS numbers the customer's side brings to a prefix
// that a VPN announces, how many of them are prepended, and where that is
// written.
func (d *Design) PathOver(t *VPNTunnel, prefix netip.Prefix) (path, prepends int, at source.Place) {
	prepends, at = t.ASPathPrepend.Or(0), t.ValueAt("as_path_prepend")
	if r := d.policyOver(t, prefix, func(r *RoutePolicy) bool { return r.ASPathPrepend.Known() }); r != nil {
		prepends, at = r.ASPathPrepend.Value(), r.ValueAt("as_path_prepend")
	}
	path = 1
	if t.Site.around(prefix) < 0 {
		if s := d.origin(prefix, nil); s != nil && s.ASN.Known() && t.Site.ASN.Known() && s.ASN != t.Site.ASN {
			path = 2
		}
	}
	return path + prepends, prepends, at
}

// policyOver returns the route policy that acts on a prefix announced over a
// VPN: of those that say what is asked for, the one with the longest match,
// then the first by name.
func (d *Design) policyOver(t *VPNTunnel, prefix netip.Prefix, says func(*RoutePolicy) bool) *RoutePolicy {
	var best *RoutePolicy
	length := -2
	for _, r := range d.RoutePolicies {
		if bits := r.matches(prefix); bits > length && says(r) && r.at(t.Site, nil, t) {
			best, length = r, bits
		}
	}
	return best
}

// at reports whether a policy acts at a site on what goes over a circuit or a
// VPN.
func (r *RoutePolicy) at(s *Site, c *Circuit, t *VPNTunnel) bool {
	way := r.Circuit == nil && r.Tunnel == nil || r.Circuit != nil && r.Circuit == c || r.Tunnel != nil && r.Tunnel == t
	return way && slices.Contains(r.Sites, s)
}

// usualPreference is the local preference of a route to which none is given.
const usualPreference = 100

// A Hearing is how the routers of a site take the route to a VNet that comes
// over a circuit or a VPN.
type Hearing struct {
	Preference int          // local preference: the higher one wins
	Denied     bool         // it is not taken at all
	Place      source.Place // where that is written, or would be
}

// HeardOverCircuit returns how a site takes the route to a VNet over a circuit
// with private peering: that of the link with the higher preference.
func (d *Design) HeardOverCircuit(s *Site, c *Circuit, v *VNet) Hearing {
	private := c.Peerings.Private
	best := Hearing{Preference: -1}
	for _, l := range c.Links.All() {
		if !l.Up() {
			continue
		}
		h := Hearing{Preference: usualPreference, Place: private.At("local_preference")}
		switch {
		case l.LocalPreference.Known():
			h.Preference, h.Place = l.LocalPreference.Value(), l.ValueAt("local_preference")
		case private.LocalPreference.Known():
			h.Preference, h.Place = private.LocalPreference.Value(), private.ValueAt("local_preference")
		case c.LocalPreference.Known():
			h.Preference, h.Place = c.LocalPreference.Value(), c.ValueAt("local_preference")
		}
		if h.Preference > best.Preference {
			best = h
		}
	}
	return d.judged(best, s, c, nil, v)
}

// HeardOverVPN returns how the site of a VPN takes the route to a VNet over it.
func (d *Design) HeardOverVPN(t *VPNTunnel, v *VNet) Hearing {
	h := Hearing{Preference: t.LocalPreference.Or(usualPreference), Place: t.ValueAt("local_preference")}
	return d.judged(h, t.Site, nil, t, v)
}

// judged applies the route policies of a site to a route to a VNet: of those
// that say something the one with the most specific match, then the first by
// name.
func (d *Design) judged(h Hearing, s *Site, c *Circuit, t *VPNTunnel, v *VNet) Hearing {
	action, preference := -1, -1
	for _, r := range d.RoutePolicies {
		rank := r.specificity(v)
		if rank < 0 || !r.at(s, c, t) {
			continue
		}
		if r.Action != "" && rank > action {
			action, h.Denied = rank, r.Action == Deny
		}
		if r.LocalPreference.Known() && rank > preference {
			preference, h.Preference, h.Place = rank, r.LocalPreference.Value(), r.ValueAt("local_preference")
		}
	}
	return h
}

// specificity ranks how closely a policy matches a VNet, -1 where it does not:
// everything, its region, its community, a prefix around it, itself.
func (r *RoutePolicy) specificity(v *VNet) int {
	around := func(prefix netip.Prefix) bool {
		return r.MatchPrefix.IsValid() && r.MatchPrefix.Bits() <= prefix.Bits() && r.MatchPrefix.Contains(prefix.Addr())
	}
	community := func(c *catalog.Community) bool {
		return c.Value == v.BGPCommunity || c.Kind == "regional-private" && v.Azure != nil && c.Region == v.Azure.Name
	}
	switch {
	case r.Match == "":
		return 0
	case r.MatchVNet != nil && r.MatchVNet == v:
		return 1000
	case r.MatchRegion != nil && r.MatchRegion == v.Azure:
		return 1
	case v.BGPCommunity != "" && (r.Match == v.BGPCommunity || slices.ContainsFunc(r.MatchComms, community)):
		return 2
	case len(v.AddressSpace) > 0 && !slices.ContainsFunc(v.AddressSpace, func(p netip.Prefix) bool { return !around(p) }):
		return 100 + r.MatchPrefix.Bits()
	}
	return -1
}

// Heeds reports whether the local preference that a circuit's routes get where
// it ends counts at a site: it ends there, at a joined site of the same AS
// number, or the design does not say where.
func (s *Site) Heeds(c *Circuit) bool {
	ends := c.Sites()
	return len(ends) == 0 || slices.ContainsFunc(ends, func(end *Site) bool {
		return end == s || end.ASN.Known() && end.ASN == s.ASN
	})
}

// Targets returns the VNets of a network that the routers of a site may take
// differently: one where no route policy tells VNets apart.
func (d *Design) Targets(n *Network) []*VNet {
	var out []*VNet
	alike := !slices.ContainsFunc(d.RoutePolicies, func(r *RoutePolicy) bool { return r.Match != "" })
	for _, v := range d.VNets {
		if n.Holds(v) {
			out = append(out, v)
			if alike {
				return out
			}
		}
	}
	return out
}

// CrossingsByCircuit returns the flows between sites and VNets that each
// circuit may carry.
func (d *Design) CrossingsByCircuit() map[*Circuit][]Crossing {
	out := map[*Circuit][]Crossing{}
	for _, x := range d.Crossings() {
		var done []*Circuit
		for _, n := range x.Connections {
			if !slices.Contains(done, n.Circuit) {
				done = append(done, n.Circuit)
				out[n.Circuit] = append(out[n.Circuit], x)
			}
		}
	}
	return out
}

// SiteWays knows by which circuits with private peering and by which VPNs sites
// enter Azure; sites that are joined without Azure enter it together.
type SiteWays struct {
	joined   *Groups
	circuits map[any][]*Circuit
	tunnels  map[any][]*VPNTunnel
}

// SiteWays returns how the sites of a design enter Azure.
func (d *Design) SiteWays() *SiteWays {
	w := &SiteWays{d.JoinedSites(), map[any][]*Circuit{}, map[any][]*VPNTunnel{}}
	for _, c := range d.Circuits {
		var groups []any
		for _, s := range c.Sites() {
			if g := w.joined.Of(s); c.Peerings.Private != nil && !slices.Contains(groups, g) {
				groups = append(groups, g)
				w.circuits[g] = append(w.circuits[g], c)
			}
		}
	}
	for _, t := range d.VPNTunnels {
		g := w.joined.Of(t.Site)
		w.tunnels[g] = append(w.tunnels[g], t)
	}
	return w
}

// Circuits returns the circuits by which a site enters Azure.
func (w *SiteWays) Circuits(s *Site) []*Circuit { return w.circuits[w.joined.Of(s)] }

// Tunnels returns the VPNs by which a site enters Azure.
func (w *SiteWays) Tunnels(s *Site) []*VPNTunnel { return w.tunnels[w.joined.Of(s)] }

// GlobalReach reports whether Global Reach joins a circuit of one site to a
// circuit of another.
func (w *SiteWays) GlobalReach(a, b *Site) bool {
	far := map[*Circuit]bool{}
	for _, c := range w.Circuits(b) {
		far[c] = true
	}
	for _, c := range w.Circuits(a) {
		if slices.ContainsFunc(c.GlobalReach, func(g *GlobalReach) bool { return far[g.Other(c)] }) {
			return true
		}
	}
	return false
}

// Across returns the flows between sites that need Azure to reach each other:
// of those between the same two, the first.
func (w *SiteWays) Across(d *Design) []*Flow {
	var out []*Flow
	done := map[[2]any]bool{}
	for _, f := range d.Flows {
		if f.From.Site == nil || f.To.Site == nil {
			continue
		}
		a, b := w.joined.Of(f.From.Site), w.joined.Of(f.To.Site)
		if a != b && !done[[2]any{a, b}] && !done[[2]any{b, a}] {
			done[[2]any{a, b}] = true
			out = append(out, f)
		}
	}
	return out
}
