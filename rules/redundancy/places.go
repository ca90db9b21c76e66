package redundancy

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// A unit is what has to survive the loss of a place: a network, or, where the
// design states that much is at stake, each group of sites and its networks.
type unit struct {
	networks []*planner.Network
	circuits []*planner.Circuit
	bundles  []*planner.Bundle
}

func units(p *rules.Pass, r *planner.Redundancy) []unit {
	var out []unit
	if level := p.Requirements.Resiliency; critical(p) || level == planner.High || level == planner.Maximum {
		for _, b := range r.Bundles {
			out = append(out, unit{b.Networks, b.Circuits, []*planner.Bundle{b}})
		}
		return out
	}
	for _, n := range r.Networks {
		out = append(out, unit{[]*planner.Network{n}, n.Circuits(), r.Of(n)})
	}
	return out
}

// String names the networks and, where others reach them too, for which sites
// they are meant.
func (u unit) String() string {
	for _, n := range u.networks {
		for _, c := range n.Circuits() {
			if !slices.Contains(u.circuits, c) {
				return networks(u.networks) + ", for the sites behind " + circuitsOf(u.circuits) + ","
			}
		}
	}
	return networks(u.networks)
}

func (u unit) are() string {
	if len(u.networks) == 1 {
		return "is"
	}
	return "are"
}

// located reports whether the catalogue knows the locations of all circuits;
// where it does not, the location rules say so.
func (u unit) located() bool {
	return len(u.circuits) > 0 && !slices.ContainsFunc(u.circuits, func(c *planner.Circuit) bool { return c.Location == nil })
}

// places returns the locations of the circuits, each once.
func (u unit) places() []*catalog.Location {
	var out []*catalog.Location
	for _, c := range u.circuits {
		if !slices.Contains(out, c.Location) {
			out = append(out, c.Location)
		}
	}
	return out
}

// backed reports whether a VPN stands behind all circuits. Whether that is
// enough for the workload is vpnForDemanding's to say.
func (u unit) backed(p *rules.Pass) bool {
	for _, b := range u.bundles {
		for _, n := range u.networks {
			if b.Backup(p.Design, n) == nil {
				return false
			}
		}
	}
	return true
}

// byCircuit joins the units that begin with the same circuit, so that one
// circuit gives one finding however many networks it reaches.
func byCircuit(list []unit) []unit {
	var out []unit
	for _, u := range list {
		i := slices.IndexFunc(out, func(o unit) bool { return o.circuits[0] == u.circuits[0] })
		if i < 0 {
			out = append(out, unit{slices.Clone(u.networks), slices.Clone(u.circuits), u.bundles})
			continue
		}
		for _, n := range u.networks {
			if !slices.Contains(out[i].networks, n) {
				out[i].networks = append(out[i].networks, n)
			}
		}
		for _, c := range u.circuits {
			if !slices.Contains(out[i].circuits, c) {
				out[i].circuits = append(out[i].circuits, c)
			}
		}
	}
	return out
}

var singleSite = &rules.Rule{
	ID:       "redundancy/single-site-connectivity",
	Code:     "RED-007",
	Title:    "Gateways and hubs are reached over two peering locations or a Metro",
	Severity: diag.Warning,
	Why:      "A peering location is a building. When it is lost, or the provider's network in it, everything that is reached over it alone is out of reach.",
	Fix:      "Add a circuit at another peering location, or use a Metro.",
	Refs: []rules.Ref{
		{Doc: "design-architecture-for-resiliency", Section: "Standard resiliency", Date: "2024-07-16"},
		{Doc: "expressroute-faqs", Section: "Which resiliency option should I choose for my ExpressRoute Circuit?", Date: "2026-03-31"},
	},
	Covers: []string{"Advisor 8d61a7d4-5405-4f43-81e3-8c6239b844a6", "APRL 4d703025-dafc-f840-a183-5dc440456134", "APRL 9987c813-d687-4163-a511-95f31bc5e536", "APRL cce3353a-f409-4559-9959-0ca0e3717114", "APRL d37db635-157f-584d-9bce-4f6fc8c65ce5", "ALZ D06.15", "ALZ D06.22"},
	Check: func(p *rules.Pass) {
		var lone []unit
		for _, u := range units(p, p.Redundancy()) {
			pairs := slices.ContainsFunc(u.bundles, func(b *planner.Bundle) bool { return len(b.Circuits) > 1 }) // sameLocation's
			if u.located() && len(u.places()) == 1 && !u.places()[0].Metro && !pairs && !u.backed(p) {
				lone = append(lone, u)
			}
		}
		for _, u := range byCircuit(lone) {
			c := u.circuits[0]
			f := p.Report(c.LocationPlace(), "%s %s reached over one peering location alone, %s (%s); expected are two, or a Metro", u, u.are(), c.Location.Name, circuitsOf(u.circuits)).
				Fix("%s", elsewhere(p, c, true))
			for _, other := range u.circuits[1:] {
				f.Related(other.LocationPlace(), "circuit %q is there too, for other sites", other.Name())
			}
			if critical(p) {
				f.As(diag.Error).Related(p.Requirements.ValueAt("criticality"), "the design is mission-critical")
			}
		}
	},
}

