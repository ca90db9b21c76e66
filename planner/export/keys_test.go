package export_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/drift"
)

// notWritten says why a key of a table that export writes is not written. All
// other keys stand in the designs of TestRoundTrip.
var notWritten = map[string]string{
	"subscription":    "whoever deploys chooses it",
	"shared_risk":     "Azure does not know it",
	"created":         "Azure does not know it",
	"migration_of":    "Azure does not know it",
	"delete_lock":     "a lock is a resource of its own",
	"as_path_prepend": "routers do it", "local_preference": "routers do it", "advertised_prefixes": "routers do it",

	"ports.availability_confirmed": "an answer of Microsoft", "ports.lag": "of the customer's devices", "ports.optics": "of the customer's devices",
	"ports.ether_type": "read only", "ports.enrolled": "of the subscription", "ports.ordered": "a plan", "ports.cross_connect": "a plan",

	"circuits.connectivity": "the provider's", "circuits.layer": "the provider's", "circuits.wan": "the provider's", "circuits.diverse_from": "the provider's",
	"circuits.links": "of routers", "circuits.monthly_egress_tb": "a measurement",

	"peerings.peer_asn_owned": "a fact about the ASN", "peerings.primary_router_address": "of routers", "peerings.secondary_router_address": "of routers",
	"peerings.bfd": "of routers: Microsoft's side is always on", "peerings.bgp_hold_time": "of routers", "peerings.md5_length": "a key is no part of a design",
	"peerings.managed_by": "the provider's", "peerings.reset": "a day", "peerings.prefix_count": "routers announce them", "peerings.prefix_count_ipv6": "routers announce them",
	"peerings.m365_authorized": "of the subscription", "peerings.nat": "of routers and firewalls", "peerings.prefix_validation": "read only",
	"peerings.network_zone": "of the customer's network", "peerings.redistributed": "of routers",

	"route_filters.reason": "a reason for people",

	"vnets.private_endpoints": "counted", "vnets.vms": "counted", "vnets.addresses": "counted", "vnets.disable_bgp_propagation": "of route tables of workload subnets",
	"vnets.summarized_gateway_prefixes": "newer than the version of the API that export writes", "vnets.isolated_from": "intent", "vnets.environment": "intent",
	"vnets.dns_resolver_wildcard": "of workloads", "vnets.private_endpoint_services": "of workloads", "vnets.netapp_network_features": "of workloads", "vnets.routes": "of workload subnets",
	"vnets.stretched_vlan": "of workloads", "vnets.internal_load_balancer": "of workloads", "vnets.dns_private_resolver": "of workloads", "vnets.internet_access": "intent",
	"vnets.outbound_deny": "of workload subnets", "vnets.network_security_groups": "of workload subnets", "vnets.dedicated_hsm": "of workloads",
	"vnets.gateway_subnet_policy.service_endpoint_policy": "the design does not name the policy", "vnets.gateway_subnet_policy.other_resources": "the design names them in words",

	"gateways.zones": "those of its public address; Azure chooses them where it has none", "gateways.instances": "Azure's", "gateways.maintenance_window": "a resource of its own",

	"virtual_wans.expressroute_transit":     "support enables it",
	"virtual_hubs.private_traffic_prefixes": "kept in the route table that routing intent makes", "virtual_hubs.multipath": "of route maps, which the design does not state", "virtual_hubs.asn": "read only",

	"connections.propagate_default_route": "internet_security says it",

	"vpn_tunnels.routers": "of routers", "vpn_tunnels.over": "the addresses say it", "vpn_tunnels.circuit": "routing decides", "vpn_tunnels.tunnels": "the gateway's instances and the devices say it",
	"vpn_tunnels.bandwidth": "the gateway's", "vpn_tunnels.carrier": "Azure does not know it", "vpn_tunnels.role": "intent", "vpn_tunnels.internet_host_route": "of routers",
	"vpn_tunnels.firewall_rule": "of the hub's firewall", "vpn_tunnels.tcp_mss": "of routers",
}

