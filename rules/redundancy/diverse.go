package redundancy

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var sameProvider = &rules.Rule{
	ID:       "redundancy/same-provider",
	Code:     "RED-011",
	Title:    "Circuits that stand in for each other have different providers",
	Severity: diag.Advice,
	Why:      "A fault in a provider's network or in its control systems, or a change that goes wrong, can take down all circuits of that provider at once.",
	Fix:      "Order one of the circuits from another provider, or have the provider promise separate paths and write diverse_from.",
	Refs: []rules.Ref{
		{Doc: "well-architected/service-guides/azure-expressroute", Section: "Reliability", Date: "2025-11-21"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Need for redundant connectivity solution", Date: "2023-06-15"},
		{Doc: "secure-expressroute", Section: "Network security", Date: "2026-08-11"},
	},
	Check: func(p *rules.Pass) {
		done := map[*planner.Circuit]bool{}
		for _, b := range p.Redundancy().Bundles {
			last := b.Circuits[len(b.Circuits)-1]
			if len(b.Circuits) < 2 || promisedApart(b.Circuits) || done[last] {
				continue
			}
			name, silent := provider(b.Circuits)
			switch {
			case silent != nil:
				done[last] = true
				p.Unknown(silent.At("service_provider"), "circuit %q does not say its provider; circuits that stand in for each other should have different ones", silent.Name())
			case name != "":
				done[last] = true
				f := p.Report(last.ValueAt("service_provider"), "circuits %s, which stand in for each other, are all of provider %q; expected are two providers, or a promise of separate paths", rules.QuotedNames(b.Circuits), name)
				for _, c := range b.Circuits[:len(b.Circuits)-1] {
					f.Related(c.ValueAt("service_provider"), "circuit %q", c.Name())
				}
				if names := sellers(last); names != "" {
					f.Fix("Order %q from another provider; at %s there are %s. Or write diverse_from where the provider promises separate paths.", last.Name(), last.Location.Name, names)
				}
			}
		}
	},
}

// promisedApart reports whether a provider has promised separate paths for two
// of the circuits.
func promisedApart(circuits []*planner.Circuit) bool {
	for _, c := range circuits {
		if slices.ContainsFunc(c.Diverse, func(o *planner.Circuit) bool { return o != c && slices.Contains(circuits, o) }) {
			return true
		}
	}
	return false
}

// provider returns the provider that all circuits have, or a circuit that does
// not say its own while the others have the same. A name that the catalogue
// does not know is left to the location rules.
func provider(circuits []*planner.Circuit) (name string, silent *planner.Circuit) {
	for _, c := range circuits {
		switch {
		case c.IsDirect() || c.Provider == nil && c.ServiceProvider != "":
			return "", nil
		case c.Provider == nil:
			silent = c
		case name == "":
			name = c.Provider.Name
		case name != c.Provider.Name:
			return "", nil
		}
	}
	return name, silent
}

// sellers lists other providers at the location of a circuit.
func sellers(c *planner.Circuit) string {
	if c.Location == nil {
		return ""
	}
	return rules.Several(slices.DeleteFunc(slices.Clone(c.Location.Providers), func(name string) bool { return name == c.ProviderName() }))
}

var sameEnd = &rules.Rule{
	ID:       "redundancy/circuits-end-on-same-site-or-router",
	Code:     "RED-012",
	Title:    "Circuits that stand in for each other end in different buildings of the customer",
	Severity: diag.Warning,
	Why:      "Where all circuits end in one building, its power, its fire or the fibre to its door takes all of them down, however far apart the peering locations are.",
	Fix:      "End one of the circuits at another site, or in another building, on routers of its own.",
	Refs:     []rules.Ref{{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Need for redundant connectivity solution", Date: "2023-06-15"}},
	Check: func(p *rules.Pass) {
		done := map[*planner.Circuit]bool{}
		for _, b := range p.Redundancy().Bundles {
			last := b.Circuits[len(b.Circuits)-1]
			if len(b.Circuits) < 2 || done[last] {
				continue
			}
			done[last] = true
			ends, missing := routers(b.Circuits)
			switch {
			case missing != nil:
				p.Unknown(keyOf(missing, "router"), "circuit %q does not say on which router its %s link ends, so whether %s end in one building is unknown", missing.Circuit.Name(), missing.Side, rules.QuotedNames(b.Circuits))
			case len(ends) > 0:
				oneEnd(p, b.Circuits, ends)
			}
		}
	},
}

// routers returns the routers that the links of all circuits end on, each
// once, or a link that does not say. It returns none where a circuit ends on
// the provider's routers.
func routers(circuits []*planner.Circuit) (ends []*planner.Router, missing *planner.Link) {
	for _, c := range circuits {
		for _, l := range c.Links.All() {
			switch {
			case !l.Up() || slices.Contains(ends, l.Router):
			case l.Router != nil:
				ends = append(ends, l.Router)
			case c.Managed().Value():
				return nil, nil
			case missing == nil:
				missing = l
			}
		}
	}
	if slices.ContainsFunc(ends, func(r *planner.Router) bool { return r.Site != ends[0].Site }) {
		return nil, nil // whatever the missing one is
	}
	return ends, missing
}

// oneEnd reports circuits whose routers are all of one site, unless they are in
// two of its buildings.
func oneEnd(p *rules.Pass, circuits []*planner.Circuit, ends []*planner.Router) {
	named := func(r *planner.Router) bool { return r.Building != "" }
	apart := func(r *planner.Router) bool {
		return named(r) && named(ends[0]) && catalog.Fold(r.Building) != catalog.Fold(ends[0].Building)
	}
	site := ends[0].Site
	if slices.ContainsFunc(ends, apart) {
		return
	}
	if i := slices.IndexFunc(ends, func(r *planner.Router) bool { return !named(r) }); i >= 0 && slices.ContainsFunc(site.Routers, named) {
		p.Unknown(ends[i].At("building"), "router %q does not say in which building of site %q it is, so whether circuits %s end in one is unknown", ends[i].ID(), site.Name(), rules.QuotedNames(circuits))
		return
	}
	last := circuits[len(circuits)-1]
	where := "at site " + site.Name()
	if named(ends[0]) {
		where = "in building " + ends[0].Building + " of site " + site.Name()
	}
	if shared := sharedRouters(circuits); shared != "" {
		where += ", on " + shared + " together"
	}
	link := last.Links.Primary
	if !link.Up() {
		link = last.Links.Secondary
	}
	f := p.Report(link.ValueAt("router"), "circuits %s, which stand in for each other, all end %s; they need different buildings", rules.QuotedNames(circuits), where)
	for _, c := range circuits[:len(circuits)-1] {
		f.Related(c.At("links"), "the links of circuit %q", c.Name())
	}
}

// sharedRouters names the routers on which links of two circuits end.
func sharedRouters(circuits []*planner.Circuit) string {
	var found []string
	first := map[*planner.Router]*planner.Circuit{}
	for _, c := range circuits {
		for _, l := range c.Links.All() {
			if l.Router == nil || !l.Up() {
				continue
			}
			if owner := first[l.Router]; owner != nil && owner != c && !slices.Contains(found, l.Router.Name()) {
				found = append(found, l.Router.Name())
			}
			if first[l.Router] == nil {
				first[l.Router] = c
			}
		}
	}
	if len(found) == 1 {
		return "router " + found[0]
	}
	if len(found) > 1 {
		return "routers " + strings.Join(found, " and ")
	}
	return ""
}
