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

// That the circuit needs the Premium tier is a rule of the circuits.
var routeFilterM365Authorization = &rules.Rule{
	ID:       "microsoft-peering/route-filter-m365-authorization",
	Code:     "MSP-005",
	Title:    "Microsoft 365 in a route filter is authorized",
	Severity: diag.Error,
	Why:      "Microsoft authorizes each use of Microsoft 365 over ExpressRoute. Attaching a filter with its communities fails without that.",
	Fix:      "Ask Microsoft for the authorization and write m365_authorized = true once it is there; or use the Internet for Microsoft 365, which Microsoft recommends for most networks.",
	Refs: []rules.Ref{
		filterPage("About route filters"),
		{Doc: "expressroute-routing", Section: "Service to BGP community value (note 2)", Date: "2026-03-12"},
		questions("I'm unable to select Exchange Online"),
	},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			services := m365(m.RouteFilter)
			if len(services) == 0 || m.M365Authorized.Value() {
				continue
			}
			titles := make([]string, len(services))
			for i, s := range services {
				titles[i] = s.Title
			}
			list := strings.Join(titles, ", ")
			if !m.M365Authorized.Known() {
				p.Unknown(m.At("m365_authorized"), "whether Microsoft has authorized %s on %s is not stated", list, m.Circuit.Name())
				continue
			}
			f := p.Report(m.At("m365_authorized"), "route filter %s selects %s for %s without Microsoft's authorization", m.RouteFilter.Name(), list, m.Circuit.Name()).
				Related(m.RouteFilter.At("communities"), "the services of Microsoft 365 stand here")
			for _, s := range services {
				f.Rests(s.About("m365"))
			}
		}
	},
}

// m365 returns the communities of Microsoft 365 in a filter, which may be nil.
func m365(f *planner.RouteFilter) []*catalog.Community {
	var out []*catalog.Community
	for _, c := range listed(f) {
		if c.M365 {
			out = append(out, c)
		}
	}
	return out
}

// listed returns the communities that a filter, which may be nil, selects,
// each once. One that denies, which is another rule's finding, selects none.
func listed(f *planner.RouteFilter) []*catalog.Community {
	if f == nil || f.Access == "deny" {
		return nil
	}
	var out []*catalog.Community
	for _, found := range f.Resolved {
		for _, c := range found {
			if onMicrosoftPeering(c) && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// A filter of which another rule says that it is missing, empty or not
// understood says nothing about what it leaves out.
var requiredServiceNotInFilter = &rules.Rule{
	ID:       "microsoft-peering/required-service-not-in-filter",
	Code:     "MSP-006",
	Title:    "Every Microsoft service that a flow needs is in a route filter",
	Severity: diag.Error,
	Why:      "Microsoft announces only what the filter selects. The flow would find no route over ExpressRoute and take the Internet, or fail.",
	Fix:      "Add the service, or its region, to the route filter.",
	Refs: []rules.Ref{
		filterPage("Make a list of the values you want to use"),
		questions("Is Dynamics 365 supported on ExpressRoute?"),
	},
	Check: func(p *rules.Pass) {
		for _, f := range p.Flows {
			if f.From.Site != nil && f.To.Service != nil && len(f.To.Service.Communities) > 0 {
				needsService(p, f)
			}
		}
	},
}

func needsService(p *rules.Pass, f *planner.Flow) {
	serving := slices.DeleteFunc(p.MicrosoftPeerings(), func(m *planner.Peering) bool { return !m.Circuit.Serves(f.From.Site) })
	name, wanted := f.To.Service.Name, f.To.Service.Communities
	if !slices.ContainsFunc(wanted, onMicrosoftPeering) {
		p.Report(f.ValueAt("to"), "%q is a community of private peering; no route filter can select it", name).
			Fix("Name the region or the service that the flow goes to, such as \"microsoft/storage.uksouth\".")
		return
	}
	if len(serving) == 0 && f.From.Site.InternetViaAzure.Value() {
		return // it is to leave for the Internet in Azure
	}
	if len(serving) == 0 {
		p.Report(f.ValueAt("to"), "flow %s goes from %s to %q, but no circuit of that site has Microsoft peering", f.Name(), f.From.Site.Name(), name).
			Fix("Add Microsoft peering to a circuit of the site, with a route filter that selects the service.")
		return
	}
	for _, m := range serving {
		if !readable(m.RouteFilter) || selects(m.RouteFilter, wanted) {
			return
		}
	}
	filter := serving[0].RouteFilter
	r := p.Report(f.ValueAt("to"), "flow %s needs %q, which no route filter of %s selects", f.Name(), name, circuitNames(serving)).
		Fix("Add %s to the communities of route filter %s.", values(wanted), filter.Name())
	for i, m := range serving {
		if m.RouteFilter != filter || i == 0 {
			r.Related(m.RouteFilter.At("communities"), "route filter %s of %s", m.RouteFilter.Name(), m.Circuit.Name())
		}
	}
}

// readable reports whether it is known what a filter selects.
func readable(f *planner.RouteFilter) bool {
	return f != nil && f.Access != "deny" && len(f.Communities) > 0 && !slices.ContainsFunc(f.Resolved, func(found []*catalog.Community) bool { return len(found) == 0 })
}

// selects reports whether a filter lets one of the wanted communities
// through: by its own value, or with the whole region.
func selects(f *planner.RouteFilter, wanted []*catalog.Community) bool {
	for _, have := range listed(f) {
		for _, want := range wanted {
			if have == want || have.Kind == "regional-microsoft" && have.Region == want.Region && onMicrosoftPeering(want) {
				return true
			}
		}
	}
	return false
}

// values writes communities for a person: "storage.uksouth" (12076:52024).
func values(list []*catalog.Community) string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprintf("%q (%s)", c.Name, c.Value))
	}
	return strings.Join(out, " or ")
}

