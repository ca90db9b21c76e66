package failover

import (
	"slices"
	"sync"
)

// A form is the structure of flows that differ in components and figures
// alone: things, numbered from 0, and nets that must all have a path.
type form struct {
	things int
	nets   []*net

	cutting sync.Mutex
	cuts    [][]int32 // minimal, up to the order that was asked for
	order   int

	compiling sync.Once
	diagram   *diagram // nil where it is over the budget
}

// form returns the form of some pieces, the same for equal ones.
func (s *Structure) form(pieces []*piece, of []int32, things int) *form {
	key := []byte{byte(things), byte(things >> 8), byte(things >> 16)}
	var nets []*net
	var keys []string
	for _, p := range pieces {
		n := p.renamed(of, things)
		one := string(n.key(nil))
		if !slices.Contains(keys, one) {
			nets, keys = append(nets, n), append(keys, one)
			key = append(key, one...)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.forms[string(key)]
	if f == nil {
		f = &form{things: things, nets: nets}
		s.forms[string(key)] = f
	}
	return f
}
