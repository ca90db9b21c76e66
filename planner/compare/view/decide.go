package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/source"
)

// weights writes the decision matrix and its sensitivity.
func (p *printer) weights() {
	m := p.x.Matrix
	if m == nil {
		return
	}
	p.heading("By weights: score of each criterion, from 0 (worst of these) to 100 (best)")
	p.table(matrixLines(p.x))
	p.row("")
	for _, s := range sensitivity(p.x) {
		p.item("", 2, s)
	}
	for _, l := range m.Left {
		if l.Weighted {
			p.item("", 2, leftOut(l))
		}
	}
}

func leftOut(l compare.LeftOut) string {
	return fmt.Sprintf("%s is not scored, although it is weighted: %s.", compare.Criteria[l.Criterion].Key, source.Clean(l.Why))
}

func matrixLines(x *compare.Comparison) []line {
	var out []line
	for _, r := range x.Matrix.Rows {
		if r.Weight == 0 {
			continue
		}
		l := line{label: compare.Criteria[r.Criterion].Key + " × " + number(r.Weight)}
		for i := range x.Candidates {
			l.cells = append(l.cells, points(100*r.Scores[i]))
		}
		out = append(out, l)
	}
	total := line{label: "weighted mean", best: make([]bool, len(x.Candidates))}
	for i := range x.Candidates {
		total.cells = append(total.cells, points(x.Matrix.Totals[i]))
	}
	for _, i := range x.Verdict.Leaders {
		total.best[i] = true
	}
	return append(out, total)
}

// A turning is a weight at which the lead changes.
type turning struct {
	words  string // "above index = 1.27"
	leader string
	far    float64 // how far the weight is from what it is, relative to all weights
}

// near returns the turns that are within reach, the nearest first: at no
// weight above that of all criteria together, and at none that is as good as
// zero.
func near(x *compare.Comparison) []turning {
	all := 0.0
	for _, r := range x.Matrix.Rows {
		all += r.Weight
	}
	var out []turning
	for _, f := range x.Matrix.Flips {
		key := compare.Criteria[f.Criterion].Key
		if t := f.Below; t != nil && t.At >= 0.005*all {
			out = append(out, turning{fmt.Sprintf("below %s = %s", key, number(t.At)), source.Clean(x.Candidates[t.To].Name), (f.Weight - t.At) / all})
		}
		if t := f.Above; t != nil && t.At <= all {
			out = append(out, turning{fmt.Sprintf("above %s = %s", key, number(t.At)), source.Clean(x.Candidates[t.To].Name), (t.At - f.Weight) / all})
		}
	}
	slices.SortStableFunc(out, func(a, b turning) int { return cmp.Compare(a.far, b.far) })
	return out
}

// sensitivity says at which weights the winner changes.
func sensitivity(x *compare.Comparison) []string {
	var out []string
	for _, t := range near(x) {
		out = append(out, t.leader+" leads "+t.words+".")
	}
	if len(x.Verdict.Leaders) > 0 {
		out = append(out, "No other weight of one criterion changes the lead, up to that of all criteria together.")
	}
	return out
}

