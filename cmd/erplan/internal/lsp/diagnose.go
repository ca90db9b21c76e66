package lsp

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/parallel"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// What was found in a document.
type found struct {
	findings []finding         // those that count, in the order of the text
	unknown  []diag.Diagnostic // what the rules could not assess
	catalog  *catalog.Catalog  // with what the design replaces; nil where it could not be read
}

// A finding is one of the base, or of options alone.
type finding struct {
	diag.Diagnostic
	options []string // those that have it, where the base does not
}

// diagnose returns what the loader and the rules say of the base and of each
// option. It ends early when the text is stale.
func (s *Server) diagnose(h home, content string, options bool, stale *atomic.Bool) found {
	draft, diags := planner.ReadText(h.fsys, h.name, []byte(content))
	c := collector{seen: map[mark]int{}, open: map[mark]bool{}}
	if draft == nil {
		c.add("", s.describe(diags))
		return c.result()
	}
	names := append([]string{""}, draft.Options()...)
	if !options {
		names = names[:1]
	}
	runs := s.assessAll(draft, names, stale)
	results, sound := make([]*rules.Result, len(runs)), 0
	for i := range runs {
		if results[i] = &runs[i].Result; runs[i].catalog != nil {
			sound++
		}
	}
	rules.Unused(results, sound == 1+len(draft.Options()))
	c.add("", s.describe(diags))
	for i, run := range results {
		c.add(names[i], run.Findings)
		c.doubt(run.Unknown)
	}
	c.out.catalog = runs[0].catalog
	return c.result()
}

// An assessed is what the loader and the rules say of the base or an option.
type assessed struct {
	rules.Result
	catalog *catalog.Catalog // nil where there are errors that keep the rules from running
}

// assessAll looks at several options, as many at a time as there are
// processors.
func (s *Server) assessAll(draft *planner.Draft, names []string, stale *atomic.Bool) []assessed {
	out := make([]assessed, len(names))
	parallel.Each(len(names), runtime.GOMAXPROCS(0), func(i int) {
		if !stale.Load() {
			out[i] = s.assess(draft, names[i], len(names) > 1)
		}
	})
	return out
}

// assess looks at the base or an option. Beside others, it uses no more than
// one processor. A mistake of ours leaves it out; the server goes on.
func (s *Server) assess(draft *planner.Draft, option string, beside bool) (out assessed) {
	defer func() {
		if recover() != nil {
			out = assessed{}
		}
	}()
	d, diags := draft.Design(option)
	if d != nil {
		settings := rules.Settings{}
		if beside {
			settings.Outcome = sync.OnceValue(func() *outcome.Analysis { return outcome.New(d, outcome.Settings{Workers: 1}) })
		}
		out = assessed{rules.Run(d, s.Book, settings), d.Catalog}
	}
	out.Findings = append(s.describe(diags), out.Findings...)
	return out
}

// describe adds to findings of the loader what the book says of their rules.
func (s *Server) describe(list []diag.Diagnostic) []diag.Diagnostic {
	if s.Describe != nil {
		return s.Describe(list)
	}
	return list
}

// A mark tells findings and unknowns apart.
type mark struct {
	rule, message string
	file          *source.File
	span          source.Span
}

func markOf(d *diag.Diagnostic) mark { return mark{d.Rule, d.Message, d.Place.File, d.Place.Span} }

// A collector collects findings of the base and of options, each once.
type collector struct {
	out  found
	seen map[mark]int  // the number of a finding
	open map[mark]bool // what could not be assessed
}

// add adds findings of an option, or of the base.
func (c *collector) add(option string, list []diag.Diagnostic) {
	for i := range list {
		if !list[i].Counts() {
			continue
		}
		m := markOf(&list[i])
		n, old := c.seen[m]
		if !old {
			n = len(c.out.findings)
			c.seen[m] = n
			c.out.findings = append(c.out.findings, finding{Diagnostic: list[i]})
		}
		f := &c.out.findings[n]
		if inBase := old && len(f.options) == 0; option != "" && !inBase && !slices.Contains(f.options, option) {
			f.options = append(f.options, option)
		}
	}
}

// doubt adds what could not be assessed.
func (c *collector) doubt(list []diag.Diagnostic) {
	for i := range list {
		if m := markOf(&list[i]); !c.open[m] {
			c.open[m] = true
			c.out.unknown = append(c.out.unknown, list[i])
		}
	}
}

func (c *collector) result() found {
	slices.SortStableFunc(c.out.findings, func(a, b finding) int { return a.Place.Compare(b.Place) })
	return c.out
}
