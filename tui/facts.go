package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/tui/session"
)

// facts are everything that is known of one design: of a file as it was read,
// an option, and what is tried on it. They are made away from the screen, and
// never changed once they are there; what takes longer comes later.
type facts struct {
	draft   *planner.Draft
	design  *planner.Design
	loading []diag.Diagnostic // what the loader says
	a       *outcome.Analysis
	normal  *outcome.Scenario
	always  *outcome.While  // nothing has failed
	tried   bool            // something is tried on it
	base    *planner.Design // the same without what is tried on it

	checked *rules.Result // nil until the rules have run
	swept   *sweep        // nil until every single failure has been simulated
}

// A sweep is what the single failures do, and what has to fail for a flow to
// be lost.
type sweep struct {
	singles  *outcome.Singles
	declared []outcome.Declared
	intents  []outcome.Intent
	worst    []worst
	cuts     []cut
	cutOff   int // of a flow so many are listed, and some flow has more; 0: all are
}

// worst is a single failure and what it does.
type worst struct {
	component                           int
	lost, degraded, moved, kept, untold int
	slowest                             outcome.Recovery
}

// A cut is a cut set of a flow.
type cut struct {
	flow int
	failover.CutSet
}

// The messages of work that is done.
type (
	readMsg struct {
		gen   int
		fresh bool // the file was read, too
		draft *planner.Draft
		diags []diag.Diagnostic
		facts *facts
		state session.State
	}
	scenarioMsg struct {
		of       *facts
		state    session.State
		scenario *outcome.Scenario
		lasts    *outcome.While
		unknown  []string // ids that the design does not have
	}
	checkedMsg struct {
		of     *facts
		result rules.Result
	}
	sweptMsg struct {
		of    *facts
		sweep *sweep
	}
)

// read reads the file and draws the design from it.
func read(ctx context.Context, gen int, h Host, s session.State) tea.Cmd {
	return func() tea.Msg {
		draft, diags := h.Read()
		if draft == nil {
			return readMsg{gen: gen, fresh: true, diags: diags, state: s}
		}
		msg := draw(ctx, gen, draft, diags, s)
		msg.fresh = true
		return unless(ctx, msg)
	}
}

// unless drops what comes from a job that was stopped.
func unless(ctx context.Context, msg tea.Msg) tea.Msg {
	if ctx.Err() != nil {
		return nil
	}
	return msg
}

// draw draws the design of a state from a draft that has been read.
func draw(ctx context.Context, gen int, draft *planner.Draft, diags []diag.Diagnostic, s session.State) readMsg {
	msg := readMsg{gen: gen, draft: draft, diags: diags, state: s}
	if s.Option != "" && !slices.Contains(draft.Options(), s.Option) {
		msg.diags = append(slices.Clone(diags), diag.Diagnostic{Severity: diag.Error, Message: fmt.Sprintf("there is no option %q any more", s.Option)})
		return msg
	}
	design, more, err := designOf(draft, s)
	if err != nil {
		more = append(more, diag.Diagnostic{Severity: diag.Error, Message: err.Error()})
	}
	msg.diags = slices.Concat(diags, more)
	if design == nil {
		return msg
	}
	a := outcome.New(design, outcome.Settings{})
	f := &facts{draft: draft, design: design, loading: msg.diags, a: a, tried: len(s.Tries) > 0, base: design}
	if f.tried {
		f.base, _ = draft.Design(s.Option)
	}
	if a.Within(ctx, func(a *outcome.Analysis) { f.normal, f.always = a.Normal(), a.While(outcome.Change{}) }) == nil {
		msg.facts = f
	}
	return msg
}

// designOf draws the design of a state, with what is tried laid over it.
func designOf(draft *planner.Draft, s session.State) (*planner.Design, []diag.Diagnostic, error) {
	if len(s.Tries) == 0 {
		design, diags := draft.Design(s.Option)
		return design, diags, nil
	}
	over, err := overlayOf(s.Tries)
	if err != nil {
		return nil, nil, err
	}
	design, diags := draft.With(s.Option, over)
	return design, diags, nil
}

