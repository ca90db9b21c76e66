package document_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/document/living"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

var update = flag.Bool("update", false, "write the golden files anew")

const designs = "../../testdata/designs"

// shipped returns the files of the designs that come with the program.
func shipped(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(designs + "/*/erplan.toml")
	if err != nil || len(files) < 11 {
		t.Fatal("designs are missing:", files, err)
	}
	return files
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// data makes the data of the text of a design, as the command does.
func data(t testing.TB, text, option string) *document.Data {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design(option)
	if d == nil {
		t.Fatal(diags)
	}
	a := outcome.New(d, outcome.Settings{})
	out := document.NewData(a, rules.Run(d, book.Rules, rules.Settings{Outcome: func() *outcome.Analysis { return a }}), book.Rules, document.Tool{Name: "erplan", Catalog: d.Catalog.Edition()}, "erplan.toml")
	var subjects []compare.Subject
	for _, name := range append([]string{""}, draft.Options()...) {
		one, loaded := draft.Design(name)
		title := name
		if name == "" {
			title = "base"
		}
		if one != nil {
			subjects = append(subjects, compare.Subject{Name: title, Option: name, Title: draft.Name(), Description: draft.Description(name), Design: one, Loaded: loaded})
		}
	}
	if len(subjects) > 1 {
		out.Comparison = compare.New(subjects, compare.Settings{})
	}
	return out
}

// written returns a new document.
func written(t testing.TB, d *document.Data, wanted []string) string {
	t.Helper()
	text, err := document.New(d, wanted)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestGolden compares documents with design.md beside the design, which was
// read by a person.
func TestGolden(t *testing.T) {
	for _, name := range []string{"maximum", "virtual-wan", "direct-microsoft"} {
		t.Run(name, func(t *testing.T) {
			got := written(t, data(t, readFile(t, filepath.Join(designs, name, "erplan.toml")), ""), nil)
			golden := filepath.Join(designs, name, "design.md")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(strings.Split(readFile(t, golden), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got); go test ./planner/document -update writes it:\n%s", golden, diff)
			}
		})
	}
}

var link = regexp.MustCompile(`\]\(#([^)]*)\)`)

// TestShipped holds for every shipped design and option what holds for all
// documents: links lead somewhere, tables are whole, a second run changes
// nothing, and a page can be made.
func TestShipped(t *testing.T) {
	for _, file := range shipped(t) {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			text := readFile(t, file)
			d := data(t, text, "")
			for _, option := range append([]string{""}, optionNames(d)...) {
				checkDocument(t, text, option)
			}
		})
	}
}

func optionNames(d *document.Data) []string {
	var out []string
	for _, o := range d.Design.Options {
		out = append(out, o.Name())
	}
	return out
}

func checkDocument(t *testing.T, design, option string) {
	t.Helper()
	d := data(t, design, option)
	text := written(t, d, nil)
	if option == "" {
		if again := written(t, data(t, design, option), nil); again != text {
			t.Errorf("a second run differs:\n%s", cmp.Diff(text, again))
		}
	}
	renewed, err := document.Renew(d, text, nil)
	if err != nil || renewed != text {
		t.Errorf("option %q: renewing changes the document: %v\n%s", option, err, cmp.Diff(text, renewed))
	}
	var anchors block.Anchors
	have := map[string]bool{}
	for line := range strings.Lines(text) {
		if heading := strings.TrimLeft(line, "#"); heading != line && strings.HasPrefix(heading, " ") {
			have[anchors.For(strings.TrimSpace(heading))] = true
		}
	}
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		if !have[m[1]] {
			t.Errorf("option %q: a link leads to #%s, which is no heading", option, m[1])
		}
	}
	checkTables(t, text)
	page, err := document.Page(d, text)
	if err != nil || !strings.Contains(page, "<svg") || strings.Contains(page, "flowchart LR") || strings.Contains(page, "erplan:begin") {
		t.Errorf("option %q: the page has no drawing, or marks of Markdown: %v", option, err)
	}
}

// checkTables holds that every row of a table has the cells of its heading.
func checkTables(t *testing.T, text string) {
	t.Helper()
	columns := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(line, "|")
		if columns == 0 {
			columns = n
		}
		if n != columns {
			t.Errorf("%d bars, not %d: %s", n, columns, line)
		}
	}
}

// TestPresets holds that the presets are what readers need: the high-level
// document is a part of the low-level one.
func TestPresets(t *testing.T) {
	high, low := document.Select(document.HighLevel), document.Select(document.LowLevel)
	for _, id := range high {
		if !slices.Contains(low, id) {
			t.Errorf("%s is in the high-level document alone", id)
		}
	}
	if !slices.Contains(high, "summary") || slices.Contains(high, "peerings") || !slices.Contains(low, "peerings") {
		t.Errorf("high level: %q; low level: %q", high, low)
	}
	d := data(t, readFile(t, designs+"/maximum/erplan.toml"), "")
	text := written(t, d, high)
	if strings.Contains(text, "erplan:begin peerings") || strings.Contains(text, "(#routing)") {
		t.Error("the high-level document has sections of the low-level one, or leads to them")
	}
	seen := map[string]bool{}
	for _, s := range document.Sections {
		if seen[s.ID] || !living.ValidID(s.ID) || s.Title == "" || s.Preset == 0 || s.Build == nil {
			t.Errorf("section %q is not sound", s.ID)
		}
		seen[s.ID] = true
	}
}

// TestEdit holds that one field that changes is seen where it belongs, and
// that what people wrote is kept.
func TestEdit(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	text := written(t, data(t, design, ""), nil)
	mine := "\nOur own words, with <b>markup</b>, tabs\tand no end"
	old := strings.Replace(text, living.End("summary")+"\n", living.End("summary")+"\n"+mine+"\n\n", 1) + mine
	got, err := document.Renew(data(t, strings.Replace(design, `"600 Mbps"`, `"700 Mbps"`, 1), ""), old, nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(got, mine) != 2 || !strings.HasSuffix(got, mine) {
		t.Error("what people wrote is not kept")
	}
	diff := living.Diff("design.md", old, got)
	for _, want := range []string{"-| `erp` | `sites/dc-amsterdam` | `vnets/hub` | 600 Mbps |", "+| `erp` | `sites/dc-amsterdam` | `vnets/hub` | 700 Mbps |"} {
		if !strings.Contains(diff, want) {
			t.Errorf("the diff does not show %q:\n%s", want, diff)
		}
	}
}

// TestRenewKeepsTheChoice holds that a section that somebody took out does not
// come back by itself, and comes to its place when it is asked for.
func TestRenewKeepsTheChoice(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	text := written(t, data(t, design, ""), []string{"summary", "findings"})
	got, err := document.Renew(data(t, design, ""), text, nil)
	if err != nil || got != text {
		t.Errorf("sections come back: %v\n%s", err, cmp.Diff(text, got))
	}
	got, err = document.Renew(data(t, design, ""), text, []string{"routing"})
	if err != nil {
		t.Fatal(err)
	}
	f, err := living.Parse(got)
	if err != nil || !slices.Equal(f.Sections(), []string{"summary", "routing", "findings"}) {
		t.Errorf("%v: %q", err, f.Sections())
	}
	for text, want := range map[string]string{
		"":         "no markers",
		"# Mine\n": "no markers",
		living.Begin("sumary") + "\n" + living.End("sumary"):                                          `did you mean "summary"`,
		living.Begin("summary") + "\n" + living.Begin("risks") + "\n" + living.End("risks") + "\nx\n": "before section",
	} {
		if _, err := document.Renew(data(t, design, ""), text, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}
