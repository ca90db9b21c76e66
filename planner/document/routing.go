package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// routingSection says which way every flow goes in both directions, and why.
var routingSection = Section{
	ID: "routing", Title: "Routing", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		if len(d.Analysis.Flows) == 0 {
			return nil
		}
		out := []block.Block{block.Say("The two directions of a flow are chosen independently of each other: Azure by routing weight and AS path, the customer by local preference and AS path. The step is the comparison that decided.")}
		out = append(out, block.Title(3, "Normal ways"), d.wayTable())
		out = append(out, d.wayNotes()...)
		out = d.titled(out, "Routes that lose", "They carry nothing while everything works, and take over in the order in which they would win.", d.loserTable())
		out = append(out, d.stepList()...)
		out = d.titled(out, "Policy of the customer's routers", "", d.policyTable())
		out = d.titled(out, "Policy of Azure", "", d.weightTable())
		return d.titled(out, "Sessions that are down", "More prefixes arrive than are taken.", d.excessTable())
	},
}

// explained returns how a flow goes when everything works, with the routes
// that lost.
func (d *Data) explained(i int) routing.Result {
	return d.Analysis.Router.Explain(d.Analysis.Flows[i], topology.State{})
}

// mostFlows is up to how many flows the tables of ways hold; of a network
// with more, those that go alike share a row anyway.
const mostFlows = 200

func (d *Data) wayTable() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "Direction", "Way", "Decided by", "At")}
	for i := range d.Analysis.Flows {
		if i == mostFlows {
			t.Rows = append(t.Rows, block.Row(fmt.Sprintf("and %d more", len(d.Analysis.Flows)-i)))
			break
		}
		r := d.explained(i)
		t.Rows = append(t.Rows, d.wayRows(i, directionWord(d, i, true), r.ToAzure)...)
		t.Rows = append(t.Rows, d.wayRows(i, directionWord(d, i, false), r.ToSite)...)
	}
	return t
}

// directionWord names a direction of a flow.
func directionWord(d *Data, i int, there bool) string {
	f := &d.Analysis.Flows[i]
	switch {
	case f.To.Site != nil && there:
		return "there"
	case f.To.Site != nil:
		return "back"
	case f.To.Service != nil && there:
		return "to Microsoft"
	case there:
		return "to Azure"
	}
	return "to the site"
}

func (d *Data) wayRows(i int, direction string, choices []routing.Choice) [][]block.Inline {
	var out [][]block.Inline
	seen := map[string]bool{}
	for k := range choices {
		c := &choices[k]
		text := view.Ways(c)
		if seen[text+c.Step.String()] {
			continue
		}
		seen[text+c.Step.String()] = true
		if len(choices) > 1 {
			text = view.Prefixes(c) + text
		}
		out = append(out, block.Row(d.Flow(i), direction, block.Name(text), c.Step.String(), block.Name(c.At)))
	}
	return out
}

// wayNotes says what is out of the ordinary in the normal state.
func (d *Data) wayNotes() []block.Block {
	var out []block.Inline
	normal := d.Analysis.Normal()
	for i := range normal.Flows {
		f := &normal.Flows[i]
		for _, r := range f.Reasons {
			out = append(out, block.Text(d.Flow(i), " is ", f.Outcome.String(), ": ", r, "."))
		}
		for _, n := range f.Notes {
			out = append(out, block.Text(d.Flow(i), ": ", n, "."))
		}
	}
	if out == nil {
		return nil
	}
	return []block.Block{block.Bullets(out...)}
}

// loserTable lists the routes that lost, with what they lost by.
func (d *Data) loserTable() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "Direction", "Routes", "Lost by", "At", "Why")}
	for i := range d.Analysis.Flows {
		if i == mostFlows {
			break
		}
		r := d.explained(i)
		for _, side := range []struct {
			word    string
			choices []routing.Choice
		}{{directionWord(d, i, true), r.ToAzure}, {directionWord(d, i, false), r.ToSite}} {
			for _, l := range losses(side.choices) {
				t.Rows = append(t.Rows, block.Row(d.Flow(i), side.word, block.Names(l.routes, 4), l.step.String(), block.Name(l.at), l.why))
			}
		}
	}
	return t
}

// A loss is routes that lost at one place for one reason.
type loss struct {
	step    routing.Step
	at, why string
	routes  []string
}

