package suggest

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// activeActiveVPN proposes to run both instances of VPN gateways.
func activeActiveVPN(p *Proposer) []Change {
	var out []Change
	for _, g := range p.Gateways {
		if g.Kind != planner.VPNGateway || g.ActiveActive.Value() {
			continue
		}
		c := Change{Key: "active-active " + g.Name(), Words: "run VPN gateway " + g.Name() + " active-active"}
		c.Overlay.Set(true, "gateways", g.Name(), "active_active")
		for _, t := range g.Tunnels {
			if n := max(1, len(t.RouterNames)); t.Count.Known() && t.Count.Value() < 2*n {
				c.Overlay.Set(2*n, "vpn_tunnels", t.Name(), "tunnels")
				c.Adds = append(c.Adds, Thing{"tunnel", 2*n - t.Count.Value()})
			}
		}
		out = append(out, c)
	}
	return out
}

// secondTunnel proposes a second router of the site for VPNs that end on one.
func secondTunnel(p *Proposer) []Change {
	var out []Change
	for _, t := range p.VPNTunnels {
		if len(t.RouterNames) != 1 || len(t.Routers) != 1 {
			continue
		}
		to := p.apart(t.Routers[0])
		if to == nil {
			continue
		}
		c := Change{Key: "second-tunnel " + t.Name(), Words: fmt.Sprintf("end VPN %s on router %s too", t.Name(), to.ID()), Adds: things(1, "tunnel")}
		c.Overlay.Set([]string{t.RouterNames[0], to.Name()}, "vpn_tunnels", t.Name(), "routers")
		if t.Count.Known() {
			c.Adds = things(t.Count.Value(), "tunnel")
			c.Overlay.Set(2*t.Count.Value(), "vpn_tunnels", t.Name(), "tunnels")
		}
		out = append(out, c)
	}
	return out
}

// noInternet proposes to give up VPNs over the Internet.
func noInternet(p *Proposer) []Change {
	var out []Change
	for _, t := range p.VPNTunnels {
		if t.Over == "" || t.Over == planner.OverInternet {
			c := Change{Key: "no-internet " + t.Name(), Words: "give up VPN " + t.Name() + ", which runs over the Internet"}
			c.Overlay.Remove("vpn_tunnels", t.Name())
			out = append(out, c)
		}
	}
	return out
}

// secondInternet proposes a second Internet access for sites whose VPNs use
// one.
func secondInternet(p *Proposer) []Change {
	var out []Change
	for _, s := range p.Sites {
		uses := slices.ContainsFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool {
			return t.Site == s && (t.Over == "" || t.Over == planner.OverInternet)
		})
		if !uses || len(s.InternetAccess) > 1 {
			continue
		}
		c := Change{Key: "second-internet " + s.Name(), Words: "give site " + s.Name() + " a second Internet access, of another carrier", Adds: things(1, "Internet access")}
		path := func(name, key string) []string { return []string{"sites", s.Name(), "internet_access", name, key} }
		if len(s.InternetAccess) == 0 {
			if s.Internet.Known() {
				c.Overlay.Remove("sites", s.Name(), "internet")
			}
			c.Overlay.Set("first carrier", path("first", "carrier")...)
		}
		name := free(s.InternetAccess, "second")
		c.Overlay.Set("second carrier", path(name, "carrier")...)
		if len(s.InternetAccess) == 1 && s.InternetAccess[0].Bandwidth > 0 {
			c.Overlay.Set(s.InternetAccess[0].Bandwidth.String(), path(name, "bandwidth")...)
		}
		out = append(out, c)
	}
	return out
}

