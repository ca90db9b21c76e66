package suggest

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Exhaustive tries every sequence of up to most changes, whatever they are said
// to help against and whatever comes in between, and returns the smallest sets
// that meet the intent, each as the keys of its changes.
func Exhaustive(draft *planner.Draft, r *Result, book []*rules.Rule, most int) [][]string {
	e := &exhaustive{draft: draft, book: book, start: r.Start, most: most, states: map[string]*State{}}
	first := node{State: r.Start}
	for i := range r.Repairs {
		first.overlay = first.overlay.And(r.Repairs[i].Overlay)
	}
	e.from(first)
	return e.smallest()
}

type exhaustive struct {
	draft  *planner.Draft
	book   []*rules.Rule
	start  *State
	most   int
	states map[string]*State // by overlay, so that nothing is analysed twice
	found  [][]string
}

func (e *exhaustive) from(n node) {
	if len(n.Open) == 0 && len(n.news(e.start, diag.Error)) == 0 && len(n.changes) > 0 {
		var keys []string
		for _, c := range n.changes {
			keys = append(keys, c.Key)
		}
		slices.Sort(keys)
		e.found = append(e.found, keys)
		return
	}
	if len(n.changes) == e.most {
		return
	}
	p := newProposer(n.State)
	for _, m := range Moves {
		if len(m.Against) == 0 {
			continue
		}
		for _, c := range m.Propose(p) {
			if n.overlay.against(&c.Overlay) {
				continue
			}
			next := node{changes: append(slices.Clone(n.changes), c), overlay: n.overlay.And(c.Overlay)}
			if next.State = e.state(next.overlay); next.State != nil {
				e.from(next)
			}
		}
	}
}

func (e *exhaustive) state(o Overlay) *State {
	text := o.body(nil)
	if s, ok := e.states[text]; ok {
		return s
	}
	var s *State
	if d, _ := e.draft.With("", o.file()); d != nil {
		s = judge(d, e.book, Moves, rules.Settings{})
	}
	e.states[text] = s
	return s
}

// smallest returns the sets of the smallest size, each once, sorted.
func (e *exhaustive) smallest() [][]string {
	size := e.most + 1
	for _, f := range e.found {
		size = min(size, len(f))
	}
	sets := slices.DeleteFunc(e.found, func(f []string) bool { return len(f) > size })
	slices.SortFunc(sets, func(a, b []string) int { return strings.Compare(strings.Join(a, "\x00"), strings.Join(b, "\x00")) })
	return slices.CompactFunc(sets, slices.Equal)
}
