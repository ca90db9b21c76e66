package planner

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/erplan/erplan/planner/diag"
)

// slowest is how long a hostile text may take. On a quiet machine none takes
// much more than a second.
const slowest = 30 * time.Second

var times = strings.Repeat

// numbered writes a format n times, with the number of each.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// hostile returns texts that are large, deep, long or all wrong.
func hostile() []struct{ name, text string } {
	return []struct{ name, text string }{
		{"brackets 1,000", "x = " + times("[", 1000)},
		{"brackets 1,000,000", "x = " + times("[", 1e6)},
		{"brackets closed", "x = " + times("[", 1e5) + times("]", 1e5)},
		{"braces 1,000,000", "x = " + times("{a=", 1e6)},
		{"dots 1,000,000", times("a.", 1e6) + "b = 1"},
		{"header of dots", "[" + times("a.", 1e6) + "b]"},
		{"headers of brackets", times("[", 1e6)},
		{"braces and dots", "x = " + times("{"+times("a.", 98)+"b = ", 1e4)},
		{"as deep and as often as allowed: dots", numbered(410, times("a.", 98)+"k# = 1\n")},
		{"as deep and as often as allowed: headers", numbered(5000, "["+times("a.", 98)+"k#]\n")},
		{"as deep and as often as allowed: both", numbered(20, "["+times("a.", 49)+"k#]\n"+numbered(38, times("b.", 49)+"k# = 1\n"))},
		{"as deep and as often as allowed: braces", numbered(810, "x# = "+times("{a = ", 98)+"1"+times("}", 98)+"\n")},
		{"as deep and as often as allowed: braces and dots", numbered(1100, "x# = "+times("{a.b.c.d.e = ", 16)+"1"+times("}", 16)+"\n")},
		{"as deep and as often as allowed: brackets", numbered(5000, "x# = "+times("[", 99)+times("]", 99)+"\n")},
		{"as deep and more often than allowed", numbered(4000, times("a.", 98)+"k# = 1\n")},
		{"less deep and often", numbered(5000, times("a.", 14)+"k# = {a = {b = 1}}\n")},
		{"long key", times("x", 1e6) + " = 1\n" + numbered(1000, "k# = 1\n")},
		{"long header", "[" + times("x", 1e6) + "]\n" + numbered(1000, "k# = 1\n")},
		{"long quoted key", "\"" + times("x", 1e6) + "\".a = 1\n"},
		{"long keys as allowed", numbered(1000, "["+times("x", 990)+"#]\na = 1\nb = 2\n")},
		{"100,000 keys", numbered(1e5, "key-# = 1\n")},
		{"20,000 keys of a table", "[circuits.a.tags]\n" + numbered(2e4, "key-# = \"x\"\n")},
		{"20,000 keys in braces", "circuits.a.tags = {" + numbered(2e4, "key-# = \"x\", ") + "}"},
		{"20,000 escaped keys", "[circuits.a.tags]\n" + numbered(2e4, "\"\\u0041#\" = \"x\"\n")},
		{"20,000 names", numbered(2e4, "[sites.s#]\n")},
		{"20,000 exceptions", numbered(2e4, "[[exceptions]]\nrule = \"x\"\nreason = \"x\"\n")},
		{"10,000 unknown keys", "[circuits.a]\n" + numbered(1e4, "bandwidth# = 1\n")},
		{"10,000 unknown keys elsewhere", numbered(1e4, "[circuits.a#]\nvlan_id = 1\n")},
		{"10,000 wrong types", numbered(1e4, "[circuits.a#]\nbandwidth = 1\n")},
		{"10,000 wrong words", numbered(1e4, "[circuits.a#]\ntier = \"standart\"\n")},
		{"10,000 bad names", numbered(1e4, "[circuits.A#]\n")},
		{"10,000 wrong references", numbered(1e4, "[circuits.a#]\npeering_location = \"London\"\nmigration_of = \"b#\"\nlinks.primary.router = \"s/r#\"\n[sites.s#.routers.r]\n")},
		{"10,000 wrong regions", numbered(1e4, "[vnets.a#]\nregion = \"uksoth#\"\n")},
		{"10,000 wrong services", "[sites.s]\n" + numbered(1e4, "[flows.a#]\nfrom = \"sites/s\"\nto = \"microsoft/exchange#\"\n")},
		{"10,000 wrong skus", "[vnets.v]\n" + numbered(1e4, "[gateways.a#]\nkind = \"vpn\"\nvnet = \"v\"\nsku = \"VpnGv#\"\n")},
		{"10,000 wrong removals", numbered(1e3, "[sites.s#]\n") + "[options.o]\nremove = [" + numbered(1e4, "\"sites.x#\", ") + "]\n"},
		{"10,000 removals", numbered(1e4, "[sites.s#]\n") + "[options.o]\nremove = [" + numbered(1e4, "\"sites.s#\", ") + "]\n"},
		{"10,000 errors on one line", "circuits = {" + numbered(1e4, "a# = {tier = \"x\"}, ") + "}"},
		{"10,000 secrets on one line", "circuits = {" + numbered(1e4, "a# = {psk = \"x\"}, ") + "}"},
		{"10,000 overrides", numbered(1e4, "[catalog_overrides.regions.r#]\nname = \"x\"\nreason = \"x\"\nsource = \"x\"\n")},
		{"text of 10 MB", "[design]\ndescription = \"" + times("x", 10<<20) + "\""},
		{"text of 2 MB, escaped", "[design]\ndescription = \"" + times(`\n`, 1<<20) + "\""},
		{"text of 2 MB, refused", "[circuits.a]\ntier = \"" + times("x", 2<<20) + "\""},
		{"bandwidth of 2 MB", "[circuits.a]\nbandwidth = \"" + times("1", 2<<20) + "\""},
		{"duration of 2 MB", "[requirements]\nrecovery_time = \"" + times("1s", 1<<20) + "\""},
		{"prefix of 2 MB", "[sites.a]\nprefixes = [\"" + times("1.", 1<<20) + "\"]"},
		{"reference of 2 MB", "[circuits.a]\npeering_location = \"London\"\nmigration_of = \"" + times("x", 2<<20) + "\"\n" + numbered(1000, "[circuits.b#]\npeering_location = \"London\"\n")},
		{"region of 2 MB", "[vnets.a]\nregion = \"" + times("x", 2<<20) + "\""},
		{"removal of 2 MB", "[options.o]\nremove = [\"" + times("x.", 1<<20) + "\"]"},
		{"comment of 2 MB", "#" + times("x", 2<<20)},
		{"blanks of 2 MB", times(" ", 2<<20)},
		{"lines of 2 MB", times("\n", 2<<20)},
		{"quotes of 1 MB", "a = 1\n" + times("\"", 1<<20)},
		{"quotes and backslashes", "a = " + times("\\\"", 1<<19)},
		{"quoted parts", "a = 1 " + times("\"a\".", 1<<18)},
		{"array of 100,000", "[design]\nauthors = [" + times("\"x\",", 1e5) + "]"},
		{"array of numbers", "[sites.a]\ncoordinates = [" + times("1,", 1e5) + "]"},
		{"10,000 wrong bases of options", numbered(1e4, "[options.o#]\nextends = \"p#\"\n")},
		{"chain of options", "[options.o0]\n" + chainOf(10000)},
		{"circle of options", "[options.o0]\nextends = \"o9999\"\n" + chainOf(10000)},
		{"hub of hubs", "[vnets.v0]\n" + numbered(10000, "[vnets.w#]\nhub = \"v0\"\n")},
	}
}

