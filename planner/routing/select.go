package routing

import (
	"slices"

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
	direct bool // from a virtual network that is joined to the speaker
	drains uint8
	hops   uint8
	level  uint8 // of the route of the sender that it goes on with
	bits   int16
	exit   int32
	local  int32
	path   int32
	cost   int32
	weight int32
	entry  *planner.Circuit // over which Azure has it, nil over a VPN
	head   int64            // the last AS number of the path, 0 where none is known
	trail  uint64           // tells apart routes that came by different speakers
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
	level  int
	left   []int32 // arcs, in their order
	sticky bool    // the hub's VPN carried the traffic before
	step   Step    // the last that took a route out
	doubt  string
	lost   *[]loss // nil where nobody asks
}

// A loss is a route that lost, and at which step.
type loss struct {
	arc   int32
	level int
	step  Step
}

// keep drops the routes that f refuses.
func (c *contest) keep(step Step, f func(*route, *arc) bool) {
	n := 0
	for _, i := range c.left {
		if f(&c.in[i], &c.arcs[i]) {
			c.left[n] = i
			n++
		} else if c.lost != nil {
			*c.lost = append(*c.lost, loss{i, c.level, step})
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

// The lists of comparisons, by speaker. All begin with the length of the
// prefix: routes of different lengths are kept apart from the start, and the
// traffic follows the longest.
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
