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

var notInDMZ = &rules.Rule{
	ID:       "microsoft-peering/not-in-dmz",
	Code:     "MSP-026",
	Title:    "Microsoft peering ends in the DMZ",
	Severity: diag.Advice,
	Why:      "Microsoft peering joins the network to public services, as an Internet line does. In the core nothing stands between the two.",
	Fix:      "End Microsoft peering in the DMZ, and private peering in the core.",
	Refs:     []rules.Ref{comparison, {Doc: "secure-expressroute", Section: "Network security", Date: "2026-08-11"}},
	Check: func(p *rules.Pass) {
		var silent []*planner.Peering
		for _, m := range p.MicrosoftPeerings() {
			switch m.NetworkZone {
			case "":
				silent = append(silent, m)
			case "core":
				p.Report(m.ValueAt("network_zone"), "Microsoft peering of %s ends in the core", m.Circuit.Name())
			}
		}
		if len(silent) > 0 {
			p.Unknown(silent[0].At("network_zone"), "whether Microsoft peering of %s ends in the DMZ is not stated", rules.Count(len(silent), "circuit"))
		}
	},
}

var redistributed = &rules.Rule{
	ID:       "microsoft-peering/redistributed-into-private-peering",
	Code:     "MSP-027",
	Title:    "Routes of Microsoft peering are not announced over private peering",
	Severity: diag.Warning,
	Why:      "Microsoft's list has hundreds of prefixes and grows every month. Announced back to Azure it fills the limit of private peering, whose sessions then drop.",
	Fix:      "Filter the routes of Microsoft peering, or summarize them, before they reach the routers of private peering.",
	Refs:     []rules.Ref{comparison, questions("Are there limits on the number of routes I can advertise?")},
	Check: func(p *rules.Pass) {
		first := privateBySite(p)
		for _, m := range p.MicrosoftPeerings() {
			private := privateBeside(first, m)
			switch {
			case private == nil:
			case !m.Redistributed.Known():
				p.Unknown(m.At("redistributed"), "whether what %s brings over Microsoft peering is announced over the private peering of %s is not stated", m.Circuit.Name(), private.Circuit.Name())
			case m.Redistributed.Value():
				p.Report(m.ValueAt("redistributed"), "what %s brings over Microsoft peering is announced over the private peering of %s", m.Circuit.Name(), private.Circuit.Name()).
					Related(private.Here(), "the private peering")
			}
		}
	},
}

// privateBeside returns a private peering that ends at a site of a Microsoft
// peering, or nil; first has one for each site.
func privateBeside(first map[*planner.Site]*planner.Peering, m *planner.Peering) *planner.Peering {
	if m.Circuit.Peerings.Private != nil {
		return m.Circuit.Peerings.Private
	}
	for _, s := range m.Circuit.Sites() {
		if first[s] != nil {
			return first[s]
		}
	}
	return nil
}

// privateBySite returns the first private peering of each site.
func privateBySite(p *rules.Pass) map[*planner.Site]*planner.Peering {
	first := map[*planner.Site]*planner.Peering{}
	for _, c := range p.Circuits {
		if c.Peerings.Private == nil {
			continue
		}
		for _, s := range c.Sites() {
			if first[s] == nil {
				first[s] = c.Peerings.Private
			}
		}
	}
	return first
}

var customerCommunities = &rules.Rule{
	ID:       "microsoft-peering/customer-communities-ignored",
	Code:     "MSP-028",
	Title:    "No policy rests on BGP communities that the customer sets",
	Severity: diag.Warning,
	Why:      "Microsoft ignores the communities of its customers: neither no-export nor a preference has an effect there.",
	Fix:      "Use longer prefixes or prepends towards Microsoft, and routing weights in Azure.",
	Refs:     []rules.Ref{{Doc: "expressroute-routing", Section: "Service to BGP community value (note)", Date: "2026-03-12"}},
	Check: func(p *rules.Pass) {
		no := p.Catalog.Limit("bgp.customer_communities_honoured")
		for _, r := range p.RoutePolicies {
			if len(r.SetCommunities) > 0 && r.Tunnel == nil {
				p.Report(r.ValueAt("set_communities"), "route policy %s sets %s, which Microsoft ignores", r.Name(), rules.Some(rules.Quoted(r.SetCommunities))).
					Rests(no.Source)
			}
		}
	},
}

// The DSCP values that Microsoft peering honours, by the class of Teams and
// Skype for Business (expressroute-qos, 2019-04-22).
const voiceDSCP = 46

var honouredDSCP = []int{voiceDSCP, 34, 18, 10, 0}

