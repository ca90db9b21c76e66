package requirements

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
)

// judged reports the requirements of a name that are not met. The wording says
// what is asked for, and what the design reaches where that is one value.
func judged(p *rules.Pass, requirement string, severity diag.Severity, wording func(x *outcome.Intent) string) {
	a := p.Outcome()
	for _, x := range a.Intents() {
		if x.Requirement != requirement {
			continue
		}
		blockers := known(p, a, &x)
		if len(blockers) > 0 {
			report(p, &x, blockers, wording(&x)).As(severity)
		}
	}
}

// known returns the blockers of a requirement that are certain, and notes the
// others. A flow without a way is not certain to have none where the design
// does not say where a circuit ends; one that has none while nothing fails is
// the finding of another rule.
func known(p *rules.Pass, a *outcome.Analysis, x *outcome.Intent) []outcome.Blocker {
	var out []outcome.Blocker
	for _, b := range x.Blockers {
		switch {
		case b.Unknown:
			p.Unknown(b.Place, "%s", b.Message)
		case b.Component < 0 && len(b.Flows) == 1 && open(p, a, b.Flows[0]) != nil:
			c := open(p, a, b.Flows[0])
			p.Unknown(c.At("links", "primary", "router"), "what becomes of flow %q is unknown: circuit %q does not say where its links end", a.Flows[b.Flows[0]].Name, c.Name())
		case b.Component < 0 && len(b.Flows) > 0 && unreachable(a, b.Flows): // routing/flow-unreachable says so
		default:
			out = append(out, b)
		}
	}
	return out
}

// unreachable reports flows that have no way while nothing has failed.
func unreachable(a *outcome.Analysis, flows []int) bool {
	return !slices.ContainsFunc(flows, func(f int) bool { return a.Normal().Flows[f].Outcome != outcome.Unreachable })
}

// open returns a circuit of which the design does not say where it ends, where
// a flow has no way without it; nil where there is none.
func open(p *rules.Pass, a *outcome.Analysis, flow int) *planner.Circuit {
	i := slices.IndexFunc(p.Circuits, func(c *planner.Circuit) bool { return len(c.Sites()) == 0 && len(c.PeeringList()) > 0 })
	if i < 0 || a.Normal().Flows[flow].Outcome != outcome.Unreachable {
		return nil
	}
	return p.Circuits[i]
}

// What a finding shows of what is in the way: so many in its text, and so many
// as places.
const (
	told  = 3
	shown = 50
)

// report writes a requirement that is not met, with what is in its way.
func report(p *rules.Pass, x *outcome.Intent, blockers []outcome.Blocker, head string) rules.Finding {
	blockers = each(blockers)
	var why []string
	for _, b := range blockers[:min(told, len(blockers))] {
		why = append(why, b.Message)
	}
	if more := len(blockers) - told; more > 0 {
		why = append(why, fmt.Sprintf("and %d more", more))
	}
	f := p.Report(x.Place, "%s: %s", head, strings.Join(why, "; "))
	for _, b := range blockers[:min(shown, len(blockers))] {
		f.Related(b.Place, "%s", b.Message)
	}
	return f
}

// each drops blockers that say the same, as of a circuit with two gateways.
func each(blockers []outcome.Blocker) []outcome.Blocker {
	said := map[string]bool{}
	var out []outcome.Blocker
	for _, b := range blockers {
		if key := b.Place.Path + ": " + b.Message; !said[key] {
			said[key] = true
			out = append(out, b)
		}
	}
	return out
}

// reached says what the design reaches, where that is one value.
func reached(x *outcome.Intent) string {
	if x.Found == "" {
		return ""
	}
	return ", and the design reaches " + x.Found
}
