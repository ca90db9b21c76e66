package document

import (
	"fmt"

	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
)

// index projects Microsoft's resiliency index.
var index = Section{
	ID: "resiliency-index", Title: "Microsoft's resiliency index, projected", Preset: Both,
	Build: func(d *Data) []block.Block {
		all := d.Analysis.Indexes()
		if len(all) == 0 {
			return nil
		}
		t := block.Table{Columns: block.Columns("Gateway", "#Today", "#At most", "Route part", "Gateway part", "Advisor part")}
		decay := block.Table{Columns: block.Columns("Gateway", "From", "#Index")}
		for i := range all {
			x := &all[i]
			now := block.Text(block.Emphasis("unknown"))
			if x.Known {
				now = block.Text(x.Points)
			}
			d.Fact("Resiliency index", "points and factors", x.Source)
			t.Rows = append(t.Rows, block.Row(block.Name(x.Name()), now, x.Ceiling, routePart(x), part(x.SKU), part(x.Advice)))
			for _, day := range x.Decay {
				decay.Rows = append(decay.Rows, block.Row(block.Name(x.Name()), day.Date, day.Points))
			}
		}
		out := []block.Block{block.Say("What the portal will show, from 0 to 100, once the design is built. The route part counts up to four times while failover tests of both locations are at most 30 days old, and falls as they age."), t}
		return d.titled(out, "Decay", "Unless a location is tested again, the index falls on these days.", decay)
	},
}

func part(p outcome.IndexPart) string {
	if p.Most == 0 {
		return p.Words
	}
	return fmt.Sprintf("%v of %v: %s", p.Points, p.Most, p.Words)
}

func routePart(x *outcome.Index) string {
	text := part(x.Route)
	if x.Factor > 0 {
		text += fmt.Sprintf(", × %v for the age of tests", x.Factor)
	}
	return text
}
