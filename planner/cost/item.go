package cost

import (
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/topology"
)

// A Kind is a kind of thing to buy.
type Kind string

// The kinds of things to buy.
const (
	Circuit       Kind = "circuit"
	DirectCircuit Kind = "direct-circuit"
	PortPair      Kind = "port-pair"
	CrossConnect  Kind = "cross-connect"
	ERGateway     Kind = "expressroute-gateway"
	VPNGateway    Kind = "vpn-gateway"
	Hub           Kind = "virtual-hub"
	HubConnection Kind = "hub-connection"
	Tunnel        Kind = "tunnel"
	GlobalReach   Kind = "global-reach"
	Egress        Kind = "egress"
)

// Kinds lists the kinds in the order in which they are shown.
var Kinds = []Kind{Circuit, DirectCircuit, PortPair, CrossConnect, ERGateway, VPNGateway, Hub, HubConnection, Tunnel, GlobalReach, Egress}

// Attributes lists what a price and an item are told apart by, besides the
// kind, in the order in which they are shown.
var Attributes = []string{"tier", "billing", "bandwidth", "sku", "provider", "location", "zone", "region", "name"}

// Attrs are the attributes of an item or a price. One that is not there is
// not stated.
type Attrs map[string]string

// An Item is a thing to buy.
type Item struct {
	Kind      Kind
	Path      string // of the thing in the design: circuits.er-london
	Place     source.Place
	Attrs     Attrs
	Instances int // of a gateway; 0 of what has none

	// Quantity is how often the price counts: scale units of a gateway that is
	// sized in them, GB a month of egress, else 1. Below zero it is not known,
	// and Missing names the key that would say it.
	Quantity int
	Unit     string // of the quantity, "" of single things
	Missing  string
}

// Words describes the item as people do: "circuit, standard, metered, 1 Gbps,
// zone 1".
func (i *Item) Words() string { return words(i.Kind, i.Attrs) }

func words(kind Kind, attrs Attrs) string {
	out := []string{strings.ReplaceAll(string(kind), "-", " ")}
	for _, key := range Attributes {
		value, ok := attrs[key]
		switch {
		case !ok || key == "name":
		case key == "zone":
			out = append(out, "zone "+source.Clean(value))
		default:
			out = append(out, source.Clean(value))
		}
	}
	return strings.Join(out, ", ")
}

// A Data says how much data leaves Azure over metered circuits: GB a month, by
// the circuit's name.
type Data map[string]int

// Items lists what a design has to buy, by kind and then in the order of the
// design.
func Items(t *topology.Topology, data Data) []Item {
	b := basket{t: t, data: data}
	for _, c := range t.Design.Circuits {
		b.circuit(c)
	}
	for _, p := range t.Design.Ports {
		b.port(p)
	}
	b.crossConnects()
	for _, g := range t.Design.Gateways {
		b.gateway(g)
	}
	for _, h := range t.Design.VirtualHubs {
		b.hub(h)
	}
	for _, v := range t.Design.VPNTunnels {
		for _, x := range t.Tunnels(v) {
			b.add(Item{Kind: Tunnel, Path: v.Path(), Place: v.Here(), Quantity: 1, Attrs: attrs("name", t.Components[x.Component].Name, "region", regionOf(v.Azure()))})
		}
	}
	for _, g := range t.Design.GlobalReach {
		b.add(Item{Kind: GlobalReach, Path: g.Path(), Place: g.Here(), Quantity: 1, Attrs: attrs("name", g.Name(), "zone", zone(g.Circuits[0]), "bandwidth", rate(min(g.Circuits[0].Bandwidth, g.Circuits[1].Bandwidth)))})
	}
	return b.sorted()
}

// A basket collects items.
type basket struct {
	t     *topology.Topology
	data  Data
	items []Item
}

func (b *basket) add(i Item) { b.items = append(b.items, i) }

// sorted returns the items by kind, within it as they were added.
func (b *basket) sorted() []Item {
	out := make([]Item, 0, len(b.items))
	for _, k := range Kinds {
		for _, i := range b.items {
			if i.Kind == k {
				out = append(out, i)
			}
		}
	}
	return out
}

// attrs makes attributes of keys and values; empty values are not stated.
func attrs(pairs ...string) Attrs {
	out := Attrs{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out[pairs[i]] = pairs[i+1]
		}
	}
	return out
}

func (b *basket) circuit(c *planner.Circuit) {
	billing := string(c.Billing)
	kind := Circuit
	if c.IsDirect() {
		kind = DirectCircuit
		if billing == "" {
			billing = string(c.Port.Billing)
		}
	}
	a := attrs("tier", string(c.Tier), "billing", billing, "bandwidth", rate(c.Bandwidth), "provider", c.ProviderName(), "location", c.LocationName(), "zone", zone(c), "name", c.Name())
	b.add(Item{Kind: kind, Path: c.Path(), Place: c.Here(), Attrs: a, Quantity: 1})
	if c.Tier == planner.TierLocal || planner.Billing(billing) == planner.Unlimited {
		return
	}
	out := Item{Kind: Egress, Path: c.Path(), Place: c.Here(), Attrs: a, Quantity: -1, Unit: "GB", Missing: "egress." + c.Name() + " of the price file"}
	if gb, ok := b.data[c.Name()]; ok {
		out.Quantity, out.Missing = gb, ""
	}
	if billing == "" {
		out.Quantity, out.Missing = -1, "billing"
	}
	b.add(out)
}

