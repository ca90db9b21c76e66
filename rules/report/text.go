package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// Text writes findings for people: the place, what is wrong, the line with a
// caret, how to mend it; then a summary.
func Text(w io.Writer, r *Report, o Options) error {
	t := &texter{w: bufio.NewWriter(w), color: o.Color}
	for i := range r.Designs {
		d := &r.Designs[i]
		if d.Option != "" && len(r.Designs) > 1 && d.counts() {
			t.printf("%s\n\n", t.paint(bold, "With "+d.title()+":"))
		}
		for j := range d.Findings {
			if d.Findings[j].Counts() {
				t.finding(&d.Findings[j])
			}
		}
		if o.Unknowns {
			for j := range d.Unknown {
				t.unknown(&d.Unknown[j])
			}
		}
	}
	for i := range r.Designs {
		if d := &r.Designs[i]; len(r.Designs) <= fewDesigns || d.counts() {
			t.summary(d)
		}
	}
	if len(r.Designs) > 1 {
		t.printf("%s\n", t.paint(bold, fmt.Sprintf("%d designs%s: %s", len(r.Designs), clear(r), counts(r.Count))))
	}
	t.next(r, o)
	return t.w.Flush()
}

// ANSI codes of the text format.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "1;36"
	faint  = "2"
)

func severityColor(s diag.Severity) string {
	return [...]string{faint, cyan, yellow, red}[s]
}

type texter struct {
	w     *bufio.Writer
	color bool
}

func (t *texter) printf(format string, args ...any) { fmt.Fprintf(t.w, format, args...) }

func (t *texter) paint(code, s string) string {
	if !t.color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *texter) finding(d *diag.Diagnostic) {
	start := d.Place.Start()
	t.printf("%s:%d:%d: %s %s %s\n", clean(d.Place.Name()), start.Line, start.Col,
		t.paint(severityColor(d.Severity), d.Severity.String()+":"), t.paint(bold, d.Message), t.paint(faint, "["+d.Rule+"]"))
	t.excerpt(d.Place)
	if d.Fix != "" {
		t.printf("      = fix: %s\n", d.Fix)
	}
	for _, rel := range d.Related {
		p := rel.Place.Start()
		t.printf("      = see: %s:%d:%d: %s\n", clean(rel.Place.Name()), p.Line, p.Col, rel.Message)
	}
	if d.Doubt != "" {
		t.printf("      = doubtful: %s\n", d.Doubt)
	}
	if d.Inferred {
		t.printf("      = inferred: Microsoft does not state this in so many words\n")
	}
	t.printf("\n")
}

func (t *texter) unknown(d *diag.Diagnostic) {
	start := d.Place.Start()
	t.printf("%s:%d:%d: %s %s: %s %s\n", clean(d.Place.Name()), start.Line, start.Col,
		t.paint(faint, "unknown:"), d.Place.Path, d.Message, t.paint(faint, "["+d.Rule+"]"))
}

// excerpt prints the first line of a place with carets below it.
func (t *texter) excerpt(p source.Place) {
	if p.File == nil || p.File.Text == "" {
		return
	}
	start, end := p.Start(), p.End()
	line := p.File.Line(start.Line)
	last := end.Col
	if end.Line > start.Line {
		last = len([]rune(line)) + 1
	}
	number := fmt.Sprintf("%4d", start.Line)
	t.printf(" %s | %s\n", t.paint(faint, number), line)
	t.printf("      | %s%s\n", indent(line, start.Col-1), t.paint(red, carets(line, start.Col-1, last-1)))
}

// indent returns white space as wide as the first n code points of a line.
func indent(line string, n int) string {
	var b strings.Builder
	for _, r := range line {
		if n--; n < 0 {
			break
		}
		switch {
		case r == '\t':
			b.WriteByte('\t')
		case wide(r):
			b.WriteString("  ")
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// carets returns carets as wide as the code points from start to end.
func carets(line string, start, end int) string {
	n, i := 0, 0
	for _, r := range line {
		if i >= start && i < end && !unicode.Is(unicode.Mn, r) {
			n++
			if wide(r) {
				n++
			}
		}
		i++
	}
	return strings.Repeat("^", max(n, 1))
}

// wide reports whether terminals give a rune two cells.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F300 && r <= 0x1FAFF
}

func (t *texter) summary(d *Design) {
	line := fmt.Sprintf("%s: %s", d.title(), counts(d.Count))
	if n := d.Excepted(); n > 0 {
		line += fmt.Sprintf(", %d accepted", n)
	}
	if n := d.Known(); n > 0 {
		line += fmt.Sprintf(", %d known", n)
	}
	if d.Rules > 0 {
		line += fmt.Sprintf("; %s, %d not assessed", plural(d.Rules, "rule"), len(d.Unknown))
	}
	t.printf("%s\n", t.paint(bold, line))
	if d.Bare {
		t.printf("There is nothing to check in it yet: it has no sites, circuits, virtual networks or gateways. erplan init writes a design to start from.\n")
	}
}

// fewDesigns is up to how many designs each has a line of its own, whether
// there is anything to say of it or not.
const fewDesigns = 20

// counts reports whether a design has findings that count.
func (d *Design) counts() bool {
	return slices.ContainsFunc(d.Findings, func(f diag.Diagnostic) bool { return f.Counts() })
}

// clear says how many of many designs have no findings.
func clear(r *Report) string {
	if len(r.Designs) <= fewDesigns {
		return ""
	}
	n := 0
	for i := range r.Designs {
		if !r.Designs[i].counts() {
			n++
		}
	}
	return fmt.Sprintf(", %d without findings", n)
}

// title names a design and its option.
func (d *Design) title() string {
	if d.Option == "" {
		return clean(d.File)
	}
	return clean(d.File) + " (option " + d.Option + ")"
}

func counts(count func(diag.Severity) int) string {
	e, w, a := count(diag.Error), count(diag.Warning), count(diag.Advice)
	if e+w+a == 0 {
		return "no findings"
	}
	return fmt.Sprintf("%s, %s, %d advice", plural(e, "error"), plural(w, "warning"), a)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// next names the command to try now.
func (t *texter) next(r *Report, o Options) {
	rule, worst := "", diag.Off
	houses := map[string]bool{}
	for _, r := range r.Book {
		houses[r.ID] = r.House
	}
	unknown := 0
	for i := range r.Designs {
		unknown += len(r.Designs[i].Unknown)
		for j := range r.Designs[i].Findings {
			if f := &r.Designs[i].Findings[j]; f.Severity > worst && f.Counts() && !houses[f.Rule] {
				rule, worst = f.Rule, f.Severity
			}
		}
	}
	switch {
	case rule != "":
		t.printf("%s\n", t.paint(faint, "Next: erplan explain "+rule))
	case unknown > 0 && !o.Unknowns:
		t.printf("%s\n", t.paint(faint, "Next: erplan check --unknowns lists what the design does not say"))
	}
}
