package suggest

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// A secured is sites whose traffic to a network has to run in IPsec through
// the circuits of a bundle.
type secured struct {
	bundle  *planner.Bundle
	network *planner.Network
	sites   []*planner.Site
	rate    planner.Bandwidth // of all their flows
}

// ipsecOverPeering proposes VPNs over private peering for the sites whose
// traffic to a network has to be encrypted by IPsec: in one change for all
// sites behind the same circuits, because these then announce the addresses of
// the VPN devices alone, and nothing is left that could go in clear. VPNs over
// private peering that are there get what they lack for that.
func ipsecOverPeering(p *Proposer) []Change {
	var out []Change
	for _, x := range p.toSecure() {
		if c, ok := p.secure(x); ok {
			out = append(out, c)
		}
	}
	return out
}

// toSecure returns what has to be encrypted: where a flow or the design asks
// for IPsec, and where a VPN over private peering stands already.
func (p *Proposer) toSecure() []*secured {
	var out []*secured
	for _, b := range p.Redundancy().Bundles {
		for _, n := range b.Networks {
			x := &secured{bundle: b, network: n}
			for _, f := range p.State.Analysis.Flows {
				site, vnet := f.From.Site, f.To.VNet
				if site == nil {
					site, vnet = f.To.Site, f.From.VNet
				}
				want := p.Requirements.Encryption
				if f.Written != nil && f.Written.Encryption != "" {
					want = f.Written.Encryption
				}
				if site == nil || vnet == nil || !b.Behind(site) || !n.Holds(vnet) || want != planner.IPsecOnly && want != planner.BothEncryptions {
					continue
				}
				x.add(site)
				if f.Written != nil {
					x.rate += f.Written.Bandwidth
				}
			}
			for _, t := range p.VPNTunnels {
				if t.Over == planner.OverPrivatePeering && b.Behind(t.Site) && x.ends(t) {
					x.add(t.Site)
				}
			}
			if len(x.sites) > 0 {
				out = append(out, x)
			}
		}
	}
	return out
}

func (x *secured) add(s *planner.Site) {
	if !slices.Contains(x.sites, s) {
		x.sites = append(x.sites, s)
	}
}

// ends reports whether a VPN ends in the network.
func (x *secured) ends(t *planner.VPNTunnel) bool {
	if t.Hub != nil {
		return t.Hub.WAN == x.network.WAN
	}
	return t.Gateway.VNet == x.network.VNet
}

// over returns the VPN over private peering that a site has to the network.
func (x *secured) over(p *Proposer, s *planner.Site) *planner.VPNTunnel {
	i := slices.IndexFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool {
		return t.Site == s && t.Over == planner.OverPrivatePeering && x.ends(t)
	})
	if i < 0 {
		return nil
	}
	return p.VPNTunnels[i]
}

// secure proposes what a network and its sites need; not ok where the design
// does not say which addresses a site has, or where nothing is missing.
func (p *Proposer) secure(x *secured) (Change, bool) {
	c := Change{Key: "ipsec " + x.network.String()}
	gateway, ok := p.endpoint(&c, x)
	if !ok {
		return c, false
	}
	taken := p.TakenPrefixes()
	var devices []netip.Prefix
	for _, s := range x.sites {
		list, ok := p.tunnelOver(&c, x, s, gateway, taken)
		if !ok {
			return c, false
		}
		devices = append(devices, list...)
	}
	for _, k := range x.bundle.Circuits {
		if !p.announceDevices(&c.Overlay, k, x.sites, devices) {
			return c, false
		}
	}
	p.quietLinks(&c.Overlay, x.sites)
	c.Words = securing(p, x, gateway)
	return c, !c.Overlay.Empty()
}

// securing says what is done.
func securing(p *Proposer, x *secured, gateway string) string {
	var sites []string
	there := true
	for _, s := range x.sites {
		sites = append(sites, s.Name())
		there = there && x.over(p, s) != nil
	}
	what := "site "
	if len(sites) > 1 {
		what = "sites "
	}
	what += several(sites)
	if there {
		return fmt.Sprintf("announce of %s over %s the VPN devices alone, so that its traffic goes through the VPN or not at all", what, circuitNames(x.bundle.Circuits))
	}
	return fmt.Sprintf("run the traffic of %s through IPsec over private peering to %s, and announce of it over %s the VPN devices alone", what, gateway, circuitNames(x.bundle.Circuits))
}

// endpoint returns where tunnels end, and writes what it lacks.
func (p *Proposer) endpoint(c *Change, x *secured) (string, bool) {
	if x.network.WAN != nil {
		hub := hubOf(x.network)
		if hub.VPNScaleUnits.Value() == 0 {
			units := 1
			if unit := p.HubVPNUnit(); unit > 0 {
				units = max(1, int((x.rate+unit-1)/unit))
			}
			c.Overlay.Set(units, "virtual_hubs", hub.Name(), "vpn_scale_units")
			c.Adds = things(1, "VPN gateway")
			c.Cost = Resource
		}
		return "virtual_hubs/" + hub.Name(), true
	}
	list := x.network.VNet.GatewaysOf(planner.VPNGateway)
	if len(list) == 0 {
		name := p.vpnGateway(&c.Overlay, x.network.VNet, int(x.rate))
		if name == "" {
			return "", false
		}
		c.Overlay.Set(true, "gateways", name, "private_ip_address_enabled")
		c.Adds = things(1, "VPN gateway")
		c.Cost = Resource
		return name, true
	}
	g := list[0]
	if g.VPNSKU != nil && !g.VPNSKU.ZoneRedundant {
		c.Overlay.Set(p.smallestVPN(max(int(x.rate), g.VPNSKU.ThroughputMbps)), "gateways", g.Name(), "sku")
		allZones(&c.Overlay, g.Name())
		c.Adds = things(1, "larger gateway SKU")
		c.Cost = Reorder
	}
	if !g.PrivateIPAddress.Value() {
		c.Overlay.Set(true, "gateways", g.Name(), "private_ip_address_enabled")
	}
	if !g.ActiveActive.Value() {
		c.Overlay.Set(true, "gateways", g.Name(), "active_active")
	}
	return g.Name(), true
}

