package direct

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// On this the documents disagree: a page of 2026 lets ports be switched
// between metered and unlimited in both directions, the how-to of 2024 has
// circuits created metered and switched once.
var billingAtCreation = &rules.Rule{
	ID:       "direct/billing-at-creation",
	Code:     "ERD-008",
	Title:    "A circuit on a port pair is created with metered data",
	Severity: diag.Error,
	Why:      "Azure creates circuits on port pairs metered, Local ones too. Whether unlimited data can be had afterwards is another step, which by one page cannot be taken back.",
	Fix:      "Write billing = \"metered\", and change the circuit once it exists.",
	Refs:     []rules.Ref{howTo("Create a circuit"), about("ExpressRoute using a service provider and ExpressRoute Direct")},
	Check: func(p *rules.Pass) {
		change := p.Catalog.Limit("erdirect.billing_change")
		for _, c := range p.Circuits {
			if c.IsDirect() && !c.Exists() && c.Billing == planner.Unlimited {
				p.Report(c.ValueAt("billing"), "circuit %s: a circuit on a port pair is created metered, not unlimited", c.Name()).
					Rests(change.Source)
			}
		}
	},
}

var subscriptionAndRegion = &rules.Rule{
	ID:       "direct/subscription-and-region",
	Code:     "ERD-009",
	Title:    "A circuit is created in the region of its port pair, and in its subscription or with its authorization",
	Severity: diag.Error,
	Why:      "Azure creates a circuit on a port pair only in the region of the port resource, and in another subscription only against an authorization of the pair.",
	Fix:      "Use the region and the subscription of the port pair.",
	Refs: []rules.Ref{
		howTo("Create a circuit"),
		howTo("Enable ExpressRoute Direct and circuits in a different subscription"),
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Port == nil {
				continue
			}
			port := c.Port
			if a, b := regionName(p, c.Region), regionName(p, port.Region); a != "" && b != "" && a != b {
				p.Report(c.ValueAt("location"), "circuit %s is in %q and its port pair %s in %q; Azure wants one region", c.Name(), a, port.Name(), b).
					Related(port.ValueAt("location"), "the port pair").Fix("Write location = %q.", b)
			}
			if c.Subscription == "" || port.Subscription == "" || c.Subscription == port.Subscription || c.PortAuthorization.Present() {
				continue
			}
			if c.Has("port_authorization") {
				p.Report(c.ValueAt("subscription"), "circuit %s is in subscription %q and its port pair %s in %q, without an authorization", c.Name(), c.Subscription, port.Name(), port.Subscription).
					Related(port.ValueAt("subscription"), "the port pair").
					Fix("Generate an authorization on the port pair and write port_authorization = true.")
				continue
			}
			p.Unknown(c.At("port_authorization"), "circuit %s is in another subscription than port pair %s; whether there is an authorization is not stated", c.Name(), port.Name())
		}
	},
}

var subscriptionNotEnrolled = &rules.Rule{
	ID:       "direct/subscription-not-enrolled",
	Code:     "ERD-010",
	Title:    "The subscription of a port pair is enrolled",
	Severity: diag.Warning,
	Why:      "A subscription creates port pairs only once the feature AllowExpressRoutePorts is registered, and those of 400 Gbps only after a further enrolment.",
	Fix:      "Register the feature \"AllowExpressRoutePorts\" of Microsoft.Network, and write enrolled = true.",
	Refs:     []rules.Ref{about("Onboard to ExpressRoute Direct")},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			if exists(p, port) {
				continue
			}
			speed, _ := speedOf(p, port)
			switch {
			case !port.Enrolled.Known():
				p.Unknown(port.At("enrolled"), "whether the subscription of port pair %s is registered for port pairs is not stated", port.Name())
			case !port.Enrolled.Value() && speed.LimitedAvailability:
				p.Report(port.ValueAt("enrolled"), "port pair %s: the subscription is neither registered for port pairs nor enrolled for %s", port.Name(), port.Bandwidth).
					Fix("Register the feature \"AllowExpressRoutePorts\" of Microsoft.Network and send the enrolment form for %s.", port.Bandwidth)
			case !port.Enrolled.Value():
				p.Report(port.ValueAt("enrolled"), "port pair %s: the subscription is not registered for port pairs", port.Name())
			}
		}
	},
}

// exists reports whether a circuit on a port pair exists, and so the pair.
func exists(p *rules.Pass, port *planner.Port) bool {
	for _, c := range on(p, port) {
		if c.Exists() {
			return true
		}
	}
	return false
}

var rateLimitOff = &rules.Rule{
	ID:       "direct/rate-limit-off",
	Code:     "ERD-020",
	Title:    "Circuits that share a port pair are rate-limited",
	Severity: diag.Advice,
	Why:      "Without the limit one circuit can take the whole port, and the others lose what they were sized for. With it a circuit is held to its size, a fifth above which is let through.",
	Fix:      "Write rate_limit = true, and turn it on for the circuit.",
	Refs:     []rules.Ref{{Doc: "rate-limit", Section: "Frequently asked questions", Date: "2023-11-15"}},
	Covers:   []string{"APRL d40c769d-2f08-4980-8d8f-a386946276e6"},
	Check: func(p *rules.Pass) {
		if string(p.Cloud()) != p.Catalog.Limit("erdirect.rate_limit_clouds").Value {
			return
		}
		for _, port := range p.Ports {
			circuits := on(p, port)
			if len(circuits) < 2 {
				continue
			}
			for _, c := range circuits {
				switch {
				case !c.RateLimit.Known():
					p.Unknown(c.At("rate_limit"), "whether circuit %s, which shares port pair %s with %s, is rate-limited is not stated", c.Name(), port.Name(), others(circuits, c))
				case !c.RateLimit.Value():
					p.Report(c.ValueAt("rate_limit"), "circuit %s of %s is not rate-limited and shares port pair %s with %s", c.Name(), c.Bandwidth, port.Name(), others(circuits, c))
				}
			}
		}
	},
}

// others names the circuits of a list but one.
func others(circuits []*planner.Circuit, but *planner.Circuit) string {
	var out []string
	for _, c := range circuits {
		if c != but {
			out = append(out, c.Name())
		}
	}
	return rules.Some(out)
}
