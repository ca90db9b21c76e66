package diagram

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// circuit draws a circuit with its two links: through the provider, or over
// the ports of a Direct pair, to Microsoft's edge routers.
func (d *draft) circuit(c *planner.Circuit) {
	whole := d.t.CircuitOf(c)
	at := part{
		Box:   Box{ID: d.id(whole, "circuit:"+c.Name()), Kind: circuit, Column: circuitColumn, Group: -1, Title: c.Name(), Details: circuitWords(c)},
		whole: []int{whole}, noun: "link", location: c.LocationName(), area: areaOf(c.Location), tally: []tally{{noun: "circuit", n: 1}},
	}
	for _, l := range c.Links.All() {
		if n := d.t.LinkOf(l); n >= 0 {
			at.legs = append(at.legs, leg{name: l.Side + " link", needs: []int{n, d.t.MSEEOf(l)}})
		}
	}
	at.tally = append(at.tally, tally{noun: "link", n: len(at.legs)})
	to := d.box(c, at)
	for _, l := range c.Links.All() {
		if d.t.LinkOf(l) >= 0 {
			d.link(l, to)
		}
	}
}

// link draws one link of a circuit, from the router or the wide-area network
// to the circuit's box.
func (d *draft) link(l *planner.Link, to int) {
	style, link := Primary, d.t.LinkOf(l)
	if l.Side == "secondary" {
		style = Secondary
	}
	edge := d.edgeRouter(l)
	d.edge(edge, to, style)
	next := edge
	if c := d.t.ProviderEdgeOf(l); c >= 0 {
		next = d.providerEdge(l, c)
		d.edge(next, edge, style, link)
	}
	switch {
	case l.Router != nil:
		d.edge(d.boxAt[l.Router], next, style, link)
	case l.Circuit.WAN != nil:
		d.edge(d.boxAt[l.Circuit.WAN], next, style, link)
	}
}

func (d *draft) providerEdge(l *planner.Link, c int) int {
	name, device := l.Circuit.ProviderName(), l.ProviderEdge
	if name == "" {
		name = "provider"
	}
	if device == "" {
		device = l.Side
	}
	i := d.box(c, part{
		Box:   Box{ID: d.t.Components[c].ID, Kind: providerEdge, Column: providerColumn, Group: -1, Title: name, Details: []string{device}},
		whole: []int{c, d.t.ProviderOf(l.Circuit)}, location: l.Circuit.LocationName(), area: areaOf(l.Circuit.Location),
	})
	if b := &d.boxes[i]; b.location != l.Circuit.LocationName() {
		b.location, b.area = "", "" // a device for two locations is folded into neither
	}
	return i
}

// edgeRouter draws the edge router at the end of a link. Circuits of one port
// pair share theirs.
func (d *draft) edgeRouter(l *planner.Link) int {
	c, port := d.t.MSEEOf(l), d.t.PortOf(l)
	words := []string{l.Side}
	if port >= 0 {
		words = []string{d.t.Components[port].Name, portWords(l.Circuit.Port)}
	}
	return d.box(c, part{
		Box:   Box{ID: d.id(c, "msee:"+l.ID()), Kind: msee, Column: edgeColumn, Group: d.facility(l), Title: "MSEE", Details: words},
		whole: []int{c, port}, location: l.Circuit.LocationName(), area: areaOf(l.Circuit.Location),
	})
}

// facility returns the group of the building in which a link ends: the peering
// location or, inside of that, the facility of a Metro.
func (d *draft) facility(l *planner.Link) int {
	location := d.t.LocationOf(l.Circuit)
	if location < 0 {
		return -1
	}
	outer := d.group(location, Group{ID: d.t.Components[location].ID, Kind: peeringLocation, Title: l.Circuit.LocationName(), Parent: -1}, location)
	inner := d.t.PeeringSiteOf(l)
	if inner < 0 {
		return outer
	}
	id := fmt.Sprintf("%s/%s", d.t.Components[location].ID, d.t.Components[inner].Name)
	return d.group(id, Group{ID: id, Kind: peeringSite, Title: facilityName(l, d.t.Components[inner].Name), Parent: outer}, inner)
}

// facilityName is what people call a facility: the catalogue's word for the
// building or, where it has none, the component's name.
func facilityName(l *planner.Link, name string) string {
	if at := l.Circuit.Location; at != nil && at.Metro {
		for i, s := range at.Sites {
			if s.Facility != "" && (name == fmt.Sprintf("%s/%d", at.Name, i+1) || name == s.Name) {
				return s.Facility
			}
		}
	}
	return name
}

func areaOf(l *catalog.Location) string {
	if l == nil {
		return ""
	}
	return l.GeopoliticalRegion
}

// beyond draws what stands behind circuits beside the gateways: Global Reach
// and Microsoft's services.
func (d *draft) beyond() {
	for _, g := range d.t.Design.GlobalReach {
		c := d.t.GlobalReachOf(g)
		at := d.box(g, part{
			Box:   Box{ID: d.id(c, "global-reach:"+g.Name()), Kind: globalReach, Column: gatewayColumn, Group: -1, Title: "Global Reach", Details: []string{g.Name()}},
			whole: []int{c}, tally: []tally{{noun: "Global Reach link", n: 1}},
		})
		for _, end := range g.Circuits {
			d.edge(d.boxAt[end], at, Inside)
		}
	}
	for _, c := range d.t.Design.Circuits {
		if p := c.Peerings.Microsoft; p != nil {
			d.services(c, p)
		}
	}
}

// services draws what a circuit reaches over Microsoft peering: one box for
// each route filter, since without one nothing is announced.
func (d *draft) services(c *planner.Circuit, p *planner.Peering) {
	key, words := any("no route filter"), []string{"no route filter"}
	id := "services:"
	if f := p.RouteFilter; f != nil {
		key, words, id = f, []string{list(f.Communities), "filter " + f.Name()}, id+f.Name()
	}
	at := d.box(key, part{
		Box:   Box{ID: id, Kind: Services, Column: gatewayColumn, Group: -1, Title: "Microsoft services", Details: words},
		tally: []tally{{noun: "route filter", n: 1}},
	})
	if p.RouteFilter != nil {
		d.boxes[at].Places = d.reached(p)
		d.edge(d.boxAt[c], at, Inside)
	}
}

// reached returns the services of flows that a route filter lets through.
func (d *draft) reached(p *planner.Peering) []string {
	allowed := map[*catalog.Community]bool{}
	for _, found := range p.RouteFilter.Resolved {
		for _, c := range found {
			allowed[c] = p.RouteFilter.Access != "deny"
		}
	}
	var out []string
	seen := map[string]bool{}
	for _, f := range d.t.Design.Flows {
		for _, s := range []*planner.Service{f.From.Service, f.To.Service} {
			if s == nil || seen[s.Name] {
				continue
			}
			for _, c := range s.Communities {
				if allowed[c] && !seen[s.Name] {
					seen[s.Name] = true
					out = append(out, "service:"+s.Name)
				}
			}
		}
	}
	return out
}
