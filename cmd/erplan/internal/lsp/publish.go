package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// publish sends what was found in a document to the editor.
func (s *Server) publish(d *document) error {
	out := []diagnostic{}
	for i := range d.findings {
		if f := &d.findings[i]; d.here(f.Place) || f.Severity == diag.Error {
			out = append(out, s.diagnostic(d, f))
		}
	}
	out = append(out, s.elsewhere(d)...)
	if !s.settings.hideUnknowns {
		out = append(out, d.unknowns()...)
	}
	return s.out.send(notification{"2.0", "textDocument/publishDiagnostics", publishParams{d.uri, d.version, out}})
}

// severities are those of the protocol: error, warning, information.
var severities = map[diag.Severity]int{diag.Error: 1, diag.Warning: 2, diag.Advice: 3}

// hint is the severity of what is shown with little emphasis.
const hint = 4

// diagnostic returns a finding as the editor shows it. An error in a file that
// the document extends is shown where it says so.
func (s *Server) diagnostic(d *document, f *finding) diagnostic {
	out := diagnostic{Severity: severities[f.Severity], Code: f.Rule, Source: "erplan", Message: f.Message}
	if len(f.options) > 0 {
		out.Message = fmt.Sprintf("with %s: %s", optionsOf(f.options), out.Message)
	}
	if f.Fix != "" {
		out.Message += "\n" + f.Fix
	}
	if f.Doubt != "" {
		out.Message += "\nDoubtful: " + f.Doubt
	}
	if r := rules.Find(s.Book, f.Rule); r != nil && len(r.Refs) > 0 {
		out.CodeDescription = &codeDescription{r.Refs[0].URL()}
	}
	out.Range = d.place(f.Place)
	if !d.here(f.Place) {
		start := f.Place.Start()
		out.Message = fmt.Sprintf("%s:%d:%d: %s", f.Place.Name(), start.Line, start.Col, out.Message)
		out.RelatedInformation = append(out.RelatedInformation, s.related(d, f.Place, "here"))
	}
	for _, r := range f.Related {
		out.RelatedInformation = append(out.RelatedInformation, s.related(d, r.Place, r.Message))
	}
	return out
}

func optionsOf(names []string) string {
	if len(names) == 1 {
		return "option " + names[0]
	}
	return "options " + rules.Some(names)
}

// elsewhere returns one diagnostic for each of the files that a document
// extends and each severity below error: what is found there in this design.
func (s *Server) elsewhere(d *document) []diagnostic {
	type group struct {
		file     *source.File
		severity diag.Severity
	}
	var order []group
	in := map[group][]related{}
	for _, f := range d.findings {
		if g := (group{f.Place.File, f.Severity}); !d.here(f.Place) && f.Severity != diag.Error {
			if in[g] == nil {
				order = append(order, g)
			}
			in[g] = append(in[g], s.related(d, f.Place, f.Message))
		}
	}
	var out []diagnostic
	for _, g := range order {
		list := in[g]
		out = append(out, diagnostic{
			Range: d.place(source.Place{File: g.file}), Severity: severities[g.severity], Source: "erplan", RelatedInformation: list,
			Message: fmt.Sprintf("%s has %s in this design", source.Clean(g.file.Name), plural(len(list), g.severity.String())),
		})
	}
	return out
}

// plural counts findings of a severity: 1 warning, 2 warnings, 3 advice.
func plural(n int, word string) string {
	if n == 1 || word == diag.Advice.String() {
		return fmt.Sprintf("%d %s", n, word)
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// related returns a place as information to another one.
func (s *Server) related(d *document, p source.Place, message string) related {
	if d.here(p) {
		return related{location{d.uri, d.span(p.Span)}, message}
	}
	t := &text{file: p.File, lines: lineStarts(p.File.Text)}
	return related{location{s.uri(s.home(d.uri), p.File.Name), t.span(p.Span)}, message}
}

// here reports whether a place is in the document itself.
func (d *document) here(p source.Place) bool { return p.File == nil || p.File.Name == d.name }

// place returns the range of a place of the document. One in another file
// stands where the document extends it, or at its start.
func (d *document) place(p source.Place) textRange {
	if d.here(p) {
		return d.span(p.Span)
	}
	if _, at := d.extends(); at != (source.Span{}) {
		return d.span(at)
	}
	return textRange{}
}

// unknowns returns one hint for each line of the document where something is
// not stated that rules need.
func (d *document) unknowns() []diagnostic {
	var order []int
	at := map[int][]diag.Diagnostic{}
	for _, u := range d.unknown {
		if line := d.position(u.Place.Span.Start).Line; d.here(u.Place) {
			if at[line] == nil {
				order = append(order, line)
			}
			at[line] = append(at[line], u)
		}
	}
	slices.Sort(order)
	out := make([]diagnostic, len(order))
	for i, line := range order {
		span := at[line][0].Place.Span
		for _, u := range at[line] {
			span = source.Span{Start: min(span.Start, u.Place.Span.Start), End: max(span.End, u.Place.Span.End)}
		}
		out[i] = diagnostic{Range: d.span(span), Severity: hint, Code: "unknown", Source: "erplan", Message: unknown(at[line])}
	}
	return out
}

// unknown says what is not stated at a place: the key that would say it, and
// for what. Of many, it says the first.
func unknown(list []diag.Diagnostic) string {
	const most = 6
	rows := make([]string, len(list))
	for i, u := range list {
		rows[i] = fmt.Sprintf("%s: %s (%s)", lastStep(u.Place.Path), u.Message, u.Rule)
	}
	if len(rows) == 1 {
		return "Not assessed: " + rows[0]
	}
	rows = compact(rows)
	head := fmt.Sprintf("%d checks cannot be assessed:\n", len(rows))
	if n := len(rows) - most; n > 0 {
		rows = append(rows[:most], fmt.Sprintf("and %d more", n))
	}
	return head + strings.Join(rows, "\n")
}

// compact sorts texts and drops those that are there twice.
func compact(list []string) []string {
	list = slices.Sorted(slices.Values(list))
	return slices.Compact(list)
}

// lastStep returns the key that a path ends with.
func lastStep(path string) string {
	keys, ok := source.SplitPath(path)
	if !ok || len(keys) == 0 {
		return path
	}
	return strings.TrimSpace(keys[len(keys)-1])
}
