package tui

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
)

// number writes a number with commas.
func number(n int) string { return rules.Number(n) }

// flowOrder returns the flows that the filter lets through: what came off worst
// first, then by name.
func (t *topologyPane) flowOrder(m *Model) []int {
	var out []int
	for i := range m.scenario.Flows {
		if matches(m.facts.a.Flows[i].Name+" "+view.Endpoints(m.facts.a, i)+" "+m.scenario.Flows[i].Outcome.String(), t.search) {
			out = append(out, i)
		}
	}
	if !m.scenario.Change.IsNone() {
		changed := map[int]bool{}
		for _, i := range m.scenario.Changed {
			changed[i] = true
		}
		rank := func(i int) int {
			r := int(m.scenario.Flows[i].Outcome) * 2
			if changed[i] {
				r++
			}
			return -r
		}
		slices.SortStableFunc(out, func(x, y int) int { return cmp.Compare(rank(x), rank(y)) })
	}
	return out
}

// flowHead is the heading of the flows.
var flowHead = []string{"flow", "outcome", "shifts", "interrupted", "fullest", "predicted"}

// flowCells are the columns of a flow.
func (t *topologyPane) flowCells(m *Model, f *outcome.FlowOutcome) []string {
	a := m.facts.a
	out := []string{a.Flows[f.Flow].Name, m.theme.ofOutcome(f.Outcome).Render(view.Sign(f.Outcome) + " " + f.Outcome.String()), "", "", "", ""}
	if f.Outcome.Survives() {
		if f.Shifted > 0 {
			out[2] = view.Share(f.Shifted)
		}
		if f.Recovery.Affected {
			out[3] = view.Span(f.Recovery)
		}
		if f.Bottleneck.Known() {
			out[4] = a.Elements[f.Bottleneck.Element].ID
			if f.Bottleneck.Capacity > 0 {
				out[4] = view.Used(f.Bottleneck.Used) + " " + out[4]
			}
			if f.Bottleneck.Used > 100 {
				out[4] = m.theme.bad.Render("! " + out[4])
			}
		}
	} else if len(f.Reasons) > 0 {
		out[4] = f.Reasons[0]
	}
	out[5] = m.availability(f)
	return out
}

// availability is that of the design and, where what has failed takes something
// from it, that as long as this lasts: beside it, or alone where there is less
// room.
func (m *Model) availability(f *outcome.FlowOutcome) string {
	normal, now := &m.facts.always.Flows[f.Flow], &m.lasts.Flows[f.Flow]
	if !normal.Assessed {
		return ""
	}
	text := view.Available(normal.Availability)
	if f.Outcome == outcome.Unreachable || !view.Weaker(m.facts.a, m.lasts, f.Flow) && f.Outcome.Survives() {
		return text
	}
	next := m.theme.warn.Render("→ " + view.AvailableNow(now))
	switch {
	case now.NoWay() || !f.Outcome.Survives():
		next = m.theme.bad.Render("→ down")
	case view.AvailableNow(now) == text:
		return text
	}
	if m.w < wide {
		return next
	}
	return text + " " + next
}

// flowWidths are how wide the columns are.
func flowWidths(w int) []int {
	last := 13
	switch {
	case w >= 120:
		last = 25
	case w >= wide:
		last = 21
	}
	rest := w - 2 - 12 - 6 - 11 - last - 5
	name := clamp(rest/2, 8, 26)
	return []int{name, 12, 6, 11, max(8, rest-name), last}
}

// flowRow is a flow in a line.
func (t *topologyPane) flowRow(m *Model, f *outcome.FlowOutcome, w int) string {
	return columns(t.flowCells(m, f), flowWidths(w))
}

// columns sets cells in columns of given widths.
func columns(cells []string, widths []int) string {
	out := ""
	for k, cell := range cells {
		out += fit(cell, widths[k])
		if k < len(cells)-1 {
			out += " "
		}
	}
	return out
}

// drawFlows draws what became of the flows.
func (t *topologyPane) drawFlows(m *Model, w, h int) []string {
	order := t.flowOrder(m)
	right := ""
	if t.search != "" {
		right = "filter: " + t.search
	}
	if len(order) > h-2 {
		right += fmt.Sprintf(" %d of %d", min(len(order), t.flows.top+h-2), len(order))
	}
	if t.flow == "" && len(m.facts.a.Flows) > 0 {
		t.flow = m.facts.a.Flows[order0(order)].Name
	}
	out := []string{
		m.rule("Flows", right, w, t.focus == focusFlows),
		"  " + m.theme.faint.Render(columns(flowHead, flowWidths(w))),
	}
	if len(order) == 0 {
		text := "The design has no flow, and no site has a way to a virtual network."
		if t.search != "" {
			text = "no flow matches"
		}
		return block(append(out, "  "+text), w, h)
	}
	rows := make([]string, len(order))
	t.flows.at = 0
	for k, i := range order {
		rows[k] = t.flowRow(m, &m.scenario.Flows[i], w)
		if m.facts.a.Flows[i].Name == t.flow {
			t.flows.at = k
		}
	}
	return append(out, t.flows.draw(&m.theme, rows, w, h-2, t.focus == focusFlows)...)
}

// order0 is the first flow of an order, or the first at all.
func order0(order []int) int {
	if len(order) == 0 {
		return 0
	}
	return order[0]
}