// number writes a weight with at most two digits behind the point.
func number(x float64) string {
	text := strconv.FormatFloat(x, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// costs writes what the figures of the bills are made of.
func (p *printer) costs() {
	if p.x.Prices == nil {
		return
	}
	p.heading("Cost a month")
	p.item("", 2, priceWords(p.x.Prices))
	for i, c := range p.x.Candidates {
		p.item(short(c.Name, mostName), mostName+4, c.Bill.Words()+parts(c.Bill))
		if text := unpriced(c.Bill); text != "" {
			p.item("", mostName+4, text)
		}
		if i > 0 {
			p.item("", mostName+4, nineWords(p.x, i))
		}
	}
	for _, text := range append(evens(p.x), unused(p.x)...) {
		p.item("", 2, text)
	}
}

// unused says which circuits of the price file are in none of the designs.
func unused(x *compare.Comparison) []string {
	if len(x.Unused) == 0 {
		return nil
	}
	var out []string
	for _, name := range x.Unused {
		out = append(out, source.Clean(name))
	}
	return []string{"The price file gives the egress of " + some(out, 4) + ", and none of these designs has a circuit of that name."}
}

// priceWords says where the prices are from.
func priceWords(l *cost.List) string {
	text := fmt.Sprintf("Prices of %s in %s", and(l.Files), l.Currency)
	if !l.Date.IsZero() {
		text += ", " + l.Date.String()
	}
	if l.Source != "" {
		text += ": " + source.Clean(l.Source)
	}
	text += "."
	if l.Partial {
		text += " The price file is one page of several; the others are missing."
	}
	return text
}

// parts writes what each kind of thing adds to a bill.
func parts(b *cost.Bill) string {
	var out []string
	for _, k := range cost.Kinds {
		sum, priced := cost.Amount(0), false
		for _, l := range b.Lines {
			if l.Kind == k && l.Price != nil {
				sum += l.Monthly
				priced = true
			}
		}
		if priced && sum > 0 {
			out = append(out, fmt.Sprintf("%s %s", kindWords(k), sum.Whole()))
		}
	}
	if len(out) < 2 {
		return ""
	}
	return ": " + strings.Join(out, ", ")
}

func kindWords(k cost.Kind) string {
	if k == cost.Egress {
		return "egress"
	}
	text := k.Plural(2)
	return strings.TrimPrefix(text, "2 ")
}

// unpriced lists what has no price, and why.
func unpriced(b *cost.Bill) string {
	lines := b.Unpriced()
	if len(lines) == 0 {
		return ""
	}
	var out []string
	for _, l := range lines {
		out = append(out, fmt.Sprintf("%s of %s (%s)", strings.ReplaceAll(string(l.Kind), "-", " "), source.Clean(l.Path), source.Clean(l.Why)))
	}
	return cost.Unpriced(len(lines)) + ": " + some(out, 3)
}

// nineWords says what a nine of availability costs against the first.
func nineWords(x *compare.Comparison, i int) string {
	n := &x.Nines[i]
	if !n.Known {
		return "cost of availability: not known, " + source.Clean(n.Why)
	}
	more := fmt.Sprintf("%s %s a month more", n.More.Whole(), x.Prices.Currency)
	if n.More < 0 {
		more = fmt.Sprintf("%s %s a month less", (-n.More).Whole(), x.Prices.Currency)
	}
	if n.Least {
		more = "at least " + more
	}
	text := fmt.Sprintf("against %s: %s, ", source.Clean(x.Candidates[0].Name), more)
	switch {
	case n.Gained < -leastNines:
		return text + fmt.Sprintf("%.2f nines lost", -n.Gained)
	case n.Gained < leastNines:
		return text + "no more availability"
	}
	text += fmt.Sprintf("%.2f nines gained", n.Gained)
	if each, ok := n.PerNine(); ok && each > 0 {
		text += fmt.Sprintf(", %s %s a nine", each.Whole(), x.Prices.Currency)
	}
	return text
}

// leastNines is how many nines are worth a word.
const leastNines = 0.005

// evens says where metered and unlimited billing break even, of circuits alike
// once.
func evens(x *compare.Comparison) []string {
	var texts []string
	who := map[string][]string{}
	for _, c := range x.Candidates {
		for _, e := range c.Even {
			text, name := evenWords(&e, x.Prices.Currency), strings.TrimPrefix(source.Clean(e.Circuit), "circuits.")
			if who[text] == nil {
				texts = append(texts, text)
			}
			if !slices.Contains(who[text], name) {
				who[text] = append(who[text], name)
			}
		}
	}
	var out []string
	for _, text := range texts {
		out = append(out, some(who[text], 4)+": "+text)
	}
	return out
}

func evenWords(e *cost.BreakEven, currency string) string {
	if !e.Known() {
		return "no break-even of metered and unlimited, " + plain(e.Why)
	}
	return fmt.Sprintf("unlimited is cheaper than metered from %s TB a month that leave Azure (metered %s %s, unlimited %s).",
		number(e.TB()), e.Metered.Whole(), currency, e.Unlimited.Whole())
}