// tunnelOver writes the VPN of a site, or what it lacks, and returns the
// prefixes in which its devices stand.
func (p *Proposer) tunnelOver(c *Change, x *secured, s *planner.Site, gateway string, taken *planner.PrefixUses) ([]netip.Prefix, bool) {
	t := x.over(p, s)
	if len(s.Prefixes) == 0 || len(s.Routers) == 0 {
		return nil, false
	}
	name := free(p.VPNTunnels, "ipsec-"+s.Name())
	if t != nil {
		name = t.Name()
	}
	set := func(value any, key string) { c.Overlay.Set(value, "vpn_tunnels", name, key) }
	routers := p.tunnelRouters(s)
	if t == nil {
		set(s.Name(), "site")
		set(routers, "routers")
		set(gateway, "gateway")
		set(string(planner.OverPrivatePeering), "over")
		set(true, "local_azure_ip_address_enabled")
		set(true, "bgp")
		set("primary", "role")
		set(texts(s.Prefixes), "advertised_prefixes")
		set(raw(`{ encryption = "GCMAES256", integrity = "GCMAES256", dh_group = "ECP384", pfs = "ECP384", ike_version = 2 }`), "ipsec")
		set(1350, "tcp_mss")
		c.Adds = append(c.Adds, Thing{"tunnel", 2 * len(routers)})
	}
	if t != nil && !t.LocalAzureIP.Value() {
		set(true, "local_azure_ip_address_enabled")
	}
	if least := p.clearPreference(x, s); t == nil || t.LocalPreference.Or(usual) <= least {
		set(max(2*preferred, least+100), "local_preference") // a circuit may come to be preferred to another
	}
	if h := hubOfTunnel(x); h != nil && (h.RoutingIntent == "private" || h.RoutingIntent == "both") && (t == nil || !t.FirewallRule.Value()) {
		set(true, "firewall_rule")
	}
	if t != nil && len(t.DeviceAddresses) > 0 {
		return hosts(t.DeviceAddresses), true
	}
	block, ok := taken.Free(29)
	if !ok {
		return nil, false
	}
	taken.Add(planner.PrefixUse{Prefix: block})
	addresses := deviceAddresses(block, max(1, len(routers)))
	set(addresses, "device_addresses")
	return []netip.Prefix{block}, true
}

func hubOfTunnel(x *secured) *planner.VirtualHub {
	if x.network.WAN == nil {
		return nil
	}
	return hubOf(x.network)
}

// clearPreference returns the highest local preference with which a site hears
// the network in clear, over the circuits.
func (p *Proposer) clearPreference(x *secured, s *planner.Site) int {
	most := usual
	for _, v := range p.Targets(x.network) {
		for _, k := range x.bundle.Circuits {
			if s.Heeds(k) {
				most = max(most, p.HeardOverCircuit(s, k, v).Preference)
			}
		}
	}
	return most
}

// deviceAddresses returns the first addresses of a block, one for each device.
func deviceAddresses(block netip.Prefix, n int) []string {
	var out []string
	for a := block.Addr().Next(); len(out) < n && block.Contains(a); a = a.Next() {
		out = append(out, a.String())
	}
	return out
}

// hosts returns addresses as prefixes.
func hosts(list []netip.Addr) []netip.Prefix {
	var out []netip.Prefix
	for _, a := range list {
		out = append(out, netip.PrefixFrom(a, a.BitLen()))
	}
	return out
}

// quietLinks has site links announce the prefixes of sites no more, which they
// would beside any list.
func (p *Proposer) quietLinks(o *Overlay, sites []*planner.Site) {
	for _, l := range p.SiteLinks {
		if l.Announce.Value() && (slices.Contains(sites, l.Ends[0].Site) || slices.Contains(sites, l.Ends[1].Site)) {
			o.Set(false, "site_links", l.Name(), "announce")
		}
	}
}

// announceDevices writes what a circuit announces beside VPNs: what it does
// now, without what overlaps the sites whose traffic is in the tunnels, and the
// devices. Not ok where that is not known.
func (p *Proposer) announceDevices(o *Overlay, k *planner.Circuit, sites []*planner.Site, devices []netip.Prefix) bool {
	a := k.Peerings.Private.AnnouncedByAny()
	if !a.Listed() {
		return false
	}
	kept := slices.DeleteFunc(slices.Clone(a.Prefixes), func(x netip.Prefix) bool {
		return slices.ContainsFunc(sites, func(s *planner.Site) bool {
			return slices.ContainsFunc(s.Prefixes, x.Overlaps)
		})
	})
	covered := planner.NewPrefixSet(kept)
	for _, d := range devices {
		if !covered.Covers(d) && !covered.Has(d) {
			kept = append(kept, d)
		}
	}
	slices.SortFunc(kept, netip.Prefix.Compare)
	if kept = slices.Compact(kept); slices.Equal(kept, a.Prefixes) {
		return true
	}
	if !ownLists(k) {
		o.Set(texts(kept), "circuits", k.Name(), "peerings", "private", "advertised_prefixes")
		return true
	}
	for _, l := range k.Links.All() {
		o.Set(texts(kept), "circuits", k.Name(), "links", l.Side, "advertised_prefixes")
	}
	return true
}
