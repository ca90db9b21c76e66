package book

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/testdata"
)

// An Example is a design that breaks a rule or meets it.
type Example struct {
	Text     string   // without the comments that the tests read
	Current  string   // the network as it is today, of a rule on a planned change
	Findings []string // "line 9: message", none for a design that meets the rule
}

// Examples returns the first design that breaks a rule and the first that
// meets it; both are empty for a rule without fixtures.
func Examples(r *rules.Rule) (bad, good Example) {
	return example(r, "bad"), example(r, "good")
}

// alsoComment names the rules that a fixture breaks besides; see the tests.
var alsoComment = regexp.MustCompile(`(?m)^# also .*\n`)

var testComment = regexp.MustCompile(`[ \t]*# (want|unknown)(:[a-z]+)? .*`)

func example(r *rules.Rule, kind string) Example {
	names, err := fs.Glob(testdata.Rules, path.Join("rules", r.ID, kind+"*.toml"))
	names = slices.DeleteFunc(names, isCurrent)
	if err != nil || len(names) == 0 || r.Check == nil {
		return Example{}
	}
	name := names[0]
	if plain := path.Join("rules", r.ID, kind+".toml"); slices.Contains(names, plain) {
		name = plain // the plain case, not one of its side cases
	}
	text, err := fs.ReadFile(testdata.Rules, name)
	if err != nil {
		return Example{}
	}
	out := Example{Text: testComment.ReplaceAllString(alsoComment.ReplaceAllString(string(text), ""), "")}
	if today, err := fs.ReadFile(testdata.Rules, currentName(name)); err == nil {
		out.Current = string(today)
	}
	d, _ := planner.Load(testdata.Rules, name, "")
	if d == nil {
		return out
	}
	for _, f := range rules.Run(d, []*rules.Rule{r}, rules.Settings{Current: currentOf(name)}).Findings {
		out.Findings = append(out.Findings, fmt.Sprintf("line %d: %s", f.Place.Start().Line, f.Message))
	}
	return out
}

// currentName returns the name of the file that holds the current state for a
// fixture, whether it is there or not.
func currentName(name string) string { return strings.TrimSuffix(name, ".toml") + ".current.toml" }

func isCurrent(name string) bool { return strings.HasSuffix(name, ".current.toml") }

// currentOf returns the current state that a fixture changes, or nil.
func currentOf(name string) *planner.Design {
	d, _ := planner.Load(testdata.Rules, currentName(name), "")
	return d
}

// Explain returns everything that is said about a rule, for people.
func Explain(r *rules.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", r.ID)
	if r.Code != "" {
		fmt.Fprintf(&b, " (%s)", r.Code)
	}
	fmt.Fprintf(&b, ", %s\n%s.\n\n%s\n\nHow to mend it: %s\n", r.Severity, r.Title, wrap(r.Why), r.Fix)
	if r.Inferred {
		b.WriteString("\nInferred: Microsoft does not state this in so many words.\n")
	}
	if r.Firm {
		b.WriteString("\nNo exception can accept it.\n")
	}
	bad, good := Examples(r)
	if bad.Current != "" {
		fmt.Fprintf(&b, "\nToday (check --current):\n\n%s", indent(bad.Current))
	}
	if bad.Text != "" {
		fmt.Fprintf(&b, "\nBreaks it:\n\n%s", indent(bad.Text))
		for _, f := range bad.Findings {
			fmt.Fprintf(&b, "\n    → %s\n", f)
		}
	}
	if good.Text != "" {
		fmt.Fprintf(&b, "\nMeets it:\n\n%s", indent(good.Text))
	}
	if len(r.Refs) > 0 {
		b.WriteString("\nSources:\n")
		for _, ref := range r.Refs {
			fmt.Fprintf(&b, "  %s, %s (%s)\n", ref.URL(), ref.Section, ref.Date)
		}
	}
	if len(r.Covers) > 0 {
		fmt.Fprintf(&b, "\nThe same check elsewhere: %s\n", strings.Join(r.Covers, ", "))
	}
	return b.String()
}

func indent(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// wrap breaks a sentence into lines of at most 78 characters.
func wrap(text string) string {
	var b strings.Builder
	width := 0
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case width+1+n > 78:
			b.WriteByte('\n')
			width = 0
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
	}
	return b.String()
}
