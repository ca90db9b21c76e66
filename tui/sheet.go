package tui

import (
	"fmt"
	"slices"
)

// A detail is a line of the details; one that has an id can be chosen.
type detail struct {
	text string
	id   string
}

// A sheet is lines that are being put together.
type sheet struct {
	m    *Model
	w    int
	rows []detail
}

func (s *sheet) add(text string) { s.rows = append(s.rows, detail{text: text}) }

// head starts a section.
func (s *sheet) head(title string) {
	if len(s.rows) > 0 {
		s.add("")
	}
	s.add(s.m.theme.bold.Render(title))
}

// text adds a text, wrapped.
func (s *sheet) text(label, text string) {
	for _, line := range indented(label, text, s.w-2) {
		s.add(line)
	}
}

// components lists components that can be chosen, the first few.
func (s *sheet) components(list []int) {
	for i, c := range list {
		if i == mostListed && len(list) > mostListed+1 {
			s.add(s.m.theme.faint.Render(fmt.Sprintf("and %d more", len(list)-i)))
			return
		}
		id := s.m.facts.a.Topology.Components[c].ID
		s.rows = append(s.rows, detail{s.m.stateSign(c) + id, id})
	}
}

const mostListed = 12

// stateSign is the sign of what the state makes of a component, with a blank.
func (m *Model) stateSign(c int) string {
	top := m.facts.a.Topology
	s := top.State(m.scenario.Change.Fail, m.scenario.Change.Drain)
	switch {
	case slices.Contains(m.scenario.Change.Fail, c):
		return m.theme.bad.Render("✗ ")
	case !s.Up(c):
		return m.theme.bad.Render("⊘ ")
	case s.Draining(c):
		return m.theme.drained.Render("~ ")
	}
	return ""
}

// stateWords says the same in words.
func (m *Model) stateWords(c int) string {
	top := m.facts.a.Topology
	s := top.State(m.scenario.Change.Fail, m.scenario.Change.Drain)
	switch {
	case slices.Contains(m.scenario.Change.Fail, c):
		return m.theme.bad.Render("✗ failed")
	case !s.Up(c):
		for _, by := range top.Causes(c) {
			if slices.Contains(m.scenario.Change.Fail, by) {
				return m.theme.bad.Render("⊘ down with " + top.Components[by].ID)
			}
		}
		return m.theme.bad.Render("⊘ down")
	case s.Draining(c):
		return m.theme.drained.Render("~ drained for maintenance")
	}
	return m.theme.good.Render("✓ up")
}

// lines returns what a sheet holds.
func (s *sheet) lines() []string {
	out := make([]string, len(s.rows))
	for i, r := range s.rows {
		out[i] = r.text
	}
	return out
}

// labelled adds a text with a label of fixed width.
func (s *sheet) labelled(label, text string) { s.text(fit(label, 14), text) }
