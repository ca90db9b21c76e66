package suggest

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// zoneRedundant proposes a zone-redundant SKU of at least the same size for
// gateways in regions that have zones.
func zoneRedundant(p *Proposer) []Change {
	var out []Change
	for _, g := range p.Gateways {
		if g.VNet.Azure == nil || g.VNet.Azure.Zones != catalog.Yes {
			continue
		}
		sku := ""
		switch {
		case g.ERSKU != nil && !g.ERSKU.ZoneRedundant:
			sku = p.smallestER(g.ERSKU.ThroughputMbps)
		case g.VPNSKU != nil && !g.VPNSKU.ZoneRedundant:
			sku = p.smallestVPN(g.VPNSKU.ThroughputMbps)
		case g.ERSKU == nil && g.VPNSKU == nil || len(g.Zones) > 1 || len(g.Zones) == 0:
			continue
		}
		c := Change{Key: "zone-redundant " + g.Name(), Words: "spread gateway " + g.Name() + " over three zones"}
		if sku != "" {
			c.Words = fmt.Sprintf("give gateway %s the zone-redundant SKU %s", g.Name(), sku)
			c.Adds = things(1, "larger gateway SKU")
			c.Overlay.Set(sku, "gateways", g.Name(), "sku")
		}
		allZones(&c.Overlay, g.Name())
		out = append(out, c)
	}
	return out
}

// allZones spreads a gateway over the zones of its region.
func allZones(o *Overlay, gateway string) {
	zones := []string{"1", "2", "3"}
	o.Set(zones, "gateways", gateway, "zones")
	o.Set("Standard", "gateways", gateway, "public_ip", "sku")
	o.Set(zones, "gateways", gateway, "public_ip", "zones")
}

// smallestER returns the smallest zone-redundant SKU that carries a rate and is
// not sized in scale units, "" where none does.
func (p *Proposer) smallestER(mbps int) string {
	for _, s := range p.Catalog.GatewaySKUs() {
		if s.ZoneRedundant && !s.Scalable && s.ThroughputMbps >= mbps {
			return s.Name
		}
	}
	return ""
}

// smallestVPN returns the smallest current zone-redundant VPN SKU that carries
// a rate and may stand beside ExpressRoute, "" where none does.
func (p *Proposer) smallestVPN(mbps int) string {
	for _, s := range p.Catalog.VPNSKUs() {
		if s.ZoneRedundant && s.BGP && s.ExpressRouteCoexist && s.Status == "current" && s.ThroughputMbps >= mbps {
			return s.Name
		}
	}
	return ""
}

// needed returns what the element of a component has to carry so that it is no
// fuller than asked for; 0 where it is not too full.
func (p *Proposer) needed(kind outcome.ElementKind, component int) planner.Bandwidth {
	a := p.State.Analysis
	limit := 100.0
	if r := p.Requirements.MaxUtilisation; r.Known() {
		limit = float64(r.Value())
	}
	if limit <= 0 {
		return 0
	}
	most := 0.0
	for _, e := range a.Capacity().Elements {
		x := &a.Elements[e.Element]
		if x.Kind != kind || x.Component != component || x.Capacity == 0 {
			continue
		}
		for _, used := range []float64{e.Normal.Used, e.Worst.Used} {
			if used > limit {
				most = max(most, used/limit*float64(x.Capacity))
			}
		}
	}
	return planner.Bandwidth(most + 0.999)
}

