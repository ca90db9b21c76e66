package topology

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
)

// A grower makes the graph of ways: it starts at every site and follows what
// the design states, node by node. Nodes are numbered as they are found.
type grower struct {
	*Ways
	t        *Topology
	places   []place
	gates    map[Gate]int32
	unders   []underlay
	around   map[*planner.Site]*surroundings
	targets  map[*planner.Site]bool // sites to which a flow leads
	services []*planner.Service     // to which a flow leads, once each
}

// surroundings are the things of the design that end at a site.
type surroundings struct {
	links   map[*planner.Router][]*planner.Link
	roads   map[*planner.Router][]directed // site links that leave
	ramps   map[*planner.Router][]*planner.Attachment
	tunnels []*planner.VPNTunnel
}

func newWays(t *Topology) *Ways {
	w := &Ways{topology: t, ids: map[place]int32{}}
	g := &grower{Ways: w, t: t, gates: map[Gate]int32{}, targets: map[*planner.Site]bool{}}
	g.survey()
	for _, s := range t.Design.Sites {
		g.node(place{kind: LAN, of: s, at: atHome})
	}
	w.needs.start, w.out.start = []int32{0}, []int32{0}
	for i := 0; i < len(g.places); i++ {
		g.grow(g.places[i])
		w.out.end()
	}
	for _, p := range g.places {
		w.Nodes = append(w.Nodes, g.describe(p))
		w.needs.items = append(w.needs.items, g.needsOf(p)...)
		w.needs.end()
	}
	return w
}

// survey notes what ends where.
func (g *grower) survey() {
	d := g.t.Design
	g.around = make(map[*planner.Site]*surroundings, len(d.Sites))
	for _, s := range d.Sites {
		g.around[s] = &surroundings{
			links: map[*planner.Router][]*planner.Link{},
			roads: map[*planner.Router][]directed{},
			ramps: map[*planner.Router][]*planner.Attachment{},
		}
	}
	for _, c := range d.Circuits {
		for _, l := range c.Links.All() {
			if l.Router != nil && g.t.LinkOf(l) >= 0 {
				at := g.around[l.Router.Site]
				at.links[l.Router] = append(at.links[l.Router], l)
			}
		}
	}
	for _, l := range d.SiteLinks {
		for from, r := range l.Ends {
			at := g.around[r.Site]
			at.roads[r] = append(at.roads[r], directed{l, from})
		}
	}
	for _, w := range d.WANs {
		for _, a := range w.Attachments {
			at := g.around[a.Router.Site]
			at.ramps[a.Router] = append(at.ramps[a.Router], a)
		}
	}
	for _, v := range d.VPNTunnels {
		g.around[v.Site].tunnels = append(g.around[v.Site].tunnels, v)
	}
	g.surveyFlows()
}

func (g *grower) surveyFlows() {
	for _, f := range g.t.Design.Flows {
		from, to := oriented(f.From, f.To)
		switch {
		case from.Site != nil && to.Site != nil:
			g.targets[to.Site] = true
		case from.Site != nil && to.Service != nil:
			if !slices.ContainsFunc(g.services, func(s *planner.Service) bool { return s.Name == to.Service.Name }) {
				g.services = append(g.services, to.Service)
			}
		}
	}
}

// node returns the number of a place, and makes it if it is new.
func (g *grower) node(p place) int32 {
	i, ok := g.ids[p]
	if !ok {
		i = int32(len(g.places))
		g.ids[p] = i
		g.places = append(g.places, p)
	}
	return i
}

// to adds an edge from the place that is growing.
func (g *grower) to(p place) { g.through(p, -1) }

// through adds an edge with a gate.
func (g *grower) through(p place, gate int32) {
	g.out.items = append(g.out.items, Edge{g.node(p), gate})
}

// gate returns the number of a gate, and makes it if it is new.
func (g *grower) gate(of Gate) int32 {
	i, ok := g.gates[of]
	if !ok {
		i = int32(len(g.Gates))
		g.gates[of] = i
		g.Gates = append(g.Gates, of)
	}
	return i
}

