package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diagram"
)

// A focus is the part of the topology view that has the keyboard.
type focus int

const (
	focusPicture focus = iota
	focusDetails
	focusFlows
)

// topologyPane is the first view: the picture, what is chosen in it, and the flows.
type topologyPane struct {
	focus  focus
	zoomed bool   // the details take the place of the picture
	chosen string // id of a box, a group or a component
	fold   int    // number in foldings
	full   bool   // boxes with their details
	x, y   int    // the upper left corner of the picture that is shown
	follow bool   // the picture is to be moved to what is chosen

	details lister
	flows   lister
	flow    string // name of the flow that is chosen
	search  string // filter of the flows

	made madePicture
}

// foldings are the ways to fold the picture, in the order of the key.
var foldings = []struct {
	name string
	fold diagram.Fold
}{
	{"as needed", diagram.Fold{Auto: true}},
	{"sites", diagram.Fold{Auto: true, Sites: true}},
	{"sites and regions", diagram.Fold{Auto: true, Sites: true, Regions: true}},
	{"sites, locations and regions", diagram.Fold{Sites: true, Locations: true, Regions: true}},
	{"nothing", diagram.Fold{}},
}

func topologyActions() []action {
	return []action{
		{[]string{"x"}, "fail", "fail what is chosen, or restore it", inPicture | inDetails, func(m *Model) tea.Cmd { return m.topo.fail(m) }},
		{[]string{"d"}, "drain", "drain an edge router for maintenance, or end that", inPicture | inDetails, func(m *Model) tea.Cmd { return m.topo.drain(m) }},
		{[]string{"w", "enter"}, "why", "why the flow goes as it does, and what lost", inFlows, func(m *Model) tea.Cmd { return m.topo.why(m) }},
		{[]string{"w"}, "why", "why the chosen flow goes as it does", inPicture | inDetails, func(m *Model) tea.Cmd { return m.topo.why(m) }},
		{[]string{"enter"}, "details", "all about what is chosen", inPicture, func(m *Model) tea.Cmd { return m.topo.zoom(m) }},
		{[]string{"enter"}, "go to", "choose this in the picture", inDetails, func(m *Model) tea.Cmd { return m.topo.goTo(m) }},
		{[]string{"tab"}, "next part", "to the next part: picture, details, flows", inTopology, func(m *Model) tea.Cmd { return m.topo.next(m, 1) }},
		{[]string{"shift+tab"}, "", "to the part before", inTopology, func(m *Model) tea.Cmd { return m.topo.next(m, -1) }},
		{[]string{"n"}, "next worst", "the next of the worst failures, or of the list in 2", inTopology, func(m *Model) tea.Cmd { return m.failures.stepWorst(m, 1) }},
		{[]string{"N"}, "", "the failure before, alone", inTopology, func(m *Model) tea.Cmd { return m.failures.stepWorst(m, -1) }},
		{[]string{"s"}, "", "run a scenario that the design declares", inTopology | inFailures, (*Model).chooseScenario},
		{[]string{"f"}, "find", "find a component by name, also those without a box", inTopology, (*Model).findComponent},
		{[]string{"z"}, "fold", "fold sites, locations and regions", inPicture, func(m *Model) tea.Cmd { return m.topo.refold(m) }},
		{[]string{"Z"}, "", "boxes with and without their details", inPicture, func(m *Model) tea.Cmd { return m.topo.size(m) }},
		{[]string{"shift+left", "H"}, "", "move the picture to the left, and not the choice", inPicture, func(m *Model) tea.Cmd { return m.topo.pan(-8, 0) }},
		{[]string{"shift+right", "L"}, "", "move the picture to the right", inPicture, func(m *Model) tea.Cmd { return m.topo.pan(8, 0) }},
		{[]string{"shift+up", "K"}, "", "move the picture up", inPicture, func(m *Model) tea.Cmd { return m.topo.pan(0, -4) }},
		{[]string{"shift+down", "J"}, "", "move the picture down", inPicture, func(m *Model) tea.Cmd { return m.topo.pan(0, 4) }},
	}
}

func (t *topologyPane) forget() { t.made = madePicture{} }

// played shows what a failure did: the flow that came off worst is chosen.
func (t *topologyPane) played(m *Model) {
	worst := -1
	for _, i := range m.scenario.Changed {
		if worst < 0 || m.scenario.Flows[i].Outcome > m.scenario.Flows[worst].Outcome {
			worst = i
		}
	}
	if worst >= 0 {
		t.flow = m.facts.a.Flows[worst].Name
	}
}

