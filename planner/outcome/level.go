package outcome

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// microsoftLevel is the name of the level of the circuits that carry services.
const microsoftLevel = "microsoft peering"

// A Level is which of Microsoft's resiliency levels the circuits of one place
// reach: of a gateway, of a hub, or of the Microsoft peerings together.
type Level struct {
	Name     string // path of the gateway or hub, or "microsoft peering"
	Place    source.Place
	Circuits []*planner.Circuit
	Level    planner.Resiliency // "" where not even the first is reached
	Places   []string           // peering locations, by name
}

// Levels returns the levels that the design reaches: of every gateway and hub
// that has circuits or that a flow needs one for, and of Microsoft peering
// where a flow uses it.
func (a *Analysis) Levels() []Level {
	var out []Level
	for _, g := range a.Design.Gateways {
		if g.Kind == planner.ExpressRouteGateway {
			out = append(out, a.level(g.Path(), g.Here(), privateOf(g.Connections)))
		}
	}
	for _, h := range a.Design.VirtualHubs {
		if a.Topology.HubGatewayOf(h, planner.ExpressRouteGateway) >= 0 {
			out = append(out, a.level(h.Path(), h.Here(), privateOf(h.Connections)))
		}
	}
	if i := slices.IndexFunc(a.Design.Flows, func(f *planner.Flow) bool { return f.To.Service != nil }); i >= 0 {
		var circuits []*planner.Circuit
		for _, p := range a.Design.MicrosoftPeerings() {
			circuits = append(circuits, p.Circuit)
		}
		out = append(out, a.level(microsoftLevel, a.Design.Flows[i].Here(), circuits))
	}
	return out
}

// privateOf returns the circuits of connections that have a private peering.
func privateOf(connections []*planner.Connection) []*planner.Circuit {
	var out []*planner.Circuit
	for _, c := range connections {
		if c.Circuit.Peerings.Private != nil && !slices.Contains(out, c.Circuit) {
			out = append(out, c.Circuit)
		}
	}
	return out
}

func (a *Analysis) level(name string, at source.Place, circuits []*planner.Circuit) Level {
	l := Level{Name: name, Place: at, Circuits: circuits}
	metro, whole := false, 0
	for _, c := range circuits {
		if !slices.Contains(l.Places, c.LocationName()) {
			l.Places = append(l.Places, c.LocationName())
		}
		if a.idle(c) == nil {
			whole++
			metro = metro || a.spansMetro(c)
		}
	}
	slices.Sort(l.Places)
	switch {
	case whole == 0:
	case len(l.Places) > 1 && whole > 1:
		l.Level = planner.Maximum
	case metro:
		l.Level = planner.High
	default:
		l.Level = planner.Standard
	}
	return l
}

// idle returns a link of a circuit that is not in use, nil where both are.
func (a *Analysis) idle(c *planner.Circuit) *planner.Link {
	for _, l := range c.Links.All() {
		if a.Topology.LinkOf(l) < 0 {
			return l
		}
	}
	return nil
}

// spansMetro reports whether the two links of a circuit enter two facilities
// of a Metro.
func (a *Analysis) spansMetro(c *planner.Circuit) bool {
	first, second := a.Topology.PeeringSiteOf(c.Links.Primary), a.Topology.PeeringSiteOf(c.Links.Secondary)
	return first >= 0 && second >= 0 && first != second
}

// lostAt says, for each level, which single failures a flow must survive.
var lostAt = map[planner.Resiliency][]planner.Kind{
	planner.Standard: {"link", "msee"},
	planner.High:     {"link", "msee", "peering-site"},
	planner.Maximum:  {"link", "msee", "peering-site", "peering-location"},
}

// resiliency looks for what keeps the design from a level: first in how the
// circuits are laid out and, where they are as they should be, in what becomes
// of the flows.
func (j *judge) resiliency(wanted planner.Resiliency) {
	levels := j.a.Levels()
	least := planner.Maximum
	for i := range levels {
		j.layout(&levels[i], wanted)
		if rank(levels[i].Level) < rank(least) {
			least = levels[i].Level
		}
	}
	if len(levels) == 0 {
		least = ""
		j.blockf(j.last().Place, -1, nil, "the design has no ExpressRoute gateway with a circuit")
	}
	if j.last().Found = string(least); least == "" {
		j.last().Found = "none"
	}
	if len(j.last().Blockers) == 0 {
		j.losses(lostAt[wanted])
	}
}

func rank(r planner.Resiliency) int {
	return slices.Index([]planner.Resiliency{"", planner.Standard, planner.High, planner.Maximum}, r)
}

// layout looks for what the circuits of one place lack.
func (j *judge) layout(l *Level, wanted planner.Resiliency) {
	if len(l.Circuits) == 0 {
		if l.Name == microsoftLevel {
			j.blockf(l.Place, -1, nil, "no circuit has Microsoft peering")
			return
		}
		j.blockf(l.Place, -1, nil, "%s has no circuit", l.Name)
		return
	}
	for _, c := range l.Circuits {
		if idle := j.a.idle(c); idle != nil {
			j.blockf(idle.Here(), j.a.Topology.CircuitOf(c), nil, "link %s is not in use; every level needs both links of a circuit", idle.ID())
		}
	}
	c, one := l.Circuits[0], len(l.Places) < 2
	switch {
	case wanted == planner.Maximum && one:
		j.blockf(c.LocationPlace(), j.a.Topology.LocationOf(c), nil, "all circuits of %s are at one peering location (%s); maximum needs a second circuit at another", l.Name, l.Places[0])
	case wanted == planner.High && one && !slices.ContainsFunc(l.Circuits, j.a.spansMetro):
		message := fmt.Sprintf("the circuits of %s are at one peering location (%s), which is no Metro; high needs a Metro or a second location", l.Name, l.Places[0])
		if c.Location != nil && c.Location.Metro {
			message = fmt.Sprintf("both links of circuit %s enter one facility of %s; high needs both", c.Name(), l.Places[0])
		}
		j.blockf(c.LocationPlace(), j.a.Topology.LocationOf(c), nil, "%s", message)
	}
}

// losses reports the components of some kinds whose failure loses flows.
func (j *judge) losses(kinds []planner.Kind) {
	a, s := j.a, j.a.Singles()
	alive := make([]bool, len(a.Flows))
	for f := range a.Flows {
		alive[f] = !j.dead(f)
	}
	for _, c := range s.Components {
		if !slices.Contains(kinds, a.Topology.Components[c].Kind) {
			continue
		}
		var lost []int
		for f := range a.Flows {
			if alive[f] && s.Outcome(c, f) == Lost {
				lost = append(lost, f)
			}
		}
		if len(lost) > 0 {
			j.blockf(a.Topology.Components[c].Place, c, lost, "%s: lost when %s fails", a.flowNames(lost), a.Topology.Components[c].ID)
		}
	}
}

// survive looks for flows that are lost to one component of a kind.
func (j *judge) survive(kinds []planner.Kind) {
	j.losses(kinds)
	var lost []string
	for _, k := range kinds {
		for _, b := range j.last().Blockers {
			if b.Component >= 0 && j.a.Topology.Components[b.Component].Kind == k {
				lost = append(lost, string(k))
				break
			}
		}
	}
	switch {
	case len(lost) > 0:
		j.last().Found = "not " + strings.Join(lost, ", ")
	case len(j.last().Blockers) == 0:
		j.last().Found = "all"
	}
}
