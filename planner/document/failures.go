package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// failures says what becomes of every flow when something fails.
var failures = Section{
	ID: "failures", Title: "Failure matrix", Preset: Both,
	Build: func(d *Data) []block.Block {
		if len(d.Analysis.Flows) == 0 {
			return nil
		}
		out := []block.Block{
			block.Say("What one failure does to each flow. ", block.Strong("✓ kept"), ": the ways that carry it are part of those before. ", block.Strong("→ moved"), ": another way carries it. ", block.Strong("! degraded"), ": carried, but over capacity, over its latency or asymmetric. ", block.Strong("✗ lost"), ". The share is that of the traffic that goes another way; the time is the interruption, expected to worst. A dot: not touched."),
		}
		out = append(out, d.matrix()...)
		out = append(out, d.recoveries()...)
		out = append(out, d.pairs()...)
		out = append(out, d.scenarios()...)
		return append(out, d.returns()...)
	},
}

// Up to so many kinds of flows stand side by side in the matrix; with more,
// the failures are listed.
const mostColumns = 6

// matrix is the table of flows and failures. Failures that do the same share a
// row, flows that end alike a column.
func (d *Data) matrix() []block.Block {
	effects := view.Effects(d.Analysis)
	columns := alike(effects, len(d.Analysis.Flows))
	var still []int
	var rows []view.Effect
	for _, e := range effects {
		if changes(&e) {
			rows = append(rows, e)
		} else {
			still = append(still, e.Components...)
		}
	}
	var out []block.Block
	if len(columns) <= mostColumns {
		out = append(out, d.matrixTable(rows, columns))
	} else {
		out = append(out, d.listing(rows))
	}
	if len(still) > 0 {
		out = append(out, block.Say("Without effect on any flow: ", d.IDs(still, 40), "."))
	}
	for _, c := range columns {
		if len(c) > 1 && len(columns) <= mostColumns {
			out = append(out, block.Say("Like ", d.Flow(c[0]), ": ", d.flowNames(c[1:], 30), "."))
		}
	}
	return out
}

func changes(e *view.Effect) bool {
	for _, c := range e.Cells {
		if c.Changed {
			return true
		}
	}
	return false
}

// alike groups the flows that end alike in every failure.
func alike(effects []view.Effect, flows int) [][]int {
	var out [][]int
	at := map[string]int{}
	for i := range flows {
		var b strings.Builder
		for k := range effects {
			fmt.Fprint(&b, effects[k].Cells[i], ";")
		}
		c, ok := at[b.String()]
		if !ok {
			c = len(out)
			at[b.String()] = c
			out = append(out, nil)
		}
		out[c] = append(out[c], i)
	}
	return out
}

func (d *Data) flowNames(flows []int, most int) block.Inline {
	var names []string
	for _, i := range flows {
		names = append(names, d.Analysis.Flows[i].Name)
	}
	return block.Names(names, most)
}