// grow adds the edges that leave a place.
func (g *grower) grow(p place) {
	switch p.kind {
	case LAN:
		g.growSite(p, p.of.(*planner.Site))
	case routerNode:
		g.growRouter(p, p.of.(*planner.Router))
	case siteLinkNode:
		g.growSiteLink(p, p.of.(directed))
	case attachmentNode:
		g.growAttachment(p, p.of.(*planner.Attachment))
	case wanNode:
		g.growWAN(p, p.of.(*planner.WAN))
	case internetNode:
		g.growInternet(p, p.of.(*planner.Site))
	case tunnelNode:
		g.growTunnel(p, p.of.(*planner.VPNTunnel))
	case linkNode:
		g.growLink(p, p.of.(*planner.Link))
	case mseeNode:
		g.growMSEE(p, p.of.(*planner.Link))
	case circuitNode:
		g.growCircuit(p, p.of.(*planner.Circuit))
	case reachNode:
		g.growReach(p, p.of.(*planner.GlobalReach))
	case connectionNode:
		g.growConnection(p, p.of.(*planner.Connection))
	case instanceNode:
		g.growInstance(p)
	case hubNode:
		g.growHub(p, p.of.(*planner.VirtualHub))
	case VNetNode:
		g.growVNet(p, p.of.(*planner.VNet))
	}
}

// component returns the number and the name of what a place is.
func (g *grower) component(p place) (int, string) {
	t := g.t
	switch of := p.of.(type) {
	case *planner.Site:
		if p.kind == internetNode {
			return t.InternetOf(of)[p.k], ""
		}
		return t.SiteOf(of), ""
	case *planner.Router:
		return t.RouterOf(of), ""
	case directed:
		return t.SiteLinkOf(of.link), ""
	case *planner.Attachment:
		return t.AttachmentOf(of), ""
	case *planner.WAN:
		return t.WANOf(of), ""
	case *planner.VPNTunnel:
		return t.Tunnels(of)[p.k].Component, ""
	case *planner.Link:
		if p.kind == mseeNode {
			return t.MSEEOf(of), of.ID()
		}
		return t.LinkOf(of), ""
	case *planner.Circuit:
		return t.CircuitOf(of), ""
	case *planner.GlobalReach:
		return t.GlobalReachOf(of), ""
	case *planner.Connection:
		return t.ConnectionOf(of), ""
	case *planner.Gateway:
		return t.Instances(of)[p.k], ""
	case hubHandle:
		return t.HubInstances(of.hub, of.kind)[p.k], ""
	case *planner.VirtualHub:
		return t.HubOf(of), ""
	case *planner.VNet:
		return -1, of.Name()
	}
	return -1, p.of.(string)
}

// needsOf returns the components that must be up for a place to be up.
func (g *grower) needsOf(p place) []int32 {
	c, _ := g.component(p)
	if v, ok := p.of.(*planner.VNet); ok {
		c = g.t.RegionOf(v.Azure)
	}
	if c < 0 {
		return nil
	}
	var needs []int32
	for _, cause := range g.t.Causes(c) {
		needs = append(needs, int32(cause))
	}
	return needs
}

func (g *grower) describe(p place) Node {
	c, name := g.component(p)
	if name == "" {
		name = g.t.Components[c].Name
	}
	n := Node{Kind: p.kind, Name: name, Component: c, State: stateNames[p.at]}
	mark := func(text string) {
		if n.State != "" {
			n.State += ","
		}
		n.State += text
	}
	switch with := p.with.(type) {
	case directed:
		mark(fmt.Sprintf("%s-%d", with.link.Name(), with.from+1))
	case *planner.Circuit:
		mark(with.Name())
	case *planner.Router:
		mark(with.ID())
	case ending:
		mark(with.vpn.Name() + "," + with.router.ID())
	}
	if p.k > 0 && (p.kind == routerNode || p.kind == attachmentNode || p.kind == hubNode) {
		mark("in")
	}
	if d, ok := p.of.(directed); ok {
		mark(fmt.Sprintf("from-%d", d.from+1))
	}
	if p.in > 0 {
		mark(g.unders[p.in-1].String())
	}
	return n
}