// vpnBackup proposes a VPN over the Internet for every site and network that
// circuits join and no VPN does.
func vpnBackup(p *Proposer) []Change {
	var out []Change
	done := map[string]bool{}
	for _, b := range p.Redundancy().Bundles {
		for _, n := range b.Networks {
			if b.Backup(p.Design, n) != nil {
				continue
			}
			for _, s := range ends(b) {
				key := fmt.Sprintf("vpn-backup %s %s", s.Name(), n)
				if c, ok := p.backup(b, n, s); ok && !done[key] {
					done[key] = true
					c.Key = key
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// ends returns the sites behind the circuits of a bundle.
func ends(b *planner.Bundle) []*planner.Site {
	var out []*planner.Site
	for _, c := range b.Circuits {
		for _, s := range c.Sites() {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// backup proposes a VPN from a site to a network: to the VPN gateway that is
// there, or with a new one.
func (p *Proposer) backup(b *planner.Bundle, n *planner.Network, s *planner.Site) (Change, bool) {
	if len(s.Routers) == 0 {
		return Change{}, false
	}
	c := Change{}
	gateway, words := "", ""
	switch {
	case n.WAN != nil:
		hub := hubOf(n)
		gateway = "virtual_hubs/" + hub.Name()
		if hub.VPNScaleUnits.Value() == 0 {
			c.Overlay.Set(1, "virtual_hubs", hub.Name(), "vpn_scale_units")
			c.Cost, c.Adds = Resource, things(1, "VPN gateway")
		}
		words = "virtual hub " + hub.Name()
	default:
		existing := n.VNet.GatewaysOf(planner.VPNGateway)
		if len(existing) > 0 {
			gateway = existing[0].Name()
		} else if gateway = p.vpnGateway(&c.Overlay, n.VNet, 0); gateway == "" {
			return Change{}, false
		} else {
			c.Cost, c.Adds = Resource, things(1, "VPN gateway")
		}
		words = "VPN gateway " + gateway
	}
	routers := p.tunnelRouters(s)
	name := free(p.VPNTunnels, "vpn-"+s.Name())
	p.writeTunnel(&c, name, s, routers, gateway, b)
	c.Words = fmt.Sprintf("back site %s up with a VPN over the Internet to %s", s.Name(), words)
	return c, true
}

// hubOf returns the first hub of a Virtual WAN that circuits are connected to.
func hubOf(n *planner.Network) *planner.VirtualHub {
	for _, c := range n.Connections {
		if c.Hub != nil {
			return c.Hub
		}
	}
	return n.WAN.Hubs[0]
}

// vpnGateway writes a VPN gateway for a VNet that carries a rate, active-active
// and zone-redundant where the region has zones, and returns its name; "" where
// none is large enough.
func (p *Proposer) vpnGateway(o *Overlay, v *planner.VNet, mbps int) string {
	sku := p.smallestVPN(mbps)
	if sku == "" {
		return ""
	}
	name := free(p.Gateways, "vpngw-"+v.Name())
	set := func(value any, key string) { o.Set(value, "gateways", name, key) }
	set("vpn", "kind")
	set(v.Name(), "vnet")
	set(sku, "sku")
	set(planner.AzureASN, "asn")
	set(true, "active_active")
	set("route-based", "vpn_type")
	if v.Azure != nil && v.Azure.Zones == catalog.Yes {
		allZones(o, name)
	}
	return name
}

// tunnelRouters returns where a VPN of a site ends: on devices that no circuit
// uses where there are some, else on two of those that are there.
func (p *Proposer) tunnelRouters(s *planner.Site) []string {
	var idle, busy []string
	for _, r := range s.Routers {
		if p.linksAt(r) == 0 {
			idle = append(idle, r.Name())
		} else {
			busy = append(busy, r.Name())
		}
	}
	if len(idle) > 0 {
		return idle[:min(2, len(idle))]
	}
	return busy[:min(2, len(busy))]
}

// writeTunnel writes the VPN, and prefers the circuits at the site.
func (p *Proposer) writeTunnel(c *Change, name string, s *planner.Site, routers []string, gateway string, b *planner.Bundle) {
	set := func(value any, key string) { c.Overlay.Set(value, "vpn_tunnels", name, key) }
	set(s.Name(), "site")
	set(routers, "routers")
	set(gateway, "gateway")
	set("internet", "over")
	set(true, "bgp")
	set("backup", "role")
	c.Adds = append(c.Adds, Thing{"tunnel", 2 * len(routers)})
	if !s.Internet.Value() && len(s.InternetAccess) == 0 {
		c.Overlay.Set(true, "sites", s.Name(), "internet")
		c.Adds = append(c.Adds, Thing{"Internet access", 1})
		c.Cost = Equipment
	}
	for _, k := range b.Circuits {
		if !k.Managed().Value() && !k.LocalPreference.Known() && !k.Peerings.Private.LocalPreference.Known() {
			c.Overlay.Set(preferred, "circuits", k.Name(), "local_preference")
		}
	}
}
