package microsoft

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var multiCircuitNoLocalPreference = &rules.Rule{
	ID:       "microsoft-peering/multi-circuit-no-local-preference",
	Code:     "MSP-023",
	Title:    "With several circuits, the nearer one is preferred by community",
	Severity: diag.Warning,
	Why:      "Each circuit announces the same prefixes of Microsoft. Without a preference the network may carry traffic for a near region to the far circuit.",
	Fix:      "Give the region's community a higher local preference over the nearer circuit: a route policy with match, via and local_preference.",
	Refs:     []rules.Ref{optimize("Suboptimal routing from customer to Microsoft")},
	Check: func(p *rules.Pass) {
		list := p.MicrosoftPeerings()
		joined := p.JoinedSites()
		var said []*planner.Peering
		var open []*planner.Circuit
		for i, first := range list {
			if slices.Contains(said, first) {
				continue
			}
			rivals, unsaid := rivals(p, joined, first, list[i+1:])
			open = append(open, unsaid...)
			if len(rivals) == 0 {
				continue
			}
			said = append(said, rivals...)
			f := p.Report(first.At("local_preference"), "%s announce the same prefixes, and no local preference says which is nearer to what", located(append([]*planner.Peering{first}, rivals...)))
			for _, m := range rivals {
				f.Related(m.At("local_preference"), "Microsoft peering of %s", m.Circuit.Name())
			}
		}
		for i, c := range open {
			if !slices.Contains(open[:i], c) {
				p.Unknown(c.At("links", "primary", "router"), "in which site %s ends, and so whether its routes meet those of another circuit, is not stated", c.Name())
			}
		}
	},
}

// rivals returns the peerings of other locations whose routes meet those of
// the first, alike in every respect, and the circuits of which it is not known
// where they end, which leaves it open.
func rivals(p *rules.Pass, joined *planner.Groups, first *planner.Peering, others []*planner.Peering) (out []*planner.Peering, open []*planner.Circuit) {
	for _, m := range others {
		if m.Circuit.LocationName() == first.Circuit.LocationName() || !bothAnnounce(first, m) || preferred(p, first, m) {
			continue
		}
		here, there := first.Circuit.Sites(), m.Circuit.Sites()
		switch {
		case len(here) == 0:
			open = append(open, first.Circuit)
		case len(there) == 0:
			open = append(open, m.Circuit)
		case meet(joined, here, there):
			out = append(out, m)
		}
	}
	return out, open
}

// located names the circuits of peerings with their locations.
func located(list []*planner.Peering) string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Circuit.Name() + " (" + m.Circuit.LocationName() + ")"
	}
	return strings.Join(names, ", ")
}

// bothAnnounce reports whether the filters of two peerings select a community
// in common. A filter that is missing is another rule's finding.
func bothAnnounce(a, b *planner.Peering) bool {
	there := listed(b.RouteFilter)
	return slices.ContainsFunc(listed(a.RouteFilter), func(c *catalog.Community) bool { return slices.Contains(there, c) })
}

// preferred reports whether something tells two peerings apart: a policy for
// some of Microsoft's prefixes over one of them, or preferences that differ.
func preferred(p *rules.Pass, a, b *planner.Peering) bool {
	for _, r := range p.RoutePolicies {
		if (r.Circuit == a.Circuit || r.Circuit == b.Circuit) && r.LocalPreference.Known() && aboutMicrosoft(r) {
			return true
		}
	}
	for _, side := range [2]int{0, 1} {
		here, _ := localPreference(a, a.Circuit.Links.All()[side])
		there, _ := localPreference(b, b.Circuit.Links.All()[side])
		if here != there {
			return true
		}
	}
	return false
}

// aboutMicrosoft reports whether a policy can match prefixes that Microsoft
// announces on Microsoft peering.
func aboutMicrosoft(r *planner.RoutePolicy) bool {
	return r.Match == "" || r.MatchRegion != nil || r.MatchPrefix.IsValid() || slices.ContainsFunc(r.MatchComms, onMicrosoftPeering)
}

// usualPreference is the local preference of a route to which none is given.
const usualPreference = 100

// localPreference returns what routes of a peering have over a link, and where
// that stands: the most specific statement of link, peering and circuit.
func localPreference(m *planner.Peering, l *planner.Link) (value int, at source.Place) {
	const key = "local_preference"
	switch {
	case l.LocalPreference.Known():
		return l.LocalPreference.Value(), l.ValueAt(key)
	case m.LocalPreference.Known():
		return m.LocalPreference.Value(), m.ValueAt(key)
	case m.Circuit.LocalPreference.Known():
		return m.Circuit.LocalPreference.Value(), m.Circuit.ValueAt(key)
	}
	return usualPreference, m.At(key)
}

// meet reports whether a site of one list is, or is joined to, one of the other.
func meet(joined *planner.Groups, here, there []*planner.Site) bool {
	return slices.ContainsFunc(here, func(s *planner.Site) bool {
		return slices.ContainsFunc(there, func(t *planner.Site) bool { return joined.Of(s) == joined.Of(t) })
	})
}

// A site that announces prefixes to the Internet speaks BGP with a carrier, so
// it hears Microsoft's prefixes there too; that step is ours.
var expressRouteNotPreferredOverInternet = &rules.Rule{
	ID:       "microsoft-peering/expressroute-not-preferred-over-internet",
	Code:     "MSP-024",
	Title:    "Routes of Microsoft peering are preferred over those of the Internet",
	Severity: diag.Warning,
	Why:      "A site that speaks BGP with a carrier can hear Microsoft's prefixes from both sides. At equal preference the AS path decides, and the traffic may leave over the Internet while the answer returns over ExpressRoute.",
	Fix:      "Give the routes of Microsoft peering a local preference above 100, such as 150.",
	Inferred: true,
	Refs: []rules.Ref{
		optimize("Path selection for Microsoft peering"),
		questions("How do I ensure that my traffic destined for Azure Public services is preferred on the ExpressRoute path?"),
	},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			for _, s := range m.Circuit.Sites() {
				if len(s.InternetAdvertisedPrefixes) == 0 || preferredBy(p, s, m) {
					continue
				}
				notPreferred(p, s, m)
			}
		}
	},
}

// notPreferred reports the first link on which a peering is not preferred.
func notPreferred(p *rules.Pass, s *planner.Site, m *planner.Peering) {
	for _, l := range m.Circuit.Links.All() {
		if value, at := localPreference(m, l); l.Up() && value <= usualPreference {
			p.Report(at, "site %s speaks BGP with its Internet carrier, and routes of Microsoft peering of %s have local preference %d, no more than those of the Internet", s.Name(), m.Circuit.Name(), value).
				Related(s.At("internet_advertised_prefixes"), "what the site announces to the Internet")
			return
		}
	}
}

// preferredBy reports whether a route policy of a site prefers the peering.
func preferredBy(p *rules.Pass, s *planner.Site, m *planner.Peering) bool {
	return slices.ContainsFunc(p.RoutePolicies, func(r *planner.RoutePolicy) bool {
		return r.Circuit == m.Circuit && slices.Contains(r.Sites, s) && r.LocalPreference.Value() > usualPreference && aboutMicrosoft(r)
	})
}
