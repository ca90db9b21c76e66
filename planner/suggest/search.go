package suggest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Settings bound a search.
type Settings struct {
	Book     []*rules.Rule // all rules
	Date     planner.Date  // that expiry dates and tests are compared with; the design's own where zero
	Most     int           // changes of a set, 3 where zero
	Analyses int           // designs that are analysed, 300 where zero
	Show     int           // suggestions, 5 where zero
	Moves    []*Move       // all where nil
}

// The bounds of a search that is given none. Analysing a small design takes
// some milliseconds, one of fifty sites about twenty.
const (
	defaultMost     = 3
	defaultAnalyses = 300
	defaultShow     = 5

	// beam is how many sets of one size are extended: the most promising.
	beam = 40
)

func (s Settings) filled() Settings {
	s.Most = cmp.Or(s.Most, defaultMost)
	s.Analyses = cmp.Or(s.Analyses, defaultAnalyses)
	s.Show = cmp.Or(s.Show, defaultShow)
	if s.Moves == nil {
		s.Moves = Moves
	}
	return s
}

// A Result is what a search found.
type Result struct {
	Option  string // of the design that was searched from
	Before  *State // the design as it is
	Repairs []Change
	Mended  []diag.Diagnostic // findings that the repairs remove
	Left    []diag.Diagnostic // errors that no repair removes
	Start   *State            // after the repairs; Before where there are none

	Suggestions []Suggestion
	More        int         // suggestions that were found and are not among them
	Next        *Suggestion // the cheapest single change that gets nearer; nil where there is none
	Nearest     *Suggestion // the set that gets nearest, where none meets the intent and it is another than Next
	Beyond      []Obstacle  // what no set that was tried removes
	Analyses    int         // designs that were analysed
	Most        int         // changes of a set that was looked for at most
	Exhausted   bool        // the search ended because it had analysed as many designs as it may
	Narrowed    bool        // not all sets of a size were extended, only the most promising
}

// Met reports whether the design as it is needs nothing.
func (r *Result) Met() bool {
	return len(r.Before.Open) == 0 && len(r.Repairs) == 0 && len(r.Left) == 0
}

// Reached reports whether a suggestion meets the whole intent, or none is
// needed.
func (r *Result) Reached() bool { return len(r.Start.Open) == 0 || len(r.Suggestions) > 0 }

// Search looks for the smallest sets of changes with which an option of a
// draft, or its base for "", meets its intent. It returns nil where the design
// is not sound, with what is wrong.
func Search(draft *planner.Draft, option string, s Settings) (*Result, []diag.Diagnostic) {
	d, diags := draft.With(option, nil)
	if d == nil {
		return nil, diags
	}
	w := &search{draft: draft, option: option, Settings: s.filled(), seen: map[string]bool{}, repairs: map[string]*node{}, removed: map[string]bool{}}
	r := &Result{Option: option, Most: w.Most}
	r.Before = w.judge(d)
	start := w.repair(node{State: r.Before}, r)
	r.Start = start.State
	w.grow(start)
	w.finish(r, start)
	return r, nil
}

// A search is one search at work.
type search struct {
	Settings
	draft  *planner.Draft
	option string

	seen      map[string]bool  // sets that were tried, by key
	repairs   map[string]*node // the same of repairs; nil of one that is not sound
	found     []node
	steps     []node          // sets of one change
	nearest   *node           // of those that do not meet the intent
	removed   map[string]bool // obstacles that some set removes, by key
	analyses  int
	exhausted bool
	narrowed  bool
}

// A node is a set of changes and what it leads to.
type node struct {
	*State
	changes []Change
	overlay Overlay
}

func (w *search) judge(d *planner.Design) *State {
	w.analyses++
	return judge(d, w.Book, w.Moves, rules.Settings{Date: w.Date})
}

// with returns a set with one more change; nil where the result is not sound,
// and where the effort is spent.
func (w *search) with(n node, c Change) *node {
	if w.analyses >= w.Analyses {
		w.exhausted = true
		return nil
	}
	out := node{changes: append(slices.Clone(n.changes), c), overlay: n.overlay.And(c.Overlay)}
	d, _ := w.draft.With(w.option, out.overlay.file())
	if d == nil {
		return nil
	}
	out.State = w.judge(d)
	return &out
}

// propose returns the changes that moves have for a set.
func (w *search) propose(n node, wanted func(*Move) bool) []Change {
	var out []Change
	p := newProposer(n.State)
	for _, m := range w.Moves {
		if !wanted(m) {
			continue
		}
		for _, c := range m.Propose(p) {
			c.Move, c.Cost = m, max(c.Cost, m.Cost)
			out = append(out, c)
		}
	}
	return out
}

