package planner

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// statements returns what a design says, without places and links.
func statements(t *testing.T, d *Design) string {
	t.Helper()
	if d == nil {
		t.Fatal("no design")
	}
	text, err := json.Marshal(plain(d.Value()))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// plain is a tree as Go values, without what only says how it was put together.
func plain(v *source.Value) any {
	switch v.Kind {
	case source.Table:
		out := map[string]any{}
		for _, e := range v.Entries() {
			if e.Name != "options" && e.Name != "extends" && e.Name != "remove" {
				out[e.Name] = plain(e.Value)
			}
		}
		return out
	case source.Array:
		out := []any{}
		for _, item := range v.Items() {
			out = append(out, plain(item))
		}
		return out
	}
	return fmt.Sprint(v.Data)
}

func mustDraft(t *testing.T, text string) *Draft {
	t.Helper()
	draft, diags := ReadText(nil, "x.toml", []byte(text))
	if draft == nil {
		t.Fatalf("%s\n%v", text, messages(diags))
	}
	return draft
}

func mustDesign(t *testing.T, d *Draft, option string) *Design {
	t.Helper()
	out, diags := d.Design(option)
	if out == nil {
		t.Fatalf("option %q: %v", option, messages(diags))
	}
	return out
}

// bodies are designs whose every part can stand in an option too.
func bodies() []string {
	return []string{
		"", generate(1), generate(9),
		"[design]\nname = \"x\"\n[[exceptions]]\nrule = \"a/b\"\nreason = \"x\"\n[check]\nseverity = {\"a/b\" = \"off\"}\n",
		"[sites.a]\ninternet = true\nprefixes = [\"10.0.0.0/8\"]\nrouters = {ce1 = {}, ce2 = {bfd = true}}\n[availability]\nrouter = 99.9\nmsee = {mtbf = \"8y\", mttr = \"4h\"}\n[components.\"risk:a.b\"]\navailability = 99\n",
		"[catalog_overrides.regions.uksouth]\navailability_zones = true\nreason = \"x\"\nsource = \"x\"\n",
		"[defaults.circuits]\ntier = \"local\"\n[circuits.a]\npeering_location = \"London\"\n",
	}
}

// optioned writes the tables of a design once more, below an option.
func optioned(body, option string) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "[["); ok {
			lines[i] = "[[options." + option + "." + rest
		} else if rest, ok := strings.CutPrefix(line, "["); ok {
			lines[i] = "[options." + option + "." + rest
		}
	}
	return "\n[options." + option + "]\n" + strings.Join(lines, "\n")
}

// TestRepeatingOptionChangesNothing merges options that repeat the base.
func TestRepeatingOptionChangesNothing(t *testing.T) {
	for _, body := range bodies() {
		body = strings.TrimPrefix(body, "schema = 1\n")
		draft := mustDraft(t, "schema = 1\n"+body+optioned(body, "same")+"\n[options.none]\n[options.chain]\nextends = \"same\"\n")
		base := statements(t, mustDesign(t, draft, ""))
		for _, option := range []string{"", "same", "none", "chain"} {
			if got := statements(t, mustDesign(t, draft, option)); got != base {
				t.Errorf("option %q:\n%s\nbase:\n%s", option, got, base)
			}
		}
	}
}

// TestOptionOverNothing puts the whole design into an option.
func TestOptionOverNothing(t *testing.T) {
	for _, body := range bodies() {
		body = strings.TrimPrefix(body, "schema = 1\n")
		whole := statements(t, mustDesign(t, mustDraft(t, "schema = 1\n"+body), ""))
		if got := statements(t, mustDesign(t, mustDraft(t, "schema = 1\n"+optioned(body, "o")), "o")); got != whole {
			t.Errorf("option:\n%s\nbase:\n%s", got, whole)
		}
	}
}

