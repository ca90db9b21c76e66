package outcome

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/topology"
)

// An ElementKind says what an element is.
type ElementKind string

// The kinds of elements. All but the access line are kinds of components too.
const (
	LinkElement       ElementKind = "link"         // as Microsoft polices it: the circuit's bandwidth
	LineElement       ElementKind = "line"         // the access line of a link
	CircuitElement    ElementKind = "circuit"      // both links together, at the purchased rate
	PortElement       ElementKind = "port"         // one port of a Direct pair
	GatewayElement    ElementKind = "gateway"      // of a virtual network, or of a hub
	HubElement        ElementKind = "virtual-hub"  // a hub's router
	TunnelElement     ElementKind = "tunnel"       // one IPsec tunnel
	InternetElement   ElementKind = "internet"     // an Internet access
	AttachmentElement ElementKind = "attachment"   // of a site to a wide-area network
	SiteLinkElement   ElementKind = "site-link"    // between two sites
	ReachElement      ElementKind = "global-reach" // the smaller of the two circuits
)

// An Element is something with a capacity that traffic goes through.
type Element struct {
	ID        string // "link:er/primary", "line:er/primary"; a component's id where it is one
	Kind      ElementKind
	Component int // of an access line that of its link

	Capacity planner.Bandwidth // in each direction; 0 where it is not known
	Basis    string            // what the figure is, in words
	Source   catalog.Source    // of a figure of the catalogue; without a page where the design gives it
	Place    source.Place      // where the design gives it, or would
}

// elements finds elements by what they are of; those that are not there are
// missing.
type elements struct {
	links, lines map[*planner.Link]int
	circuits     map[*planner.Circuit]int
	components   map[int]int // all but lines, by their component
	at           map[int]*planner.Link
}

// find returns the element of a component, -1 where there is none.
func (x *elements) find(component int) int {
	if e, ok := x.components[component]; ok {
		return e
	}
	return -1
}

func of[T comparable](m map[T]int, key T) int {
	if e, ok := m[key]; ok {
		return e
	}
	return -1
}

// listElements makes the elements of the design, from the customer to Azure.
func (a *Analysis) listElements() {
	a.index = elements{map[*planner.Link]int{}, map[*planner.Link]int{}, map[*planner.Circuit]int{}, map[int]int{}, map[int]*planner.Link{}}
	d, t := a.Design, a.Topology
	for _, s := range d.Sites {
		for i, c := range t.InternetOf(s) {
			e := Element{Kind: InternetElement, Component: c, Basis: "access line", Place: s.At("internet_access")}
			if i < len(s.InternetAccess) {
				e.Capacity, e.Place = s.InternetAccess[i].Bandwidth, s.InternetAccess[i].ValueAt("bandwidth")
			}
			a.addElement(e)
		}
	}
	for _, w := range d.WANs {
		for _, at := range w.Attachments {
			a.addElement(Element{Kind: AttachmentElement, Component: t.AttachmentOf(at), Capacity: at.Bandwidth, Basis: "attachment", Place: at.ValueAt("bandwidth")})
		}
	}
	for _, l := range d.SiteLinks {
		a.addElement(Element{Kind: SiteLinkElement, Component: t.SiteLinkOf(l), Capacity: l.Bandwidth, Basis: "site link", Place: l.ValueAt("bandwidth")})
	}
	for _, c := range d.Circuits {
		a.listCircuit(c)
	}
	for _, g := range d.GlobalReach {
		a.addElement(a.reachElement(g))
	}
	for _, g := range d.Gateways {
		a.addElement(a.gatewayElement(g))
	}
	for _, h := range d.VirtualHubs {
		a.listHub(h)
	}
	for _, v := range d.VPNTunnels {
		for _, one := range t.Tunnels(v) {
			a.addElement(a.tunnelElement(v, one))
		}
	}
}

// addElement adds the element of a component.
func (a *Analysis) addElement(e Element) {
	if e.Component < 0 {
		return
	}
	e.ID = a.Topology.Components[e.Component].ID
	a.index.components[e.Component] = len(a.Elements)
	a.Elements = append(a.Elements, e)
}

// listCircuit adds the links of a circuit, their access lines and ports, and
// the circuit itself.
func (a *Analysis) listCircuit(c *planner.Circuit) {
	t := a.Topology
	for _, l := range c.Links.All() {
		at := t.LinkOf(l)
		if at < 0 {
			continue
		}
		a.addElement(Element{Kind: LinkElement, Component: at, Capacity: c.Bandwidth, Basis: "bandwidth of the circuit", Place: c.ValueAt("bandwidth")})
		a.index.links[l], a.index.at[at] = a.index.find(at), l
		if l.Bandwidth > 0 {
			a.index.lines[l] = len(a.Elements)
			a.Elements = append(a.Elements, Element{
				ID: "line:" + l.ID(), Kind: LineElement, Component: at,
				Capacity: l.Bandwidth, Basis: "access line", Place: l.ValueAt("bandwidth"),
			})
		}
		if port := t.PortOf(l); port >= 0 && a.index.find(port) < 0 {
			a.addElement(Element{Kind: PortElement, Component: port, Capacity: c.Port.Bandwidth, Basis: "port", Place: c.Port.ValueAt("bandwidth")})
		}
	}
	a.addElement(Element{Kind: CircuitElement, Component: t.CircuitOf(c), Capacity: c.Bandwidth, Basis: "purchased rate of the circuit", Place: c.ValueAt("bandwidth")})
	a.index.circuits[c] = a.index.find(t.CircuitOf(c))
}

