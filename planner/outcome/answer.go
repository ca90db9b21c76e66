package outcome

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// An answer is how one flow goes in one state, in the form that outcomes,
// loads and sweeps are made of. It is never changed once made.
type answer struct {
	reachable, carried, asymmetric bool
	kept                           bool // the ways are part of those of the normal state

	sets    [2][]wayset // to Azure, to the site: the ways of each part
	uses    []use       // ascending
	latency [2]span     // one way, of the longest way
	rests   rests

	result *routing.Result // nil in sweeps of pairs
}

// A wayset is the ways of one part of a flow's traffic in one direction.
type wayset struct {
	part string
	ways []sharedWay // by key
}

type sharedWay struct {
	key   string // equal for equal ways, whatever gateway instance they use
	share float64
}

// ask returns how a flow goes in a state.
func (a *Analysis) ask(flow int, s topology.State) *answer {
	return a.digest(flow, a.Router.Route(a.Flows[flow], s), s)
}

// askAfter is ask for a state in which something has happened.
func (a *Analysis) askAfter(flow int, s topology.State) *answer {
	return a.after(flow, a.ask(flow, s))
}

// after compares an answer with that of the normal state.
func (a *Analysis) after(flow int, ans *answer) *answer {
	ans.kept = ans.within(a.normal().answers[flow])
	return ans
}

// digest makes an answer of a result.
func (a *Analysis) digest(flow int, r routing.Result, s topology.State) *answer {
	ans := &answer{reachable: r.Reachable(), carried: r.Carried(), asymmetric: a.crosses(flow, &r), result: &r}
	ans.rests = a.restsOn(r.Hot())
	for d, choices := range [2][]routing.Choice{r.ToAzure, r.ToSite} {
		for i := range choices {
			ans.sets[d] = append(ans.sets[d], waysetOf(&choices[i]))
		}
		ans.latency[d] = a.longest(flow, choices)
	}
	if ans.reachable {
		ans.uses = a.usesOf(flow, &r, s)
	}
	return ans
}

// crosses reports whether a flow enters and leaves a site of its own by
// different routers. What differs at a site on the way does not count, unless
// a stateful device there loses the flow.
func (a *Analysis) crosses(flow int, r *routing.Result) bool {
	f := &a.Flows[flow]
	if !r.Asymmetric || f.To.Service != nil {
		return r.Asymmetric
	}
	for _, out := range r.ToAzure {
		for _, back := range r.ToSite {
			if len(out.Ways) == 0 || len(back.Ways) == 0 {
				continue
			}
			for _, s := range [2]*planner.Site{f.From.Site, f.To.Site} {
				if s != nil && !slices.Equal(edgesAt(s, out.Ways), edgesAt(s, back.Ways)) {
					return true
				}
			}
		}
	}
	return false
}

// edgesAt returns the routers of a site that ways go over, by name.
func edgesAt(s *planner.Site, ways []routing.Way) []string {
	var out []string
	for i := range ways {
		for _, r := range ways[i].Routers {
			if r.Site == s && !slices.Contains(out, r.Name()) {
				out = append(out, r.Name())
			}
		}
	}
	slices.Sort(out)
	return out
}

func waysetOf(c *routing.Choice) wayset {
	set := wayset{part: partName(c.Prefixes)}
	for i := range c.Ways {
		set.ways = append(set.ways, sharedWay{string(keyOf(nil, &c.Ways[i])), c.Ways[i].Share})
	}
	slices.SortFunc(set.ways, func(x, y sharedWay) int { return strings.Compare(x.key, y.key) })
	return set
}

func partName(prefixes []netip.Prefix) string { return fmt.Sprint(prefixes) }

// keyOf writes down a way so that two are equal where they go over the same
// things: links, edge routers, connections, tunnels, networks.
func keyOf(key []byte, w *routing.Way) []byte {
	for _, h := range w.Hops {
		kind := byte(0)
		if h.Edge != nil { // of a Direct port pair several circuits share one
			key = append(key, h.Edge.ID()...)
			kind = 1
		}
		key = append(key, kind)
		key = binary.AppendVarint(key, int64(h.Component))
		if h.Under != nil {
			key = keyOf(append(key, '('), h.Under)
			key = append(key, ')')
		}
	}
	return key
}

// within reports whether the ways of an answer are part of those before.
func (ans *answer) within(before *answer) bool {
	for d := range ans.sets {
		for i := range ans.sets[d] {
			set := &ans.sets[d][i]
			for _, w := range set.ways {
				if before.share(d, set.part, w.key) < 0 {
					return false
				}
			}
		}
	}
	return true
}

// share returns the share of a way for a part in one direction, -1 where it is
// not used. Of a part that the answer does not have, any part counts.
func (ans *answer) share(d int, part, key string) float64 {
	most := -1.0
	for i := range ans.sets[d] {
		set := &ans.sets[d][i]
		share := set.share(key)
		if set.part == part {
			return share
		}
		most = max(most, share)
	}
	return most
}

func (set *wayset) share(key string) float64 {
	k, ok := slices.BinarySearchFunc(set.ways, key, func(w sharedWay, key string) int { return strings.Compare(w.key, key) })
	if !ok {
		return -1
	}
	return set.ways[k].share
}

// shifted returns the share of the traffic that goes another way than before:
// of the part and the direction in which it is largest.
func (ans *answer) shifted(before *answer) float64 {
	most := 0.0
	for d := range before.sets {
		for i := range before.sets[d] {
			set := &before.sets[d][i]
			sum := 0.0
			for _, w := range set.ways {
				sum += max(0, w.share-max(0, ans.share(d, set.part, w.key)))
			}
			most = max(most, sum)
		}
	}
	return min(1, math.Round(most*1e9)/1e9)
}
