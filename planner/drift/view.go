package drift

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/erplan/erplan/planner/source"
)

// A Header says what was compared.
type Header struct {
	Tool     string   // name and version
	Catalog  string   // edition
	Design   string   // file
	Option   string   // of the design, or ""
	Exports  []string // files
	Unknowns bool     // list what only one side states
}

// Text writes a report for people.
func Text(w io.Writer, r *Report, h Header) error {
	var b strings.Builder
	title := whole(h.Design)
	if h.Option != "" {
		title += " (option " + source.Clean(h.Option) + ")"
	}
	fmt.Fprintf(&b, "%s against %s: %s\n", title, exports(h.Exports), differences(len(r.Differences)))
	for _, d := range r.Differences {
		b.WriteByte('\n')
		d.write(&b)
	}
	if len(r.Renamed) > 0 {
		b.WriteString("\nThe same thing under another name in Azure:\n")
		for _, d := range r.Renamed {
			fmt.Fprintf(&b, "  %s is %s\n", d.Path, d.Live)
		}
	}
	if h.Unknowns && len(r.Unknown) > 0 {
		b.WriteString("\nStated on one side only, which is no difference:\n")
		for _, d := range r.Unknown {
			side, value := "design", d.Design
			if value == "" {
				side, value = "Azure", d.Azure
			}
			fmt.Fprintf(&b, "  %-6s %s = %s\n", side, d.Path, source.Clean(value))
		}
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, "%d values agree", r.Compared-changed(r))
	if n := len(r.Unknown); n > 0 {
		fmt.Fprintf(&b, "; %d are stated on one side only", n)
		if !h.Unknowns {
			b.WriteString(" (--unknowns lists them)")
		}
	}
	b.WriteString(".\n")
	if len(r.Skipped) > 0 {
		fmt.Fprintf(&b, "The export says nothing of: %s.\n", strings.Join(r.Skipped, ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// changed counts the values that differ.
func changed(r *Report) int {
	n := 0
	for _, d := range r.Differences {
		if d.Kind == Changed {
			n++
		}
	}
	return n
}

func differences(n int) string {
	switch n {
	case 0:
		return "no differences"
	case 1:
		return "1 difference"
	}
	return fmt.Sprintf("%d differences", n)
}

func exports(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more files", whole(names[0]), len(names)-1)
	}
	clean := make([]string, len(names))
	for i, n := range names {
		clean[i] = whole(n)
	}
	return strings.Join(clean, ", ")
}

func (d Difference) write(b *strings.Builder) {
	b.WriteString(d.Path)
	if d.Live != "" {
		fmt.Fprintf(b, ", in Azure %s", d.Live)
	}
	if d.Place.File != nil {
		at := d.Place.Start()
		fmt.Fprintf(b, "  (%s:%d:%d)", whole(d.Place.Name()), at.Line, at.Col)
	}
	b.WriteByte('\n')
	switch d.Kind {
	case Missing:
		b.WriteString("  is in the design, not in Azure\n")
	case Extra:
		b.WriteString("  is in Azure, not in the design\n")
	default:
		if len(d.Design) > wide || len(d.Azure) > wide {
			d.lists(b)
			return
		}
		fmt.Fprintf(b, "  design  %s\n  Azure   %s\n", source.Clean(d.Design), source.Clean(d.Azure))
	}
}

// wide is how many characters of a value are shown at once.
const wide = 60

// lists writes how two long lists differ: what each has alone.
func (d Difference) lists(b *strings.Builder) {
	design, azure := strings.Split(d.Design, ", "), strings.Split(d.Azure, ", ")
	alone := func(of, other []string) []string {
		return slices.DeleteFunc(slices.Clone(of), func(s string) bool { return slices.Contains(other, s) })
	}
	mine, theirs := alone(design, azure), alone(azure, design)
	fmt.Fprintf(b, "  only in the design  %s\n  only in Azure       %s\n", few(mine), few(theirs))
	if both := len(design) - len(mine); both > 0 {
		fmt.Fprintf(b, "  in both             %d\n", both)
	}
}

// few writes the first items of a list, and how many more there are.
func few(items []string) string {
	const most = 6
	if len(items) == 0 {
		return "nothing"
	}
	var out []string
	for _, item := range items[:min(most, len(items))] {
		out = append(out, source.Clean(item))
	}
	text := strings.Join(out, ", ")
	if len(items) > most {
		text += fmt.Sprintf(" and %d more", len(items)-most)
	}
	return text
}

// whole writes the name of a file as it is, but for what does not print.
func whole(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, name)
}

// The JSON shapes.
type (
	reportJSON struct {
		Schema      int              `json:"schema"`
		Tool        toolJSON         `json:"tool"`
		Design      string           `json:"design"`
		Option      string           `json:"option"`
		Exports     []string         `json:"exports"`
		Differences []differenceJSON `json:"differences"`
		Unknown     []differenceJSON `json:"unknown"`
		Renamed     []renameJSON     `json:"renamed"`
		Skipped     []string         `json:"skipped"`
		Agree       int              `json:"agree"`
	}
	toolJSON struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Catalog string `json:"catalog"`
	}
	differenceJSON struct {
		Kind   Kind   `json:"kind,omitempty"`
		Path   string `json:"path"`
		Live   string `json:"live_path"`
		Design string `json:"design"`
		Azure  string `json:"azure"`
		File   string `json:"file"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
	renameJSON struct {
		Path string `json:"path"`
		Live string `json:"live_path"`
	}
)

// JSON writes a report for machines.
func JSON(w io.Writer, r *Report, h Header) error {
	name, version, _ := strings.Cut(h.Tool, " ")
	out := reportJSON{Schema: 1, Tool: toolJSON{name, version, h.Catalog}, Design: h.Design, Option: h.Option, Exports: h.Exports,
		Differences: machine(r.Differences, true), Unknown: machine(r.Unknown, false), Renamed: []renameJSON{}, Skipped: append([]string{}, r.Skipped...), Agree: r.Compared - changed(r)}
	for _, d := range r.Renamed {
		out.Renamed = append(out.Renamed, renameJSON{d.Path, d.Live})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func machine(list []Difference, kinds bool) []differenceJSON {
	out := make([]differenceJSON, len(list))
	for i, d := range list {
		j := differenceJSON{Path: d.Path, Live: d.Live, Design: d.Design, Azure: d.Azure}
		if kinds {
			j.Kind = d.Kind
		}
		if d.Place.File != nil {
			at := d.Place.Start()
			j.File, j.Line, j.Column = d.Place.Name(), at.Line, at.Col
		}
		out[i] = j
	}
	return out
}
