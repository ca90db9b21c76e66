package planner

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/diag"
)

// The cases of the loader are testdata/load/*.toml; what they extend is in
// testdata/load/parts. The base and every option of a case are loaded, and
// what is reported must be exactly what its comments want. A comment stands on
// the line of the diagnostic and gives its rule, its column, its message, its
// fix and its path, the last three as regular expressions in quotes:
//
//	tier = "gold" # want schema/bad-value@8 "none of: local" fix "one of" path "circuits.er.tier"
//
// Column, fix and path may be left out. One comment may hold several wants.
// "# want+1" and "# want-2" speak of a line below and above.

// loadFolder is where the cases are.
var loadFolder = os.DirFS("../testdata/load")

func TestLoad(t *testing.T) {
	for _, name := range loadCases(t) {
		t.Run(strings.TrimSuffix(name, ".toml"), func(t *testing.T) {
			got := loadAll(t, name)
			wants := wantsOf(t, name)
			if len(wants) == 0 && !strings.HasPrefix(name, "good") {
				t.Errorf("%s wants nothing; a case without errors is called good*", name)
			}
			for _, m := range unmet(wants, got) {
				t.Error(m)
			}
		})
	}
}

func loadCases(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(loadFolder, "*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	return names
}

// loadAll loads the base and every option of a case, and returns what is
// reported, each thing once.
func loadAll(t *testing.T, name string) []diag.Diagnostic {
	t.Helper()
	draft, diags := Read(loadFolder, name)
	if draft != nil {
		for _, option := range append([]string{""}, draft.Options()...) {
			design, more := draft.Design(option)
			if (design == nil) != diag.HasErrors(more) {
				t.Errorf("option %q: a design, and errors: %v", option, more)
			}
			diags = append(diags, more...)
		}
	}
	diag.Sort(diags)
	return slices.CompactFunc(diags, func(a, b diag.Diagnostic) bool {
		return a.Rule == b.Rule && a.Place == b.Place && a.Message == b.Message
	})
}

// A want is what a comment of a case expects.
type want struct {
	file               string
	line, column       int // column 0: any
	rule               string
	message, fix, path *regexp.Regexp
}

const quotedForm = "\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`"

var (
	wantForm = regexp.MustCompile(`# want([+-]\d+)? (.*)`)
	itemForm = regexp.MustCompile(`^([a-z]+/[a-z0-9-]+)(?:@(\d+))? (` + quotedForm + `)(?: fix (` + quotedForm + `))?(?: path (` + quotedForm + `))? *`)
	baseForm = regexp.MustCompile(`(?m)^extends = "(parts/[a-z-]+\.toml)"`)
)

// wantsOf reads the wants of a case and of the file that it extends.
func wantsOf(t *testing.T, name string) []want {
	t.Helper()
	text, err := fs.ReadFile(loadFolder, name)
	if err != nil {
		return nil
	}
	var out []want
	for i, line := range strings.Split(string(text), "\n") {
		if m := wantForm.FindStringSubmatch(line); m != nil {
			shift, _ := strconv.Atoi(m[1])
			out = append(out, wantsIn(t, name, i+1+shift, m[2])...)
		}
	}
	if m := baseForm.FindStringSubmatch(string(text)); m != nil {
		out = append(out, wantsOf(t, path.Join(path.Dir(name), m[1]))...)
	}
	return out
}

func wantsIn(t *testing.T, name string, line int, rest string) (out []want) {
	t.Helper()
	for rest != "" {
		m := itemForm.FindStringSubmatch(rest)
		if m == nil {
			t.Fatalf("%s:%d: cannot read the want %q", name, line, rest)
		}
		rest = rest[len(m[0]):]
		column, _ := strconv.Atoi(m[2])
		out = append(out, want{name, line, column, m[1], unquoted(t, m[3]), unquoted(t, m[4]), unquoted(t, m[5])})
	}
	return out
}

func unquoted(t *testing.T, s string) *regexp.Regexp {
	t.Helper()
	if s != "" {
		s = strings.ReplaceAll(s[1:len(s)-1], `\"`, `"`)
	}
	re, err := regexp.Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return re
}

func (w want) meets(d diag.Diagnostic) bool {
	p := d.Place.Start()
	return w.file == d.Place.Name() && w.line == p.Line && (w.column == 0 || w.column == p.Col) && w.rule == d.Rule &&
		w.message.MatchString(d.Message) && w.fix.MatchString(d.Fix) && w.path.MatchString(d.Place.Path)
}

// unmet says which wants nothing meets, and what nothing wants.
func unmet(wants []want, got []diag.Diagnostic) (out []string) {
	met := make([]bool, len(wants))
	for _, d := range got {
		found := false
		for i, w := range wants {
			if !found && !met[i] && w.meets(d) {
				met[i], found = true, true
			}
		}
		if !found {
			out = append(out, "not wanted: "+described(d))
		}
	}
	for i, w := range wants {
		if !met[i] {
			out = append(out, fmt.Sprintf("missing: %s:%d: %s@%d %q fix %q path %q", w.file, w.line, w.rule, w.column, w.message, w.fix, w.path))
		}
	}
	return out
}

func described(d diag.Diagnostic) string {
	p := d.Place.Start()
	return fmt.Sprintf("%s:%d: # want %s@%d %s fix %s path %s", d.Place.Name(), p.Line, d.Rule, p.Col, backquoted(d.Message), backquoted(d.Fix), backquoted(d.Place.Path))
}

func backquoted(s string) string {
	return "`" + strings.ReplaceAll(regexp.QuoteMeta(s), "`", ".") + "`"
}