// largerGateway proposes the smallest size that is enough for gateways and hubs
// that are too full.
func largerGateway(p *Proposer) []Change {
	var out []Change
	t := p.State.Analysis.Topology
	for _, g := range p.Gateways {
		need := p.needed(outcome.GatewayElement, t.GatewayOf(g))
		if need == 0 {
			continue
		}
		if c, ok := p.enlarge(g, int(need)); ok {
			out = append(out, c)
		}
	}
	for _, h := range p.VirtualHubs {
		need := p.needed(outcome.GatewayElement, t.HubGatewayOf(h, planner.ExpressRouteGateway))
		for units := h.ExpressRouteScaleUnits.Value() + 1; need > 0; units++ {
			u, ok := p.Catalog.HubScaleUnits(units)
			if !ok {
				break
			}
			if u.ThroughputMbps >= int(need) {
				c := Change{Key: "larger-gateway " + h.Path(), Words: fmt.Sprintf("give virtual hub %s %d ExpressRoute scale units", h.Name(), units), Adds: things(units-h.ExpressRouteScaleUnits.Value(), "scale unit")}
				c.Overlay.Set(units, "virtual_hubs", h.Name(), "expressroute_scale_units")
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// enlarge proposes a size for a gateway: a fixed SKU where one is enough, else
// scale units.
func (p *Proposer) enlarge(g *planner.Gateway, mbps int) (Change, bool) {
	c := Change{Key: "larger-gateway " + g.Name(), Adds: things(1, "larger gateway SKU")}
	sku := p.smallestVPN(mbps)
	if g.Kind == planner.ExpressRouteGateway {
		if sku = p.smallestER(mbps); sku == "" || g.ERSKU != nil && g.ERSKU.Scalable {
			return p.scale(c, g, mbps)
		}
	}
	if sku == "" {
		return c, false
	}
	c.Words = fmt.Sprintf("give gateway %s the SKU %s", g.Name(), sku)
	c.Overlay.Set(sku, "gateways", g.Name(), "sku")
	return c, true
}

func (p *Proposer) scale(c Change, g *planner.Gateway, mbps int) (Change, bool) {
	for units := 1; ; units++ {
		u, ok := p.Catalog.ScaleUnits(units)
		if !ok {
			return c, false
		}
		if u.ThroughputMbps < mbps || !u.AutoscaleMinimum && units < 1 {
			continue
		}
		c.Words = fmt.Sprintf("give gateway %s %d scale units of ErGwScale", g.Name(), units)
		c.Overlay.Set("ErGwScale", "gateways", g.Name(), "sku")
		c.Overlay.Set(units, "gateways", g.Name(), "scale_units", "min")
		c.Overlay.Set(units, "gateways", g.Name(), "scale_units", "max")
		return c, true
	}
}

// largerCircuit proposes the next bandwidth that is enough for circuits that
// are too full, and with it their access lines.
func largerCircuit(p *Proposer) []Change {
	var out []Change
	t := p.State.Analysis.Topology
	for _, c := range p.Circuits {
		need := p.needed(outcome.CircuitElement, t.CircuitOf(c))
		for _, l := range c.Links.All() {
			need = max(need, p.needed(outcome.LinkElement, t.LinkOf(l)), p.needed(outcome.LineElement, t.LinkOf(l)))
		}
		size := p.sold(c, need)
		if need == 0 || size == 0 {
			continue
		}
		change := Change{Key: "larger-circuit " + c.Name(), Words: fmt.Sprintf("order circuit %s with %s", c.Name(), size), Adds: things(1, "larger circuit")}
		if size > c.Bandwidth {
			change.Overlay.Set(size.String(), "circuits", c.Name(), "bandwidth")
		}
		for _, l := range c.Links.All() {
			if l.Bandwidth > 0 && l.Bandwidth < need {
				change.Overlay.Set(size.String(), "circuits", c.Name(), "links", l.Side, "bandwidth")
				change.Adds = append(change.Adds, Thing{"larger access line", 1})
			}
		}
		if !change.Overlay.Empty() {
			out = append(out, change)
		}
	}
	return out
}

// sold returns the smallest bandwidth of at least a rate that a circuit can be
// ordered with, 0 where there is none.
func (p *Proposer) sold(c *planner.Circuit, least planner.Bandwidth) planner.Bandwidth {
	sizes := p.Catalog.ProviderBandwidths()
	if c.Provider != nil && len(c.Provider.BandwidthsMbps) > 0 {
		sizes = c.Provider.BandwidthsMbps
	}
	if c.IsDirect() {
		sizes = nil
		for _, s := range p.Catalog.PortSpeeds() {
			if c.Port != nil && planner.Bandwidth(1000*s.Gbps) == c.Port.Bandwidth {
				sizes = s.CircuitMbps
			}
		}
	}
	sizes = slices.Clone(sizes)
	slices.Sort(sizes)
	for _, mbps := range sizes {
		if planner.Bandwidth(mbps) >= least {
			return planner.Bandwidth(mbps)
		}
	}
	return 0
}

// macsec proposes MACsec on both links of port pairs that have it on neither or
// on one.
func macsec(p *Proposer) []Change {
	var out []Change
	for _, port := range p.Ports {
		if port.MACsec != nil && (len(port.MACsec.Links) == 0 || len(port.MACsec.Links) > 1) {
			continue
		}
		c := Change{Key: "macsec " + port.Name(), Words: "encrypt both links of port pair " + port.Name() + " with MACsec"}
		cipher, vault := "GcmAesXpn256", ""
		if m := port.MACsec; m != nil && m.Cipher != "" {
			cipher, vault = m.Cipher, m.KeyVault
		}
		macsecOn(&c.Overlay, port.Name(), cipher, vault)
		out = append(out, c)
	}
	return out
}

func macsecOn(o *Overlay, port, cipher, vault string) {
	if cipher != "" {
		o.Set(cipher, "ports", port, "macsec", "cipher")
	}
	o.Set([]string{"link1", "link2"}, "ports", port, "macsec", "links")
	if vault != "" {
		o.Set(vault, "ports", port, "macsec", "key_vault")
	}
}