func (a *Analysis) reachElement(g *planner.GlobalReach) Element {
	e := Element{Kind: ReachElement, Component: a.Topology.GlobalReachOf(g), Basis: "smaller circuit", Source: a.Design.Catalog.Limit("global_reach.throughput").Source, Place: g.Here()}
	for i, c := range g.Circuits {
		if c.Bandwidth == 0 {
			e.Capacity, e.Place = 0, c.ValueAt("bandwidth")
			return e
		}
		if i == 0 || c.Bandwidth < e.Capacity {
			e.Capacity, e.Place = c.Bandwidth, c.ValueAt("bandwidth")
		}
	}
	return e
}

// gatewayElement sizes a gateway by its SKU; a scalable one by the most scale
// units that it may grow to.
func (a *Analysis) gatewayElement(g *planner.Gateway) Element {
	e := Element{Kind: GatewayElement, Component: a.Topology.GatewayOf(g), Basis: "SKU", Place: g.ValueAt("sku")}
	switch {
	case g.VPNSKU != nil:
		e.Basis, e.Source = g.VPNSKU.Name, g.VPNSKU.About("aggregate_throughput_mbps")
		e.Capacity = planner.Bandwidth(g.VPNSKU.ThroughputMbps)
	case g.ERSKU != nil && g.ERSKU.Scalable:
		e.Basis, e.Place = g.ERSKU.Name+", scale units", g.At("scale_units")
		if u, ok := a.Design.Catalog.ScaleUnits(scaleUnits(g)); ok {
			e.Basis, e.Source = fmt.Sprintf("%s, %d scale units", g.ERSKU.Name, u.Units), u.About("throughput_mbps")
			e.Capacity = planner.Bandwidth(u.ThroughputMbps)
		}
	case g.ERSKU != nil:
		e.Basis, e.Source = g.ERSKU.Name, g.ERSKU.About("throughput_mbps")
		e.Capacity = planner.Bandwidth(g.ERSKU.ThroughputMbps)
	}
	return e
}

// scaleUnits returns the most scale units that a gateway may have, 0 where the
// design does not say.
func scaleUnits(g *planner.Gateway) int {
	if g.ScaleUnits == nil {
		return 0
	}
	return g.ScaleUnits.Max.Or(g.ScaleUnits.Min.Value())
}

// listHub adds the gateways of a hub, and its router where the design sizes it.
func (a *Analysis) listHub(h *planner.VirtualHub) {
	t, cat := a.Topology, a.Design.Catalog
	er := Element{Kind: GatewayElement, Component: t.HubGatewayOf(h, planner.ExpressRouteGateway), Basis: "scale units", Place: h.ValueAt("expressroute_scale_units")}
	if u, ok := cat.HubScaleUnits(h.ExpressRouteScaleUnits.Value()); ok {
		er.Capacity, er.Basis = planner.Bandwidth(u.ThroughputMbps), fmt.Sprintf("%d scale units", u.Units)
		er.Source = u.About("throughput_mbps")
	}
	a.addElement(er)
	vpn := Element{Kind: GatewayElement, Component: t.HubGatewayOf(h, planner.VPNGateway), Basis: "scale units", Place: h.ValueAt("vpn_scale_units")}
	if units := h.VPNScaleUnits.Value(); units > 0 {
		vpn.Capacity, vpn.Basis = a.Design.HubVPN(h), fmt.Sprintf("%d scale units", units)
		vpn.Source = cat.Limit("vwan.vpn_scale_unit").Source
	}
	a.addElement(vpn)
	if units := h.CapacityUnits.Value(); units > 0 {
		least, each := cat.Limit("vwan.riu_min_throughput"), cat.Limit("vwan.riu_throughput_per_unit")
		gbps := min(max(least.Int(), units*each.Int()), cat.Limit("vwan.hub_router_throughput_max").Int())
		a.addElement(Element{
			Kind: HubElement, Component: t.HubOf(h), Capacity: planner.Bandwidth(mbpsPerGbps * gbps),
			Basis: fmt.Sprintf("%d routing infrastructure units", units), Source: least.Source, Place: h.ValueAt("capacity_units"),
		})
	}
}

const mbpsPerGbps = 1000

// tunnelElement sizes a tunnel by its own bandwidth, else by what was observed
// of its gateway's SKU and the tunnel's policy; without a policy by the slower
// one of those in use.
func (a *Analysis) tunnelElement(v *planner.VPNTunnel, one topology.Tunnel) Element {
	e := Element{Kind: TunnelElement, Component: one.Component, Basis: "bandwidth of the tunnel", Capacity: v.Bandwidth, Place: v.ValueAt("bandwidth")}
	switch {
	case v.Bandwidth > 0:
	case v.Hub != nil:
		perConnection := a.Design.Catalog.Limit("vwan.vpn_connection_throughput")
		e.Basis, e.Source = "one of the two tunnels of a hub's VPN connection", perConnection.Source
		e.Capacity = planner.Bandwidth(mbpsPerGbps * perConnection.Int() / 2)
	case v.Gateway.VPNSKU != nil:
		sku, policy := v.Gateway.VPNSKU, ""
		if v.IPsec != nil {
			policy = catalog.Fold(v.IPsec.Encryption)
		}
		mbps, column := sku.TunnelMbpsSHA, "tunnel_mbps_aes256_sha256"
		if strings.HasPrefix(policy, "gcm") {
			mbps, column = sku.TunnelMbpsGCM, "tunnel_mbps_gcmaes256"
		} else if strings.HasPrefix(policy, "des") {
			mbps, column = sku.TunnelMbpsDES, "tunnel_mbps_des3_sha256"
		}
		e.Capacity, e.Source = planner.Bandwidth(mbps), sku.About(column)
		e.Basis = fmt.Sprintf("one tunnel of %s, as observed", sku.Name)
	}
	return e
}
