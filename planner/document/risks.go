package document

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// risks is the risk register: the exceptions of the design.
var risks = Section{
	ID: "risks", Title: "Risk register", Preset: Both,
	Build: func(d *Data) []block.Block {
		if len(d.Design.Exceptions) == 0 {
			return []block.Block{block.Say("No risk is accepted: the design has no exceptions.")}
		}
		t := block.Table{Columns: block.Columns("#No.", "Risk", "Where", "Why it is accepted", "Owner", "Until", "#Findings", "Rule")}
		for i := range d.Design.Exceptions {
			t.Rows = append(t.Rows, d.riskRow(i, &d.Design.Exceptions[i]))
		}
		return []block.Block{block.Say("These findings were accepted, each with a reason. One whose day is over counts again."), t}
	},
}

func (d *Data) riskRow(i int, e *planner.Exception) []block.Inline {
	accepted := d.accepted(e)
	risk := ""
	if r := rules.Find(d.Book, e.Rule); r != nil {
		risk = r.Why
	} else if len(accepted) > 0 {
		risk = accepted[0].Message
	}
	target := block.Name(e.Target)
	if e.Target == "" {
		target = block.Text("everywhere")
	}
	owner := block.Text(e.Owner)
	if e.Owner == "" {
		owner = d.Unknown(&e.Node, "owner")
	}
	until := block.Text("no end")
	if !e.Expires.IsZero() {
		until = block.Text(e.Expires)
	}
	return block.Row(i+1, risk, target, free(e.Reason), owner, until, len(accepted), block.Name(e.Rule))
}

// accepted returns the findings that an exception accepts.
func (d *Data) accepted(e *planner.Exception) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, f := range d.Check.Findings {
		if f.Excepted == e.Reason && (e.Target == "" || rules.Covers(e.Target, f.Place.Path)) && selected(f.Rule, e.Rule) {
			out = append(out, f)
		}
	}
	return out
}

func selected(id, pattern string) bool {
	return rules.Selected(id, []string{pattern}) || rules.Covers(pattern, strings.ReplaceAll(id, "/", "."))
}