// TestExtendsNothing lays files over empty ones, and empty ones over files.
func TestExtendsNothing(t *testing.T) {
	for _, body := range bodies() {
		body = "schema = 1\n" + strings.TrimPrefix(body, "schema = 1\n")
		files := fstest.MapFS{
			"whole.toml": {Data: []byte(body)}, "empty.toml": {},
			"over.toml":  {Data: []byte("extends = \"empty.toml\"\n" + body)},
			"under.toml": {Data: []byte("extends = \"whole.toml\"\n")},
			"twice.toml": {Data: []byte("extends = \"under.toml\"\n" + body)},
		}
		var want string
		for _, name := range []string{"whole.toml", "over.toml", "under.toml", "twice.toml"} {
			d, diags := Load(files, name, "")
			if d == nil {
				t.Fatal(messages(diags))
			}
			got := statements(t, d)
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
			}
		}
	}
}

const layered = `schema = 1
[sites.hq.routers.ce1]
[circuits.a]
peering_location = "London"
tier = "local"
shared = 1
`

func TestOptionLayers(t *testing.T) {
	text := strings.Replace(layered, "shared = 1\n", "tags = {x = \"1\", y = \"2\"}\ndiverse_from = [\"b\"]\n[circuits.b]\npeering_location = \"Leeds\"\n", 1) + `
[options.one]
description = "first"
remove = ["circuits.b", "circuits.a.diverse_from", "circuits.a.tags.x"]
[options.one.circuits.a]
tier = "standard"
tags = {z = "3"}
[options.two]
extends = "one"
circuits.a.tier = "premium"
circuits.b.peering_location = "Dublin"
`
	draft := mustDraft(t, text)
	if got := fmt.Sprint(draft.Options(), draft.Description("one"), draft.Description("none")); got != "[one two]first" {
		t.Errorf("options %s", got)
	}
	two := mustDesign(t, draft, "two")
	a, b := Find(two.Circuits, "a"), Find(two.Circuits, "b")
	if a.Tier != "premium" || b.PeeringLocation != "Dublin" || a.DiverseFrom != nil || fmt.Sprint(a.Tags) != "[{y 2} {z 3}]" {
		t.Errorf("%+v %+v", a, b)
	}
	if p := a.ValueAt("tier").Start(); text[strings.Index(text, "circuits.a.tier"):][:15] != "circuits.a.tier" || p.Col != 19 {
		t.Errorf("tier stands at %v", p)
	}
	if p := a.At("tags", "y").Start().Line; p != 6 {
		t.Errorf("y stands on line %d", p)
	}
	base := mustDesign(t, draft, "")
	if a := Find(base.Circuits, "a"); a.Tier != "local" || len(a.Diverse) != 1 || len(a.Tags) != 2 {
		t.Errorf("the base has changed: %+v", a)
	}
	if d, diags := draft.Design("tow"); d != nil || len(diags) != 1 || diags[0].Rule != "link/unknown-reference" || !strings.Contains(diags[0].Fix, `"two"`) {
		t.Errorf("%v", messages(diags))
	}
}

