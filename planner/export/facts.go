package export

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A Result is a text, and what of the design is not in it.
type Result struct {
	Text  string
	Notes []string
}

// An exporter walks over a design.
type exporter struct {
	d     *planner.Design
	notes []string
}

func (e *exporter) note(format string, args ...any) {
	if n := fmt.Sprintf(format, args...); !slices.Contains(e.notes, n) {
		e.notes = append(e.notes, n)
	}
}

// left notes the tables that no Azure resource carries.
func (e *exporter) left() {
	d := e.d
	for _, p := range d.Ports {
		if _, plain := d.Catalog.Location(cloudOf(d), p.PeeringLocation); plain {
			e.note("%s: Azure calls a port location by its facility, such as Equinix-Amsterdam-AM5; replace %s by its name there", p.Path(), p.PeeringLocation)
		}
	}
	for _, c := range []struct {
		what string
		n    int
	}{
		{"sites with their routers", len(d.Sites)}, {"site links", len(d.SiteLinks)}, {"WANs", len(d.WANs)}, {"route policies", len(d.RoutePolicies)},
		{"flows", len(d.Flows)}, {"scenarios", len(d.Scenarios)}, {"tests", len(d.Tests)},
	} {
		if c.n > 0 {
			e.note("%s: %d in the design; no Azure resource carries them", c.what, c.n)
		}
	}
}

// The words of Azure for those of the language.
var (
	tiers          = map[planner.Tier]string{"local": "Local", "standard": "Standard", "premium": "Premium"}
	families       = map[planner.Billing]string{"metered": "MeteredData", "unlimited": "UnlimitedData"}
	encapsulations = map[planner.Encapsulation]string{"dot1q": "Dot1Q", "qinq": "QinQ"}
	preferences    = map[planner.HubPreference]string{"expressroute": "ExpressRoute", "vpn": "VpnGateway", "as-path": "ASPath"}
	vpnTypes       = map[planner.VPNType]string{"route-based": "RouteBased", "policy-based": "PolicyBased"}
	accesses       = map[planner.Access]string{"allow": "Allow", "deny": "Deny"}
	ipSKUs         = map[planner.IPSKU]string{"standard": "Standard", "basic": "Basic"}
	wanTypes       = map[planner.WANType]string{"basic": "Basic", "standard": "Standard"}
	gatewayTypes   = map[planner.GatewayKind]string{"expressroute": "ExpressRoute", "vpn": "Vpn"}
)

// region returns where a circuit's resource is, "" where it is not stated.
func (e *exporter) region(name string) string {
	if r, ok := e.d.Catalog.Region(name); ok {
		return r.Name
	}
	return ""
}

// vnetRegion returns the region of a VNet.
func vnetRegion(v *planner.VNet) string {
	if v == nil || v.Azure == nil {
		return ""
	}
	return v.Azure.Name
}

func hubRegion(h *planner.VirtualHub) string {
	if h.Azure == nil {
		return ""
	}
	return h.Azure.Name
}

// sku returns the SKU of a gateway as Azure writes it.
func sku(g *planner.Gateway) string {
	switch {
	case g.ERSKU != nil:
		return g.ERSKU.Name
	case g.VPNSKU != nil:
		return g.VPNSKU.Name
	}
	return g.SKU
}

// addressed returns what holds the public address of a gateway, or nil.
func addressed(g *planner.Gateway) *planner.PublicIP {
	if g.PublicIP == nil || ipSKUs[g.PublicIP.SKU] == "" && len(g.PublicIP.Zones) == 0 {
		return nil
	}
	return g.PublicIP
}

// communities returns the values of a filter's communities.
func communities(f *planner.RouteFilter) []string {
	var out []string
	for i, name := range f.Communities {
		if len(f.Resolved[i]) == 0 {
			out = append(out, name)
		}
		for _, c := range f.Resolved[i] {
			if !slices.Contains(out, c.Value) {
				out = append(out, c.Value)
			}
		}
	}
	return out
}

// texts writes values as texts.
func texts[T fmt.Stringer](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.String()
	}
	return out
}

// masked writes a prefix, "" where there is none.
func masked(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return p.Masked().String()
}

// A subnet is a subnet of a VNet.
type subnet struct {
	name     string
	prefixes []string
}

const gatewaySubnet = "GatewaySubnet"

// subnets returns the subnets of a VNet, that of its gateways first.
func subnets(v *planner.VNet) []subnet {
	var out []subnet
	var prefixes []string
	for _, p := range []netip.Prefix{v.GatewaySubnet, v.GatewaySubnetV6} {
		if p.IsValid() {
			prefixes = append(prefixes, p.String())
		}
	}
	if prefixes != nil {
		out = append(out, subnet{gatewaySubnet, prefixes})
	}
	for _, s := range v.Subnets {
		if !strings.EqualFold(s.Key, gatewaySubnet) {
			out = append(out, subnet{s.Key, []string{s.Value.String()}})
		}
	}
	return out
}

// routed reports whether a VNet's gateway subnet has a route table.
func routed(v *planner.VNet) bool {
	p := v.GatewaySubnetPolicy
	return p != nil && v.GatewaySubnet.IsValid() && (len(p.Routes) > 0 || p.BGPPropagation.Known() && !p.BGPPropagation.Value())
}

// A hop is the next hop of a route: an address, or a kind of hop.
func hop(next string) (kind, address string) {
	if _, err := netip.ParseAddr(next); err == nil {
		return "VirtualAppliance", next
	}
	for _, k := range []string{"Internet", "None", "VirtualNetworkGateway", "VnetLocal"} {
		if strings.EqualFold(k, next) {
			return k, ""
		}
	}
	return "", ""
}

// stated returns the value of an option as JSON or HCL take it, nil where it is
// unknown.
func stated[T any](o planner.Opt[T]) any {
	if !o.Known() {
		return nil
	}
	return o.Value()
}

// cloudOf returns the cloud of a design as the catalogue names it.
func cloudOf(d *planner.Design) catalog.Cloud {
	if d.Info.Cloud == "" {
		return catalog.Cloud(planner.PublicCloud)
	}
	return catalog.Cloud(d.Info.Cloud)
}
