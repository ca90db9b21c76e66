package lsp

import (
	"fmt"
	"io/fs"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// diagnose returns what is wrong in a text: what the loader says of the base
// and of each option, and what the rules say of the base.
func (s *Server) diagnose(fsys fs.FS, name, text string) []diag.Diagnostic {
	draft, out := planner.ReadText(fsys, name, []byte(text))
	if draft == nil {
		return s.describe(out)
	}
	d, more := draft.Design("")
	out = append(out, more...)
	if d != nil {
		found := rules.Run(d, s.Book, rules.Settings{})
		out = append(out, found.Findings...)
	}
	for _, option := range draft.Options() {
		_, more := draft.Design(option)
		for _, m := range more {
			if !has(out, m) {
				m.Message = fmt.Sprintf("with option %s: %s", option, m.Message)
				out = append(out, m)
			}
		}
	}
	diag.Sort(out)
	return s.describe(out)
}

// describe adds to findings of the loader what the book says of their rules.
func (s *Server) describe(list []diag.Diagnostic) []diag.Diagnostic {
	if s.Describe != nil {
		return s.Describe(list)
	}
	return list
}

func has(list []diag.Diagnostic, d diag.Diagnostic) bool {
	for i := range list {
		if list[i].Rule == d.Rule && list[i].Message == d.Message && list[i].Place.Compare(d.Place) == 0 {
			return true
		}
	}
	return false
}

// publish sends the findings of a text to the editor. Those in a file that the
// text extends are shown where it says so.
func (s *Server) publish(d *document) error {
	out := []diagnostic{}
	for i := range d.findings {
		if f := &d.findings[i]; f.Counts() {
			out = append(out, s.diagnostic(d, f))
		}
	}
	return s.out.send(notification{"2.0", "textDocument/publishDiagnostics", publishParams{d.uri, d.version, out}})
}

// severities are those of the protocol: error, warning, information.
var severities = map[diag.Severity]int{diag.Error: 1, diag.Warning: 2, diag.Advice: 3}

// diagnostic returns a finding as the editor shows it.
func (s *Server) diagnostic(d *document, f *diag.Diagnostic) diagnostic {
	out := diagnostic{Severity: severities[f.Severity], Code: f.Rule, Source: "erplan", Message: f.Message}
	if f.Fix != "" {
		out.Message += "\n" + f.Fix
	}
	if f.Doubt != "" {
		out.Message += "\nDoubtful: " + f.Doubt
	}
	if r := rules.Find(s.Book, f.Rule); r != nil && len(r.Refs) > 0 {
		out.CodeDescription = &codeDescription{r.Refs[0].URL()}
	}
	span, here := d.place(f.Place)
	out.Range = span
	if !here {
		start := f.Place.Start()
		out.Message = fmt.Sprintf("%s:%d:%d: %s", f.Place.Name(), start.Line, start.Col, out.Message)
	}
	for _, r := range f.Related {
		if span, here := d.place(r.Place); here {
			out.RelatedInformation = append(out.RelatedInformation, related{location{d.uri, span}, r.Message})
		}
	}
	return out
}

// place returns the range of a place of the text. One in another file stands
// where the text extends it, or at its start.
func (d *document) place(p source.Place) (textRange, bool) {
	if p.File == nil || p.File.Text == d.file.Text {
		return d.span(p.Span), true
	}
	if d.file.Root != nil {
		if v := d.file.Root.Lookup("extends"); v != nil {
			return d.span(v.Span), false
		}
	}
	return textRange{}, false
}
