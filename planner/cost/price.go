package cost

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// HoursAMonth is how many hours are counted a month: 8,760 by twelve, as
// Azure's pricing calculator and billing estimates do.
const HoursAMonth = 730

// A Price is what one thing costs.
type Price struct {
	Kind   Kind
	Attrs  Attrs // what it is for; those of a thing must be the same
	Unit   Unit
	Figure Amount // for one unit
	Date   planner.Date
	Source string // who says so, in words
	Own    bool   // of the user's own file: it counts before a list price
}

// A Unit is what a price is for.
type Unit string

// The units of prices.
const (
	Monthly Unit = "month"
	Hourly  Unit = "hour"
	PerGB   Unit = "GB"
	PerTB   Unit = "TB" // 1,000 GB
)

var units = []string{string(Monthly), string(Hourly), string(PerGB), string(PerTB)}

// byData reports whether a unit is of data, not of time.
func (u Unit) byData() bool { return u == PerGB || u == PerTB }

// A List is prices in one currency.
type List struct {
	Currency string // EUR
	Date     planner.Date
	Source   string
	Prices   []Price
	Data     Data // what leaves Azure over metered circuits
	Passed   int  // rows of an API answer that are for nothing known here
	Partial  bool // the API answer says that there are more pages
	Files    []string
}

// Join adds the prices of another list, which must be in the same currency.
func (l *List) Join(other *List) error {
	if l.Currency != other.Currency {
		return fmt.Errorf("%s is in %s and %s in %s; currencies are never mixed", strings.Join(l.Files, ", "), l.Currency, strings.Join(other.Files, ", "), other.Currency)
	}
	l.Prices = append(l.Prices, other.Prices...)
	l.Files = append(l.Files, other.Files...)
	l.Passed += other.Passed
	l.Partial = l.Partial || other.Partial
	if l.Date.Before(other.Date) {
		l.Date = other.Date
	}
	if l.Source != other.Source {
		l.Source = strings.Trim(l.Source+"; "+other.Source, "; ")
	}
	if l.Data == nil {
		l.Data = Data{}
	}
	maps.Copy(l.Data, other.Data)
	return nil
}

// A Found is the price of an item, or why there is none.
type Found struct {
	Price *Price
	Why   string
}

// Find returns the price that fits an item: of the user's own prices before
// those of a list, the one that states most. Two that state as much and differ
// are no price.
func (l *List) Find(i *Item) Found {
	var best []*Price
	for n := range l.Prices {
		p := &l.Prices[n]
		if p.Kind != i.Kind || !p.fits(i.Attrs) {
			continue
		}
		switch {
		case len(best) == 0 || p.weight() > best[0].weight():
			best = []*Price{p}
		case p.weight() == best[0].weight():
			best = append(best, p)
		}
	}
	switch {
	case len(best) == 0:
		return Found{Why: l.missing(i)}
	case slices.ContainsFunc(best, func(p *Price) bool { return p.Figure != best[0].Figure || p.Unit != best[0].Unit }):
		return Found{Why: fmt.Sprintf("%d prices fit equally well and differ", len(best))}
	}
	return Found{Price: best[0]}
}

// weight orders prices that fit: own before others, then by what they state.
func (p *Price) weight() int {
	n := len(p.Attrs)
	if p.Own {
		n += len(Attributes) + 1
	}
	return n
}

func (p *Price) fits(have Attrs) bool {
	for key, want := range p.Attrs {
		if got, ok := have[key]; !ok || !alike(key, got, want) {
			return false
		}
	}
	return true
}

// alike compares two values of an attribute: rates and names of the design are
// as they are, names of the catalogue are matched loosely.
func alike(key, a, b string) bool {
	return a == b || key != "bandwidth" && key != "name" && same(a, b)
}

func same(a, b string) bool { return catalog.Fold(a) == catalog.Fold(b) }

// missing says why no price fits: there is none of the kind, one would fit if
// the design said more, or none is for this.
func (l *List) missing(i *Item) string {
	kind, lacking := false, ""
	for n := range l.Prices {
		p := &l.Prices[n]
		if p.Kind != i.Kind {
			continue
		}
		kind = true
		if keys, ok := p.lacks(i.Attrs); ok && (lacking == "" || len(keys) < len(lacking)) {
			lacking = keys
		}
	}
	switch {
	case !kind:
		return "no price for a " + strings.ReplaceAll(string(i.Kind), "-", " ")
	case lacking != "":
		return "the design does not say its " + lacking
	}
	return "no price for this one"
}

// lacks returns the attributes that would decide whether a price fits, and
// whether all others are as it wants.
func (p *Price) lacks(have Attrs) (keys string, ok bool) {
	var out []string
	for _, key := range Attributes {
		want, stated := p.Attrs[key]
		if !stated {
			continue
		}
		got, known := have[key]
		if !known {
			out = append(out, key)
		} else if !alike(key, got, want) {
			return "", false
		}
	}
	return strings.Join(out, ", "), len(out) > 0
}

// String describes the price: "400.00 a month, 2026-09-30, source".
func (p *Price) String() string {
	text := p.Figure.exact() + " per " + string(p.Unit)
	if !p.Date.IsZero() {
		text += ", " + p.Date.String()
	}
	if p.Source != "" {
		text += ", " + source.Clean(p.Source)
	}
	return text
}

// exact writes an amount with two to six digits, as small prices need.
func (a Amount) exact() string {
	text := strings.TrimRight(fmt.Sprintf("%d.%06d", a/unit, a%unit), "0")
	for len(text)-strings.IndexByte(text, '.') <= 2 {
		text += "0"
	}
	return text
}
