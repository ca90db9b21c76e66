package suggest

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// enableBFD proposes BFD wherever a link is found dead by the hold timer: on
// the routers of sites in which links end, those that stand idle among them,
// and on the peerings that a provider's routers hold.
// It is one change: half of the sessions with BFD help nobody.
func enableBFD(p *Proposer) []Change {
	c := Change{Key: "enable-bfd"}
	var where []string
	for _, s := range p.Sites {
		for _, r := range s.Routers {
			if r.Kind != "firewall" && p.ends(s) && r.BFDCapable.Or(true) && routerBFD(r, &c.Overlay) {
				where = append(where, r.ID())
			}
		}
	}
	for _, k := range p.Circuits {
		for _, peering := range k.PeeringList() {
			if peeringBFD(peering, &c.Overlay) {
				where = append(where, k.Name())
			}
		}
	}
	if c.Overlay.Empty() {
		return nil
	}
	c.Words = "enable BFD on " + several(where)
	return []Change{c}
}

// ends reports whether a link ends in a site.
func (p *Proposer) ends(s *planner.Site) bool {
	return slices.ContainsFunc(s.Routers, func(r *planner.Router) bool { return p.linksAt(r) > 0 })
}

// routerBFD switches BFD on at a router, and reports whether it was not.
func routerBFD(r *planner.Router, o *Overlay) bool {
	path := []string{"sites", r.Site.Name(), "routers", r.Name()}
	changed := false
	if !r.BFD.Value() {
		o.Set(true, append(path, "bfd")...)
		changed = true
	}
	if !r.BFDBoundToBGP.Or(true) {
		o.Set(true, append(path, "bfd_bound_to_bgp")...)
		changed = true
	}
	return changed
}

// peeringBFD switches BFD on for a peering whose own word, or a link's, keeps
// it off, and for one that the provider's routers hold.
func peeringBFD(p *planner.Peering, o *Overlay) bool {
	changed := false
	for _, l := range p.Circuit.Links.All() {
		if l.BFD.Known() && !l.BFD.Value() {
			o.Set(true, "circuits", p.Circuit.Name(), "links", l.Side, "bfd")
			changed = true
		}
	}
	managed := p.Circuit.Links.Primary.Router == nil && p.Circuit.Links.Secondary.Router == nil
	if p.BFD.Known() && !p.BFD.Value() || managed && !p.BFD.Known() {
		o.Set(true, "circuits", p.Circuit.Name(), "peerings", p.Kind, "bfd")
		changed = true
	}
	return changed
}

// several names the first few of many things.
func several(names []string) string {
	const most = 4
	if len(names) <= most {
		return list(names)
	}
	return fmt.Sprintf("%s and %d more", list(names[:most-1]), len(names)-most+1)
}

// useBothLinks proposes to switch on what is off, and to describe a link that
// the design leaves out.
func useBothLinks(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		for _, l := range c.Links.All() {
			other := otherLink(l)
			switch {
			case !l.Enabled.Or(true):
				out = append(out, linkOn(l))
			case !l.Configured() && other.Configured():
				out = append(out, p.describe(l, other))
			}
		}
	}
	for _, port := range p.Ports {
		if on := portOn(port); !on.Overlay.Empty() {
			out = append(out, on)
		}
	}
	return out
}

func otherLink(l *planner.Link) *planner.Link {
	if l.Side == "primary" {
		return l.Circuit.Links.Secondary
	}
	return l.Circuit.Links.Primary
}

func linkOn(l *planner.Link) Change {
	c := Change{Key: "use-link " + l.ID(), Words: fmt.Sprintf("use the %s link of %s", l.Side, l.Circuit.Name())}
	c.Overlay.Set(true, "circuits", l.Circuit.Name(), "links", l.Side, "enabled")
	return c
}

// describe proposes the second link of a circuit, at another router of the
// site of the first where there is one.
func (p *Proposer) describe(l, other *planner.Link) Change {
	c := Change{Key: "use-link " + l.ID(), Cost: Reorder, Adds: things(1, "cross-connect")}
	c.Words = fmt.Sprintf("order the %s link of %s", l.Side, l.Circuit.Name())
	path := []string{"circuits", l.Circuit.Name(), "links", l.Side}
	switch {
	case other.Router != nil:
		r := other.Router
		for _, k := range p.idlest(r.Site) {
			if k != other.Router {
				r = k
				break
			}
		}
		c.Overlay.Set(r.ID(), append(path, "router")...)
		c.Words += ", ending at " + r.ID()
	default:
		c.Overlay.Set(true, append(path, "enabled")...)
	}
	if other.L2Devices.Known() {
		c.Overlay.Set(other.L2Devices.Value(), append(path, "l2_devices")...)
	}
	return c
}

func portOn(port *planner.Port) Change {
	c := Change{Key: "use-port " + port.Name(), Words: "switch both ports of " + port.Name() + " on"}
	if !port.AdminState.Link1.Or(true) {
		c.Overlay.Set(true, "ports", port.Name(), "admin_state", "link1")
	}
	if !port.AdminState.Link2.Or(true) {
		c.Overlay.Set(true, "ports", port.Name(), "admin_state", "link2")
	}
	return c
}

