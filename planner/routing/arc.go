package routing

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
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
	a.offer(fromAnnounced, g.offerOf(id, t.site, asLinked), fromLink)
	if far == asOwn {
		a.offer(fromAnnounced, longer(a.offers[fromAnnounced], a.offers[fromSiteLink]), fromLink)
	}
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

func (g *graph) attachmentArc(t *target, a *arc) {
	if a.up {
		a.pass(fromAttached, fromSelf)
		a.pass(fromWAN, fromAnnounced, fromSiteLink, fromNamed)
		return
	}
	a.pass(fromWAN, fromAttached, fromWAN, fromLink, fromNamed)
}

func (g *graph) siteLinkArc(t *target, a *arc) {
	a.pass(fromSiteLink, fromSelf, fromAnnounced, fromSiteLink, fromWAN, fromLink, fromNamed, fromTunnel)
	if a.session.hop.SiteLink.Announce.Value() {
		a.pass(fromAnnounced, fromSelf)
	}
}

func (g *graph) reachArc(t *target, a *arc) {
	switch {
	case t.public || t.service != nil:
	case t.site != nil:
		a.pass(fromReach, fromLink)
	default:
		a.pass(fromReach, fromConnection)
	}
}

// connectionArc holds what a circuit tells Azure, and Azure the circuit. A
// circuit brings the networks of other gateways only where both sides let them
// in; hubs pass circuits on to circuits only through their firewall.
func (g *graph) connectionArc(t *target, a *arc) {
	if t.public || t.service != nil {
		return
	}
	end := g.nodes[a.session.b]
	switch {
	case a.up && t.site != nil:
		a.pass(fromConnection, fromLink, fromReach)
	case a.up && g.acceptsNetwork(end, t):
		a.pass(fromConnection, fromConnection, fromReach)
	case a.up:
	case t.site != nil && end.hub != nil && inspects(end.hub):
		a.pass(fromConnection, fromConnection, fromMesh)
	case t.site != nil:
	case end.kind == gatewaySpeaker:
		g.summarised(t, a, fromConnection)
	default:
		a.pass(fromConnection, fromSelf, fromMember, fromMesh)
	}
}

// inspects reports whether a hub passes one circuit on to another.
func inspects(h *planner.VirtualHub) bool {
	return h.WAN.ExpressRouteTransit == "firewall" && h.Firewall != "" && h.Firewall != "none" && private(h)
}

// private reports whether a hub has private routing policies.
func private(h *planner.VirtualHub) bool {
	return h.RoutingIntent == "private" || h.RoutingIntent == "both"
}

// acceptsNetwork reports whether a gateway or hub takes the prefixes of a
// virtual network from a circuit.
func (g *graph) acceptsNetwork(end node, t *target) bool {
	if t.vnet == nil {
		return false
	}
	behindHub := t.vnet.vnet.VHub != nil
	if end.hub != nil {
		return behindHub && t.vnet.vnet.VHub.WAN == end.hub.WAN || end.hub.AllowNonVirtualWANTraffic.Value()
	}
	for _, gateway := range end.vnet.Gateways {
		if gateway.Kind != planner.ExpressRouteGateway {
			continue
		}
		if behindHub && gateway.AllowVirtualWANTraffic.Value() || !behindHub && gateway.AllowRemoteVNetTraffic.Value() {
			return true
		}
	}
	return false
}

// summarised announces a network's prefix as its gateway does.
func (g *graph) summarised(t *target, a *arc, as class) {
	if t.vnet == nil {
		a.pass(as, fromSelf, fromMember)
		return
	}
	o := offer{}
	if p := t.vnet.region.prefix; p.IsValid() {
		o.bits = int16(g.summary(a.session.b, t.vnet.vnet, p).Bits())
	}
	a.offer(fromSelf, o, as)
	a.offer(fromMember, o, as)
}

func (g *graph) tunnelArc(t *target, a *arc) {
	switch {
	case t.public || t.service != nil:
	case a.up && t.site != nil:
		id := a.session.id
		own := asNamed
		if g.nodes[t.node].site == a.session.hop.Tunnel.Site {
			own = asOwn
		}
		a.offer(fromSelf, g.offerOf(id, t.site, own), fromTunnel)
		a.offer(fromSiteLink, g.offerOf(id, t.site, asNamed), fromTunnel)
		a.offer(fromWAN, g.offerOf(id, t.site, asNamed), fromTunnel)
		a.offer(fromAnnounced, g.offerOf(id, t.site, asLinked), fromTunnel)
	case a.up || t.site != nil:
	case g.nodes[a.session.b].kind == gatewaySpeaker:
		g.summarised(t, a, fromTunnel)
	default:
		a.pass(fromTunnel, fromSelf, fromMember, fromMesh, fromConnection)
	}
}