// draw shows the picture above the flows and, where there is room, the details
// beside it.
func (t *topologyPane) draw(m *Model, w, h int) []string {
	below := t.flowRows(m, h)
	top := h - below
	left := w
	if w >= wide {
		left = w - clamp(w/3, 38, 56)
	}
	var out []string
	switch {
	case w < wide && t.zoomed:
		m.areas.more["details"] = diagram.Area{X: 0, Y: 1, W: w, H: top - 1}
		out = t.drawDetails(m, w, top)
	case w < wide:
		m.areas.more["picture"] = diagram.Area{X: 0, Y: 1, W: w, H: top - 2}
		out = append(t.drawPicture(m, w, top-1), t.oneLine(m, w))
	default:
		m.areas.more["picture"] = diagram.Area{X: 0, Y: 1, W: left, H: top - 1}
		m.areas.more["details"] = diagram.Area{X: left + 1, Y: 1, W: w - left - 1, H: top - 1}
		out = beside(t.drawPicture(m, left, top), t.drawDetails(m, w-left-1, top), m.theme.faint.Render("│"))
	}
	m.areas.more["flows"] = diagram.Area{X: 0, Y: top + 2, W: w, H: below - 2}
	return append(out, t.drawFlows(m, w, below)...)
}

// flowRows is how many lines the flows take: all they need, up to a third.
func (t *topologyPane) flowRows(m *Model, h int) int {
	return clamp(len(m.facts.a.Flows)+2, 4, max(6, h/3))
}

// next gives the keyboard to another part.
func (t *topologyPane) next(m *Model, by int) tea.Cmd {
	t.focus = (t.focus + focus(by) + 3) % 3
	if m.w < wide {
		t.zoomed = t.focus == focusDetails
	}
	return nil
}

func (t *topologyPane) zoom(m *Model) tea.Cmd {
	t.focus = focusDetails
	t.zoomed = m.w < wide
	t.details = lister{}
	return nil
}

func (t *topologyPane) move(m *Model, dx, dy int) tea.Cmd {
	switch t.focus {
	case focusPicture:
		t.step(m, dx, dy)
	case focusDetails:
		t.moveDetails(m, dy+dx)
	case focusFlows:
		rows := t.flowOrder(m)
		t.flows.at = max(0, slices.IndexFunc(rows, func(i int) bool { return m.facts.a.Flows[i].Name == t.flow }))
		t.flows.move(dy, len(rows))
		if len(rows) > 0 {
			t.flow = m.facts.a.Flows[rows[t.flows.at]].Name
		}
	}
	return nil
}

// parts returns the components that are chosen, and why there is none.
func (t *topologyPane) parts(m *Model) (ids []string, why string) {
	id := t.chosen
	if t.focus == focusDetails {
		if row := t.detailRow(m); row.id != "" {
			id = row.id
		}
	}
	top := m.facts.a.Topology
	if c, ok := top.Find(id); ok && strings.Contains(id, ":") {
		return []string{top.Components[c].ID}, ""
	}
	b := t.boxOf(m, id)
	switch {
	case b == nil:
		return nil, "choose a component first"
	case len(b.Components) > 0:
		return b.Components, ""
	case len(b.Places) > 0:
		return nil, "a network does not fail by itself: fail its region or its gateway"
	}
	return nil, "this cannot fail"
}

// fail fails or restores what is chosen.
func (t *topologyPane) fail(m *Model) tea.Cmd {
	ids, why := t.parts(m)
	if ids == nil {
		m.say("%s", why)
		return nil
	}
	return m.do(m.sess.ToggleFail(ids...))
}

// drain starts or ends the maintenance of what is chosen.
func (t *topologyPane) drain(m *Model) tea.Cmd {
	ids, why := t.parts(m)
	var edges []string
	for _, id := range ids {
		if strings.HasPrefix(id, "msee:") {
			edges = append(edges, id)
		}
	}
	switch {
	case ids == nil:
		m.say("%s", why)
	case edges == nil:
		m.say("only edge routers (MSEE) are drained; x fails %s", ids[0])
	default:
		return m.do(m.sess.ToggleDrain(edges...))
	}
	return nil
}

// choose chooses a component, and moves the picture to it.
func (t *topologyPane) choose(id string) {
	t.chosen, t.follow, t.details = id, true, lister{}
}

// refold folds otherwise. What is chosen stays so or, where it no longer has a
// box, the first that it stood for.
func (t *topologyPane) refold(m *Model) tea.Cmd {
	var within []string
	if b := t.boxOf(m, t.chosen); b != nil {
		within = append(b.Components, b.Places...)
	}
	t.fold = (t.fold + 1) % len(foldings)
	for _, id := range within {
		if at, _, _ := t.place(m); at.W > 0 {
			break
		}
		t.choose(id)
	}
	t.follow = true
	m.say("folded: %s", foldings[t.fold].name)
	return nil
}

func (t *topologyPane) size(*Model) tea.Cmd {
	t.full, t.follow = !t.full, true
	return nil
}

func (t *topologyPane) pan(dx, dy int) tea.Cmd {
	t.x, t.y, t.follow = t.x+dx, t.y+dy, false
	return nil
}

func (t *topologyPane) filter() string { return t.search }

func (t *topologyPane) setFilter(_ *Model, text string) tea.Cmd {
	t.search = text
	t.flows = lister{}
	return nil
}
