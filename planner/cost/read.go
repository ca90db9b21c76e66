package cost

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A Fault is why a price file cannot be read.
type Fault struct {
	Place   source.Place
	Message string
	Fix     string
}

// Read reads a price file of our own:
//
//	currency = "EUR"
//	date     = 2026-09-30
//	source   = "framework contract 4711"
//
//	[[prices]]
//	item      = "circuit"
//	tier      = "standard"
//	billing   = "metered"
//	bandwidth = "1 Gbps"
//	zone      = "1"
//	unit      = "month"
//	price     = 400.00
//
//	[egress]          # TB a month that leave Azure, by circuit
//	er-london = 12.5
//
// An item is a Kind; tier, billing, bandwidth, sku, provider, location (a
// peering location), zone (a pricing zone), region and name narrow it down, and
// each may be left out. The unit is month, hour, GB or TB. A price may have a
// date and a source of its own. The list is nil where there are faults.
func Read(name string, text []byte) (*List, []Fault) {
	f, faults := source.Parse(name, text)
	r := reader{file: f}
	for _, x := range faults {
		r.faults = append(r.faults, Fault{source.Place{File: f, Span: x.Span}, x.Message, x.Fix})
	}
	if f.Root == nil {
		return nil, r.faults
	}
	l := &List{Files: []string{name}}
	r.top(f.Root, l)
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return l, nil
}

type reader struct {
	file   *source.File
	faults []Fault
}

func (r *reader) fault(at source.Place, fix, format string, args ...any) {
	r.faults = append(r.faults, Fault{at, fmt.Sprintf(format, args...), fix})
}

var topKeys = []string{"currency", "date", "source", "prices", "egress"}

func (r *reader) top(root *source.Value, l *List) {
	r.keys(root, "", topKeys)
	l.Currency = strings.ToUpper(r.text(root, "currency", ""))
	if v := root.Lookup("currency"); v == nil {
		r.fault(source.Place{File: r.file, Path: "currency"}, "Write for example currency = \"EUR\" at the top.", "the file does not say its currency")
	} else if len(l.Currency) != 3 || strings.ContainsFunc(l.Currency, func(c rune) bool { return c < 'A' || c > 'Z' }) {
		r.fault(v.ValuePlace("currency"), "Write a code of three letters, such as \"EUR\".", "%s is no currency", source.Quote(l.Currency))
	}
	l.Date, l.Source = r.date(root, "date", ""), r.text(root, "source", "")
	if root.Lookup("date") == nil {
		r.fault(source.Place{File: r.file, Path: "date"}, "Write for example date = 2026-09-30 at the top.", "the file does not say from when its prices are")
	}
	if v := root.Lookup("prices"); v != nil {
		for i, item := range v.Items() {
			r.price(item, source.Index("prices", i), l)
		}
	}
	if v := root.Lookup("egress"); v != nil {
		r.egress(v, l)
	}
}

// keys reports keys that are not known.
func (r *reader) keys(v *source.Value, path string, known []string) {
	for _, e := range v.Entries() {
		if slices.Contains(known, e.Name) {
			continue
		}
		fix := "The keys are " + strings.Join(known, ", ") + "."
		if near := catalog.Nearest(e.Name, known); len(near) > 0 {
			fix = fmt.Sprintf("Did you mean %q?", near[0])
		}
		r.fault(e.Value.Place(source.Join(path, e.Name)), fix, "there is no key %s", source.Quote(e.Name))
	}
}

var priceKeys = append([]string{"item", "unit", "price", "date", "source"}, Attributes...)

func (r *reader) price(v *source.Value, path string, l *List) {
	if v.Kind != source.Table {
		r.fault(v.Place(path), "Write [[prices]].", "prices holds tables, not %s", v.Kind)
		return
	}
	r.keys(v, path, priceKeys)
	p := Price{Attrs: Attrs{}, Own: true, Date: r.date(v, "date", path), Source: r.text(v, "source", path)}
	if v.Lookup("date") == nil {
		p.Date = l.Date
	}
	if v.Lookup("source") == nil {
		p.Source = l.Source
	}
	p.Kind = Kind(r.word(v, "item", path, kindWords()))
	p.Unit = Unit(r.word(v, "unit", path, units))
	for _, key := range Attributes {
		if v.Lookup(key) != nil {
			p.Attrs[key] = r.attr(v, key, path)
		}
	}
	p.Figure = Of(r.number(v, "price", path))
	if p.Unit != "" && p.Kind != "" && p.Unit.byData() != (p.Kind == Egress) {
		r.fault(v.Lookup("unit").ValuePlace(source.Join(path, "unit")), "Egress is priced by GB or TB, all else by month or hour.", "a price of %s is not by %s", p.Kind, p.Unit)
	}
	if !slices.ContainsFunc(l.Prices, func(q Price) bool { return q.Kind == p.Kind && equal(q.Attrs, p.Attrs) }) {
		l.Prices = append(l.Prices, p)
		return
	}
	r.fault(v.Place(path), "Leave one of them, or say what tells them apart.", "there are two prices for the same thing: %s", words(p.Kind, p.Attrs))
}

