package book

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// A Page is a generated page of the documentation.
type Page struct {
	Path string // below the module's folder
	Text string
}

const generated = "<!-- Generated from the rules' declarations and fixtures. To write it anew: go test ./rules/book -update -->\n\n"

// Pages returns the rule book as Markdown: an index, a page for each family,
// and one on the public recommendations that the rules cover.
func Pages() []Page {
	pages := []Page{{"rules/README.md", index()}}
	for _, f := range Families {
		pages = append(pages, Page{f.Page(), familyPage(f)})
	}
	return append(pages, Page{"rules/COVERAGE.md", coverage()})
}

// Page returns the path of the family's page below the module's folder.
func (f Family) Page() string {
	if f.Folder == "" {
		return "rules/book/" + f.Name + ".md"
	}
	return "rules/" + f.Folder + "/README.md"
}

func index() string {
	var b strings.Builder
	b.WriteString(generated)
	b.WriteString("# The rule book\n\nWhat `erplan check` looks at. `erplan explain RULE` shows a rule at the terminal.\n\n" +
		"- **error**: Azure refuses it, it cannot work, or it contradicts what the design asks for.\n" +
		"- **warning**: it works, but gives up an SLA condition, a documented recommendation or predictable behaviour.\n" +
		"- **advice**: good practice.\n\n" +
		"A rule whose facts the design does not state is *unknown*: neither a finding nor a pass; `--unknowns` lists them.\n\n[What the rules cover](COVERAGE.md): the public sets of recommendations, and the rules that check them.\n\n")
	fmt.Fprintf(&b, "%d rules: %d errors, %d warnings, %d advice.\n\n| family | subject | rules |\n|---|---|---|\n", len(Rules), count(Rules, diag.Error), count(Rules, diag.Warning), count(Rules, diag.Advice))
	for _, f := range Families {
		fmt.Fprintf(&b, "| [%s](%s) | %s | %d |\n", f.Name, strings.TrimPrefix(f.Page(), "rules/"), f.Subject, len(f.Rules))
	}
	b.WriteString("\n| rule | code | severity | what holds |\n|---|---|---|---|\n")
	for _, f := range Families {
		for _, r := range f.Rules {
			fmt.Fprintf(&b, "| [%s](%s#%s) | %s | %s | %s |\n", r.ID, strings.TrimPrefix(f.Page(), "rules/"), anchor(r), r.Code, r.Severity, cell(r.Title))
		}
	}
	return b.String()
}

func count(list []*rules.Rule, s diag.Severity) int {
	n := 0
	for _, r := range list {
		if r.Severity == s {
			n++
		}
	}
	return n
}

func anchor(r *rules.Rule) string { return strings.ReplaceAll(r.ID, "/", "") }

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func familyPage(f Family) string {
	var b strings.Builder
	b.WriteString(generated)
	fmt.Fprintf(&b, "# %s: %s\n", f.Name, f.Subject)
	for _, r := range f.Rules {
		b.WriteString(section(r))
	}
	return b.String()
}

func section(r *rules.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n**%s.** ", r.ID, r.Title)
	notes := []string{r.Severity.String()}
	if r.Code != "" {
		notes = append(notes, r.Code)
	}
	if r.Inferred {
		notes = append(notes, "inferred")
	}
	if r.Firm {
		notes = append(notes, "cannot be excepted")
	}
	fmt.Fprintf(&b, "*(%s)*\n\n%s\n\nHow to mend it: %s\n", strings.Join(notes, ", "), r.Why, r.Fix)
	bad, good := Examples(r)
	if bad.Current != "" {
		fmt.Fprintf(&b, "\nToday, as given to `check --current`:\n\n```toml\n%s```\n", bad.Current)
	}
	if bad.Text != "" {
		fmt.Fprintf(&b, "\nBreaks it:\n\n```toml\n%s```\n", bad.Text)
		for _, f := range bad.Findings {
			fmt.Fprintf(&b, "\n> %s\n", f)
		}
	}
	if good.Text != "" {
		fmt.Fprintf(&b, "\nMeets it:\n\n```toml\n%s```\n", good.Text)
	}
	if len(r.Refs) > 0 {
		b.WriteString("\nSources:\n\n")
		for _, ref := range r.Refs {
			fmt.Fprintf(&b, "- [%s](%s), %s (%s)\n", ref.Doc, ref.URL(), ref.Section, ref.Date)
		}
	}
	if len(r.Covers) > 0 {
		fmt.Fprintf(&b, "\nThe same check elsewhere: %s.\n", strings.Join(r.Covers, ", "))
	}
	return b.String()
}
