package suggest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// ownLists reports whether a link of a circuit has a list of its own of what it
// announces.
func ownLists(c *planner.Circuit) bool {
	return c.Links.Primary.Has("advertised_prefixes") || c.Links.Secondary.Has("advertised_prefixes")
}

// listable reports whether what a circuit announces can be written as one list:
// it is known, and no link has its own.
func listable(c *planner.Circuit) bool {
	a := c.Peerings.Private.AnnouncedByAny()
	return a.Listed() && !ownLists(c)
}

// samePrefixes proposes that a backup VPN announces what the circuits beside it
// announce, and that a circuit with the higher routing weight announces the
// longer prefixes of the others too.
func samePrefixes(p *Proposer) []Change {
	var out []Change
	for _, x := range p.Coexistences() {
		circuits := planner.NewPrefixSet(p.sent(x.Circuits))
		for _, t := range x.Tunnels {
			if c, ok := p.likeCircuits(t, circuits, p.sent(x.Circuits)); ok {
				out = append(out, c)
			}
		}
	}
	for _, high := range p.Connections {
		if c, ok := p.alsoLonger(high); ok {
			out = append(out, c)
		}
	}
	return out
}

// sent returns what circuits announce over their private peerings, sorted.
func (p *Proposer) sent(circuits []*planner.Circuit) []netip.Prefix {
	var out []netip.Prefix
	for _, c := range circuits {
		for _, l := range c.Links.All() {
			if l.Up() && c.Peerings.Private != nil {
				out = append(out, p.Sent(c.Peerings.Private, l).Prefixes...)
			}
		}
	}
	slices.SortFunc(out, netip.Prefix.Compare)
	return slices.Compact(out)
}

// likeCircuits proposes that a backup VPN announces, in the place of longer
// prefixes, those of the circuits around them; not ok where it has one that is
// in none of theirs.
func (p *Proposer) likeCircuits(t *planner.VPNTunnel, set *planner.PrefixSet, theirs []netip.Prefix) (Change, bool) {
	mine := p.SentOver(t).Prefixes
	longer := slices.ContainsFunc(mine, func(x netip.Prefix) bool { return !set.Has(x) && set.Covers(x) })
	if !t.MayBackUp() || !longer || slices.ContainsFunc(mine, func(x netip.Prefix) bool { return !set.Covers(x) }) {
		return Change{}, false
	}
	list := slices.DeleteFunc(slices.Clone(theirs), func(x netip.Prefix) bool {
		return !slices.ContainsFunc(mine, func(y netip.Prefix) bool { return x.Bits() <= y.Bits() && x.Contains(y.Addr()) })
	})
	c := Change{Key: "same-prefixes " + t.Name(), Words: fmt.Sprintf("announce %s over backup VPN %s, as over the circuits, and nothing longer", several(texts(list)), t.Name())}
	c.Overlay.Set(texts(list), "vpn_tunnels", t.Name(), "advertised_prefixes")
	return c, true
}

// alsoLonger proposes that the circuit of a connection announces the longer
// prefixes with which circuits of a lower weight take its traffic.
func (p *Proposer) alsoLonger(high *planner.Connection) (Change, bool) {
	if !high.Carries() || !listable(high.Circuit) {
		return Change{}, false
	}
	mine := high.Circuit.Peerings.Private.AnnouncedByAny().Prefixes
	set := planner.NewPrefixSet(mine)
	var longer []netip.Prefix
	for _, low := range p.Connections {
		if gatewayOf(low) != gatewayOf(high) || low.RoutingWeight.Or(0) >= high.RoutingWeight.Or(0) {
			continue
		}
		for _, r := range p.Learned(low) {
			if !set.Has(r.Prefix) && set.Covers(r.Prefix) {
				longer = append(longer, r.Prefix)
			}
		}
	}
	if longer == nil {
		return Change{}, false
	}
	slices.SortFunc(longer, netip.Prefix.Compare)
	longer = slices.Compact(longer)
	c := Change{Key: "same-prefixes " + high.Circuit.Name(), Words: fmt.Sprintf("announce %s over circuit %s too", several(texts(longer)), high.Circuit.Name())}
	c.Overlay.Set(texts(append(slices.Clone(mine), longer...)), "circuits", high.Circuit.Name(), "peerings", "private", "advertised_prefixes")
	return c, true
}

// noPrepend proposes to leave out prepends that do nothing, because the routing
// weight of their circuit is the higher one.
func noPrepend(p *Proposer) []Change {
	var out []Change
	for _, n := range p.Connections {
		for _, r := range p.Learned(n) {
			outweighed := slices.ContainsFunc(p.Connections, func(o *planner.Connection) bool {
				return gatewayOf(o) == gatewayOf(n) && o.RoutingWeight.Or(0) < r.Weight()
			})
			if r.Prepends == 0 || !outweighed {
				continue
			}
			_, at := p.Prepends(n.Circuit.Peerings.Private, r.Link, r.Prefix)
			c := Change{Key: "no-prepend " + at.Path, Words: fmt.Sprintf("do not prepend on circuit %s, which routing weight prefers", n.Circuit.Name())}
			if path := strings.Split(at.Path, "."); path[len(path)-1] == "as_path_prepend" && !slices.ContainsFunc(out, func(o Change) bool { return o.Key == c.Key }) {
				c.Overlay.Set(0, path...)
				out = append(out, c)
			}
		}
	}
	return out
}

// linksAlike proposes, for every circuit of which one link is preferred, that
// both have the same local preference, prepends and prefixes.
func linksAlike(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		a, b := c.Links.Primary, c.Links.Secondary
		if c.Peerings.Private == nil || !a.Up() || !b.Up() {
			continue
		}
		change := Change{Key: "links-alike " + c.Name(), Words: fmt.Sprintf("announce and prefer alike over both links of circuit %s", c.Name())}
		own := c.Peerings.Private
		of := func(l, peering, circuit planner.Opt[int], usual int) int { return l.Or(peering.Or(circuit.Or(usual))) }
		alike(&change.Overlay, c, "local_preference", a.LocalPreference, b.LocalPreference,
			max(of(a.LocalPreference, own.LocalPreference, c.LocalPreference, usual), of(b.LocalPreference, own.LocalPreference, c.LocalPreference, usual)))
		alike(&change.Overlay, c, "as_path_prepend", a.ASPathPrepend, b.ASPathPrepend,
			min(of(a.ASPathPrepend, own.ASPathPrepend, c.ASPathPrepend, 0), of(b.ASPathPrepend, own.ASPathPrepend, c.ASPathPrepend, 0)))
		if both := own.AnnouncedByAny(); ownLists(c) && both.Listed() && !slices.Equal(own.Announced(a).Prefixes, own.Announced(b).Prefixes) {
			for _, l := range c.Links.All() {
				change.Overlay.Set(texts(both.Prefixes), "circuits", c.Name(), "links", l.Side, "advertised_prefixes")
			}
		}
		if !change.Overlay.Empty() {
			out = append(out, change)
		}
	}
	return out
}

// alike gives the links of a circuit one value where they differ.
func alike(o *Overlay, c *planner.Circuit, key string, a, b planner.Opt[int], value int) {
	if a == b {
		return
	}
	for _, l := range []struct {
		side string
		has  planner.Opt[int]
	}{{"primary", a}, {"secondary", b}} {
		if l.has.Known() && l.has.Value() != value {
			o.Set(value, "circuits", c.Name(), "links", l.side, key)
		}
	}
}
