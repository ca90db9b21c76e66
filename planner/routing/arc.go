package routing

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// A class is how a speaker learned a route; what it may tell to whom depends
// on that.
type class uint8

const (
	fromSelf       class = iota // it is the destination
	fromAnnounced               // over a site link that says announce, from the destination itself
	fromSiteLink                // over another site link, or from further away
	fromAttached                // a WAN, from the destination itself
	fromWAN                     // a WAN from further away, or a site from a WAN
	fromLink                    // over a circuit
	fromNamed                   // over a circuit that names the sender's prefixes in its list
	fromTunnel                  // over a VPN
	fromReach                   // over Global Reach
	fromConnection              // a gateway or hub from a circuit, or an edge router from Azure
	fromMesh                    // from another hub
	fromBranch                  // from another hub, a VPN of it
	fromLaid                    // over a VPN that runs over a peering
	fromTransit                 // the same, a circuit of a hub that passes circuits on
	fromMember                  // inside Azure
	classes
)

// A target is where the routes of a program lead to.
type target struct {
	node    int
	site    *sitePart        // a part of a site; of a pool, the node is still the site
	public  bool             // the part is a pool of public addresses
	vnet    *vnetPart        // a part of a virtual network
	service *planner.Service // a service
	gateway bool             // it is for a tunnel that runs over a peering, from either end

	sender *planner.Site // whose prefixes a circuit's list must name to carry its traffic for it
}

// An arc is one direction of a session: from announces to to, and traffic goes
// from to to from.
type arc struct {
	session  *session
	from, to int32
	up       bool // from is nearer to the customer
	static   bool
	offers   [classes]offer
}

// arc returns one direction of a session in the announcement of a target, and
// whether anything can be announced over it.
func (g *graph) arc(t *target, s *session, up bool) (arc, bool) {
	a := arc{session: s, up: up, from: int32(s.a), to: int32(s.b)}
	if !up {
		a.from, a.to = a.to, a.from
	}
	for i := range a.offers {
		a.offers[i].bits = unannounced
	}
	arcTables[s.joint](g, t, &a)
	for _, o := range a.offers {
		if o.bits != unannounced {
			return a, true
		}
	}
	return a, false
}

// arcTables fills in what an arc announces, by kind of session.
var arcTables = [...]func(*graph, *target, *arc){
	linkJoint:       (*graph).linkArc,
	attachmentJoint: (*graph).attachmentArc,
	siteLinkJoint:   (*graph).siteLinkArc,
	reachJoint:      (*graph).reachArc,
	connectionJoint: (*graph).connectionArc,
	tunnelJoint:     (*graph).tunnelArc,
	meshJoint:       (*graph).meshArc,
	memberJoint:     (*graph).memberArc,
	peeringJoint:    (*graph).peeringArc,
	serviceJoint:    (*graph).serviceArc,
}

// pass lets routes of some classes through, unchanged but for the class.
func (a *arc) pass(as class, classes ...class) {
	for _, c := range classes {
		a.offers[c] = offer{bits: unchanged, class: as}
	}
}

func (a *arc) offer(c class, o offer, as class) {
	o.class = as
	a.offers[c] = o
}

func (g *graph) linkArc(t *target, a *arc) {
	if a.session.peering.IsMicrosoft() != (t.public || t.service != nil) {
		return
	}
	if !a.up {
		as := fromLink
		if g.names(a.session, t.sender) {
			as = fromNamed
		}
		a.pass(as, fromConnection, fromReach)
		return
	}
	if t.site == nil {
		return
	}
	id := a.session.id
	if t.public && t.gateway {
		for _, c := range []class{fromSelf, fromAnnounced, fromSiteLink, fromAttached, fromWAN} {
			a.offer(c, offer{}, fromLink)
		}
		return
	}
	if t.public && g.lists[id].listed != t.site.region.prefix.IsValid() {
		return
	}
	far := asNamed
	if slices.Contains(g.lists[id].ends, g.nodes[t.node].site) || t.public {
		a.offer(fromSelf, g.offerOf(id, t.site, asOwn), fromLink)
		a.offer(fromAttached, g.offerOf(id, t.site, asOwn), fromLink)
		far = asOwn
	}
	a.offer(fromSiteLink, g.offerOf(id, t.site, far), fromLink)
	a.offer(fromWAN, g.offerOf(id, t.site, far), fromLink)
	if g.announces(a.session.a, t.node) {
		o := a.offers[fromSiteLink]
		if !t.public { // a site link speaks of the site's own prefixes
			o = longer(g.offerOf(id, t.site, asLinked), o)
		}
		a.offer(fromAnnounced, o, fromLink)
	}
}

