package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner/routing"
)

// failed notes the sequence of a way on which something is down, as the sender
// sees it: what is broken nearest to the sender is what it hears of first.
// then is what it takes to go another way once that is known; back says that
// the traffic goes against the order of the hops.
func (k *clock) failed(w *routing.Way, then Term, back bool) {
	if !k.hops(w, then, back) {
		k.nothing("the loss of a region, a hub or a site")
	}
}

// hops notes the sequence of the first hop that is broken, and reports whether
// there is any.
func (k *clock) hops(w *routing.Way, then Term, back bool) bool {
	for n := range w.Hops {
		i := n
		if back {
			i = len(w.Hops) - 1 - n
		}
		if k.hop(w, i, then, back) {
			return true
		}
	}
	return false
}

func (k *clock) hop(w *routing.Way, i int, then Term, back bool) bool {
	h := &w.Hops[i]
	switch {
	case h.Link != nil:
		if k.down(h.Component) || heading(w, i) == 0 != back && k.down(k.a.Topology.MSEEOf(h.Link)) {
			k.sequence([]Term{k.detection(h.Link), then})
			return true
		}
	case h.Edge != nil && k.down(h.Component):
		k.edge(w, then)
		return true
	case h.Connection != nil:
		if k.down(h.Component) || k.down(k.a.gateway(h)) || k.gone(k.a.instances(h)) {
			k.sequence([]Term{k.term("gateway-msee")})
			k.sequence([]Term{then})
			return true
		}
	case h.Tunnel != nil:
		return k.tunnelDown(h, then, back)
	case h.GlobalReach != nil && k.down(h.Component):
		k.nothing("the loss of Global Reach")
		return true
	case (h.SiteLink != nil || h.Attachment != nil || h.WAN != nil) && k.down(h.Component):
		k.sequence([]Term{k.ownTimer(w, h), then})
		return true
	}
	return false
}

func (k *clock) down(component int) bool { return component >= 0 && !k.state.Up(component) }

// gone reports whether nothing of a group is up.
func (k *clock) gone(group []int) bool {
	return len(group) > 0 && !slices.ContainsFunc(group, k.state.Up)
}

// edge notes the sequences of an edge router that is gone, as seen from inside
// Microsoft's network.
func (k *clock) edge(w *routing.Way, then Term) {
	lost := k.term("gateway-msee")
	if !slices.ContainsFunc(w.Hops, func(h routing.Hop) bool { return h.Connection != nil }) {
		k.assume("Microsoft's network is taken to find an edge router gone as a gateway does")
		lost.Words = "Microsoft's network finds its edge router gone"
	}
	k.sequence([]Term{lost})
	k.sequence([]Term{then})
}

// tunnelDown notes the sequence of a tunnel: of itself, or of what it runs
// over.
func (k *clock) tunnelDown(h *routing.Hop, then Term, back bool) bool {
	if k.down(h.Component) || k.down(k.a.gateway(h)) || k.gone(k.a.tunnel(h).Instances) {
		k.sequence([]Term{k.deadPeer(h), then})
		return true
	}
	return h.Under != nil && k.hops(h.Under, k.term("bgp-withdraw"), back)
}

// standIns notes the sequences of a way that stays although an instance of its
// gateway or an access of its tunnel is down, and returns the share of its
// traffic that this hits.
func (k *clock) standIns(w *routing.Way) float64 {
	most := 0.0
	for i := range w.Hops {
		h := &w.Hops[i]
		switch {
		case h.Connection != nil && !k.a.bypasses(k.flow, h.Connection):
			if share := k.downShare(k.a.instances(h)); share > 0 {
				most = max(most, share)
				k.sequence([]Term{k.instanceTerm()})
			}
		case h.Tunnel != nil:
			t := k.a.tunnel(h)
			if k.downShare(t.Instances) > 0 {
				most = 1
				k.sequence([]Term{k.term("vpn-active-standby-unplanned")})
			}
			if share := k.downShare(t.Internet); share > 0 {
				most = max(most, share)
				k.sequence([]Term{k.deadPeer(h), k.term("vpn-route-change")})
			}
			if h.Under != nil {
				most = max(most, k.standIns(h.Under))
			}
		}
	}
	return most
}

// downShare returns how much of a group is down.
func (k *clock) downShare(group []int) float64 {
	n := 0
	for _, c := range group {
		if !k.state.Up(c) {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(n) / float64(len(group))
}

// instanceTerm returns the term for the loss of a gateway instance, or of its
// zone.
func (k *clock) instanceTerm() Term {
	for _, c := range k.change.Fail {
		if k.a.Topology.Components[c].Kind == "zone" {
			return k.term("zone")
		}
	}
	return k.term("gateway-instance")
}
