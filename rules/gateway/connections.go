package gateway

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var weightRange = &rules.Rule{
	ID:       "gateway/connection-weight-range",
	Code:     "GW-029",
	Title:    "The routing weight of a connection is from 0 to 32000",
	Severity: diag.Error,
	Why:      "Azure refuses other weights.",
	Fix:      "Write a weight from 0 to 32000; the highest wins, 0 is the default.",
	Refs: []rules.Ref{
		{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "ExpressRoute connection concepts", Date: "2025-03-26"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Connection weight", Date: "2023-06-15"},
	},
	Check: func(p *rules.Pass) {
		least, most := p.Catalog.Limit("connection.weight_min"), p.Catalog.Limit("connection.weight_max")
		for _, c := range p.Connections {
			if w := c.RoutingWeight; w.Known() && (w.Value() < least.Int() || w.Value() > most.Int()) {
				p.Report(c.ValueAt("routing_weight"), "connection %s has a routing weight of %d; it is from %d to %d", c.Name(), w.Value(), least.Int(), most.Int()).
					Rests(p.Catalog.Limit("vwan.connection_weight_max").Source) // the same figure on a page with a date
			}
		}
	},
}

var connectionAuthorization = &rules.Rule{
	ID:       "gateway/connection-authorization",
	Code:     "GW-030",
	Title:    "A connection between two subscriptions has an authorization of its own",
	Severity: diag.Error,
	Why:      "The owner of a circuit lets a gateway of another subscription connect by an authorization, and each is good for one connection. Without one the connection is refused.",
	Fix:      "Have the owner of the circuit create an authorization for each connection; name it in authorization, or write authorization = true. The key itself stays in a vault.",
	Refs: []rules.Ref{
		faq("I have multiple Azure subscriptions that contain virtual networks. Can I connect virtual networks that are in separate subscriptions to a single ExpressRoute circuit?"),
		{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "ExpressRoute circuit concepts", Date: "2025-03-26"},
		{Doc: "cross-network-connectivity", Section: "Cross connecting VNets to the on-premises networks", Date: "2026-03-11"},
	},
	Check: func(p *rules.Pass) {
		noted := map[string]bool{}
		for _, c := range p.Connections {
			if !c.Authorization.Present() {
				checkSubscriptions(p, c, noted)
			}
		}
		for _, c := range p.Circuits {
			checkReuse(p, c)
		}
	},
}

// checkSubscriptions reports a connection between subscriptions. A design that
// names the subscription of neither end is taken to be of one.
func checkSubscriptions(p *rules.Pass, c *planner.Connection, noted map[string]bool) {
	unstated := func(at source.Place, name, other string) {
		if !noted[at.Path] {
			noted[at.Path] = true
			p.Unknown(at, "%s does not say its subscription; connection %s joins it to %s, and needs an authorization between two subscriptions", name, c.Name(), other)
		}
	}
	circuit, other, at := c.Circuit.Subscription, "", source.Place{}
	if c.Hub != nil {
		other, at = c.Hub.Subscription, c.Hub.At("subscription")
	} else if other, at = c.Gateway.Subscription, c.Gateway.At("subscription"); other == "" && c.Gateway.VNet.Subscription != "" {
		other, at = c.Gateway.VNet.Subscription, c.Gateway.VNet.At("subscription") // a gateway is in the subscription of its VNet
	}
	switch {
	case circuit == "" && other == "" || strings.EqualFold(circuit, other):
	case circuit == "":
		unstated(c.Circuit.At("subscription"), "circuit "+c.Circuit.Name(), fmt.Sprintf("%s in %q", c.GatewayName, other))
	case other == "":
		unstated(at, c.GatewayName, fmt.Sprintf("circuit %s in %q", c.Circuit.Name(), circuit))
	default:
		p.Report(c.At("authorization"), "connection %s joins circuit %s in subscription %q to %s in %q, and names no authorization", c.Name(), c.Circuit.Name(), circuit, c.GatewayName, other).
			Related(c.Circuit.ValueAt("subscription"), "the subscription of the circuit").
			Related(at, "the subscription of the gateway")
	}
}

// checkReuse reports an authorization of a circuit that two connections name.
func checkReuse(p *rules.Pass, circuit *planner.Circuit) {
	first := map[string]*planner.Connection{}
	for _, c := range circuit.Connections {
		name := strings.ToLower(c.Authorization.Name)
		switch {
		case name == "":
		case first[name] == nil:
			first[name] = c
		default:
			p.Report(c.ValueAt("authorization"), "authorization %q of circuit %s is used by connection %s already; each is good for one", c.Authorization.Name, circuit.Name(), first[name].Name()).
				Related(first[name].ValueAt("authorization"), "used here first").
				Rests(p.Catalog.Limit("circuit.connections_per_authorization").Source).
				Fix("Create a second authorization on %s.", circuit.Name())
		}
	}
}

var sharedCircuitIsolation = &rules.Rule{
	ID:       "gateway/shared-circuit-isolation",
	Code:     "GW-031",
	Title:    "VNets that are to be isolated from each other share no circuit",
	Severity: diag.Warning,
	Why:      "All VNets on a circuit are in one routing domain: the sites reach all of them over the same peering, and routers there, or the gateways, may carry traffic from one to the other.",
	Fix:      "Give each a circuit of its own, or filter between them and accept the rest in [[exceptions]].",
	Refs:     []rules.Ref{faq("Are virtual networks connected to the same circuit isolated from each other?")},
	Covers:   []string{"ALZ D06.12"},
	Check: func(p *rules.Pass) {
		done := map[[2]*planner.VNet]bool{}
		for _, v := range p.VNets {
			for i, name := range v.IsolatedFrom {
				o := planner.Find(p.VNets, name)
				if o == nil || o == v || done[[2]*planner.VNet{o, v}] {
					continue
				}
				done[[2]*planner.VNet{v, o}] = true
				if shared := common(v.Circuits(), o.Circuits()); len(shared) > 0 {
					p.Report(v.Item("isolated_from", i), "VNet %s is to be isolated from %s, and both are reached over %s", v.Name(), o.Name(), rules.And(rules.Names(shared))).
						Related(shared[0].Here(), "circuit %s leads to both", shared[0].Name()).
						Rests(p.Catalog.Limit("connection.vnet_isolation_same_circuit").Source)
				}
			}
		}
	},
}

// common returns the circuits that are in both lists.
func common(a, b []*planner.Circuit) []*planner.Circuit {
	var out []*planner.Circuit
	for _, c := range a {
		for _, d := range b {
			if c == d {
				out = append(out, c)
			}
		}
	}
	return out
}
