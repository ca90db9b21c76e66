package planner

import (
	"fmt"
	"net/netip"
	"slices"
)

// A Network is what connections reach in Azure: a VNet that holds a gateway,
// or a Virtual WAN, whose hubs reach each other's VNets.
type Network struct {
	VNet        *VNet // one of VNet and WAN is set
	WAN         *VirtualWAN
	Connections []*Connection // those that are meant to carry traffic, in order
}

// String names the network as a sentence does: VNet "hub".
func (n *Network) String() string {
	if n.WAN != nil {
		return fmt.Sprintf("Virtual WAN %q", n.WAN.Name())
	}
	return fmt.Sprintf("VNet %q", n.VNet.Name())
}

// Holds reports whether a VNet is reached through the network.
func (n *Network) Holds(v *VNet) bool {
	if n.WAN != nil {
		return v.VHub != nil && v.VHub.WAN == n.WAN
	}
	return v == n.VNet || v.Hub == n.VNet
}

// Circuits returns the circuits that reach the network, each once.
func (n *Network) Circuits() []*Circuit {
	var out []*Circuit
	for _, c := range n.Connections {
		if !slices.Contains(out, c.Circuit) {
			out = append(out, c.Circuit)
		}
	}
	return out
}

// A Bundle is circuits that may stand in for each other, or a single one: they
// join the same sites to the same networks. Sites count as the same where
// site links or a WAN join them.
type Bundle struct {
	Circuits []*Circuit
	Networks []*Network

	joined *Groups
}

// Behind reports whether traffic of a site may use the circuits: it is one of
// their sites or joined to one, or the design does not say where they end.
func (b *Bundle) Behind(s *Site) bool {
	known := false
	for _, c := range b.Circuits {
		for _, end := range c.Sites() {
			known = true
			if b.joined.Of(end) == b.joined.Of(s) {
				return true
			}
		}
	}
	return !known
}

// Flows returns the flows between sites behind the circuits and the VNets that
// they reach.
func (b *Bundle) Flows(d *Design) []*Flow {
	var out []*Flow
	for _, f := range d.Flows {
		s, v := f.From.Site, f.To.VNet
		if s == nil {
			s, v = f.To.Site, f.From.VNet
		}
		if s != nil && v != nil && b.Behind(s) && slices.ContainsFunc(b.Networks, func(n *Network) bool { return n.Holds(v) }) {
			out = append(out, f)
		}
	}
	return out
}

// Backup returns the first VPN that leads from the sites behind the circuits
// to a network without using one of them, or nil.
func (b *Bundle) Backup(d *Design, n *Network) *VPNTunnel {
	for _, t := range d.VPNTunnels {
		there := n.WAN == nil && t.Gateway != nil && t.Gateway.VNet == n.VNet || n.WAN != nil && t.Hub != nil && t.Hub.WAN == n.WAN
		if there && b.Behind(t.Site) && b.apart(t) {
			return t
		}
	}
	return nil
}

// apart reports whether a tunnel stays up when the circuits are gone.
func (b *Bundle) apart(t *VPNTunnel) bool {
	switch t.Over {
	case OverPrivatePeering:
		return false
	case OverMicrosoftPeering:
		return t.Circuit != nil && !slices.ContainsFunc(b.Circuits, func(c *Circuit) bool {
			return c == t.Circuit || c.LocationName() == t.Circuit.LocationName()
		})
	}
	return true
}

// Joints returns the connections of the circuits to a network, those to one
// gateway or hub together: it selects among them.
func (b *Bundle) Joints(n *Network) [][]*Connection {
	var out [][]*Connection
	for _, c := range n.Connections {
		if !slices.Contains(b.Circuits, c.Circuit) {
			continue
		}
		i := slices.IndexFunc(out, func(j []*Connection) bool { return j[0].Gateway == c.Gateway && j[0].Hub == c.Hub })
		if i < 0 {
			out = append(out, []*Connection{c})
			continue
		}
		out[i] = append(out[i], c)
	}
	return out
}

// A Redundancy is the networks of a design and the bundles that reach them.
type Redundancy struct {
	Networks []*Network
	Bundles  []*Bundle // those with the same circuits are one
}

// Redundancy finds which circuits may stand in for each other. Circuits of the
// same sites do, circuits that announce the same prefix, and circuits of which
// the design does not say where they end with all the others, as long as those
// are one bundle.
//
// It is found once for a design, and shared.
func (d *Design) Redundancy() *Redundancy {
	d.facts.redundancy.Do(func() { d.facts.bundles = d.findRedundancy() })
	return d.facts.bundles
}

