package rules

import (
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// Edit says that the finding is mended by writing a value, as TOML has it, in
// the place of another one of the same file. A fix is safe where the design
// means the same afterwards, or plainly what its author meant. It is left out
// where the place is in another file than the finding.
func (f Finding) Edit(at source.Place, value string, safe bool) Finding {
	if at.File == f.d.Place.File && at.File != nil {
		f.d.Edits = append(f.d.Edits, diag.Edit{Start: at.Span.Start, End: at.Span.End, New: value})
		f.d.Safe = safe
	}
	return f
}
