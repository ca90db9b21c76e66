package document

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
)

// monitoring says which metrics to watch on which resource, and from which
// value on to raise an alert.
var monitoring = Section{
	ID: "monitoring", Title: "Monitoring and alerts", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		if len(d.Design.Circuits)+len(d.Design.Gateways)+len(d.Design.VirtualHubs) == 0 {
			return nil
		}
		m := &monitor{d: d, share: min(d.Design.Requirements.MaxUtilisation.Or(proposedShare), proposedShare)}
		out := []block.Block{m.intro()}
		out = d.titled(out, "Planned", "", m.planned())
		out = d.titled(out, "Circuits", "", m.circuits())
		out = d.titled(out, "Ports of ExpressRoute Direct", "", m.ports())
		out = d.titled(out, "ExpressRoute gateways", "", m.gateways())
		out = d.titled(out, "VPN gateways and tunnels", "", m.vpns())
		out = d.titled(out, "Flows, by Connection Monitor", "One test for each flow that has an end in Azure: from a machine at the site to one in the virtual network. A limit is that of the flow or, where it states none, the estimate of propagation, half as much again, and 5 ms for devices; correct it once the network is measured.", m.flows())
		return append(out, block.Title(3, "Health and logs"), block.Bullets(m.health()...))
	},
}

// proposedShare is the utilisation, in percent, from which an alert is raised
// where the design has no requirement.
const proposedShare planner.Percent = 80

// deviceTime is added to a limit that rests on an estimate of propagation alone.
const deviceTime outcome.Milliseconds = 5

// Where metrics and thresholds come from. The baseline is a snapshot of
// Azure's own set of alerts.
var (
	metricsPage = catalog.Source{Page: "articles/expressroute/monitor-expressroute-reference.md", Section: "Supported metrics"}
	baseline    = catalog.Source{Page: "Azure/azure-monitor-baseline-alerts", Section: "Microsoft.Network", Date: "2026-05"}
	maintenance = catalog.Source{Page: "articles/expressroute/planned-maintenance.md", Section: "Monitor of ExpressRoute circuit", Date: "2023-05-10"}
	vpnMetrics  = catalog.Source{Page: "articles/vpn-gateway/monitor-vpn-gateway-reference.md", Section: "Supported metrics"}
	fastRoutes  = catalog.Source{Page: "articles/expressroute/about-fastpath.md", Section: "IP address capacity", Date: "2025-11-05"}
	wellMonitor = catalog.Source{Page: "well-architected/service-guides/azure-expressroute.md", Section: "Operational Excellence", Date: "2025-11-21"}
	flowChosen  = catalog.Source{Page: "engineering estimate", Inferred: true}
)

// A monitor makes the tables of the section.
type monitor struct {
	d     *Data
	share planner.Percent
}

func (m *monitor) intro() block.Block {
	why := "which is a proposal: the requirements state no highest utilisation"
	if most := m.d.Design.Requirements.MaxUtilisation; most.Known() {
		why = fmt.Sprintf("so that there is time before the %v%% that the requirements allow", most.Value())
		if most.Value() == m.share {
			why = "which is the highest utilisation that the requirements allow"
		}
	}
	return block.Say(fmt.Sprintf("Loads raise an alert at %v%% of the capacity, %s.", m.share, why))
}

func alertColumns() block.Table {
	return block.Table{Columns: block.Columns("Resource", "Metric", "Alert when", "Why this value", "Source")}
}

// row notes the source of an alert, and writes it. The reference of metrics
// gives no thresholds: those are proposals.
func (m *monitor) row(resource block.Inline, metric, when string, why any, s catalog.Source) []block.Inline {
	what, from := "metric and threshold", s.Doc()
	if s == metricsPage || s == vpnMetrics {
		what, from = "metric; the threshold is a proposal", from+"; threshold proposed"
	}
	m.d.Fact("Alert on "+metric, what, s)
	return block.Row(resource, block.Name(metric), when, why, from)
}

