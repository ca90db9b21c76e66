package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// A Baseline is a list of findings that are known already, so that a run can
// report what is new alone. A finding is known again by its fingerprint,
// whatever line it has moved to.
type Baseline struct {
	entries []entry
}

// The shape of a baseline file, which people see in the differences of their
// repository: one finding a line, in order.
type (
	baselineFile struct {
		Schema   int     `json:"schema"`
		Findings []entry `json:"findings"`
	}
	entry struct {
		File        string `json:"file"`
		Option      string `json:"option,omitempty"`
		Rule        string `json:"rule"`
		Path        string `json:"path"`
		Fingerprint string `json:"fingerprint"`
	}
)

// ReadBaseline reads what WriteBaseline wrote.
func ReadBaseline(text []byte) (*Baseline, error) {
	var f baselineFile
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("not a baseline: %w", err)
	}
	if f.Schema != 1 {
		return nil, fmt.Errorf("a baseline of schema %d, which this version does not know", f.Schema)
	}
	return &Baseline{f.Findings}, nil
}

// Mark marks the findings of a report that the baseline has, and returns how
// many of its findings about the same designs are no longer found.
func (b *Baseline) Mark(r *Report) (mended int) {
	known := make(map[entry]bool, len(b.entries))
	for _, e := range b.entries {
		known[e] = true
	}
	for i := range r.Designs {
		d := &r.Designs[i]
		for j, e := range entries(d) {
			if known[e] && d.Findings[j].Excepted == "" {
				d.Findings[j].Known = true
			}
			delete(known, e)
		}
	}
	for _, e := range b.entries {
		if known[e] && slices.ContainsFunc(r.Designs, func(d Design) bool { return designFile(&d) == e.File && d.Option == e.Option }) {
			mended++
		}
	}
	return mended
}

// WriteBaseline writes the findings of a report that no exception accepts.
func WriteBaseline(w io.Writer, r *Report) error {
	var lines []string
	for i := range r.Designs {
		d := &r.Designs[i]
		for j, e := range entries(d) {
			if d.Findings[j].Excepted != "" {
				continue
			}
			line, err := json.Marshal(e)
			if err != nil {
				return err
			}
			lines = append(lines, "    "+string(line))
		}
	}
	list := "[]"
	if len(lines) > 0 {
		list = "[\n" + strings.Join(lines, ",\n") + "\n  ]"
	}
	_, err := fmt.Fprintf(w, "{\n  \"schema\": 1,\n  \"findings\": %s\n}\n", list)
	return err
}

// entries returns a line of a baseline for each finding of a design.
func entries(d *Design) []entry {
	out := make([]entry, len(d.Findings))
	for i, print := range d.Fingerprints() {
		f := &d.Findings[i]
		out[i] = entry{designFile(d), d.Option, f.Rule, f.Place.Path, print}
	}
	return out
}

func designFile(d *Design) string { return filepath.ToSlash(filepath.Clean(d.File)) }
