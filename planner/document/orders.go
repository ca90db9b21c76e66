package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
)

// orders lists what is ordered or built, and what the provider or the
// exchange asks for, circuit by circuit.
var orders = Section{
	ID: "bill-of-materials", Title: "Bill of materials and order sheets", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		b := &bill{d: d, table: block.Table{Columns: block.Columns("Item", "#Quantity", "What", "From", "For")}}
		b.all()
		if len(b.table.Rows) == 0 {
			return nil
		}
		out := []block.Block{block.Say("What the design needs, whether it is there already or not. Prices are not part of it."), b.table}
		for _, p := range d.Design.Ports {
			out = append(out, block.Title(3, "Order sheet of port pair ", p.Name()), d.portOrder(p))
		}
		for _, c := range d.Design.Circuits {
			out = append(out, block.Title(3, "Order sheet of circuit ", c.Name()), d.circuitOrder(c))
		}
		return out
	},
}

// A bill makes the bill of materials.
type bill struct {
	d     *Data
	table block.Table
}

func (b *bill) add(item string, quantity int, what, from, purpose any) {
	if quantity > 0 {
		b.table.Rows = append(b.table.Rows, block.Row(item, quantity, what, from, purpose))
	}
}

func (b *bill) all() {
	for _, p := range b.d.Design.Ports {
		b.ports(p)
	}
	for _, c := range b.d.Design.Circuits {
		b.circuit(c)
	}
	for _, g := range b.d.Design.GlobalReach {
		b.add("Global Reach", 1, "add-on of two circuits, billed by data", "Microsoft", block.Names(g.CircuitNames, 2))
	}
	for _, f := range b.d.Design.RouteFilters {
		b.add("Route filter", 1, entries(len(f.Communities)), "Microsoft", block.Name(f.Name()))
	}
	for _, g := range b.d.Design.Gateways {
		b.gateway(g)
	}
	for _, h := range b.d.Design.VirtualHubs {
		b.hub(h)
	}
	for _, t := range b.d.Design.VPNTunnels {
		b.add("IPsec tunnel", len(b.d.Analysis.Topology.Tunnels(t)), block.Text("over ", overWord(t), ", ", b.d.tunnelRate(t), " each"), "configured on both sides", block.Name(t.Name()))
	}
	b.sites()
}

func entries(n int) string {
	if n == 1 {
		return "one entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func overWord(t *planner.VPNTunnel) string {
	if t.Over == "" {
		return "the Internet"
	}
	if t.Over == "internet" {
		return "the Internet"
	}
	return strings.ReplaceAll(string(t.Over), "-", " ")
}

// ports adds a port pair with its cross-connects and optics. Those of Azure
// are part of the pair; the customer brings one for each of its own ports.
func (b *bill) ports(p *planner.Port) {
	d := b.d
	b.add("ExpressRoute Direct port pair", 1, block.Text("2 × ", d.Rate(&p.Node, "bandwidth", p.Bandwidth), ", ", d.Word(&p.Node, "encapsulation", string(p.Encapsulation)), ", ", d.Word(&p.Node, "billing", string(p.Billing))), "Microsoft", block.Text(block.Name(p.Name()), ", ", p.PeeringLocation))
	n := 0
	for _, on := range []planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2} {
		if on.Or(true) {
			n++
		}
	}
	b.add("Cross-connect", n, "single-mode fibre, from the letter of authorization", "the facility's operator", block.Name(p.Name()))
	b.add("Optical module", n, block.Text(d.Word(&p.Node, "optics", p.Optics), " for the customer's side"), "customer", block.Name(p.Name()))
}

