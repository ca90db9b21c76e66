package edit_test

import (
	"math"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

func TestApply(t *testing.T) {
	text := []byte("\ufeffabcdef")
	got, err := edit.Apply(text, []edit.Edit{{4, 5, "E"}, {0, 1, ""}, {2, 2, "1"}, {2, 2, "2"}, {4, 5, "E"}})
	if want := "\ufeffb12cdEf"; err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, bad := range [][]edit.Edit{{{0, 2, ""}, {1, 3, ""}}, {{-1, 0, ""}}, {{3, 2, ""}}, {{0, 7, ""}}} {
		if _, err := edit.Apply(text, bad); err == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
	if !edit.Overlaps([]edit.Edit{{0, 2, ""}}, []edit.Edit{{2, 3, ""}}) || edit.Overlaps([]edit.Edit{{0, 2, ""}}, []edit.Edit{{3, 4, ""}}) {
		t.Error("Overlaps is wrong")
	}
}

func TestValue(t *testing.T) {
	for want, v := range map[string]any{
		`"a\"\\\n\t\u001b\u202e é"`: "a\"\\\n\t\x1b\u202e é",
		`true`:                      true,
		`65010`:                     int64(65010),
		`99.0`:                      99.0,
		`99.95`:                     99.95,
		`-inf`:                      math.Inf(-1),
		`"10 Gbps"`:                 planner.Bandwidth(10000),
		`"3m"`:                      planner.Duration(180e9),
		`2026-09-30`:                planner.Date{Year: 2026, Month: 9, Day: 30},
		`["10.0.0.0/8"]`:            []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		`["link", "msee"]`:          []planner.Kind{"link", "msee"},
		`[52.37, 4.9]`:              []float64{52.37, 4.9},
		`"premium"`:                 planner.TierPremium,
		`[]`:                        []string{},
	} {
		if got := edit.Value(v); got != want {
			t.Errorf("Value(%v) = %s, want %s", v, got, want)
		}
	}
}

// TestValueReads holds that any text comes back as it was.
func TestValueReads(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		key, text := rapid.String().Draw(r, "key"), rapid.String().Draw(r, "text")
		f, faults := source.Parse("", []byte(edit.Key(key)+" = "+edit.Value(text)))
		if len(key) > source.MaxKey {
			return
		}
		if len(faults) > 0 || f.Root.Lookup(key) == nil || f.Root.Lookup(key).Data != text {
			r.Fatalf("%q = %q gives %v", key, text, faults)
		}
	})
}

func overlay(t *testing.T) *edit.Overlay {
	o := &edit.Overlay{Description: "Amsterdam is \"premium\""}
	for _, err := range []error{
		o.Set("connections.amsterdam-hub.routing_weight", "10"),
		o.Set("circuits.er-amsterdam.tier", `"standard"`),
		o.Set("circuits.er-amsterdam.bandwidth", `"2 Gbps"`),
		o.Set("circuits.er-amsterdam.links.primary.bfd", "true"),
		o.Remove("connections.frankfurt-hub"),
		o.Set("circuits.er-amsterdam.tier", `"premium"`),
		o.Set("requirements.survive", `["link"]`),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if o.Set("requirements.survive[0]", `"x"`) == nil || o.Set("design.name", "x y") == nil || o.Remove("a..b") == nil {
		t.Error("a bad change is accepted")
	}
	if o.Len() != 6 {
		t.Errorf("%d changes", o.Len())
	}
	return o
}

func TestOverlayText(t *testing.T) {
	const tables = `[%srequirements]
survive = ["link"]

[%scircuits.er-amsterdam]
bandwidth = "2 Gbps"
tier      = "premium"

[%scircuits.er-amsterdam.links.primary]
bfd = true

[%sconnections.amsterdam-hub]
routing_weight = 10
`
	fill := func(prefix string) string {
		out := ""
		for i := 0; i < len(tables); i++ {
			if i+1 < len(tables) && tables[i:i+2] == "%s" {
				out += prefix
				i++
				continue
			}
			out += tables[i : i+1]
		}
		return out
	}
	o := overlay(t)
	option := "[options.what-if]\ndescription = \"Amsterdam is \\\"premium\\\"\"\nremove      = [\"connections.frankfurt-hub\"]\n\n"
	if diff := cmp.Diff(option+fill("options.what-if."), o.TOML("what-if")); diff != "" {
		t.Error(diff)
	}
	file := "schema  = 1\nextends = \"base.toml\"\nremove  = [\"connections.frankfurt-hub\"]\n\n"
	if diff := cmp.Diff(file+fill(""), o.File("base.toml")); diff != "" {
		t.Error(diff)
	}
	if got := (&edit.Overlay{}).TOML("x"); got != "[options.x]\n" {
		t.Errorf("the empty overlay is %q", got)
	}
}

// TestOverlayMeans holds that a design with the overlay as an option is the
// design with the same edits.
func TestOverlayMeans(t *testing.T) {
	files := corpus(t)
	var f *source.File
	for _, have := range files {
		if have.Root.Lookup("site_links") != nil && have.Root.Lookup("connections").Lookup("frankfurt-hub") != nil {
			f = have
		}
	}
	o := overlay(t)
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(f.Text+"\n"+o.TOML("what-if")))
	if draft == nil {
		t.Fatal(diags)
	}
	with, diags := draft.Design("what-if")
	if with == nil {
		t.Fatal(diags)
	}
	for _, c := range o.Changes() {
		edits, err := edit.Set(f, c.Key, c.Value)
		if c.Value == "" {
			edits, err = edit.Remove(f, c.Key)
		}
		if err != nil {
			t.Fatal(err)
		}
		text, _ := edit.Apply([]byte(f.Text), edits)
		f, _ = source.Parse(f.Name, text)
	}
	alone, diags := planner.ReadText(nil, "erplan.toml", []byte(f.Text))
	if alone == nil {
		t.Fatal(diags)
	}
	want, _ := alone.Design("")
	drop := func(key string) bool { return key == "options" }
	if !edit.Same(want.Value().Without(drop), with.Value().Without(drop)) {
		t.Error("the option and the edits differ")
	}
}

func TestDiff(t *testing.T) {
	if got := edit.Diff("a.toml", []byte("x\n"), []byte("x\n")); got != "" {
		t.Errorf("got %q", got)
	}
	want := "--- a.toml\n+++ a.toml\n@@ -1,2 +1,2 @@\n x = 1\n-y = 2\n+y = 3\n"
	if diff := cmp.Diff(want, edit.Diff("a.toml", []byte("x = 1\ny = 2\n"), []byte("x = 1\ny = 3\n"))); diff != "" {
		t.Error(diff)
	}
}
