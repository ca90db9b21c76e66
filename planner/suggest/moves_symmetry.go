package suggest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// An asymmetry is a flow between a site and a VNet whose two directions use
// different circuits: normally, or after a failure that loses it for that.
type asymmetry struct {
	site        *planner.Site
	vnet        *planner.VNet
	there, back *routing.Choice
	by, answer  []*planner.Circuit // over which the site sends, and Azure
}

// asymmetries returns the asymmetries of a design, those of the normal state first.
// Where a VPN carries one of the directions, other moves help.
func (p *Proposer) asymmetries() []asymmetry {
	a := p.State.Analysis
	var out []asymmetry
	for _, f := range a.Normal().Flows {
		out = append(out, p.asymmetriesOf(&f)...)
	}
	var done []string
	for _, o := range p.State.Open {
		if o.Component == "" || slices.Contains(done, o.Component) {
			continue
		}
		done = append(done, o.Component)
		change, err := a.Change([]string{o.Component}, nil)
		if err != nil || len(change.Fail) != 1 || !p.breaks(change.Fail[0]) {
			continue
		}
		for _, f := range a.Scenario(change).Flows {
			if f.After.StatefulBreak != nil {
				out = append(out, p.asymmetriesOf(&f)...)
			}
		}
	}
	return out
}

// breaks reports whether after a failure a stateful device loses some flow.
func (p *Proposer) breaks(component int) bool {
	return slices.ContainsFunc(p.State.Analysis.Singles().Effects(component), func(f outcome.FlowOutcome) bool { return f.After.StatefulBreak != nil })
}

// asymmetriesOf returns how the directions of a flow differ: once for each part of
// the site's addresses to which they do.
func (p *Proposer) asymmetriesOf(f *outcome.FlowOutcome) []asymmetry {
	flow := p.State.Analysis.Flows[f.Flow]
	one := asymmetry{site: flow.From.Site, vnet: flow.To.VNet}
	if one.site == nil {
		one.site, one.vnet = flow.To.Site, flow.From.VNet
	}
	if one.site == nil || one.vnet == nil || f.After.TieBreak || flow.Written != nil && flow.Written.LoadBalanced.Value() {
		return nil
	}
	var out []asymmetry
	for i := range f.After.ToAzure {
		for k := range f.After.ToSite {
			s := one
			s.there, s.back = &f.After.ToAzure[i], &f.After.ToSite[k]
			s.by, s.answer = circuitsOn(s.there), circuitsOn(s.back)
			if s.by != nil && s.answer != nil && !slices.Equal(s.by, s.answer) {
				out = append(out, s)
			}
		}
	}
	return out
}