func (d *Design) findRedundancy() *Redundancy {
	r := &Redundancy{Networks: d.networks()}
	joined := d.JoinedSites()
	starting := map[*Circuit][]*Bundle{} // bundles by their first circuit
	for _, n := range r.Networks {
		for _, circuits := range d.bundled(n.Circuits(), joined) {
			same := func(b *Bundle) bool { return slices.Equal(b.Circuits, circuits) }
			known := starting[circuits[0]]
			if i := slices.IndexFunc(known, same); i >= 0 {
				known[i].Networks = append(known[i].Networks, n)
				continue
			}
			b := &Bundle{circuits, []*Network{n}, joined}
			starting[circuits[0]] = append(known, b)
			r.Bundles = append(r.Bundles, b)
		}
	}
	return r
}

// Of returns the bundles that reach a network.
func (r *Redundancy) Of(n *Network) []*Bundle {
	var out []*Bundle
	for _, b := range r.Bundles {
		if slices.Contains(b.Networks, n) {
			out = append(out, b)
		}
	}
	return out
}

// networks returns the networks that connections reach, in the order of the
// connections.
func (d *Design) networks() []*Network {
	var out []*Network
	index := map[any]*Network{}
	for _, c := range d.Connections {
		if !c.Carries() {
			continue
		}
		n := &Network{}
		var key any
		if c.Hub != nil {
			n.WAN, key = c.Hub.WAN, c.Hub.WAN
		} else {
			n.VNet, key = c.Gateway.VNet, c.Gateway.VNet
		}
		if index[key] == nil {
			index[key] = n
			out = append(out, n)
		}
		index[key].Connections = append(index[key].Connections, c)
	}
	for _, n := range out {
		all := n.Circuits()
		n.Connections = slices.DeleteFunc(n.Connections, func(c *Connection) bool { // a migration ends with the new circuit alone
			return slices.ContainsFunc(all, func(o *Circuit) bool { return o.Replaces == c.Circuit })
		})
	}
	return out
}

// Carries reports whether a connection is meant to carry traffic: its circuit
// has private peering and a link that is up.
func (c *Connection) Carries() bool {
	return c.Circuit.Peerings.Private != nil && (c.Circuit.Links.Primary.Up() || c.Circuit.Links.Secondary.Up())
}

// bundled splits the circuits of a network into those that stand in for each
// other, in order.
func (d *Design) bundled(circuits []*Circuit, joined *Groups) [][]*Circuit {
	g := &Groups{}
	first := map[netip.Prefix]*Circuit{}
	var silent []*Circuit // neither their sites nor their prefixes are known
	for _, c := range circuits {
		sites := c.Sites()
		for _, s := range sites {
			g.Join(c, joined.Of(s))
		}
		a := c.Peerings.Private.AnnouncedByAny()
		for _, p := range a.Prefixes {
			if p.Bits() == 0 {
				continue
			}
			if first[p] == nil {
				first[p] = c
			}
			g.Join(c, first[p])
		}
		switch {
		case len(sites) > 0:
		case len(a.Prefixes) == 0:
			silent = append(silent, c)
		default:
			d.joinByPrefix(c, a.Prefixes, g, joined)
		}
	}
	return gather(circuits, silent, g)
}

// joinByPrefix joins a circuit to the sites whose prefixes it announces, where
// the design does not say where it ends.
func (d *Design) joinByPrefix(c *Circuit, prefixes []netip.Prefix, g, joined *Groups) {
	set := NewPrefixSet(prefixes)
	for _, s := range d.Sites {
		if slices.ContainsFunc(s.Prefixes, set.Overlaps) {
			g.Join(c, joined.Of(s))
		}
	}
}

func gather(circuits, silent []*Circuit, g *Groups) [][]*Circuit {
	var out [][]*Circuit
	var groups []any
	for _, c := range circuits {
		if slices.Contains(silent, c) {
			continue
		}
		i := slices.Index(groups, g.Of(c))
		if i < 0 {
			i = len(groups)
			groups, out = append(groups, g.Of(c)), append(out, nil)
		}
		out[i] = append(out[i], c)
	}
	switch {
	case len(silent) > 0 && len(out) < 2:
		return [][]*Circuit{slices.Clone(circuits)}
	case len(silent) > 0:
		return append(out, silent)
	}
	return out
}
