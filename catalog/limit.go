package catalog

import (
	"fmt"
	"strconv"
	"time"
)

// A Limit is a figure or another single fact: "bgp.hold_time" is 180 s. An
// empty Value was looked for and not found.
type Limit struct {
	Key    string
	Value  string
	Unit   string // "s", "Gbps", "prefixes", "bool" …; empty for words
	Source Source
	Note   string
}

// Known reports whether there is a value.
func (l Limit) Known() bool { return l.Value != "" }

// Int gives the value as a whole number, 0 if it is not known. It panics on a
// value of another kind, which is a programming error.
func (l Limit) Int() int {
	if !l.Known() {
		return 0
	}
	n, err := strconv.Atoi(l.Value)
	if err != nil {
		panic(fmt.Sprintf("catalog: limit %s is %q, not a whole number", l.Key, l.Value))
	}
	return n
}

// Float gives the value as a number, 0 if it is not known. It panics on a
// value of another kind, which is a programming error.
func (l Limit) Float() float64 {
	if !l.Known() {
		return 0
	}
	x, err := strconv.ParseFloat(l.Value, 64)
	if err != nil {
		panic(fmt.Sprintf("catalog: limit %s is %q, not a number", l.Key, l.Value))
	}
	return x
}

// Bool reports whether the value is "yes"; a value that is not known is not.
func (l Limit) Bool() bool { return l.Value == "yes" }

// List gives the items of the value: one for a plain value, none if it is not
// known.
func (l Limit) List() []string { return splitList(l.Value) }

// Duration gives the value by its unit (ms, s, min, h, days), 0 if it is not
// known. It panics on another unit, which is a programming error.
func (l Limit) Duration() time.Duration {
	unit, ok := map[string]time.Duration{
		"ms": time.Millisecond, "s": time.Second, "min": time.Minute, "h": time.Hour, "days": 24 * time.Hour,
	}[l.Unit]
	if !ok {
		panic(fmt.Sprintf("catalog: limit %s is in %q, not a unit of time", l.Key, l.Unit))
	}
	return time.Duration(l.Float() * float64(unit))
}

// limits are the rows of the table in order and by key.
type limits struct {
	all   []Limit
	byKey map[string]Limit
}

// Limit gives the fact of a key. It panics on a key that is not in the table,
// which is a programming error; see LookupLimit for keys that people write.
func (c *Catalog) Limit(key string) Limit {
	l, ok := c.limitTable().byKey[key]
	if !ok {
		panic("catalog: no limit with the key " + strconv.Quote(key))
	}
	return l
}

// LookupLimit finds the fact of a key that may not exist.
func (c *Catalog) LookupLimit(key string) (Limit, bool) {
	l, ok := c.limitTable().byKey[key]
	return l, ok
}

// Limits gives all limits, in catalogue order.
func (c *Catalog) Limits() []Limit { return c.limitTable().all }

func (c *Catalog) limitTable() *limits {
	return c.limits.get(func() *limits {
		t := c.table("limits")
		x := &limits{all: make([]Limit, 0, len(t.rows)), byKey: make(map[string]Limit, len(t.rows))}
		for _, r := range t.rows {
			l := Limit{
				Key: r.text("key"), Value: r.text("value"), Unit: r.text("unit"),
				Source: r.about("value"), Note: r.text("note"),
			}
			x.all = append(x.all, l)
			x.byKey[l.Key] = l
		}
		return x
	})
}
