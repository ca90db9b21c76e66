package failover

// Limits bound the work on one question.
type limits struct {
	budget int    // nodes of a decision diagram
	poll   func() // nil: nobody wants to be asked
}

func (s *Structure) limits() limits { return limits{s.Budget, s.poll} }

// check asks whether to go on.
func (l limits) check() {
	if l.poll != nil {
		l.poll()
	}
}

// Polled returns the structure with a function that is called now and then
// during long work. It may panic to give the work up: what is half done is
// dropped, and the structure stays as good as it was. Both share what they
// find.
func (s *Structure) Polled(poll func()) *Structure {
	c := *s
	c.poll = poll
	return &c
}