// planned says what the design itself has planned.
func (m *monitor) planned() block.Table {
	t := block.Table{Columns: block.Columns("What", "Planned")}
	x := &m.d.Design.Monitoring
	for _, r := range []struct {
		words, key string
		value      planner.Opt[bool]
		used       bool
	}{
		{"Alerts of Service Health", "service_health_alerts", x.ServiceHealthAlerts, true},
		{"Alerts on circuits", "circuit_alerts", x.CircuitAlerts, len(m.d.Design.Circuits) > 0},
		{"Alerts on gateways", "gateway_alerts", x.GatewayAlerts, true},
		{"Alerts on ports of Direct", "direct_port_alerts", x.DirectPortAlerts, len(m.d.Design.Ports) > 0},
		{"Connection Monitor", "connection_monitor", x.ConnectionMonitor, true},
		{"Traffic Collector", "traffic_collector", x.TrafficCollector, len(m.d.Design.Circuits) > 0},
		{"Diagnostic settings", "diagnostics", x.Diagnostics, true},
	} {
		if r.used {
			path := x.At(r.key).Path
			yes := m.d.UnknownAt
			if r.value.Known() {
				yes = func(string) block.Inline {
					return block.Text(map[bool]string{true: "✓ yes", false: "✗ no"}[r.value.Value()])
				}
			}
			t.Rows = append(t.Rows, block.Row(r.words, yes(path)))
		}
	}
	return t
}

func (m *monitor) circuits() block.Table {
	t := alertColumns()
	for _, c := range m.d.Design.Circuits {
		name := block.Name(c.Name())
		t.Rows = append(t.Rows,
			m.row(name, "ArpAvailability", "average under 90% over 5 minutes, for each peering and link", "one of two links down is 50%", baseline),
			m.row(name, "BgpAvailability", "average under 90% over 5 minutes, for each peering and link", "one of two sessions down is 50%", baseline))
		if c.Bandwidth > 0 {
			when := fmt.Sprintf("over %s for 15 minutes", m.part(c.Bandwidth))
			why := m.load(outcome.CircuitElement, "circuit:"+c.Name(), c.Bandwidth)
			t.Rows = append(t.Rows, m.row(name, "BitsInPerSecond", when, why, metricsPage), m.row(name, "BitsOutPerSecond", when, why, metricsPage))
		} else {
			t.Rows = append(t.Rows, m.row(name, "BitsInPerSecond", "unknown", m.d.Unknown(&c.Node, "bandwidth"), metricsPage))
		}
		t.Rows = append(t.Rows, m.row(name, "QosDropBitsInPerSecond, QosDropBitsOutPerSecond", "over 0 for 5 minutes", "what is dropped is over the circuit's bandwidth", maintenance))
		if len(c.GlobalReach) > 0 {
			t.Rows = append(t.Rows, m.row(name, "GlobalReachBitsInPerSecond, GlobalReachBitsOutPerSecond", "watched, without an alert", "it shares the circuit with Azure", metricsPage))
		}
		t.Rows = append(t.Rows, m.fastPath(c)...)
	}
	return t
}

// part is the share of a capacity at which an alert is raised.
func (m *monitor) part(b planner.Bandwidth) planner.Bandwidth {
	return planner.Bandwidth(float64(b) * float64(m.share) / 100)
}

// load says what the model expects of an element, normally and at worst.
func (m *monitor) load(kind outcome.ElementKind, id string, capacity planner.Bandwidth) string {
	text := fmt.Sprintf("%v%% of %s", m.share, capacity)
	c := m.d.Analysis.Capacity()
	for i := range c.Elements {
		p := &c.Elements[i]
		if e := &m.d.Analysis.Elements[p.Element]; e.Kind != kind || e.ID != id {
			continue
		}
		if p.Normal.Known {
			text += ", normally " + view.Used(p.Normal.Used)
		}
		if p.Worst.Known() && !p.Worst.Change.IsNone() {
			text += ", at worst " + view.Used(p.Worst.Used)
			if planner.Percent(p.Worst.Used) > m.share {
				text += ": that failure raises it too"
			}
		}
	}
	return text
}

// fastPath watches the addresses that FastPath programs on a circuit.
func (m *monitor) fastPath(c *planner.Circuit) [][]block.Inline {
	for _, n := range c.Connections {
		if !n.FastPath.Value() {
			continue
		}
		key := "fastpath.ips_provider"
		if p := c.Port; p != nil {
			key = map[planner.Bandwidth]string{10_000: "fastpath.ips_direct_10g", 100_000: "fastpath.ips_direct_100g", 400_000: "fastpath.ips_direct_400g"}[p.Bandwidth]
		}
		if l, ok := m.d.Catalog().LookupLimit(key); ok {
			when := "over " + rules.Number(l.Int()*int(proposedShare)/100)
			return [][]block.Inline{m.row(block.Name(c.Name()), "FastPathRoutesCountForCircuit", when, fmt.Sprintf("%v%% of %s addresses", proposedShare, rules.Number(l.Int())), fastRoutes)}
		}
	}
	return nil
}

