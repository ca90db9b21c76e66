package globalreach

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var routerMaxPrefix = &rules.Rule{
	ID:       "global-reach/router-max-prefix",
	Code:     "GR-011",
	Title:    "Routers take the prefixes of Azure and of all Global Reach partners",
	Severity: diag.Warning,
	Why:      "Over a circuit with Global Reach arrive the prefixes of Azure and those of every partner. Above its own limit the router closes the session, and Azure is lost with the partners.",
	Fix:      "Raise max_prefixes, with head-room for growth.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "With ExpressRoute Global Reach, what are the limits on the number of routes I can advertise and the number of routes I receive?", Date: "2026-03-31"}},
	YieldsTo: []string{"routing/max-prefix-on-edge"},
	Check: func(p *rules.Pass) {
		over := map[*planner.Router][]overMax{} // one limit is one finding, however many circuits are over it
		var order []*planner.Router
		asked := map[*planner.Site]bool{}
		for _, c := range p.Circuits {
			if len(c.GlobalReach) == 0 {
				continue
			}
			var done *planner.Router
			for _, l := range c.Links.All() {
				r := l.Router
				if r == nil || r == done || !l.Up() {
					continue
				}
				done = r
				if !r.MaxPrefixes.Known() {
					// Of a circuit that is connected too, routing/max-prefix-on-edge asks.
					if len(c.Connections) == 0 && c.Peerings.Private != nil && !asked[r.Site] {
						asked[r.Site] = true
						p.Unknown(r.At("max_prefixes"), "whether router %s takes what Global Reach brings over circuit %s is not stated: it has no max_prefixes", r.ID(), c.Name())
					}
					continue
				}
				if o, ok := compareMaxPrefix(c, r); ok {
					if over[r] == nil {
						order = append(order, r)
					}
					over[r] = append(over[r], o)
				}
			}
		}
		for _, r := range order {
			reportMaxPrefix(p, r, over[r])
		}
	},
}

// An overMax is a circuit over which more prefixes arrive than a router takes.
type overMax struct {
	circuit    *planner.Circuit
	azure, all int
}

// compareMaxPrefix reports whether Global Reach brings a router more prefixes
// over a circuit than it takes.
func compareMaxPrefix(c *planner.Circuit, r *planner.Router) (o overMax, over bool) {
	limit := r.MaxPrefixes.Value()
	azure := received{}
	azure.add(c.FromAzure()...)
	if azure.most() > limit { // too low without Global Reach, which is another rule
		return o, false
	}
	all := received{}
	all.add(c.FromAzure()...)
	for _, g := range c.GlobalReach {
		far := g.Other(c)
		all.add(far.FromAzure()...)
		if far.Peerings.Private != nil {
			all.fromSites(far.Peerings.Private.AnnouncedByAny())
		}
	}
	return overMax{c, azure.most(), all.most()}, all.most() > limit
}

// reportMaxPrefix reports the limit of a router at the circuit over which most
// arrives.
func reportMaxPrefix(p *rules.Pass, r *planner.Router, over []overMax) {
	most := slices.MaxFunc(over, func(a, b overMax) int { return a.all - b.all })
	f := p.Report(r.ValueAt("max_prefixes"), "router %s takes at most %d prefixes; over circuit %s arrive %d: %d of Azure and %d more by Global Reach",
		r.ID(), r.MaxPrefixes.Value(), most.circuit.Name(), most.all, most.azure, most.all-most.azure).
		Fix("Raise max_prefixes above %d, with head-room for growth.", most.all)
	for _, o := range over {
		for _, g := range o.circuit.GlobalReach {
			f.Related(end(g, o.circuit), "joined by %s to %s", g.Name(), g.Other(o.circuit).Name())
		}
		if o != most {
			f.Related(o.circuit.Here(), "over circuit %s arrive %d", o.circuit.Name(), o.all)
		}
	}
}

// received is what arrives at a router over a session, by address family:
// routers count each family on its own.
type received struct {
	prefixes map[netip.Prefix]bool
	v4, v6   int
}

func (r *received) add(prefixes ...netip.Prefix) {
	for _, p := range prefixes {
		if !p.IsValid() || r.prefixes[p] {
			continue
		}
		if r.prefixes == nil {
			r.prefixes = map[netip.Prefix]bool{}
		}
		r.prefixes[p] = true
		if p.Addr().Is4() {
			r.v4++
		} else {
			r.v6++
		}
	}
}

func (r *received) most() int { return max(r.v4, r.v6) }

// fromSites adds what a partner's side announces; of a list that is too long
// to write, what is not written counts as different from all else.
func (r *received) fromSites(a planner.Announcement) {
	r.add(a.Prefixes...)
	four := 0
	for _, p := range a.Prefixes {
		if p.Addr().Is4() {
			four++
		}
	}
	r.v4 += a.V4 - four
	r.v6 += a.V6 - (len(a.Prefixes) - four)
}
