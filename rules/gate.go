package rules

import "github.com/erplan/erplan/planner/diag"

// The rules that a run adds by its flags: bounds on figures, and the comparison
// with what a design was.
var (
	Gate = &Rule{
		ID: "check/gate", Title: "The figures that a run requires are reached", Severity: diag.Error, Firm: true,
		Why: "Whoever runs the check with --require wants no design to pass that falls short of the figure.",
		Fix: "Mend what causes it; \"erplan failover\" and \"erplan suggest\" show how.",
	}
	Lowered = &Rule{
		ID: "check/lowered", Title: "A change does not lower the resiliency that was declared or reached", Severity: diag.Error, Firm: true,
		Why: "What was promised to those who depend on the network would no longer hold, and nobody would hear of it.",
		Fix: "Restore it, or have the change accepted by those who asked for the resiliency, and run without --against.",
	}
)
