package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/source"
)

// box says what stands in a box that is no component of its own.
func (s *sheet) box(b *diagram.Box) {
	s.head(source.Clean(b.Title))
	for _, d := range b.Details {
		s.add(d)
	}
	for _, at := range b.Places {
		kind, name, _ := strings.Cut(at, ":")
		if v := planner.Find(s.m.facts.design.VNets, name); kind == "vnet" && v != nil {
			s.written(v.Here())
			s.about("vnets." + name)
		}
	}
	var list []int
	for _, id := range b.Components {
		if c, ok := s.m.facts.a.Topology.Find(id); ok {
			list = append(list, c)
		}
	}
	if len(list) > 0 {
		s.head("Stands for")
		s.components(list)
	}
}

// component says all about a component.
func (s *sheet) component(c int) {
	m, top := s.m, s.m.facts.a.Topology
	x := &top.Components[c]
	s.head(x.ID)
	s.add(m.stateWords(c))
	s.text("", fmt.Sprintf("unavailability %s, %s", view.Unavailable(x.Unavailability), x.Figure))
	s.alone(c)
	s.load(x.ID)
	s.written(x.Place)
	s.about(x.Place.Path)
	if takes := drop(top.Takes(c), c); len(takes) > 0 {
		s.head("Takes down")
		s.components(takes)
	}
	if causes := drop(top.Causes(c), c); len(causes) > 0 {
		s.head("Falls with")
		s.components(causes)
	}
}

func drop(list []int, c int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(x int) bool { return x == c })
}

// alone says what becomes of the flows when a component fails alone.
func (s *sheet) alone(c int) {
	m := s.m
	s.head("If it fails alone")
	if m.facts.swept == nil {
		s.add(m.pending(busySweep, "being simulated…"))
		return
	}
	if !slices.Contains(m.facts.swept.singles.Components, c) {
		s.add("it never fails")
		return
	}
	n := 0
	for o := outcome.Lost; ; o-- {
		for i := range m.facts.a.Flows {
			if m.facts.swept.singles.Outcome(c, i) != o {
				continue
			}
			r := m.facts.swept.singles.Recovery(c, i)
			if o == outcome.Kept && !r.Affected {
				continue
			}
			if n++; n > mostListed {
				continue
			}
			text := m.theme.ofOutcome(o).Render(view.Sign(o)+" "+o.String()) + " " + m.facts.a.Flows[i].Name
			if o.Survives() && r.Affected {
				text += ", " + view.Span(r)
			}
			s.add(text)
		}
		if o == outcome.Kept {
			break
		}
	}
	switch {
	case n == 0:
		s.add("no flow is touched")
	case n > mostListed:
		s.add(m.theme.faint.Render(fmt.Sprintf("and %d more", n-mostListed)))
	}
}

// load says how full an element is in the state that is shown.
func (s *sheet) load(id string) {
	for _, l := range s.m.scenario.Loads {
		e := &s.m.facts.a.Elements[l.Element]
		if e.ID != id {
			continue
		}
		s.head("Load")
		if !l.Known {
			s.text("", fmt.Sprintf("%s to Azure, %s back; its capacity is not known", l.Up, l.Down))
			return
		}
		text := fmt.Sprintf("%s to Azure, %s back, of %s: %s", l.Up, l.Down, e.Capacity, view.Used(l.Used))
		if l.Over {
			text = s.m.theme.bad.Render("! " + text)
		}
		s.text("", text)
		s.text("", s.m.theme.faint.Render(e.Basis))
	}
}

// written shows the table of the design that a thing stands in.
func (s *sheet) written(at source.Place) {
	v := valueAt(s.m.facts.design, at.Path)
	if v == nil {
		return
	}
	s.head("[" + at.Path + "]")
	n := 0
	for _, e := range v.Entries() {
		text, ok := scalar(e.Value)
		if !ok || source.SecretKey(e.Name) {
			continue
		}
		if n++; n <= mostListed {
			s.text(s.m.theme.faint.Render(source.Clean(e.Name)+" "), source.Mask(text))
		}
	}
	if at.File != nil {
		s.add(s.m.theme.faint.Render(place(at)))
	}
}

// valueAt returns the table of a path, as it is after merging.
func valueAt(d *planner.Design, path string) *source.Value {
	keys, ok := source.SplitPath(path)
	if !ok || path == "" {
		return nil
	}
	v := d.Value()
	for _, k := range keys {
		if v == nil || v.Kind != source.Table {
			return nil
		}
		v = v.Lookup(k)
	}
	if v == nil || v.Kind != source.Table {
		return nil
	}
	return v
}

// scalar writes a value that is no table.
func scalar(v *source.Value) (string, bool) {
	switch v.Kind {
	case source.Table:
		return "", false
	case source.Array:
		var out []string
		for _, item := range v.Items() {
			text, ok := scalar(item)
			if !ok {
				return "", false
			}
			out = append(out, text)
		}
		return "[" + strings.Join(out, ", ") + "]", true
	case source.String:
		return source.Clean(fmt.Sprint(v.Data)), true
	}
	return fmt.Sprint(v.Data), true
}

// about lists the findings at a path and below.
func (s *sheet) about(path string) {
	if s.m.facts.checked == nil || path == "" {
		return
	}
	var mine []diag.Diagnostic
	for _, d := range s.m.facts.checked.Findings {
		if d.Place.Path == path || strings.HasPrefix(d.Place.Path, path+".") {
			mine = append(mine, d)
		}
	}
	if mine == nil {
		return
	}
	s.head("Findings")
	for _, d := range mine {
		s.text(s.m.theme.ofSeverity(d.Severity).Render(severitySign(d.Severity)+" "), d.Message)
	}
}
