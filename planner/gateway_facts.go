package planner

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// A GatewaySize is what an ExpressRoute gateway carries. Figures that the
// documentation does not give are 0.
type GatewaySize struct {
	catalog.Fact
	Units            int // of a SKU that is sized in scale units, otherwise 0
	Throughput       Bandwidth
	PacketsPerSecond int
	Flows            int
	VMs              int
	MaxCircuits      int
	FastPath         bool
}

// SizeOfSKU returns what a gateway of a SKU carries: of one that is sized in
// scale units, at one unit.
func SizeOfSKU(s *catalog.GatewaySKU) GatewaySize {
	return GatewaySize{s.Fact, s.MinUnits, Bandwidth(s.ThroughputMbps), s.PacketsPerSecond, s.Flows, s.VMs, s.MaxCircuits, s.FastPath}
}

// SizeOfUnits returns what a gateway of a number of scale units carries.
func SizeOfUnits(u *catalog.ScaleUnit) GatewaySize {
	return GatewaySize{u.Fact, u.Units, Bandwidth(u.ThroughputMbps), u.PacketsPerSecond, u.Flows, u.VMs, u.MaxCircuits, u.FastPath}
}

// Sizes returns what an ExpressRoute gateway carries when it has scaled down
// and when it has scaled up; without autoscaling they are the same. Not known:
// the design does not state the SKU, or not the scale units that it takes, or
// some that do not exist.
func (d *Design) Sizes(g *Gateway) (least, most GatewaySize, known bool) {
	switch {
	case g.ERSKU == nil:
		return least, most, false
	case !g.ERSKU.Scalable:
		size := SizeOfSKU(g.ERSKU)
		return size, size, true
	case g.ScaleUnits == nil:
		return least, most, false
	}
	from, ok := d.Catalog.ScaleUnits(g.ScaleUnits.Min.Value())
	to, also := d.Catalog.ScaleUnits(g.ScaleUnits.Max.Value())
	if !ok || !also {
		return least, most, false
	}
	return SizeOfUnits(from), SizeOfUnits(to), true
}

// SizePlace returns where the size of an ExpressRoute gateway is written: its
// scale units or else its SKU.
func (g *Gateway) SizePlace() source.Place {
	if g.ERSKU != nil && g.ERSKU.Scalable && g.ScaleUnits != nil {
		return g.ValueAt("scale_units")
	}
	return g.ValueAt("sku")
}

// GatewayPrefix returns the IPv4 prefix of the subnet for gateways, and where
// it is written: gateway_subnet, or GatewaySubnet among the subnets.
func (v *VNet) GatewayPrefix() (netip.Prefix, source.Place) {
	if v.GatewaySubnet.IsValid() {
		return v.GatewaySubnet, v.ValueAt("gateway_subnet")
	}
	for _, s := range v.Subnets {
		if strings.EqualFold(s.Key, "GatewaySubnet") && s.Value.Addr().Is4() {
			return s.Value, v.At("subnets", s.Key)
		}
	}
	return netip.Prefix{}, v.At("gateway_subnet")
}

// GatewaysOf returns the gateways of one kind that stand in a VNet.
func (v *VNet) GatewaysOf(kind GatewayKind) []*Gateway {
	var out []*Gateway
	for _, g := range v.Gateways {
		if g.Kind == kind {
			out = append(out, g)
		}
	}
	return out
}

// Homes returns the VNets whose gateways a VNet uses: its hub, or else itself
// and those that it uses over a peering. It is empty for a VNet of a Virtual
// WAN.
func (v *VNet) Homes() []*VNet {
	switch {
	case v.VHub != nil:
		return nil
	case v.Hub != nil:
		return []*VNet{v.Hub}
	}
	var out []*VNet
	if v.uses(v) {
		out = append(out, v)
	}
	for _, p := range v.Peerings {
		if v.uses(p.To) && !slices.Contains(out, p.To) {
			out = append(out, p.To)
		}
	}
	return out
}

// Grants reports whether a VNet lets another use its gateways. It is unknown
// where it says nothing of the peering, which then has what the other side
// says.
func (v *VNet) Grants(to *VNet) Opt[bool] {
	for _, p := range v.Peerings {
		if p.To == to && p.AllowGatewayTransit.Known() {
			return p.AllowGatewayTransit
		}
	}
	return Opt[bool]{}
}

// A RemoteUse is where a VNet says that it uses a gateway outside of it.
type RemoteUse struct {
	Of    *VNet // nil for a virtual hub
	Place source.Place
}

// RemoteUses returns the VNets, or the virtual hub, whose gateways a VNet says
// that it uses, each once.
func (v *VNet) RemoteUses() []RemoteUse {
	var out []RemoteUse
	if v.Hub != nil || v.VHub != nil {
		out = append(out, RemoteUse{v.Hub, v.ValueAt("hub")})
	}
	for _, p := range v.Peerings {
		if p.UseRemoteGateways.Value() && p.To != v && !slices.ContainsFunc(out, func(u RemoteUse) bool { return u.Of == p.To }) {
			out = append(out, RemoteUse{p.To, p.ValueAt("use_remote_gateways")})
		}
	}
	return out
}

// UsersOf returns the VNets that use the gateways of a VNet, itself among
// them.
func (d *Design) UsersOf(v *VNet) []*VNet {
	var out []*VNet
	for _, user := range d.VNets {
		if user.uses(v) {
			out = append(out, user)
		}
	}
	return out
}

