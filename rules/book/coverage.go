package book

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/rules"
)

// A Covered is a public recommendation and the rule that checks it, or why
// none does.
type Covered struct {
	ID       string // as its library names it
	Resource string // the type of resource that it is about
	Asks     string // what it asks for
	Rule     string // "" where none checks it
	Reason   string // why there is none
}

// A LeftOut is a check that has a reference number and no rule of its own.
type LeftOut struct {
	Code, Check string
	Rule        string // that says it too, or ""
	Reason      string
}

//go:embed aprl.tsv
var aprlTable string

//go:embed left_out.tsv
var leftOutTable string

// Resiliency lists the ExpressRoute recommendations of the Azure Proactive
// Resiliency Library.
func Resiliency() []Covered {
	var out []Covered
	for _, r := range rowsOf(aprlTable, 5) {
		out = append(out, Covered{r[0], r[1], r[2], r[3], r[4]})
	}
	return out
}

// LeftOuts lists the checks without a rule of their own.
func LeftOuts() []LeftOut {
	var out []LeftOut
	for _, r := range rowsOf(leftOutTable, 4) {
		out = append(out, LeftOut{r[0], r[1], r[2], r[3]})
	}
	return out
}

// rowsOf splits a table of columns that tabs separate, without its comments
// and its header.
func rowsOf(table string, columns int) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := append(strings.Split(line, "\t"), make([]string, columns)...)
		out = append(out, cells[:columns])
	}
	return out[1:]
}

// coverage returns the page on what the rules cover.
func coverage() string {
	var b strings.Builder
	b.WriteString(generated)
	b.WriteString("# What the rules cover\n\nPublic sets of recommendations, and the rules that check them on a design, before anything is built. " +
		"Most can otherwise only be answered by people: what a circuit ends on, or whether an alert exists, no query on a subscription can see.\n\n" +
		"## Azure Proactive Resiliency Library\n\nThe ExpressRoute recommendations of the library:\n\n| id | resource | asks for | rule, or why none |\n|---|---|---|---|\n")
	for _, c := range Resiliency() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.ID, c.Resource, cell(c.Asks), linked(c.Rule, c.Reason))
	}
	for _, set := range sets() {
		fmt.Fprintf(&b, "\n## %s\n\n| id | rule |\n|---|---|\n", set.title)
		for _, e := range set.entries {
			fmt.Fprintf(&b, "| %s | %s |\n", e.id, linked(e.rule.ID, ""))
		}
	}
	b.WriteString("\n## Checks without a rule of their own\n\n| code | check | said by | why |\n|---|---|---|---|\n")
	for _, l := range LeftOuts() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", l.Code, cell(l.Check), linked(l.Rule, ""), cell(l.Reason))
	}
	return b.String()
}

// linked writes a rule with a link to its page, and a reason.
func linked(id, reason string) string {
	r := rules.Find(Rules, id)
	if r == nil {
		return cell(reason)
	}
	i := slices.IndexFunc(Families, func(f Family) bool { return f.Name == r.Family() })
	return fmt.Sprintf("[%s](%s#%s)", id, strings.TrimPrefix(Families[i].Page(), "rules/"), anchor(r))
}

// A set is a public set of recommendations with the rules that cover it.
type set struct {
	prefix, title string
	entries       []setEntry
}

type setEntry struct {
	id   string
	rule *rules.Rule
}

// sets returns the public sets by what the rules say of themselves, sorted by
// id; the library's ExpressRoute recommendations have a table of their own.
func sets() []set {
	out := []set{
		{prefix: "APRL ", title: "Azure Proactive Resiliency Library, other resources"},
		{prefix: "Advisor ", title: "Azure Advisor"},
		{prefix: "ALZ ", title: "Azure landing zone review checklist"},
		{prefix: "PSRule ", title: "PSRule for Azure"},
	}
	own := Resiliency()
	for i := range out {
		for _, r := range Rules {
			for _, id := range r.Covers {
				name, ok := strings.CutPrefix(id, out[i].prefix)
				if ok && !slices.ContainsFunc(own, func(c Covered) bool { return c.ID == name }) {
					out[i].entries = append(out[i].entries, setEntry{name, r})
				}
			}
		}
		slices.SortStableFunc(out[i].entries, func(a, b setEntry) int { return strings.Compare(a.id, b.id) })
	}
	return out
}
