package compare_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/outcome"
	_ "github.com/erplan/erplan/testdata/seed"
)

func draftOf(t testing.TB, text []byte) *planner.Draft {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", text)
	if draft == nil {
		t.Fatal(diags)
	}
	return draft
}

func subject(t testing.TB, draft *planner.Draft, option string) compare.Subject {
	t.Helper()
	d, diags := draft.Design(option)
	if d == nil {
		t.Fatal(option, diags)
	}
	name := option
	if name == "" {
		name = "base"
	}
	return compare.Subject{Name: name, Option: option, Design: d, Loaded: diags}
}

// options returns the shipped design with its options, and its prices.
func options(t testing.TB) ([]compare.Subject, *cost.List) {
	t.Helper()
	text, err := os.ReadFile("../../testdata/designs/options/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	prices, err := os.ReadFile("../../testdata/designs/options/prices.toml")
	if err != nil {
		t.Fatal(err)
	}
	list, faults := cost.Read("prices.toml", prices)
	if list == nil {
		t.Fatal(faults)
	}
	draft := draftOf(t, text)
	out := []compare.Subject{subject(t, draft, "")}
	for _, o := range draft.Options() {
		out = append(out, subject(t, draft, o))
	}
	return out, list
}

func names(x *compare.Comparison, list []int) string { return strings.Join(x.Names(list), " ") }

// TestOptions holds what the shipped design is meant to show.
func TestOptions(t *testing.T) {
	subjects, prices := options(t)
	x := compare.New(subjects, compare.Settings{Prices: prices})
	for i, list := range x.Dominated {
		name := x.Candidates[i].Name
		if (len(list) > 0) != (name == "same-location") {
			t.Errorf("%s is dominated by %v", name, list)
		}
	}
	if got := names(x, x.Verdict.Meeting); got != "two-locations vpn-backup" {
		t.Errorf("%s meet the intent", got)
	}
	at := slices.IndexFunc(x.Candidates, func(c *compare.Candidate) bool { return c.Name == "two-locations" })
	s := x.Shifts[at]
	var survived []string
	for _, f := range s.Survived {
		survived = append(survived, f.Component)
	}
	if got := strings.Join(survived, " "); got != "circuit:er-london connection:london peering-location:London provider:Equinix" || s.Fatal != nil || s.New != nil {
		t.Errorf("two-locations survives %s, and loses %v %v", got, s.Fatal, s.New)
	}
	if n := x.Nines[at]; !n.Known || n.More != cost.Of(1000) || n.Gained < 0.2 {
		t.Errorf("nines: %+v", n)
	}
}

// TestUnpriced: without prices the parts list stands in for the cost, and a
// budget is undecided.
func TestUnpriced(t *testing.T) {
	subjects, _ := options(t)
	x := compare.New(subjects, compare.Settings{})
	k := slices.Index(compare.Keys(), "cost")
	order := func(a, b int) (int, bool) {
		return compare.Criteria[k].Compare(x.Candidates[a].Measures[k], x.Candidates[b].Measures[k])
	}
	if o, ok := order(0, 1); o >= 0 || !ok {
		t.Error("the base buys part of what same-location buys:", o, ok)
	}
	if _, ok := order(1, 3); ok {
		t.Error("a circuit and a VPN are compared without prices")
	}
	if x.Verdict.Meeting != nil {
		t.Error("a budget is met without prices by", names(x, x.Verdict.Meeting))
	}
}

// TestFewerFlows: an option that drops a flow is not better for it.
func TestFewerFlows(t *testing.T) {
	text, err := os.ReadFile("../../testdata/designs/options/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	draft := draftOf(t, append(text, "\n[options.without]\nremove = [\"flows.backup\"]\n"...))
	x := compare.New([]compare.Subject{subject(t, draft, ""), subject(t, draft, "without")}, compare.Settings{})
	if !x.Verdict.Apart || x.Dominated[0] != nil || x.Dominated[1] != nil || x.Verdict.Dominant >= 0 {
		t.Errorf("%+v", x.Dominated)
	}
}

// TestBudget: a budget is met, not met or undecided, and never by what has no
// price.
func TestBudget(t *testing.T) {
	text, err := os.ReadFile("../../testdata/designs/options/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	_, prices := options(t)
	for _, c := range []struct {
		budget, currency, drop string
		want                   outcome.Verdict
	}{
		{"2530", "EUR", "", outcome.Met}, {"2529.99", "EUR", "", outcome.NotMet}, {"9000", "USD", "", outcome.Undecided},
		{"9000", "EUR", "cross-connect", outcome.Undecided}, {"1000", "EUR", "cross-connect", outcome.NotMet},
	} {
		list := *prices
		list.Prices = slices.DeleteFunc(slices.Clone(prices.Prices), func(p cost.Price) bool { return string(p.Kind) == c.drop })
		changed := strings.Replace(strings.Replace(string(text), "monthly_budget = 5000", "monthly_budget = "+c.budget, 1), `"EUR"`, `"`+c.currency+`"`, 1)
		x := compare.New([]compare.Subject{subject(t, draftOf(t, []byte(changed)), "")}, compare.Settings{Prices: &list})
		intents := x.Candidates[0].Intents
		if got := intents[len(intents)-1]; got.Requirement != "monthly_budget" || got.Verdict != c.want {
			t.Errorf("%s %s without %q: %v %v", c.budget, c.currency, c.drop, got.Verdict, got.Blockers)
		}
	}
}

// TestWorkers: results depend neither on how many work nor on the order of the
// candidates.
func TestWorkers(t *testing.T) {
	subjects, prices := options(t)
	weights := []compare.Weight{{Criterion: 3, Weight: 2}, {Criterion: 10, Weight: 1}, {Criterion: 5, Weight: 0.5}}
	one := compare.New(subjects, compare.Settings{Prices: prices, Weights: weights, Workers: 1})
	two := compare.New(subjects, compare.Settings{Prices: prices, Weights: weights, Workers: 3})
	slices.Reverse(subjects)
	back := compare.New(subjects, compare.Settings{Prices: prices, Weights: weights})
	for i, c := range one.Candidates {
		if diff := cmp.Diff(c.Measures, two.Candidates[i].Measures); diff != "" {
			t.Error(diff)
		}
		k := len(subjects) - 1 - i
		if one.Matrix.Totals[i] != back.Matrix.Totals[k] || (len(one.Dominated[i]) > 0) != (len(back.Dominated[k]) > 0) {
			t.Errorf("%s: %v, and %v in another order", c.Name, one.Matrix.Totals[i], back.Matrix.Totals[k])
		}
	}
}

// standing draws measures from few values, so that ties are common.
func standing(t *rapid.T, name string) compare.Standing {
	s := compare.Standing{Name: name}
	for i := range compare.Criteria {
		x := float64(rapid.IntRange(0, 2).Draw(t, fmt.Sprintf("%s %d", name, i)))
		if compare.Criteria[i].Key == "recovery" && x == 2 {
			x = math.Inf(1)
		}
		open := []string{}
		for _, word := range []string{"a", "b"} {
			if rapid.IntRange(0, 5).Draw(t, "open "+word) == 0 {
				open = append(open, word)
			}
		}
		s.Measures = append(s.Measures, compare.Measure{X: x, Open: open})
	}
	return s
}

// near draws a standing that is the same in most criteria.
func near(t *rapid.T, name string, s compare.Standing) compare.Standing {
	other := standing(t, name)
	for i := range s.Measures {
		if rapid.IntRange(0, 3).Draw(t, "keep") > 0 {
			other.Measures[i] = s.Measures[i]
		}
	}
	return other
}

// TestDominanceIsAPartialOrder: nothing dominates itself, no two dominate each
// other, and it is transitive.
func TestDominanceIsAPartialOrder(t *testing.T) {
	chains := 0
	rapid.Check(t, func(t *rapid.T) {
		a := standing(t, "a")
		b := near(t, "b", a)
		c := near(t, "c", b)
		dominates := func(x, y compare.Standing) bool { _, ok := x.Dominates(y); return ok }
		for _, x := range []compare.Standing{a, b, c} {
			if dominates(x, x) {
				t.Fatal("it dominates itself")
			}
		}
		if dominates(a, b) && dominates(b, a) {
			t.Fatal("each dominates the other")
		}
		if dominates(a, b) && dominates(b, c) {
			chains++
			if !dominates(a, c) {
				t.Fatal("it is not transitive")
			}
		}
	})
	// A chain that is certain, should chance give none.
	best := compare.Standing{Measures: make([]compare.Measure, len(compare.Criteria))}
	middle := compare.Standing{Measures: slices.Clone(best.Measures)}
	middle.Measures[0].X = 1
	worst := compare.Standing{Measures: slices.Clone(middle.Measures)}
	worst.Measures[10].Open = []string{"a"}
	for _, pair := range [][2]compare.Standing{{best, middle}, {middle, worst}, {best, worst}} {
		if better, ok := pair[0].Dominates(pair[1]); !ok || len(better) == 0 {
			t.Error("it does not dominate")
		}
		if _, ok := pair[1].Dominates(pair[0]); ok {
			t.Error("it dominates backwards")
		}
	}
}

func weightsOf(t *rapid.T) []compare.Weight {
	var out []compare.Weight
	for i := range compare.Criteria {
		if w := rapid.IntRange(0, 4).Draw(t, "weight"); w > 0 {
			out = append(out, compare.Weight{Criterion: i, Weight: float64(w)})
		}
	}
	return out
}

// TestScoresDoNotDependOnOrder: shuffled candidates have the same totals, and
// the same leader.
func TestScoresDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []compare.Standing{standing(t, "a")}
		for _, name := range []string{"b", "c", "d"} {
			all = append(all, near(t, name, all[0]))
		}
		weights := weightsOf(t)
		m := compare.NewMatrix(all, weights)
		shuffled := rapid.Permutation(all).Draw(t, "order")
		n := compare.NewMatrix(shuffled, weights)
		for i, s := range all {
			k := slices.IndexFunc(shuffled, func(o compare.Standing) bool { return o.Name == s.Name })
			if m.Totals[i] != n.Totals[k] {
				t.Fatalf("%s: %v and %v", s.Name, m.Totals[i], n.Totals[k])
			}
		}
		if all[m.Order[0]].Name != shuffled[n.Order[0]].Name || len(m.Flips) != len(n.Flips) {
			t.Fatal("another leads")
		}
		for i, f := range m.Flips {
			if g := n.Flips[i]; turn(f.Above, all) != turn(g.Above, shuffled) || turn(f.Below, all) != turn(g.Below, shuffled) {
				t.Fatalf("the lead turns elsewhere: %s %s, %s %s", turn(f.Above, all), turn(f.Below, all), turn(g.Above, shuffled), turn(g.Below, shuffled))
			}
		}
	})
}