// play works out what a state does to the flows.
func play(ctx context.Context, f *facts, s session.State) tea.Cmd {
	return func() tea.Msg {
		msg := scenarioMsg{of: f, state: s, scenario: f.normal, lasts: f.always}
		known := func(ids []string) []string {
			return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
				_, ok := f.a.Topology.Find(id)
				if !ok {
					msg.unknown = append(msg.unknown, id)
				}
				return !ok
			})
		}
		change, err := f.a.Change(known(s.Fail), known(s.Drain))
		if err != nil || change.IsNone() {
			return msg
		}
		return when(f.a.Within(ctx, func(a *outcome.Analysis) {
			msg.scenario, msg.lasts = a.Scenario(change), a.While(change)
		}), func() tea.Msg { return msg })
	}
}

// when gives the message of work that was not stopped.
func when(err error, msg func() tea.Msg) tea.Msg {
	if err != nil {
		return nil
	}
	return msg()
}

// check runs the rules. They share what is known of the design.
func check(ctx context.Context, f *facts) tea.Cmd {
	return func() tea.Msg {
		var r rules.Result
		return when(f.a.Within(ctx, func(a *outcome.Analysis) { r = checked(f, a) }), func() tea.Msg { return checkedMsg{f, r} })
	}
}

func checked(f *facts, a *outcome.Analysis) rules.Result {
	r := ruled(f, a)
	r.Findings = append(book.Describe(f.loading), r.Findings...)
	diag.Sort(r.Findings)
	return r
}

func ruled(f *facts, a *outcome.Analysis) rules.Result {
	return rules.Run(f.design, book.Rules, rules.Settings{Outcome: func() *outcome.Analysis { return a }})
}

// cutOrder is up to how many components a cut set is listed.
const cutOrder = 3

// How many cut sets are listed: of each flow as many as make up so many rows,
// within bounds.
const (
	cutRows   = 2400
	leastCuts = 5
	mostCuts  = 40
)

// simulate lets everything fail, one thing at a time.
func simulate(ctx context.Context, f *facts) tea.Cmd {
	return func() tea.Msg {
		var s *sweep
		return when(f.a.Within(ctx, func(a *outcome.Analysis) { s = swept(a) }), func() tea.Msg { return sweptMsg{f, s} })
	}
}

func swept(a *outcome.Analysis) *sweep {
	s := &sweep{singles: a.Singles(), declared: a.Declared(), intents: a.Intents()}
	for _, c := range s.singles.Components {
		s.worst = append(s.worst, worstOf(a, s.singles, c))
	}
	slices.SortStableFunc(s.worst, func(x, y worst) int { return compareWorst(a.Topology, x, y) })
	most := clamp(cutRows/max(1, len(a.Flows)), leastCuts, mostCuts)
	for i := range a.Flows {
		sets := a.Structure.CutSets(i, cutOrder)
		if len(sets) > most {
			sets, s.cutOff = sets[:most], most
		}
		for _, set := range sets {
			s.cuts = append(s.cuts, cut{i, set})
		}
	}
	return s
}

func worstOf(a *outcome.Analysis, s *outcome.Singles, c int) worst {
	w := worst{component: c}
	for i := range a.Flows {
		o := s.Outcome(c, i)
		switch o {
		case outcome.Lost:
			w.lost++
		case outcome.Degraded:
			w.degraded++
		case outcome.Moved:
			w.moved++
		case outcome.Kept:
			w.kept++
		default:
			w.untold++
		}
		if !o.Survives() {
			continue
		}
		if r := s.Recovery(c, i); r.Affected && r.Worst > w.slowest.Worst {
			w.slowest = r
		}
	}
	return w
}

// compareWorst puts what loses most first, then what degrades and moves most,
// then what takes longest, and of equals the likelier.
func compareWorst(t *topology.Topology, x, y worst) int {
	for _, pair := range [][2]float64{
		{float64(x.lost), float64(y.lost)}, {float64(x.degraded), float64(y.degraded)}, {float64(x.moved), float64(y.moved)},
		{float64(x.slowest.Worst), float64(y.slowest.Worst)},
		{t.Components[x.component].Unavailability, t.Components[y.component].Unavailability},
	} {
		if pair[0] != pair[1] {
			if pair[0] > pair[1] {
				return -1
			}
			return 1
		}
	}
	return x.component - y.component
}