// notCompared says why drift has no value of its own for a key that is written.
var notCompared = map[string]string{
	"vpn_tunnels.site": "Azure calls the site otherwise", "circuits.peerings": "compared key by key", "ports.macsec": "compared key by key",
	"ports.admin_state": "compared by link", "gateways.public_ip": "compared key by key", "vpn_tunnels.ipsec": "compared key by key",
	"vnets.gateway_subnet_policy": "compared key by key",
}

// why looks a key up, alone or with its collection.
func why(table map[string]string, collection, key string) string {
	if text := table[collection+"."+key]; text != "" {
		return text
	}
	return table[key]
}

// TestKeys holds that every key of what export writes is either drawn by the
// designs of TestRoundTrip, and compared there, or listed with the reason.
func TestKeys(t *testing.T) {
	drawn := map[string]bool{}
	for turn := range 6 {
		d := load(t, (&drawing{turn: turn}).design())
		present(drawn, "ports", d.Ports)
		present(drawn, "circuits", d.Circuits)
		for _, c := range d.Circuits {
			present(drawn, "peerings", c.PeeringList())
		}
		present(drawn, "route_filters", d.RouteFilters)
		present(drawn, "global_reach", d.GlobalReach)
		present(drawn, "vnets", d.VNets)
		present(drawn, "gateways", d.Gateways)
		present(drawn, "virtual_wans", d.VirtualWANs)
		present(drawn, "virtual_hubs", d.VirtualHubs)
		present(drawn, "connections", d.Connections)
		present(drawn, "vpn_tunnels", d.VPNTunnels)
		for _, v := range d.VNets {
			if v.GatewaySubnetPolicy != nil {
				present(drawn, "vnets.gateway_subnet_policy", []*planner.SubnetPolicy{v.GatewaySubnetPolicy})
			}
		}
	}
	compared := drift.Keys()
	for _, table := range []struct {
		name string
		of   any
	}{
		{"ports", planner.Port{}}, {"circuits", planner.Circuit{}}, {"peerings", planner.Peering{}}, {"route_filters", planner.RouteFilter{}},
		{"global_reach", planner.GlobalReach{}}, {"vnets", planner.VNet{}}, {"vnets.gateway_subnet_policy", planner.SubnetPolicy{}}, {"gateways", planner.Gateway{}},
		{"virtual_wans", planner.VirtualWAN{}}, {"virtual_hubs", planner.VirtualHub{}}, {"connections", planner.Connection{}}, {"vpn_tunnels", planner.VPNTunnel{}},
	} {
		for _, key := range tagged(table.of) {
			name, reason := table.name+"."+key, why(notWritten, table.name, key)
			switch {
			case drawn[name] && notWritten[name] != "":
				t.Errorf("%s is drawn, and listed as not written: %s", name, reason)
			case !drawn[name] && reason == "":
				t.Errorf("%s is neither drawn nor listed as not written", name)
			}
			if table.name == "peerings" {
				name = "circuits.peerings.microsoft." + key
			}
			if drawn[table.name+"."+key] && !slices.Contains(compared, name) && notCompared[name] == "" {
				t.Errorf("%s is drawn, and drift does not compare it: a loss would not be seen", name)
			}
		}
	}
}

// present notes which keys tables have.
func present[T interface{ Has(string) bool }](drawn map[string]bool, collection string, tables []T) {
	for _, table := range tables {
		for _, key := range tagged(reflect.ValueOf(table).Elem().Interface()) {
			if table.Has(key) {
				drawn[collection+"."+key] = true
			}
		}
	}
}

// tagged returns the keys of a table.
func tagged(table any) []string {
	var out []string
	for t, i := reflect.TypeOf(table), 0; i < t.NumField(); i++ {
		if key, _, _ := strings.Cut(t.Field(i).Tag.Get("toml"), ","); key != "" && key != "-" {
			out = append(out, key)
		}
	}
	return out
}
