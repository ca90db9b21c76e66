package outcome

import (
	"fmt"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
)

// detection returns how the two ends of a link find out that it is dead: on
// the interface, by BFD, or when the BGP hold timer expires.
func (k *clock) detection(l *planner.Link) Term {
	if l.L2Devices.Known() && l.L2Devices.Value() == 0 {
		return k.named(k.term("link-loss-visible"), "loss of the link, seen on the interface")
	}
	if !l.L2Devices.Known() {
		k.assume(fmt.Sprintf("%s does not say how many layer-2 devices are in its path; they are taken to hide a loss", l.ID()))
	}
	p := l.Circuit.Peerings.Private
	if k.a.Flows[k.flow].To.Service != nil || p == nil {
		p = l.Circuit.Peerings.Microsoft
	}
	if p == nil {
		return k.hold(l, nil)
	}
	switch on := p.LinkBFD(l); {
	case !on.Known():
		k.assume(fmt.Sprintf("%s does not say whether the router runs BFD; it is taken not to", l.ID()))
	case on.Value() && k.works(l, p):
		return k.bfd(l)
	}
	return k.hold(l, p)
}

func (k *clock) named(t Term, words string) Term {
	t.Words = words
	return t
}

// works reports whether BFD that is configured does its work: both ends run
// it, and BGP listens to it.
func (k *clock) works(l *planner.Link, p *planner.Peering) bool {
	if r := l.Router; r != nil && (!r.BFDCapable.Or(true) || !r.BFDBoundToBGP.Or(true)) {
		k.assume(fmt.Sprintf("BFD of %s has no effect: the router cannot run it, or BGP does not follow it", r.ID()))
		return false
	}
	key := "bfd.default_private_peering_since"
	if p.IsMicrosoft() {
		key = "bfd.default_microsoft_peering_since"
	}
	since, err := planner.ParseDate(k.a.Design.Catalog.Limit(key).Value + "-01")
	old := func(d planner.Date) bool { return d.IsZero() || d.Before(since) }
	if err == nil && !p.Created.IsZero() && p.Created.Before(since) && old(p.Reset) {
		k.assume(fmt.Sprintf("%s is from before Microsoft ran BFD and was not reset since: its side has none", p.Path()))
		return false
	}
	return true
}

// bfd returns the detection by BFD: the slower of the two ends sets the
// interval, and in some cases Microsoft's is the slow one.
func (k *clock) bfd(l *planner.Link) Term {
	cat := k.a.Design.Catalog
	own, times := planner.Duration(0), cat.Limit("bfd.multiplier").Int()
	if r := l.Router; r != nil {
		own, times = r.BFDInterval, r.BFDMultiplier.Or(times)
	}
	usual := max(time.Duration(own), cat.Limit("bfd.tx_interval").Duration())
	slow := max(time.Duration(own), cat.Limit("bfd.interval_slow").Duration())
	t := k.term("link-loss-bfd")
	t.Expected, t.Worst = usual*time.Duration(times), slow*time.Duration(times)
	t.Words = fmt.Sprintf("BFD on %s (%s × %d, at worst %s × %d)", l.ID(), usual, times, slow, times)
	t.Place = l.Here()
	if l.Router != nil {
		t.Place = l.Router.At("bfd_interval")
	}
	return t
}

// hold returns the detection by the BGP hold timer. A link that dies at a
// random moment does so half a keepalive after the last one, on average.
func (k *clock) hold(l *planner.Link, p *planner.Peering) Term {
	var stated planner.Duration
	var r *planner.Router
	if l != nil {
		r = l.Router
	}
	if p != nil {
		stated = p.BGPHoldTime
	}
	if stated == 0 && r != nil {
		stated = r.BGPHoldTime
	}
	t := k.holdTimer(stated, r)
	t.Words = fmt.Sprintf("BGP hold timer of %s on %s, without BFD", Seconds(t.Worst), l.ID())
	t.Place = l.At("bfd")
	if r != nil {
		t.Place = r.At("bfd")
	}
	if p != nil && p.Has("bfd") {
		t.Place = p.ValueAt("bfd")
	}
	return t
}

// holdTimer returns the term for a hold time, negotiated with Microsoft's.
func (k *clock) holdTimer(stated planner.Duration, r *planner.Router) Term {
	cat := k.a.Design.Catalog
	hold := negotiated(cat, "bgp.hold_time", time.Duration(stated))
	keepalive := hold / 3
	if r != nil && r.BGPKeepalive > 0 {
		keepalive = min(keepalive, negotiated(cat, "bgp.keepalive", time.Duration(r.BGPKeepalive)))
	}
	t := k.term("link-loss-hold-timer")
	t.Expected, t.Worst = hold-keepalive/2, hold
	return t
}

// negotiated returns a BGP timer: the lower of Microsoft's and the customer's,
// but no lower than Microsoft takes.
func negotiated(cat *catalog.Catalog, key string, stated time.Duration) time.Duration {
	usual := cat.Limit(key).Duration()
	if stated <= 0 {
		return usual
	}
	return max(min(usual, stated), cat.Limit(key+"_min").Duration())
}

// ownTimer returns the detection on the customer's own network, of which the
// design says nothing but the routers' hold time.
func (k *clock) ownTimer(w *routing.Way, h *routing.Hop) Term {
	var r *planner.Router
	switch {
	case h.SiteLink != nil:
		r = h.SiteLink.Ends[0]
	case h.Attachment != nil:
		r = h.Attachment.Router
	case len(w.Routers) > 0:
		r = w.Routers[0]
	}
	stated := planner.Duration(0)
	if r != nil {
		stated = r.BGPHoldTime
	}
	id := k.a.Topology.Components[h.Component].ID
	k.assume(fmt.Sprintf("%s is taken to be found dead by the BGP hold timer", id))
	t := k.holdTimer(stated, r)
	t.Words = fmt.Sprintf("BGP hold timer of %s over %s", Seconds(t.Worst), id)
	if r != nil {
		t.Place = r.At("bgp_hold_time")
	}
	return t
}

// deadPeer returns the detection of a dead tunnel.
func (k *clock) deadPeer(h *routing.Hop) Term {
	t := k.term("vpn-dpd")
	if stated := time.Duration(h.Tunnel.DPDTimeout); stated > 0 {
		t.Expected, t.Worst = stated, stated
	}
	t.Words = fmt.Sprintf("dead-peer detection of %s after %s", h.Tunnel.Name(), Seconds(t.Worst))
	t.Place = h.Tunnel.At("dpd_timeout")
	return t
}