func turn(x *compare.Turn, all []compare.Standing) string {
	if x == nil {
		return "nowhere"
	}
	return fmt.Sprintf("%s at %v", all[x.To].Name, x.At)
}

// TestFlips: the leader leads up to each turn, and another one beyond it; where
// no turn is told the leader keeps the lead.
func TestFlips(t *testing.T) {
	turns := 0
	rapid.Check(t, func(t *rapid.T) {
		var all []compare.Standing
		for _, name := range []string{"a", "b", "c"} {
			s := standing(t, name)
			for i := range s.Measures {
				s.Measures[i].Open = nil
				s.Measures[i].X = min(s.Measures[i].X, 2) // so that turns are not far out
			}
			all = append(all, s)
		}
		weights := weightsOf(t)
		m := compare.NewMatrix(all, weights)
		if len(m.Leaders()) != 1 {
			return
		}
		lead := m.Order[0]
		leads := func(criterion int, weight float64) bool {
			with := slices.DeleteFunc(slices.Clone(weights), func(w compare.Weight) bool { return w.Criterion == criterion })
			m := compare.NewMatrix(all, append(with, compare.Weight{Criterion: criterion, Weight: weight}))
			best := m.Totals[m.Order[0]]
			return m.Totals[lead] > best-1e-6
		}
		for _, f := range m.Flips {
			const step = 1e-3
			switch {
			case f.Above == nil && !leads(f.Criterion, 1e5):
				t.Fatalf("%s: it loses the lead at a high weight", compare.Criteria[f.Criterion].Key)
			case f.Above != nil:
				turns++
				if !leads(f.Criterion, f.Above.At-min(step, f.Above.At)) || leads(f.Criterion, f.Above.At+step) {
					t.Fatalf("%s does not turn at %v", compare.Criteria[f.Criterion].Key, f.Above.At)
				}
			}
			if f.Below != nil && f.Below.At > step {
				turns++
				if !leads(f.Criterion, f.Below.At+step) || leads(f.Criterion, f.Below.At-step) {
					t.Fatalf("%s does not turn below %v", compare.Criteria[f.Criterion].Key, f.Below.At)
				}
			}
		}
	})
	if turns == 0 {
		t.Error("no turn was seen")
	}
}