func (g *graph) meshArc(t *target, a *arc) {
	if t.site != nil {
		a.pass(fromMesh, fromConnection, fromTunnel)
	} else {
		a.pass(fromMesh, fromSelf, fromMember)
	}
}

// memberArc joins networks to their gateway or hub. A hub joins its networks
// to each other too, a gateway does not.
func (g *graph) memberArc(t *target, a *arc) {
	if !a.up {
		a.pass(fromMember, fromSelf)
		return
	}
	a.pass(fromMember, fromConnection, fromTunnel, fromMesh)
	if g.nodes[a.session.a].kind == hubSpeaker {
		a.pass(fromMember, fromMember)
	}
}

func (g *graph) peeringArc(t *target, a *arc) {
	if t.vnet != nil {
		a.pass(fromMember, fromSelf)
	}
}

// serviceArc announces a service over the Microsoft peerings whose route
// filter lets one of its communities through.
func (g *graph) serviceArc(t *target, a *arc) {
	edge := g.nodes[a.session.a]
	switch {
	case a.up && t.public:
		a.pass(fromConnection, fromLink)
	case a.up || t.service == nil:
	case t.gateway || lets(edge.link.Circuit.Peerings.Microsoft, t.service):
		a.pass(fromConnection, fromSelf)
	}
}

// lets reports whether a Microsoft peering announces a service. Without a
// route filter it announces nothing.
func lets(p *planner.Peering, s *planner.Service) bool {
	if p.RouteFilter == nil || p.RouteFilter.Access == "deny" {
		return false
	}
	for _, entry := range p.RouteFilter.Resolved {
		for _, c := range entry {
			if slices.Contains(s.Communities, c) {
				return true
			}
		}
	}
	return false
}

// statics returns the static routes of a hub that hold a part of a site: arcs
// for those that lead over a connection, a tunnel or another hub, and the
// length of the longest one that leads elsewhere, -1 where there is none.
// Routes to the hub's own firewall change nothing.
func (g *graph) statics(t *target, hub int) (arcs []arc, elsewhere int) {
	elsewhere = -1
	h := g.nodes[hub].hub
	if h == nil || t.site == nil || !t.site.region.prefix.IsValid() {
		return nil, elsewhere
	}
	for _, r := range h.StaticRoutes {
		if !r.Prefix.IsValid() || !covers(r.Prefix.Masked(), t.site.region.prefix) || strings.Contains(strings.ToLower(r.NextHop), "firewall") {
			continue
		}
		over := g.toward(hub, r.NextHop)
		for _, a := range over {
			for c := range a.offers {
				a.offers[c] = offer{bits: int16(r.Prefix.Bits()), class: arrival[a.session.joint]}
			}
			arcs = append(arcs, a)
		}
		if len(over) == 0 {
			elsewhere = max(elsewhere, r.Prefix.Bits())
		}
	}
	return arcs, elsewhere
}

// arrival is the class of what a hub learns over a session.
var arrival = map[joint]class{connectionJoint: fromConnection, tunnelJoint: fromTunnel, meshJoint: fromMesh}

// toward returns the sessions of a hub that a next hop names.
func (g *graph) toward(hub int, next string) []arc {
	var out []arc
	for _, i := range g.nodes[hub].sessions {
		s := &g.sessions[i]
		a := arc{session: s, up: true, static: true, from: int32(s.a), to: int32(s.b)}
		var name string
		switch s.joint {
		case connectionJoint:
			name = s.hop.Connection.Path()
		case tunnelJoint:
			name = s.hop.Tunnel.Path()
		case meshJoint:
			if s.b != hub {
				a.up, a.from, a.to = false, int32(s.b), int32(s.a)
			}
			name = g.nodes[a.from].hub.Path()
		}
		if name != "" && strings.Replace(name, ".", "/", 1) == next {
			out = append(out, a)
		}
	}
	return out
}
