package suggest

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A spot is a peering location and who sells a circuit there, nil on a port
// pair of the customer.
type spot struct {
	at *catalog.Location
	by *catalog.Provider
}

// addCircuit proposes a circuit beside those of every bundle: at the nearest
// location in another city, of the same provider and of another, and at
// another location of the same city.
func addCircuit(p *Proposer) []Change {
	var out []Change
	for _, b := range p.Redundancy().Bundles {
		model := b.Circuits[0]
		if model.Location == nil || model.Peerings.Private == nil {
			continue
		}
		for _, s := range p.spots(b) {
			if c, ok := p.circuitLike(model, b, s); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// spots returns where a circuit beside those of a bundle could be: in the
// geopolitical region of the first, where no circuit of the bundle is.
func (p *Proposer) spots(b *planner.Bundle) []spot {
	model := b.Circuits[0]
	taken := func(l *catalog.Location) bool {
		return slices.ContainsFunc(b.Circuits, func(c *planner.Circuit) bool { return c.LocationName() == l.Name })
	}
	inCity := func(l *catalog.Location) bool {
		return slices.ContainsFunc(b.Circuits, func(c *planner.Circuit) bool { return c.Location != nil && c.Location.MetroCity() == l.MetroCity() })
	}
	others := p.near(model.Location, func(l *catalog.Location) bool {
		return !l.Metro && !taken(l) && l.GeopoliticalRegion == model.Location.GeopoliticalRegion && (!model.IsDirect() || l.Direct)
	})
	far := slices.DeleteFunc(slices.Clone(others), inCity)
	city := slices.DeleteFunc(others, func(l *catalog.Location) bool { return !inCity(l) })
	if model.IsDirect() {
		return slices.Concat(first(far, anyPort), first(city, anyPort))
	}
	var used []string
	for _, c := range b.Circuits {
		used = append(used, c.ProviderName())
	}
	same := func(l *catalog.Location) *spot {
		if model.Provider == nil || l.Offers(model.Provider) != catalog.Active {
			return nil
		}
		return &spot{l, model.Provider}
	}
	other := func(l *catalog.Location) *spot {
		if sellers := p.sellers(l, used); len(sellers) > 0 {
			return &spot{l, sellers[0]}
		}
		return nil
	}
	return slices.Concat(first(far, other), first(far, same), first(city, other))
}

func anyPort(l *catalog.Location) *spot { return &spot{at: l} }

// first returns the spot at the first location that has one.
func first(list []*catalog.Location, at func(*catalog.Location) *spot) []spot {
	for _, l := range list {
		if s := at(l); s != nil {
			return []spot{*s}
		}
	}
	return nil
}

// circuitLike proposes a circuit that joins the same sites to the same
// gateways as another.
func (p *Proposer) circuitLike(model *planner.Circuit, b *planner.Bundle, s spot) (Change, bool) {
	primary, secondary, ok := p.subnets()
	if !ok || model.WAN != nil && model.WAN.Provider != s.by {
		return Change{}, false
	}
	name := free(p.Circuits, "er-"+slug(s.at.Name))
	c := Change{Key: fmt.Sprintf("add-circuit %s at %s %s", b.Circuits[0].Name(), s.at.Name, sellerName(s))}
	o := &c.Overlay
	circuit := func(value any, keys ...string) { o.Set(value, append([]string{"circuits", name}, keys...)...) }
	c.Adds = p.order(o, model, s, name)
	copyTerms(circuit, model, s)
	circuit(string(p.tierAt(model, s.at)), "tier")
	words, moved := p.endLike(circuit, model, b)
	peering := func(value any, key string) { circuit(value, "peerings", "private", key) }
	peering(p.vlan(), "vlan_id")
	if asn := model.Peerings.Private.PeerASN; asn.Known() {
		peering(asn.Value(), "peer_asn")
	}
	peering(primary.String(), "primary_peer_address_prefix")
	peering(secondary.String(), "secondary_peer_address_prefix")
	copyPeering(peering, model, moved)
	p.joinLike(o, model, b, name)
	c.Adds = append(c.Adds, p.reachLike(o, model, s.at, name, primary)...)
	c.Words = fmt.Sprintf("add circuit %s at %s, %s, beside %s%s", name, s.at.Name, sellerName(s), model.Name(), words)
	return c, true
}

func sellerName(s spot) string {
	if s.by == nil {
		return "on a port pair of its own"
	}
	return "from " + s.by.Name
}

// order writes where a circuit is ordered, and returns what that buys.
func (p *Proposer) order(o *Overlay, model *planner.Circuit, s spot, name string) []Thing {
	if s.by != nil {
		o.Set(s.by.Name, "circuits", name, "service_provider")
		o.Set(s.at.Name, "circuits", name, "peering_location")
		return things(1, "circuit", 2, "cross-connect")
	}
	port := free(p.Ports, "port-"+slug(s.at.Name))
	path := func(key string) []string { return []string{"ports", port, key} }
	o.Set(s.at.Name, path("peering_location")...)
	o.Set(model.Port.Bandwidth.String(), path("bandwidth")...)
	o.Set(string(model.Port.Encapsulation), path("encapsulation")...)
	if model.Port.Billing != "" {
		o.Set(string(model.Port.Billing), path("billing")...)
	}
	if m := model.Port.MACsec; m != nil {
		macsecOn(o, port, m.Cipher, m.KeyVault)
	}
	o.Set(port, "circuits", name, "port")
	return things(1, "port pair", 1, "circuit", 2, "cross-connect")
}

// copyTerms writes what the contract of a circuit says; that of another
// provider who runs an exchange is by way of it.
func copyTerms(set func(any, ...string), model *planner.Circuit, s spot) {
	if model.Bandwidth > 0 {
		set(model.Bandwidth.String(), "bandwidth")
	}
	if model.Billing != "" {
		set(string(model.Billing), "billing")
	}
	switch {
	case s.by != nil && s.by != model.Provider && s.by.Model == "exchange":
		set(string(planner.CloudExchange), "connectivity")
	case model.Connectivity != "":
		set(string(model.Connectivity), "connectivity")
	}
	if model.Layer.Known() {
		set(model.Layer.Value(), "layer")
	}
	if model.RateLimit.Known() {
		set(model.RateLimit.Value(), "rate_limit")
	}
	if model.Subscription != "" {
		set(model.Subscription, "subscription")
	}
	if model.WANName != "" {
		set(model.WANName, "wan")
	}
}

// tierAt returns the tier that reaches from a location what a circuit reaches.
func (p *Proposer) tierAt(model *planner.Circuit, at *catalog.Location) planner.Tier {
	tier := model.Tier
	if tier == "" {
		tier = planner.TierStandard
	}
	for _, n := range model.Connections {
		region := n.Azure()
		if region == nil {
			continue
		}
		if tier == planner.TierLocal && !slices.Contains(at.LocalRegions, region.Name) {
			tier = planner.TierStandard
		}
		if region.GeopoliticalRegion != at.GeopoliticalRegion {
			return planner.TierPremium
		}
	}
	return tier
}

// endLike writes where the links of a circuit end: in a joined site where no
// circuit of the bundle ends, else in the same one; at the routers with the
// fewest links. moved: it is another site.
func (p *Proposer) endLike(set func(any, ...string), model *planner.Circuit, b *planner.Bundle) (words string, moved bool) {
	devices := func(side string, of *planner.Link) {
		if of.L2Devices.Known() {
			set(of.L2Devices.Value(), "links", side, "l2_devices")
		}
	}
	r := model.Links.Primary.Router
	if r == nil {
		devices("primary", model.Links.Primary)
		devices("secondary", model.Links.Secondary)
		return "", false
	}
	site := p.siteFor(r.Site, b)
	first := p.idlest(site)[0]
	second := first
	if to := p.apart(first); to != nil {
		second = to
	}
	set(first.ID(), "links", "primary", "router")
	devices("primary", model.Links.Primary)
	set(second.ID(), "links", "secondary", "router")
	devices("secondary", model.Links.Secondary)
	words = fmt.Sprintf(", ending at %s and %s", first.ID(), second.ID())
	if first == second {
		words = ", both links ending at " + first.ID()
	}
	return words, site != r.Site
}

// siteFor returns the site in which a circuit beside those of a bundle ends.
func (p *Proposer) siteFor(s *planner.Site, b *planner.Bundle) *planner.Site {
	used := ends(b)
	joined := p.JoinedSites()
	for _, o := range p.Sites {
		if joined.Of(o) == joined.Of(s) && !slices.Contains(used, o) && len(o.Routers) > 0 {
			return o
		}
	}
	return s
}

// copyPeering writes what else a private peering says: who runs it, and what it
// announces, which is listed where the circuit ends in another site.
func copyPeering(set func(any, string), model *planner.Circuit, moved bool) {
	from := model.Peerings.Private
	if from.BFD.Known() {
		set(from.BFD.Value(), "bfd")
	}
	if from.ManagedBy != "" {
		set(string(from.ManagedBy), "managed_by")
	}
	announced := from.AdvertisedPrefixes
	if all := from.AnnouncedByAny(); moved && len(announced) == 0 && all.Listed() {
		announced = all.Prefixes
	}
	if len(announced) > 0 {
		var prefixes []string
		for _, prefix := range announced {
			prefixes = append(prefixes, prefix.String())
		}
		set(prefixes, "advertised_prefixes")
	}
}

// joinLike connects a new circuit to the gateways of another. It stands by
// unless flows are to be shared: the circuits that are there are preferred, in
// Azure by weight and at the site by local preference.
func (p *Proposer) joinLike(o *Overlay, model *planner.Circuit, b *planner.Bundle, name string) {
	for i, n := range model.Connections {
		at := gatewayOf(n)
		base := name + "-" + slug(at)
		if i == 0 && len(model.Connections) == 1 {
			base = name
		}
		connection := free(p.Connections, base)
		o.Set(name, "connections", connection, "circuit")
		o.Set(at, "connections", connection, "gateway")
	}
	if p.shares(b) {
		return
	}
	least := preferred
	for _, c := range b.Circuits {
		for _, n := range c.Connections {
			if !n.RoutingWeight.Known() {
				o.Set(100, "connections", n.Name(), "routing_weight")
			}
		}
		switch {
		case c.Managed().Value():
		case c.LocalPreference.Known():
			least = min(least, c.LocalPreference.Value())
		case c.Peerings.Private.LocalPreference.Known():
			least = min(least, c.Peerings.Private.LocalPreference.Value())
		default:
			o.Set(preferred, "circuits", c.Name(), "local_preference")
		}
	}
	if p.backed(b) && least > usual+1 && !model.Managed().Value() {
		o.Set((least+usual)/2, "circuits", name, "local_preference")
	}
}

// reachLike joins a new circuit by Global Reach to what another is joined to,
// where that is elsewhere and Global Reach is offered; and returns what that
// buys. The network of a link of the new circuit is taken already.
func (p *Proposer) reachLike(o *Overlay, model *planner.Circuit, at *catalog.Location, name string, taken netip.Prefix) []Thing {
	if _, ok := p.Catalog.GlobalReach(at); !ok {
		return nil
	}
	uses, n := p.TakenPrefixes(), 0
	uses.Add(planner.PrefixUse{Prefix: netip.PrefixFrom(taken.Addr(), 29)})
	for _, g := range model.GlobalReach {
		far := g.Other(model)
		block, ok := uses.Free(29)
		if !ok || far.LocationName() == at.Name {
			continue
		}
		uses.Add(planner.PrefixUse{Prefix: block})
		table := free(p.GlobalReach, name+"-"+far.Name())
		o.Set([]string{name, far.Name()}, "global_reach", table, "circuits")
		o.Set(block.String(), "global_reach", table, "address_prefix")
		if g.Authorization.Name != "" {
			o.Set(g.Authorization.Name, "global_reach", table, "authorization")
		}
		n++
	}
	return things(n, "Global Reach connection")
}

// Local preferences: that which a circuit gets so that it is preferred, and
// that of a route of which nothing is said.
const (
	preferred = 200
	usual     = 100
)

// backed reports whether a VPN stands behind a bundle: a new circuit then comes
// between.
func (p *Proposer) backed(b *planner.Bundle) bool {
	return slices.ContainsFunc(b.Networks, func(n *planner.Network) bool { return b.Backup(p.Design, n) != nil })
}

// shares reports whether flows over a bundle are to use several circuits at
// once.
func (p *Proposer) shares(b *planner.Bundle) bool {
	return slices.ContainsFunc(b.Flows(p.Design), func(f *planner.Flow) bool { return f.LoadBalanced.Value() })
}