func (m *monitor) ports() block.Table {
	t := alertColumns()
	for _, p := range m.d.Design.Ports {
		name := block.Name(p.Name())
		t.Rows = append(t.Rows,
			m.row(name, "LineProtocol", "average under 0.9 over 5 minutes, for each link", "0 is down, 1 is up", baseline),
			m.row(name, "AdminState", "average under 1, for each link that is switched on", "somebody switched a port off", metricsPage),
			m.row(name, "RxLightLevel, TxLightLevel", "under -10 dBm or over 0 dBm, for each lane", "outside the range of LR optics", baseline))
		if p.Bandwidth > 0 {
			when := fmt.Sprintf("over %s for 15 minutes", m.part(p.Bandwidth))
			t.Rows = append(t.Rows, m.row(name, "PortBitsInPerSecond, PortBitsOutPerSecond", when, fmt.Sprintf("%v%% of %s, for each link", m.share, p.Bandwidth), metricsPage))
		}
	}
	return t
}

func (m *monitor) gateways() block.Table {
	t := alertColumns()
	for _, g := range m.d.Design.Gateways {
		if g.Kind != planner.ExpressRouteGateway {
			continue
		}
		name := block.Name(g.Name())
		t.Rows = append(t.Rows, m.gatewayRow(name))
		if _, size, known := m.d.Design.Sizes(g); known {
			t.Rows = append(t.Rows, m.sized(name, size)...)
		} else {
			t.Rows = append(t.Rows, m.row(name, "ExpressRouteGatewayPacketsPerSecond", "unknown", m.d.UnknownAt(g.SizePlace().Path), metricsPage))
		}
		t.Rows = append(t.Rows, m.routes(name, g)...)
	}
	for _, h := range m.d.Design.VirtualHubs {
		if h.ExpressRouteScaleUnits.Or(0) == 0 {
			continue
		}
		name := block.Name(h.Name())
		capacity := planner.Bandwidth(h.ExpressRouteScaleUnits.Value() * m.d.Limit("vwan.er_scale_unit").Int() * 1000)
		t.Rows = append(t.Rows, m.gatewayRow(name),
			m.row(name, "ERGatewayConnectionBitsInPerSecond, ERGatewayConnectionBitsOutPerSecond", fmt.Sprintf("together over %s for 15 minutes", m.part(capacity)), fmt.Sprintf("%v%% of %s", m.share, capacity), metricsPage),
			m.row(name, "ExpressRouteGatewayCountOfRoutesLearnedFromPeer", "10% more or less than after the hand-over", "a filter or an announcement has changed", flowChosen))
	}
	return t
}

func (m *monitor) gatewayRow(name block.Inline) []block.Inline {
	return m.row(name, "ExpressRouteGatewayCpuUtilization", "average over 80% over 15 minutes", "it needs more scale units or a larger SKU before it is full", baseline)
}

// sized are the alerts that depend on the size of a gateway.
func (m *monitor) sized(name block.Inline, size planner.GatewaySize) [][]block.Inline {
	var out [][]block.Inline
	percent := int(proposedShare)
	if size.PacketsPerSecond > 0 {
		out = append(out, m.row(name, "ExpressRouteGatewayPacketsPerSecond", "over "+rules.Number(size.PacketsPerSecond*percent/100), fmt.Sprintf("%d%% of %s", percent, rules.Number(size.PacketsPerSecond)), metricsPage))
	}
	if size.Throughput > 0 {
		out = append(out, m.row(name, "ExpressRouteGatewayBitsPerSecond", fmt.Sprintf("over %s for 15 minutes", m.part(size.Throughput)), fmt.Sprintf("%v%% of %s", m.share, size.Throughput), metricsPage))
	}
	if size.Flows > 0 {
		out = append(out, m.row(name, "ExpressRouteGatewayActiveFlows", "over "+rules.Number(size.Flows*percent/100), fmt.Sprintf("%d%% of %s", percent, rules.Number(size.Flows)), metricsPage))
	}
	if size.VMs > 0 {
		out = append(out, m.row(name, "ExpressRouteGatewayNumberOfVmInVnet", "over "+rules.Number(size.VMs*percent/100), fmt.Sprintf("%d%% of %s", percent, rules.Number(size.VMs)), metricsPage))
	}
	return out
}

