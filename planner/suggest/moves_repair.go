package suggest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// premium proposes the Premium tier for each circuit that has another.
func premium(p *Proposer) []Change { return p.tier(planner.TierPremium) }

// notLocal proposes the Standard and the Premium tier for Local circuits.
func notLocal(p *Proposer) []Change {
	return slices.DeleteFunc(append(p.tier(planner.TierStandard), p.tier(planner.TierPremium)...), func(c Change) bool {
		return !slices.ContainsFunc(p.Circuits, func(k *planner.Circuit) bool {
			return k.Tier == planner.TierLocal && (c.Key == tierKey(k, planner.TierStandard) || c.Key == tierKey(k, planner.TierPremium))
		})
	})
}

func tierKey(c *planner.Circuit, t planner.Tier) string { return string(t) + " " + c.Name() }

func (p *Proposer) tier(t planner.Tier) []Change {
	var out []Change
	for _, c := range p.Circuits {
		if c.Tier == t || c.Tier == planner.TierPremium {
			continue
		}
		change := Change{Key: tierKey(c, t), Words: fmt.Sprintf("order circuit %s as %s", c.Name(), t), Adds: things(1, "dearer circuit tier")}
		change.Overlay.Set(string(t), "circuits", c.Name(), "tier")
		out = append(out, change)
	}
	return out
}

// providerThere proposes the first provider of a location for circuits whose
// own sells none there.
func providerThere(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		if c.Location == nil || c.IsDirect() || c.Provider != nil && c.Location.Offers(c.Provider) == catalog.Active {
			continue
		}
		sellers := p.sellers(c.Location, nil)
		if len(sellers) == 0 {
			continue
		}
		change := Change{Key: "provider " + c.Name(), Words: fmt.Sprintf("order circuit %s from %s, which sells circuits at %s", c.Name(), sellers[0].Name, c.LocationName())}
		change.Overlay.Set(sellers[0].Name, "circuits", c.Name(), "service_provider")
		out = append(out, change)
	}
	return out
}

// soldBandwidth proposes the next bandwidth for circuits of one that is not
// sold.
func soldBandwidth(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		size := p.sold(c, c.Bandwidth)
		if c.Bandwidth == 0 || size == 0 || size == c.Bandwidth {
			continue
		}
		change := Change{Key: "bandwidth " + c.Name(), Words: fmt.Sprintf("order circuit %s with %s, which is sold", c.Name(), size)}
		change.Overlay.Set(size.String(), "circuits", c.Name(), "bandwidth")
		out = append(out, change)
	}
	return out
}

// globalReach proposes to join the circuits of sites that are to reach each
// other across Azure and do not.
func globalReach(p *Proposer) []Change {
	var out []Change
	w := p.SiteWays()
	for _, f := range w.Across(p.Design) {
		from, to := w.Circuits(f.From.Site), w.Circuits(f.To.Site)
		if len(from) == 0 || len(to) == 0 || w.GlobalReach(f.From.Site, f.To.Site) {
			continue
		}
		for _, a := range from {
			i := slices.IndexFunc(to, func(b *planner.Circuit) bool { return b.LocationName() != a.LocationName() })
			if i < 0 {
				continue
			}
			if c, ok := p.join(a, to[i]); ok {
				out = append(out, c)
			}
			break
		}
	}
	return out
}

func (p *Proposer) join(a, b *planner.Circuit) (Change, bool) {
	block, ok := p.TakenPrefixes().Free(29)
	if !ok {
		return Change{}, false
	}
	name := free(p.GlobalReach, a.Name()+"-"+b.Name())
	c := Change{Key: "global-reach " + a.Name() + " " + b.Name(), Words: fmt.Sprintf("join circuits %s and %s with Global Reach", a.Name(), b.Name()), Adds: things(1, "Global Reach connection")}
	c.Overlay.Set([]string{a.Name(), b.Name()}, "global_reach", name, "circuits")
	c.Overlay.Set(block.String(), "global_reach", name, "address_prefix")
	if a.Location == nil || b.Location == nil || a.Location.GeopoliticalRegion == b.Location.GeopoliticalRegion {
		return c, true
	}
	for _, k := range []*planner.Circuit{a, b} {
		if k.Tier != planner.TierPremium {
			c.Overlay.Set(string(planner.TierPremium), "circuits", k.Name(), "tier")
			c.Adds = append(c.Adds, Thing{"dearer circuit tier", 1})
		}
	}
	return c, true
}

