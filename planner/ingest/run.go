package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// run writes all tables, and what is to be asked and known.
func (i *importer) run(o Options) (*Result, error) {
	i.peerNames = map[*estate.Resource]*register{}
	i.strays = map[*estate.Resource]string{}
	i.findJoins()
	i.findUses()
	i.allSites()
	i.allPorts()
	i.allCircuits()
	i.allFilters()
	i.allReaches()
	i.allVNets()
	i.allGateways()
	i.allWANs()
	i.allHubs()
	i.allConnections()
	i.privateClouds()
	i.askConnections()
	questions := i.questions()
	if i.count() == 0 {
		return nil, fmt.Errorf("%w that a design is made of%s", errNothing, i.input.hint())
	}
	var b strings.Builder
	i.head(&b, o)
	write(&b, i.tables)
	i.foot(&b)
	return &Result{Text: b.String(), Questions: questions, Notes: i.notes(), Coverage: i.coverage(), Resources: len(i.input.bodies), Tables: i.count(), Stubs: i.stubs, Has: i.has()}, nil
}

// count returns how many things the design has.
func (i *importer) count() int {
	n := 0
	for _, t := range i.tables {
		if strings.Count(t.path, ".") == 1 {
			n++
		}
	}
	return n
}

// has returns the collections that have a table of more than a pointer.
func (i *importer) has() []string {
	var out []string
	for _, t := range i.tables {
		collection, _, _ := strings.Cut(t.path, ".")
		if !slices.Contains(out, collection) && !slices.Contains(i.stubs, t.path) {
			out = append(out, collection)
		}
	}
	slices.Sort(out)
	return out
}

// head writes the top of the design: what it is, and what a person states.
func (i *importer) head(b *strings.Builder, o Options) {
	var names []string
	for _, f := range i.input.files {
		if name := source.Clean(base(f.name)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	name := o.Name
	if name == "" {
		name = "Imported from " + names[0]
		if n := len(i.input.files); n > 1 {
			name += fmt.Sprintf(" and %d more", n-1)
		}
	}
	comment(b, "Imported by erplan from "+summary(names, 4)+".")
	comment(b, "What Azure does not say is commented out, with the number of its question;")
	comment(b, "\"azure:\" marks what Azure says and the design language has no word for.")
	fmt.Fprintf(b, "schema = 1\n\n[design]\nname = %s\n# owner = \"\"\n# date  = 2026-01-31\n", quote(oneLine(name)))
	b.WriteString("\n# [requirements]         # " + i.question(6) + "\n# resiliency  = \"high\"\n# criticality = \"business\"\n# survive     = [\"link\", \"router\", \"msee\", \"circuit\"]\n")
	b.WriteString("\n# [sites.SITE]           # " + i.question(1) + "\n# city     = \"\"\n# country  = \"\"\n# asn      = 65010\n# prefixes = []            # " + i.question(2) + "\n# [sites.SITE.routers.ROUTER]\n# bfd = true               # " + i.question(4) + "\n")
}

// oneLine returns a name that may stand in a design.
func oneLine(s string) string {
	if source.SecretValue(s) {
		return "Imported"
	}
	return Printable(cut(strings.ToValidUTF8(s, "?"), 200))
}

// base returns the last part of a path.
func base(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// summary lists the first names, and says how many more there are.
func summary(names []string, most int) string {
	if len(names) > most+1 {
		return fmt.Sprintf("%s and %d more files", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// foot writes the end of the design: what the network is for.
func (i *importer) foot(b *strings.Builder) {
	b.WriteString("\n# [flows.NAME]           # " + i.question(7) + "\n# from      = \"sites/SITE\"\n# to        = \"vnets/VNET\"\n# bandwidth = \"100 Mbps\"\n")
}

// notes returns the notes by the order of the files and the places in them.
func (i *importer) notes() []string {
	all := i.input.notes
	for _, n := range i.estate.Notes {
		all = append(all, note{n.At, n.Message})
	}
	order := map[string]int{}
	for n, f := range i.input.files {
		order[Printable(f.name)] = n
	}
	rank := func(n note) (file, at int) {
		if n.at == nil || n.at.File == nil {
			return -1, 0
		}
		return order[n.at.File.Name], n.at.At
	}
	slices.SortStableFunc(all, func(a, b note) int {
		fa, pa := rank(a)
		fb, pb := rank(b)
		if fa != fb {
			return fa - fb
		}
		return pa - pb
	})
	out := make([]string, len(all))
	for n, a := range all {
		out[n] = a.message
		if where := a.at.Where(); where != "" {
			out[n] = where + ": " + a.message
		}
	}
	return slices.Compact(out)
}

// used reports whether a value, or one below it, became anything.
func used(v *tree.Value) bool {
	return v.Use != tree.Unused || slices.ContainsFunc(v.Kids, used)
}
