package routing

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// A route is what a speaker has learned over one arc.
type route struct {
	valid  bool
	class  class
	vpn    bool // it leaves over a VPN; otherwise over ExpressRoute, if over either
	er     bool
	remote bool // it comes from another hub
	secure bool // from a hub with private routing policies
	static bool
	direct bool // over a virtual network peering
	drains uint8
	hops   uint8
	bits   int16
	exit   int32
	local  int32
	path   int32
	cost   int32
	weight int32
	head   int64  // the last AS number of the path, 0 where none is known
	trail  uint64 // tells apart routes that came by different speakers
}

// A comparison is a step of a speaker: of the routes that are left it keeps
// those of the highest rank, or those that cut leaves.
type comparison struct {
	step Step
	rank func(r *route) int64
	cut  func(c *contest)
}

// A contest is one selection.
type contest struct {
	stop   *stop
	arcs   []arc
	in     []route
	left   []int32 // arcs, in their order
	sticky bool    // the hub's VPN carried the traffic before
	step   Step    // the last that took a route out
	doubt  string
	lost   *[]loss // nil where nobody asks
}

// A loss is a route that lost, and at which step.
type loss struct {
	arc  int32
	step Step
}

// keep drops the routes that f refuses.
func (c *contest) keep(step Step, f func(*route, *arc) bool) {
	n := 0
	for _, i := range c.left {
		if f(&c.in[i], &c.arcs[i]) {
			c.left[n] = i
			n++
		} else if c.lost != nil {
			*c.lost = append(*c.lost, loss{i, step})
		}
	}
	if n < len(c.left) {
		c.step = step
		if d := Steps[step].Doubt; d != "" {
			c.doubt = d
		}
	}
	c.left = c.left[:n]
}

// any reports whether a route that is left meets a condition.
func (c *contest) any(f func(*route) bool) bool {
	return slices.ContainsFunc(c.left, func(i int32) bool { return f(&c.in[i]) })
}

// decide applies the comparisons of the speaker.
func (c *contest) decide() {
	for i := range c.stop.rules {
		if len(c.left) < 2 && c.stop.elsewhere < 0 {
			return
		}
		k := &c.stop.rules[i]
		if k.cut != nil {
			k.cut(c)
			continue
		}
		c.best(k)
	}
}

func (c *contest) best(k *comparison) {
	if len(c.left) < 2 {
		return
	}
	most, differ := k.rank(&c.in[c.left[0]]), false
	for _, i := range c.left[1:] {
		if r := k.rank(&c.in[i]); r != most {
			most, differ = max(most, r), true
		}
	}
	if differ {
		c.keep(k.step, func(r *route, _ *arc) bool { return k.rank(r) == most })
	}
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// The comparisons, each once; the lists below are made of them.
var (
	byLength    = comparison{step: LongestPrefix, rank: func(r *route) int64 { return int64(r.bits) }}
	byStatic    = comparison{step: StaticBeforeBGP, rank: func(r *route) int64 { return flag(r.static) }}
	byPeering   = comparison{step: PeeringBeforeGateway, rank: func(r *route) int64 { return flag(r.direct) }}
	byKind      = comparison{step: ExpressRouteBeforeVPN, rank: func(r *route) int64 { return flag(r.er) }}
	byWeight    = comparison{step: RoutingWeight, rank: func(r *route) int64 { return int64(r.weight) }}
	byPath      = comparison{step: ASPath, rank: func(r *route) int64 { return -int64(r.path) }}
	byLocal     = comparison{step: LocalPreference, rank: func(r *route) int64 { return int64(r.local) }}
	byCost      = comparison{step: Cost, rank: func(r *route) int64 { return -int64(r.cost) }}
	byPlace     = comparison{step: LocalBeforeRemote, rank: func(r *route) int64 { return flag(!r.remote) }}
	byVPN       = comparison{step: HubPreference, rank: func(r *route) int64 { return flag(r.vpn) }}
	elsewhere   = comparison{step: StaticBeforeBGP, cut: cutElsewhere}
	stuck       = comparison{step: Stickiness, cut: cutSticky}
	byGateway   = comparison{step: RoutingWeight, cut: cutWeight}
	byPolicy    = comparison{step: SecuredHub, cut: cutUnsecured}
	remoteLast  = comparison{step: RemoteExpressRouteLast, cut: cutRemote}
	byBoth      = comparison{step: HubPreference, cut: cutByPlace}
	atMostFour  = comparison{step: ECMP, cut: func(c *contest) { cutCircuits(c, ECMP, 4) }}
	atMostHub   = comparison{step: NoMultipath, cut: cutHubCircuits}
	sameForBoth = comparison{step: TieBreak, cut: cutNothing}
)

// The lists of comparisons, by speaker.
var (
	siteRules    = []comparison{byLength, byLocal, byPath, byCost, sameForBoth}
	networkRules = []comparison{byLength, byLocal, byPath, byCost}
	edgeRules    = []comparison{byLength, byPath}
	serviceRules = []comparison{byLength, byPath}
	gatewayRules = []comparison{byLength, byPeering, byKind, byWeight, byPath, atMostFour}
	hubRules     = map[planner.HubPreference][]comparison{
		planner.PreferExpressRoute: {byLength, elsewhere, byStatic, byGateway, stuck, byPlace, byPolicy, byBoth, byPath, atMostHub},
		planner.PreferVPN:          {byLength, elsewhere, byStatic, byGateway, byPlace, byPolicy, byVPN, byPath, atMostHub},
		planner.PreferASPath:       {byLength, elsewhere, byStatic, byGateway, stuck, remoteLast, byPolicy, byPath, byPlace, byBoth, atMostHub},
	}
)

// rulesOf returns the list of a speaker.
func rulesOf(n *node) []comparison {
	switch n.kind {
	case siteSpeaker:
		return siteRules
	case wanSpeaker:
		return networkRules
	case edgeSpeaker:
		return edgeRules
	case serviceSpeaker:
		return serviceRules
	case hubSpeaker:
		return hubRules[n.hub.Preference()]
	}
	return gatewayRules
}

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
