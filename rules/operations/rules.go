// Package operations holds the rules on running the network: what is watched,
// when gateways may be maintained, which failures were tried, and whether
// growth fits.
//
// Where a design has no [monitoring] at all, one rule says that what is watched
// is unknown, and the others that read the table are silent.
package operations

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	maintenanceAlerts,
	circuitAlerts,
	gatewayAlerts,
	directPortAlerts,
	connectionMonitor,
	gatewayMaintenanceWindow,
	failoverTest,
	trafficCollector,
	diagnostics,
	fastPathAlert,
	upgradeHeadroom,
	migrationIsolation,
}

// wellArchitected is a section of the service guide of the Well-Architected
// Framework.
func wellArchitected(section string) rules.Ref {
	return rules.Ref{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: section, Date: "2025-11-21"}
}

// baseline is a page of the Azure Monitor Baseline Alerts.
func baseline(resource string) rules.Ref {
	return rules.Ref{Doc: "https://azure.github.io/azure-monitor-baseline-alerts/services/Network/" + resource + "/", Section: "Alerts (snapshot of 05/2026)", Date: "2026-05-01"}
}

// watched reports that something is not watched, or that it is not stated.
func watched(p *rules.Pass, key string, is planner.Opt[bool], what string) {
	switch {
	case is.Known() && !is.Value():
		p.Report(p.Monitoring.ValueAt(key), "%s", what)
	case !is.Known() && p.Monitoring.Value() != nil:
		p.Unknown(p.Monitoring.At(key), "%s is not stated", key)
	}
}

// nothing is the place of the table [monitoring] where there is none.
var nothing = source.Place{Path: "monitoring"}

// gateways returns the names of what ends circuits in Azure: ExpressRoute
// gateways, and virtual hubs with scale units for ExpressRoute.
func gateways(p *rules.Pass) []string {
	var out []string
	for _, g := range p.Gateways {
		if g.Kind == planner.ExpressRouteGateway {
			out = append(out, fmt.Sprintf("%q", g.Name()))
		}
	}
	for _, h := range p.VirtualHubs {
		if h.ExpressRouteScaleUnits.Value() > 0 {
			out = append(out, fmt.Sprintf("%q", h.Name()))
		}
	}
	return out
}

// fast returns the connections with FastPath.
func fast(p *rules.Pass) []*planner.Connection {
	return slices.DeleteFunc(slices.Clone(p.Connections), func(c *planner.Connection) bool { return !c.FastPath.Value() })
}
