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

// Flows stand side by side in the matrix with words while so much room is left
// for the components, else with signs alone; more room than the most would only
// part what belongs together. More than so many flows are not shown side by
// side: then failures are listed, and only so many.
const (
	leastRoom      = 42
	mostRoom       = 66
	columnsOfSigns = 16
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
	p.block(all, flows)
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

// block writes the rows for some columns: with words if they fit, else with a
// letter for each flow and a sign for each outcome.
func (p *printer) block(all []fold, columns []column) {
	size := p.widest(all, columns)
	words := width-(size+2)*len(columns)-2 >= leastRoom
	if !words {
		size = 1
		for n, c := range columns {
			p.row(p.paint(faint, fmt.Sprintf("  %c  %s", 'A'+n, p.columnName(c))))
		}
	}
	room := min(width-(size+2)*len(columns)-2, mostRoom)
	p.heads(columns, room, size, words)
	for k := range all {
		if len(all[k].cells) > 0 {
			p.fold(&all[k], columns, words, room, size)
		}
	}
}

// widest returns how wide the widest cell with words is, and at least so wide
// that names need not be broken too often.
func (p *printer) widest(all []fold, columns []column) int {
	size := 12
	for k := range all {
		for _, c := range columns {
			size = max(size, cells(p.cell(&all[k], c[0], true)))
		}
	}
	return size
}

func (p *printer) columnName(c column) string {
	name := p.a.Flows[c[0]].Name
	if len(c) > 1 {
		name = fmt.Sprintf("%s +%d", name, len(c)-1)
	}
	return name
}

// heads writes the heads of the columns; names that are too long are broken.
func (p *printer) heads(columns []column, room, size int, words bool) {
	heads, deep := make([][]string, len(columns)), 0
	for n, c := range columns {
		heads[n] = []string{string(rune('A' + n))}
		if words {
			heads[n] = inLines(p.columnName(c), size)
		}
		deep = max(deep, len(heads[n]))
	}
	for k := range deep {
		line := strings.Repeat(" ", room+2)
		for _, h := range heads {
			cell := ""
			if k < len(h) {
				cell = h[k]
			}
			line += "  " + pad(cell, size)
		}
		p.row(line)
	}
}

// inLines breaks a name into lines, after a hyphen, an arrow or a dot where
// there is one.
func inLines(name string, size int) []string {
	var lines []string
	r := []rune(name)
	for len(r) > size {
		at := size
		for k := size; k > size/2; k-- {
			if strings.ContainsRune("->./ ", r[k-1]) && (k == len(r) || r[k] != '>') {
				at = k
				break
			}
		}
		lines = append(lines, strings.TrimRight(string(r[:at]), " "))
		r = r[at:]
	}
	return append(lines, string(r))
}

// fold writes the rows of components that do the same.
func (p *printer) fold(f *fold, columns []column, words bool, room, size int) {
	for n, line := range wrap(p.idList(f.components), room) {
		line = "  " + pad(line, room)
		for _, c := range columns {
			if n == 0 {
				line += "  " + pad(p.cell(f, c[0], words), size)
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
