package change_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/change"
	"github.com/erplan/erplan/planner/compare"
)

func draftOf(t testing.TB, text string) *planner.Draft {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatalf("%v\n%s", diags, text)
	}
	return draft
}

func designOf(t testing.TB, text, option string) *planner.Design {
	t.Helper()
	d, diags := draftOf(t, text).Design(option)
	if d == nil {
		t.Fatalf("%s: %v", option, diags)
	}
	return d
}

// shipped returns the texts of the shipped designs.
func shipped(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/designs/*/erplan.toml")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	out := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(filepath.Dir(f))] = string(text)
	}
	return out
}

func impact(a, b *planner.Design) (*change.Diff, *change.Impact) {
	d := change.Between(a, b)
	x := compare.New([]compare.Subject{{Name: "a", Design: a}, {Name: "b", Design: b}}, compare.Settings{})
	return d, change.ImpactOf(x.Candidates[0], x.Candidates[1], d)
}

var unexported = cmpopts.IgnoreUnexported(change.Change{}, change.Diff{})

// TestInversion: for any two of the shipped designs and their options, the
// difference backwards is the difference turned round.
func TestInversion(t *testing.T) {
	var all []*planner.Design
	for _, text := range shipped(t) {
		draft := draftOf(t, text)
		for _, option := range append([]string{""}, draft.Options()...) {
			d, diags := draft.Design(option)
			if d == nil {
				t.Fatal(diags)
			}
			all = append(all, d)
		}
	}
	changes := 0
	for _, a := range all {
		for _, b := range all {
			there, back := change.Between(a, b), change.Between(b, a)
			if diff := cmp.Diff(there.Invert().Changes, back.Changes, unexported); diff != "" {
				t.Fatalf("%s to %s:\n%s", a.Info.DisplayName, b.Info.DisplayName, diff)
			}
			if diff := cmp.Diff(there.Changes, there.Invert().Invert().Changes, unexported); diff != "" {
				t.Fatalf("turned round twice:\n%s", diff)
			}
			changes += len(there.Changes)
			if a == b && len(there.Changes) > 0 {
				t.Fatalf("%s differs from itself: %+v", a.Info.DisplayName, there.Changes)
			}
		}
	}
	if changes < 1000 {
		t.Errorf("only %d changes were seen", changes)
	}
}

// shuffled puts the tables of a text in another order.
func shuffled(text string, r *rand.Rand) string {
	var head []string
	var blocks [][]string
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "["):
			blocks = append(blocks, []string{line})
		case len(blocks) == 0:
			head = append(head, line)
		default:
			blocks[len(blocks)-1] = append(blocks[len(blocks)-1], line)
		}
	}
	r.Shuffle(len(blocks), func(i, k int) { blocks[i], blocks[k] = blocks[k], blocks[i] })
	out := strings.Join(head, "\n")
	for _, b := range blocks {
		out += "\n" + strings.Join(b, "\n")
	}
	return out
}

// TestReordering: the same tables in another order, with other comments, are
// the same design, and nothing comes of it.
func TestReordering(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, text := range shipped(t) {
		a, b := designOf(t, text, ""), designOf(t, "# another comment\n"+shuffled(text, r), "")
		if d, i := impact(a, b); len(d.Changes) > 0 || !i.Empty() {
			t.Errorf("%s: %+v\n%+v", name, d.Changes, i)
		}
	}
}

var table = regexp.MustCompile(`(?m)^\[(sites|circuits|vnets|gateways|connections|flows|ports|vpn_tunnels|virtual_hubs|global_reach)\.([a-z][a-z0-9-]*)\]`)

// renamed writes a text in which a name is another one.
func renamed(text, from, to string) string {
	word := regexp.MustCompile(`(^|[^a-zA-Z0-9-])` + regexp.QuoteMeta(from) + `([^a-zA-Z0-9-]|$)`)
	for range 2 { // neighbours share a separator
		text = word.ReplaceAllString(text, "${1}"+to+"${2}")
	}
	return text
}

// TestRenaming: another name for one table is one renaming, and nothing comes
// of it.
func TestRenaming(t *testing.T) {
	tried := 0
	for name, text := range shipped(t) {
		a := designOf(t, text, "")
		for _, m := range table.FindAllStringSubmatch(text, -1) {
			if ambiguous(text, m[2]) {
				continue
			}
			b, diags := draftOf(t, renamed(text, m[2], "zz-"+m[2])).Design("")
			if b == nil {
				t.Fatal(m[2], diags)
			}
			d, i := impact(a, b)
			if !d.Empty() || d.Count(change.Renamed) != 1 || !i.Empty() {
				t.Errorf("%s: renaming %s %s: %+v\n%+v", name, m[1], m[2], d.Changes, i)
			}
			tried++
		}
	}
	if tried < 30 {
		t.Errorf("only %d tables were renamed", tried)
	}
}

// ambiguous reports whether a name is also that of something else, or a word.
func ambiguous(text, name string) bool {
	kinds := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\[(?:options\.[a-z0-9-]+\.)?([a-z_]+(?:\.[a-z0-9-]+\.(?:routers|internet_access|attachments))?)\.([a-z0-9-]+)`).FindAllStringSubmatch(text, -1) {
		if m[2] == name {
			kinds[m[1]] = true
		}
	}
	return len(kinds) > 1 || slices.Contains([]string{"private", "backup", "hub", "hq", "dc", "internet", "vpn", "pair"}, name)
}

const small = `
schema = 1
[requirements]
survive = ["link", "msee"]
[sites.hq]
prefixes = ["10.1.0.0/16", "10.2.0.0/16"]
[sites.hq.routers.r1]
[sites.hq.routers.r2]
bfd = true
[circuits.er]
service_provider = "Colt"
peering_location = "London"
bandwidth = "1 Gbps"
[circuits.er.links]
primary.router = "hq/r1"
secondary.router = "hq/r2"
[circuits.er.peerings.private]
vlan_id = 100
peer_asn = 65020
[vnets.hub]
region = "uksouth"
address_space = ["10.100.0.0/16"]
[gateways.gw]
kind = "expressroute"
vnet = "hub"
sku = "ErGw1AZ"
[connections.c]
circuit = "er"
gateway = "gw"
`

// told writes changes in short.
func told(d *change.Diff) string {
	var out []string
	for _, c := range d.Changes {
		text := c.Kind.String() + " " + c.Noun + " " + c.Name
		if c.Was != "" {
			text += " was " + c.WasName()
		}
		for _, v := range c.Values {
			if c.Kind == change.Changed {
				text += " " + v.Key + "(" + v.Old + "→" + v.New + ")"
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// TestWords: what was done is told in the words of the language.
func TestWords(t *testing.T) {
	a := designOf(t, small, "")
	for _, c := range []struct{ old, new, want string }{
		{`bandwidth = "1 Gbps"`, `bandwidth = "1000 Mbps"`, ""},
		{`service_provider = "Colt"`, `service_provider = "COLT"`, ""},
		{`region = "uksouth"`, `region = "UK South"`, ""},
		{`"10.1.0.0/16", "10.2.0.0/16"`, `"10.2.0.0/16", "10.1.0.0/16"`, ""},
		{`survive = ["link", "msee"]`, `survive = ["msee", "link"]`, ""},
		{"bfd = true\n", "", "changed router hq/r2 bfd(true→)"},
		{"[sites.hq.routers.r2]\nbfd = true\n", "[sites.hq.routers.r2]\n[defaults.routers]\nbfd = true\n", "changed router hq/r1 bfd(→true)"},
		{`bandwidth = "1 Gbps"`, `bandwidth = "2 Gbps"`, "changed circuit er bandwidth(1 Gbps→2 Gbps)"},
		{`primary.router = "hq/r1"`, `primary.router = "hq/r2"`, "changed link er/primary router(hq/r1→hq/r2)"},
		{`primary.router = "hq/r1"`, ``, "removed link er/primary"},
		{`vlan_id = 100`, `vlan_id = 101`, "changed peering er/private vlan_id(100→101)"},
		{`sku = "ErGw1AZ"`, "sku = \"ErGw1AZ\"\nzones = []", "changed gateway gw zones(→[])"},
		{`[sites.hq.routers.r2]`, "[sites.hq.routers.r3]\n[sites.hq.routers.r2]", "added router hq/r3"},
		{`[connections.c]`, "[flows.f]\nfrom = \"sites/hq\"\nto = \"vnets/hub\"\n[connections.c]", "added flow f"},
		{`[connections.c]`, `[connections.d]`, "renamed connection d was c"},
		{"[connections.c]\ncircuit = \"er\"\ngateway = \"gw\"\n", "", "removed connection c"},
		{"[connections.c]\ncircuit = \"er\"\ngateway = \"gw\"\n", "[connections.d]\ncircuit = \"er\"\ngateway = \"gw\"\nrouting_weight = 5\n", "removed connection c; added connection d"},
	} {
		text := strings.Replace(small, c.old, c.new, 1)
		if text == small {
			t.Fatalf("%q is not in the design", c.old)
		}
		if got := told(change.Between(a, designOf(t, text, ""))); got != c.want {
			t.Errorf("%q to %q:\n got %s\nwant %s", c.old, c.new, got, c.want)
		}
	}
}

// TestImpact: a second circuit makes its failures survivable, taking it away
// makes them fatal: the one is the other turned round.
func TestImpact(t *testing.T) {
	more := small + `
[circuits.er2]
service_provider = "Equinix"
peering_location = "Amsterdam"
bandwidth = "1 Gbps"
[circuits.er2.links]
primary.router = "hq/r1"
secondary.router = "hq/r2"
[circuits.er2.peerings.private]
vlan_id = 101
peer_asn = 65020
[connections.c2]
circuit = "er2"
gateway = "gw"
`
	a, b := designOf(t, small, ""), designOf(t, more, "")
	_, up := impact(a, b)
	_, down := impact(b, a)
	ids := func(list []compare.Fall) string {
		var out []string
		for _, f := range list {
			out = append(out, f.Component)
		}
		return strings.Join(out, " ")
	}
	want := "circuit:er connection:c peering-location:London provider:Colt"
	if ids(up.Shift.Survived) != want || up.Shift.Fatal != nil || up.Shift.New != nil {
		t.Errorf("up: %+v", up.Shift)
	}
	if ids(down.Shift.Fatal) != want || down.Shift.Survived != nil || down.Shift.Gone != nil {
		t.Errorf("down: %+v", down.Shift)
	}
	if len(up.Findings) != len(down.Solved) || len(up.Solved) != len(down.Findings) {
		t.Errorf("findings: %d and %d new, %d and %d solved", len(up.Findings), len(down.Findings), len(up.Solved), len(down.Solved))
	}
}