// routes are the alerts on how many routes a gateway tells and learns.
func (m *monitor) routes(name block.Inline, g *planner.Gateway) [][]block.Inline {
	told, most := len(g.VNet.Published()), m.d.Limit("gateway.routes_advertised_max").Int()
	return [][]block.Inline{
		m.row(name, "ExpressRouteGatewayCountOfRoutesAdvertisedToPeer", fmt.Sprintf("over %s", rules.Number(most*int(proposedShare)/100)), fmt.Sprintf("the design announces %d, and more than %s drop the connection", told, rules.Number(most)), m.d.Limit("gateway.routes_advertised_max").Source),
		m.row(name, "ExpressRouteGatewayCountOfRoutesLearnedFromPeer", "10% more or less than after the hand-over", "a filter or an announcement has changed", flowChosen),
		m.row(name, "ExpressRouteGatewayFrequencyOfRoutesChanged", "over 10 in 5 minutes outside of tests", "a session flaps", flowChosen),
	}
}

func (m *monitor) vpns() block.Table {
	t := alertColumns()
	for _, v := range m.d.Design.VPNTunnels {
		name := block.Name(v.Name())
		t.Rows = append(t.Rows, m.row(name, "TunnelAverageBandwidth", "under 1 byte a second over 5 minutes, for each tunnel", "a tunnel that is up carries at least BGP keepalives", baseline))
		if v.BGP.Value() {
			t.Rows = append(t.Rows, m.row(name, "BgpPeerStatus", "average under 1 over 5 minutes, for each peer", "the session is down", vpnMetrics))
		}
		if rate := m.d.Design.TunnelRate(v, v.Cipher()); rate > 0 {
			t.Rows = append(t.Rows, m.row(name, "TunnelAverageBandwidth (upper limit)", fmt.Sprintf("over %s for 15 minutes, for each tunnel", m.part(rate)), fmt.Sprintf("%v%% of %s", m.share, rate), vpnMetrics))
		}
		t.Rows = append(t.Rows, m.row(name, "TunnelEgressPacketDropTSMismatch, TunnelIngressPacketDropTSMismatch", "over 0 for 5 minutes", "traffic selectors do not match", vpnMetrics))
	}
	return t
}

func (m *monitor) flows() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "From", "To", "#Round trip at most", "Lost at most", "Why this value")}
	normal := m.d.Analysis.Normal()
	for i := range m.d.Analysis.Flows {
		if i == mostFlows {
			t.Rows = append(t.Rows, block.Row(fmt.Sprintf("and %d more", len(m.d.Analysis.Flows)-i)))
			break
		}
		f := &m.d.Analysis.Flows[i]
		limit, why := block.Text(block.Emphasis("unknown")), "no limit is stated and none can be estimated"
		switch l := normal.Flows[i].LatencyBefore; {
		case f.Written != nil && f.Written.MaxLatency > 0:
			limit, why = block.Text(f.Written.MaxLatency), "the flow's own limit"
		case l.Known:
			limit, why = block.Text(l.RoundTrip*3/2+deviceTime), "estimate of "+l.RoundTrip.String()+", half as much, and 5 ms"
		}
		t.Rows = append(t.Rows, block.Row(m.d.Flow(i), block.Name(f.From.String()), block.Name(f.To.String()), limit, "1% over 5 minutes", why))
	}
	if len(t.Rows) > 0 {
		m.d.Fact("Connection Monitor", "a test for each site and Azure", wellMonitor)
		m.d.Fact("Limits of Connection Monitor tests", "1% lost, half as much again in time", flowChosen)
	}
	return t
}

// health are the things to watch that have no metric of their own.
func (m *monitor) health() []block.Inline {
	m.d.Fact("Notice of maintenance", "at least 14 days", catalog.Source{Page: maintenance.Page, Section: "Turn on maintenance alerts", Date: maintenance.Date})
	return []block.Inline{
		block.Text("Service Health alerts for ExpressRoute, VPN Gateway and Virtual WAN in every region of the design: planned maintenance of a circuit is announced there at least 14 days ahead, one link at a time."),
		block.Text("Resource Health alerts for every circuit, gateway and connection."),
		block.Text("Activity log alerts for what changes or deletes a circuit, peering, connection, gateway or route filter."),
		block.Text("Diagnostic settings of circuits and gateways to a workspace that keeps them longer than the activity log."),
	}
}
