package topology

import (
	"fmt"

	"github.com/erplan/erplan/planner"
)

// Ways is the directed graph of the ways that traffic can go, in arrays. Nodes
// are numbered from 0; edges run from the customer to Azure, or towards
// another site. It is never changed once made.
type Ways struct {
	Nodes []Node
	Gates []Gate

	topology *Topology
	needs    rows[int32] // components, by node
	out      rows[Edge]  // by tail
	ids      map[place]int32
}

// A Node is a component or a place in one state.
type Node struct {
	Kind      NodeKind
	Name      string // of the thing: "london/ce1"
	Component int    // what the node is, -1 of a VNet or a service
	State     string // what tells it from other nodes of the same thing, "" of the usual one
}

// String returns a name that no other node has: "router:london/ce1".
func (n Node) String() string {
	if n.State == "" {
		return string(n.Kind) + ":" + n.Name
	}
	return fmt.Sprintf("%s:%s@%s", n.Kind, n.Name, n.State)
}

// A NodeKind says what a node is: the kind of its component, or a place.
type NodeKind string

// The kinds of nodes that are no kinds of components, or stand for places.
const (
	LAN         NodeKind = "site" // the network inside a site, which joins its routers
	VNetNode    NodeKind = "vnet"
	ServiceNode NodeKind = "service"

	routerNode     NodeKind = "router"
	siteLinkNode   NodeKind = "site-link"
	attachmentNode NodeKind = "attachment"
	wanNode        NodeKind = "wan"
	linkNode       NodeKind = "link"
	mseeNode       NodeKind = "msee"
	circuitNode    NodeKind = "circuit"
	reachNode      NodeKind = "global-reach"
	connectionNode NodeKind = "connection"
	instanceNode   NodeKind = "gateway-instance"
	hubNode        NodeKind = "virtual-hub"
	internetNode   NodeKind = "internet"
	tunnelNode     NodeKind = "tunnel"
)

// An Edge leads to a node. Gate is the number of the gate that it goes
// through, or -1.
type Edge struct{ To, Gate int32 }

// Needs returns the components that must be up for a node to be up, sorted.
// The list is shared: callers do not change it.
func (w *Ways) Needs(node int) []int32 { return w.needs.row(node) }

// Out returns the edges that leave a node, in a fixed order. The list is
// shared: callers do not change it.
func (w *Ways) Out(node int) []Edge { return w.out.row(node) }

// Start returns the node at which traffic of a site starts.
func (w *Ways) Start(s *planner.Site) int { return w.find(place{kind: LAN, of: s, at: atHome}) }

// End returns the node at which traffic to an endpoint arrives, negative where
// no way leads to it.
func (w *Ways) End(e planner.Endpoint) int {
	switch {
	case e.VNet != nil:
		return w.find(place{kind: VNetNode, of: e.VNet})
	case e.Site != nil:
		return w.find(place{kind: LAN, of: e.Site, at: arrived})
	case e.Service != nil:
		return w.find(place{kind: ServiceNode, of: e.Service.Name})
	}
	return -1
}

func (w *Ways) find(p place) int {
	if i, ok := w.ids[p]; ok {
		return int(i)
	}
	return -1
}

// A state says what a way has done before it comes to a place, as far as it
// matters for what it may do next.
type state uint8

const (
	usual state = iota

	// At a site, its routers, and what joins sites.
	atHome          // from here, or over a site link
	viaWAN          // over a wide-area network
	announcing      // from here, towards a site link that says announce
	announced       // over a site link that says announce, from the site itself
	landed          // down from a circuit at this site
	landedNamed     // the same, where the circuit's list names the target
	landedAnnounced // the same, towards a site link that says announce
	far             // after landing, over a site link
	farWAN          // after landing, over a wide-area network
	arrived         // at the site that the traffic is for

	// At Microsoft's edge.
	microsoft // on Microsoft peering
	reached   // over Global Reach from another circuit
	transit   // through hubs with a firewall, from a circuit
	down      // from Azure towards the customer
	across    // the same, over Global Reach from another circuit
	entry     // a VNet as the place of its gateways
	meshed    // a hub, from another hub
	crossing  // from a VPN, or from a circuit to VPNs, towards another site
)

var stateNames = [...]string{
	"", "", "wan", "announcing", "announced", "landed", "landed-named", "landed-announced",
	"far", "far-wan", "arrived", "microsoft", "reached", "transit", "down", "across", "gateways", "mesh", "crossing",
}

// A place is what a node is made of.
type place struct {
	kind NodeKind
	of   any // a table of the design; of a service its name
	k    int // which instance, access or tunnel
	at   state
	with any // what else the state depends on: a directed site link, a circuit, a router
	in   int // number of the underlay, from 1; 0 outside of all
}

// A directed site link leads from one of its ends to the other.
type directed struct {
	link *planner.SiteLink
	from int // 0 or 1
}

func (x directed) tail() *planner.Router { return x.link.Ends[x.from] }
func (x directed) head() *planner.Router { return x.link.Ends[1-x.from] }