func (b *bill) circuit(c *planner.Circuit) {
	d := b.d
	what := block.Text(d.Rate(&c.Node, "bandwidth", c.Bandwidth), ", ", d.Word(&c.Node, "tier", string(c.Tier)), ", ", d.Word(&c.Node, "billing", string(c.Billing)))
	b.add("ExpressRoute circuit", 1, what, "Microsoft", block.Text(block.Name(c.Name()), ", ", c.LocationName()))
	if c.IsDirect() {
		return
	}
	n, rate := 0, ""
	for _, l := range c.Links.All() {
		if l.Up() {
			n++
		}
		if l.Bandwidth > 0 {
			rate = ", access line of " + l.Bandwidth.String()
		}
	}
	b.add("Provider service", 1, block.Text(d.connectivity(c), ", BGP held by the ", d.holder(c)), d.seller(c), block.Name(c.Name()))
	b.add("Port or cross-connect to the provider", n, "one for each link"+rate, d.seller(c), block.Name(c.Name()))
}

func (b *bill) gateway(g *planner.Gateway) {
	kind := map[planner.GatewayKind]string{planner.ExpressRouteGateway: "ExpressRoute gateway", planner.VPNGateway: "VPN gateway"}[g.Kind]
	b.add(kind, 1, b.d.sku(g), "Microsoft", block.Text(block.Name(g.Name()), " in ", block.Name(g.VNetName)))
	switch {
	case g.PublicIP != nil && g.PublicIP.SKU == "auto":
		b.add("Public address", 1, "assigned and kept by Azure", "Microsoft", block.Name(g.Name()))
	case g.Kind == planner.VPNGateway && g.ActiveActive.Value():
		b.add("Public address", 2, b.d.publicIP(g), "Microsoft", block.Name(g.Name()))
	default:
		b.add("Public address", 1, b.d.publicIP(g), "Microsoft", block.Name(g.Name()))
	}
}

func (b *bill) hub(h *planner.VirtualHub) {
	b.add("Virtual hub", 1, block.Text("in ", b.d.Word(&h.Node, "region", h.Region)), "Microsoft", block.Name(h.Name()))
	b.add("Scale unit of a hub's ExpressRoute gateway", h.ExpressRouteScaleUnits.Or(0), "one gateway", "Microsoft", block.Name(h.Name()))
	b.add("Scale unit of a hub's VPN gateway", h.VPNScaleUnits.Or(0), "one gateway", "Microsoft", block.Name(h.Name()))
	if h.Firewall != "" && h.Firewall != "none" {
		b.add("Firewall in a hub", 1, string(h.Firewall), "Microsoft or its partner", block.Name(h.Name()))
	}
}

// sites adds what stands at the customer's.
func (b *bill) sites() {
	d := b.d
	for _, s := range d.Design.Sites {
		for _, r := range s.Routers {
			kind := "Router"
			if r.Kind == "firewall" {
				kind = "Firewall"
			}
			b.add(kind, 1, d.Word(&r.Node, "model", r.Model), "customer", block.Name(r.ID()))
		}
		for _, a := range s.InternetAccess {
			b.add("Internet access", 1, d.Rate(&a.Node, "bandwidth", a.Bandwidth), d.Word(&a.Node, "carrier", a.Carrier), block.Text(block.Name(s.Name()), ", ", block.Name(a.Name())))
		}
	}
	for _, l := range d.Design.SiteLinks {
		b.add("Link between sites", 1, d.Rate(&l.Node, "bandwidth", l.Bandwidth), d.Word(&l.Node, "carrier", l.Carrier), block.Name(l.Name()))
	}
	for _, w := range d.Design.WANs {
		b.add("WAN attachment", len(w.Attachments), "any-to-any network", d.Word(&w.Node, "service_provider", w.ServiceProvider), block.Name(w.Name()))
	}
}

// blank stands where a person writes what no design holds.
var blank = block.Text(block.Emphasis("to be filled in"))

// A sheet is the two columns of an order sheet.
type sheet struct{ block.Table }

func newSheet() *sheet { return &sheet{block.Table{Columns: block.Columns("Item", "Value")}} }

func (s *sheet) add(item any, value ...any) {
	s.Rows = append(s.Rows, block.Row(item, block.Text(value...)))
}

