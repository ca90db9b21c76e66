// Package document writes the design document of a hybrid network: what
// architects hand over, complete and traceable, in Markdown.
//
// # Sections
//
// A document is a list of sections. A [Section] is one value: an id, a title,
// the presets that have it, and a function that turns [Data] into blocks.
// [Sections] lists them in document order. The text of a section is a pure
// function of the data: it holds no time of day, no path of a machine, and no
// secret.
//
//	d := document.NewData(analysis, findings, book.Rules, tool, "erplan.toml")
//	text := document.New(d, nil)            // a new document
//	text, err := document.Renew(d, old, nil) // an old one, renewed in place
//
// A section that has nothing to say is empty, and a new document leaves it out.
//
// # Data
//
// Data holds the design, the analysis of its failures, what the rules say, and
// the other options. Sections compute nothing of their own: their numbers are
// those of the commands check and failover, written by the same functions.
//
// While it writes, a section notes what it used and what it missed: the keys
// that the design does not state, with [Data.Unknown] and its like, and the
// facts of the catalogue, with [Data.Fact]. The sections that list these are
// built last.
//
// # Living documents
//
// Each section stands between two markers, so that package living can renew
// it and keep every byte of what people wrote around it; package html makes
// one self-contained page of the Markdown; package block holds what sections
// are made of.
package document

import (
	"slices"

	"github.com/erplan/erplan/planner/document/block"
)

// A Preset is a set of sections for one kind of reader.
type Preset uint8

// The presets. A section may be in both.
const (
	HighLevel Preset = 1 << iota // decisions: what it is, what it survives, what it costs in risk
	LowLevel                     // everything that is needed to build it
	Both      = HighLevel | LowLevel
)

// PresetNames are the words for presets.
var PresetNames = []string{"high-level", "low-level"}

// ParsePreset returns the preset of a word.
func ParsePreset(word string) (Preset, bool) {
	i := slices.Index(PresetNames, word)
	return Preset(1 << max(i, 0)), i >= 0
}

// A Section is a part of the document.
type Section struct {
	ID     string // lower-case letters and hyphens: in markers and on the command line
	Title  string
	Preset Preset

	// Last marks a section that tells what the others used; it is built after
	// them, wherever it stands.
	Last bool

	// Build returns what stands below the heading. A section without blocks
	// is left out of a new document.
	Build func(*Data) []block.Block
}

// A Built is a section of one design.
type Built struct {
	*Section
	Blocks []block.Block // with the heading; none of a section that has nothing to say

	// Markdown is what the blocks say, or what a template says in their
	// place: see [Data.Use].
	Markdown string
}

// Empty reports whether a section has nothing to say.
func (b *Built) Empty() bool { return b.Markdown == "" }

// Find returns the section of an id among the built ones, or nil.
func Find(built []Built, id string) *Built {
	i := slices.IndexFunc(built, func(b Built) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &built[i]
}

// IDs returns the ids of the sections, in document order.
func IDs() []string { return ids(Sections) }

func ids(list []*Section) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.ID
	}
	return out
}

// Select returns the ids of the sections of a preset, in document order.
func Select(p Preset) []string {
	var out []string
	for _, s := range Sections {
		if s.Preset&p != 0 {
			out = append(out, s.ID)
		}
	}
	return out
}
