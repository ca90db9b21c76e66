package operations

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var maintenanceAlerts = &rules.Rule{
	ID:       "operations/maintenance-alerts",
	Code:     "OPS-001",
	Title:    "A Service Health alert tells of maintenance on the circuits",
	Severity: diag.Advice,
	Why:      "Microsoft announces maintenance of its edge routers at least 14 days ahead, in Service Health alone. Who does not read it has an outage on the day where the second link does not take over.",
	Fix:      "Create a Service Health alert for ExpressRoute with an action group, and write service_health_alerts = true.",
	Refs: []rules.Ref{
		{Doc: "planned-maintenance", Section: "Turn on maintenance alerts", Date: "2023-05-10"},
		wellArchitected("Operational Excellence"),
		{Doc: "design-architecture-for-resiliency", Section: "Monitoring", Date: "2024-07-16"},
	},
	Covers: []string{"APRL 26cb547f-aabc-dc40-be02-d0a9b6b04b1a"},
	Check: func(p *rules.Pass) {
		switch {
		case len(p.Circuits) == 0:
		case p.Monitoring.Value() == nil:
			p.Unknown(nothing, "what is watched is unknown: the design has no [monitoring]")
		default:
			watched(p, "service_health_alerts", p.Monitoring.ServiceHealthAlerts, "no Service Health alert tells of maintenance on "+rules.Count(len(p.Circuits), "circuit"))
		}
	},
}

var circuitAlerts = &rules.Rule{
	ID:       "operations/circuit-alerts",
	Code:     "OPS-002",
	Title:    "Alerts watch the links, sessions and load of the circuits",
	Severity: diag.Advice,
	Why:      "A circuit on one link works, so that nobody notices the loss of the other until the second one follows.",
	Fix:      "Alert on ARP and BGP availability below 90 % over 5 minutes, on dropped bits, and on throughput near the bandwidth of the circuit; then write circuit_alerts = true.",
	Refs: []rules.Ref{
		{Doc: "planned-maintenance", Section: "Monitor of ExpressRoute circuit", Date: "2023-05-10"},
		baseline("expressRouteCircuits"),
	},
	Covers: []string{"APRL 9771a435-d031-814e-9827-9b5fdafc0f87"},
	Check: func(p *rules.Pass) {
		if len(p.Circuits) == 0 {
			return
		}
		watched(p, "circuit_alerts", p.Monitoring.CircuitAlerts, "no alert watches ARP and BGP availability, drops and load of "+rules.Count(len(p.Circuits), "circuit"))
	},
}

var gatewayAlerts = &rules.Rule{
	ID:       "operations/gateway-alerts",
	Code:     "OPS-003",
	Title:    "Alerts watch the load and the routes of the gateways",
	Severity: diag.Advice,
	Why:      "A gateway that runs out of CPU or packets a second drops traffic, and one that runs out of routes drops the session.",
	Fix:      "Alert on CPU above 80 %, packets a second, and the numbers of routes learned and announced; then write gateway_alerts = true.",
	Refs:     []rules.Ref{baseline("virtualNetworkGateways"), baseline("expressRouteGateways")},
	Covers:   []string{"APRL 1c34faa8-8b99-974c-adbf-71922eae943c", "APRL 17e8d380-e4b4-41a1-9b37-2e4df9fd5125"},
	Check: func(p *rules.Pass) {
		if names := gateways(p); len(names) > 0 {
			watched(p, "gateway_alerts", p.Monitoring.GatewayAlerts, "no alert watches CPU, packets and routes of "+rules.Some(names))
		}
	},
}

var directPortAlerts = &rules.Rule{
	ID:       "operations/direct-port-alerts",
	Code:     "OPS-004",
	Title:    "Alerts watch the light and the line of port pairs",
	Severity: diag.Advice,
	Why:      "The optics of a port pair are the customer's to watch: light that fades ends in a link that is down.",
	Fix:      "Alert on line protocol below 0.9 and on light outside of -10 to 0 dBm; then write direct_port_alerts = true.",
	Refs:     []rules.Ref{baseline("expressRoutePorts")},
	Covers:   []string{"APRL 55815823-d588-4cb7-a5b8-ae581837356e"},
	Check: func(p *rules.Pass) {
		if len(p.Ports) > 0 {
			watched(p, "direct_port_alerts", p.Monitoring.DirectPortAlerts, "no alert watches light and line of port pair "+rules.Some(rules.Names(p.Ports)))
		}
	},
}

var connectionMonitor = &rules.Rule{
	ID:       "operations/connection-monitor",
	Code:     "OPS-005",
	Title:    "Connection Monitor measures from every site to Azure",
	Severity: diag.Advice,
	Why:      "Metrics of circuits show that sessions are up, not that traffic arrives: only a probe from end to end shows loss, latency and a way that has moved.",
	Fix:      "Add tests from every site over each circuit, and write connection_monitor = true.",
	Refs:     []rules.Ref{wellArchitected("Operational Excellence"), {Doc: "design-architecture-for-resiliency", Section: "Monitoring", Date: "2024-07-16"}},
	Covers:   []string{"ALZ D06.14"},
	Check: func(p *rules.Pass) {
		if len(p.Circuits) == 0 {
			return
		}
		from := "the sites"
		if n := len(p.Sites); n > 0 {
			from = rules.Count(n, "site")
		}
		watched(p, "connection_monitor", p.Monitoring.ConnectionMonitor, "nothing measures loss and latency between "+from+" and Azure")
	},
}