// uses reports whether a VNet is among another's Homes.
func (v *VNet) uses(of *VNet) bool {
	switch {
	case v.VHub != nil:
		return false
	case v.Hub != nil:
		return v.Hub == of
	case v == of:
		return len(v.Gateways) > 0
	}
	return slices.ContainsFunc(v.Peerings, func(p *VNetPeering) bool {
		return p.To == of && p.UseRemoteGateways.Value() && of.Grants(v).Or(true)
	})
}

// PeersOf returns the VNets that a VNet is peered with, each once: its hub,
// its spokes, and those of peerings that either side writes.
func (d *Design) PeersOf(v *VNet) []*VNet {
	var out []*VNet
	for _, o := range d.VNets {
		if o != v && (v.names(o) || o.names(v)) {
			out = append(out, o)
		}
	}
	return out
}

// JoinedVNets groups the VNets between which a chain of peerings leads, and
// those of a Virtual WAN.
func (d *Design) JoinedVNets() *Groups {
	g := &Groups{}
	for _, v := range d.VNets {
		if v.VHub != nil {
			g.Join(v, v.VHub.WAN)
		}
		if v.Hub != nil {
			g.Join(v, v.Hub)
		}
		for _, p := range v.Peerings {
			g.Join(v, p.To)
		}
	}
	return g
}

// names reports whether a VNet writes that it is peered with another.
func (v *VNet) names(o *VNet) bool {
	return v.Hub == o || slices.ContainsFunc(v.Peerings, func(p *VNetPeering) bool { return p.To == o })
}

// Connections returns the connections that lead to a VNet: those of the
// gateways that it uses, or of the hubs of its Virtual WAN.
func (v *VNet) Connections() []*Connection {
	var out []*Connection
	add := func(list []*Connection) {
		for _, c := range list {
			if c.Carries() {
				out = append(out, c)
			}
		}
	}
	if v.VHub != nil {
		for _, h := range v.VHub.WAN.Hubs {
			add(h.Connections)
		}
	}
	for _, home := range v.Homes() {
		for _, g := range home.Gateways {
			add(g.Connections)
		}
	}
	return out
}

// Circuits returns the circuits that lead to a VNet, each once.
func (v *VNet) Circuits() []*Circuit {
	var out []*Circuit
	for _, c := range v.Connections() {
		if !slices.Contains(out, c.Circuit) {
			out = append(out, c.Circuit)
		}
	}
	return out
}

// FastPathTo reports whether FastPath, where it is on, takes traffic of a
// connection past the gateway to a VNet: IPv4 to the gateway's own VNet from
// every circuit; IPv6, and to a peered VNet of the same region, from
// ExpressRoute Direct only (about-fastpath, 2025-11-05).
func (c *Connection) FastPathTo(v *VNet, ipv6 bool) bool {
	switch {
	case c.Gateway == nil || !c.FastPath.Value():
		return false
	case v == c.Gateway.VNet:
		return c.Circuit.IsDirect() || !ipv6
	}
	return c.Circuit.IsDirect() && v.Azure != nil && v.Azure == c.Gateway.VNet.Azure
}

// A Crossing is a flow between a site and a VNet, and the connections that may
// carry it: those of circuits behind the site, without ways over Global Reach.
type Crossing struct {
	Flow        *Flow
	Site        *Site
	VNet        *VNet
	Connections []*Connection
}

// Crossings returns the flows between sites and VNets.
func (d *Design) Crossings() []Crossing {
	joined := d.JoinedSites()
	known := map[*VNet]*behind{}
	var out []Crossing
	for _, f := range d.Flows {
		site, vnet := f.From.Site, f.To.VNet
		if site == nil {
			site, vnet = f.To.Site, f.From.VNet
		}
		if site == nil || vnet == nil {
			continue
		}
		if known[vnet] == nil {
			known[vnet] = newBehind(vnet, joined)
		}
		out = append(out, Crossing{Flow: f, Site: site, VNet: vnet, Connections: known[vnet].of(joined.Of(site))})
	}
	return out
}

// A behind knows which connections of a VNet traffic of a site may use: those
// of circuits that end at the site or at one joined to it, or of which the
// design does not say where they end.
type behind struct {
	all   []*Connection
	by    map[any][]int // by group of joined sites
	open  []int         // of circuits that end nowhere known
	found map[any][]*Connection
}

func newBehind(v *VNet, joined *Groups) *behind {
	b := &behind{all: v.Connections(), by: map[any][]int{}, found: map[any][]*Connection{}}
	for i, c := range b.all {
		sites := c.Circuit.Sites()
		if len(sites) == 0 {
			b.open = append(b.open, i)
		}
		for _, s := range sites {
			group := joined.Of(s)
			if list := b.by[group]; len(list) == 0 || list[len(list)-1] != i {
				b.by[group] = append(list, i)
			}
		}
	}
	return b
}

// of returns the connections of a group of sites, in their order. Flows share
// the list.
func (b *behind) of(group any) []*Connection {
	list, ok := b.found[group]
	if !ok {
		which := slices.Concat(b.by[group], b.open)
		slices.Sort(which)
		for _, i := range which {
			list = append(list, b.all[i])
		}
		b.found[group] = slices.Clip(list)
	}
	return b.found[group]
}

// Bypasses reports whether FastPath takes the flow past the gateway on one of
// its connections.
func (x *Crossing) Bypasses() bool {
	return slices.ContainsFunc(x.Connections, func(c *Connection) bool { return c.FastPathTo(x.VNet, x.Flow.IPv6.Value()) })
}
