package report

import (
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// A fix as SARIF has it: what is deleted from files, and what is written there.
type (
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted *sarifText  `json:"insertedContent,omitempty"`
	}
)

// fixesSARIF returns the fix of a finding, if it has one.
func fixesSARIF(f *diag.Diagnostic) []sarifFix {
	if len(f.Edits) == 0 || f.Place.File == nil {
		return nil
	}
	change := sarifChange{Artifact: artifact(f.Place.Name())}
	for _, e := range f.Edits {
		r := sarifReplacement{Deleted: region(f.Place.File, e)}
		if e.New != "" {
			r.Inserted = &sarifText{Text: e.New}
		}
		change.Replacements = append(change.Replacements, r)
	}
	about := f.Fix
	if !f.Safe {
		about += " This changes what the design means."
	}
	return []sarifFix{{sarifText{Text: about}, []sarifChange{change}}}
}

func region(file *source.File, e diag.Edit) sarifRegion {
	start, end := file.Pos(e.Start), file.Pos(e.End)
	return sarifRegion{start.Line, start.Col, end.Line, end.Col}
}