var routeFilterLocation = &rules.Rule{
	ID:       "microsoft-peering/route-filter-location",
	Code:     "MSP-007",
	Title:    "A route filter is a resource in the region of its circuit",
	Severity: diag.Error,
	Why:      "Azure attaches a filter only to circuits whose resource is in the same region as the filter.",
	Fix:      "Create the filter in the region of the circuit's resource.",
	Refs:     []rules.Ref{filterPage("Create a route filter and a filter rule")},
	Check: func(p *rules.Pass) {
		for _, f := range p.RouteFilters {
			users := attached(p, f)
			if len(users) > 0 && f.Region == "" {
				p.Unknown(f.At("location"), "in which region route filter %s is created is not stated", f.Name())
			}
			elsewhere := slices.DeleteFunc(users, func(m *planner.Peering) bool { return sameRegion(p, f, m) })
			if len(elsewhere) > 1 && oneRegion(p, attached(p, f)) {
				allElsewhere(p, f, elsewhere)
				continue
			}
			for _, m := range elsewhere {
				circuitElsewhere(p, f, m)
			}
		}
	},
}

// sameRegion reports whether a filter and a circuit that has it are in one
// region, or are not known to be in two.
func sameRegion(p *rules.Pass, f *planner.RouteFilter, m *planner.Peering) bool {
	c := m.Circuit
	if c.Region == "" {
		p.Unknown(c.At("location"), "in which region the resource of circuit %s is created is not stated", c.Name())
		return true
	}
	filter, _ := p.Catalog.Region(f.Region)
	circuit, _ := p.Catalog.Region(c.Region)
	return f.Region == "" || filter == circuit
}

// oneRegion reports whether the resources of all circuits are in one region.
func oneRegion(p *rules.Pass, list []*planner.Peering) bool {
	first, _ := p.Catalog.Region(list[0].Circuit.Region)
	return !slices.ContainsFunc(list, func(m *planner.Peering) bool {
		region, _ := p.Catalog.Region(m.Circuit.Region)
		return region != first
	})
}

// allElsewhere reports a filter of which all circuits are in another region:
// that is one mistake, of the filter.
func allElsewhere(p *rules.Pass, f *planner.RouteFilter, list []*planner.Peering) {
	filter, _ := p.Catalog.Region(f.Region)
	region, _ := p.Catalog.Region(list[0].Circuit.Region)
	var names []string
	for _, m := range list {
		names = append(names, m.Circuit.Name())
	}
	r := p.Report(f.ValueAt("location"), "route filter %s is in %s, its circuits %s in %s", f.Name(), filter.DisplayName, rules.And(names), region.DisplayName).
		Fix("Create the filter in %s.", region.Name)
	for _, m := range list {
		r.Related(m.ValueAt("route_filter"), "attached to circuit %s", m.Circuit.Name())
	}
}

// circuitElsewhere reports a circuit that is not in the region of its filter.
func circuitElsewhere(p *rules.Pass, f *planner.RouteFilter, m *planner.Peering) {
	c := m.Circuit
	filter, _ := p.Catalog.Region(f.Region)
	circuit, _ := p.Catalog.Region(c.Region)
	p.Report(m.ValueAt("route_filter"), "route filter %s is in %s, circuit %s in %s", f.Name(), filter.DisplayName, c.Name(), circuit.DisplayName).
		Related(f.ValueAt("location"), "the filter is in %s", filter.Name).
		Related(c.ValueAt("location"), "the circuit is in %s", circuit.Name).
		Fix("Create the filter in %s, or for %s another one with the same communities there.", circuit.Name, c.Name())
}
