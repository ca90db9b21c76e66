package book

import (
	"slices"
	"testing"

	"github.com/erplan/erplan/rules"
)

// TestResiliency holds that every ExpressRoute recommendation of the Azure
// Proactive Resiliency Library has a rule that names it, or a reason.
func TestResiliency(t *testing.T) {
	want := map[string]int{"expressRouteCircuits": 7, "expressRouteGateways": 3, "expressRoutePorts": 6, "connections": 1}
	got := map[string]int{}
	for _, c := range Resiliency() {
		got[c.Resource]++
		r := rules.Find(Rules, c.Rule)
		switch {
		case c.Rule == "" && c.Reason == "":
			t.Errorf("%s: neither a rule nor a reason", c.ID)
		case c.Rule == "":
		case r == nil:
			t.Errorf("%s: there is no rule %q", c.ID, c.Rule)
		case !slices.Contains(r.Covers, "APRL "+c.ID):
			t.Errorf("%s: %s does not say that it covers it", c.ID, c.Rule)
		}
	}
	for resource, n := range want {
		if got[resource] != n {
			t.Errorf("%s: %d recommendations, want %d", resource, got[resource], n)
		}
	}
}

// TestLeftOut holds that a check without a rule of its own has none, and that
// what says it instead exists.
func TestLeftOut(t *testing.T) {
	for _, l := range LeftOuts() {
		if rules.Find(Rules, l.Code) != nil {
			t.Errorf("%s has a rule; take it out of left_out.tsv", l.Code)
		}
		if l.Rule != "" && rules.Find(Rules, l.Rule) == nil {
			t.Errorf("%s: there is no rule %q", l.Code, l.Rule)
		}
		if l.Reason == "" {
			t.Errorf("%s: no reason", l.Code)
		}
	}
}

// TestCovers holds the form of the ids that rules say they cover.
func TestCovers(t *testing.T) {
	known := sets()
	for _, r := range Rules {
		for _, id := range r.Covers {
			if !slices.ContainsFunc(known, func(s set) bool { return len(id) > len(s.prefix) && id[:len(s.prefix)] == s.prefix }) {
				t.Errorf("%s: %q is of no set that is known", r.ID, id)
			}
		}
	}
}
