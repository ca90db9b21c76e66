package document

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// gateways describes Azure's side.
var gateways = Section{
	ID: "gateways", Title: "Gateways, hubs and virtual networks", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		out := d.titled(nil, "Gateways", "", d.gatewayTable())
		out = d.titled(out, "Virtual WANs", "", d.wanTable())
		out = d.titled(out, "Virtual hubs", "", d.hubTable())
		out = d.titled(out, "Connections", "", d.connectionTable())
		return d.titled(out, "Virtual networks", "", d.vnetTable())
	},
}

func (d *Data) gatewayTable() block.Table {
	t := block.Table{Columns: block.Columns("Gateway", "Kind", "Virtual network", "SKU", "#Throughput", "Zones", "#Instances", "Public address", "Mode")}
	for _, g := range d.Design.Gateways {
		t.Rows = append(t.Rows, block.Row(block.Name(g.Name()), string(g.Kind), block.Name(g.VNetName), d.sku(g), d.throughput(g), d.zones(g),
			len(d.Analysis.Topology.Instances(g)), d.publicIP(g), d.mode(g)))
	}
	return t
}

func (d *Data) sku(g *planner.Gateway) block.Inline {
	if g.SKU == "" {
		return d.Unknown(&g.Node, "sku")
	}
	text := g.SKU
	if s := g.ScaleUnits; s != nil {
		text += fmt.Sprintf(", %v to %v scale units", s.Min.Or(0), s.Max.Or(0))
		if s.Min.Or(0) == s.Max.Or(0) {
			text = fmt.Sprintf("%s, %v scale units", g.SKU, s.Min.Or(0))
		}
	}
	return block.Text(text)
}

// throughput returns what a gateway carries, as capacity counts it.
func (d *Data) throughput(g *planner.Gateway) block.Inline {
	c := d.Analysis.Topology.GatewayOf(g)
	for i := range d.Analysis.Elements {
		e := &d.Analysis.Elements[i]
		if e.Component == c && e.Capacity > 0 {
			d.Fact("Throughput, "+e.Basis, e.Capacity.String(), e.Source)
			return block.Text(e.Capacity)
		}
	}
	return block.Text(block.Emphasis("not documented"))
}

func (d *Data) zones(g *planner.Gateway) block.Inline {
	if len(g.Zones) == 0 {
		return d.Unknown(&g.Node, "zones")
	}
	return block.Text(strings.Join(g.Zones, ", "))
}

func (d *Data) publicIP(g *planner.Gateway) block.Inline {
	if g.PublicIP == nil {
		return d.Unknown(&g.Node, "public_ip")
	}
	text := string(g.PublicIP.SKU)
	if len(g.PublicIP.Zones) > 0 {
		text += ", zones " + strings.Join(g.PublicIP.Zones, ", ")
	}
	return block.Text(strings.TrimPrefix(text, ", "))
}

func (d *Data) mode(g *planner.Gateway) block.Inline {
	var out []string
	if g.Kind == planner.VPNGateway {
		if !g.ActiveActive.Known() {
			return d.Unknown(&g.Node, "active_active")
		}
		mode := "active-standby"
		if g.ActiveActive.Value() {
			mode = "active-active"
		}
		out = append(out, mode)
	}
	if g.ASN.Known() {
		out = append(out, fmt.Sprintf("ASN %d", g.ASN.Value()))
	}
	if w := g.MaintenanceWindow; w != nil {
		out = append(out, strings.TrimSpace(fmt.Sprintf("maintenance %s %s, %d h %s", w.Day, w.Start, w.Hours.Or(0), w.TimeZone)))
	}
	return block.Text(strings.Join(out, "; "))
}

func (d *Data) wanTable() block.Table {
	t := block.Table{Columns: block.Columns("Virtual WAN", "Type", "Branch to branch", "Circuit to circuit", "Hubs")}
	for _, w := range d.Design.VirtualWANs {
		kind, transit := string(w.Type), "only by Global Reach"
		if kind == "" {
			kind = "standard (default)"
		}
		if w.ExpressRouteTransit == "firewall" {
			transit = "through the hubs' firewalls"
		}
		t.Rows = append(t.Rows, block.Row(block.Name(w.Name()), kind, stated(w.BranchToBranch), transit, block.Names(rules.Names(w.Hubs), 6)))
	}
	return t
}

func (d *Data) hubTable() block.Table {
	t := block.Table{Columns: block.Columns("Hub", "Virtual WAN", "Region", "Address prefix", "Prefers", "#ExpressRoute units", "#VPN units", "Firewall", "Routing intent")}
	for _, h := range d.Design.VirtualHubs {
		firewall, intent := string(h.Firewall), string(h.RoutingIntent)
		if firewall == "" {
			firewall = "none stated"
		}
		if intent == "" {
			intent = "none stated"
		}
		t.Rows = append(t.Rows, block.Row(block.Name(h.Name()), block.Name(h.WANName), d.Word(&h.Node, "region", h.Region), d.Prefix(&h.Node, "address_prefix", h.AddressPrefix),
			string(h.Preference()), h.ExpressRouteScaleUnits.Or(0), h.VPNScaleUnits.Or(0), firewall, intent))
	}
	return t
}

func (d *Data) connectionTable() block.Table {
	t := block.Table{Columns: block.Columns("Connection", "Circuit", "Gateway", "#Routing weight", "FastPath", "Authorization")}
	for _, c := range d.Design.Connections {
		fast, authorization := "off", "none stated"
		if c.FastPath.Value() {
			fast = "on"
		}
		if c.PrivateLinkFastPath.Value() {
			fast += ", Private Link too"
		}
		if c.Authorization.Present() {
			authorization = "needed; the key is handed over outside of this document"
		}
		t.Rows = append(t.Rows, block.Row(block.Name(c.Name()), block.Name(c.CircuitName), block.Name(c.GatewayName), c.RoutingWeight.Or(0), fast, authorization))
	}
	return t
}

// stated writes a choice that most designs leave out.
func stated(o planner.Opt[bool]) string {
	switch {
	case !o.Known():
		return "none stated"
	case o.Value():
		return "yes"
	}
	return "no"
}

func (d *Data) vnetTable() block.Table {
	t := block.Table{Columns: block.Columns("Virtual network", "Region", "Address space", "GatewaySubnet", "Reached through", "Route Server", "Firewall")}
	for _, v := range d.Design.VNets {
		through := block.Text("its own gateway")
		switch {
		case v.HubName != "":
			through = block.Name(v.HubName)
		case len(v.Gateways) == 0:
			through = block.Text("no gateway")
		}
		subnet := block.Inline(nil)
		if p, _ := v.GatewayPrefix(); p.IsValid() {
			subnet = Prefixes(slices.DeleteFunc([]netip.Prefix{p, v.GatewaySubnetV6}, func(p netip.Prefix) bool { return !p.IsValid() }), 2)
		} else if len(v.Gateways) > 0 {
			subnet = d.Unknown(&v.Node, "gateway_subnet")
		}
		firewall := string(v.Firewall)
		if firewall == "" {
			firewall = "none stated"
		}
		t.Rows = append(t.Rows, block.Row(block.Name(v.Name()), d.Word(&v.Node, "region", v.Region), Prefixes(v.AddressSpace, 4), subnet, through, stated(v.RouteServer), firewall))
	}
	return t
}
