package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/tui/session"
)

func (o *options) shownKnobs(m *Model) []knob {
	var out []knob
	for _, k := range m.knobs() {
		if matches(k.path+" "+k.value+" "+k.words, o.search) {
			out = append(out, k)
		}
	}
	return out
}

func (o *options) drawKnobs(m *Model, w, h int) []string {
	list := o.shownKnobs(m)
	rows := make([]string, len(list))
	wide := 0
	for _, k := range list {
		wide = max(wide, len(k.path))
	}
	for i, k := range list {
		rows[i] = m.knobLine(k, min(wide, w-30))
	}
	m.areas.more["list"] = diagram.Area{X: 0, Y: 2, W: w, H: h - 4}
	if len(rows) == 0 {
		return []string{"  nothing can be tried here"}
	}
	out := o.knobs.draw(&m.theme, rows, w, h-4, true)
	return append(append(out, m.effects(w)...), m.theme.faint.Render("  ← → ⏎ try another value, i types one, backspace takes it back, u undoes"))
}

// effects says at once what the changes do to the flows and the findings, and
// to the chosen flow.
func (m *Model) effects(w int) []string {
	t := &m.theme
	all := "  now: " + m.tally()
	if r := m.facts.checked; r != nil {
		all += t.faint.Render("   findings ") + findingCounts(r)
	}
	one := ""
	if i, ok := m.facts.a.Flow(m.topo.flow); ok {
		if u, ok := m.facts.a.Availability(i); ok {
			one = t.faint.Render("  "+m.topo.flow+": available ") + view.Available(u) + m.slowest(i)
		}
	}
	return []string{fit(all, w), fit(one, w)}
}

// slowest is the longest that a failure which a flow survives interrupts it,
// once the failures have been simulated.
func (m *Model) slowest(flow int) string {
	if m.facts.swept == nil {
		return ""
	}
	s := m.facts.a.Slowest(flow)
	if s.Component < 0 {
		return ""
	}
	return m.theme.faint.Render("; the slowest survived failure takes ") + view.Span(s.Recovery)
}

// next tries the next value of the chosen knob, or makes its change.
func (o *options) next(m *Model, by int) tea.Cmd {
	list := o.shownKnobs(m)
	if o.knobs.at >= len(list) {
		return nil
	}
	k := list[o.knobs.at]
	switch {
	case k.gone:
		return m.do(m.sess.Without(k.path))
	case len(k.add) > 0:
		s := m.sess.State
		for _, t := range k.add {
			s = s.Trying(t)
		}
		return m.do(s)
	case k.words != "":
		return m.do(m.removing(k.path))
	case len(k.other) == 0:
		return o.typeValue(m)
	}
	at := slices.IndexFunc(k.other, func(v string) bool { return strings.EqualFold(v, k.value) })
	if at < 0 && by < 0 {
		at = 0
	}
	return m.do(m.trying(k.path, k.other[(at+by+len(k.other))%len(k.other)]))
}

// trying tries a value. That of the design itself is nothing to try: it takes
// the change back.
func (m *Model) trying(path, value string) session.State {
	if value != "" && m.facts.baseValue(path) == value {
		return m.sess.Without(path)
	}
	return m.sess.Trying(session.Try{Path: path, Value: value})
}

// baseValue writes what the design says at a path while nothing is tried, "" if
// it says nothing there.
func (f *facts) baseValue(path string) string {
	cut := strings.LastIndexByte(path, '.')
	if f.base == nil || cut < 0 {
		return ""
	}
	v := valueAt(f.base, path[:cut])
	if v == nil {
		return ""
	}
	if v = v.Lookup(path[cut+1:]); v == nil || v.Kind == source.Table {
		return ""
	}
	return edit.Value(v.Data)
}

// removing takes a table out. One that was only tried is no longer tried.
func (m *Model) removing(path string) session.State {
	s, tried := m.sess.State, false
	for _, t := range m.sess.Tries {
		if strings.HasPrefix(t.Path, path+".") {
			s = s.Without(t.Path)
		}
	}
	tried = m.facts.base != nil && valueAt(m.facts.base, path) == nil
	if tried {
		return s
	}
	return s.Trying(session.Try{Path: path, Remove: true})
}

// typeValue asks for a value.
func (o *options) typeValue(m *Model) tea.Cmd {
	list := o.shownKnobs(m)
	if o.part != optionTry || o.knobs.at >= len(list) || list[o.knobs.at].words != "" {
		m.say("i types a value where there is one, under \"Try changes\"")
		return nil
	}
	k := list[o.knobs.at]
	if !k.free {
		m.say("%s is one of %s: ← → go through them", k.path, strings.Join(k.other, ", "))
		return nil
	}
	quoted := strings.HasPrefix(k.value, `"`) || slices.ContainsFunc(k.other, func(v string) bool { return strings.HasPrefix(v, `"`) })
	m.input = newInput(k.path+" =", strings.Trim(k.value, `"`), func(m *Model, text string) tea.Cmd {
		text = strings.TrimSpace(text)
		if quoted {
			text = edit.Value(text)
		}
		return m.do(m.trying(k.path, text))
	})
	return nil
}

// takeBack undoes what is tried at the chosen knob.
func (o *options) takeBack(m *Model) tea.Cmd {
	list := o.shownKnobs(m)
	if o.part != optionTry || o.knobs.at >= len(list) {
		return nil
	}
	k := list[o.knobs.at]
	s := m.sess.Without(k.path)
	for _, t := range m.sess.Tries {
		if strings.HasPrefix(t.Path, k.path+".") && k.words != "" {
			s = s.Without(t.Path)
		}
	}
	if s.Equal(m.sess.State) {
		m.say("nothing is tried at %s", k.path)
		return nil
	}
	return m.do(s)
}

// overlayOf writes what is tried as the tables of an option.
func overlayOf(tries []session.Try) (*source.File, error) {
	over, err := overlayFrom(tries)
	if err != nil {
		return nil, err
	}
	const name = "tried"
	file, faults := source.Parse("what is tried", []byte(over.TOML(name)))
	if len(faults) > 0 {
		return nil, fmt.Errorf("%s", faults[0].Message)
	}
	file.Root = file.Root.Lookup("options").Lookup(name)
	return file, nil
}

func overlayFrom(tries []session.Try) (*edit.Overlay, error) {
	over := &edit.Overlay{}
	for _, t := range tries {
		var err error
		if t.Remove {
			err = over.Remove(t.Path)
		} else {
			err = over.Set(t.Path, t.Value)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Path, err)
		}
	}
	return over, nil
}
