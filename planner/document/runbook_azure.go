package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

func (b *builder) routerSteps() []step {
	var out []step
	for _, s := range b.d.Design.Sites {
		for _, r := range s.Routers {
			var circuits []*planner.Circuit
			for _, c := range b.d.Design.Circuits {
				for _, l := range c.Links.All() {
					if l.Router == r && l.Up() && !slices.Contains(circuits, c) {
						circuits = append(circuits, c)
					}
				}
			}
			if len(circuits) == 0 {
				continue
			}
			var checks []string
			for _, c := range circuits {
				checks = append(checks, b.sessionCheck(c, r)...)
			}
			out = append(out, step{
				title: "configure router " + r.ID(), needs: []need{needPeerings},
				words:  "Load the configuration of the section on customer-edge routers; first with filters that let nothing out, then with those of the design.",
				verify: "ARP shows both ends of every transfer network, BGP and BFD sessions are up, and the routes are those of the section on peerings.",
				check:  strings.Join(checks, "\n"),
				undo:   "shut down the sessions on the router, then remove the sub-interfaces",
			})
		}
	}
	return out
}

// sessionCheck lists what Azure sees of the sessions of a circuit that end on
// a router.
func (b *builder) sessionCheck(c *planner.Circuit, r *planner.Router) []string {
	var out []string
	for _, p := range c.PeeringList() {
		for _, what := range []string{"list-arp-tables", "list-route-tables-summary"} {
			for _, l := range c.Links.All() {
				if l.Up() && l.Router == r {
					out = append(out, oneCommand(az("network express-route "+what, opt("resource-group", group(c.ResourceGroup, c.Name())), opt("name", c.Name()), opt("peering-name", azurePeering[p.Kind]), opt("path", l.Side))))
				}
			}
		}
	}
	return out
}