func equal(a, b Attrs) bool {
	if len(a) != len(b) {
		return false
	}
	for key, x := range a {
		if y, ok := b[key]; !ok || !alike(key, x, y) {
			return false
		}
	}
	return true
}

func kindWords() []string {
	out := make([]string, len(Kinds))
	for i, k := range Kinds {
		out[i] = string(k)
	}
	return out
}

// attr returns an attribute; bandwidths are written in one way.
func (r *reader) attr(v *source.Value, key, path string) string {
	if x := v.Lookup(key); key == "zone" && x.Kind == source.Integer {
		return fmt.Sprint(x.Data)
	}
	text := r.text(v, key, path)
	if key == "zone" {
		return strings.TrimSpace(strings.TrimPrefix(strings.ToLower(text), "zone"))
	}
	if key == "bandwidth" && text != "" {
		rate, err := planner.ParseBandwidth(text)
		if err != nil {
			r.fault(v.Lookup(key).ValuePlace(source.Join(path, key)), "Write for example \"1 Gbps\".", "%v", err)
		}
		return rate.String()
	}
	return text
}

func (r *reader) text(v *source.Value, key, path string) string {
	x := v.Lookup(key)
	if x == nil {
		return ""
	}
	text, ok := x.Data.(string)
	if !ok {
		r.fault(x.ValuePlace(source.Join(path, key)), "Put it in quotes.", "%s is a text, not %s", key, x.Kind)
	}
	return text
}

// word returns one of some words, which must be there.
func (r *reader) word(v *source.Value, key, path string, known []string) string {
	x := v.Lookup(key)
	if x == nil {
		r.fault(v.Place(path), "Use one of "+strings.Join(known, ", ")+".", "the price does not say its %s", key)
		return ""
	}
	text := r.text(v, key, path)
	for _, w := range known {
		if same(w, text) {
			return w
		}
	}
	if x.Kind == source.String {
		fix := "Use one of " + strings.Join(known, ", ") + "."
		if near := catalog.Nearest(text, known); len(near) > 0 {
			fix = fmt.Sprintf("Did you mean %q?", near[0])
		}
		r.fault(x.ValuePlace(source.Join(path, key)), fix, "there is no %s %s", key, source.Quote(text))
	}
	return ""
}

func (r *reader) date(v *source.Value, key, path string) planner.Date {
	x := v.Lookup(key)
	if x == nil {
		return planner.Date{}
	}
	switch d := x.Data.(type) {
	case time.Time:
		y, m, day := d.Date()
		return planner.Date{Year: y, Month: int(m), Day: day}
	case string:
		if day, err := planner.ParseDate(d); err == nil {
			return day
		}
	}
	r.fault(x.ValuePlace(source.Join(path, key)), "Write for example 2026-09-30.", "%s is not a day", key)
	return planner.Date{}
}

// number returns a figure that must be there, and is not below zero.
func (r *reader) number(v *source.Value, key, path string) float64 {
	x := v.Lookup(key)
	if x == nil {
		r.fault(v.Place(path), "Write price = 400.00; 0 where it really costs nothing.", "the price does not say its figure")
		return 0
	}
	return r.figure(x, source.Join(path, key))
}

func (r *reader) figure(x *source.Value, path string) float64 {
	f := math.NaN()
	switch n := x.Data.(type) {
	case int64:
		f = float64(n)
	case float64:
		f = n
	}
	if math.IsNaN(f) || f < 0 || f > mostAmount {
		r.fault(x.ValuePlace(path), "Write a number from 0 on, without a currency.", "this is no figure")
		return 0
	}
	return f
}

// mostTB is more than a month holds at 400 Gbps, the fastest port.
const mostTB = 1e6

func (r *reader) egress(v *source.Value, l *List) {
	l.Data = Data{}
	if v.Kind != source.Table {
		r.fault(v.Place("egress"), "Write [egress] with a line for each circuit.", "egress is a table")
		return
	}
	for _, e := range v.Entries() {
		tb := r.figure(e.Value, source.Join("egress", e.Name))
		if tb > mostTB {
			r.fault(e.Value.ValuePlace(source.Join("egress", e.Name)), "Write TB a month.", "%v TB is more than any circuit carries", tb)
			tb = 0
		}
		l.Data[e.Name] = int(math.Round(tb * 1000))
	}
}
