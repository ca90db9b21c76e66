package view

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// failures writes which single failures end otherwise than in the first
// candidate.
func (p *printer) failures() {
	if len(p.x.Candidates) < 2 {
		return
	}
	p.heading("Single failures, against %s", source.Clean(p.x.Candidates[0].Name))
	for i, c := range p.x.Candidates {
		if i > 0 {
			for n, text := range shiftWords(&p.x.Shifts[i]) {
				label := short(c.Name, mostName)
				if n > 0 {
					label = ""
				}
				p.item(label, mostName+4, text)
			}
		}
	}
}

const mostFalls = 6

func shiftWords(s *compare.Shift) []string {
	var out []string
	for _, x := range []struct {
		words string
		list  []compare.Fall
	}{{"✓ survived now: ", s.Survived}, {"✓ no longer there: ", s.Gone}, {"✗ fatal now: ", s.Fatal}, {"✗ new, and fatal: ", s.New}} {
		if len(x.list) > 0 {
			out = append(out, x.words+falls(x.list))
		}
	}
	if out == nil {
		return []string{"no failure ends otherwise"}
	}
	return out
}

// falls writes components, and the flows where these are not the same for all.
func falls(list []compare.Fall) string {
	same := true
	for _, f := range list {
		same = same && slices.Equal(f.Flows, list[0].Flows)
	}
	var out []string
	for _, f := range list {
		text := source.Clean(f.Component)
		if !same {
			text += " (" + some(f.Flows, 3) + ")"
		}
		out = append(out, text)
	}
	text := some(out, mostFalls)
	if same {
		text += " (" + some(list[0].Flows, 3) + ")"
	}
	return text
}

// worst writes what the worst load and the longest interruption come from.
func (p *printer) worst() {
	p.heading("What the worst cases come from")
	for _, g := range worstCases(p.x) {
		p.item("", 2, g.text+" ("+g.who+")")
	}
}

// worstCases says what the worst cases come from, of candidates alike once.
func worstCases(x *compare.Comparison) []group {
	loads := grouped(x, func(i int) string { return loadWords(x.Candidates[i]) })
	return append(loads, grouped(x, func(i int) string { return slowWords(x.Candidates[i]) })...)
}

func loadWords(c *compare.Candidate) string {
	worst, open := c.WorstLoad()
	text := "Load: not known"
	if worst.Known() {
		when := "while nothing fails"
		if !worst.Change.IsNone() {
			when = "when " + c.Analysis.Name(worst.Change)
		}
		text = fmt.Sprintf("Load: %s carries %s of %s %s", c.Analysis.Elements[worst.Element].ID, worst.Load, worst.Capacity, when)
	}
	if len(open) > 0 {
		text += fmt.Sprintf("; %s of unknown capacity", plural(len(open), "element"))
	}
	return text
}

func slowWords(c *compare.Candidate) string {
	s := &c.Slowest
	text := ""
	if c.Losing() != "" {
		text = fmt.Sprintf("Interruption: until %s is repaired", c.Losing())
	}
	switch {
	case s.Known && text != "":
		text += fmt.Sprintf("; of those survived %s s when %s fails: %s", outcome.About(s.Worst), s.Component, s.Words)
	case s.Known:
		text = fmt.Sprintf("Interruption: %s s when %s fails: %s", outcome.About(s.Worst), s.Component, s.Words)
	case text == "":
		text = "Interruption: none"
	}
	if len(s.Open) > 0 {
		text += fmt.Sprintf("; %s of unknown length", plural(len(s.Open), "other"))
	}
	return plain(text)
}