// portOrder is what a facility asks for to patch a port pair.
func (d *Data) portOrder(p *planner.Port) block.Table {
	s := newSheet()
	s.add("Ordered from", "Microsoft, in Azure; the cross-connects from the operator of the facility")
	s.add("Peering location", d.Word(&p.Node, "peering_location", p.PeeringLocation))
	s.add("Facility", d.facility(p.Location))
	s.add("Ports", "2 × ", d.Rate(&p.Node, "bandwidth", p.Bandwidth), ", on two edge routers of Microsoft")
	s.add("Encapsulation", d.Word(&p.Node, "encapsulation", string(p.Encapsulation)), "; fixed once the pair is created")
	s.add("EtherType of the outer tag", d.Limit("erdirect.ethertype").Value)
	s.add("Optics and fibre", d.Word(&p.Node, "optics", p.Optics), ", ", d.Limit("erdirect.fibre").Value)
	s.add("LACP, LAG or MLAG", "none: two routed ports")
	s.add("Billing", d.Word(&p.Node, "billing", string(p.Billing)), fmt.Sprintf("; starts when a port is switched on, at the latest %s after the order", d.Limit("erdirect.billing_starts_after").Value+" days"))
	s.add("Azure region of the resource", d.Word(&p.Node, "location", p.Region))
	s.add("Letter of authorization", "from Azure, after the pair is created; it goes to the facility's operator")
	for i, side := range []string{"link1 (primary)", "link2 (secondary)"} {
		s.add("Rack, patch panel, port and connector of "+side, "in the letter of authorization: ", block.Name(placeholder("PATCH-PANEL", p.Name(), fmt.Sprintf("link%d", i+1))))
		s.add("Customer's router and port for "+side, d.portRouters(p, i))
	}
	if m := p.MACsec; m != nil {
		s.add("MACsec", d.Word(&m.Node, "cipher", m.Cipher), " on ", block.Names(m.Links, 2), "; keys stay in the vault ", d.Word(&m.Node, "key_vault", m.KeyVault))
	}
	d.people(s)
	return s.Table
}

// portRouters names the routers on which the links over a port of a pair end.
func (d *Data) portRouters(p *planner.Port, side int) block.Inline {
	var out []block.Inline
	for _, c := range d.Design.Circuits {
		if c.Port != p {
			continue
		}
		l := c.Links.All()[side]
		text := block.Text(d.Word(&l.Node, "router", l.RouterName), ", ", d.Word(&l.Node, "interface", l.Interface))
		if len(out) == 0 || out[len(out)-1].String() != text.String() {
			out = append(out, text)
		}
	}
	return block.Join(out, "; ")
}

// circuitOrder is what a provider asks for to connect a circuit.
func (d *Data) circuitOrder(c *planner.Circuit) block.Table {
	s := newSheet()
	if c.IsDirect() {
		s.add("Ordered from", "Microsoft, in Azure, on port pair ", block.Name(c.PortName), "; no provider takes part")
	} else {
		s.add("Ordered from", d.seller(c))
	}
	s.add("Peering location", d.Word(&c.Node, "peering_location", c.LocationName()))
	if !c.IsDirect() {
		s.add("Facility", d.facility(c.Location))
	}
	s.add("Bandwidth", d.Rate(&c.Node, "bandwidth", c.Bandwidth))
	s.add("Tier and billing in Azure", d.Word(&c.Node, "tier", string(c.Tier)), ", ", d.Word(&c.Node, "billing", string(c.Billing)))
	s.add("Azure region of the resource", d.Word(&c.Node, "location", c.Region))
	s.add("Connectivity", d.connectivity(c))
	s.add("Service", d.layerWords(c))
	if c.IsDirect() {
		s.add("Service key", "none is handed over: the circuit runs on port pair ", block.Name(c.PortName))
	} else {
		s.add("Service key", block.Name(placeholder("SERVICE-KEY", c.Name())), ", from Azure once the circuit is created; handed over outside of this document")
	}
	for _, l := range c.Links.All() {
		d.linkOrder(s, c, l)
	}
	for _, p := range c.PeeringList() {
		d.peeringOrder(s, p)
	}
	if others := d.diverse(c); len(others) > 0 {
		s.add("Diversity to be confirmed in writing", "separate edge devices and ways from ", block.Names(others, 6))
	}
	if c.Replaces != nil {
		s.add("Replaces", block.Name(c.Replaces.Name()), "; both run until the change is over")
	}
	if !c.IsDirect() {
		d.people(s)
	}
	return s.Table
}

