package routing

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// A speaker is what selects routes: see the package comment.
type speaker uint8

const (
	siteSpeaker speaker = iota
	wanSpeaker
	edgeSpeaker    // Microsoft's edge router of one link, for one kind of peering
	gatewaySpeaker // a virtual network with its gateways
	hubSpeaker
	vnetSpeaker    // a virtual network as the end of a flow
	serviceSpeaker // Microsoft's services
)

// A node is a speaker of the design.
type node struct {
	kind      speaker
	name      string
	needs     []int // components that must be up, in order from the site to Azure
	drained   int   // the component whose maintenance drains an edge router; -1 of all others
	site      *planner.Site
	wan       *planner.WAN
	link      *planner.Link // of an edge router
	microsoft bool          // an edge router's Microsoft peering
	vnet      *planner.VNet
	hub       *planner.VirtualHub
	asn       int64 // 0 is unknown, and the same as whatever is next to it
	sessions  []int // that end here
}

// A joint is what kind of session joins two speakers.
type joint uint8

const (
	linkJoint       joint = iota // site or WAN to edge router
	attachmentJoint              // site to WAN
	siteLinkJoint                // site to site
	reachJoint                   // edge router to edge router
	connectionJoint              // edge router to gateway or hub
	tunnelJoint                  // site to gateway or hub
	meshJoint                    // hub to hub
	memberJoint                  // gateway or hub to virtual network
	peeringJoint                 // virtual network to virtual network
	serviceJoint                 // edge router to services
)

// A session joins two speakers, a nearer to the customer than b.
type session struct {
	id    int
	joint joint
	a, b  int
	needs []int // components that must all be up, from a to b
	any   []int // components of which one must be up; empty: no such condition
	under int   // the underlay that a tunnel runs over, -1 where it needs none

	hop     Hop
	routers []*planner.Router // of the customer, from a to b
	circuit *planner.Circuit  // of a link or a connection
	peering *planner.Peering  // of a link

	exit   int // what route policies call "via": a number, 0 where there is none
	peer   int64
	local  int // local preference where a policy says nothing
	extra  int // prepends where a policy says nothing
	cost   int
	weight int
	cap    int  // longest AS path that the router takes, 0: any
	pinned bool // the router has static routes: it sees no AS path
	down   bool // it is over a limit
}

// A graph is a design as speakers and sessions.
type graph struct {
	topo     *topology.Topology
	design   *planner.Design
	nodes    []node
	sessions []session
	over     []Excess
	under    []underlay

	sites    map[*planner.Site]int
	wans     map[*planner.WAN]int
	edges    map[edgeKey]int
	links    map[edgeKey]int // sessions
	gateways map[*planner.VNet]int
	hubs     map[*planner.VirtualHub]int
	vnets    map[*planner.VNet]int
	services int
	exits    map[any]int // circuits and tunnels by number, from 1

	room room // of the program that is being made

	lists []*announced // by session; nil of those that stay inside one network
	parts map[*planner.Site][]*sitePart
	pools []*sitePart // of public addresses
	asns  map[*planner.Site]int64
}

type edgeKey struct {
	link      *planner.Link
	microsoft bool
}

func newGraph(t *topology.Topology) *graph {
	g := &graph{
		topo: t, design: t.Design,
		sites: map[*planner.Site]int{}, wans: map[*planner.WAN]int{}, edges: map[edgeKey]int{}, links: map[edgeKey]int{},
		gateways: map[*planner.VNet]int{}, hubs: map[*planner.VirtualHub]int{}, vnets: map[*planner.VNet]int{},
		exits: map[any]int{}, parts: map[*planner.Site][]*sitePart{}, asns: siteASNs(t.Design),
	}
	g.onPremises()
	g.edgeRouters()
	g.azure()
	g.reach()
	g.connections()
	g.tunnels()
	g.announcements()
	g.limit()
	for i := range g.sessions {
		s := &g.sessions[i]
		if s.down {
			continue
		}
		g.nodes[s.a].sessions = append(g.nodes[s.a].sessions, i)
		g.nodes[s.b].sessions = append(g.nodes[s.b].sessions, i)
	}
	g.divide()
	return g
}

func (g *graph) node(n node) int {
	g.nodes = append(g.nodes, n)
	return len(g.nodes) - 1
}

// join adds a session.
func (g *graph) join(s session) *session {
	s.id = len(g.sessions)
	g.sessions = append(g.sessions, s)
	return &g.sessions[s.id]
}

// present drops components that the topology does not have.
func present(parts ...int) []int {
	return slices.DeleteFunc(parts, func(c int) bool { return c < 0 })
}

// exit numbers a circuit or a tunnel.
func (g *graph) exit(thing any) int {
	if _, ok := g.exits[thing]; !ok {
		g.exits[thing] = len(g.exits) + 1
	}
	return g.exits[thing]
}