// chainOf writes options that build each on the one before.
func chainOf(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "[options.o%d]\nextends = \"o%d\"\n", i, i-1)
	}
	return b.String()
}

func TestHostile(t *testing.T) {
	for _, test := range hostile() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			text := "schema = 1\n" + test.text
			draft, diags := ReadText(nil, "x.toml", []byte(text))
			if draft != nil {
				for _, option := range append([]string{""}, draft.Options()...) {
					_, more := draft.Design(option)
					diags = append(diags, more...)
				}
			}
			for i := range diags {
				show(t, &diags[i])
			}
			took := time.Since(start)
			t.Logf("%8d bytes %6d findings %8v %.100s", len(text), len(diags), took.Round(time.Millisecond), messages(diags[:min(1, len(diags))]))
			if took > slowest {
				t.Errorf("took %v", took)
			}
		})
	}
}

// show does with a diagnostic what a report does, and holds it to a size that
// can be shown.
func show(t *testing.T, d *diag.Diagnostic) {
	d.Place.Start()
	d.Place.End()
	for _, s := range []string{d.Message, d.Fix, d.Place.Path} {
		if len(s) > 4000 {
			t.Errorf("%s: %d bytes: %.200s…", d.Rule, len(s), s)
		}
	}
}

// TestExtendsDeep builds files on files, more than are read.
func TestExtendsDeep(t *testing.T) {
	for n, deep := range map[int]bool{deepest - 1: false, 5000: true} {
		files := fstest.MapFS{"0.toml": {Data: []byte("schema = 1\n")}}
		for i := 1; i <= n; i++ {
			files[fmt.Sprintf("%d.toml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "extends = \"%d.toml\"\nsites.s%d = {}\n", i-1, i)}
		}
		draft, diags := Read(files, fmt.Sprintf("%d.toml", n))
		if deep != diag.HasErrors(diags) || deep != (draft == nil) {
			t.Errorf("%d files: %v", n, messages(diags))
		}
		if deep {
			continue
		}
		if d, diags := draft.Design(""); d == nil || len(d.Sites) != n {
			t.Errorf("%d files: %v", n, messages(diags))
		}
	}
}

// spyFS notes which files are asked for.
type spyFS struct {
	fstest.MapFS
	asked *[]string
}

func (s spyFS) ReadFile(name string) ([]byte, error) {
	*s.asked = append(*s.asked, name)
	return fs.ReadFile(s.MapFS, name)
}

// TestExtendsStaysInside holds a base to the folder, whatever it is called.
func TestExtendsStaysInside(t *testing.T) {
	for _, target := range []string{
		"../x.toml", "../../x.toml", "/x.toml", "//x.toml", "a/../../x.toml", `..\x.toml`, `a\x.toml`, `\x.toml`, `C:\x.toml`,
		"", ".", "..", "a/", "./..", "\x00", "x.toml\x00", "\u202e.toml",
	} {
		var asked []string
		files := spyFS{fstest.MapFS{"in/design.toml": {Data: fmt.Appendf(nil, "schema = 1\nextends = %s\n", tomlText(target))}}, &asked}
		inside, err := fs.Sub(files, "in")
		if err != nil {
			t.Fatal(err)
		}
		draft, diags := Read(inside, "design.toml")
		if draft != nil || len(diags) != 1 || diags[0].Rule != "schema/bad-extends" || diags[0].Place.Start().Line != 2 {
			t.Errorf("%q: %v", target, messages(diags))
		}
		for _, name := range asked {
			if !strings.HasPrefix(name, "in/") {
				t.Errorf("%q: asked for %q", target, name)
			}
		}
		if strings.ContainsAny(messages(diags)[0], "\x00\u202e") {
			t.Errorf("%q is shown as %q", target, messages(diags))
		}
	}
}

// tomlText writes a string as TOML does.
func tomlText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, "\x00", `\u0000`, "\u202e", `\u202e`).Replace(s) + `"`
}