// diverse returns the circuits that one is diverse from, whichever of them
// says so.
func (d *Data) diverse(c *planner.Circuit) []string {
	out := slices.Clone(c.DiverseFrom)
	for _, o := range d.Design.Circuits {
		if slices.Contains(o.DiverseFrom, c.Name()) && !slices.Contains(out, o.Name()) {
			out = append(out, o.Name())
		}
	}
	return out
}

func (d *Data) layerWords(c *planner.Circuit) block.Inline {
	managed := c.Managed()
	switch {
	case !managed.Known():
		return d.Unknown(&c.Node, "layer")
	case managed.Value():
		return block.Text("managed layer 3: the provider holds the BGP sessions and configures the peerings")
	}
	return block.Text("layer 2: the customer's routers hold the BGP sessions")
}

func (d *Data) linkOrder(s *sheet, c *planner.Circuit, l *planner.Link) {
	if !l.Up() {
		s.add("Link, "+l.Side, "not in use")
		return
	}
	if f := l.PeeringSite; f != "" {
		s.add("Facility of the "+l.Side+" link", f)
	}
	if c.Managed().Value() && l.RouterName == "" {
		s.add("Ends at, "+l.Side, "a device of the provider")
	} else {
		s.add("Ends at, "+l.Side, d.Word(&l.Node, "router", l.RouterName), ", port ", d.Word(&l.Node, "interface", l.Interface))
	}
	if c.IsDirect() {
		return
	}
	s.add("Access line, "+l.Side, "rate ", d.Rate(&l.Node, "bandwidth", l.Bandwidth), ", carrier ", d.Word(&l.Node, "carrier", l.Carrier))
	handoff := d.Word(&l.Node, "handoff", string(l.Handoff))
	if l.Handoff == "qinq" {
		handoff = block.Text(handoff, ", S-tag ", Number(d, &l.Node, "outer_vlan_id", l.OuterVLANID))
	}
	s.add("Hand-off, "+l.Side, handoff)
	s.add("Provider edge, "+l.Side, d.Word(&l.Node, "provider_edge", l.ProviderEdge))
}

func (d *Data) peeringOrder(s *sheet, p *planner.Peering) {
	kind := kindWord(p) + " peering"
	s.add("C-tag, "+kind, Number(d, &p.Node, "vlan_id", p.VLANID), ", the same on both links")
	if p.Circuit.IsDirect() && p.Circuit.Port.Encapsulation == "qinq" {
		s.add("S-tag, "+kind, d.Limit("erdirect.qinq_stag").Value+": ", block.Name(placeholder("S-TAG", p.Circuit.Name())))
	}
	if !p.ProviderHolds().Value() {
		return
	}
	s.add("AS number of the sessions, "+kind, Number(d, &p.Node, "peer_asn", p.PeerASN))
	for _, n := range p.LinkSubnets(d.Catalog()) {
		s.add("Transfer network, "+kind+", "+n.Side, block.Name(n.Prefix.String()))
	}
}

// facility names where a peering location is.
func (d *Data) facility(l *catalog.Location) block.Inline {
	if l == nil {
		return block.Text(block.Emphasis("not in the catalogue"))
	}
	return block.Text(d.Fact("Facility, "+l.Name, strings.Join(l.Facilities, "; "), l.Source))
}

// people leaves room for those who answer for an order.
func (d *Data) people(s *sheet) {
	for _, item := range []string{"Order number", "Contact of the seller", "Technical contact of the customer", "Ready for service on"} {
		s.add(item, blank)
	}
}
