package document

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// An edgePolicy is what a session lets through, in order. What no term matches
// is rejected.
type edgePolicy struct {
	name  string
	terms []edgeTerm
	notes []string // for the reader of the configuration
}

// An edgeTerm matches prefixes or communities, one of which is set.
type edgeTerm struct {
	prefixes    []netip.Prefix
	fill        string   // placeholder for prefixes that the design does not state
	communities []string // of Microsoft's routes
	deny        bool
	preference  int // local preference; 0: that of the device
	prepend     int
	set         []string // communities
}

// like reports whether two terms do the same to what they match.
func (t *edgeTerm) like(o *edgeTerm) bool {
	return t.deny == o.deny && t.preference == o.preference && t.prepend == o.prepend && slices.Equal(t.set, o.set)
}

// add adds a term, or what it matches to one that does the same.
func (p *edgePolicy) add(t edgeTerm) {
	for i := range p.terms {
		if p.terms[i].like(&t) && p.terms[i].fill == "" && t.fill == "" && (len(p.terms[i].communities) > 0) == (len(t.communities) > 0) {
			p.terms[i].prefixes = append(p.terms[i].prefixes, t.prefixes...)
			p.terms[i].communities = append(p.terms[i].communities, t.communities...)
			return
		}
	}
	p.terms = append(p.terms, t)
}

// sending is what the router announces over a session.
func (d *Data) sending(e *edge, s *edgeSession) edgePolicy {
	out := edgePolicy{name: s.label("out")}
	prefixes, missing := d.announced(s)
	if missing != "" {
		d.lacks(e, missing)
		out.terms = append(out.terms, edgeTerm{fill: placeholder("PREFIX", missing)})
	}
	for _, prefix := range prefixes {
		if prefix.Addr().Is6() != s.v6 {
			continue
		}
		times, _ := d.Design.Prepends(s.peering, s.link, prefix)
		out.add(edgeTerm{prefixes: []netip.Prefix{prefix}, prepend: times, set: d.communitiesOn(s.link, prefix)})
	}
	return out
}

// announced returns what goes out over a session, and the key that would say
// more.
func (d *Data) announced(s *edgeSession) (prefixes []netip.Prefix, missing string) {
	if s.peering.IsMicrosoft() {
		if len(s.peering.PublicPrefixes) == 0 {
			missing = s.peering.At("advertised_public_prefixes").Path
		}
		return s.peering.PublicPrefixes, missing
	}
	a := d.Design.Sent(s.peering, s.link)
	if !a.Listed() && !s.v6 {
		missing = s.peering.At("advertised_prefixes").Path
	}
	return a.Prefixes, missing
}

// communitiesOn returns the communities that route policies put on a prefix
// that goes out over a link: those of the longest match, then of the first.
func (d *Data) communitiesOn(l *planner.Link, prefix netip.Prefix) []string {
	var out []string
	best := -2
	for _, r := range d.policiesAt(l.Router.Site, l.Circuit) {
		if bits := matchLength(r, prefix); bits > best && len(r.SetCommunities) > 0 {
			best, out = bits, r.SetCommunities
		}
	}
	clean := make([]string, len(out))
	for i, c := range out {
		clean[i] = token(c)
	}
	return clean
}

// policiesAt returns the route policies of a site for what comes or goes over
// a circuit.
func (d *Data) policiesAt(site *planner.Site, c *planner.Circuit) []*planner.RoutePolicy {
	var out []*planner.RoutePolicy
	for _, r := range d.Design.RoutePolicies {
		if slices.Contains(r.Sites, site) && r.Tunnel == nil && (r.Circuit == nil || r.Circuit == c) {
			out = append(out, r)
		}
	}
	return out
}

// matchLength ranks how closely a policy matches a prefix: -2 not at all, -1
// as it matches everything.
func matchLength(r *planner.RoutePolicy, prefix netip.Prefix) int {
	switch m := r.MatchPrefix; {
	case r.Match == "":
		return -1
	case m.IsValid() && m.Bits() <= prefix.Bits() && m.Contains(prefix.Addr()):
		return m.Bits()
	}
	return -2
}

// hearing is what the router takes over a session, and how it prefers it.
func (d *Data) hearing(e *edge, s *edgeSession) edgePolicy {
	out := edgePolicy{name: s.label("in")}
	if s.peering.IsMicrosoft() {
		d.hearServices(e, s, &out)
		return out
	}
	for _, prefix := range d.heard(s.link.Circuit, e.router.Site) {
		if prefix.Addr().Is6() != s.v6 {
			continue
		}
		preference, deny := d.prefer(s, prefix)
		out.add(edgeTerm{prefixes: []netip.Prefix{prefix}, preference: preference, deny: deny})
	}
	if len(out.terms) == 0 {
		out.notes = append(out.notes, "nothing in the design is announced over this session")
	}
	return out
}

