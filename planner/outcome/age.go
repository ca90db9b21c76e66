package outcome

import (
	"cmp"
	"slices"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// testDays returns, for each of some peering locations, the days on which its
// loss was tried at the gateway.
func (a *Analysis) testDays(locations []string) [][]planner.Date {
	out := make([][]planner.Date, 0, len(locations))
	for _, name := range locations {
		var days []planner.Date
		for _, t := range a.Design.Tests {
			if t.Kind == "site-failover" && !t.Date.IsZero() && catalog.Fold(a.testedLocation(t)) == catalog.Fold(name) {
				days = append(days, t.Date)
			}
		}
		out = append(out, days)
	}
	return out
}

// testedLocation returns the peering location that a test is of: its target,
// or the location of the circuit that is its target.
func (a *Analysis) testedLocation(t *planner.Test) string {
	c, ok := a.Topology.Find(t.Target)
	if !ok {
		return ""
	}
	part := &a.Topology.Components[c]
	switch part.Kind {
	case "peering-location":
		return part.Name
	case "circuit":
		if k := planner.Find(a.Design.Circuits, part.Name); k != nil {
			return k.LocationName()
		}
	}
	return ""
}

// factorOn returns the factor of the route part on a day: that of the age of
// the test, of the older one where two locations were tested, and half of it
// where only one was; no less than without a test.
func factorOn(tests [][]planner.Date, day planner.Date) float64 {
	best := []float64{} // of each location, by its newest test
	for _, days := range tests {
		best = append(best, newest(days, day))
	}
	slices.SortFunc(best, func(x, y float64) int { return cmp.Compare(y, x) })
	factor := 1.0
	if len(best) > 0 {
		factor = max(factor, best[0]/2)
	}
	if len(best) > 1 {
		factor = max(factor, best[1])
	}
	return factor
}

// newest returns the factor of the newest test that was done by a day, 0 where
// there is none.
func newest(days []planner.Date, day planner.Date) float64 {
	most := 0.0
	for _, d := range days {
		age := d.DaysUntil(day)
		if age < 0 {
			continue
		}
		factor := 1.0
		for _, f := range slices.Backward(ageFactors) {
			if age <= f.days {
				factor = float64(f.factor)
			}
		}
		most = max(most, factor)
	}
	return most
}

// decayDays is how far the index is looked ahead.
const decayDays = 120

// decay returns the days on which the index changes from here on, if nothing
// is tested again.
func (x *Index) decay(tests [][]planner.Date, from planner.Date) []IndexDay {
	var out []IndexDay
	last := factorOn(tests, from)
	for n := 1; n <= decayDays; n++ {
		day := later(from, n)
		if f := factorOn(tests, day); f != last {
			out = append(out, IndexDay{day, x.sum(twoLocations * f)})
			last = f
		}
	}
	return out
}

// later returns the day that is some days after another.
func later(d planner.Date, days int) planner.Date {
	t := time.Date(d.Year, time.Month(d.Month), d.Day+days, 0, 0, 0, 0, time.UTC)
	return planner.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
