package routes

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/rules"
)

// The computed availability, single points and cut sets are of the structure:
// they count a flow as up while a way is left. Here is what they do not see.
var survivalDiffers = &rules.Rule{
	ID:       "routing/survival-differs",
	Title:    "A flow that has a way left after a failure is carried",
	Severity: diag.Warning,
	Why:      "A way is left, but routing does not use it, or uses it in a manner that loses the flow. The computed availability counts the flow as up all the same.",
	Fix:      "Prefer the same way in both directions after the failure too.",
	Refs: []rules.Ref{
		{Doc: "expressroute-asymmetric-routing", Section: "Stateful devices", Date: "2023-06-30"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Challenges of using multiple ExpressRoute circuits", Date: "2023-06-15"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if !p.SaysWhatFor() || !branches(p) {
			return
		}
		a := p.Outcome()
		var found []difference
		for i, f := range a.Normal().Flows {
			if !f.Outcome.Survives() {
				continue
			}
			for _, c := range a.Singles().Lost(i) {
				if a.Structure.Up(i, a.Topology.State([]int{c}, nil)) {
					found = differ(found, a, i, c)
				}
			}
		}
		for _, d := range found {
			if d.broken != nil || len(a.Router.Excesses()) == 0 { // of a session that is down the rules on limits speak
				d.report(p, a)
			}
		}
	},
}

// branches reports whether a design has anything that makes routing differ from
// structure: stateful devices, policies, or networks behind each other.
func branches(p *rules.Pass) bool {
	return len(p.RoutePolicies)+len(p.SiteLinks)+len(p.WANs)+len(p.VirtualHubs)+len(p.GlobalReach)+len(p.VPNTunnels) > 0 ||
		slices.ContainsFunc(p.Sites, func(s *planner.Site) bool { return s.StatefulFirewall.Value() }) ||
		slices.ContainsFunc(p.Flows, func(f *planner.Flow) bool { return f.Stateful.Value() })
}

// A difference is failures that lose flows although a way is left, for one
// reason.
type difference struct {
	broken     *planner.Site // whose stateful device loses them; nil: no route
	flows      []int
	components []int
	first      routing.Result
}

// differ adds the loss of a flow to the failure of a component.
func differ(list []difference, a *outcome.Analysis, flow, component int) []difference {
	r := a.Router.Route(a.Flows[flow], a.Topology.State([]int{component}, nil))
	i := slices.IndexFunc(list, func(d difference) bool {
		if d.broken == nil || r.StatefulBreak == nil {
			return d.broken == r.StatefulBreak && slices.Contains(d.flows, flow)
		}
		return d.broken == r.StatefulBreak
	})
	if i < 0 {
		return append(list, difference{r.StatefulBreak, []int{flow}, []int{component}, r})
	}
	if !slices.Contains(list[i].flows, flow) {
		list[i].flows = append(list[i].flows, flow)
	}
	if !slices.Contains(list[i].components, component) {
		list[i].components = append(list[i].components, component)
	}
	return list
}

func (d *difference) report(p *rules.Pass, a *outcome.Analysis) {
	at, why := placeOf(a, d.flows[0]), "no route leads over it"
	fix := "Announce the prefixes of the flow over the way that is left, and take them there. Azure passes nothing on between two circuits without Global Reach."
	if d.broken != nil {
		fix = "Prefer the same way in both directions after the failure too."
		why = fmt.Sprintf("site %q then sees one direction at one router and the other at another, and a stateful device drops it", d.broken.Name())
		if d.broken.StatefulFirewall.Value() {
			at = d.broken.ValueAt("stateful_firewall")
		} else if w := a.Flows[d.flows[0]].Written; w != nil {
			at = w.ValueAt("stateful")
		}
	}
	is := "is"
	if len(d.flows) > 1 {
		is = "are"
	}
	f := p.Report(at, "%s %s lost when %s fails, although a way is left: %s", flowNames(a, d.flows), is, rules.Or(firstOf(a.IDs(d.components))), why)
	f.Fix("%s", fix)
	for _, c := range d.components[:min(4, len(d.components))] {
		f.Related(a.Topology.Components[c].Place, "%s", a.Topology.Components[c].ID)
	}
	related(f, a, d.flows)
}

// firstOf shortens a list of ids.
func firstOf(ids []string) []string {
	const most = 4
	if len(ids) > most+1 {
		return append(ids[:most:most], fmt.Sprintf("one of %d others", len(ids)-most))
	}
	return ids
}
