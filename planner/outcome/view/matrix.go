package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// A fold is components whose failure does the same to every flow.
type fold struct {
	components []int
	cells      map[int]cell // by flow, of those that it changes
	worst      outcome.Outcome
}

// A cell is what a failure does to a flow.
type cell struct {
	outcome  outcome.Outcome
	shifted  float64
	touched  bool
	recovery string // "" where nothing is interrupted
}

// folds groups the single failures: those that leave every flow the same
// outcome and the same ways, for the same time, are one.
func folds(a *outcome.Analysis) []fold {
	s := a.Singles()
	var out []fold
	at := map[string]int{}
	for _, c := range s.Components {
		effects := s.Effects(c)
		key := signature(effects)
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, foldOf(effects))
		}
		out[i].components = append(out[i].components, c)
	}
	slices.SortStableFunc(out, func(x, y fold) int {
		if len(x.cells) == 0 || len(y.cells) == 0 {
			return min(len(y.cells), 1) - min(len(x.cells), 1)
		}
		return int(y.worst) - int(x.worst)
	})
	return out
}

func foldOf(effects []outcome.FlowOutcome) fold {
	f := fold{cells: map[int]cell{}}
	for i := range effects {
		x := &effects[i]
		f.worst = max(f.worst, x.Outcome)
		c := cell{outcome: x.Outcome, shifted: x.Shifted, touched: x.Touched}
		if x.Recovery.Affected {
			c.recovery = span(x.Recovery)
		}
		f.cells[x.Flow] = c
	}
	return f
}

// signature writes down what a failure does to the flows that it changes.
func signature(effects []outcome.FlowOutcome) string {
	var b strings.Builder
	for i := range effects {
		f := &effects[i]
		fmt.Fprintf(&b, "%d:%s,%v,%v,%v,", f.Flow, f.Outcome, f.Shifted, f.Recovery.Expected, f.Recovery.Worst)
		for _, text := range append(directions(f.After.ToAzure), directions(f.After.ToSite)...) {
			b.WriteString(text)
			b.WriteByte('|')
		}
	}
	return b.String()
}

// Up to so many flows stand side by side in the matrix with words, and up to
// so many with signs alone. Beyond that failures are listed, and only so many.
const (
	columnsOfWords = 2
	columnsOfSigns = 8
	mostFailures   = 40
)

// matrix writes what every single failure does.
func (p *printer) matrix() {
	all := folds(p.a)
	p.heading("Single failures")
	flows := columnsOf(all, p.a)
	if len(flows) > columnsOfSigns {
		p.listing(all)
		return
	}
	p.row(p.paint(faint, "  ✓ kept  → moved  ! degraded  ✗ lost  ∅ unreachable  · not touched"))
	p.row(p.paint(faint, "  share of the traffic that shifts, expected to worst interruption"))
	p.block(all, flows, len(flows) <= columnsOfWords)
	p.still(all)
}

// A column is flows that end alike in every failure.
type column []int

// columnsOf groups the flows that end alike.
func columnsOf(all []fold, a *outcome.Analysis) []column {
	var out []column
	at := map[string]int{}
	for i := range a.Flows {
		var b strings.Builder
		for k := range all {
			fmt.Fprint(&b, all[k].cells[i])
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

// ids is how wide the names of components are in the matrix.
const ids = 50

// block writes the rows for some columns.
func (p *printer) block(all []fold, columns []column, words bool) {
	size := (width - ids - 4) / len(columns)
	line := strings.Repeat(" ", ids+2)
	for _, c := range columns {
		name := p.a.Flows[c[0]].Name
		if len(c) > 1 {
			name = fmt.Sprintf("%s +%d", name, len(c)-1)
		}
		line += "  " + pad(short(name, size-2), size-2)
	}
	p.row(line)
	for k := range all {
		if len(all[k].cells) > 0 {
			p.fold(&all[k], columns, words, size)
		}
	}
}

// fold writes the rows of components that do the same.
func (p *printer) fold(f *fold, columns []column, words bool, size int) {
	for n, line := range wrap(p.idList(f.components), ids) {
		line = "  " + pad(line, ids)
		for _, c := range columns {
			if n == 0 {
				line += "  " + pad(p.cell(f, c[0], words), size-2)
			}
		}
		p.row(line)
	}
}

// idList joins ids; those with spaces are not broken.
func (p *printer) idList(components []int) string {
	return strings.Join(unbreak(p.a.IDs(components)), ", ")
}

// cell writes what a failure does to a flow.
func (p *printer) cell(f *fold, flow int, words bool) string {
	c, ok := f.cells[flow]
	if normal := p.a.Normal().Flows[flow].Outcome; !ok && normal < outcome.Degraded {
		return p.paint(faint, "·")
	} else if !ok {
		c.outcome = normal
	}
	if !words {
		return p.sign(c.outcome)
	}
	text := p.mark(c.outcome)
	if c.outcome.Survives() && c.touched {
		text += " " + rounded(c.shifted)
		if c.recovery != "" {
			text += ", " + c.recovery
		}
	}
	return text
}

// still lists what does nothing to any flow.
func (p *printer) still(all []fold) {
	for k := range all {
		if len(all[k].cells) == 0 {
			for n, line := range wrap("· without effect: "+p.idList(all[k].components), width-4) {
				if n > 0 {
					line = "  " + line
				}
				p.printf("%s\n", p.paint(faint, "  "+line))
			}
		}
	}
}

// short cuts a name to a number of columns.
func short(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:max(most-1, 1)]) + "…"
}
