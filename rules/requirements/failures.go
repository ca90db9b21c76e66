package requirements

import (
	"fmt"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
)

var resiliency = &rules.Rule{
	ID:       "requirements/resiliency",
	Title:    "The circuits reach the resiliency level that is asked for",
	Severity: diag.Error,
	Why:      "Microsoft's levels say what a design survives: standard a link, high a building of a Metro, maximum a whole peering location. Below the level that was promised, the failure that was to be survived is an outage.",
	Fix:      "Add what is missing, or ask for the level that the design reaches.",
	Refs: []rules.Ref{
		{Doc: "design-architecture-for-resiliency", Section: "Site resiliency for ExpressRoute", Date: "2024-07-16"},
		{Doc: "expressroute-faqs", Section: "Which resiliency option should I choose for my ExpressRoute Circuit?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		if p.Requirements.Resiliency != "" {
			judged(p, "resiliency", firm(p), func(x *outcome.Intent) string {
				if x.Found == x.Wanted {
					return fmt.Sprintf("resiliency %q is asked for, and the circuits are laid out for it, but not all flows use them so", x.Wanted)
				}
				return fmt.Sprintf("resiliency %q is asked for", x.Wanted) + reached(x)
			})
		}
	},
}

var survive = &rules.Rule{
	ID:       "requirements/survive",
	Title:    "No flow is lost to a component of a kind that has to be survived",
	Severity: diag.Error,
	Why:      "The design names the failures that may not take a flow down. Each one that does is an outage nobody expects.",
	Fix:      "Add a second way that does without the component, or take the kind off the list.",
	Refs: []rules.Ref{
		{Doc: "designing-for-high-availability-with-expressroute", Section: "Architecture considerations", Date: "2023-06-15"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Need for redundant connectivity solution", Date: "2023-06-15"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if len(p.Requirements.Survive) > 0 {
			judged(p, "survive", firm(p), func(x *outcome.Intent) string { return fmt.Sprintf("every flow has to survive %s", x.Wanted) })
		}
	},
}

var availability = &rules.Rule{
	ID:       "requirements/availability",
	Title:    "The predicted availability of every flow is what is asked for",
	Severity: diag.Warning,
	Why:      "The prediction is computed from the figures of all components that a flow needs. Below the target, the downtime to expect is longer than what was agreed. It is no SLA.",
	Fix:      "Give the flow a second way around what costs most, replace figures that are not those of your equipment, or lower the target.",
	Refs:     []rules.Ref{{Doc: "designing-for-high-availability-with-expressroute", Section: "Architecture considerations", Date: "2023-06-15"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if p.Requirements.Availability.Known() || anyFlow(p, "availability") {
			judged(p, "availability", predicted(p), func(x *outcome.Intent) string {
				return fmt.Sprintf("an availability of %s is asked for", x.Wanted) + reached(x)
			})
		}
	},
}

var recoveryTime = &rules.Rule{
	ID:       "requirements/recovery-time",
	Title:    "Failures that a flow survives interrupt it no longer than is asked for",
	Severity: diag.Warning,
	Why:      "A failure is survived only after it has been noticed and the routes have moved. In the worst case that takes longer than the design allows.",
	Fix:      "Shorten what takes longest: BFD on both sides, links in use at the same time, an active-active gateway. Or allow for the time.",
	Refs: []rules.Ref{
		{Doc: "expressroute-bfd", Section: "Need for BFD (note)", Date: "2023-06-30"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Redundancy with ExpressRoute circuits in different metros (note)", Date: "2023-06-15"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if p.Requirements.RecoveryTime > 0 || anyFlow(p, "recovery_time") {
			judged(p, "recovery_time", predicted(p), func(x *outcome.Intent) string {
				return fmt.Sprintf("interruptions of at most %s are asked for", x.Wanted) + reached(x)
			})
		}
	},
}

// anyFlow reports whether a flow states a requirement of its own.
func anyFlow(p *rules.Pass, key string) bool {
	for _, f := range p.Flows {
		if f.Has(key) {
			return true
		}
	}
	return false
}