// losses returns why routes lost, each reason once.
func losses(choices []routing.Choice) []loss {
	var out []loss
	for k := range choices {
		for _, l := range choices[k].Losers {
			i := slices.IndexFunc(out, func(o loss) bool { return o.step == l.Step && o.at == l.At && o.why == l.Why })
			if i < 0 {
				i = len(out)
				out = append(out, loss{step: l.Step, at: l.At, why: l.Why})
			}
			if way := l.Way.String(); !slices.Contains(out[i].routes, way) {
				out[i].routes = append(out[i].routes, way)
			}
		}
	}
	return out
}

// stepList explains the steps that decide.
func (d *Data) stepList() []block.Block {
	seen := map[routing.Step]bool{}
	for i := range d.Analysis.Flows {
		r := d.explained(i)
		for _, c := range append(append([]routing.Choice{}, r.ToAzure...), r.ToSite...) {
			seen[c.Step] = true
			for _, l := range c.Losers {
				seen[l.Step] = true
			}
		}
	}
	var out []block.Inline
	for step := range routing.Steps {
		s := routing.Step(step)
		if !seen[s] {
			continue
		}
		info := s.Info()
		text := block.Text(block.Strong(info.Name), ": ", info.Sentence)
		for _, src := range info.Sources {
			d.Fact("Route selection, "+info.Name, info.Sentence, src)
		}
		if info.Doubt != "" {
			text = block.Text(text, " Doubtful: ", info.Doubt, ".")
		}
		out = append(out, text)
	}
	return []block.Block{block.Title(3, "Steps"), block.Bullets(out...)}
}

// policyTable lists what the customer's routers prefer.
func (d *Data) policyTable() block.Table {
	t := block.Table{Columns: block.Columns("Where", "Matches", "Via", "Local preference", "Prepend", "Action")}
	for _, c := range d.Design.Circuits {
		for _, p := range c.PeeringList() {
			if pref, pre := preference(p), prepends(p); pref != "100 (default)" || pre != "none" {
				t.Rows = append(t.Rows, block.Row("every router of the circuit", "all routes", block.Text(block.Name(c.Name()), " ", kindWord(p)), pref, pre, "permit"))
			}
		}
	}
	for _, v := range d.Design.VPNTunnels {
		if v.LocalPreference.Known() || v.ASPathPrepend.Known() {
			t.Rows = append(t.Rows, block.Row(block.Text("site ", block.Name(v.SiteName)), "all routes", block.Name(v.Path()), v.LocalPreference.Or(100), times(v.ASPathPrepend), "permit"))
		}
	}
	for _, r := range d.Design.RoutePolicies {
		t.Rows = append(t.Rows, d.policyRow(r))
	}
	return t
}

func (d *Data) policyRow(r *planner.RoutePolicy) []block.Inline {
	names := append([]string{}, r.SiteNames...)
	if r.SiteName != "" {
		names = append(names, r.SiteName)
	}
	where, match, via, action := block.Names(names, 4), r.Match, r.Via, string(r.Action)
	if len(names) == 0 {
		where = block.Text("every site")
	}
	if action == "" {
		action = "permit"
	}
	pref := ""
	if r.LocalPreference.Known() {
		pref = fmt.Sprint(r.LocalPreference.Value())
	}
	if match == "" {
		match = "all routes"
	}
	if via == "" {
		via = "any way"
	}
	return block.Row(block.Text("policy ", block.Name(r.Name()), ", ", where), block.Name(match), block.Name(via), pref, times(r.ASPathPrepend), action)
}

func times(o planner.Opt[int]) string {
	if o.Or(0) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d ×", o.Value())
}

// weightTable lists what Azure compares.
func (d *Data) weightTable() block.Table {
	t := block.Table{Columns: block.Columns("Connection", "Circuit", "Gateway", "#Routing weight")}
	for _, c := range d.Design.Connections {
		weight := "0 (default)"
		if c.RoutingWeight.Known() {
			weight = fmt.Sprint(c.RoutingWeight.Value())
		}
		t.Rows = append(t.Rows, block.Row(block.Name(c.Name()), block.Name(c.CircuitName), block.Name(c.GatewayName), weight))
	}
	return t
}

func (d *Data) excessTable() block.Table {
	t := block.Table{Columns: block.Columns("Session")}
	for _, x := range d.Analysis.Router.Excesses() {
		t.Rows = append(t.Rows, block.Row(view.Excess(x)))
	}
	return t
}

// outcomeWord is an outcome with its sign.
func outcomeWord(o outcome.Outcome) string { return strings.TrimSpace(view.Sign(o) + " " + o.String()) }