// freeSubnets proposes free transfer networks for private peerings.
func freeSubnets(p *Proposer) []Change {
	var out []Change
	for _, k := range p.Circuits {
		primary, secondary, ok := p.subnets()
		if k.Peerings.Private == nil || !ok {
			continue
		}
		c := Change{Key: "link-subnets " + k.Name(), Words: fmt.Sprintf("give the links of circuit %s the free networks %s and %s", k.Name(), primary, secondary)}
		path := []string{"circuits", k.Name(), "peerings", "private"}
		c.Overlay.Set(primary.String(), append(path, "primary_peer_address_prefix")...)
		c.Overlay.Set(secondary.String(), append(path, "secondary_peer_address_prefix")...)
		for _, key := range []string{"primary_router_address", "secondary_router_address"} {
			if k.Peerings.Private.Has(key) {
				c.Overlay.Remove(append(path, key)...)
			}
		}
		out = append(out, c)
	}
	return out
}

// freeVLAN proposes a free VLAN id for each peering.
func freeVLAN(p *Proposer) []Change {
	var out []Change
	for _, k := range p.Circuits {
		for _, peering := range slices.Backward(k.PeeringList()) {
			id := p.vlan()
			c := Change{Key: "vlan " + peering.Path(), Words: fmt.Sprintf("give the %s peering of circuit %s VLAN %d", peering.Kind, k.Name(), id)}
			c.Overlay.Set(id, "circuits", k.Name(), "peerings", peering.Kind, "vlan_id")
			out = append(out, c)
		}
	}
	return out
}

// reachPrefix proposes a free /29 for each Global Reach.
func reachPrefix(p *Proposer) []Change {
	var out []Change
	for _, g := range p.GlobalReach {
		block, ok := p.TakenPrefixes().Free(29)
		if !ok {
			continue
		}
		c := Change{Key: "reach-prefix " + g.Name(), Words: fmt.Sprintf("give Global Reach %s the free network %s", g.Name(), block)}
		c.Overlay.Set(block.String(), "global_reach", g.Name(), "address_prefix")
		out = append(out, c)
	}
	return out
}

// siteASN proposes the AS number of its site for each private peering that has
// another.
func siteASN(p *Proposer) []Change {
	var out []Change
	for _, k := range p.Circuits {
		sites := k.Sites()
		if k.Peerings.Private == nil || len(sites) != 1 || !sites[0].ASN.Known() || sites[0].ASN == k.Peerings.Private.PeerASN {
			continue
		}
		asn := sites[0].ASN.Value()
		c := Change{Key: "peer-asn " + k.Name(), Words: fmt.Sprintf("peer on circuit %s with AS %d of site %s", k.Name(), asn, sites[0].Name())}
		c.Overlay.Set(asn, "circuits", k.Name(), "peerings", "private", "peer_asn")
		out = append(out, c)
	}
	return out
}

// standardAddress proposes a Standard public address for each gateway that has
// another.
func standardAddress(p *Proposer) []Change {
	var out []Change
	for _, g := range p.Gateways {
		if g.PublicIP == nil || g.PublicIP.SKU == "" || strings.EqualFold(string(g.PublicIP.SKU), "standard") {
			continue
		}
		c := Change{Key: "standard-address " + g.Name(), Words: "give gateway " + g.Name() + " a Standard public address", Adds: things(1, "Standard public address")}
		c.Overlay.Set("Standard", "gateways", g.Name(), "public_ip", "sku")
		out = append(out, c)
	}
	return out
}

// attachFilter proposes the only route filter of a design for Microsoft
// peerings that have none: with several, a person has to choose.
func attachFilter(p *Proposer) []Change {
	if len(p.RouteFilters) != 1 {
		return nil
	}
	var out []Change
	for _, peering := range p.MicrosoftPeerings() {
		if peering.RouteFilter != nil {
			continue
		}
		c := Change{Key: "route-filter " + peering.Circuit.Name(), Words: fmt.Sprintf("attach route filter %s to circuit %s", p.RouteFilters[0].Name(), peering.Circuit.Name())}
		c.Overlay.Set(p.RouteFilters[0].Name(), "circuits", peering.Circuit.Name(), "peerings", "microsoft", "route_filter")
		out = append(out, c)
	}
	return out
}