// announces reports whether a site announces another one because a link
// between them says so.
func (g *graph) announces(site, target int) bool {
	return slices.ContainsFunc(g.nodes[site].sessions, func(i int) bool {
		s := &g.sessions[i]
		return s.joint == siteLinkJoint && s.hop.SiteLink.Announce.Value() && (s.a == target || s.b == target)
	})
}

func longer(a, b offer) offer {
	if b.bits > a.bits {
		return b
	}
	return a
}

// names reports whether the list of a link's circuit names a prefix of a site
// in which the link does not end.
func (g *graph) names(s *session, sender *planner.Site) bool {
	if sender == nil || g.nodes[s.a].site == sender {
		return false
	}
	a := g.lists[s.id]
	return slices.ContainsFunc(sender.Prefixes, func(p netip.Prefix) bool {
		for range a.list.Supernets(p) {
			return true
		}
		for range a.list.Subnets(p) {
			return true
		}
		return false
	})
}

// attachmentArc joins a site to a network. The site tells the network of
// itself, of what is behind its site links and, where one of its circuits names
// the sender, of what it hears from Azure, be it over another circuit.
func (g *graph) attachmentArc(t *target, a *arc) {
	if !a.up {
		a.pass(fromWAN, fromAttached, fromWAN, fromLink, fromNamed)
		return
	}
	if int(a.from) == t.node {
		a.pass(fromAttached, fromSelf)
		return
	}
	if t.site != nil {
		a.pass(fromWAN, fromAnnounced, fromSiteLink)
	}
	for _, i := range g.nodes[a.from].sessions {
		if s := &g.sessions[i]; s.joint == linkJoint && g.names(s, t.sender) {
			a.pass(fromWAN, fromLink, fromNamed)
		}
	}
}

func (g *graph) siteLinkArc(t *target, a *arc) {
	a.pass(fromSiteLink, fromSelf, fromAnnounced, fromSiteLink, fromWAN, fromLink, fromNamed, fromTunnel)
	if a.session.hop.SiteLink.Announce.Value() {
		a.pass(fromAnnounced, fromSelf)
	}
}

func (g *graph) tunnelArc(t *target, a *arc) {
	switch {
	case t.public || t.service != nil:
	case a.up && t.site != nil:
		id := a.session.id
		own, as := asNamed, fromTunnel
		if g.nodes[t.node].site == a.session.hop.Tunnel.Site {
			own = asOwn
		}
		if !topology.Crosses(a.session.hop.Tunnel) {
			as = fromLaid
		}
		a.offer(fromSelf, g.offerOf(id, t.site, own), as)
		a.offer(fromSiteLink, g.offerOf(id, t.site, asNamed), as)
		a.offer(fromWAN, g.offerOf(id, t.site, asNamed), as)
		if g.announces(a.session.a, t.node) {
			a.offer(fromAnnounced, g.offerOf(id, t.site, asLinked), as)
		}
	case a.up:
	case t.site != nil:
		g.crossToVPN(t, a)
	case g.nodes[a.session.b].kind == gatewaySpeaker:
		g.summarised(t, a, fromTunnel)
	default:
		a.pass(fromTunnel, fromSelf, fromMember, fromMesh, fromConnection)
	}
}