// grow tries larger and larger sets until some meet the intent, and then those
// one larger that are cheaper.
func (w *search) grow(start node) {
	if len(start.Open) == 0 {
		return
	}
	frontier := []node{start}
	limit := NewCircuit + 1 // changes from this class on are too dear
	for size := 1; size <= w.Most && len(frontier) > 0; size++ {
		before := len(w.found)
		frontier = w.level(start, frontier, limit)
		if before > 0 {
			return
		}
		for _, f := range w.found {
			limit = min(limit, dearest(f.changes[len(start.changes):])[0])
		}
	}
}

// level extends sets by one change each.
func (w *search) level(start node, frontier []node, limit Cost) []node {
	var out []node
	for _, n := range frontier {
		if slices.ContainsFunc(n.changes[len(start.changes):], func(c Change) bool { return c.Cost >= limit }) {
			continue
		}
		for _, c := range w.propose(n, func(m *Move) bool { return m.helps(n.Open) }) {
			key := setKey(append(slices.Clone(n.changes), c))
			if c.Cost >= limit || w.seen[key] || n.overlay.against(&c.Overlay) || w.contains(n, c) {
				continue
			}
			w.seen[key] = true
			next := w.with(n, c)
			if next == nil || next.worse(start.State) {
				continue
			}
			w.note(start, next)
			if len(next.Open) == 0 {
				w.found = append(w.found, *next)
				continue
			}
			out = append(out, *next)
		}
	}
	slices.SortStableFunc(out, func(a, b node) int {
		return cmp.Or(a.distance(b.State), cmp.Compare(a.downtime(), b.downtime()))
	})
	if len(out) > beam {
		w.narrowed = true
		out = out[:beam]
	}
	return out
}

// note remembers a set that was tried, as a step or as the nearest one.
func (w *search) note(start node, n *node) {
	if len(n.changes) == len(start.changes)+1 {
		w.steps = append(w.steps, *n)
	}
	for _, o := range without(start.Open, n.Open) {
		w.removed[o.key] = true
	}
	if n.nearer(start.State) && (w.nearest == nil || cmp.Or(n.distance(w.nearest.State), order(*n, *w.nearest)) < 0) {
		w.nearest = n
	}
}

// contains reports whether a set with one more change holds a set that was
// found.
func (w *search) contains(n node, c Change) bool {
	return slices.ContainsFunc(w.found, func(f node) bool {
		for i := range f.changes {
			if f.changes[i].Key != c.Key && !slices.ContainsFunc(n.changes, func(o Change) bool { return o.Key == f.changes[i].Key }) {
				return false
			}
		}
		return true
	})
}

// setKey names a set of changes, whatever their order.
func setKey(changes []Change) string {
	keys := make([]string, len(changes))
	for i := range changes {
		keys[i] = changes[i].Key
	}
	slices.Sort(keys)
	return strings.Join(keys, "\x00")
}

// order compares sets: the smaller first, then the cheaper, then the more
// available, then by name.
func order(a, b node) int {
	return cmp.Or(
		cmp.Compare(len(a.changes), len(b.changes)),
		slices.Compare(dearest(a.changes), dearest(b.changes)),
		cmp.Compare(a.downtime(), b.downtime()),
		strings.Compare(setKey(a.changes), setKey(b.changes)),
	)
}

// nearer reports whether a set gets nearer to the intent than another: to
// fewer requirements that are not met, to fewer obstacles, or, where that is
// what is missing, to more availability or to shorter interruptions.
func (n *node) nearer(than *State) bool {
	if d := n.distance(than); d != 0 {
		return d < 0
	}
	const least = 0.99 // of the downtime, or of the time: less of a gain is none
	return than.misses("availability") && n.downtime() < least*than.downtime() ||
		than.misses("recovery_time") && n.slowest().Seconds() < least*than.slowest().Seconds()
}

// cheapest returns the cheapest single change that gets nearer, nil where
// there is none: of equally cheap ones that which removes most obstacles.
func (w *search) cheapest(start node) *node {
	var best *node
	for i := range w.steps {
		s := &w.steps[i]
		if !s.nearer(start.State) {
			continue
		}
		if best == nil || cmp.Or(
			slices.Compare(dearest(s.changes), dearest(best.changes)),
			s.distance(best.State),
			order(*s, *best)) < 0 {
			best = s
		}
	}
	return best
}
