package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

func (p *program) rules() *cobra.Command {
	var family, format string
	var sources bool
	c := &cobra.Command{
		Use:     "rules",
		Short:   "List everything that is checked",
		Example: "  erplan rules --family bfd\n  erplan rules --family direct --sources\n  erplan rules --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			families, err := familiesOf(family)
			if err != nil {
				return err
			}
			switch format {
			case "text":
				return listRules(p.stdout, families, sources)
			case "json":
				return jsonRules(p.stdout, families)
			case "markdown":
				return markdownRules(p.stdout, families)
			}
			return oneOf("format", format, ruleFormats)
		},
	}
	c.Flags().StringVar(&family, "family", "", "only this `FAMILY`")
	c.Flags().BoolVar(&sources, "sources", false, "show where each rule is documented, and the public recommendations that it covers")
	c.Flags().StringVarP(&format, "format", "f", "text", strings.Join(ruleFormats, ", "))
	complete(c, "family", familyNames()...)
	complete(c, "format", ruleFormats...)
	c.AddCommand(p.testRules())
	return c
}

var ruleFormats = []string{"text", "json", "markdown"}

func familiesOf(name string) ([]book.Family, error) {
	if name == "" {
		return book.Families, nil
	}
	for _, f := range book.Families {
		if f.Name == name {
			return []book.Family{f}, nil
		}
	}
	return nil, oneOf("family", name, familyNames())
}

func listRules(w io.Writer, families []book.Family, sources bool) error {
	for _, f := range families {
		if _, err := fmt.Fprintf(w, "%s: %s\n", f.Name, f.Subject); err != nil {
			return err
		}
		for _, r := range f.Rules {
			fmt.Fprintf(w, "  %-48s %-8s %-8s %s\n", r.ID, r.Code, r.Severity, r.Title)
			if sources {
				listSources(w, r)
			}
		}
	}
	_, err := fmt.Fprintln(w, "\nNext: erplan explain RULE")
	return err
}

// listSources writes where a rule comes from, below its line.
func listSources(w io.Writer, r *rules.Rule) {
	for _, ref := range r.Refs {
		fmt.Fprintf(w, "      %s, %s (%s)\n", ref.Doc, ref.Section, ref.Date)
	}
	if len(r.Covers) > 0 {
		fmt.Fprintf(w, "      covers %s\n", strings.Join(r.Covers, ", "))
	}
}

func markdownRules(w io.Writer, families []book.Family) error {
	fmt.Fprint(w, "| rule | code | severity | what holds | sources | covers |\n|---|---|---|---|---|---|\n")
	for _, f := range families {
		for _, r := range f.Rules {
			var pages []string
			for _, ref := range r.Refs {
				pages = append(pages, fmt.Sprintf("[%s](%s) (%s)", ref.Doc, ref.URL(), ref.Date))
			}
			if _, err := fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s |\n", r.ID, r.Code, r.Severity, r.Title, strings.Join(pages, ", "), strings.Join(r.Covers, ", ")); err != nil {
				return err
			}
		}
	}
	return nil
}

// ruleJSON is a rule as machines read it.
type ruleJSON struct {
	ID       string    `json:"id"`
	Code     string    `json:"code"`
	Family   string    `json:"family"`
	Severity string    `json:"severity"`
	Title    string    `json:"title"`
	Why      string    `json:"why"`
	Fix      string    `json:"fix"`
	Inferred bool      `json:"inferred"`
	Firm     bool      `json:"firm"`
	Sources  []refJSON `json:"sources"`
	Covers   []string  `json:"covers"`
}

type refJSON struct {
	Page    string `json:"page"`
	URL     string `json:"url"`
	Section string `json:"section"`
	Date    string `json:"date"`
}

func jsonRules(w io.Writer, families []book.Family) error {
	out := struct {
		Schema int        `json:"schema"`
		Rules  []ruleJSON `json:"rules"`
	}{1, []ruleJSON{}}
	for _, f := range families {
		for _, r := range f.Rules {
			out.Rules = append(out.Rules, describeRule(r))
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func describeRule(r *rules.Rule) ruleJSON {
	j := ruleJSON{r.ID, r.Code, r.Family(), r.Severity.String(), r.Title, r.Why, r.Fix, r.Inferred, r.Firm, []refJSON{}, append([]string{}, r.Covers...)}
	for _, ref := range r.Refs {
		j.Sources = append(j.Sources, refJSON{ref.Doc, ref.URL(), ref.Section, ref.Date})
	}
	return j
}

func (p *program) explain() *cobra.Command {
	return &cobra.Command{
		Use:     "explain RULE",
		Short:   "Explain a rule: why, how to meet it, examples, sources",
		Example: "  erplan explain bfd/one-link-only\n  erplan explain BFD-002",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ids(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := ruleOf(args[0])
			if err != nil {
				return err
			}
			_, err = io.WriteString(p.stdout, book.Explain(r))
			return err
		},
	}
}

// ruleOf finds a rule by id, by code, or by name where only one has it.
func ruleOf(word string) (*rules.Rule, error) {
	if r := rules.Find(book.Rules, word); r != nil {
		return r, nil
	}
	if r := rules.Find(book.Rules, strings.ToUpper(word)); r != nil {
		return r, nil
	}
	var found []*rules.Rule
	for _, r := range book.Rules {
		if r.Name() == word {
			found = append(found, r)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	known := ids()
	for _, r := range book.Rules {
		known = append(known, r.Name())
	}
	return nil, oneOf("rule", word, known)
}
