package outcome_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// tested adds tests of locations to a design: pairs of a target and a day.
func tested(design string, tests ...string) string {
	for i := 0; i < len(tests); i += 2 {
		design += fmt.Sprintf("\n[tests.t%d]\nkind = \"site-failover\"\ntarget = %q\ndate = %s\n", i, tests[i], tests[i+1])
	}
	return design
}

const (
	amsterdam = "peering-location:Amsterdam"
	frankfurt = "circuit:er-frankfurt" // its location is meant
)

// TestIndex holds the points of the published index, by hand: route part times
// factor, gateway part, Advisor part.
func TestIndex(t *testing.T) {
	maximum := text(t, "maximum")
	for _, c := range []struct {
		name            string
		text            string
		points, ceiling float64
	}{
		{"T01: 5 + 10 + 10", text(t, "standard"), 25, 25},
		{"T01, HighPerformance: 5 + 0 + 10", edited(t, "standard", "ErGw1AZ", "HighPerformance"), 15, 15},
		{"T01, UltraPerformance: 5 + 2 + 10", edited(t, "standard", "ErGw1AZ", "UltraPerformance"), 17, 17},
		{"T01 in one zone: 5 + 8 + 10", edited(t, "standard", `["1", "2", "3"]`, `["1"]`), 23, 23},
		{"T01, two scale units: 5 + 8 + 10", edited(t, "standard", `"ErGw1AZ"`, "\"ErGwScale\"\nscale_units = { min = 2, max = 10 }"), 23, 23},
		{"T01, three scale units: 5 + 10 + 10", edited(t, "standard", `"ErGw1AZ"`, "\"ErGwScale\"\nscale_units = { min = 3, max = 10 }"), 25, 25},
		{"T01, a link is down: 0 + 10 + 10", edited(t, "standard", `"hq/rtr2"`, "\"hq/rtr2\"\nenabled = false"), 20, 20},
		{"T01, tested: one location has no factor", tested(text(t, "standard"), "peering-location:London", "2026-09-29"), 25, 25},
		{"T02: 10 + 10 + 10", text(t, "metro"), 30, 30},
		{"T02, tested: a Metro has no factor", tested(text(t, "metro"), "peering-location:Amsterdam Metro", "2026-09-29"), 30, 30},
		{"T03, not tested: 20 + 10 + 10", maximum, 40, 100},
		{"T03, both tested today: 80 + 10 + 10", tested(maximum, amsterdam, "2026-09-30", frankfurt, "2026-09-30"), 100, 100},
		{"T03, both 30 days ago", tested(maximum, amsterdam, "2026-08-31", frankfurt, "2026-08-31"), 100, 100},
		{"T03, both 31 days ago: 60", tested(maximum, amsterdam, "2026-08-30", frankfurt, "2026-08-30"), 80, 100},
		{"T03, both 60 days ago", tested(maximum, amsterdam, "2026-08-01", frankfurt, "2026-08-01"), 80, 100},
		{"T03, both 61 days ago: 40", tested(maximum, amsterdam, "2026-07-31", frankfurt, "2026-07-31"), 60, 100},
		{"T03, both 90 days ago", tested(maximum, amsterdam, "2026-07-02", frankfurt, "2026-07-02"), 60, 100},
		{"T03, both 91 days ago: 20", tested(maximum, amsterdam, "2026-07-01", frankfurt, "2026-07-01"), 40, 100},
		{"T03, one tested today: half of 80", tested(maximum, amsterdam, "2026-09-30"), 60, 100},
		{"T03, one 31 days ago: half of 60", tested(maximum, frankfurt, "2026-08-30"), 50, 100},
		{"T03, one 61 days ago: half of 40 is as without", tested(maximum, frankfurt, "2026-07-31"), 40, 100},
		{"T03, one today, one 31 days ago: the older counts", tested(maximum, amsterdam, "2026-09-30", frankfurt, "2026-08-30"), 80, 100},
		{"T03, one today, one 200 days ago: half of the newer is more", tested(maximum, amsterdam, "2026-09-30", frankfurt, "2026-03-14"), 60, 100},
		{"T03, the newest test of a location counts", tested(maximum, amsterdam, "2026-01-01", amsterdam, "2026-09-30", frankfurt, "2026-09-30"), 100, 100},
		{"T03, a test that is planned does not count", tested(maximum, amsterdam, "2026-10-01", frankfurt, "2026-10-01"), 40, 100},
		{"T05: two locations of one city count", text(t, "dual-metro"), 40, 100},
	} {
		x := load(t, c.text, "").Indexes()[0]
		if !x.Known || x.Points != c.points || x.Ceiling != c.ceiling {
			t.Errorf("%s: %v of %v (known %v), not %v of %v: %+v %+v", c.name, x.Points, x.Ceiling, x.Known, c.points, c.ceiling, x.Route, x.SKU)
		}
	}
}

func TestIndexDecays(t *testing.T) {
	a := load(t, tested(text(t, "maximum"), amsterdam, "2026-09-30", frankfurt, "2026-09-20"), "")
	x := a.Indexes()[0]
	want := []outcome.IndexDay{
		{Date: planner.Date{Year: 2026, Month: 10, Day: 21}, Points: 80}, // the older test is 31 days old
		{Date: planner.Date{Year: 2026, Month: 11, Day: 20}, Points: 60},
		{Date: planner.Date{Year: 2026, Month: 12, Day: 20}, Points: 40}, // half of the newer one, which is 81 days old, is as much as none
	}
	if fmt.Sprint(x.Decay) != fmt.Sprint(want) {
		t.Errorf("decay: %v, not %v", x.Decay, want)
	}
	d, problems := parse(tested(edited(t, "maximum", "date        = 2026-09-30\n", ""), amsterdam, "2026-09-30"), "")
	if d == nil {
		t.Fatal(problems)
	}
	if x := outcome.New(d, outcome.Settings{}).Indexes()[0]; x.Known || x.Ceiling != 100 {
		t.Errorf("without a day it is %v", x.Points)
	}
	day := planner.Date{Year: 2026, Month: 11, Day: 1}
	if x := outcome.New(d, outcome.Settings{Date: day}).Indexes()[0]; !x.Known || x.Points != 50 {
		t.Errorf("on %s it is %v, not 50", day, x.Points)
	}
}

// TestIndexIsBounded: from 0 to the ceiling, and never more than 100.
func TestIndexIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, text := draws(t, 1)
		for _, x := range a.Indexes() {
			if x.Ceiling > 100 || x.Points < 0 || x.Known && x.Points > x.Ceiling {
				t.Fatalf("%v of %v\n%s", x.Points, x.Ceiling, text)
			}
		}
	})
}