func (b *basket) port(p *planner.Port) {
	location, z := p.PeeringLocation, ""
	if p.Location != nil {
		location, z = p.Location.Name, zoneText(p.Location.PricingZone)
	}
	b.add(Item{Kind: PortPair, Path: p.Path(), Place: p.Here(), Quantity: 1,
		Attrs: attrs("billing", string(p.Billing), "bandwidth", rate(p.Bandwidth), "location", location, "zone", z, "name", p.Name())})
}

// crossConnects adds those of provider links in use, and of ports that are
// switched on.
func (b *basket) crossConnects() {
	for _, c := range b.t.Design.Circuits {
		for _, l := range c.Links.All() {
			if !c.IsDirect() && b.t.LinkOf(l) >= 0 {
				b.add(Item{Kind: CrossConnect, Path: l.Path(), Place: l.Here(), Quantity: 1,
					Attrs: attrs("provider", c.ProviderName(), "bandwidth", rate(c.Bandwidth), "location", c.LocationName(), "name", l.ID())})
			}
		}
	}
	for _, p := range b.t.Design.Ports {
		location := p.PeeringLocation
		if p.Location != nil {
			location = p.Location.Name
		}
		for n, on := range []planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2} {
			if on.Or(true) {
				b.add(Item{Kind: CrossConnect, Path: p.Path(), Place: p.Here(), Quantity: 1,
					Attrs: attrs("bandwidth", rate(p.Bandwidth), "location", location, "name", p.Name()+"/link"+strconv.Itoa(n+1))})
			}
		}
	}
}

func (b *basket) gateway(g *planner.Gateway) {
	i := Item{Kind: ERGateway, Path: g.Path(), Place: g.Here(), Quantity: 1, Instances: len(b.t.Instances(g)),
		Attrs: attrs("sku", g.SKU, "region", regionOf(g.VNet.Azure), "name", g.Name())}
	switch {
	case g.Kind == planner.VPNGateway:
		i.Kind = VPNGateway
		if g.VPNSKU != nil {
			i.Attrs["sku"] = g.VPNSKU.Name
		}
	case g.ERSKU != nil:
		i.Attrs["sku"] = g.ERSKU.Name
		if g.ERSKU.Name == scaled {
			i.Quantity, i.Unit, i.Missing = -1, "scale unit", "scale_units"
			if g.ScaleUnits != nil && g.ScaleUnits.Min.Known() {
				i.Quantity, i.Missing = g.ScaleUnits.Min.Value(), ""
			}
		}
	}
	b.add(i)
}

// scaled is the gateway SKU that is priced by the scale unit; a gateway that
// scales by itself is counted at its smallest.
const scaled = "ErGwScale"

func (b *basket) hub(h *planner.VirtualHub) {
	region := regionOf(h.Azure)
	b.add(Item{Kind: Hub, Path: h.Path(), Place: h.Here(), Quantity: 1, Attrs: attrs("region", region, "name", h.Name())})
	for _, x := range []struct {
		kind  Kind
		of    planner.GatewayKind
		units planner.Opt[int]
	}{{ERGateway, planner.ExpressRouteGateway, h.ExpressRouteScaleUnits}, {VPNGateway, planner.VPNGateway, h.VPNScaleUnits}} {
		if b.t.HubGatewayOf(h, x.of) < 0 {
			continue
		}
		b.add(Item{Kind: x.kind, Path: h.Path(), Place: h.Here(), Quantity: x.units.Or(1), Unit: "scale unit", Instances: len(b.t.HubInstances(h, x.of)),
			Attrs: attrs("sku", "hub", "region", region, "name", h.Name())})
	}
	b.hubConnections(h)
}

// hubConnections adds what Azure bills as connection units: the circuits and
// the VPNs of a hub, a VPN with its tunnels as one.
func (b *basket) hubConnections(h *planner.VirtualHub) {
	region := regionOf(h.Azure)
	for _, c := range h.Connections {
		b.add(Item{Kind: HubConnection, Path: c.Path(), Place: c.Here(), Quantity: 1, Attrs: attrs("sku", "expressroute", "region", region, "name", c.Name())})
	}
	for _, v := range b.t.Design.VPNTunnels {
		if v.Hub == h {
			b.add(Item{Kind: HubConnection, Path: v.Path(), Place: v.Here(), Quantity: 1, Attrs: attrs("sku", "vpn", "region", region, "name", v.Name())})
		}
	}
}