func TestWith(t *testing.T) {
	draft := mustDraft(t, strings.Replace(layered, "shared = 1\n", "", 1)+"[options.o.circuits.a]\ntier = \"premium\"\n")
	overlay, faults := source.Parse("edit", []byte("remove = [\"sites.hq.routers\"]\n[circuits.a]\nbandwidth = \"1 Gbps\"\n"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	d, diags := draft.With("o", overlay)
	if d == nil {
		t.Fatal(messages(diags))
	}
	if a := d.Circuits[0]; a.Tier != "premium" || a.Bandwidth != 1000 || a.ValueAt("bandwidth").Name() != "edit" || len(d.Sites[0].Routers) != 0 {
		t.Errorf("%+v", a)
	}
	for _, bad := range []string{"[circuits.a]\nteir = 1\n", "[circuits.b]\n", "remove = [\"x\"]\n"} {
		overlay, _ := source.Parse("edit", []byte(bad))
		if d, diags := draft.With("", overlay); d != nil || len(diags) != 1 || diags[0].Place.Name() != "edit" {
			t.Errorf("%q: %v", bad, messages(diags))
		}
	}
	broken, _ := source.Parse("edit", []byte("x ="))
	if d, _ := draft.With("", broken); d == nil || d.Circuits[0].Tier != "local" {
		t.Error("an overlay that cannot be read is none")
	}
}

func TestDefaults(t *testing.T) {
	d := mustDesign(t, mustDraft(t, `schema = 1
[defaults.links]
carrier = "BT"
bfd = false
[defaults.circuits]
tier = "local"
tags = {x = "1"}
links.primary.carrier = "Colt"
[defaults.routers]
bfd = true
[defaults.peerings.private]
vlan_id = 100
[defaults.attachments]
cost = 5
[circuits.a]
peering_location = "London"
[circuits.b]
peering_location = "London"
tier = "premium"
tags = {y = "2"}
links.secondary = {bfd = true}
peerings.private = {}
peerings.microsoft = {}
[sites.s.routers.r]
[sites.s.routers.q]
bfd = false
[wans.w.attachments.x]
router = "s/r"
`), "")
	a, b := d.Circuits[0], d.Circuits[1]
	got := fmt.Sprint(a.Tier, b.Tier, a.Tags, b.Tags,
		a.Links.Primary.Carrier, a.Links.Primary.BFD.Known(), a.Links.Secondary.Carrier, a.Links.Secondary.Configured(),
		b.Links.Secondary.Carrier, b.Links.Secondary.BFD.Value(), a.Peerings.Private == nil, b.Peerings.Private.VLANID.Value(), b.Peerings.Microsoft.VLANID.Known(),
		Find(d.Sites[0].Routers, "r").BFD.Value(), Find(d.Sites[0].Routers, "q").BFD.Value(), d.WANs[0].Attachments[0].Cost.Value())
	if want := "localpremium[{x 1}][{x 1} {y 2}]Colttruefalse BTtrue true100falsetruefalse5"; strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("%s, want %s", got, want)
	}
	if p := b.Peerings.Private.At("vlan_id").Start(); p.Line != 12 {
		t.Errorf("the VLAN stands on line %d, want that of the default", p.Line)
	}
	if d.Has("defaults") {
		t.Error("the defaults are still there")
	}
}

// TestDrawnTwice draws a design twice, and many at once: each is its own.
func TestDrawnTwice(t *testing.T) {
	draft := mustDraft(t, generate(5)+"\n[options.o.circuits.er-1]\ntier = \"premium\"\n")
	first, second := mustDesign(t, draft, ""), mustDesign(t, draft, "")
	if first == second || first.Circuits[0] == second.Circuits[0] || len(first.Circuits[0].Connections) != 1 || len(second.Circuits[0].Connections) != 1 {
		t.Error("two drawings share their tables")
	}
	if statements(t, first) != statements(t, second) || first.Has("options") || second.Has("options") || len(first.Options) != 1 || len(second.Options) != 1 {
		t.Error("two drawings differ")
	}
	fresh := mustDraft(t, generate(5)+"\n[options.o.circuits.er-1]\ntier = \"premium\"\n")
	var all sync.WaitGroup
	seen := make([]*Design, 16)
	for i := range seen {
		all.Go(func() { seen[i], _ = fresh.Design([]string{"", "o"}[i%2]) })
	}
	all.Wait()
	for i, d := range seen {
		if d == nil || slices.Index(seen, d) != i || len(d.Circuits[1].Connections) != 1 || (d.Circuits[1].Tier == "premium") != (i%2 == 1) {
			t.Errorf("drawing %d: %v", i, d)
		}
	}
}

// TestSorted holds what the loader says to the order of the text.
func TestSorted(t *testing.T) {
	for _, name := range loadCases(t) {
		draft, diags := Read(loadFolder, name)
		sayings(t, diags)
		if draft == nil {
			continue
		}
		for _, option := range append([]string{""}, draft.Options()...) {
			_, diags := draft.Design(option)
			sayings(t, diags)
			if !slices.IsSortedFunc(diags, func(a, b diag.Diagnostic) int { return a.Place.Compare(b.Place) }) {
				t.Errorf("%s: %v", name, messages(diags))
			}
		}
	}
}
