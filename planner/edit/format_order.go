package edit

import (
	"slices"

	"github.com/erplan/erplan/planner/schema"
)

// A branch is a table among those around it, while they are put in order.
type branch struct {
	step  step
	table *section
	kids  []*branch
}

func (b *branch) kid(s step) *branch {
	for _, k := range b.kids {
		if k.step == s {
			return k
		}
	}
	k := &branch{step: s}
	b.kids = append(b.kids, k)
	return k
}

// order puts sections into the order of the language.
func order(sections []*section) []*section {
	top := &branch{}
	for _, s := range sections {
		at := top
		for _, st := range s.at {
			at = at.kid(st)
		}
		at.table = s
	}
	return top.flatten(schema.Find(), nil)
}

// flatten returns a table and those below it, in order.
func (b *branch) flatten(at *schema.Key, out []*section) []*section {
	if b.table != nil {
		out = append(out, b.table)
	}
	kids := b.kids
	if at != nil && at.Form == schema.Group {
		kids = spread(kids, at.Table)
		slices.SortStableFunc(kids, func(x, y *branch) int { return x.rank(at.Table) - y.rank(at.Table) })
	}
	for _, k := range kids {
		var in *schema.Key
		if at != nil {
			in = at.Step(k.step.key)
		}
		out = k.flatten(in, out)
	}
	return out
}

// homes are the collections in which the defaults of nested tables apply.
var homes = map[string]string{"routers": "sites", "internet_access": "sites", "attachments": "wans", "links": "circuits", "peerings": "circuits"}

// rank returns twice the place of a branch in the order of a table. Defaults
// come before the collection that they fill.
func (b *branch) rank(t *schema.Table) int {
	if b.step.key != "defaults" || len(b.kids) == 0 {
		return 2 * t.Rank(b.step.key)
	}
	first := b.kids[0].step.key
	if home, ok := homes[first]; ok {
		first = home
	}
	return 2*t.Rank(first) - 1
}

// spread returns branches with the defaults as one for each collection.
func spread(kids []*branch, t *schema.Table) []*branch {
	if t.Key("defaults") == nil {
		return kids
	}
	var out []*branch
	for _, k := range kids {
		if k.step.key != "defaults" || k.table != nil {
			out = append(out, k)
			continue
		}
		for _, in := range k.kids {
			out = append(out, &branch{step: k.step, kids: []*branch{in}})
		}
	}
	return out
}
