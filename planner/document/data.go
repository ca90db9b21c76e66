package document

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
)

// Data is what sections and templates are made of. Its fields are shared with
// the commands and are not to be changed.
type Data struct {
	Design   *planner.Design   // of one option, or the base
	Analysis *outcome.Analysis // its topology, routing, failures, capacity, intents
	Check    rules.Result      // findings, accepted ones among them, and what is unknown
	Book     []*rules.Rule     // all rules, for titles and sources

	// Comparison puts the base and the options of the file side by side; nil
	// where the file has no options. Candidates are the base, then the sound
	// options by name.
	Comparison *compare.Comparison

	Tool   Tool
	File   string   // name of the design's file, without folders
	Wanted []string // ids of the sections that the document has; nil: all

	planned   []acceptance.Trial // tests of the plan, once they are asked for
	sections  []*Section
	templates []override
	built     []Built
	section   string // that is being built
	unknowns  []Missing
	facts     []Used
}

// Tool is what wrote the document. The version of the program is no part of
// it: a new release that says the same makes no document stale.
type Tool struct {
	Name    string
	Catalog string // edition
}

// A Missing is a key that the design does not state and a section would show.
type Missing struct {
	Path    string // circuits.er-london.billing
	Section string // id of the section that would show it
}

// A Used is a fact of the catalogue that a section shows.
type Used struct {
	What, Value string
	Source      catalog.Source
	Section     string
}

// NewData returns the data of a design. The analysis is one of the same design.
func NewData(a *outcome.Analysis, check rules.Result, book []*rules.Rule, tool Tool, file string) *Data {
	return &Data{Design: a.Design, Analysis: a, Check: check, Book: book, Tool: tool, File: file, sections: Sections}
}

// See leads to a section, by its id; to one that the document leaves out it is
// the title alone.
func (d *Data) See(id string) block.Span {
	for _, s := range d.sections {
		switch {
		case s.ID != id:
		case d.Wanted != nil && !slices.Contains(d.Wanted, id):
			return block.Span{Text: s.Title}
		default:
			return block.To(s.Title)
		}
	}
	return block.Span{}
}

// ID returns the id of a component, in code.
func (d *Data) ID(component int) block.Inline {
	return block.Name(d.Analysis.Topology.Components[component].ID)
}

// IDs returns the ids of components, in code, with commas; of more than most
// the first.
func (d *Data) IDs(components []int, most int) block.Inline {
	return block.Names(d.Analysis.IDs(components), most)
}

// Flow returns the name of a flow, in code.
func (d *Data) Flow(i int) block.Inline { return block.Name(d.Analysis.Flows[i].Name) }

// Component returns what the topology says of a component.
func (d *Data) Component(c int) *topology.Component { return &d.Analysis.Topology.Components[c] }

// Catalog returns the design's catalogue, with its overrides.
func (d *Data) Catalog() *catalog.Catalog { return d.Design.Catalog }

// Unknown notes that the design does not state a key of a table and returns
// the word for it. Assumptions lists the keys.
func (d *Data) Unknown(n *source.Node, key string) block.Inline {
	return d.UnknownAt(source.Join(n.Path(), key))
}

// UnknownAt is Unknown for the path of a key.
func (d *Data) UnknownAt(path string) block.Inline {
	m := Missing{path, d.section}
	if !slices.Contains(d.unknowns, m) {
		d.unknowns = append(d.unknowns, m)
	}
	return block.Text(block.Emphasis("unknown"))
}

// Word returns a word of the design, or notes that it is unknown.
func (d *Data) Word(n *source.Node, key, value string) block.Inline {
	if value == "" {
		return d.Unknown(n, key)
	}
	return block.Text(value)
}

// Rate returns a bandwidth, or notes that it is unknown.
func (d *Data) Rate(n *source.Node, key string, b planner.Bandwidth) block.Inline {
	if b == 0 {
		return d.Unknown(n, key)
	}
	return block.Text(b)
}

// Prefix returns a prefix in code, or notes that it is unknown.
func (d *Data) Prefix(n *source.Node, key string, p netip.Prefix) block.Inline {
	if !p.IsValid() {
		return d.Unknown(n, key)
	}
	return block.Name(p.String())
}

// span writes a time with a unit that people read: 300 ms, 45 s, 5 min.
func span(t planner.Duration) string {
	s := t.Seconds()
	switch {
	case s < 1:
		return fmt.Sprintf("%g ms", s*1000)
	case s > 180 && int(s)%3600 == 0:
		return fmt.Sprintf("%g h", s/3600)
	case s > 180 && int(s)%60 == 0:
		return fmt.Sprintf("%g min", s/60)
	}
	return fmt.Sprintf("%g s", s)
}

// Yes returns yes or no, or notes that it is unknown.
func (d *Data) Yes(n *source.Node, key string, o planner.Opt[bool]) block.Inline {
	if !o.Known() {
		return d.Unknown(n, key)
	}
	if o.Value() {
		return block.Text("yes")
	}
	return block.Text("no")
}

// Number returns a number, or notes that it is unknown.
func Number[T any](d *Data, n *source.Node, key string, o planner.Opt[T]) block.Inline {
	if !o.Known() {
		return d.Unknown(n, key)
	}
	return block.Text(o.Value())
}

// Fact notes a fact of the catalogue that the section shows, and returns its
// value. Facts lists them with their sources.
func (d *Data) Fact(what, value string, s catalog.Source) string {
	u := Used{what, value, s, d.section}
	if s.Page != "" && !slices.ContainsFunc(d.facts, func(o Used) bool { return o.What == what && o.Value == value }) {
		d.facts = append(d.facts, u)
	}
	return value
}

// Limit notes a limit of the catalogue that the section shows, and returns it.
func (d *Data) Limit(key string) catalog.Limit {
	l := d.Catalog().Limit(key)
	unit := l.Unit
	if unit == "count" || unit == "asn" {
		unit = "" // the name of the limit says what is counted
	}
	d.Fact(key, strings.TrimSpace(l.Value+" "+unit), l.Source)
	return l
}

// Prefixes writes prefixes in code; of more than most the first.
func Prefixes[T interface{ String() string }](list []T, most int) block.Inline {
	return block.Names(rules.Texts(list), most)
}

// free is a text of the design that a person wrote: what follows the name of
// a secret is covered.
func free(text string) string { return source.Mask(text) }

// sortedBy returns a copy of a list, sorted by a key.
func sortedBy[T any, K cmp.Ordered](list []T, key func(T) K) []T {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(x, y T) int { return cmp.Compare(key(x), key(y)) })
	return out
}
