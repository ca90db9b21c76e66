package operations

import (
	"math"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var gatewayMaintenanceWindow = &rules.Rule{
	ID:       "operations/gateway-maintenance-window",
	Code:     "OPS-006",
	Title:    "Gateways are maintained in a window that the customer chose: daily, of five hours or more",
	Severity: diag.Advice,
	Why:      "Without a window Azure updates the instances of a gateway whenever it likes, without notice, each time at reduced capacity. The window covers neither hosts, urgent security updates nor circuits.",
	Fix:      "Write maintenance_window = { day = \"daily\", start = \"22:00\", hours = 5, time_zone = \"UTC\" } with your hours.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Customer-controlled gateway maintenance", Date: "2026-03-31"},
		{Doc: "advisor/advisor-reference-reliability-recommendations", Section: "Networking", Date: "2026-06-23"},
	},
	Covers: []string{"Advisor b4af9e04-3570-41f1-b4cf-b7af07224799", "APRL 3e115044-a3aa-433e-be01-ce17d67e50da"},
	Check: func(p *rules.Pass) {
		least := p.Catalog.Limit("gateway.maintenance_window_min")
		for _, g := range p.Gateways {
			w := g.MaintenanceWindow
			switch {
			case g.Kind != planner.ExpressRouteGateway:
			case w == nil:
				p.Unknown(g.At("maintenance_window"), "gateway %q does not say when it may be maintained", g.Name())
			case w.Day != "" && !daily(w.Day):
				p.Report(w.ValueAt("day"), "gateway %q: a window on %q alone; windows are daily", g.Name(), w.Day).As(diag.Error).
					Fix("Write day = \"daily\".")
			case w.Hours.Known() && w.Hours.Value() < least.Int():
				p.Report(w.ValueAt("hours"), "gateway %q: a window of %s; it takes %d", g.Name(), rules.Count(w.Hours.Value(), "hour"), least.Int()).As(diag.Error).
					Rests(least.Source).Fix("Write hours = %d.", least.Int())
			case !w.Hours.Known():
				p.Unknown(w.At("hours"), "how long the maintenance window of gateway %q is, is not stated", g.Name())
			}
		}
	},
}

// daily reports whether a word means every day.
func daily(day string) bool {
	return slices.Contains([]string{"daily", "everyday", "alldays"}, catalog.Fold(day))
}

// A circuit that is planned has nothing to test yet.
var failoverTest = &rules.Rule{
	ID:       "operations/failover-test-before-production",
	Code:     "OPS-007",
	Title:    "The loss of each link and of each circuit was tried",
	Severity: diag.Advice,
	Why:      "What was never tried fails in its first real use: filters, preferences and firewalls on the second way are found to be wrong only when the first is gone.",
	Fix:      "Try it before production depends on it, and write what was seen as [tests.NAME].",
	Refs: []rules.Ref{
		{Doc: "planned-maintenance", Section: "Validation of the ExpressRoute circuit failover", Date: "2023-05-10"},
		{Doc: "evaluate-circuit-resiliency", Section: "Test failover", Date: "2024-06-24"},
	},
	Check: func(p *rules.Pass) {
		if p.Requirements.Criticality == planner.TestUse {
			return
		}
		for _, c := range p.Circuits {
			if c.Provisioned() {
				reportUntested(p, c)
			}
		}
	},
}

func reportUntested(p *rules.Pass, c *planner.Circuit) {
	var missing []string
	for _, l := range c.Links.All() {
		if l.Up() && !tested(p, "link-failover", "link:"+l.ID(), "msee:"+l.ID()) {
			missing = append(missing, "of its "+l.Side+" link")
		}
	}
	if !tested(p, "circuit-failover", "circuit:"+c.Name()) && !tested(p, "site-failover", "peering-location:"+c.LocationName()) {
		missing = append(missing, "of the whole circuit")
	}
	if len(missing) == 0 {
		return
	}
	p.Report(c.Here(), "circuit %s is in use, and the loss %s was never tried", c.Name(), rules.And(missing)).
		Fix("Try it, and write [tests.NAME] with kind = \"link-failover\" and target = \"link:%s/primary\", or kind = \"circuit-failover\" and target = \"circuit:%s\", and the date.", c.Name(), c.Name())
}

// tested reports whether a design tells of a test of one of some components.
func tested(p *rules.Pass, kind planner.TestKind, targets ...string) bool {
	return slices.ContainsFunc(p.Tests, func(t *planner.Test) bool {
		return t.Kind == kind && slices.ContainsFunc(targets, func(target string) bool { return strings.EqualFold(t.Target, target) })
	})
}