// otherRouter proposes to move the secondary link of a circuit to a router of
// the site that has fewer links, in another building where there is one.
func otherRouter(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		from, stays := c.Links.Secondary, c.Links.Primary.Router
		if from.Router == nil || stays == nil || from.Router.Site != stays.Site {
			continue
		}
		shared := from.Router == stays || stays.Building != "" && from.Router.Building == stays.Building
		if to := p.apart(stays); shared && to != nil && to != from.Router {
			out = append(out, moveLink(from, to.ID()))
		}
	}
	return out
}

// apart returns the router of the same site that shares least with another: in
// a building of its own if there is one; nil where there is no other.
func (p *Proposer) apart(r *planner.Router) *planner.Router {
	others := slices.DeleteFunc(p.idlest(r.Site), func(o *planner.Router) bool { return o == r })
	for _, o := range others {
		if o.Building != r.Building {
			return o
		}
	}
	if len(others) > 0 {
		return others[0]
	}
	return nil
}

func moveLink(l *planner.Link, router string) Change {
	c := Change{
		Key:   "other-router " + l.ID(),
		Words: fmt.Sprintf("move the %s link of %s to router %s", l.Side, l.Circuit.Name(), router),
		Adds:  things(1, "cross-connect"),
	}
	c.Overlay.Set(router, "circuits", l.Circuit.Name(), "links", l.Side, "router")
	return c
}

// otherProviderEdge proposes to part links that share a device of the provider.
func otherProviderEdge(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		first, second := c.Links.Primary, c.Links.Secondary
		if second.ProviderEdge == "" || first.ProviderEdge != second.ProviderEdge {
			continue
		}
		change := Change{
			Key:   "other-provider-edge " + second.ID(),
			Words: fmt.Sprintf("have %s move the secondary link of %s off %s", source.Clean(c.ProviderName()), c.Name(), source.Clean(second.ProviderEdge)),
		}
		change.Overlay.Set(second.ProviderEdge+"-other", "circuits", c.Name(), "links", "secondary", "provider_edge")
		out = append(out, change)
	}
	return out
}

// secondRouter proposes a router for every site whose links, or tunnels, all
// end at one.
func secondRouter(p *Proposer) []Change {
	var out []Change
	for _, s := range p.Sites {
		if len(s.Routers) != 1 {
			continue
		}
		r := s.Routers[0]
		name := free(s.Routers, nextName(r.Name()))
		c := Change{Key: "second-router " + s.Name(), Words: fmt.Sprintf("add router %s to site %s", name, s.Name()), Adds: things(1, "router")}
		copyRouter(&c.Overlay, r, name)
		if moved := p.shareLinks(&c, r, name); moved == 0 {
			continue
		}
		out = append(out, c)
	}
	return out
}

// shareLinks moves the secondary links of a router to a new one, lets VPNs end
// there too, and returns how many were changed.
func (p *Proposer) shareLinks(c *Change, r *planner.Router, name string) int {
	n, moved := 0, 0
	for _, k := range p.Circuits {
		if l := k.Links.Secondary; l.Router == r && k.Links.Primary.Router == r {
			c.Overlay.Set(r.Site.Name()+"/"+name, "circuits", k.Name(), "links", "secondary", "router")
			moved++
		}
	}
	if moved > 0 {
		c.Adds = append(c.Adds, Thing{"cross-connect", moved})
		c.Words += " and move the secondary " + map[bool]string{true: "link", false: "links"}[moved == 1] + " to it"
	}
	for _, t := range p.VPNTunnels {
		if len(t.RouterNames) == 1 && t.Routers[0] == r {
			c.Overlay.Set([]string{r.Name(), name}, "vpn_tunnels", t.Name(), "routers")
			n++
		}
	}
	if n > 0 {
		c.Adds = append(c.Adds, Thing{"tunnel", n})
	}
	return moved + n
}

// copyRouter writes a router that runs like another one, with BFD.
func copyRouter(o *Overlay, r *planner.Router, name string) {
	path := []string{"sites", r.Site.Name(), "routers", name}
	o.Set(true, append(path, "bfd")...)
	if r.BFDInterval > 0 {
		o.Set(r.BFDInterval.String(), append(path, "bfd_interval")...)
	}
	if r.BFDMultiplier.Known() {
		o.Set(r.BFDMultiplier.Value(), append(path, "bfd_multiplier")...)
	}
	if r.BFDBoundToBGP.Known() {
		o.Set(r.BFDBoundToBGP.Value(), append(path, "bfd_bound_to_bgp")...)
	}
	if r.StaticRouting.Known() {
		o.Set(r.StaticRouting.Value(), append(path, "static_routing")...)
	}
	if r.MaxPrefixes.Known() {
		o.Set(r.MaxPrefixes.Value(), append(path, "max_prefixes")...)
	}
}

// nextName counts a name on: rtr1 to rtr2, edge to edge-2.
func nextName(name string) string {
	if n := len(name) - 1; n >= 0 && name[n] >= '1' && name[n] < '9' {
		return name[:n] + string(name[n]+1)
	}
	return name + "-2"
}