// circuitsOn returns the circuits of a choice, by name; nil where a VPN carries
// it, and where there is no way.
func circuitsOn(c *routing.Choice) []*planner.Circuit {
	var out []*planner.Circuit
	for i := range c.Ways {
		for _, h := range c.Ways[i].Hops {
			if h.Tunnel != nil {
				return nil
			}
			if h.Link != nil && !slices.Contains(out, h.Link.Circuit) {
				out = append(out, h.Link.Circuit)
			}
		}
	}
	slices.SortFunc(out, func(a, b *planner.Circuit) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

// wanted reports whether something decided for the ways of a choice: not that
// all are alike.
func wanted(c *routing.Choice) bool {
	return c.Step != routing.ECMP && c.Step != routing.TieBreak && c.Step != routing.NoWay
}

// circuitNames writes "circuit er-a", "circuits er-a and er-b".
func circuitNames(list []*planner.Circuit) string {
	var names []string
	for _, c := range list {
		names = append(names, c.Name())
	}
	if len(names) == 1 {
		return "circuit " + names[0]
	}
	return "circuits " + several(names)
}

// routingWeight proposes, for every flow whose directions differ, weights with
// which Azure answers over the circuits that the site uses.
func routingWeight(p *Proposer) []Change {
	var out []Change
	for _, s := range p.asymmetries() {
		c := Change{Words: fmt.Sprintf("prefer %s in Azure too, by routing weight", circuitNames(s.by))}
		if !wanted(s.there) || !p.weigh(&c.Overlay, &s) || c.Overlay.Empty() {
			continue
		}
		c.Key = "routing-weight " + circuitNames(s.by)
		if !slices.ContainsFunc(out, func(o Change) bool { return o.Key == c.Key }) {
			out = append(out, c)
		}
	}
	return out
}

// weigh gives the connections over which a site sends a weight above that of
// all others of their gateways, which keep theirs.
func (p *Proposer) weigh(o *Overlay, s *asymmetry) bool {
	const step, most = 100, 32000
	for _, gateway := range gatewaysOn(s.there) {
		weight, same := 0, true
		var mine []*planner.Connection
		for _, n := range p.Connections {
			switch {
			case gatewayOf(n) != gateway:
			case slices.Contains(s.by, n.Circuit):
				mine = append(mine, n)
				same = same && n.RoutingWeight.Or(0) == mine[0].RoutingWeight.Or(0)
			default:
				weight = max(weight, n.RoutingWeight.Or(0))
			}
		}
		if same && mine[0].RoutingWeight.Or(0) > weight {
			continue
		}
		if weight+step > most {
			return false
		}
		for _, n := range mine {
			o.Set(weight+step, "connections", n.Name(), "routing_weight")
		}
	}
	return true
}

// gatewaysOn returns the gateways and hubs that a choice enters Azure by.
func gatewaysOn(c *routing.Choice) []string {
	var out []string
	for i := range c.Ways {
		for _, h := range c.Ways[i].Hops {
			if h.Connection != nil && !slices.Contains(out, gatewayOf(h.Connection)) {
				out = append(out, gatewayOf(h.Connection))
			}
		}
	}
	return out
}

// localPreference proposes, for every flow whose directions differ, that the
// site sends over the circuits by which Azure answers; and that backup VPNs
// come after the circuits that they stand beside.
func localPreference(p *Proposer) []Change {
	var out []Change
	for _, s := range p.asymmetries() {
		c := Change{Key: "local-preference " + circuitNames(s.answer), Words: fmt.Sprintf("prefer %s on premises too, by local preference", circuitNames(s.answer))}
		if wanted(s.back) && p.preferTo(&c.Overlay, &s) && !slices.ContainsFunc(out, func(o Change) bool { return o.Key == c.Key }) {
			out = append(out, c)
		}
	}
	return append(out, p.backupsLast()...)
}

// preferTo gives circuits the highest local preference of those that a site
// hears a VNet over; not ok where they have it, and where a provider's routers
// decide.
func (p *Proposer) preferTo(o *Overlay, s *asymmetry) bool {
	above := usual
	for _, c := range p.Circuits {
		if c.Peerings.Private != nil && s.site.Heeds(c) && !slices.Contains(s.answer, c) {
			above = max(above, p.HeardOverCircuit(s.site, c, s.vnet).Preference)
		}
	}
	for _, c := range s.answer {
		if c.Managed().Value() || p.HeardOverCircuit(s.site, c, s.vnet).Preference > above && len(s.answer) == 1 {
			return false
		}
		rate(o, c, above+100)
	}
	return true
}

// rate gives the routes over a circuit a local preference, where it is written
// already: at a link, at the peering, or else at the circuit.
func rate(o *Overlay, c *planner.Circuit, preference int) {
	unsaid := false
	for _, l := range c.Links.All() {
		if l.LocalPreference.Known() {
			o.Set(preference, "circuits", c.Name(), "links", l.Side, "local_preference")
		} else {
			unsaid = true
		}
	}
	switch {
	case !unsaid:
	case c.Peerings.Private.LocalPreference.Known():
		o.Set(preference, "circuits", c.Name(), "peerings", "private", "local_preference")
	default:
		o.Set(preference, "circuits", c.Name(), "local_preference")
	}
}

// backupsLast proposes, for every backup VPN that its site does not rate below
// the circuits beside it, a local preference of half of theirs. The order of
// the circuits stays.
func (p *Proposer) backupsLast() []Change {
	var out []Change
	for _, x := range p.Coexistences() {
		for _, t := range x.Tunnels {
			if !t.MayBackUp() {
				continue
			}
			least, rated := usual, 0
			for _, v := range p.Targets(x.Network) {
				rated = max(rated, p.HeardOverVPN(t, v).Preference)
				for _, c := range x.Circuits {
					if t.Site.Heeds(c) {
						least = min(least, p.HeardOverCircuit(t.Site, c, v).Preference)
					}
				}
			}
			if rated < least || least < 2 {
				continue
			}
			c := Change{Key: "local-preference " + t.Name(), Words: fmt.Sprintf("rate backup VPN %s below the circuits on premises, by local preference", t.Name())}
			c.Overlay.Set(least/2, "vpn_tunnels", t.Name(), "local_preference")
			out = append(out, c)
		}
	}
	return out
}
