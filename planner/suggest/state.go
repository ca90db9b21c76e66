package suggest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
)

// A State is a design that was checked and simulated.
type State struct {
	Design   *planner.Design
	Analysis *outcome.Analysis
	Intents  []outcome.Intent
	Findings []diag.Diagnostic // that count: without those that exceptions accept
	Open     []Obstacle        // what is in the way of the intents

	unmet map[intentKey]bool
	keys  map[findingKey]diag.Severity // the worst at that place
	heads map[findingKey]diag.Severity // with what a message begins with in the place of the path
}

// A findingKey names a finding so that it can be found again in a changed
// design, where figures in its message may differ.
type findingKey struct{ rule, path string }

func keyOfFinding(f *diag.Diagnostic) findingKey { return findingKey{f.Rule, f.Place.Path} }

// headOf names a finding by its subject: one about a provider stands at the
// first circuit that it has.
func headOf(f *diag.Diagnostic) findingKey {
	head, _, _ := strings.Cut(f.Message, ": ")
	return findingKey{f.Rule, head}
}

// judge checks and simulates a design. The rules and the search share one
// analysis.
//
// Errors of a rule that a move may help against are obstacles too.
func judge(d *planner.Design, book []*rules.Rule, moves []*Move, s rules.Settings) *State {
	st := &State{Design: d, keys: map[findingKey]diag.Severity{}, heads: map[findingKey]diag.Severity{}}
	probe := &rules.Rule{ID: "suggest/analysis", Check: func(p *rules.Pass) { st.Analysis = p.Outcome() }}
	result := rules.Run(d, append([]*rules.Rule{probe}, book...), s)
	for i := range result.Findings {
		if f := &result.Findings[i]; f.Excepted == "" {
			st.Findings = append(st.Findings, *f)
			k, h := keyOfFinding(f), headOf(f)
			st.keys[k], st.heads[h] = max(st.keys[k], f.Severity), max(st.heads[h], f.Severity)
		}
	}
	st.Intents = st.Analysis.Intents()
	st.Open = obstacles(st.Analysis, st.Intents)
	st.Open = append(st.Open, st.erroneous(moves)...)
	st.unmet = unmet(st.Analysis, st.Intents)
	return st
}

// erroneous returns the errors that a search may remove.
func (s *State) erroneous(moves []*Move) []Obstacle {
	var out []Obstacle
	for _, f := range s.errors() {
		o := Obstacle{Requirement: f.Rule, Message: f.Message, Place: f.Place, key: f.Rule + "\x00" + f.Place.Path}
		if slices.ContainsFunc(moves, func(m *Move) bool { return m.helps([]Obstacle{o}) }) {
			out = append(out, o)
		}
	}
	return out
}

// Met returns how many requirements are met, and of how many it is not known.
func (s *State) Met() (met, unknown int) {
	for i := range s.Intents {
		switch s.Intents[i].Verdict {
		case outcome.Met:
			met++
		case outcome.Undecided:
			unknown++
		}
	}
	return met, unknown
}

// news returns the findings of a severity that a state has and another has
// not. Those that only say that a requirement is not met are left out: they
// are judged as requirements. A finding that has become worse is new. Errors are
// new where their place is; milder findings only where their subject is new too.
func (s *State) news(than *State, severity diag.Severity) []diag.Diagnostic {
	var out []diag.Diagnostic
	for i := range s.Findings {
		f := &s.Findings[i]
		if f.Severity == severity && !judgedAsIntent(f.Rule) && than.keys[keyOfFinding(f)] < severity && (severity == diag.Error || than.heads[headOf(f)] < severity) {
			out = append(out, *f)
		}
	}
	return out
}

// judgedAsIntent reports whether a rule restates the verdict on a requirement.
func judgedAsIntent(rule string) bool {
	name, ok := strings.CutPrefix(rule, "requirements/")
	return ok && name != "scenario-expectation" && name != "unknown-component"
}

// worse reports whether a state has errors that another has not, or misses a
// requirement that the other meets.
func (s *State) worse(than *State) bool {
	for k := range s.unmet {
		if !than.unmet[k] {
			return true
		}
	}
	return len(s.news(than, diag.Error)) > 0
}

// distance compares how far two states are from the intent: by the requirements
// that are not met, then by the obstacles.
func (s *State) distance(than *State) int {
	return cmp.Or(cmp.Compare(len(s.unmet), len(than.unmet)), cmp.Compare(len(s.Open), len(than.Open)))
}

// downtime returns the sum of the unavailabilities of all flows.
func (s *State) downtime() float64 {
	sum := 0.0
	for f := range s.Analysis.Flows {
		if u, ok := s.Analysis.Availability(f); ok {
			sum += u.Unavailability
		}
	}
	return sum
}

// misses reports whether something is in the way of a requirement.
func (s *State) misses(requirement string) bool {
	return slices.ContainsFunc(s.Open, func(o Obstacle) bool { return o.Requirement == requirement })
}

// slowest returns the longest interruption of any flow by a failure that it
// survives.
func (s *State) slowest() time.Duration {
	most := time.Duration(0)
	for f := range s.Analysis.Flows {
		most = max(most, s.Analysis.Slowest(f).Recovery.Worst)
	}
	return most
}

// errors returns the errors that are no verdicts on requirements.
func (s *State) errors() []diag.Diagnostic {
	var out []diag.Diagnostic
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Severity == diag.Error && !judgedAsIntent(f.Rule) {
			out = append(out, *f)
		}
	}
	return out
}
