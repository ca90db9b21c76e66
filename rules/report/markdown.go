package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// commentLimit is how many bytes of findings a Markdown report holds: a
// comment on GitHub ends at 65,536 characters, and the summary needs some.
const commentLimit = 60_000

// Markdown writes the report as a comment on a change: the verdict, then a
// table for each design with findings, then what is set aside or unknown. A
// marker in the first line lets a bot find its own comment again.
func Markdown(w io.Writer, r *Report, _ Options) error {
	var b strings.Builder
	b.WriteString("<!-- erplan:check -->\n")
	fmt.Fprintf(&b, "### %s\n\n", verdict(r))
	left, dropped, clear := commentLimit, 0, 0
	for i := range r.Designs {
		d := &r.Designs[i]
		if len(r.Designs) > fewDesigns && !d.counts() {
			clear++
			continue
		}
		dropped += markdownDesign(&b, d, &left)
	}
	if clear > 0 {
		fmt.Fprintf(&b, "%s without findings.\n\n", plural(clear, "design"))
	}
	if dropped > 0 {
		fmt.Fprintf(&b, "%s more did not fit into this comment; `erplan check` prints them all.\n\n", plural(dropped, "finding"))
	}
	fmt.Fprintf(&b, "<sub>%s %s, catalogue %s</sub>\n", r.Tool.Name, r.Tool.Version, r.Tool.Catalog)
	_, err := io.WriteString(w, b.String())
	return err
}

func verdict(r *Report) string {
	what := "the design"
	if len(r.Designs) != 1 {
		what = plural(len(r.Designs), "design")
	} else if name := r.Designs[0].Name; name != "" {
		what = inline(name)
	}
	sign := "✅"
	switch {
	case r.Count(diag.Error) > 0:
		sign = "❌"
	case r.Count(diag.Warning)+r.Count(diag.Advice) > 0:
		sign = "⚠️"
	}
	return fmt.Sprintf("%s erplan: %s: %s", sign, what, counts(r.Count))
}

// tableHead starts the table of a design's findings.
const tableHead = "| | Finding | Where | How to mend it |\n| --- | --- | --- | --- |\n"

// markdownDesign writes one design and returns how many findings did not fit.
// A design of which nothing fits is left out.
func markdownDesign(b *strings.Builder, d *Design, left *int) (dropped int) {
	title := "`" + strings.ReplaceAll(clean(d.File), "`", "'") + "`"
	if d.Option != "" {
		title += ", option " + inline(d.Option)
	}
	title = fmt.Sprintf("**%s** — %s%s\n\n", title, counts(d.Count), setAside(d))
	*left -= len(title) + len(tableHead)
	var rows strings.Builder
	for i := range d.Findings {
		f := &d.Findings[i]
		if !f.Counts() {
			continue
		}
		row := markdownRow(f)
		if *left -= len(row); *left < 0 {
			dropped++
			continue
		}
		rows.WriteString(row)
	}
	if rows.Len() > 0 {
		b.WriteString(title + tableHead + rows.String() + "\n")
	} else if *left >= 0 {
		b.WriteString(title)
	}
	return dropped
}

func setAside(d *Design) string {
	var parts string
	if n := d.Excepted(); n > 0 {
		parts += fmt.Sprintf(", %d accepted", n)
	}
	if n := d.Known(); n > 0 {
		parts += fmt.Sprintf(", %d in the baseline", n)
	}
	if n := len(d.Unknown); n > 0 {
		parts += fmt.Sprintf(", %d not assessed", n)
	}
	return parts
}

func markdownRow(f *diag.Diagnostic) string {
	at := f.Place.Start()
	sign := [...]string{"", "💡 advice", "⚠️ warning", "❌ error"}[f.Severity]
	return fmt.Sprintf("| %s | %s<br><sub>%s</sub> | %s:%d | %s |\n", sign, inline(f.Message), f.Rule,
		inline(f.Place.Name()), at.Line, inline(f.Fix))
}

// inline writes text that Markdown takes for nothing but text, on one line.
func inline(s string) string { return source.Markdown(clean(s)) }
