package routing

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// A Result is how a flow goes in one state. Of a flow between two sites,
// ToAzure is the direction that the flow is written in and ToSite the return;
// of one between two virtual networks likewise.
type Result struct {
	ToAzure []Choice // one for each part of what the flow is to
	ToSite  []Choice // one for each part of the site's addresses

	Asymmetric    bool                 // the two directions enter and leave a site by different routers
	StatefulBreak *planner.Site        // and here a stateful device loses the flow for that; nil where none does
	TieBreak      bool                 // a customer's router decides between ExpressRoute and VPN as it likes
	Unstable      bool                 // the outcome depends on the order of messages, or never settles
	Draining      bool                 // a way goes over an edge router that is being drained: the flow is lost
	Clear         []*planner.VPNTunnel // VPNs over a peering that an equal prefix in clear beside them leaves unused
	Doubts        []string             // where documents disagree on what decided

	hot []int
}

// A Choice is how the traffic of one part goes in one direction.
type Choice struct {
	// Prefixes are those of the part, less what other choices of the same
	// direction hold of them. There is none of a place without prefixes.
	Prefixes []netip.Prefix

	Ways   []Way  // none where there is no way
	Step   Step   // what decided
	At     string // the speaker at which it did: "sites/ams", "vnets/hub"
	Losers []Loser
}

// A Loser is a route that was not taken.
type Loser struct {
	Way  Way    // where it would have gone; its share is 0
	At   string // the speaker that refused it
	Step Step
	Why  string // "routing weight 0, against 100"
}

// Reachable reports whether every part has a way in both directions.
func (r *Result) Reachable() bool {
	for _, c := range slices.Concat(r.ToAzure, r.ToSite) {
		if len(c.Ways) == 0 {
			return false
		}
	}
	return len(r.ToAzure) > 0 && len(r.ToSite) > 0
}

// Carried reports whether the flow works: every part has a way in both
// directions, no way uses an edge router that is being drained, and no
// stateful device sees one direction only.
func (r *Result) Carried() bool {
	return r.Reachable() && !r.Draining && r.StatefulBreak == nil
}

// Hot returns the components that the result rests on, sorted: while all of
// them are up, the failure of others changes neither ways nor shares. What
// lost, and with it the step, may change.
func (r *Result) Hot() []int { return r.hot }
