package routing

import (
	"slices"
	"strings"
)

// cutElsewhere gives everything to a static route that leads out of the model,
// unless a longer prefix or another static route is there.
func cutElsewhere(c *contest) {
	if c.stop.elsewhere < 0 || len(c.left) == 0 {
		return
	}
	bits := c.in[c.left[0]].bits
	if int(bits) > c.stop.elsewhere || int(bits) == c.stop.elsewhere && c.any(func(r *route) bool { return r.static }) {
		return
	}
	step := StaticBeforeBGP
	if int(bits) < c.stop.elsewhere {
		step = LongestPrefix
	}
	c.keep(step, func(*route, *arc) bool { return false })
}

// cutWeight keeps, of the hub's own circuits, those of the highest routing
// weight: that is what its ExpressRoute gateway tells the hub.
func cutWeight(c *contest) {
	most := int32(-1)
	for _, i := range c.left {
		if r := &c.in[i]; local(r, false) {
			most = max(most, r.weight)
		}
	}
	if c.any(func(r *route) bool { return local(r, false) && r.weight < most }) {
		c.keep(RoutingWeight, func(r *route, _ *arc) bool { return !local(r, false) || r.weight == most })
	}
}

// local reports whether a route comes from the hub's own connections of a kind.
func local(r *route, vpn bool) bool { return !r.remote && r.vpn == vpn && r.er != vpn }

// cutSticky keeps a hub with the VPN that carried the traffic while
// ExpressRoute was away: its routes go to the edge routers, which then do not
// tell the hub of the circuit. A VPN with a longer AS path lets go.
func cutSticky(c *contest) {
	if !c.sticky {
		return
	}
	vpn, er := int32(-1), int32(-1)
	for _, i := range c.left {
		switch r := &c.in[i]; {
		case local(r, true) && (vpn < 0 || r.path < vpn):
			vpn = r.path
		case local(r, false) && (er < 0 || r.path < er):
			er = r.path
		}
	}
	if vpn >= 0 && er >= 0 && vpn <= er {
		c.keep(Stickiness, func(r *route, _ *arc) bool { return !local(r, false) })
	}
}

// cutUnsecured prefers, of routes from other hubs, those of hubs with private
// routing policies.
func cutUnsecured(c *contest) {
	if c.any(func(r *route) bool { return r.remote && r.secure }) {
		c.keep(SecuredHub, func(r *route, _ *arc) bool { return !r.remote || r.secure })
	}
}

// cutRemote puts ExpressRoute behind other hubs last where there are several.
func cutRemote(c *contest) {
	last := func(r *route) bool { return r.remote && r.er }
	if c.stop.many && c.any(last) && c.any(func(r *route) bool { return !last(r) }) {
		c.keep(RemoteExpressRouteLast, func(r *route, _ *arc) bool { return !last(r) })
	}
}

// cutByPlace decides between ExpressRoute and VPN: ExpressRoute where all
// routes are the hub's own, VPN where all are of other hubs.
func cutByPlace(c *contest) {
	if !c.any(func(r *route) bool { return r.er }) || !c.any(func(r *route) bool { return r.vpn }) {
		return
	}
	switch {
	case !c.any(func(r *route) bool { return r.remote }):
		c.keep(HubPreference, func(r *route, _ *arc) bool { return r.er })
	case !c.any(func(r *route) bool { return !r.remote }):
		c.keep(HubPreference, func(r *route, _ *arc) bool { return r.vpn })
	}
}

// cutCircuits keeps the circuits that traffic is shared over: the first ones
// by name. Other routes stay.
func cutCircuits(c *contest, step Step, most int) {
	if len(c.left) <= most {
		return
	}
	var names []string
	for _, i := range c.left {
		if circuit := c.arcs[i].session.circuit; circuit != nil && !slices.Contains(names, circuit.Name()) {
			names = append(names, circuit.Name())
		}
	}
	if len(names) <= most {
		return
	}
	slices.SortFunc(names, strings.Compare)
	c.keep(step, func(_ *route, a *arc) bool {
		return a.session.circuit == nil || slices.Contains(names[:most], a.session.circuit.Name())
	})
}

// cutHubCircuits is cutCircuits for hubs: one circuit, two after an upgrade.
func cutHubCircuits(c *contest) {
	if c.stop.hub.Multipath.Value() {
		cutCircuits(c, NoMultipath, 2)
	} else {
		cutCircuits(c, NoMultipath, 1)
	}
}

// cutNothing marks routes over ExpressRoute and VPN that the customer's router
// finds equal.
func cutNothing(c *contest) {
	if c.any(func(r *route) bool { return r.er }) && c.any(func(r *route) bool { return r.vpn }) {
		c.step = TieBreak
	}
}
