package outcome

import (
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// A Return is a flow that does not go as it did before once a component that
// failed is up again: a virtual hub may stay with the VPN to which it moved.
type Return struct {
	Component, Flow int
	Outcome         Outcome        // against the normal state
	Before, After   routing.Result // before the failure, and once it is over
}

// Returns goes through every single failure and its end, with what virtual
// hubs remember, and returns the flows that are not back: by component, then
// by flow.
func (a *Analysis) Returns() []Return {
	return a.found.returns.get(a, (*Analysis).findReturns)
}

func (a *Analysis) findReturns() []Return {
	if len(a.Design.VirtualHubs) == 0 {
		return nil
	}
	s := a.Singles()
	found := make([][]Return, len(s.Components))
	a.each(len(s.Components), func(i int) {
		c := s.Components[i]
		for _, t := range s.touched[c] {
			if r, ok := a.comeback(c, int(t.flow)); ok {
				found[i] = append(found[i], r)
			}
		}
	})
	var out []Return
	for _, list := range found {
		out = append(out, list...)
	}
	return out
}

// comeback lets a component fail and come up again.
func (a *Analysis) comeback(component, flow int) (Return, bool) {
	up := topology.State{}
	states := a.Router.Sequence(a.Flows[flow], up, a.Topology.State([]int{component}, nil), up)
	before := a.normal().answers[flow]
	after := a.after(flow, a.digest(flow, states[2], up))
	if after.kept && after.shifted(before) == 0 {
		return Return{}, false
	}
	outcome := a.judge(flow, before, after, false)
	return Return{component, flow, outcome, states[0], states[2]}, true
}
