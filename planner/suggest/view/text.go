// Package view writes what a search for improvements found: as text for people,
// as JSON for machines, and as the options of a design. It decides nothing.
package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/suggest"
)

// A Header says which design was searched, and by what.
type Header struct {
	Tool    Tool
	File    string // as given, or "-"
	Name    string // as the design calls itself
	Written string // the file that the suggestions were written to, or ""
}

// A Tool names the program and the catalogue that it used.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Catalog string `json:"catalog"` // edition
}

// width is that of a line.
const width = 100

// shown is how many obstacles, findings or components are listed; of more it
// is said how many.
const shown = 6

// A page is text that is being written.
type page struct {
	strings.Builder
}

// line writes words after an indent; what does not fit goes on below them.
func (p *page) line(indent, format string, args ...any) {
	rest := strings.Repeat(" ", len([]rune(indent)))
	at := indent
	length := 0
	for i, word := range strings.Fields(fmt.Sprintf(format, args...)) {
		n := len([]rune(word))
		if i > 0 && length+1+n > width-len([]rune(indent)) {
			p.WriteString("\n")
			at, length = rest, 0
			i = 0
		}
		if length == 0 {
			p.WriteString(at + word)
			length = n
			continue
		}
		p.WriteString(" " + word)
		length += 1 + n
	}
	p.WriteString("\n")
}

// Text writes a result for people.
func Text(w io.Writer, r *suggest.Result, h Header) error {
	p := &page{}
	p.head(r, h)
	switch {
	case r.Met() && len(r.Before.Intents) > 0:
		p.line("", "All that the design asks for is met: there is nothing to suggest.")
	case r.Met():
		p.line("", "The design states no requirements, so nothing can be suggested to meet them. Write [requirements] with resiliency, survive, availability or recovery_time.")
	default:
		p.body(r)
	}
	p.foot(r, h)
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) head(r *suggest.Result, h Header) {
	name := source.Clean(h.Name)
	if name == "" {
		name = "design"
	}
	option := ""
	if r.Option != "" {
		option = ", option " + r.Option
	}
	p.line("", "%s (%s%s)", name, h.File, option)
	met, unknown := r.Before.Met()
	text := fmt.Sprintf("%d of %s met", met, count(len(r.Before.Intents), "requirement"))
	if len(r.Before.Intents) == 0 {
		text = "no requirements are stated"
	}
	if unknown > 0 {
		text += fmt.Sprintf(", %d unknown", unknown)
	}
	p.line("", "%s; %s in the way; %s", text, count(len(r.Before.Open), "obstacle"), count(len(r.Left)+len(errorsOf(r.Mended)), "other error"))
	p.WriteString("\n")
}

func errorsOf(list []diag.Diagnostic) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, f := range list {
		if f.Severity == diag.Error {
			out = append(out, f)
		}
	}
	return out
}

func (p *page) body(r *suggest.Result) {
	p.obstacles("In the way", r.Before.Open)
	p.repairs(r)
	p.left(r)
	for i := range r.Suggestions {
		p.suggestion(r, &r.Suggestions[i], i+1)
	}
	if r.More > 0 {
		p.line("", "%s more of this size; --show lists them.", count(r.More, "suggestion"))
		p.WriteString("\n")
	}
	p.next(r)
}

// obstacles lists what is in the way; those that differ by the flow alone once.
func (p *page) obstacles(title string, open []suggest.Obstacle) {
	if len(open) == 0 {
		return
	}
	p.line("", "%s", title)
	var order []string
	groups := map[string][]*suggest.Obstacle{}
	for i := range open {
		key := open[i].Requirement + open[i].Message
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], &open[i])
	}
	for _, key := range order[:min(shown, len(order))] {
		p.line("  ✗ ", "%s", saying(groups[key]))
	}
	if more := len(order) - shown; more > 0 {
		p.line("  ✗ ", "and %d more", more)
	}
	p.WriteString("\n")
}

