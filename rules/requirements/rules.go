// Package requirements holds the rules that compare what a design asks for with
// what it reaches: one rule for each requirement of [requirements] and of
// [flows], one for what declared scenarios expect, and one for ids that name no
// component.
//
// Whether a requirement is met is for the failover engine to say, which
// simulates the failures; a rule reports it. A finding stands at the
// requirement, gives what is asked for, what the design reaches and everything
// that is in the way, and is there if and only if the requirement is not met.
// What the design does not say enough to tell is unknown.
//
// What contradicts a stated intent is an error. Predictions rest on figures that
// are estimates: they are warnings, and errors only in a mission-critical
// design. In one for tests everything is milder by a step.
package requirements

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	resiliency,
	availability,
	recoveryTime,
	survive,
	encryption,
	maxUtilisation,
	latency,
	internetFallback,
	scenarioExpectation,
	unknownComponent,
}

// firm returns how bad it is that something is not as it was asked for.
func firm(p *rules.Pass) diag.Severity {
	if p.Requirements.Criticality == planner.TestUse {
		return diag.Warning
	}
	return diag.Error
}

// predicted returns how bad it is that a prediction is not as it was asked for.
func predicted(p *rules.Pass) diag.Severity {
	switch p.Requirements.Criticality {
	case planner.MissionCritical:
		return diag.Error
	case planner.TestUse:
		return diag.Advice
	}
	return diag.Warning
}