// TestMatrix compares a matrix and its turn with a calculation by hand.
func TestMatrix(t *testing.T) {
	errors, cost := 0, slices.Index(compare.Keys(), "cost")
	at := func(name string, e, c float64) compare.Standing {
		s := compare.Standing{Name: name, Measures: make([]compare.Measure, len(compare.Criteria))}
		s.Measures[errors].X, s.Measures[cost].X = e, c
		return s
	}
	// Scores of a: 1 and 0; of b: 0.5 and 0.75; of c: 0 and 1.
	m := compare.NewMatrix([]compare.Standing{at("a", 0, 500), at("b", 1, 200), at("c", 2, 100)}, []compare.Weight{{errors, 3}, {cost, 1}})
	if diff := cmp.Diff([]float64{75, 56.25, 25}, m.Totals); diff != "" {
		t.Error(diff)
	}
	for _, f := range m.Flips {
		switch f.Criterion {
		case errors: // 3·1 = 3·0.5 + w·0.75 at w = 0.5 · x: x = 1.5
			if f.Above != nil || f.Below == nil || f.Below.At != 1.5 || f.Below.To != 1 {
				t.Errorf("errors: %+v %+v", f.Below, f.Above)
			}
		case cost: // 3 = 1.5 + 0.75 w at w = 2
			if f.Below != nil || f.Above == nil || f.Above.At != 2 || f.Above.To != 1 {
				t.Errorf("cost: %+v %+v", f.Below, f.Above)
			}
		}
	}
}