func (d *Data) matrixTable(rows []view.Effect, columns [][]int) block.Table {
	t := block.Table{Columns: block.Columns("Failure of")}
	for _, c := range columns {
		title := d.Analysis.Flows[c[0]].Name
		if len(c) > 1 {
			title += fmt.Sprintf(" and %d more", len(c)-1)
		}
		t.Columns = append(t.Columns, block.Column{Title: title})
	}
	for k := range rows {
		row := block.Row(d.IDs(rows[k].Components, 12))
		for _, c := range columns {
			row = append(row, cell(&rows[k].Cells[c[0]]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cell writes what a failure does to a flow.
func cell(c *view.Cell) block.Inline {
	if !c.Changed && c.Outcome < outcome.Degraded {
		return block.Text("·")
	}
	text := outcomeWord(c.Outcome)
	if c.Outcome.Survives() && c.Touched {
		if share := view.Share(c.Shifted); share != "0%" {
			text += " " + share
		}
		if c.Recovery != "" {
			text += ", " + c.Recovery
		}
	}
	if c.Outcome >= outcome.Degraded {
		return block.Text(block.Strong(text))
	}
	return block.Text(text)
}

// listing lists failures by how many flows end how.
func (d *Data) listing(rows []view.Effect) block.Table {
	t := block.Table{Columns: block.Columns("Failure of", "#Lost", "#Degraded", "#Moved", "#Kept", "Flows that it hits worst")}
	rows = sortedBy(rows, func(e view.Effect) string { return hits(&e) })
	for k := range rows {
		if k == mostRows {
			t.Rows = append(t.Rows, block.Row(fmt.Sprintf("and %d more that hit less", len(rows)-k)))
			break
		}
		by := byOutcome(&rows[k])
		worst := by[outcome.Kept]
		for _, o := range []outcome.Outcome{outcome.Moved, outcome.Degraded, outcome.Lost} {
			if len(by[o]) > 0 {
				worst = by[o]
			}
		}
		t.Rows = append(t.Rows, block.Row(d.IDs(rows[k].Components, 6), len(by[outcome.Lost]), len(by[outcome.Degraded]), len(by[outcome.Moved]), len(by[outcome.Kept]), d.flowNames(worst, 4)))
	}
	return t
}

// mostRows is up to how many failures a listing holds.
const mostRows = 120

// byOutcome returns the flows that a failure touches, by what becomes of them.
func byOutcome(e *view.Effect) (by [5][]int) {
	for i, c := range e.Cells {
		if c.Changed {
			by[c.Outcome] = append(by[c.Outcome], i)
		}
	}
	return by
}

// hits is a key that sorts failures: those first that lose most flows, then
// those that degrade most, and so on.
func hits(e *view.Effect) string {
	by := byOutcome(e)
	const far = 1_000_000
	return fmt.Sprintf("%07d %07d %07d %07d", far-len(by[outcome.Lost]), far-len(by[outcome.Degraded]), far-len(by[outcome.Moved]), far-len(by[outcome.Kept]))
}

// recoveries says for each flow which survived failure takes longest, and what
// the time is made of.
func (d *Data) recoveries() []block.Block {
	t := block.Table{Columns: block.Columns("Flow", "Slowest survived failure", "#Interruption", "At worst made of")}
	for i := range d.Analysis.Flows {
		s := d.Analysis.Slowest(i)
		switch {
		case s.Component >= 0:
			t.Rows = append(t.Rows, block.Row(d.Flow(i), d.ID(s.Component), view.Span(s.Recovery), strings.TrimPrefix(view.Terms(&s.Recovery), "at worst ")))
			for _, term := range s.Recovery.Terms {
				d.Fact("Time, "+term.Key, outcome.Seconds(term.Expected)+" to "+outcome.Seconds(term.Worst), term.Source)
			}
		case len(s.Unknown) == 0:
			t.Rows = append(t.Rows, block.Row(d.Flow(i), "none interrupts it", "", ""))
		}
		if len(s.Unknown) > 0 {
			t.Rows = append(t.Rows, block.Row(d.Flow(i), count(len(s.Unknown), "other failure"), block.Emphasis("unknown"), "no page gives a figure"))
		}
	}
	return d.titled(nil, "Longest interruptions", "An interruption is detection and what follows it, by the timers of the catalogue and the design.", t)
}

// pairs counts what two failures at once do, and names the likeliest that only
// together lose a flow.
func (d *Data) pairs() []block.Block {
	all, upkeep := d.Analysis.Pairs(), d.Analysis.Maintenance()
	t := block.Table{Columns: block.Columns("Flow", "#Kept", "#Moved", "#Degraded", "#Lost", "#Pairs", "Lost only to both, the likeliest", "Lost in maintenance while this fails")}
	for i := range d.Analysis.Flows {
		if i == mostFlows {
			break
		}
		n := all.Count(i)
		t.Rows = append(t.Rows, block.Row(d.Flow(i), n[outcome.Kept], n[outcome.Moved], n[outcome.Degraded], n[outcome.Lost], n.All(), d.fatal(all.Fatal(i), " with "), d.fatal(upkeep.Fatal(i), " while ")))
	}
	return []block.Block{block.Title(3, "Two failures at once"), block.Say("Every pair of components fails together, and every component fails while Microsoft works on one of its edge routers."), t}
}

func (d *Data) fatal(pairs [][2]int, between string) block.Inline {
	if len(pairs) == 0 {
		return block.Text("none")
	}
	var out []block.Inline
	for n, x := range view.Likeliest(d.Analysis, pairs) {
		if n == 2 && len(pairs) > 3 {
			return block.Text(block.Join(out, "; "), fmt.Sprintf(" and %d more", len(pairs)-n))
		}
		out = append(out, block.Text(d.ID(x[0]), between, d.ID(x[1])))
	}
	return block.Join(out, "; ")
}

// scenarios lists what the design wants to see.
func (d *Data) scenarios() []block.Block {
	t := block.Table{Columns: block.Columns("Scenario", "What happens", "Flows", "As expected")}
	for _, x := range d.Analysis.Declared() {
		what, flows, holds := "", block.Inline(nil), "✓ yes"
		if x.Scenario != nil {
			what = d.Analysis.Name(x.Scenario.Change)
			flows = d.changed(x.Scenario)
		}
		if !x.Holds() {
			holds = "✗ no"
			for _, u := range x.Unmet {
				holds += "; " + u.Message(d.Analysis)
			}
			for _, p := range x.Problems {
				holds += "; " + p.Message
			}
		} else if len(x.Written.Expect) == 0 {
			holds = "nothing is expected"
		}
		t.Rows = append(t.Rows, block.Row(block.Text(block.Name(x.Written.Name()), described(x.Written.Description)), what, flows, holds))
	}
	return d.titled(nil, "Declared scenarios", "", t)
}

func (d *Data) changed(s *outcome.Scenario) block.Inline {
	var out []block.Inline
	for _, i := range s.Changed {
		if len(out) == 8 {
			out = append(out, block.Text(fmt.Sprintf("and %d more", len(s.Changed)-8)))
			break
		}
		out = append(out, block.Text(d.Flow(i), " ", outcomeWord(s.Flows[i].Outcome)))
	}
	if out == nil {
		return block.Text("no flow is touched")
	}
	return block.Join(out, ", ")
}

// returns lists flows that do not go as before once a failure is over.
func (d *Data) returns() []block.Block {
	t := block.Table{Columns: block.Columns("After the failure of", "Flow", "Goes on over")}
	for _, r := range d.Analysis.Returns() {
		t.Rows = append(t.Rows, block.Row(d.ID(r.Component), d.Flow(r.Flow), strings.Join(view.Directions(r.After.ToSite), "; ")))
	}
	return d.titled(nil, "Not as before once it is up again", "", t)
}
