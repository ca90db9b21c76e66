package document

import (
	"fmt"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// findings lists what the rules say, the worst first.
var findings = Section{
	ID: "findings", Title: "Findings", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		c := &d.Check
		out := []block.Block{block.Say(fmt.Sprintf("%s: %s, %s, %d advice, %d accepted.", count(c.Rules, "rule"), count(c.Count(diag.Error), "error"), count(c.Count(diag.Warning), "warning"), c.Count(diag.Advice), c.Excepted()))}
		t := block.Table{Columns: block.Columns("Severity", "Finding", "How to mend it", "Where", "Rule")}
		for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Advice} {
			for i := range c.Findings {
				if f := &c.Findings[i]; f.Severity == s && f.Counts() {
					t.Rows = append(t.Rows, block.Row(severityWord(s), d.message(f), f.Fix, d.where(f), block.Name(f.Rule)))
				}
			}
		}
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
		return d.titled(out, "Not assessed", "These rules lack a fact of the design, which is neither a pass nor a failure.", d.notAssessed())
	},
}

func severityWord(s diag.Severity) block.Inline {
	switch s {
	case diag.Error:
		return block.Text("✗ ", block.Strong("error"))
	case diag.Warning:
		return block.Text("! warning")
	}
	return block.Text("· advice")
}

// where is the place of a finding; of one that is not in the design itself,
// such as in a test sheet, with file and line.
func (d *Data) where(f *diag.Diagnostic) block.Inline {
	at := f.Place
	if at.File == nil || at.File == d.Design.File {
		return block.Name(at.Path)
	}
	return block.Text(block.Name(at.Path), " in ", block.Name(path(at.Name())), ", line ", at.Start().Line)
}

// message is what a finding says, with what is doubtful about it.
func (d *Data) message(f *diag.Diagnostic) block.Inline {
	out := block.Text(f.Message, ".")
	if f.Inferred {
		out = block.Text(out, " (Inferred: Microsoft does not state it in so many words.)")
	}
	if f.Doubt != "" {
		out = block.Text(out, " (Doubtful: ", f.Doubt, ".)")
	}
	return out
}

// notAssessed lists the rules that lack a fact, with the keys that would say
// it.
func (d *Data) notAssessed() block.Table {
	t := block.Table{Columns: block.Columns("Rule", "What should hold", "Keys")}
	for _, id := range unknownRules(d.Check.Unknown) {
		var keys []string
		for i := range d.Check.Unknown {
			if u := &d.Check.Unknown[i]; u.Rule == id {
				keys = append(keys, u.Place.Path)
			}
		}
		title := ""
		if r := rules.Find(d.Book, id); r != nil {
			title = r.Title
		}
		t.Rows = append(t.Rows, block.Row(block.Name(id), title, block.Names(keys, 3)))
	}
	return t
}
