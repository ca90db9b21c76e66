package outcome

// A Slowest is the survived failure that interrupts a flow for longest.
type Slowest struct {
	Component int // -1: no survived failure interrupts the flow for a known time
	Recovery  Recovery
	Unknown   []int // survived failures that interrupt it for a time that is not known
}

// Slowest returns the survived failure that interrupts a flow for longest at
// worst; of several alike, the one that is expected to take longest.
func (a *Analysis) Slowest(flow int) Slowest {
	s := a.Singles()
	out := Slowest{Component: -1}
	for _, c := range s.Components {
		if !s.Outcome(c, flow).Survives() {
			continue
		}
		r := s.Recovery(c, flow)
		switch {
		case !r.Affected:
		case !r.Known:
			out.Unknown = append(out.Unknown, c)
		case r.Worst > out.Recovery.Worst || r.Worst == out.Recovery.Worst && r.Expected > out.Recovery.Expected:
			out.Recovery, out.Component = r, c
		}
	}
	return out
}
