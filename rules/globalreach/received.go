package globalreach

import (
	"net/netip"

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
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if len(c.GlobalReach) == 0 {
				continue
			}
			var done *planner.Router
			for _, l := range c.Links.All() {
				if r := l.Router; r != nil && r != done && r.MaxPrefixes.Known() {
					compareMaxPrefix(p, c, r)
					done = r
				}
			}
		}
	},
}

func compareMaxPrefix(p *rules.Pass, c *planner.Circuit, r *planner.Router) {
	limit := r.MaxPrefixes.Value()
	azure := received{}
	azure.fromAzure(c)
	if azure.most() > limit { // too low without Global Reach, which is another rule
		return
	}
	all := received{}
	all.fromAzure(c)
	for _, g := range c.GlobalReach {
		far := g.Other(c)
		all.fromAzure(far)
		if far.Peerings.Private != nil {
			all.fromSites(far.Peerings.Private.AnnouncedByAny())
		}
	}
	if all.most() > limit {
		f := p.Report(r.ValueAt("max_prefixes"), "router %s takes at most %d prefixes; over circuit %s arrive %d: %d of Azure and %d more by Global Reach",
			r.ID(), limit, c.Name(), all.most(), azure.most(), all.most()-azure.most())
		f.Fix("Raise max_prefixes above %d, with head-room for growth.", all.most())
		for _, g := range c.GlobalReach {
			f.Related(end(g, c), "joined by %s to %s", g.Name(), g.Other(c).Name())
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

// fromAzure adds what Azure announces over a circuit's connections.
func (r *received) fromAzure(c *planner.Circuit) {
	for _, connection := range c.Connections {
		if h := connection.Hub; h != nil {
			for _, hub := range h.WAN.Hubs { // hubs of a WAN tell each other what they know
				r.add(hub.AddressPrefix)
				for _, v := range hub.VNets {
					r.add(v.AddressSpace...)
				}
			}
			continue
		}
		r.fromVNet(connection.Gateway.VNet)
	}
}

// fromVNet adds the address spaces of a VNet and of its spokes, or the
// summarized prefixes in place of those that they cover.
func (r *received) fromVNet(hub *planner.VNet) {
	r.add(hub.SummarizedGatewayPrefixes...)
	if len(hub.SummarizedGatewayPrefixes) == 0 {
		r.add(hub.AddressSpace...)
	}
	for _, v := range hub.Spokes {
		for _, p := range v.AddressSpace {
			if !covered(p, hub.SummarizedGatewayPrefixes) {
				r.add(p)
			}
		}
	}
}

func covered(p netip.Prefix, by []netip.Prefix) bool {
	for _, s := range by {
		if s.Bits() <= p.Bits() && s.Contains(p.Addr()) {
			return true
		}
	}
	return false
}
