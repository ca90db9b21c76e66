package planner

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// fuzzFS is what fuzzed designs may extend.
var fuzzFS = fstest.MapFS{
	"base.toml":  {Data: []byte("schema = 1\n[sites.hq.routers.ce1]\n[circuits.base]\npeering_location = \"London\"\nlinks.primary.router = \"hq/ce1\"\n[options.o.circuits.base]\ntier = \"local\"\n")},
	"empty.toml": {},
	"self.toml":  {Data: []byte("extends = \"self.toml\"\n")},
}

// FuzzLoad loads any bytes, the base and every option. Nothing may panic,
// diagnostics are sorted and have places inside their files, there is a design
// exactly where there is no error, and twice the same gives the same.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(generate(3)))
	for _, name := range loadSeeds(f) {
		text, err := fs.ReadFile(loadFolder, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(stripWants(text))
	}
	for _, s := range []string{"extends = \"base.toml\"\nremove = [\"options.o\"]", "extends = \"empty.toml\"", "extends = \"self.toml\"",
		"schema = 1\n[options.a]\nextends = \"b\"\n[options.b]\nremove = [\"sites.s\"]\n[options.b.sites.s]\n[sites.s]\n[defaults.sites]\ncity = \"x\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<14 {
			t.Skip("long texts take the library too long")
		}
		first := load(t, text)
		if again := load(t, text); !slices.Equal(first, again) {
			t.Fatalf("twice the same gives\n%q\n%q", first, again)
		}
	})
}

// loadSeeds returns the cases that are short enough to be seeds.
func loadSeeds(f *testing.F) []string {
	f.Helper()
	names, err := fs.Glob(loadFolder, "*.toml")
	if err != nil {
		f.Fatal(err)
	}
	return names
}

func stripWants(text []byte) []byte {
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i], _, _ = strings.Cut(line, " # want")
	}
	return []byte(strings.Join(lines, "\n"))
}

// load loads a text and returns what is said of it.
func load(t *testing.T, text []byte) []string {
	t.Helper()
	draft, diags := ReadText(fuzzFS, "design.toml", text)
	if (draft == nil) != diag.HasErrors(diags) {
		t.Fatalf("a draft, and errors: %v", messages(diags))
	}
	said := sayings(t, diags)
	if draft == nil {
		return said
	}
	for _, option := range append([]string{"", ""}, draft.Options()...) {
		d, more := draft.Design(option)
		if (d == nil) != diag.HasErrors(more) {
			t.Fatalf("a design, and errors: %v", messages(more))
		}
		if d != nil {
			sound(t, d)
		}
		said = append(said, sayings(t, more)...)
	}
	return said
}

// sayings holds diagnostics to be in order, inside their files and fit to be
// shown, and returns them as text.
func sayings(t *testing.T, diags []diag.Diagnostic) []string {
	t.Helper()
	if !slices.IsSortedFunc(diags, func(a, b diag.Diagnostic) int { return a.Place.Compare(b.Place) }) {
		t.Fatalf("not sorted: %v", messages(diags))
	}
	var out []string
	for _, d := range diags {
		p, q := d.Place.Start(), d.Place.End()
		if f := d.Place.File; f == nil || p.Line > f.Lines() || q.Line > f.Lines() || d.Place.Span.Start < 0 || d.Place.Span.End > len(f.Text) || d.Place.Span.End < d.Place.Span.Start {
			t.Fatalf("no place: %+v", d)
		}
		text := strings.Join([]string{d.Rule, d.Message, d.Fix, d.Place.Path}, "|")
		if _, bad := source.Control(text); bad || strings.ContainsAny(text, "\n\t") || d.Message == "" || d.Rule == "" || len(text) > 4000 {
			t.Fatalf("not fit to be shown: %q", text)
		}
		out = append(out, text)
	}
	return out
}

// sound holds a design to what the rules rely on: no link is nil that is
// promised not to be.
func sound(t *testing.T, d *Design) {
	t.Helper()
	for _, c := range d.Circuits {
		for _, l := range c.Links.All() {
			if l == nil || l.Circuit != c || l.Side == "" || l.RouterName != "" && l.Router == nil {
				t.Fatalf("%s: link %+v", c.Path(), l)
			}
		}
		for _, p := range c.PeeringList() {
			if p.Circuit != c || p.Kind == "" {
				t.Fatalf("%s: peering %+v", c.Path(), p)
			}
		}
	}
	for _, c := range d.Connections {
		if c.Circuit == nil || (c.Gateway == nil) == (c.Hub == nil) {
			t.Fatalf("%s is not linked", c.Path())
		}
		c.Azure()
	}
	for _, x := range d.VPNTunnels {
		if x.Site == nil || (x.Gateway == nil) == (x.Hub == nil) || slices.Contains(x.Routers, nil) {
			t.Fatalf("%s is not linked", x.Path())
		}
		x.Azure()
	}
	for _, g := range d.Gateways {
		if g.VNet == nil || g.Kind == "" {
			t.Fatalf("%s is not linked", g.Path())
		}
	}
	for _, h := range d.VirtualHubs {
		if h.WAN == nil {
			t.Fatalf("%s is not linked", h.Path())
		}
	}
	for _, g := range d.GlobalReach {
		if g.Circuits[0] == nil || g.Circuits[1] == nil {
			t.Fatalf("%s is not linked", g.Path())
		}
	}
	for _, s := range d.SiteLinks {
		if s.Ends[0] == nil || s.Ends[1] == nil {
			t.Fatalf("%s is not linked", s.Path())
		}
	}
	for _, w := range d.WANs {
		for _, a := range w.Attachments {
			if a.Router == nil || a.WAN != w {
				t.Fatalf("%s is not linked", a.Path())
			}
		}
	}
	for _, v := range d.VNets {
		for _, p := range v.Peerings {
			if p.To == nil || p.From != v {
				t.Fatalf("%s is not linked", p.Path())
			}
		}
	}
	for _, f := range d.Flows {
		if f.From == (Endpoint{}) || f.To == (Endpoint{}) {
			t.Fatalf("%s is not linked", f.Path())
		}
	}
	if d.Catalog == nil || d.File == nil || !slices.IsSorted(names(d.Circuits)) {
		t.Fatal("not finished")
	}
}
