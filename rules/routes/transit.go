package routes

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var siteToSite = &rules.Rule{
	ID:       "routing/site-to-site-through-azure",
	Code:     "RTE-013",
	Title:    "Sites behind different circuits reach each other by Global Reach",
	Severity: diag.Error,
	Why:      "Azure does not pass traffic from one circuit to another, even where both reach the same VNet. Without Global Reach or a private link the sites stay apart.",
	Fix:      "Join the circuits by Global Reach, or the sites by a WAN or a site link.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Transit routing and cross-region routing", Date: "2026-03-12"},
		{Doc: "expressroute-howto-coexist-resource-manager", Section: "Limits and limitations", Date: "2025-01-31"},
	},
	Check: func(p *rules.Pass) {
		w := newWays(p)
		done := map[[2]any]bool{}
		for _, f := range p.Flows {
			if !w.apart(f) {
				continue
			}
			a, b := f.From.Site, f.To.Site
			if ends := [2]any{w.joined.Of(a), w.joined.Of(b)}; !done[ends] && !done[[2]any{ends[1], ends[0]}] {
				done[ends] = true
				noWay(p, w, f)
			}
		}
	},
}

// noWay reports a flow between sites that Azure keeps apart. Of sites that a
// chain of Global Reach joins, that share a Virtual WAN or of which one has a
// VPN, other rules know more.
func noWay(p *rules.Pass, w *ways, f *planner.Flow) {
	from, to := w.circuits(p, f.From.Site), w.circuits(p, f.To.Site)
	if len(from) == 0 || len(to) == 0 || w.vpn(p, f.From.Site) || w.vpn(p, f.To.Site) || chained(from, to) || oneWAN(from, to) {
		return
	}
	found := p.Report(f.Here(), "flow %q from %s to %s: the sites are behind circuits %s and %s, between which Azure carries no traffic; they need Global Reach", f.Name(), f.From, f.To, rules.QuotedNames(from), rules.QuotedNames(to)).
		Rests(p.Catalog.Limit("circuit.transit_between_circuits").Source)
	if from[0] != to[0] {
		found.Fix("Add a [global_reach] table with circuits = [%q, %q], or join the sites by a WAN or a site link.", from[0].Name(), to[0].Name())
	}
}

// ways knows which sites reach each other without Azure.
type ways struct{ joined *planner.Groups }

func newWays(p *rules.Pass) *ways { return &ways{p.JoinedSites()} }

// apart reports whether a flow runs between sites that need Azure for it.
func (w *ways) apart(f *planner.Flow) bool {
	return f.From.Site != nil && f.To.Site != nil && w.joined.Of(f.From.Site) != w.joined.Of(f.To.Site)
}

// circuits returns the circuits with private peering that a site can use.
func (w *ways) circuits(p *rules.Pass, s *planner.Site) []*planner.Circuit {
	var out []*planner.Circuit
	for _, c := range p.Circuits {
		here := func(end *planner.Site) bool { return w.joined.Of(end) == w.joined.Of(s) }
		if c.Peerings.Private != nil && slices.ContainsFunc(c.Sites(), here) {
			out = append(out, c)
		}
	}
	return out
}

// vpn reports whether a site has a VPN to Azure.
func (w *ways) vpn(p *rules.Pass, s *planner.Site) bool {
	return slices.ContainsFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool { return w.joined.Of(t.Site) == w.joined.Of(s) })
}

// chained reports whether Global Reach links, one or several in a row, join
// circuits of two sites.
func chained(from, to []*planner.Circuit) bool {
	seen := map[*planner.Circuit]bool{}
	queue := slices.Clone(from)
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		if seen[c] {
			continue
		}
		seen[c] = true
		for _, g := range c.GlobalReach {
			if next := g.Other(c); slices.Contains(to, next) {
				return true
			} else if !seen[next] {
				queue = append(queue, next)
			}
		}
	}
	return false
}

// oneWAN reports whether circuits of two sites end on hubs of one Virtual WAN.
func oneWAN(from, to []*planner.Circuit) bool {
	for _, a := range from {
		for _, b := range to {
			for _, x := range a.Connections {
				for _, y := range b.Connections {
					if x.Hub != nil && y.Hub != nil && x.Hub.WAN == y.Hub.WAN {
						return true
					}
				}
			}
		}
	}
	return false
}

var sameASN = &rules.Rule{
	ID:       "routing/same-asn-loop",
	Code:     "RTE-014",
	Title:    "Sites that exchange routes through Microsoft have different AS numbers, or accept their own",
	Severity: diag.Warning,
	Why:      "A router drops a route whose AS path holds its own number: it takes it for a loop. Two sites of one number do not learn each other's prefixes through Microsoft.",
	Fix:      "Give one site another AS number, or configure allow-AS-in on the routers of both and write allow_as_in = true.",
	Refs:     []rules.Ref{{Doc: "https://www.rfc-editor.org/rfc/rfc4271", Section: "9.1.2 Phase 2: Route Selection", Date: "2006-01-01"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		w := newWays(p)
		done, asked := map[[2]*planner.Site]bool{}, map[*planner.Site]bool{}
		for _, g := range p.GlobalReach {
			for _, a := range edges(g.Circuits[0]) {
				for _, b := range edges(g.Circuits[1]) {
					if w.joined.Of(a.site) == w.joined.Of(b.site) || done[[2]*planner.Site{a.site, b.site}] || done[[2]*planner.Site{b.site, a.site}] {
						continue
					}
					done[[2]*planner.Site{a.site, b.site}] = true
					compareASN(p, g, a, b, asked)
				}
			}
		}
	},
}

// An edge is a site at which the customer holds the sessions of a circuit.
type edge struct {
	site    *planner.Site
	asn     planner.Opt[int64]
	place   source.Place
	routers []*planner.Router
}

// edges returns the edges of a circuit.
func edges(c *planner.Circuit) []edge {
	var out []edge
	for _, l := range c.Links.All() {
		if l.Router == nil || c.Managed().Value() || c.Peerings.Private == nil {
			continue
		}
		i := slices.IndexFunc(out, func(e edge) bool { return e.site == l.Router.Site })
		if i < 0 {
			s := l.Router.Site
			e := edge{site: s, asn: s.ASN, place: s.ValueAt("asn")}
			if private := c.Peerings.Private; private.PeerASN.Known() { // the number that is in the path
				e.asn, e.place = private.PeerASN, private.ValueAt("peer_asn")
			}
			i, out = len(out), append(out, e)
		}
		out[i].routers = append(out[i].routers, l.Router)
	}
	return out
}

func compareASN(p *rules.Pass, g *planner.GlobalReach, a, b edge, asked map[*planner.Site]bool) {
	for _, e := range []edge{a, b} {
		if !e.asn.Known() && !asked[e.site] {
			asked[e.site] = true
			p.Unknown(e.place, "site %q does not say its AS number; it exchanges routes by Global Reach %q, which fails between equal numbers", e.site.Name(), g.Name())
		}
	}
	if !a.asn.Known() || !b.asn.Known() || a.asn.Value() != b.asn.Value() {
		return
	}
	strict := func(r *planner.Router) bool { return !r.AllowASIn.Value() }
	if !slices.ContainsFunc(a.routers, strict) && !slices.ContainsFunc(b.routers, strict) {
		return
	}
	p.Report(b.place, "sites %q and %q both have AS number %d, and Global Reach %q is to exchange their routes; their routers drop them unless all say allow_as_in = true", a.site.Name(), b.site.Name(), b.asn.Value(), g.Name()).
		Related(a.place, "the AS number of %q", a.site.Name()).
		Related(g.Here(), "Global Reach")
}
