package failover

import (
	"cmp"
	"slices"
)

// An Importance is what a component has to do with the unavailability of a
// flow.
type Importance struct {
	Component int

	// Birnbaum is how much likelier the flow is to be down when the component
	// is than when it is not: the derivative of the flow's unavailability with
	// respect to that of the component.
	Birnbaum float64

	// Gain is by how much the flow's unavailability falls if the component
	// never fails, and Share the same as a part of it, from 0 to 1.
	Gain, Share float64
}

// Importance returns what each component that matters to a flow has to do with
// its unavailability, that with the greatest gain first: the single
// improvement that helps most. Components without an unavailability gain
// nothing and come last, by their importance. There are none where the flow
// has no way, or where its unavailability is not exact.
func (s *Structure) Importance(flow int) []Importance {
	sh := s.shape(flow)
	if sh.dead {
		return nil
	}
	d := sh.form.compile(s.limits())
	if d == nil {
		return nil
	}
	down := s.thingsDown(sh)
	u := d.unavailability(down, nil)
	total := either(s.anyDown(sh.singles), u[d.root])
	var out []Importance
	note := func(c int32, birnbaum float64) {
		gain := birnbaum * s.Topology.Components[c].Unavailability
		share := 0.0
		if total > 0 {
			share = gain / total
		}
		out = append(out, Importance{int(c), birnbaum, gain, share})
	}
	others := s.othersUp(sh.singles)
	for i, c := range sh.singles {
		note(c, others[i]*(1-u[d.root]))
	}
	singlesUp := 1 - s.anyDown(sh.singles)
	for t, birnbaum := range d.birnbaum(down, u) {
		for i, up := range s.othersUp(sh.things[t]) {
			note(sh.things[t][i], birnbaum*singlesUp*up)
		}
	}
	slices.SortFunc(out, func(a, b Importance) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(b.Birnbaum, a.Birnbaum), cmp.Compare(a.Component, b.Component))
	})
	return out
}

// othersUp returns, for each of some components, the probability that all the
// others are up.
func (s *Structure) othersUp(parts []int32) []float64 {
	out := make([]float64, len(parts))
	before := 1.0
	for i, c := range parts {
		out[i] = before
		before *= 1 - s.Topology.Components[c].Unavailability
	}
	after := 1.0
	for i := len(parts) - 1; i >= 0; i-- {
		out[i] *= after
		after *= 1 - s.Topology.Components[parts[i]].Unavailability
	}
	return out
}