// saying writes obstacles of one message. A loss is said of the flows that are
// left of those that the message names.
func saying(group []*suggest.Obstacle) string {
	o := group[0]
	if o.Component == "" || o.Flow == "" || o.Requirement != "survive" && o.Requirement != "resiliency" {
		return o.Requirement + ": " + o.Message
	}
	var flows []string
	for _, x := range group {
		flows = append(flows, x.Flow)
	}
	what := "flow "
	if len(flows) > 1 {
		what = "flows "
	}
	names := some(flows)
	if len(flows) > 1 && len(flows) <= shown+1 {
		names = strings.Join(flows[:len(flows)-1], ", ") + " and " + flows[len(flows)-1]
	}
	return fmt.Sprintf("%s: %s%s: lost when %s fails", o.Requirement, what, names, o.Component)
}

func (p *page) repairs(r *suggest.Result) {
	if len(r.Repairs) == 0 {
		return
	}
	p.line("", "Mend first: %s with one remedy each, which every suggestion holds", count(len(r.Mended), "finding"))
	for _, c := range r.Repairs {
		p.line("  + ", "%s", sentence(&c))
	}
	p.WriteString("\n")
}

func (p *page) left(r *suggest.Result) {
	if len(r.Left) == 0 {
		return
	}
	p.line("", "Errors that need a person")
	for _, f := range r.Left[:min(shown, len(r.Left))] {
		p.line("  ✗ ", "%s [%s]", f.Message, f.Rule)
	}
	if more := len(r.Left) - shown; more > 0 {
		p.line("  ✗ ", "and %d more", more)
	}
	p.WriteString("\n")
}

// sentence writes a change with what it costs.
func sentence(c *suggest.Change) string {
	return fmt.Sprintf("%s (%s)", c.Words, c.Cost)
}

// next names the cheapest single change that gets nearer and, where the whole
// intent is out of reach, the set that gets nearest.
func (p *page) next(r *suggest.Result) {
	switch {
	case len(r.Start.Open) == 0:
		if len(r.Repairs) > 0 && len(r.Left) == 0 {
			p.line("", "%s", clean(r))
			p.WriteString("\n")
		}
		return
	case len(r.Suggestions) == 0:
		p.line("", "No set of up to %s that erplan knows meets the whole intent.", count(r.Most, "change"))
		p.WriteString("\n")
		p.obstacles("Nothing that was tried removes", r.Beyond)
	}
	if r.Next == nil {
		p.line("", "No single change that erplan knows gets nearer to it.")
		p.WriteString("\n")
	} else {
		p.step(r)
	}
	if r.Nearest != nil {
		p.line("", "Nearest to the intent: %s, %s", count(len(r.Nearest.Changes), "change"), costWords(r.Nearest))
		p.changes(r.Nearest)
		p.comes(r, r.Nearest)
		p.WriteString("\n")
	}
}

// clean says what a design is like that needs nothing but repairs.
func clean(r *suggest.Result) string {
	if len(r.Start.Intents) == 0 {
		return "With that the design has no error; it states no requirements to be met."
	}
	return "With that the design has no error, and meets what it asks for."
}

// step names the cheapest next step; one that was shown already by its number.
func (p *page) step(r *suggest.Result) {
	for i := range r.Suggestions {
		if len(r.Suggestions[i].Changes) == 1 && r.Suggestions[i].Changes[0].Key == r.Next.Changes[0].Key {
			p.line("", "Cheapest next step: suggestion %d.", i+1)
			p.WriteString("\n")
			return
		}
	}
	p.line("", "Cheapest next step")
	p.changes(r.Next)
	p.comes(r, r.Next)
	p.WriteString("\n")
}

func (p *page) foot(r *suggest.Result, h Header) {
	text := fmt.Sprintf("%s analysed", count(r.Analyses, "design"))
	if r.Exhausted {
		text += "; that is the limit, so there may be more to find: --analyses raises it"
	}
	if r.Narrowed {
		text += "; of the sets of one size only the most promising were extended"
	}
	p.line("", "%s.", text)
	switch {
	case h.Written != "":
		p.command("check %s --all-options", h.Written)
	case len(r.Suggestions) > 0 || r.Next != nil || len(r.Repairs) > 0:
		option := ""
		if r.Option != "" {
			option = " --option " + r.Option
		}
		p.command("suggest %s%s --write improved.erplan.toml", h.File, option)
	case len(r.Before.Intents) == 0:
		p.command("init --example maximum -")
	default:
		p.command("failover %s", h.File)
	}
}

// command names the command to try next, on one line, to be copied.
func (p *page) command(format string, args ...any) {
	fmt.Fprintf(p, "Next: erplan "+format+"\n", args...)
}

// count writes a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
