package cost

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner/topology"
)

// A Bill is what a design costs a month.
type Bill struct {
	Currency string
	Lines    []Line
	Priced   Amount // of all lines that have a price: the total where Complete
	Complete bool   // everything has a price
	Prices   bool   // there is a price list at all
}

// A Line is an item of a bill.
type Line struct {
	Item
	Price   *Price // nil where it is unpriced
	Monthly Amount
	Why     string // it is unpriced
}

// Of lists what a design buys and prices it. Without a list everything is
// unpriced.
func (l *List) Of(t *topology.Topology) *Bill {
	if l == nil {
		return l.bill(Items(t, nil))
	}
	return l.bill(Items(t, l.Data))
}

func (l *List) bill(items []Item) *Bill {
	b := &Bill{Complete: true}
	if l != nil {
		b.Currency, b.Prices = l.Currency, true
	}
	for _, i := range items {
		line := l.line(i)
		if line.Price == nil {
			b.Complete = false
		}
		b.Priced = min(b.Priced+line.Monthly, most)
		b.Lines = append(b.Lines, line)
	}
	return b
}

func (l *List) line(i Item) Line {
	if l == nil {
		return Line{Item: i, Why: "no prices were given"}
	}
	f := l.Find(&i)
	line := Line{Item: i, Price: f.Price, Why: f.Why}
	switch {
	case f.Price == nil:
	case f.Price.Figure == 0:
		line.Monthly = 0 // whatever the quantity is
	case i.Quantity < 0:
		line.Price, line.Why = nil, i.Missing+" is not stated"
	default:
		line.Monthly = f.Price.month(i.Quantity)
	}
	return line
}

// month returns what a quantity costs a month.
func (p *Price) month(quantity int) Amount {
	switch p.Unit {
	case Hourly:
		return p.Figure.times(HoursAMonth).times(quantity)
	case PerTB:
		return p.Figure.times(quantity) / 1000
	}
	return p.Figure.times(quantity)
}

// Count returns how many things of a kind the bill has; of gateways, how many
// instances these are too.
func (b *Bill) Count(k Kind) (n, instances int) {
	for _, l := range b.Lines {
		if l.Kind == k {
			n++
			instances += l.Instances
		}
	}
	return n, instances
}

// Unpriced returns the lines without a price.
func (b *Bill) Unpriced() []Line {
	return slices.DeleteFunc(slices.Clone(b.Lines), func(l Line) bool { return l.Price != nil })
}

// Open returns what the unpriced lines are for, in words and sorted: bills with
// the same open things can be compared by what is priced.
func (b *Bill) Open() []string {
	var out []string
	for _, l := range b.Lines {
		if l.Price == nil {
			out = append(out, openWords(&l))
		}
	}
	slices.Sort(out)
	return out
}

func openWords(l *Line) string {
	text := l.Words()
	if l.Quantity != 1 {
		text += fmt.Sprintf(" × %d", l.Quantity)
	}
	if l.Kind == Egress && l.Quantity < 0 {
		text += " of " + l.Path // how much it is differs from circuit to circuit
	}
	return text
}
