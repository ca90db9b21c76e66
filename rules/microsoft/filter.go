package microsoft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var routeFilterMissing = &rules.Rule{
	ID:       "microsoft-peering/route-filter-missing",
	Code:     "MSP-001",
	Title:    "Microsoft peering has a route filter",
	Severity: diag.Error,
	Why:      "Without a filter Microsoft announces nothing on the peering: its sessions are up and no service can be reached over them.",
	Fix:      "Create a route filter with the communities of the services, and name it as route_filter.",
	Refs: []rules.Ref{
		filterPage("About route filters"),
		questions("Are Azure service routes advertised when I first configure Microsoft peering?"),
	},
	Check: func(p *rules.Pass) {
		limit := p.Catalog.Limit("microsoft_peering.route_filter_required_since")
		since, err := planner.ParseDate(limit.Value)
		for _, m := range p.MicrosoftPeerings() {
			if m.RouteFilter != nil {
				continue
			}
			if old := !m.Created.IsZero() && m.Created.Before(since); old && err == nil {
				p.Report(m.At("route_filter"), "Microsoft peering of %s has no route filter; it is of %s, so Microsoft announces services all the same", m.Circuit.Name(), m.Created).
					As(diag.Advice).Related(m.ValueAt("created"), "before %s filters were not needed", since).
					Fix("Attach a filter with the services that are used, before a change of the peering makes one necessary.").
					Rests(catalog.Source{Doubt: "the FAQ and expressroute-howto-routing-portal-resource-manager say that a peering that old receives all services, how-to-routefilter-portal only those of Microsoft 365"})
				continue
			}
			f := p.Report(m.At("route_filter"), "Microsoft peering of %s has no route filter, so Microsoft announces nothing on it", m.Circuit.Name())
			if names := filterNames(p); len(names) > 0 {
				f.Fix("Attach a route filter of the design, %s, or write another.", strings.Join(names, " or "))
			}
		}
	},
}

func filterNames(p *rules.Pass) []string {
	var out []string
	for _, f := range p.RouteFilters {
		out = append(out, fmt.Sprintf("%q", f.Name()))
	}
	return out
}

// attached returns the peerings that a route filter is attached to.
func attached(p *rules.Pass, f *planner.RouteFilter) []*planner.Peering {
	return slices.DeleteFunc(p.MicrosoftPeerings(), func(m *planner.Peering) bool { return m.RouteFilter != f })
}

// circuitNames names the circuits of peerings.
func circuitNames(list []*planner.Peering) string {
	names := make([]string, len(list))
	for i, m := range list {
		names[i] = m.Circuit.Name()
	}
	return strings.Join(names, ", ")
}

var routeFilterEmpty = &rules.Rule{
	ID:       "microsoft-peering/route-filter-empty",
	Code:     "MSP-002",
	Title:    "A route filter that is attached lets something through",
	Severity: diag.Error,
	Why:      "A filter is a list of what Microsoft may announce. With an empty list it announces nothing.",
	Fix:      "Add the communities of the regions and services that are needed, such as \"uksouth\" or \"storage.uksouth\".",
	Refs:     []rules.Ref{filterPage("Create a filter rule")},
	Check: func(p *rules.Pass) {
		for _, f := range p.RouteFilters {
			users := attached(p, f)
			switch {
			case len(users) == 0 || len(f.Communities) > 0:
			case !f.Has("communities"):
				p.Unknown(f.At("communities"), "which communities route filter %s lets through is not stated", f.Name())
			default:
				p.Report(f.ValueAt("communities"), "route filter %s has no communities, so Microsoft announces nothing to %s", f.Name(), circuitNames(users))
			}
		}
	},
}

var routeFilterRuleShape = &rules.Rule{
	ID:       "microsoft-peering/route-filter-rule-shape",
	Code:     "MSP-003",
	Title:    "A route filter allows",
	Severity: diag.Error,
	Why:      "A route filter has one rule, and that must be of the type Allow; Azure refuses any other.",
	Fix:      "Write access = \"allow\", or leave the key out, and list only what is wanted.",
	Refs:     []rules.Ref{filterPage("Create a route filter and a filter rule")},
	Check: func(p *rules.Pass) {
		want := p.Catalog.Limit("route_filter.rule_type")
		for _, f := range p.RouteFilters {
			if f.Access != "" && !strings.EqualFold(string(f.Access), want.Value) {
				p.Report(f.ValueAt("access"), "route filter %s has a rule of the type %q; only %q is possible", f.Name(), f.Access, strings.ToLower(want.Value)).
					Rests(want.Source)
			}
		}
	},
}

var routeFilterUnknownCommunity = &rules.Rule{
	ID:       "microsoft-peering/route-filter-unknown-community",
	Code:     "MSP-004",
	Title:    "Route filters list communities of Microsoft peering",
	Severity: diag.Error,
	Why:      "A value that Microsoft does not use on Microsoft peering selects nothing, and Azure refuses values that it does not know.",
	Fix:      "Use a value of the table for Microsoft peering, or the name of a region or service.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Support for BGP communities", Date: "2026-03-12"},
		communityValues,
	},
	YieldsTo: []string{"microsoft-peering/legacy-crm-community"},
	Check: func(p *rules.Pass) {
		for _, f := range p.RouteFilters {
			for i, name := range f.Communities {
				switch found := f.Resolved[i]; {
				case len(found) == 0:
					unknownCommunity(p, f, i, name)
				case !slices.ContainsFunc(found, onMicrosoftPeering):
					privateCommunity(p, f, i, name, found[0])
				}
			}
		}
	},
}

// onMicrosoftPeering reports whether a community appears on Microsoft peering.
func onMicrosoftPeering(c *catalog.Community) bool {
	return c.Kind != "regional-private" && c.Kind != "custom"
}

// unknownCommunity reports an entry that the catalogue does not have in the
// design's cloud.
func unknownCommunity(p *rules.Pass, f *planner.RouteFilter, i int, name string) {
	at := f.Item("communities", i)
	for _, cloud := range []catalog.Cloud{catalog.Public, catalog.USGov, catalog.China} {
		if found, ok := p.Catalog.Community(cloud, name); ok && cloud != p.Cloud() {
			p.Report(at, "%q is a community of another cloud (%s: %s), not of the %s cloud", name, cloud, found[0].Title, p.Cloud()).
				Fix("Use a community of the design's own cloud: a circuit reaches no other.")
			return
		}
	}
	r := p.Report(at, "%q is not a community of Microsoft peering in the catalogue", name)
	if near := p.Catalog.SuggestCommunities(p.Cloud(), name); len(near) > 0 {
		r.Fix("Did you mean %s?", alternatives(near))
	}
}

// privateCommunity reports an entry that is a community of private peering.
func privateCommunity(p *rules.Pass, f *planner.RouteFilter, i int, name string, found *catalog.Community) {
	r := p.Report(f.Item("communities", i), "%q is a community of private peering (%s); in a route filter it selects nothing", name, found.Title).
		Rests(catalog.Source{Doubt: "the page lists the value for private peering; that a filter makes nothing of it is inferred"})
	if same, ok := p.Catalog.Community(p.Cloud(), found.Region); ok && found.Region != "" {
		r.Fix("For the region %s on Microsoft peering write %q or %q.", found.Region, same[0].Name, same[0].Value)
	}
}

func alternatives(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(quoted, " or ")
}
