package bfd

import (
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// sessionsOf returns the sessions that end on a router.
func sessionsOf(p *rules.Pass, r *planner.Router) []session {
	var out []session
	for _, s := range allSessions(p) {
		if s.router() == r {
			out = append(out, s)
		}
	}
	return out
}

// routers returns the routers that end a session for which the test holds.
// Those that cannot run BFD are left out: device-without-bfd reports them.
func routers(p *rules.Pass, holds func(session) bool) []*planner.Router {
	var out []*planner.Router
	seen := map[*planner.Router]bool{}
	for _, s := range allSessions(p) {
		r := s.router()
		if r == nil || seen[r] || !r.BFDCapable.Or(true) || !holds(s) {
			continue
		}
		seen[r] = true
		out = append(out, r)
	}
	return out
}

var notBoundToBGP = &rules.Rule{
	ID:       "bfd/not-bound-to-bgp",
	Code:     "BFD-003",
	Title:    "BGP listens to BFD",
	Severity: diag.Warning,
	Why:      "BFD that runs on the interface alone finds the failure and tells nobody: BGP keeps the dead path until its hold timer expires.",
	Fix:      "Configure BFD in both places: on the interface, and for the BGP neighbour (\"fall-over bfd\" on Cisco devices). Then write bfd_bound_to_bgp = true.",
	Refs:     []rules.Ref{page(enabling)},
	Check: func(p *rules.Pass) {
		for _, r := range routers(p, session.on) {
			switch {
			case !r.BFDBoundToBGP.Known():
				p.Unknown(r.At("bfd_bound_to_bgp"), "whether BGP on router %s follows BFD is not stated", r.ID())
			case !r.BFDBoundToBGP.Value():
				p.Report(r.At("bfd_bound_to_bgp"), "router %s runs BFD on the interface, but BGP does not follow it", r.ID())
			}
		}
	},
}

// An interval that is not stated is no mistake: Microsoft's then decides.
var intervalTooFast = &rules.Rule{
	ID:       "bfd/interval-too-fast",
	Code:     "BFD-004",
	Title:    "BFD is not planned faster than Microsoft's side runs it",
	Severity: diag.Warning,
	Why:      "The slower side sets the pace. A shorter interval is negotiated up to Microsoft's, so failures are found later than the design counts on.",
	Fix:      "Plan with 300 ms and a multiplier of 3 (0.9 s), and test with 750 ms (2.25 s), which Microsoft uses in some cases.",
	Refs:     []rules.Ref{page(negotiation)},
	Check: func(p *rules.Pass) {
		fastest := p.Catalog.Limit("bfd.tx_interval")
		found := p.Catalog.Timer("link-loss-bfd")
		for _, r := range routers(p, func(s session) bool { return !s.off() }) {
			if r.Has("bfd_interval") && time.Duration(r.BFDInterval) < fastest.Duration() {
				p.Report(r.ValueAt("bfd_interval"), "router %s plans BFD every %s, but Microsoft's side sends every %s: a failure is found after %s, in some cases %s",
					r.ID(), r.BFDInterval, span(fastest.Duration()), span(found.Expected), span(found.Worst)).
					Rests(fastest.Source, found.Source)
			}
		}
	},
}

// deviceWithoutBFD also holds two statements on one router against each other.
var deviceWithoutBFD = &rules.Rule{
	ID:       "bfd/device-without-bfd",
	Code:     "BFD-009",
	Title:    "BFD is planned on routers that can run it",
	Severity: diag.Error,
	Why:      "A device without BFD never answers Microsoft's side. The design counts on a detection within a second that will take up to 180 s.",
	Fix:      "Choose a device that runs BFD, or write bfd = false and plan with the hold timer.",
	Refs:     []rules.Ref{page(enabling)},
	Inferred: true,
	Check: func(p *rules.Pass) {
		for _, site := range p.Sites {
			for _, r := range site.Routers {
				if incapable := !r.BFDCapable.Or(true); incapable || !r.BFD.Or(true) {
					withoutBFD(p, r, incapable)
				}
			}
		}
	},
}

// withoutBFD reports a router that runs no BFD where the design plans with it.
func withoutBFD(p *rules.Pass, r *planner.Router, incapable bool) {
	at, planned := plannedAt(p, r)
	switch {
	case !planned:
	case incapable:
		p.Report(at, "BFD is planned on router %s, which cannot run it", r.ID()).
			Related(r.At("bfd_capable"), "bfd_capable = false")
	default:
		p.Report(at, "BFD is planned for a session that ends on router %s, which runs none", r.ID()).
			As(diag.Warning).Related(r.At("bfd"), "bfd = false").
			Fix("Let both say the same: a session has BFD only where its router runs it.")
	}
}

// plannedAt returns where the design says that a router runs BFD: at the
// router, or at a session that ends there.
func plannedAt(p *rules.Pass, r *planner.Router) (at source.Place, ok bool) {
	if r.BFD.Value() {
		return r.At("bfd"), true
	}
	for _, s := range sessionsOf(p, r) {
		if s.on() {
			return s.place(), true
		}
	}
	return at, false
}
