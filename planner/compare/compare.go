package compare

import (
	"cmp"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/diag"
)

// A Comparison is candidates side by side. Candidates are numbered as they
// were given; the first is what the others are compared with.
type Comparison struct {
	Candidates []*Candidate
	Prices     *cost.List // nil: none

	Findings  []Finding // that not all candidates have, the worst first
	Dominated [][]By    // by candidate: what dominates it
	Near      []Near    // pairs where one criterion alone keeps one from dominating
	Shifts    []Shift   // by candidate: failures against the first; of the first itself empty
	Matrix    *Matrix   // nil without weights
	Nines     []Nines   // by candidate: what its availability costs against the first
	Verdict   Verdict
	Unused    []string // circuits whose egress the price file gives, and that no candidate has; sorted
}

// New compares designs.
func New(subjects []Subject, s Settings) *Comparison {
	x := &Comparison{Candidates: candidates(subjects, s), Prices: s.Prices}
	x.findings()
	x.dominance()
	x.Shifts = make([]Shift, len(x.Candidates))
	x.Nines = make([]Nines, len(x.Candidates))
	for i, c := range x.Candidates {
		if i > 0 {
			x.Shifts[i] = ShiftOf(x.Candidates[0], c)
			x.Nines[i] = nines(x.Candidates[0], c)
		}
	}
	if len(s.Weights) > 0 {
		x.Matrix = NewMatrix(x.standings(), s.Weights)
	}
	x.judge()
	x.unused()
	return x
}

// unused looks for circuits of the price file that no candidate has.
func (x *Comparison) unused() {
	if x.Prices == nil {
		return
	}
	for name := range x.Prices.Data {
		if !slices.ContainsFunc(x.Candidates, func(c *Candidate) bool { return planner.Find(c.Design.Circuits, name) != nil }) {
			x.Unused = append(x.Unused, name)
		}
	}
	slices.Sort(x.Unused)
}

func (x *Comparison) standings() []Standing {
	out := make([]Standing, len(x.Candidates))
	for i, c := range x.Candidates {
		out[i] = Standing{c.Name, c.Measures}
	}
	return out
}

// Names returns the names of some candidates.
func (x *Comparison) Names(list []int) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = x.Candidates[n].Name
	}
	return out
}

// A Finding is one that some candidates have and others do not. Findings are
// the same where rule, path and message are: lines may differ.
type Finding struct {
	diag.Diagnostic
	In []bool // by candidate
}

type fingerprint struct{ rule, path, message string }

// findings looks for the findings that differ.
func (x *Comparison) findings() {
	at := map[fingerprint]int{}
	for n, c := range x.Candidates {
		for _, f := range c.Result.Findings {
			if f.Excepted != "" {
				continue
			}
			key := fingerprint{f.Rule, f.Place.Path, f.Message}
			i, ok := at[key]
			if !ok {
				i = len(x.Findings)
				at[key] = i
				x.Findings = append(x.Findings, Finding{f, make([]bool, len(x.Candidates))})
			}
			x.Findings[i].In[n] = true
			x.Findings[i].Severity = max(x.Findings[i].Severity, f.Severity)
		}
	}
	x.Findings = slices.DeleteFunc(x.Findings, func(f Finding) bool { return !slices.Contains(f.In, false) })
	slices.SortFunc(x.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Place.Path, b.Place.Path), cmp.Compare(a.Message, b.Message))
	})
}

// A Shift is how the failures of a candidate end otherwise than in the first.
type Shift struct {
	Survived []Fall // lost there, survived here
	Gone     []Fall // lost there, and here there is no such component
	Fatal    []Fall // survived there, lost here
	New      []Fall // lost here, and there is no such component there
}

// A Fall is a component whose failure loses flows.
type Fall struct {
	Component string
	Flows     []string
}

// ShiftOf compares the failures of two candidates, for the flows that both
// have.
func ShiftOf(from, to *Candidate) Shift {
	fatal := [2]map[Loss]bool{losses(from), losses(to)}
	known := [2]map[string]bool{components(from), components(to)}
	flows := [2]map[string]bool{flowNames(from), flowNames(to)}
	var s Shift
	for _, l := range from.Fatal {
		switch {
		case fatal[1][l] || !flows[1][l.Flow]:
		case known[1][l.Component]:
			add(&s.Survived, l)
		default:
			add(&s.Gone, l)
		}
	}
	for _, l := range to.Fatal {
		switch {
		case fatal[0][l] || !flows[0][l.Flow]:
		case known[0][l.Component]:
			add(&s.Fatal, l)
		default:
			add(&s.New, l)
		}
	}
	for _, list := range [][]Fall{s.Survived, s.Gone, s.Fatal, s.New} {
		slices.SortFunc(list, func(a, b Fall) int { return cmp.Compare(a.Component, b.Component) })
	}
	return s
}

func add(list *[]Fall, l Loss) {
	i := slices.IndexFunc(*list, func(f Fall) bool { return f.Component == l.Component })
	if i < 0 {
		*list = append(*list, Fall{Component: l.Component})
		i = len(*list) - 1
	}
	(*list)[i].Flows = append((*list)[i].Flows, l.Flow)
}

func losses(c *Candidate) map[Loss]bool {
	out := make(map[Loss]bool, len(c.Fatal))
	for _, l := range c.Fatal {
		out[l] = true
	}
	return out
}

func components(c *Candidate) map[string]bool {
	out := map[string]bool{}
	for _, id := range c.Parts {
		out[id] = true
	}
	return out
}

func flowNames(c *Candidate) map[string]bool {
	out := map[string]bool{}
	for i := range c.Flows {
		out[c.Flows[i].Name] = true
	}
	return out
}
