package planner

import "slices"

// MicrosoftPeerings returns the Microsoft peerings of all circuits, in order.
func (d *Design) MicrosoftPeerings() []*Peering {
	var out []*Peering
	for _, c := range d.Circuits {
		if c.Peerings.Microsoft != nil {
			out = append(out, c.Peerings.Microsoft)
		}
	}
	return out
}

// ProviderHolds reports whether the sessions of the peering are the
// provider's: the peering's own word, else the circuit's layer, else a router
// of the customer that a link names. It is unknown where none of them says.
func (p *Peering) ProviderHolds() Opt[bool] {
	if p.ManagedBy != "" {
		return Of(p.ManagedBy == ProviderParty)
	}
	if managed := p.Circuit.Managed(); managed.Known() {
		return managed
	}
	for _, l := range p.Circuit.Links.All() {
		if l.Router != nil {
			return Of(false)
		}
	}
	return Opt[bool]{}
}

// Sites returns the sites behind a circuit: those in which its links end, and
// of a circuit into a WAN all that are attached to it. It is empty where the
// design does not say.
func (c *Circuit) Sites() []*Site {
	var out []*Site
	add := func(r *Router) {
		if r != nil && !slices.Contains(out, r.Site) {
			out = append(out, r.Site)
		}
	}
	for _, l := range c.Links.All() {
		add(l.Router)
	}
	if c.WAN != nil {
		for _, a := range c.WAN.Attachments {
			add(a.Router)
		}
	}
	return out
}

// Serves reports whether traffic of a site may use the circuit directly: it
// ends there, or the design does not say where it ends.
func (c *Circuit) Serves(s *Site) bool {
	sites := c.Sites()
	return len(sites) == 0 || slices.Contains(sites, s)
}
