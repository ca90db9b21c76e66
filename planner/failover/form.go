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

	compiling sync.Mutex
	compiled  bool
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
	return s.forms.take(string(key), func() *form { return &form{things: things, nets: nets} })
}

// Forms are forms by what they are. Those of a state look among those of the
// whole structure first, and are gone with the state.
type forms struct {
	whole *forms // nil: these are of the whole structure
	mu    sync.Mutex
	byKey map[string]*form
}

func newForms(whole *forms) *forms { return &forms{whole: whole, byKey: map[string]*form{}} }

func (f *forms) find(key string) *form {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byKey[key]
}

// take returns the form of a key, and makes it if it is new.
func (f *forms) take(key string, make func() *form) *form {
	if f.whole != nil {
		if known := f.whole.find(key); known != nil {
			return known
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byKey[key] == nil {
		f.byKey[key] = make()
	}
	return f.byKey[key]
}