var diagnostics = &rules.Rule{
	ID:       "operations/diagnostics-and-activity-log",
	Code:     "OPS-009",
	Title:    "Diagnostic logs and the activity log are kept",
	Severity: diag.Advice,
	Why:      "Azure keeps the activity log for 90 days and route logs not at all. Without an export nobody can say afterwards what changed, or when.",
	Fix:      "Send diagnostic settings and the activity log to a workspace or a storage account, and write diagnostics = true.",
	Refs:     []rules.Ref{wellArchitected("Security"), {Doc: "secure-expressroute", Section: "Logging and monitoring", Date: "2026-08-11"}},
	Covers:   []string{"ALZ D06.23"},
	Check: func(p *rules.Pass) {
		if len(p.Circuits) > 0 {
			watched(p, "diagnostics", p.Monitoring.Diagnostics, "logs of "+rules.Count(len(p.Circuits), "circuit")+" are not kept beyond what Azure keeps by itself")
		}
	},
}

var fastPathAlert = &rules.Rule{
	ID:       "operations/fastpath-route-alert",
	Code:     "OPS-010",
	Title:    "An alert watches how many addresses FastPath programs",
	Severity: diag.Advice,
	Why:      "Above the limit of the circuit new addresses go through the gateway instead, without a word.",
	Fix:      "Alert on the FastPath route count of the circuit, and write fastpath_alerts = true.",
	Refs:     []rules.Ref{{Doc: "about-fastpath", Section: "IP address capacity (tip)", Date: "2025-11-05"}, baseline("expressRouteCircuits")},
	Check: func(p *rules.Pass) {
		if list := fast(p); len(list) > 0 {
			watched(p, "fastpath_alerts", p.Monitoring.FastPathAlerts, "no alert watches the addresses that FastPath programs for connection "+rules.Some(rules.Names(list)))
		}
	},
}

var trafficCollector = &rules.Rule{
	ID:       "operations/traffic-collector",
	Code:     "OPS-008",
	Title:    "Traffic collectors stand where they can sample the circuits",
	Severity: diag.Advice,
	Why:      "A collector samples circuits from a certain size on, in its own geopolitical region. What is outside is not seen, and one collector alone fails with its region.",
	Fix:      "Deploy two collectors in the geopolitical region of the circuits' peering locations.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "ExpressRoute Traffic Collector", Date: "2026-03-31"}},
	Covers:   []string{"APRL 1ceea4b5-1d8b-4be0-9bbe-9594557be51a"},
	Check: func(p *rules.Pass) {
		m := &p.Monitoring
		if !m.TrafficCollector.Value() || len(p.Circuits) == 0 {
			return // whether flows are to be recorded at all is the design's choice
		}
		least := p.Catalog.Limit("traffic_collector.circuit_min")
		for _, c := range p.Circuits {
			if c.Bandwidth > 0 && c.Bandwidth < planner.Bandwidth(least.Int()) {
				p.Report(m.ValueAt("traffic_collector"), "circuit %s of %s cannot be sampled: a collector takes circuits from %s on", c.Name(), c.Bandwidth, planner.Bandwidth(least.Int())).
					As(diag.Error).Related(c.ValueAt("bandwidth"), "the circuit").Rests(least.Source).
					Fix("Leave circuit %s out of what is recorded, or make it larger.", c.Name())
			}
		}
		if !m.Has("traffic_collector_regions") {
			p.Unknown(m.At("traffic_collector_regions"), "in which regions the traffic collectors stand is not stated")
			return
		}
		collected(p, m)
	},
}

// collected reports circuits outside of the geopolitical regions of the
// collectors, and a collector that is the only one.
func collected(p *rules.Pass, m *planner.Monitoring) {
	areas := map[string]int{}
	for i, name := range m.CollectorRegions {
		r, ok := p.Catalog.Region(name)
		if !ok {
			p.Report(m.Item("traffic_collector_regions", i), "%q is not a region of Azure", name).As(diag.Error).
				Fix("Use a region's name, such as %s.", rules.Or(rules.Quoted(append(p.Catalog.SuggestRegions(name), "uksouth")[:1])))
			return
		}
		areas[r.GeopoliticalRegion]++
	}
	for _, c := range p.Circuits {
		l := c.Location
		if l == nil {
			continue
		}
		switch at := m.ValueAt("traffic_collector_regions"); areas[l.GeopoliticalRegion] {
		case 0:
			p.Report(at, "circuit %s at %s cannot be sampled: no collector stands in %s", c.Name(), l.Name, l.GeopoliticalRegion).
				As(diag.Error).Related(c.LocationPlace(), "the circuit").
				Fix("Deploy a collector in a region of %s.", l.GeopoliticalRegion)
		case 1:
			p.Report(at, "the circuits in %s are sampled by one collector alone", l.GeopoliticalRegion).
				Fix("Deploy a second collector, in another region of %s.", l.GeopoliticalRegion)
		}
	}
}
