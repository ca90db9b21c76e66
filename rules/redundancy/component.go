package redundancy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
)

// component names a component as people do: the primary link of circuit "er".
func component(c *topology.Component) string {
	owner, part, _ := strings.Cut(c.Name, "/")
	switch c.Kind {
	case "building":
		return fmt.Sprintf("building %q of site %q", part, owner)
	case "internet":
		return fmt.Sprintf("the Internet access %q", c.Name)
	case "attachment":
		return fmt.Sprintf("attachment %q to WAN %q", part, owner)
	case "link":
		return fmt.Sprintf("the %s link of circuit %q", part, owner)
	case "provider-edge":
		if part == "primary" || part == "secondary" {
			return fmt.Sprintf("the provider's device on the %s link of circuit %q", part, owner)
		}
		return fmt.Sprintf("the provider's device %q", c.Name)
	case "port":
		return fmt.Sprintf("%s of port pair %q", part, owner)
	case "msee":
		if strings.HasPrefix(part, "link") {
			return fmt.Sprintf("Microsoft's edge router at %s of port pair %q", part, owner)
		}
		return fmt.Sprintf("Microsoft's edge router at the %s link of circuit %q", part, owner)
	case "peering-site":
		return fmt.Sprintf("facility %s of %s", part, owner)
	case "metro":
		return "the city of " + c.Name
	case "global-reach":
		return fmt.Sprintf("Global Reach %q", c.Name)
	case "tunnel":
		return fmt.Sprintf("tunnel %s of VPN %q", part, owner)
	case "gateway-instance":
		i := strings.LastIndex(c.Name, "/")
		return fmt.Sprintf("instance %s of gateway %q", c.Name[i+1:], c.Name[:i])
	case "zone":
		return fmt.Sprintf("zone %s of %s", part, owner)
	case "risk":
		return fmt.Sprintf("the shared risk %q", c.Name)
	}
	return fmt.Sprintf("%s %q", strings.ReplaceAll(string(c.Kind), "-", " "), c.Name)
}

// ends returns the components at the ends of a flow, for which there is no
// other: its sites, and the region, the gateways and the virtual hub of its
// VNet.
func ends(t *topology.Topology, f *topology.Flow) []int {
	var out []int
	for _, e := range []planner.Endpoint{f.From, f.To} {
		switch {
		case e.Site != nil:
			out = append(out, t.SiteOf(e.Site))
		case e.VNet != nil:
			out = append(out, t.RegionOf(e.VNet.Azure))
			for _, home := range e.VNet.Homes() {
				out = append(out, t.RegionOf(home.Azure))
				for _, g := range home.Gateways {
					out = append(out, t.GatewayOf(g))
				}
			}
			if h := e.VNet.VHub; h != nil {
				out = append(out, t.RegionOf(h.Azure), t.HubOf(h),
					t.HubGatewayOf(h, planner.ExpressRouteGateway), t.HubGatewayOf(h, planner.VPNGateway))
			}
		}
	}
	return slices.DeleteFunc(out, func(c int) bool { return c < 0 })
}

// flowNames names flows: flow "a"; flows "a", "b" and 3 more.
func flowNames(a *outcome.Analysis, flows []int) string {
	names := make([]string, len(flows))
	for i, f := range flows {
		names[i] = fmt.Sprintf("%q", a.Flows[f].Name)
	}
	word := "flow "
	if len(names) > 1 {
		word = "flows "
	}
	return word + rules.Some(names)
}

// related adds the places of the first few flows that the design writes.
func related(f rules.Finding, a *outcome.Analysis, flows []int) {
	const most = 4
	for _, i := range flows[:min(most, len(flows))] {
		if w := a.Flows[i].Written; w != nil {
			f.Related(w.Here(), "flow %q", w.Name())
		}
	}
}
