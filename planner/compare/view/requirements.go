package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// requirements writes the verdict on each requirement, and what is in the way.
func (p *printer) requirements() {
	rows := requirementRows(p.x)
	if len(rows) == 0 {
		return
	}
	p.heading("Requirements")
	var table []line
	for _, r := range rows {
		l := line{label: short(r.words, labelWidth-2)}
		for i := range p.x.Candidates {
			l.cells = append(l.cells, r.verdict(i))
		}
		table = append(table, l)
	}
	p.table(table)
	first := true
	for _, r := range rows {
		for _, g := range grouped(p.x, r.blockers) {
			if first {
				p.row("")
				first = false
			}
			p.item("", 2, "In the way of "+r.requirement+" in "+g.who+": "+g.text)
		}
	}
}

// A group is candidates of which the same is said.
type group struct{ who, text string }

// grouped says a thing of each candidate, once where it is the same for
// several; "" says nothing.
func grouped(x *compare.Comparison, say func(i int) string) []group {
	var texts []string
	who := map[string][]int{}
	for i := range x.Candidates {
		text := say(i)
		if text == "" {
			continue
		}
		if who[text] == nil {
			texts = append(texts, text)
		}
		who[text] = append(who[text], i)
	}
	var out []group
	for _, text := range texts {
		out = append(out, group{and(names(x, who[text])), text})
	}
	return out
}

// blockers writes the first thing in the way of a requirement.
func blockers(i *outcome.Intent) string {
	text := plain(i.Blockers[0].Message)
	if n := len(i.Blockers) - 1; n > 0 {
		text += fmt.Sprintf("; and %d more", n)
	}
	return text
}

// A requirementRow is a requirement and what each candidate makes of it.
type requirementRow struct {
	words       string
	requirement string
	of          []*outcome.Intent // nil where a candidate does not state it
}

// verdict writes the sign, and what a candidate reaches where that is short.
func (r *requirementRow) verdict(i int) string {
	text := r.sign(i)
	if x := r.of[i]; x != nil && x.Found != "" && cells(x.Found) <= mostFound {
		text += " " + plain(x.Found)
	}
	return text
}

const mostFound = 24

// blockers writes what is in the way of a candidate.
func (r *requirementRow) blockers(i int) string {
	if x := r.of[i]; x != nil && len(x.Blockers) > 0 {
		return blockers(x)
	}
	return ""
}

func (r *requirementRow) sign(i int) string {
	if r.of[i] == nil {
		return "–"
	}
	return verdictSign(r.of[i].Verdict)
}

func requirementRows(x *compare.Comparison) []requirementRow {
	var out []requirementRow
	for n, c := range x.Candidates {
		for k := range c.Intents {
			i := &c.Intents[k]
			name := strings.ReplaceAll(i.Requirement, "_", " ")
			words := name + " " + plain(i.Wanted)
			if i.Flow >= 0 {
				words = "flow " + source.Clean(c.Flows[i.Flow].Name) + ", " + words
			}
			at := slices.IndexFunc(out, func(r requirementRow) bool { return r.words == words })
			if at < 0 {
				at = len(out)
				out = append(out, requirementRow{words, name, make([]*outcome.Intent, len(x.Candidates))})
			}
			out[at].of[n] = i
		}
	}
	return out
}