// gatewaySteps build VNets, hubs and gateways; those take most of an hour
// each and may be built while providers work.
func (b *builder) gatewaySteps() []step {
	var out []step
	for _, v := range b.d.Design.VNets {
		out = append(out, b.vnetStep(v))
	}
	for _, g := range b.d.Design.Gateways {
		out = append(out, b.gatewayStep(g))
	}
	for _, w := range b.d.Design.VirtualWANs {
		kind := capital(string(w.Type))
		g := group("", "virtual WAN "+w.Name())
		out = append(out, step{
			title: "create virtual WAN " + w.Name(),
			command: az("network vwan create", opt("resource-group", g), opt("name", w.Name()), opt("type", orDefault(kind, "Standard")),
				opt("branch-to-branch-traffic", boolWord(w.BranchToBranch))),
			rollback: oneCommand(az("network vwan delete", opt("resource-group", g), opt("name", w.Name()))),
		})
	}
	for _, h := range b.d.Design.VirtualHubs {
		out = append(out, b.hubStep(h))
	}
	return out
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func boolWord(o planner.Opt[bool]) string {
	if !o.Known() {
		return ""
	}
	return fmt.Sprint(o.Value())
}

func (b *builder) vnetStep(v *planner.VNet) step {
	g := group("", "virtual network "+v.Name())
	s := step{
		title: "create virtual network " + v.Name(),
		command: az("network vnet create", opt("resource-group", g), opt("name", v.Name()), opt("location", orFill(v.Region, "REGION", v.Name())),
			opt("address-prefixes", texts(v.AddressSpace)...), subscription(v.Subscription)),
		verify:   "the address space is that of the IP plan.",
		rollback: oneCommand(az("network vnet delete", opt("resource-group", g), opt("name", v.Name()))),
	}
	if prefix, _ := v.GatewayPrefix(); prefix.IsValid() {
		prefixes := []string{prefix.String()}
		s.needs = append(s.needs, needSubnet)
		if v.GatewaySubnetV6.IsValid() {
			prefixes = append(prefixes, v.GatewaySubnetV6.String())
			s.needs = append(s.needs, needSubnetV6)
		}
		s.command += "\n" + az("network vnet subnet create", opt("resource-group", g), opt("vnet-name", v.Name()), opt("name", "GatewaySubnet"), opt("address-prefixes", prefixes...))
	}
	for _, sub := range v.Subnets {
		if sub.Key != "GatewaySubnet" {
			s.command += "\n" + az("network vnet subnet create", opt("resource-group", g), opt("vnet-name", v.Name()), opt("name", sub.Key), opt("address-prefixes", sub.Value.String()))
		}
	}
	return s
}

func (b *builder) gatewayStep(g *planner.Gateway) step {
	rg := group("", "gateway "+g.Name())
	s := step{
		title: "create gateway " + g.Name(), needs: []need{needSubnet},
		verify:   "the gateway is Succeeded, with the SKU and zones of the design.",
		check:    az("network vnet-gateway show", opt("resource-group", rg), opt("name", g.Name()), opt("query", "{state:provisioningState,sku:sku.name,active:activeActive}")),
		rollback: oneCommand(az("network vnet-gateway delete", opt("resource-group", rg), opt("name", g.Name()))),
	}
	addresses := b.addresses(g)
	for _, a := range addresses {
		s.command += az("network public-ip create", opt("resource-group", rg), opt("name", a), opt("location", orFill(g.VNet.Region, "REGION", g.VNetName)), opt("sku", "Standard"),
			opt("allocation-method", "Static"), opt("zone", zonesOf(g)...)) + "\n"
	}
	options := [][]string{opt("resource-group", rg), opt("name", g.Name()), opt("vnet", g.VNetName), opt("sku", orFill(g.SKU, "SKU", g.Name())), opt("public-ip-addresses", addresses...), subscription(g.Subscription)}
	if g.Kind == planner.ExpressRouteGateway {
		options = append(options, opt("gateway-type", "ExpressRoute"))
		if u := g.ScaleUnits; u != nil {
			options = append(options, opt("min-scale-unit", stating(u.Min, "UNITS", g.Name())), opt("max-scale-unit", stating(u.Max, "UNITS", g.Name())))
		}
	} else {
		s.needs = append(s.needs, needCoexist)
		options = append(options, opt("gateway-type", "Vpn"), opt("vpn-type", vpnTypeWord(g.VPNType)))
		if g.Generation.Known() {
			options = append(options, opt("vpn-gateway-generation", fmt.Sprintf("Generation%d", g.Generation.Value())))
		}
		if g.ASN.Known() {
			options = append(options, opt("asn", fmt.Sprint(g.ASN.Value())))
		}
	}
	s.command += az("network vnet-gateway create", append(options, set("no-wait", true))...)
	return s
}

func vpnTypeWord(t planner.VPNType) string {
	return map[planner.VPNType]string{"route-based": "RouteBased", "policy-based": "PolicyBased"}[t]
}

// addresses names the public addresses of a gateway; none where Azure keeps
// its address itself.
func (b *builder) addresses(g *planner.Gateway) []string {
	if g.PublicIP != nil && g.PublicIP.SKU == "auto" {
		return nil
	}
	if g.Kind == planner.VPNGateway && g.ActiveActive.Value() {
		return []string{g.Name() + "-ip1", g.Name() + "-ip2"}
	}
	return []string{g.Name() + "-ip"}
}

func zonesOf(g *planner.Gateway) []string {
	if g.PublicIP != nil && len(g.PublicIP.Zones) > 0 {
		return g.PublicIP.Zones
	}
	return g.Zones
}

func (b *builder) hubStep(h *planner.VirtualHub) step {
	rg := group("", "virtual hub "+h.Name())
	preference := map[planner.HubPreference]string{planner.PreferExpressRoute: "ExpressRoute", planner.PreferVPN: "VpnGateway", planner.PreferASPath: "ASPath"}[h.Preference()]
	s := step{
		title: "create virtual hub " + h.Name(),
		command: az("network vhub create", opt("resource-group", rg), opt("name", h.Name()), opt("vwan", resource("", group("", "virtual WAN "+h.WANName), "virtualWans", h.WANName)),
			opt("location", orFill(h.Region, "REGION", h.Name())), opt("address-prefix", prefixOr(h)), opt("sku", "Standard"), opt("hub-routing-preference", preference), subscription(h.Subscription)),
		verify:   "the routing state of the hub is Provisioned, and its gateways are Succeeded.",
		check:    az("network vhub show", opt("resource-group", rg), opt("name", h.Name()), opt("query", "{state:provisioningState,routing:routingState}")),
		rollback: oneCommand(az("network vhub delete", opt("resource-group", rg), opt("name", h.Name()))),
	}
	if n := h.ExpressRouteScaleUnits.Or(0); n > 0 {
		s.command += "\n" + az("network express-route gateway create", opt("resource-group", rg), opt("name", h.Name()+"-ergw"), opt("virtual-hub", h.Name()), opt("min-val", fmt.Sprint(n)), opt("max-val", fmt.Sprint(n)))
		s.rollback = oneCommand(az("network express-route gateway delete", opt("resource-group", rg), opt("name", h.Name()+"-ergw"))) + " && " + s.rollback
	}
	if n := h.VPNScaleUnits.Or(0); n > 0 {
		s.command += "\n" + az("network vpn-gateway create", opt("resource-group", rg), opt("name", h.Name()+"-vpngw"), opt("vhub", h.Name()), opt("scale-unit", fmt.Sprint(n)))
		s.rollback = oneCommand(az("network vpn-gateway delete", opt("resource-group", rg), opt("name", h.Name()+"-vpngw"))) + " && " + s.rollback
	}
	return s
}

func prefixOr(h *planner.VirtualHub) string {
	if h.AddressPrefix.IsValid() {
		return h.AddressPrefix.String()
	}
	return placeholder("HUB-PREFIX", h.Name())
}

func (b *builder) connectionSteps() []step {
	var out []step
	for _, n := range b.d.Design.Connections {
		out = append(out, b.connectionStep(n))
	}
	return out
}

func (b *builder) connectionStep(n *planner.Connection) step {
	c := n.Circuit
	s := step{title: fmt.Sprintf("connect circuit %s to %s", c.Name(), path(n.GatewayName)), needs: []need{needActive}}
	key, weight := "", ""
	if n.RoutingWeight.Known() {
		weight = fmt.Sprint(n.RoutingWeight.Value())
	}
	circuitGroup := group(c.ResourceGroup, c.Name())
	if n.Authorization.Present() {
		s.needs = append(s.needs, needAuthorized)
		key = placeholder("AUTHORIZATION-KEY", n.Name())
		s.command = az("network express-route auth create", opt("resource-group", circuitGroup), opt("circuit-name", c.Name()), opt("name", orDefault(n.Authorization.Name, n.Name())), subscription(c.Subscription)) + "\n"
	}
	if n.FastPath.Value() {
		s.needs = append(s.needs, needFastPath)
	}
	id := resource(c.Subscription, circuitGroup, "expressRouteCircuits", c.Name())
	if n.Hub != nil {
		rg := group("", "virtual hub "+n.Hub.Name())
		s.command += az("network express-route gateway connection create", opt("resource-group", rg), opt("gateway-name", n.Hub.Name()+"-ergw"), opt("name", n.Name()),
			opt("peering", id+"/peerings/AzurePrivatePeering"), opt("routing-weight", weight), opt("authorization-key", key), opt("internet-security", boolWord(n.InternetSecurity)))
		s.verify = "the hub learns the customer's prefixes over the connection, and no others."
		s.check = az("network vhub get-effective-routes", opt("resource-group", rg), opt("name", n.Hub.Name()), opt("resource-type", "ExpressRouteConnection"),
			opt("resource-id", resource("", rg, "expressRouteGateways", n.Hub.Name()+"-ergw")+"/expressRouteConnections/"+n.Name()))
		s.rollback = oneCommand(az("network express-route gateway connection delete", opt("resource-group", rg), opt("gateway-name", n.Hub.Name()+"-ergw"), opt("name", n.Name())))
		return s
	}
	rg := group("", "gateway "+n.Gateway.Name())
	s.command += az("network vpn-connection create", opt("resource-group", rg), opt("name", n.Name()), opt("location", orFill(n.Gateway.VNet.Region, "REGION", n.Gateway.VNetName)),
		opt("vnet-gateway1", n.Gateway.Name()), opt("express-route-circuit2", id), opt("routing-weight", weight), opt("authorization-key", key),
		opt("express-route-gateway-bypass", boolWord(n.FastPath)), subscription(n.Gateway.Subscription))
	s.verify = "the gateway learns the customer's prefixes from both edge routers of the circuit, and announces those of the virtual networks."
	s.check = az("network vnet-gateway list-bgp-peer-status", opt("resource-group", rg), opt("name", n.Gateway.Name()), opt("output", "table")) + "\n" +
		az("network vnet-gateway list-learned-routes", opt("resource-group", rg), opt("name", n.Gateway.Name()), opt("output", "table"))
	s.rollback = oneCommand(az("network vpn-connection delete", opt("resource-group", rg), opt("name", n.Name())))
	return s
}

// joinSteps peer spokes with hubs, and join VNets to virtual hubs.
func (b *builder) joinSteps() []step {
	var out []step
	for _, v := range b.d.Design.VNets {
		own := group("", "virtual network "+v.Name())
		switch {
		case v.VHub != nil:
			rg := group("", "virtual hub "+v.VHub.Name())
			out = append(out, step{
				title:    fmt.Sprintf("join virtual network %s to hub %s", v.Name(), v.VHub.Name()),
				command:  az("network vhub connection create", opt("resource-group", rg), opt("vhub-name", v.VHub.Name()), opt("name", v.Name()), opt("remote-vnet", resource(v.Subscription, own, "virtualNetworks", v.Name())), opt("internet-security", boolWord(v.InternetSecurity))),
				verify:   "the address space shows among the effective routes of the hub.",
				rollback: oneCommand(az("network vhub connection delete", opt("resource-group", rg), opt("vhub-name", v.VHub.Name()), opt("name", v.Name()))),
			})
		case v.Hub != nil:
			hub := group("", "virtual network "+v.Hub.Name())
			out = append(out, step{
				title: fmt.Sprintf("peer virtual network %s with %s", v.Name(), v.Hub.Name()),
				words: "The hub's side first: the spoke may use the gateway only once the hub lets it.",
				command: az("network vnet peering create", opt("resource-group", hub), opt("vnet-name", v.Hub.Name()), opt("name", "to-"+v.Name()), opt("remote-vnet", resource(v.Subscription, own, "virtualNetworks", v.Name())), set("allow-vnet-access", true), set("allow-gateway-transit", true)) + "\n" +
					az("network vnet peering create", opt("resource-group", own), opt("vnet-name", v.Name()), opt("name", "to-"+v.Hub.Name()), opt("remote-vnet", resource(v.Hub.Subscription, hub, "virtualNetworks", v.Hub.Name())), set("allow-vnet-access", true), set("use-remote-gateways", true)),
				verify: "both peerings are Connected, and the spoke's address space is announced to the customer.",
				check:  az("network vnet peering list", opt("resource-group", own), opt("vnet-name", v.Name()), opt("query", "[].{name:name,state:peeringState}")),
				rollback: oneCommand(az("network vnet peering delete", opt("resource-group", own), opt("vnet-name", v.Name()), opt("name", "to-"+v.Hub.Name()))) + " && " +
					oneCommand(az("network vnet peering delete", opt("resource-group", hub), opt("vnet-name", v.Hub.Name()), opt("name", "to-"+v.Name()))),
			})
		}
		out = append(out, b.otherPeerings(v, own)...)
	}
	return out
}

// otherPeerings are the VNet peerings that are not plain hub and spoke.
func (b *builder) otherPeerings(v *planner.VNet, own string) []step {
	var out []step
	for _, p := range v.Peerings {
		out = append(out, step{
			title: fmt.Sprintf("peer virtual network %s with %s", v.Name(), path(p.ToName)),
			command: az("network vnet peering create", opt("resource-group", own), opt("vnet-name", v.Name()), opt("name", p.Name()), opt("remote-vnet", resource(p.To.Subscription, group("", "virtual network "+p.To.Name()), "virtualNetworks", p.To.Name())),
				set("allow-vnet-access", true), set("allow-gateway-transit", p.AllowGatewayTransit.Value()), set("use-remote-gateways", p.UseRemoteGateways.Value()), set("allow-forwarded-traffic", p.AllowForwardedTraffic.Value())),
			verify:   "the peering is Connected once the other side has its own.",
			rollback: oneCommand(az("network vnet peering delete", opt("resource-group", own), opt("vnet-name", v.Name()), opt("name", p.Name()))),
		})
	}
	return out
}

func (b *builder) reachSteps() []step {
	var out []step
	for _, g := range b.d.Design.GlobalReach {
		first, second := g.Circuits[0], g.Circuits[1]
		rg := group(first.ResourceGroup, first.Name())
		s := step{title: "join circuits " + first.Name() + " and " + second.Name(), needs: []need{needReach}}
		key, v4, v6 := "", placeholder("GLOBAL-REACH-NETWORK", g.Name()), ""
		if g.AddressPrefix.IsValid() {
			v4 = g.AddressPrefix.String()
		}
		if g.AddressPrefixV6.IsValid() {
			v6 = g.AddressPrefixV6.String()
		}
		if g.Authorization.Present() {
			s.needs = append(s.needs, needReachKey)
			key = placeholder("AUTHORIZATION-KEY", g.Name())
			s.command = az("network express-route auth create", opt("resource-group", group(second.ResourceGroup, second.Name())), opt("circuit-name", second.Name()), opt("name", orDefault(g.Authorization.Name, g.Name())), subscription(second.Subscription)) + "\n"
		}
		s.command += az("network express-route peering connection create", opt("resource-group", rg), opt("circuit-name", first.Name()), opt("peering-name", "AzurePrivatePeering"), opt("name", g.Name()),
			opt("peer-circuit", resource(second.Subscription, group(second.ResourceGroup, second.Name()), "expressRouteCircuits", second.Name())), opt("address-prefix", v4), opt("authorization-key", key), subscription(first.Subscription))
		if v6 != "" {
			s.command += "\n" + az("network express-route peering connection ipv6-config set", opt("resource-group", rg), opt("circuit-name", first.Name()), opt("peering-name", "AzurePrivatePeering"), opt("name", g.Name()), opt("address-prefix", v6))
		}
		s.verify = "the connection is Connected, and each site learns the prefixes of the other."
		s.check = az("network express-route peering connection show", opt("resource-group", rg), opt("circuit-name", first.Name()), opt("peering-name", "AzurePrivatePeering"), opt("name", g.Name()), opt("query", "circuitConnectionStatus"))
		s.rollback = oneCommand(az("network express-route peering connection delete", opt("resource-group", rg), opt("circuit-name", first.Name()), opt("peering-name", "AzurePrivatePeering"), opt("name", g.Name())))
		out = append(out, s)
	}
	return out
}

// lastSteps end the runbook: everything carries, and somebody watches.
func (b *builder) lastSteps() []step {
	return []step{
		{title: "check every flow", words: "Follow every flow in both directions from its site and from a machine in its virtual network.", verify: "the ways are those of the section on routing, and the round trips those of the section on capacity."},
		{title: "watch", needs: []need{needMaintenance}, words: "Set up the alerts of the section on monitoring, and put locks on circuits, gateways and connections.", verify: "one alert of each kind was raised by hand and arrived."},
		{title: "test", words: "Go through the acceptance test plan, and fill in the test sheet.", verify: "every test is passed, and nothing was seen otherwise than predicted."},
	}
}
