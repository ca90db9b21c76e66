package requirements

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var scenarioExpectation = &rules.Rule{
	ID:       "requirements/scenario-expectation",
	Title:    "Declared scenarios end as they are expected to",
	Severity: diag.Error,
	Why:      "The scenario is what the architect promised to survive. If the simulation ends otherwise, either the design or the expectation is wrong.",
	Fix:      "Mend the design, or write what really becomes of the flow.",
	Refs: []rules.Ref{
		{Doc: "evaluate-circuit-resiliency", Section: "Evaluate the resiliency of multi-site redundant ExpressRoute circuits", Date: "2024-06-24"},
		{Doc: "planned-maintenance", Section: "Validation of the ExpressRoute circuit failover", Date: "2023-05-10"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		expects := false
		for _, s := range p.Scenarios {
			expects = expects || len(s.Expect) > 0
		}
		if !expects {
			return
		}
		a := p.Outcome()
		declared := a.Declared()
		for i := range declared {
			for _, u := range declared[i].Unmet {
				unmet(p, a, &declared[i], u)
			}
		}
	},
}

// unmet reports an expectation that does not hold; an outcome that is better
// than expected more mildly.
func unmet(p *rules.Pass, a *outcome.Analysis, d *outcome.Declared, u outcome.Unmet) {
	f := p.Report(u.Place, "scenario %q (%s): %s", d.Written.Name(), a.Name(d.Scenario.Change), u.Message(a)).As(firm(p))
	if better(u) {
		f.As(diag.Advice)
	}
	f.Related(d.Written.Here(), "scenario %q", d.Written.Name())
	if w := a.Flows[u.Flow].Written; w != nil {
		f.Related(w.Here(), "flow %q", w.Name())
	}
}

// better reports whether a flow fares better than it is expected to.
func better(u outcome.Unmet) bool {
	for o := u.Outcome; o <= outcome.Lost; o++ {
		if o != u.Outcome && o.String() == string(u.Expected) {
			return true
		}
	}
	return false
}

var unknownComponent = &rules.Rule{
	ID:       "requirements/unknown-component",
	Title:    "Ids of components name components of the design",
	Severity: diag.Error,
	Why:      "A scenario, a test or a figure for something that the design does not have says nothing about it, while everybody believes that it does.",
	Fix:      "A component is written as kind:name, such as \"router:hq/ce1\" or \"peering-location:London\".",
	Refs:     []rules.Ref{{Doc: "evaluate-circuit-resiliency", Section: "Prerequisites", Date: "2024-06-24"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if len(p.Scenarios)+len(p.Tests)+len(p.Components)+len(p.Availability.Figures) == 0 {
			return
		}
		a := p.Outcome()
		for _, s := range p.Scenarios {
			for i, id := range s.Fail {
				exists(p, a, s.Item("fail", i), id)
			}
			for i, id := range s.Drain {
				exists(p, a, s.Item("drain", i), id)
				drains(p, a, s.Item("drain", i), id)
			}
		}
		for _, t := range p.Tests {
			if t.Target != "" {
				exists(p, a, t.ValueAt("target"), t.Target)
			}
		}
		for _, c := range p.Components {
			exists(p, a, c.Here(), c.Name())
		}
		unusedKinds(p, a)
	},
}

// exists reports an id that names no component.
func exists(p *rules.Pass, a *outcome.Analysis, at source.Place, id string) {
	if _, ok := a.Topology.Find(id); ok {
		return
	}
	f := p.Report(at, "the design has no component %s", source.Quote(id))
	if near := a.Topology.Suggest(id); len(near) > 0 {
		f.Fix("Did you mean %s?", rules.Or(rules.Quoted(near)))
	}
}

// drains reports a component that cannot be drained: only Microsoft's edge
// routers are.
func drains(p *rules.Pass, a *outcome.Analysis, at source.Place, id string) {
	c, ok := a.Topology.Find(id)
	if !ok || a.Topology.Components[c].Kind == "msee" {
		return
	}
	f := p.Report(at, "%s cannot be drained; maintenance drains an edge router of Microsoft, such as \"msee:CIRCUIT/primary\"", source.Quote(id))
	if kind, name, found := strings.Cut(a.Topology.Components[c].ID, ":"); found && (kind == "link" || kind == "port") {
		f.Fix("Write %q.", "msee:"+name)
	}
}

// unusedKinds advises on figures for a kind of which the design has nothing.
func unusedKinds(p *rules.Pass, a *outcome.Analysis) {
	used := map[planner.Kind]bool{}
	for i := range a.Topology.Components {
		used[a.Topology.Components[i].Kind] = true
	}
	for _, figure := range p.Availability.Figures {
		if kind := planner.Kind(figure.Key); !used[kind] {
			p.Report(p.Availability.At(figure.Key), "the design has no component of the kind %q; the figure has no effect", figure.Key).
				As(diag.Advice).Fix("Remove it, or add what it is for.")
		}
	}
}