func TestParseWeights(t *testing.T) {
	got, err := compare.ParseWeights([]string{"availability=3", "cost = 0.5"})
	if diff := cmp.Diff([]compare.Weight{{3, 3}, {10, 0.5}}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for _, bad := range []string{"", "cost", "cost=", "cost=x", "cost=-1", "cost=NaN", "cost=Inf", "cost=1e9", "costs=1", "cost=1 2"} {
		if _, err := compare.ParseWeights([]string{bad}); err == nil {
			t.Errorf("%q is a weight", bad)
		}
	}
	if _, err := compare.ParseWeights([]string{"cost=1", "cost=2"}); err == nil {
		t.Error("two weights for one criterion")
	}
}

// branches writes a design of n sites, each with a circuit of its own and a
// VPN behind it, and five options.
func branches(n int) string {
	var b strings.Builder
	add := func(f string, args ...any) { fmt.Fprintf(&b, f+"\n", args...) }
	add("schema = 1\n[requirements]\navailability = 99.9\nrecovery_time = \"5m\"\nsurvive = [\"link\", \"router\"]\n[defaults.routers]\nbfd = true\nbfd_bound_to_bgp = true\n[defaults.links]\nl2_devices = 1")
	for r, region := range []string{"westeurope", "northeurope"} {
		add("[vnets.hub%d]\nregion = %q\naddress_space = [\"10.%d.0.0/16\"]\ngateway_subnet = \"10.%d.0.0/26\"", r, region, 200+r, 200+r)
		add("[gateways.er%d]\nkind = \"expressroute\"\nvnet = \"hub%d\"\nsku = \"ErGw3AZ\"\nzones = [\"1\", \"2\", \"3\"]", r, r)
		add("[gateways.vpn%d]\nkind = \"vpn\"\nvnet = \"hub%d\"\nsku = \"VpnGw5AZ\"\nactive_active = true", r, r)
	}
	locations := []string{"Amsterdam", "London", "Paris", "Frankfurt", "Dublin", "Zurich", "Milan", "Madrid"}
	for i := range n {
		add("[sites.s%d]\nasn = 65020\ninternet = true\nprefixes = [\"10.%d.%d.0/24\"]\n[sites.s%d.routers.r1]\n[sites.s%d.routers.r2]", i, i/250, i%250, i, i)
		add("[circuits.c%d]\nservice_provider = %q\npeering_location = %q\nbandwidth = \"1 Gbps\"\nlocal_preference = 200", i, []string{"Colt", "Equinix"}[i%2], locations[i%len(locations)])
		add("[circuits.c%d.links]\nprimary.router = \"s%d/r1\"\nsecondary.router = \"s%d/r2\"\n[circuits.c%d.peerings.private]\nvlan_id = 100\npeer_asn = 65020", i, i, i, i)
		add("[connections.k%d]\ncircuit = \"c%d\"\ngateway = \"er%d\"", i, i, i%2)
		add("[vpn_tunnels.v%d]\nsite = \"s%d\"\ngateway = \"vpn%d\"", i, i, i%2)
		add("[flows.f%d]\nfrom = \"sites/s%d\"\nto = \"vnets/hub%d\"\nbandwidth = \"100 Mbps\"", i, i, i%2)
	}
	add("[options.small-gateways.gateways.er0]\nsku = \"ErGw1AZ\"\n[options.no-vpn]\nremove = [\"vpn_tunnels.v0\", \"vpn_tunnels.v1\"]\n[options.one-zone.gateways.er0]\nzones = [\"1\"]\n[options.standby.gateways.vpn0]\nactive_active = false\n[options.large.circuits.c0]\nbandwidth = \"2 Gbps\"")
	return b.String()
}

// BenchmarkCompare compares a design of 50 sites with its five options.
func BenchmarkCompare(b *testing.B) {
	text := []byte(branches(50))
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				draft := draftOf(b, text)
				subjects := []compare.Subject{subject(b, draft, "")}
				for _, o := range draft.Options() {
					subjects = append(subjects, subject(b, draft, o))
				}
				if x := compare.New(subjects, compare.Settings{Workers: workers}); len(x.Candidates) != 6 {
					b.Fatal(len(x.Candidates))
				}
			}
		})
	}
}
