package bfd

import (
	"slices"
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// What is not known of one link while the other runs BFD is left to
// one-link-only, everything else that is not known is counted here.
var missingOnEdge = &rules.Rule{
	ID:       "bfd/missing-on-edge",
	Code:     "BFD-001",
	Title:    "The routers that end a peering run BFD",
	Severity: diag.Warning,
	Why:      "Microsoft's side runs BFD on its own, but it takes two. Without it a link that dies behind other devices is noticed only when the BGP hold timer expires, after up to 180 s.",
	Fix:      "Enable BFD on both routers, at 300 ms and with a multiplier of 3.",
	Refs: []rules.Ref{
		page(enabling),
		{Doc: "design-architecture-for-resiliency", Section: "Ensure BFD is enabled and configured", Date: "2024-07-16"},
	},
	Covers:   []string{"APRL 2a5bf650-586d-db4c-a292-d922be7d3e0e", "ALZ D06.20"},
	YieldsTo: []string{"bfd/l2-devices-hide-failure"},
	Check: func(p *rules.Pass) {
		off, open := without(p, false)
		for _, g := range byPlace(off) {
			f := p.Report(g.place, "no BFD on %s: a dead link can go unnoticed for %s", describe(g.sessions), span(holdTime(p, g.sessions)))
			switch r := g.sessions[0].router(); {
			case g.sessions[0].peering.ProviderHolds().Value():
				f.Fix("Ask the provider to enable BFD on its routers of both links.")
			case r != nil && r.BFDCapable.Known() && !r.BFDCapable.Value():
				f.Fix("Replace router %s by one that can run BFD, or plan with the longer interruption.", r.ID()).
					Related(r.At("bfd_capable"), "the router cannot run BFD")
			}
		}
		unknown(p, open)
	},
}

// without returns the sessions that run no BFD, and those of which that is
// not known: of the peerings of which another session runs it, or of those of
// which none does for certain.
func without(p *rules.Pass, beside bool) (off, open []session) {
	for _, c := range p.Circuits {
		for _, peering := range c.PeeringList() {
			list := sessions(peering)
			if slices.ContainsFunc(list, session.on) != beside {
				continue
			}
			for _, s := range list {
				switch bfd := s.bfd(); {
				case !bfd.Known():
					open = append(open, s)
				case !bfd.Value():
					off = append(off, s)
				}
			}
		}
	}
	return off, open
}

// holdTime returns the longest BGP hold time among sessions.
func holdTime(p *rules.Pass, list []session) time.Duration {
	longest := time.Duration(0)
	for _, s := range list {
		longest = max(longest, s.holdTime(p))
	}
	return longest
}

// holdTime returns the hold time that the two ends agree on: the lower of
// Microsoft's and what the peering or else its router states.
func (s session) holdTime(p *rules.Pass) time.Duration {
	own := s.peering.BGPHoldTime
	if own == 0 && s.router() != nil {
		own = s.router().BGPHoldTime
	}
	hold := p.Catalog.Limit("bgp.hold_time").Duration()
	if own > 0 {
		return min(hold, time.Duration(own))
	}
	return hold
}

var oneLinkOnly = &rules.Rule{
	ID:       "bfd/one-link-only",
	Code:     "BFD-002",
	Title:    "BFD runs on both links of a peering",
	Severity: diag.Warning,
	Why:      "The link without BFD is found dead only when the BGP hold timer expires, up to 180 s later.",
	Fix:      "Enable BFD on the router of the other link too.",
	Refs:     []rules.Ref{page(enabling)},
	YieldsTo: []string{"bfd/l2-devices-hide-failure"},
	Check: func(p *rules.Pass) {
		off, open := without(p, true)
		for _, g := range byPlace(off) {
			other := g.sessions[0].other()
			p.Report(g.place, "no BFD on %s, but on the other link", describe(g.sessions)).
				Related(other.place(), "the %s link of %s runs it", other.link.Side, other.peering.Circuit.Name())
		}
		unknown(p, open)
	},
}

// other returns the session over the other link.
func (s session) other() session {
	for _, l := range s.peering.Circuit.Links.All() {
		if l != s.link {
			return session{s.peering, l}
		}
	}
	return s
}

// Microsoft's page says "more than one" device: a single one is no finding,
// and bfd/missing-on-edge speaks up in any case.
var l2DevicesHideFailure = &rules.Rule{
	ID:       "bfd/l2-devices-hide-failure",
	Code:     "BFD-008",
	Title:    "Links through layer-2 devices run BFD",
	Severity: diag.Warning,
	Why:      "Behind layer-2 devices the router's interface stays up when the link dies further on, so nothing but the BGP hold timer notices.",
	Fix:      "Enable BFD: the state of the interface does not show the failure.",
	Refs:     []rules.Ref{page(need)},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			links := linksWithoutBFD(c)
			if c.Connectivity == planner.CloudExchange && countStated(links) == 0 && len(links) > 0 {
				f := p.Report(c.ValueAt("connectivity"), "%s goes through the layer-2 fabric of an exchange, and %s without BFD", c.Name(), runs(links))
				for _, l := range links {
					f.Related(sessionOf(l).place(), "BFD is off here")
				}
				continue
			}
			for _, l := range links {
				hiddenLink(p, l)
			}
		}
	},
}

// hiddenLink reports a link without BFD that has layer-2 devices in its path.
func hiddenLink(p *rules.Pass, l *planner.Link) {
	switch {
	case l.L2Devices.Value() > 1:
		p.Report(l.At("l2_devices"), "%d layer-2 devices in the path of the %s link of %s, and no BFD", l.L2Devices.Value(), l.Side, l.Circuit.Name()).
			Related(sessionOf(l).place(), "BFD is off here")
	case !l.L2Devices.Known() && !l.Circuit.IsDirect():
		p.Unknown(l.Circuit.At("links", l.Side, "l2_devices"), "how many layer-2 devices hide a failure of the %s link of %s is not stated", l.Side, l.Circuit.Name())
	}
}

// linksWithoutBFD returns the links of a circuit over which a session runs of
// which it is certain that it has no BFD.
func linksWithoutBFD(c *planner.Circuit) []*planner.Link {
	var out []*planner.Link
	for _, l := range c.Links.All() {
		if l.Up() && sessionOf(l).peering != nil {
			out = append(out, l)
		}
	}
	return out
}

// sessionOf returns the first session over a link that has no BFD, or an
// empty one.
func sessionOf(l *planner.Link) session {
	for _, peering := range l.Circuit.PeeringList() {
		if s := (session{peering, l}); s.off() {
			return s
		}
	}
	return session{}
}

func countStated(links []*planner.Link) int {
	n := 0
	for _, l := range links {
		if l.L2Devices.Known() {
			n++
		}
	}
	return n
}

func runs(links []*planner.Link) string {
	if len(links) == 1 {
		return "its " + links[0].Side + " link runs"
	}
	return "its links run"
}
