package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
)

// points says in words what takes flows down: alone, and together.
var points = Section{
	ID: "single-points", Title: "Single points of failure and cut sets", Preset: Both,
	Build: func(d *Data) []block.Block {
		if len(d.Analysis.Flows) == 0 {
			return nil
		}
		out := []block.Block{block.Say("A single point of failure takes a flow down alone. A cut set does so only as a whole: while one of its members is up, the flow is."), d.pointTable()}
		if words := d.pointWords(); len(words) > 0 {
			out = append(out, block.Bullets(words...))
		}
		out = append(out, block.Title(3, "Never together"), block.Say("Each line is two things that take the flow down only together, the likeliest first, with the time that both are down at once. Whatever could fail both, such as a building, a duct, a power feed or a change in the same night, is to be kept away from them."))
		groups := d.cutGroups()
		for n, g := range groups {
			if n == mostGroups && len(groups) > mostGroups+1 {
				out = append(out, block.Say(fmt.Sprintf("and %d more groups of flows, each with cut sets of its own.", len(groups)-n)))
				break
			}
			out = append(out, block.Say(d.flowNames(g.flows, 8), ":"), block.Bullets(g.words...))
		}
		return append(out, d.differences()...)
	},
}

// pointTable lists single points by component, with the flows that each takes
// down; the likeliest come first.
func (d *Data) pointTable() block.Table {
	type entry struct {
		c          int
		lost, ends []int
		routing    bool
	}
	at := map[int]*entry{}
	var order []*entry
	for i := range d.Analysis.Flows {
		for _, p := range d.Analysis.Points(i) {
			e := at[p.Component]
			if e == nil {
				e = &entry{c: p.Component}
				at[p.Component] = e
				order = append(order, e)
			}
			if p.End {
				e.ends = append(e.ends, i)
			} else {
				e.lost = append(e.lost, i)
			}
			e.routing = e.routing || p.Routing
		}
	}
	order = sortedBy(order, func(e *entry) float64 { return -d.Component(e.c).Unavailability })
	t := block.Table{Columns: block.Columns("Component", "#Unavailability", "Takes down", "As an end of")}
	for _, e := range order {
		down := d.flowNames(e.lost, 6)
		if e.routing {
			down = block.Text(down, " (a way is left that routing does not use)")
		}
		t.Rows = append(t.Rows, block.Row(d.ID(e.c), view.Unavailable(d.Component(e.c).Unavailability), down, d.flowNames(e.ends, 6)))
	}
	return t
}

// pointWords explains the single points that are no ends, one a kind.
func (d *Data) pointWords() []block.Inline {
	var out []block.Inline
	seen := map[planner.Kind][]string{}
	var order []planner.Kind
	told := map[int]bool{}
	for i := range d.Analysis.Flows {
		for _, p := range d.Analysis.Points(i) {
			if p.End || told[p.Component] {
				continue
			}
			told[p.Component] = true
			c := d.Component(p.Component)
			if seen[c.Kind] == nil {
				order = append(order, c.Kind)
			}
			seen[c.Kind] = append(seen[c.Kind], c.ID)
		}
	}
	for _, k := range order {
		if words := remedies[k]; words != "" {
			out = append(out, block.Text(block.Names(seen[k], 6), ": ", words))
		}
	}
	return out
}

// remedies says, by kind, what makes a component no single point any more.
var remedies = map[planner.Kind]string{
	"router":           "a second router that ends the other link would carry the flow.",
	"building":         "routers in a second building would carry the flow.",
	"link":             "the other link of the circuit, in use with the same announcements, would carry the flow.",
	"provider":         "a circuit of another provider, or a VPN over another carrier, would carry the flow.",
	"carrier":          "lines of another carrier would carry the flow.",
	"provider-edge":    "links on two edge devices of the provider would carry the flow.",
	"peering-location": "a circuit at another peering location, or a Metro, would carry the flow.",
	"peering-site":     "the other facility, or another location, would carry the flow.",
	"metro":            "a circuit in another city would carry the flow.",
	"msee":             "the other link would carry the flow.",
	"circuit":          "a second circuit, at another peering location, would carry the flow.",
	"connection":       "a second connection, of another circuit, would carry the flow.",
	"gateway-instance": "a second instance would carry the flow.",
	"gateway":          "a VPN gateway beside it would carry the flow.",
	"zone":             "instances in another zone would carry the flow.",
	"virtual-hub":      "a second hub with circuits of its own would carry the flow.",
	"risk":             "lines that do not carry this label would carry the flow.",
	"internet":         "a second Internet access would carry the flow.",
	"wan":              "a way that does not cross this network would carry the flow.",
}

// A cutGroup is flows with the same cut sets.
type cutGroup struct {
	flows []int
	words []block.Inline
}

// mostGroups is up to how many groups of flows have their cut sets written
// out.
const mostGroups = 12

// mostCuts is up to how many cut sets of a flow are written out.
const mostCuts = 10

// cutGroups writes the cut sets of two and three components, of flows that
// have the same ones once.
func (d *Data) cutGroups() []cutGroup {
	var out []cutGroup
	at := map[string]int{}
	for i := range d.Analysis.Flows {
		words := d.cutWords(i)
		var b strings.Builder
		for _, w := range words {
			b.WriteString(w.String() + "\n")
		}
		k, ok := at[b.String()]
		if !ok {
			k = len(out)
			at[b.String()] = k
			out = append(out, cutGroup{words: words})
		}
		out[k].flows = append(out[k].flows, i)
	}
	return out
}

// cutWords writes the likeliest cut sets of a flow that are no single points.
func (d *Data) cutWords(flow int) []block.Inline {
	var out []block.Inline
	left := 0
	for _, s := range d.Analysis.Structure.CutSets(flow, 2) {
		switch {
		case len(s.Components) < 2:
		case len(out) == mostCuts:
			left++
		default:
			out = append(out, block.Text(d.together(s.Components), likely(s.Unavailability)))
		}
	}
	if left > 0 {
		out = append(out, block.Text("and "+rules.Number(left)+" more pairs"))
	}
	if out == nil {
		out = append(out, block.Text("no two components: three or more would have to fail at once, or one of the single points above"))
	}
	return out
}

func (d *Data) together(components []int) block.Inline {
	var names []block.Inline
	for _, c := range components {
		names = append(names, d.ID(c))
	}
	return block.Join(names, " and ")
}

// minutesPerYear are those of 365 days.
const minutesPerYear = 365 * 24 * 60

// likely writes a probability as time a year.
func likely(u float64) string {
	if u == 0 {
		return ": no figure"
	}
	return ": " + view.Downtime(u*minutesPerYear) + " a year"
}

// differences says where routing and structure disagree.
func (d *Data) differences() []block.Block {
	var out []block.Inline
	for _, x := range d.Analysis.Differences() {
		out = append(out, block.Text("When ", d.ID(x.Component), " fails, ", d.Flow(x.Flow), " has a way left that routing does not use or that a stateful device breaks. Availability counts it as up, the matrix as lost."))
	}
	if out == nil {
		return nil
	}
	return []block.Block{block.Title(3, "Where routing and structure differ"), block.Bullets(out...)}
}
