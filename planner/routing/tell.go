package routing

// tellers change a route as it crosses a session, by kind of session.
var tellers = [...]func(r *run, a *arc, o offer, next *route){
	linkJoint:       tellLink,
	attachmentJoint: tellAttachment,
	siteLinkJoint:   tellSiteLink,
	reachJoint:      tellReach,
	connectionJoint: tellConnection,
	tunnelJoint:     tellTunnel,
	meshJoint:       tellMesh,
	memberJoint:     tellMember,
	peeringJoint:    tellPeering,
	serviceJoint:    tellService,
}

// cross adds an AS number to the path; equal neighbours count once, and a
// number that is not known is the same as its neighbour.
func (n *route) cross(asn int64) {
	if asn != 0 && asn != n.head {
		n.path++
		n.head = asn
	}
}

// drain adds what Microsoft prepends where the sender is an edge router that
// is being drained.
func (r *run) drain(a *arc, next *route) {
	if c := r.p.nodes[a.from].drained; c >= 0 && r.state.Draining(c) {
		next.path += drainPrepends
		next.drains++
	}
}

// tellLink crosses from the customer to an edge router, or back. Towards the
// customer Microsoft's AS number hides those behind it, so that every prefix
// of Azure has a path of one, and one of the customer keeps its own.
func tellLink(r *run, a *arc, o offer, next *route) {
	s := a.session
	if a.up {
		next.cross(r.p.nodes[a.from].asn)
		next.cross(s.peer)
		next.path = max(next.path, 1) + int32(o.prepend)
		if s.peering.IsMicrosoft() && privateASN(s.peer) {
			next.path, next.head = 1, s.peer
		}
		next.er, next.vpn = true, false
		return
	}
	r.drain(a, next)
	if r.p.target.site == nil {
		next.path = 1 + drainPrepends*int32(next.drains)
	} else {
		next.path++
	}
	next.head, next.er, next.vpn, next.cost = 12076, true, false, 0
	if s.pinned {
		next.path -= drainPrepends * int32(next.drains)
	}
	next.exit, next.local = int32(s.exit), int32(s.local)
}

func tellAttachment(r *run, a *arc, _ offer, next *route) {
	next.cross(r.p.nodes[a.from].asn)
	next.cost += int32(a.session.cost)
	next.local = defaultPreference
}

// tellSiteLink keeps the local preference inside one AS.
func tellSiteLink(r *run, a *arc, _ offer, next *route) {
	from, to := r.p.nodes[a.from].asn, r.p.nodes[a.to].asn
	next.cost += int32(a.session.cost)
	if from != 0 && to != 0 && from != to {
		next.cross(from)
		next.local = defaultPreference
	}
}

func tellReach(r *run, a *arc, _ offer, next *route) {
	r.drain(a, next)
	next.path++
	next.head = 12076
}

// tellConnection crosses from an edge router to Azure, or back. What Azure
// hears of its own networks through a circuit has Microsoft's number twice.
func tellConnection(r *run, a *arc, _ offer, next *route) {
	if !a.up {
		next.path++
		next.head = 65515
		return
	}
	r.drain(a, next)
	next.path++
	if r.p.target.site == nil {
		next.path++
	}
	next.head, next.er, next.vpn = 12076, true, false
	next.weight, next.entry = int32(a.session.weight), a.session.circuit
	next.remote, next.secure = false, false
}

func tellTunnel(r *run, a *arc, o offer, next *route) {
	next.er, next.vpn = false, true
	if a.up {
		next.cross(r.p.nodes[a.from].asn)
		next.path = max(next.path, 1) + int32(o.prepend)
		next.weight, next.entry = 0, nil
		return
	}
	next.path++
	next.head, next.cost = 65515, 0
	next.exit, next.local = int32(a.session.exit), int32(a.session.local)
}

func tellMesh(r *run, a *arc, _ offer, next *route) {
	next.path += meshPrepends
	next.head = 65520
	next.remote = true
	next.secure = private(r.p.nodes[a.from].hub)
}

// tellMember marks a network that is joined to the receiver itself.
func tellMember(_ *run, a *arc, _ offer, next *route) { next.direct = a.from == 0 }

// tellService crosses from an edge router to Microsoft's services, or back.
func tellService(r *run, a *arc, _ offer, next *route) {
	if a.up {
		r.drain(a, next)
	}
}

func tellPeering(_ *run, _ *arc, _ offer, next *route) { next.direct = true }

// privateASN reports whether an AS number is private: Microsoft takes such
// numbers out of the AS paths that it hears on Microsoft peering.
func privateASN(n int64) bool {
	return n >= 64512 && n <= 65534 || n >= 4200000000 && n <= 4294967294
}

// meshPrepends is how many numbers a hub prepends to what it tells another
// (virtual-wan/about-virtual-hub-routing-preference, 2024-12-10).
const meshPrepends = 2

// drainPrepends is how often Microsoft prepends its AS number to the routes of
// an edge router that it drains (expressroute/planned-maintenance, 2023-05-10).
const drainPrepends = 8
