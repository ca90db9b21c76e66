package failover

// A Method says how an unavailability was found.
type Method int

// The methods.
const (
	// Exact: by a decision diagram over all components that matter.
	Exact Method = iota
	// Bounded: the flow's states were told apart, the likeliest first, until
	// the effort was spent; what was left over is between the bounds.
	Bounded
	// Composed: bounds on several flows at once from what each of them is,
	// because flows that share components fail together more often than apart.
	Composed
)

// String gives the method in words.
func (m Method) String() string {
	return [...]string{"exact", "bounds by the likeliest states", "bounds by composition"}[m]
}

// An Availability is how likely a flow is to be down at a random moment, from
// 0 to 1.
type Availability struct {
	Unavailability float64 // of bounds the upper one
	Lower          float64 // the unavailability is not less; the same where it is exact
	Method         Method
}

// Available returns the probability to be up. It loses digits: 1 - 1e-17 is 1.
func (a Availability) Available() float64 { return 1 - a.Unavailability }

// A year has 365 days, and a month is a twelfth of it.
const minutesPerYear = 365 * 24 * 60

// MinutesPerYear returns the expected downtime a year.
func (a Availability) MinutesPerYear() float64 { return a.Unavailability * minutesPerYear }

// MinutesPerMonth returns the expected downtime in a mean month.
func (a Availability) MinutesPerMonth() float64 { return a.MinutesPerYear() / 12 }

// Availability returns how likely a flow is to be down. A flow without a way
// always is.
func (s *Structure) Availability(flow int) Availability {
	return s.availability(s.shape(flow))
}

func (s *Structure) availability(sh *shape) Availability {
	if sh.dead {
		return Availability{Unavailability: 1, Lower: 1}
	}
	singles := s.anyDown(sh.singles)
	rest := s.formAvailability(sh)
	return Availability{
		Unavailability: either(singles, rest.Unavailability),
		Lower:          either(singles, rest.Lower),
		Method:         rest.Method,
	}
}

// either returns the probability that one of two independent things happens.
func either(a, b float64) float64 { return a + b*(1-a) }

// anyDown returns the probability that one of some components is down.
func (s *Structure) anyDown(parts []int32) float64 {
	u := 0.0
	for _, c := range parts {
		u = either(u, s.Topology.Components[c].Unavailability)
	}
	return u
}

// thingsDown returns the unavailability of each thing of a shape.
func (s *Structure) thingsDown(sh *shape) []float64 {
	down := make([]float64, len(sh.things))
	for i, parts := range sh.things {
		down[i] = s.anyDown(parts)
	}
	return down
}

// formAvailability returns the availability of a shape without its singles.
func (s *Structure) formAvailability(sh *shape) Availability {
	low, high := sh.form.unavailability(s.thingsDown(sh), s.limits())
	a := Availability{Unavailability: high, Lower: low}
	if sh.form.compile(s.limits()) == nil {
		a.Method = Bounded
	}
	return a
}

// unavailability returns bounds of the unavailability of a form, which are
// equal where its diagram is within the budget.
func (f *form) unavailability(down []float64, l limits) (low, high float64) {
	d := f.compile(l)
	if d == nil {
		return f.bounds(down, boundEffort, l)
	}
	u := d.unavailability(down, nil)[d.root]
	return u, u
}