var qosMarking = &rules.Rule{
	ID:       "microsoft-peering/qos-marking",
	Code:     "MSP-029",
	Title:    "Marks for quality of service are set where they count",
	Severity: diag.Advice,
	Why:      "Microsoft peering honours the marks of voice and video; private peering sets every mark to 0. What is marked otherwise is not treated otherwise.",
	Fix:      "Mark voice with 46 on Microsoft peering, interactive video with 34 and sharing with 18, and rewrite everything else to 0.",
	Refs:     []rules.Ref{{Doc: "expressroute-qos", Section: "ExpressRoute QoS requirements", Date: "2019-04-22"}},
	Check: func(p *rules.Pass) {
		for _, f := range p.Flows {
			mark := f.DSCP
			onMicrosoft := f.From.Service != nil || f.To.Service != nil
			switch {
			case onMicrosoft && f.Purpose == "voice" && !mark.Known():
				p.Unknown(f.At("dscp"), "flow %s is voice; how its packets are marked is not stated", f.Name())
			case !mark.Known():
			case !onMicrosoft && mark.Value() != 0:
				p.Report(f.ValueAt("dscp"), "flow %s marks its packets with %d, which private peering sets to 0", f.Name(), mark.Value()).
					Fix("Do without a mark on private peering, and give the circuit room for all.")
			case onMicrosoft && f.Purpose == "voice" && mark.Value() != voiceDSCP:
				p.Report(f.ValueAt("dscp"), "flow %s is voice and marks its packets with %d; voice is %d (EF)", f.Name(), mark.Value(), voiceDSCP).
					Fix("Write dscp = %d.", voiceDSCP)
			case onMicrosoft && !slices.Contains(honouredDSCP, mark.Value()):
				p.Report(f.ValueAt("dscp"), "flow %s marks its packets with %d; Microsoft peering honours 46, 34, 18, 10 and 0", f.Name(), mark.Value())
			}
		}
	},
}

// A legacy is a community that brings less than its name says.
type legacy struct{ value, why, fix string }

var legacies = []legacy{
	{"12076:5040", "is the former community of CRM Online, not of today's Dynamics 365", "Use the communities of the regions, such as \"uksouth\", which carry Dynamics 365."},
	{"12076:5050", "brings Azure DevOps alone at present, not all global services of Azure", "Write \"azure-devops\" if that is what is meant, otherwise the communities of the regions."},
	{"12076:5250", "brings PSTN services, which are for few stated cases", "Take it out, or say the case in reason."},
}

var legacyCommunity = &rules.Rule{
	ID:       "microsoft-peering/legacy-crm-community",
	Code:     "MSP-030",
	Title:    "A route filter has no communities that bring less than they seem to",
	Severity: diag.Advice,
	Why:      "A few service communities were narrowed or replaced over the years: who selects them gets less than the name says.",
	Fix:      "Use the communities of the regions.",
	Refs:     []rules.Ref{{Doc: "expressroute-routing", Section: "Service to BGP community value (notes 1, 4 and 5)", Date: "2026-03-12"}},
	Check: func(p *rules.Pass) {
		for _, f := range p.RouteFilters {
			for i, name := range f.Communities {
				value := strings.TrimSpace(name)
				if len(f.Resolved[i]) == 1 {
					value = f.Resolved[i][0].Value
				}
				at := slices.IndexFunc(legacies, func(l legacy) bool { return l.value == value })
				if at < 0 || p.Cloud() != catalog.Public || catalog.Fold(name) == "azuredevops" || f.Reason != "" {
					continue
				}
				shown := fmt.Sprintf("%q", name)
				if name != value {
					shown += " (" + value + ")"
				}
				p.Report(f.Item("communities", i), "route filter %s: %s %s", f.Name(), shown, legacies[at].why).Fix("%s", legacies[at].fix)
			}
		}
	},
}

var m365Reason = &rules.Rule{
	ID:       "microsoft-peering/m365-over-internet-preferred",
	Code:     "MSP-031",
	Title:    "Microsoft 365 comes over the circuit for a reason that is written down",
	Severity: diag.Advice,
	Why:      "Microsoft 365 is built for the Internet and recommended over it. Over ExpressRoute it takes Premium, an authorization, and routing that few networks need.",
	Fix:      "Write the reason in the route filter, or reach Microsoft 365 over the Internet.",
	Refs:     []rules.Ref{{Doc: "expressroute-circuit-peerings", Section: "Microsoft peering", Date: "2026-08-27"}},
	YieldsTo: []string{"microsoft-peering/route-filter-m365-authorization", "circuit/m365-needs-premium"},
	Check: func(p *rules.Pass) {
		for _, f := range p.RouteFilters {
			services := m365(f)
			if len(services) == 0 || f.Reason != "" {
				continue
			}
			titles := make([]string, len(services))
			for i, s := range services {
				titles[i] = s.Title
			}
			p.Report(f.ValueAt("communities"), "route filter %s selects %s, and no reason is given", f.Name(), rules.Some(titles))
		}
	},
}
