package fix_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules/fix"
)

var update = flag.Bool("update", false, "write what the fixes give into the cases")

// TestCases runs the cases of testdata/fix: a text "before", and what safe
// fixes, and all fixes, make of it and say.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/fix/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := []txtar.File{ar.Files[0]}
			for _, unsafe := range []bool{false, true} {
				text, done := mend(t, ar.Files[0].Data, unsafe)
				label := map[bool]string{false: "safe", true: "unsafe"}[unsafe]
				got = append(got, txtar.File{Name: label, Data: text}, txtar.File{Name: label + " says", Data: []byte(done)})
			}
			ar.Files = got
			if *update {
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, _ := os.ReadFile(name)
			if diff := cmp.Diff(string(want), string(txtar.Format(ar))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// mend mends a text, and holds that a second time changes nothing and that no
// comment is lost but with the element it is behind.
func mend(t *testing.T, text []byte, unsafe bool) (out []byte, says string) {
	t.Helper()
	out, done := fix.Mend("erplan.toml", text, catalog.Embedded(), unsafe)
	if again, more := fix.Mend("erplan.toml", out, catalog.Embedded(), unsafe); string(again) != string(out) || len(more) > 0 {
		t.Errorf("the second time changes more:\n%s", cmp.Diff(string(out), string(again)))
	}
	for _, f := range done {
		says += fmt.Sprintf("%d: %s\n", f.Place.Start().Line, f.Title)
	}
	return out, says
}

// TestFinding makes a change of what a finding says.
func TestFinding(t *testing.T) {
	const text = "schema = 1\n[circuits.er.peerings.private]\nvlan_id = 1\nbgp_hold_time = 30\n[vnets.a]\nregion = \"x\"\nnmae = 1\n[options.o.circuits.er.peerings.private]\nvlan_id = 2\n[defaults.peerings.private]\nvlan_id = 2\n"
	f, _ := source.Parse("erplan.toml", []byte(text))
	peering := f.Root.Lookup("circuits").Lookup("er").Lookup("peerings").Lookup("private")
	option := f.Root.Lookup("options").Lookup("o").Lookup("circuits").Lookup("er").Lookup("peerings").Lookup("private").Lookup("vlan_id")
	defaults := f.Root.Lookup("defaults").Lookup("peerings").Lookup("private").Lookup("vlan_id")
	vnet := f.Root.Lookup("vnets").Lookup("a")
	for _, c := range []struct {
		rule, fix string
		at        source.Place
		want      string // of the text, what differs; "" for no fix
	}{
		{"a/b", "Write vlan_id = 101.", peering.Lookup("vlan_id").Place("circuits.er.peerings.private.vlan_id"), "vlan_id = 101\n"},
		{"a/b", "Write peer_asn = 65010, or leave it out.", peering.Lookup("vlan_id").Place("circuits.er.peerings.private.vlan_id"), "vlan_id = 1\npeer_asn = 65010\n"},
		{"a/b", "Write peer_asn = 65010.", peering.Place("circuits.er.peerings.private"), "vlan_id = 1\npeer_asn = 65010\n"},
		{"a/b", "Write primary_peer_address_prefix = \"10.0.0.0/30\" and secondary_peer_address_prefix = \"10.0.0.4/30\".", peering.Place("circuits.er.peerings.private"), ""},
		{"schema/wrong-type", "Write \"30s\" if seconds are meant.", peering.Lookup("bgp_hold_time").ValuePlace("x"), "bgp_hold_time = \"30s\"\n"},
		{"schema/wrong-type", "Write date = 2026-09-30.", vnet.Lookup("region").ValuePlace("x"), ""},
		{"link/unknown-region", "Did you mean \"uksouth\"?", vnet.Lookup("region").ValuePlace("x"), "region = \"uksouth\"\n"},
		{"schema/unknown-key", "Did you mean \"name\"?", vnet.Lookup("nmae").Place("x"), "name = 1\n"},
		{"link/unknown-region", "Did you mean \"uksouth\" or \"ukwest\"?", vnet.Lookup("region").ValuePlace("x"), ""},
		{"a/b", "Write sku = \"ErGw3AZ\".", peering.Place("circuits.er.peerings.private"), ""},
		{"a/b", "Write bfd = true.", option.Place("circuits.er.peerings.private.vlan_id"), "[options.o.circuits.er.peerings.private]\nvlan_id = 2\nbfd     = true\n"},
		{"a/b", "Write vlan_id = 3.", defaults.Place("circuits.er.peerings.private.vlan_id"), "[defaults.peerings.private]\nvlan_id = 3\n"},
		{"a/b", "Write bfd = true.", defaults.Place("circuits.er.peerings.private.vlan_id"), ""},
		{"a/b", "Write vlan_id = 7 at the hubs.", peering.Lookup("vlan_id").Place("circuits.er.peerings.private.vlan_id"), ""},
		{"a/b", "Write nat = {owner = \"customer\", pool = \"203.0.113.0/30\"}, and tell the owner.", peering.Place("circuits.er.peerings.private"), "nat           = {owner = \"customer\", pool = \"203.0.113.0/30\"}\n"},
		{"a/b", "Order a circuit from another provider.", peering.Place("circuits.er.peerings.private"), ""},
		{"a/b", "Write tags = [\"…\"].", peering.Place("circuits.er.peerings.private"), ""},
	} {
		got, ok := fix.Finding(&diag.Diagnostic{Rule: c.rule, Fix: c.fix, Place: c.at})
		if ok != (c.want != "") && !strings.Contains(c.fix, " and ") {
			t.Errorf("%s: got %v", c.fix, got)
			continue
		}
		if !ok {
			continue
		}
		out, _ := fix.Apply([]byte(text), []fix.Fix{got})
		if got.Safe || !strings.Contains(string(out), c.want) || string(out) == text {
			t.Errorf("%s gives\n%s", c.fix, out)
		}
	}
}

// TestChoices makes a fix of each name that may have been meant.
func TestChoices(t *testing.T) {
	f, _ := source.Parse("erplan.toml", []byte("[vnets.a]\nregion = \"uksuth\"\n"))
	at := f.Root.Lookup("vnets").Lookup("a").Lookup("region").ValuePlace("vnets.a.region")
	for text, want := range map[string]int{
		`Did you mean "uksouth" or "ussouth"?`: 2, `Did you mean "a", "b" or "c"?`: 3, `Did you mean "a" or "b" or "c"?`: 3,
		`Did you mean "uksouth"?`: 0, `Use one of: "a", "b".`: 0,
	} {
		if got := fix.Choices(&diag.Diagnostic{Fix: text, Place: at}); len(got) != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

// TestBytes keeps a byte-order mark and line ends.
func TestBytes(t *testing.T) {
	const before, after = "\ufeffschema = 1\r\n[circuits.er]\r\ntier = \"LOCAL\" # é\r\n[sites.dc]\r\nshared_risk = [\"a\",\r\n\"a\"]", "\ufeffschema = 1\r\n[circuits.er]\r\ntier = \"local\" # é\r\n[sites.dc]\r\nshared_risk = [\"a\"]"
	if out, _ := mend(t, []byte(before), false); string(out) != after {
		t.Errorf("got %q", out)
	}
}

// FuzzMend holds that any text can be mended, once.
func FuzzMend(f *testing.F) {
	for _, s := range []string{"", "schema = 1", "a = [", "[circuits.er]\nTier = \"LOCAL\"\ntier = 1\n", "[sites.dc]\nshared_risk = [1, 1, 1]\nprefixes = \"10.1.1.1/8\"\n", "[gateways.x]\nzones = [1,{},[]]\n[[exceptions]]\nRule = 'x'\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 2000 {
			mend(t, text, false)
			fix.Mend("erplan.toml", text, catalog.Embedded(), true)
		}
	})
}

// TestAttach gives findings their edits: those of spelling, those that their
// words say, and none to the others.
func TestAttach(t *testing.T) {
	f, _ := source.Parse("erplan.toml", []byte("schema = 1\n[circuits.er]\ntier = \"LOCAL\"\nbandwidth = \"1 Gbps\"\n"))
	er := f.Root.Lookup("circuits").Lookup("er")
	diags := []diag.Diagnostic{
		{Rule: "a/b", Fix: "Think.", Place: er.Lookup("tier").ValuePlace("circuits.er.tier")},
		{Rule: "a/b", Fix: "Write bandwidth = \"2 Gbps\".", Place: er.Lookup("bandwidth").Place("circuits.er.bandwidth")},
		{Rule: "a/b", Fix: "Think.", Place: er.Place("circuits.er")},
		{Rule: "a/b", Fix: "Write billing = \"metered\".", Place: er.Place("circuits.er"), Unknown: true},
		{Rule: "a/b", Place: source.Place{}},
	}
	fix.Attach(diags, catalog.Embedded())
	for i, want := range []string{`"local" true`, `"2 Gbps" false`, "", "", ""} {
		got := ""
		if e := diags[i].Edits; len(e) == 1 {
			got = fmt.Sprintf("%s %v", e[0].New, diags[i].Safe)
		}
		if got != want {
			t.Errorf("%d: got %q, want %q", i, got, want)
		}
	}
}
