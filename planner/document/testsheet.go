package document

import (
	"errors"
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/source"
)

// SheetMark is the first line of a test sheet.
const SheetMark = "# erplan test sheet"

// predicted begins the comments of a test sheet that are renewed; everything
// else in it is the tester's.
const predicted = "#: "

// mark is the byte-order mark that some editors begin a file with.
const mark = "\ufeff"

// ErrNoSheet says that a file is no test sheet.
var ErrNoSheet = errors.New("this file does not begin with \"" + SheetMark + "\", so erplan did not write it and leaves it alone")

// Sheet writes a test sheet: the tests of the plan, each as a table that a
// tester fills in, in the language of designs. Of a sheet that is there it
// renews what is predicted, adds tests that it lacks, and keeps everything
// else byte for byte.
func Sheet(d *Data, old string) (string, error) {
	list := d.trials()
	if strings.TrimSpace(old) == "" {
		return d.sheetHead() + d.sheetTables(list), nil
	}
	f, err := parseSheet("", old)
	if err != nil {
		return "", err
	}
	text := renewSheet(d, f, list)
	if strings.HasPrefix(old, mark) {
		text = mark + text
	}
	var missing []acceptance.Trial
	have := f.Root.Lookup("tests")
	for _, t := range list {
		if have == nil || have.Lookup(t.Name) == nil {
			missing = append(missing, t)
		}
	}
	if len(missing) > 0 && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text + d.sheetTables(missing), nil
}

func (d *Data) sheetHead() string {
	var b strings.Builder
	b.WriteString(SheetMark + "\n#\n")
	comment := func(s string) { b.WriteString(strings.TrimRight("# "+oneLine(s), " ") + "\n") }
	comment("Design: " + d.Name())
	comment("After each test take the # from its date, seconds and observed and write what was seen.")
	comment("seconds is the longest interruption of a flow that goes on. Outcomes of flows: survives,")
	comment("kept, moved, degraded, lost. A test without any of the three counts as not yet done.")
	comment("Lines that begin with #: are predictions, which erplan renews; all others are yours.")
	return b.String()
}

func (d *Data) sheetTables(list []acceptance.Trial) string {
	var b strings.Builder
	for i := range list {
		b.WriteString("\n" + d.sheetPrediction(&list[i]))
		b.WriteString(d.sheetTable(&list[i]))
	}
	return b.String()
}

// sheetPrediction writes what is predicted of a test, as comments.
func (d *Data) sheetPrediction(t *acceptance.Trial) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(predicted + oneLine(fmt.Sprintf(format, args...)) + "\n")
	}
	line("takes away %s: %s", t.Target, t.What)
	if t.Unknown != "" {
		line("no prediction: %s", t.Unknown)
		return b.String()
	}
	if len(t.Changed) == 0 {
		line("no flow is touched")
	}
	for i := range t.Changed {
		f := &t.Changed[i]
		text := fmt.Sprintf("flow %s: %s", d.Analysis.Flows[f.Flow].Name, f.Outcome)
		switch {
		case !f.Outcome.Survives() || !f.Recovery.Affected:
		case !f.Recovery.Known:
			text += ", interruption unknown"
		default:
			text += ", interrupted for " + view.Span(f.Recovery)
		}
		line("%s", text)
	}
	return b.String()
}

func (d *Data) sheetTable(t *acceptance.Trial) string {
	var observed []string
	for _, i := range d.watched(t) {
		observed = append(observed, fmt.Sprintf("%s = \"\"", tomlKey(d.Analysis.Flows[i].Name)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[tests.%s]\n", tomlKey(t.Name))
	fmt.Fprintf(&b, "kind   = %s\n", tomlString(string(t.Kind)))
	if t.Target != "" {
		fmt.Fprintf(&b, "target = %s\n", tomlString(t.Target))
	}
	if t.Done() {
		b.WriteString("# The design says already what was seen; what is written here counts instead.\n")
	}
	b.WriteString("#date     = 2026-01-31\n#seconds  = 0\n")
	fmt.Fprintf(&b, "#observed = { %s }\n", strings.Join(observed, ", "))
	b.WriteString("#note     = \"\"\n")
	return b.String()
}

// watched returns the flows that a tester is asked about: those that a test
// touches or, where it touches none, all; the first of many.
func (d *Data) watched(t *acceptance.Trial) []int {
	var out []int
	for i := range t.Changed {
		out = append(out, t.Changed[i].Flow)
	}
	if out == nil {
		for i := range d.Analysis.Flows {
			out = append(out, i)
		}
	}
	return out[:min(len(out), mostResults)]
}

// renewSheet writes the predictions of a sheet anew. Where they lie in a text is known from the reader of TOML, so that a
// line within a string is never taken for a comment.
func renewSheet(d *Data, f *source.File, list []acceptance.Trial) string {
	at := map[int]*acceptance.Trial{} // by offset of the header
	for _, s := range f.Statements() {
		if !s.Header || len(s.Names) != 2 || s.Names[0].Text != "tests" {
			continue
		}
		for i := range list {
			if list[i].Name == s.Names[1].Text {
				at[lineStart(f.Text, s.Names[0].Span.Start)] = &list[i]
			}
		}
	}
	drop := map[int]bool{} // by start of the line
	for _, c := range f.Comments {
		if start := lineStart(f.Text, c.Start); start == c.Start && strings.HasPrefix(f.Text[c.Start:], strings.TrimSpace(predicted)) {
			drop[start] = true
		}
	}
	var b strings.Builder
	for offset := 0; offset < len(f.Text); {
		end := len(f.Text)
		if n := strings.IndexByte(f.Text[offset:], '\n'); n >= 0 {
			end = offset + n + 1
		}
		if t := at[offset]; t != nil {
			b.WriteString(d.sheetPrediction(t))
		}
		if !drop[offset] {
			b.WriteString(f.Text[offset:end])
		}
		offset = end
	}
	return b.String()
}

func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

// parseSheet reads the text of a test sheet.
func parseSheet(name, text string) (*source.File, error) {
	if !strings.HasPrefix(strings.TrimPrefix(text, mark), SheetMark) {
		return nil, ErrNoSheet
	}
	f, faults := source.Parse(name, []byte(text))
	if len(faults) > 0 {
		p := f.Pos(faults[0].Span.Start)
		return nil, fmt.Errorf("%d:%d: %s", p.Line, p.Col, faults[0].Message)
	}
	for _, e := range f.Root.Entries() {
		if e.Name != "tests" || e.Value.Kind != source.Table {
			p := e.Value.Place(e.Name).Start()
			return nil, fmt.Errorf("%d:%d: a test sheet holds tables [tests.NAME] alone, not %s", p.Line, p.Col, source.Quote(e.Name))
		}
	}
	return f, nil
}

// tomlKey writes a name as a key, and tomlString a text as a string.
func tomlKey(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "" {
		return s
	}
	return tomlString(s)
}

func tomlString(s string) string { return edit.Value(s) }

// oneLine makes a text fit for a comment: one line, without what acts on a
// terminal, and not longer than a reader likes.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Map(func(r rune) rune {
		if _, bad := source.Control(string(r)); bad {
			return '\ufffd'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 300 {
		s = string(r[:299]) + "…"
	}
	return source.Mask(s)
}
