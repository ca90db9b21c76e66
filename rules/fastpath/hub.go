package fastpath

import (
	"fmt"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// In Virtual WAN nobody switches FastPath on: it is there or not. The switch
// of a connection to a hub, like fastpath of a flow, says that it is wanted.
var virtualWAN = &rules.Rule{
	ID:       "fastpath/vwan",
	Code:     "FP-013",
	Title:    "FastPath in Virtual WAN is expected where it is: Direct circuits, 5 scale units, VNets of the hub's region",
	Severity: diag.Warning,
	Why:      "In Virtual WAN FastPath is on by itself for circuits on ExpressRoute Direct when the hub's ExpressRoute gateway has 5 scale units or more, and only to VNets of that hub in its region. Everything else goes through the gateway. Load balancers and private endpoints are reached by it only through a security appliance in the hub.",
	Fix:      "Use ExpressRoute Direct and 5 scale units or more, or count on the gateway.",
	Refs: []rules.Ref{
		{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "ExpressRoute FastPath in Virtual WAN", Date: "2025-03-26"},
		{Doc: "expressroute-faqs", Section: "How do I enable FastPath for Virtual WAN?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Connections {
			if c.Hub != nil && c.FastPath.Value() {
				checkHub(p, c)
			}
		}
		for _, x := range wanted(p) {
			if x.VNet.VHub != nil && len(x.Connections) > 0 {
				checkHubFlow(p, x)
			}
		}
	},
}

// slow says why a connection to a hub has no FastPath. Not known: the hub does
// not say its scale units.
func slow(p *rules.Pass, c *planner.Connection) (why string, known bool) {
	least := p.Catalog.Limit("fastpath.vwan_min_units")
	switch units := c.Hub.ExpressRouteScaleUnits; {
	case !c.Circuit.IsDirect():
		return fmt.Sprintf("circuit %s is of a provider, not on ExpressRoute Direct", c.Circuit.Name()), true
	case !units.Known():
		return "", false
	case units.Value() < least.Int():
		return fmt.Sprintf("hub %s has %s instead of %d", c.Hub.Name(), rules.Count(units.Value(), "scale unit"), least.Int()), true
	}
	return "", true
}

func checkHub(p *rules.Pass, c *planner.Connection) {
	least := p.Catalog.Limit("fastpath.vwan_min_units")
	why, known := slow(p, c)
	switch {
	case !known:
		unstated(p, c)
	case why != "":
		f := p.Report(c.At("express_route_gateway_bypass"), "connection %s expects FastPath in a Virtual WAN, but %s", c.Name(), why).Rests(least.Source)
		if c.Circuit.IsDirect() {
			f.Related(c.Hub.ValueAt("expressroute_scale_units"), "the scale units").
				Fix("Write expressroute_scale_units = %d.", least.Int())
		}
	}
}

func unstated(p *rules.Pass, c *planner.Connection) {
	p.Unknown(c.Hub.At("expressroute_scale_units"), "whether circuit %s has FastPath to hub %s is unknown: the hub does not say its ExpressRoute scale units", c.Circuit.Name(), c.Hub.Name())
}

// checkHubFlow reports a flow that none of its connections has FastPath for.
// A reason that is reported at the connection is not repeated.
func checkHubFlow(p *rules.Pass, x planner.Crossing) {
	least := p.Catalog.Limit("fastpath.vwan_min_units")
	hub, first, fix := x.VNet.VHub, "", ""
	for _, c := range x.Connections {
		why, known := slow(p, c)
		mend := ""
		switch {
		case c.Hub != hub:
			mend = fmt.Sprintf("Connect the circuit to hub %s, or count on the gateway.", hub.Name())
			why = fmt.Sprintf("circuit %s ends at hub %s, not at %s", c.Circuit.Name(), c.Hub.Name(), hub.Name())
		case x.VNet.Azure != nil && hub.Azure != nil && x.VNet.Azure != hub.Azure:
			mend = fmt.Sprintf("Connect the VNet to a hub in %s, or count on the gateway.", x.VNet.Azure.DisplayName)
			why = fmt.Sprintf("the VNet is in %s and hub %s in %s", x.VNet.Azure.DisplayName, hub.Name(), hub.Azure.DisplayName)
		case c.FastPath.Value():
			return
		case !known:
			unstated(p, c)
			return
		case why == "":
			return
		case c.Circuit.IsDirect():
			mend = fmt.Sprintf("Write expressroute_scale_units = %d at hub %s, or count on the gateway.", least.Int(), hub.Name())
		}
		if first == "" {
			first, fix = why, mend
		}
	}
	f := p.Report(x.Flow.ValueAt("fastpath"), "flow %s wants FastPath to VNet %s, but %s", x.Flow.Name(), x.VNet.Name(), first).
		Related(hub.Here(), "hub %s", hub.Name()).
		Rests(least.Source)
	if fix != "" {
		f.Fix("%s", fix)
	}
}