var upgradeHeadroom = &rules.Rule{
	ID:       "operations/upgrade-headroom",
	Code:     "OPS-011",
	Title:    "Circuits carry the flows as they will have grown",
	Severity: diag.Advice,
	Why:      "A larger circuit is not always to be had: an upgrade in place fails where the port has no capacity left, and a new circuit takes weeks.",
	Fix:      "Order the larger circuit in time.",
	Refs: []rules.Ref{
		{Doc: "about-upgrade-circuit-bandwidth", Section: "Capacity considerations", Date: "2025-01-31"},
		wellArchitected("Performance Efficiency"),
	},
	Check: func(p *rules.Pass) {
		years := p.Requirements.PlanYears.Or(1)
		carried := p.CrossingsByCircuit()
		for _, c := range p.Circuits {
			now, later := planner.Bandwidth(0), 0.0
			var growing []*planner.Flow
			for _, x := range carried[c] {
				now += x.Flow.Bandwidth
				later += float64(x.Flow.Bandwidth) * grown(x.Flow.Growth.Or(0), years)
				if x.Flow.Growth.Value() > 0 && x.Flow.Bandwidth > 0 {
					growing = append(growing, x.Flow)
				}
			}
			if c.Bandwidth == 0 || now > c.Bandwidth || later <= float64(c.Bandwidth) {
				continue
			}
			f := p.Report(c.ValueAt("bandwidth"), "circuit %s of %s: its flows need %s today and %s in %s", c.Name(), c.Bandwidth, now, planner.Bandwidth(math.Ceil(later)), rules.Count(years, "year"))
			for _, flow := range growing {
				f.Related(flow.ValueAt("growth"), "flow %s: %s growing by %v %% a year", flow.Name(), flow.Bandwidth, flow.Growth.Value())
			}
			if size := nextSize(p, c, later); size > 0 {
				f.Fix("Order %s.", size)
			}
		}
	},
}

// grown returns the factor of a growth in percent a year.
func grown(percent float64, years int) float64 {
	factor := 1.0
	for range years {
		factor *= 1 + percent/100
	}
	return factor
}

// nextSize returns the smallest size of a circuit that carries a rate in Mbps,
// 0 where there is none.
func nextSize(p *rules.Pass, c *planner.Circuit, mbps float64) planner.Bandwidth {
	sizes := p.Catalog.ProviderBandwidths()
	if c.IsDirect() {
		sizes = nil
		for _, s := range p.Catalog.PortSpeeds() {
			if c.Port != nil && planner.Bandwidth(1000*s.Gbps) == c.Port.Bandwidth {
				sizes = s.CircuitMbps
			}
		}
	}
	for _, size := range sizes {
		if float64(size) >= mbps {
			return planner.Bandwidth(size)
		}
	}
	return 0
}

var migrationIsolation = &rules.Rule{
	ID:       "operations/circuit-migration-isolation",
	Code:     "OPS-012",
	Title:    "A circuit that replaces another is tried apart from production first",
	Severity: diag.Advice,
	Why:      "A new circuit that is connected to the production gateway carries traffic at once, by routes that nobody has looked at.",
	Fix:      "Connect it to a gateway of a test VNet first, and give its Microsoft peering a route filter of its own.",
	Refs: []rules.Ref{
		{Doc: "circuit-migration", Section: "Deploy new circuit in isolation", Date: "2025-01-31"},
		{Doc: "circuit-migration", Section: "Microsoft peering", Date: "2025-01-31"},
	},
	Check: func(p *rules.Pass) {
		if p.Current == nil {
			return
		}
		for _, c := range p.Circuits {
			if _, there := rules.Named(p.Current.Circuits, c.Name()); there || c.Replaces == nil {
				continue
			}
			if old, ok := rules.Named(p.Current.Circuits, c.Replaces.Name()); ok {
				reportAtOnce(p, c, old)
			}
		}
	},
}

// reportAtOnce reports where a new circuit joins what the old one serves today.
func reportAtOnce(p *rules.Pass, c, old *planner.Circuit) {
	for _, n := range c.Connections {
		i := slices.IndexFunc(old.Connections, func(o *planner.Connection) bool { return o.GatewayName == n.GatewayName })
		if i >= 0 {
			p.Report(n.ValueAt("gateway"), "circuit %s is new and replaces %s, and is connected to gateway %q, which %s serves today", c.Name(), old.Name(), n.GatewayName, old.Name()).
				Related(old.Connections[i].Here(), "today")
		}
	}
	a, b := c.Peerings.Microsoft, old.Peerings.Microsoft
	if a != nil && b != nil && a.RouteFilterName != "" && a.RouteFilterName == b.RouteFilterName {
		p.Report(a.ValueAt("route_filter"), "circuit %s is new and replaces %s, and has its route filter %q at once", c.Name(), old.Name(), a.RouteFilterName).
			Related(b.ValueAt("route_filter"), "today").
			Fix("Attach a filter with one community first, look at what arrives, and then %q.", a.RouteFilterName)
	}
}
