package gateway

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// policies returns the VNets with gateways that say what is attached to their
// GatewaySubnet. What such a table leaves out is not attached. That a VNet has
// no such table is counted once, by subnetNSG.
func policies(p *rules.Pass) []*planner.VNet {
	return slices.DeleteFunc(slices.Clone(p.VNets), func(v *planner.VNet) bool { return len(v.Gateways) == 0 || v.GatewaySubnetPolicy == nil })
}

var subnetNSG = &rules.Rule{
	ID:       "gateway/subnet-nsg",
	Code:     "GW-003",
	Title:    "No network security group is on GatewaySubnet",
	Severity: diag.Error,
	Why:      "A network security group there cuts off what the gateway needs for its own management and between its instances. Gateways with one are refused, or stop working.",
	Fix:      "Take it off GatewaySubnet and filter on the subnets of the workloads.",
	Refs:     []rules.Ref{page("Gateway subnet size (important)")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if len(v.Gateways) > 0 && v.GatewaySubnetPolicy == nil {
				p.Unknown(v.At("gateway_subnet_policy"), "what is attached to GatewaySubnet of VNet %s, such as a network security group or routes, is not stated", v.Name())
			}
		}
		for _, v := range policies(p) {
			if group := v.GatewaySubnetPolicy.NetworkSecurityGroup; group != "" {
				p.Report(v.GatewaySubnetPolicy.ValueAt("network_security_group"), "network security group %q is on GatewaySubnet of VNet %s; there must be none", group, v.Name()).
					Rests(p.Catalog.Limit("gateway.nsg_on_subnet").Source)
			}
		}
	},
}

var subnetDefaultRoute = &rules.Rule{
	ID:       "gateway/subnet-default-route",
	Code:     "GW-004",
	Title:    "Routes on GatewaySubnet leave the gateway's own traffic alone",
	Severity: diag.Error,
	Why:      "A default route there takes the gateway's management traffic away, and a route for the subnet itself cuts its instances off from each other. Azure does not support it: the gateway cannot be created or fails.",
	Fix:      "Write a route for each spoke that is to be inspected instead.",
	Refs:     []rules.Ref{page("Gateway subnet (note)")},
	Check: func(p *rules.Pass) {
		for _, v := range policies(p) {
			for i := range v.GatewaySubnetPolicy.Routes {
				checkRoute(p, v, &v.GatewaySubnetPolicy.Routes[i])
			}
		}
	},
}

func checkRoute(p *rules.Pass, v *planner.VNet, r *planner.Route) {
	if !r.Prefix.IsValid() {
		return
	}
	if r.Prefix.Bits() == 0 { // whatever its next hop
		p.Report(r.ValueAt("prefix"), "GatewaySubnet of VNet %s has a default route, %q%s; only routes to certain networks may be on it", v.Name(), r.Prefix, hop(r)).
			Rests(p.Catalog.Limit("gateway.udr_default_route_on_subnet").Source)
		return
	}
	subnet, at := v.GatewayPrefix()
	if strings.Contains(catalog.Fold(r.NextHop), "vnetlocal") || !subnet.IsValid() || !r.Prefix.Overlaps(subnet) {
		return
	}
	for _, space := range v.AddressSpace { // Azure's own route for the VNet wins over one that is less specific
		if space.Overlaps(subnet) && r.Prefix.Bits() >= space.Bits() {
			p.Report(r.ValueAt("prefix"), "the route for %q%s on GatewaySubnet of VNet %s covers GatewaySubnet itself, %q", r.Prefix, hop(r), v.Name(), subnet).
				Related(at, "the subnet").
				Fix("Write routes for the subnets of the workloads and for the spokes instead of one around GatewaySubnet.")
			return
		}
	}
}

// hop names where a route leads, if it says.
func hop(r *planner.Route) string {
	if r.NextHop == "" {
		return ""
	}
	return fmt.Sprintf(" to %q", r.NextHop)
}

var subnetPropagation = &rules.Rule{
	ID:       "gateway/subnet-bgp-propagation-off",
	Code:     "GW-005",
	Title:    "GatewaySubnet takes the routes that gateways propagate",
	Severity: diag.Error,
	Why:      "The gateways learn the routes of the sites by that propagation. Without it they do not work.",
	Fix:      "Write bgp_propagation = true: \"Propagate gateway routes\" in the route table of GatewaySubnet.",
	Refs:     []rules.Ref{page("Gateway subnet (note)")},
	Covers:   []string{"ALZ D06.17"},
	Check: func(p *rules.Pass) {
		for _, v := range policies(p) {
			if on := v.GatewaySubnetPolicy.BGPPropagation; on.Known() && !on.Value() {
				p.Report(v.GatewaySubnetPolicy.ValueAt("bgp_propagation"), "the route table of GatewaySubnet in VNet %s does not take the routes of the gateways", v.Name()).
					Rests(p.Catalog.Limit("gateway.bgp_propagation_on_subnet").Source)
			}
		}
	},
}

var subnetOtherResources = &rules.Rule{
	ID:       "gateway/subnet-other-resources",
	Code:     "GW-006",
	Title:    "Nothing but gateways is in GatewaySubnet",
	Severity: diag.Error,
	Why:      "The subnet belongs to the gateways: anything else in it takes addresses that they need and stands in the way of changes to them.",
	Fix:      "Move it to a subnet of its own.",
	Refs: []rules.Ref{
		page("Gateway subnet"),
		{Doc: "secure-expressroute", Section: "Network security", Date: "2026-08-11"},
	},
	Check: func(p *rules.Pass) {
		for _, v := range policies(p) {
			if others := v.GatewaySubnetPolicy.OtherResources; len(others) > 0 {
				p.Report(v.GatewaySubnetPolicy.ValueAt("other_resources"), "GatewaySubnet of VNet %s holds %s; only gateways may be in it", v.Name(), rules.Some(rules.Quoted(others)))
			}
		}
	},
}

var serviceEndpointPolicy = &rules.Rule{
	ID:       "gateway/service-endpoint-policy",
	Code:     "GW-027",
	Title:    "No service endpoint policy is on GatewaySubnet",
	Severity: diag.Warning,
	Why:      "The policy also filters what the gateway itself sends to Azure's services, and can so break it.",
	Fix:      "Take it off GatewaySubnet; attach it to the subnets of the workloads.",
	Refs:     []rules.Ref{faq("Service Endpoint Policy on the Gateway Subnet?")},
	Check: func(p *rules.Pass) {
		for _, v := range policies(p) {
			if v.GatewaySubnetPolicy.ServiceEndpointPolicy.Value() {
				p.Report(v.GatewaySubnetPolicy.ValueAt("service_endpoint_policy"), "a service endpoint policy is on GatewaySubnet of VNet %s", v.Name())
			}
		}
	},
}
