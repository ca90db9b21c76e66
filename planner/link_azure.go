package planner

import (
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// azure links virtual hubs, VNets and gateways.
func (l *linker) azure() {
	for _, h := range l.d.VirtualHubs {
		h.Azure = l.region(&h.Node, "region", h.Region)
		h.WAN = must(l, &h.Node, "wan", "Virtual WAN", h.WANName, l.d.VirtualWANs)
		if h.WAN != nil {
			h.WAN.Hubs = append(h.WAN.Hubs, h)
		}
	}
	for _, v := range l.d.VNets {
		l.vnet(v)
	}
	l.hubsOfHubs()
	for _, g := range l.d.Gateways {
		l.gateway(g)
	}
}

func (l *linker) vnet(v *VNet) {
	v.Azure = l.region(&v.Node, "region", v.Region)
	l.vnetHub(v)
	v.Isolated = refs(l, &v.Node, "isolated_from", "VNet", v.IsolatedFrom, l.d.VNets, v)
	for _, p := range v.Peerings {
		p.From = v
		p.To = must(l, &p.Node, "to", "VNet", p.ToName, l.d.VNets)
		if p.To == v {
			l.report("link/bad-reference", p.ValueAt("to"), "Name the other VNet.", "VNet %q is peered with itself", v.Name())
		}
	}
}

func (l *linker) vnetHub(v *VNet) {
	at := spell{&v.Node, "hub", -1}
	if name, ok := strings.CutPrefix(v.HubName, "virtual_hubs/"); ok {
		v.VHub = ref(l, "virtual hub", name, at, l.d.VirtualHubs)
		if v.VHub != nil {
			v.VHub.VNets = append(v.VHub.VNets, v)
		}
		return
	}
	v.Hub = ref(l, "VNet", v.HubName, at, l.d.VNets)
	if v.Hub != nil {
		v.Hub.Spokes = append(v.Hub.Spokes, v)
	}
}

// hubsOfHubs reports a VNet that is its own hub, and a hub that is a spoke.
func (l *linker) hubsOfHubs() {
	for _, v := range l.d.VNets {
		switch {
		case v.Hub == nil:
		case v.Hub == v:
			l.report("link/bad-reference", v.ValueAt("hub"), "Name the VNet that has the gateway, or leave hub out.", "VNet %q is its own hub", v.Name())
		case v.Hub.Hub != nil || v.Hub.VHub != nil:
			l.report("link/bad-reference", v.ValueAt("hub"), "Name the VNet that has the gateway.", "VNet %q cannot be a hub: it uses the gateway of %q itself", v.Hub.Name(), v.Hub.HubName)
		}
	}
}

func (l *linker) gateway(g *Gateway) {
	l.need(&g.Node, "kind")
	g.VNet = must(l, &g.Node, "vnet", "VNet", g.VNetName, l.d.VNets)
	if g.VNet != nil {
		g.VNet.Gateways = append(g.VNet.Gateways, g)
	}
	g.Replaces = ref(l, "gateway", g.MigrationOf, spell{&g.Node, "migration_of", -1}, l.d.Gateways)
	if o := g.Replaces; o != nil && (o == g || o.VNetName != g.VNetName || o.Kind != g.Kind) {
		l.report("link/bad-reference", g.ValueAt("migration_of"), "Name a gateway of the same kind in the same VNet.", "gateway %q cannot replace %q in a guided migration", g.Name(), o.Name())
	}
	if n := g.Generation; n.Known() && n.Value() != 1 && n.Value() != 2 {
		l.report("schema/bad-value", g.ValueAt("generation"), "Write 1 or 2.", "generation = %d is neither 1 nor 2", n.Value())
		return
	}
	l.sku(g)
}

// sku looks a gateway's SKU up among those of its kind.
func (l *linker) sku(g *Gateway) {
	at := spell{&g.Node, "sku", -1}
	if l.blank("SKU", g.SKU, at) || g.Kind == "" {
		return
	}
	var ok bool
	suggest := l.cat.SuggestGatewaySKUs
	if g.Kind == VPNGateway {
		g.VPNSKU, ok = l.cat.VPNSKU(g.SKU, g.Generation.Or(0))
		suggest = l.cat.SuggestVPNSKUs
	} else {
		g.ERSKU, ok = l.cat.GatewaySKU(g.SKU)
	}
	if !ok {
		fix := l.inCatalogue(g.SKU, suggest)
		if g.Kind == ExpressRouteGateway && !strings.HasPrefix(fix, "Did you mean") { // there are few
			var names []string
			for _, s := range l.cat.GatewaySKUs() {
				names = append(names, s.Name)
			}
			fix = "Use one of: " + strings.Join(names, ", ") + ". " + fix
		}
		l.report("link/unknown-sku", at.place(), fix, "%s is not a SKU of %s gateways in the catalogue", source.Quote(g.SKU), g.Kind.title())
	}
}

func (k GatewayKind) title() string {
	if k == VPNGateway {
		return "VPN"
	}
	return "ExpressRoute"
}

// joints links connections, tunnels and route policies.
func (l *linker) joints() {
	for _, c := range l.d.Connections {
		l.connection(c)
	}
	for _, t := range l.d.VPNTunnels {
		l.tunnel(t)
	}
	for _, p := range l.d.RoutePolicies {
		l.routePolicy(p)
	}
}

// joint resolves what a connection or tunnel ends on: a gateway or a hub.
func (l *linker) joint(n *source.Node, name string) (*Gateway, *VirtualHub) {
	l.need(n, "gateway")
	at := spell{n, "gateway", -1}
	if hub, ok := strings.CutPrefix(name, "virtual_hubs/"); ok {
		return nil, ref(l, "virtual hub", hub, at, l.d.VirtualHubs)
	}
	return ref(l, "gateway", name, at, l.d.Gateways), nil
}

func (l *linker) connection(c *Connection) {
	c.Circuit = must(l, &c.Node, "circuit", "circuit", c.CircuitName, l.d.Circuits)
	c.Gateway, c.Hub = l.joint(&c.Node, c.GatewayName)
	if c.Circuit != nil {
		c.Circuit.Connections = append(c.Circuit.Connections, c)
	}
	if g := c.Gateway; g != nil {
		g.Connections = append(g.Connections, c)
		if g.Kind == VPNGateway {
			l.report("link/bad-reference", c.ValueAt("gateway"), "Name an ExpressRoute gateway.", "gateway %q is a VPN gateway; a circuit connects to an ExpressRoute gateway", g.Name())
		}
	}
	if c.Hub != nil {
		c.Hub.Connections = append(c.Hub.Connections, c)
	}
}

func (l *linker) tunnel(t *VPNTunnel) {
	t.Site = must(l, &t.Node, "site", "site", t.SiteName, l.d.Sites)
	t.Gateway, t.Hub = l.joint(&t.Node, t.GatewayName)
	t.Circuit = ref(l, "circuit", t.CircuitName, spell{&t.Node, "circuit", -1}, l.d.Circuits)
	if g := t.Gateway; g != nil {
		g.Tunnels = append(g.Tunnels, t)
		if g.Kind == ExpressRouteGateway {
			l.report("link/bad-reference", t.ValueAt("gateway"), "Name a VPN gateway.", "gateway %q is an ExpressRoute gateway; a tunnel ends on a VPN gateway", g.Name())
		}
	}
	if t.Hub != nil {
		t.Hub.Tunnels = append(t.Hub.Tunnels, t)
	}
	if t.Site == nil {
		return
	}
	t.Routers = t.Site.Routers
	if t.RouterNames != nil {
		t.Routers = refs(l, &t.Node, "routers", "router of site "+t.Site.Name(), l.ofSite(t), t.Site.Routers, nil)
	}
}

// ofSite returns the routers that a tunnel names, without the name of its site.
func (l *linker) ofSite(t *VPNTunnel) []string {
	out := make([]string, len(t.RouterNames))
	for i, name := range t.RouterNames {
		out[i] = strings.TrimPrefix(name, t.Site.Name()+"/")
	}
	return out
}