// heard returns what arrives over a circuit: VNets and hubs, sites behind
// Global Reach, and sites whose VPN a hub or a Route Server joins to it.
func (d *Data) heard(c *planner.Circuit, site *planner.Site) []netip.Prefix {
	out := slices.Clone(c.FromAzure())
	for _, g := range c.GlobalReach {
		if o := g.Other(c); o != nil && o.Peerings.Private != nil {
			out = append(out, o.Peerings.Private.AnnouncedByAny().Prefixes...)
		}
	}
	for _, n := range c.Connections {
		for _, t := range d.Design.VPNTunnels {
			if t.Site != site && joinsVPN(n, t) {
				out = append(out, d.Design.SentOver(t).Prefixes...)
			}
		}
	}
	out = slices.DeleteFunc(out, func(p netip.Prefix) bool { return slices.Contains(site.Prefixes, p) })
	slices.SortFunc(out, netip.Prefix.Compare)
	return slices.Compact(out)
}

// joinsVPN reports whether what a VPN announces is told to a circuit.
func joinsVPN(n *planner.Connection, t *planner.VPNTunnel) bool {
	if n.Hub != nil {
		return t.Hub != nil && t.Hub.WAN == n.Hub.WAN && n.Hub.WAN.BranchToBranch.Or(true)
	}
	v := n.Gateway.VNet
	return t.Gateway != nil && t.Gateway.VNet == v && v.RouteServer.Value() && v.BranchToBranch.Value()
}

// prefer returns the local preference of a prefix that arrives over a session,
// and whether a route policy denies it.
func (d *Data) prefer(s *edgeSession, prefix netip.Prefix) (preference int, deny bool) {
	preference = linkPreference(s.peering, s.link)
	for _, v := range d.Design.VNets {
		if !slices.ContainsFunc(v.AddressSpace, func(space netip.Prefix) bool {
			return space.Bits() <= prefix.Bits() && space.Contains(prefix.Addr()) || prefix.Bits() <= space.Bits() && prefix.Contains(space.Addr())
		}) {
			continue
		}
		h := d.Design.HeardOverCircuit(s.link.Router.Site, s.link.Circuit, v)
		if slices.ContainsFunc(d.Design.RoutePolicies, func(r *planner.RoutePolicy) bool { return h.Place.Path == r.At("local_preference").Path }) {
			preference = h.Preference
		}
		return preference, h.Denied
	}
	best, action := -2, -2
	for _, r := range d.policiesAt(s.link.Router.Site, s.link.Circuit) {
		bits := matchLength(r, prefix)
		if r.LocalPreference.Known() && bits > best {
			best, preference = bits, r.LocalPreference.Value()
		}
		if r.Action != "" && bits > action {
			action, deny = bits, r.Action == planner.Deny
		}
	}
	return preference, deny
}

// linkPreference is the local preference of what arrives over a link, by the
// most specific statement; 0 where there is none, and the device's own counts.
func linkPreference(p *planner.Peering, l *planner.Link) int {
	return l.LocalPreference.Or(p.LocalPreference.Or(p.Circuit.LocalPreference.Or(0)))
}

// hearServices fills what is taken over Microsoft peering: the communities of
// its route filter.
func (d *Data) hearServices(e *edge, s *edgeSession, out *edgePolicy) {
	f := s.peering.RouteFilter
	if f == nil {
		out.notes = append(out.notes, "Microsoft announces nothing until a route filter is attached")
		return
	}
	for i, list := range f.Resolved {
		if len(list) == 0 {
			out.add(edgeTerm{communities: []string{token(f.Communities[i])}, preference: linkPreference(s.peering, s.link)})
		}
		for _, c := range list {
			preference, deny := d.preferService(s, c)
			out.add(edgeTerm{communities: []string{c.Value}, preference: preference, deny: deny})
		}
	}
	for i := range out.terms {
		slices.Sort(out.terms[i].communities)
		out.terms[i].communities = slices.Compact(out.terms[i].communities)
	}
}

// preferService is prefer for the routes of a community.
func (d *Data) preferService(s *edgeSession, c *catalog.Community) (preference int, deny bool) {
	preference = linkPreference(s.peering, s.link)
	best, action := -1, -1
	for _, r := range d.policiesAt(s.link.Router.Site, s.link.Circuit) {
		rank := -1
		switch {
		case r.Match == "":
			rank = 0
		case r.MatchRegion != nil && r.MatchRegion.Name == c.Region:
			rank = 1
		case slices.ContainsFunc(r.MatchComms, func(o *catalog.Community) bool { return o.Value == c.Value }):
			rank = 2
		}
		if r.LocalPreference.Known() && rank > best {
			best, preference = rank, r.LocalPreference.Value()
		}
		if r.Action != "" && rank > action {
			action, deny = rank, r.Action == planner.Deny
		}
	}
	return preference, deny
}

// termName names the list of a term.
func (p *edgePolicy) termName(i int) string { return fmt.Sprintf("%s-%d", p.name, i+1) }
