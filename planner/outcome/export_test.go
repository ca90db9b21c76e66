package outcome

// BruteForce simulates every flow in a state, adds up every load anew, and
// judges: the slow way beside the sweeps.
func (a *Analysis) BruteForce(c Change) []Outcome {
	s := a.state(c)
	answers := make([]*answer, len(a.Flows))
	for i := range a.Flows {
		answers[i] = a.askAfter(i, s)
	}
	loads := a.loadsOf(answers, a.demand)
	out := make([]Outcome, len(a.Flows))
	for i, ans := range answers {
		crowded := a.crowded(ans, func(e int) bool { return a.exceeds(e, loads[e]) })
		out[i] = a.judge(i, a.normal().answers[i], ans, crowded)
	}
	return out
}