func circuitsOf(list []*planner.Circuit) string {
	if len(list) == 1 {
		return "circuit " + rules.QuotedNames(list)
	}
	return "circuits " + rules.QuotedNames(list)
}

var sameLocation = &rules.Rule{
	ID:       "redundancy/two-circuits-same-location",
	Code:     "RED-008",
	Title:    "Circuits that stand in for each other are at different peering locations",
	Severity: diag.Warning,
	Why:      "Two circuits at one peering location share its building, power and entries, and are lost together.",
	Fix:      "Move one of the circuits to another peering location; a second location in the same city counts as different.",
	Refs: []rules.Ref{
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Need for redundant connectivity solution", Date: "2023-06-15"},
		{Doc: "resiliency-insights", Section: "Route resiliency score", Date: "2025-11-04"},
	},
	Check: func(p *rules.Pass) {
		done := map[*planner.Circuit]bool{}
		for _, b := range p.Redundancy().Bundles {
			u := unit{b.Networks, b.Circuits, nil}
			if len(b.Circuits) < 2 || !u.located() || len(u.places()) > 1 || u.places()[0].Metro {
				continue
			}
			last := b.Circuits[len(b.Circuits)-1]
			if done[last] {
				continue
			}
			done[last] = true
			f := p.Report(last.LocationPlace(), "circuits %s, which join the same sites to %s, are all at %s; circuits that stand in for each other need different locations", rules.QuotedNames(b.Circuits), networks(b.Networks), last.Location.Name).
				Fix("%s", elsewhere(p, last, false))
			for _, c := range b.Circuits[:len(b.Circuits)-1] {
				f.Related(c.LocationPlace(), "circuit %q", c.Name())
			}
			if critical(p) {
				f.As(diag.Error).Related(p.Requirements.ValueAt("criticality"), "the design is mission-critical")
			}
		}
	},
}

// city returns the city that all locations of a unit are in, as long as they
// are more than one building.
func (u unit) city() (*catalog.Location, bool) {
	if !u.located() {
		return nil, false
	}
	all := u.places()
	for _, l := range all {
		if l.MetroCity() != all[0].MetroCity() || l.Cloud != all[0].Cloud {
			return nil, false
		}
	}
	return all[0], len(all) > 1 || all[0].Metro
}

var metroForCritical = &rules.Rule{
	ID:       "redundancy/metro-for-mission-critical",
	Code:     "RED-009",
	Title:    "Mission-critical traffic does not depend on one Metro",
	Severity: diag.Advice,
	Why:      "A Metro is one circuit in two buildings of one city. For mission-critical workloads Microsoft recommends two circuits at two peering locations.",
	Fix:      "Add a circuit at another peering location.",
	Refs: []rules.Ref{
		{Doc: "design-architecture-for-resiliency", Section: "Maximum resiliency", Date: "2024-07-16"},
		{Doc: "design-architecture-for-resiliency", Section: "High resiliency", Date: "2024-07-16"},
	},
	Check: func(p *rules.Pass) {
		if !critical(p) {
			return
		}
		var found []unit
		for _, u := range units(p, p.Redundancy()) {
			if u.located() && len(u.places()) == 1 && u.places()[0].Metro {
				found = append(found, u)
			}
		}
		for _, u := range byCircuit(found) {
			c := u.circuits[0]
			p.Report(c.LocationPlace(), "the design is mission-critical, and %s %s reached over %s alone; two circuits at two peering locations are recommended", u, u.are(), c.Location.Name).
				Related(p.Requirements.ValueAt("criticality"), "the criticality").
				Fix("%s", elsewhere(p, c, false))
		}
	},
}

var sameMetro = &rules.Rule{
	ID:       "redundancy/same-metro-pair",
	Code:     "RED-013",
	Title:    "Circuits reach Azure in more than one city",
	Severity: diag.Advice,
	Why:      "Two locations of one city, or a Metro, outlast the loss of a building, but not what hits the city: an earthquake, a flood, a grid failure.",
	Fix:      "Add a circuit in another city, or accept the risk in [[exceptions]].",
	Refs:     []rules.Ref{{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Redundancy with ExpressRoute circuits in same metro", Date: "2023-06-15"}},
	YieldsTo: []string{"redundancy/metro-for-mission-critical"},
	Check: func(p *rules.Pass) {
		var found []unit
		for _, u := range units(p, p.Redundancy()) {
			if _, one := u.city(); one && !u.backed(p) {
				found = append(found, u)
			}
		}
		for _, u := range byCircuit(found) {
			last := u.circuits[len(u.circuits)-1]
			f := p.Report(last.LocationPlace(), "%s %s reached over %s only, all in one city; a disaster there cuts off the traffic", u, u.are(), names(u.places())).
				Fix("%s Or accept the risk in [[exceptions]].", elsewhere(p, last, false))
			for _, c := range u.circuits[:len(u.circuits)-1] {
				f.Related(c.LocationPlace(), "circuit %q", c.Name())
			}
		}
	},
}

func names(list []*catalog.Location) string {
	var out []string
	for _, l := range list {
		out = append(out, l.Name)
	}
	return rules.And(out)
}
