package gateway

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var nonAZSKU = &rules.Rule{
	ID:       "gateway/non-az-sku",
	Code:     "GW-012",
	Title:    "Gateways are zone-redundant where the region has availability zones",
	Severity: diag.Warning,
	Why:      "The instances of the older SKUs are not spread over zones: the loss of one zone can take all of them, and with them every circuit of the VNet.",
	Fix:      "Use ErGw1AZ, ErGw2AZ, ErGw3AZ or ErGwScale; the migration tool moves a gateway there.",
	Refs: []rules.Ref{
		migration("Availability zone enabled SKUs"),
		{Doc: "advisor/advisor-reference-reliability-recommendations", Section: "Networking", Date: "2026-06-23"},
	},
	Covers: []string{"Advisor c9af1ef6-55bc-48af-bfe4-2c80490159f8", "APRL bbe668b7-eb5c-c746-8b82-70afdedf0cae", "ALZ D06.06", "PSRule Azure.VNG.ERAvailabilityZoneSKU", "PSRule Azure.VNG.ERLegacySKU"},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) { // a SKU that is not stated is throughputBelowNeed's
			if g.ERSKU == nil || g.ERSKU.Family != "non-az" || replaced(p, g) {
				continue
			}
			region := g.VNet.Azure
			switch {
			case region == nil:
				p.Unknown(g.VNet.At("region"), "whether gateway %s could be zone-redundant is unknown: VNet %s does not say its region", g.Name(), g.VNet.Name())
			case region.Zones == catalog.Unknown:
				p.Unknown(g.VNet.ValueAt("region"), "whether %s has availability zones is not in the catalogue; gateway %s is %s", region.DisplayName, g.Name(), g.ERSKU.Name)
			case region.Zones == catalog.Yes:
				f := p.Report(g.ValueAt("sku"), "gateway %s is %q, which is not zone-redundant; %s has availability zones", g.Name(), g.ERSKU.Name, region.DisplayName).
					Related(g.VNet.ValueAt("region"), "the region of its VNet").
					Rests(region.About("zones"), g.ERSKU.About("zone_redundant"))
				if write, _ := larger(p, g, func(s planner.GatewaySize) bool { return s.Throughput >= planner.Bandwidth(g.ERSKU.ThroughputMbps) }); write != "" {
					f.Fix("Write %s; the migration tool moves an existing gateway.", write)
				}
			}
		}
	},
}

var basicPublicIP = &rules.Rule{
	ID:       "gateway/basic-public-ip",
	Code:     "GW-014",
	Title:    "Gateways have a Standard public address, or of ExpressRoute one that Azure assigns",
	Severity: diag.Error,
	Why:      "Basic public addresses are retired since 30 September 2025. Zone-redundant SKUs, ErGwScale, IPv6 and an ExpressRoute gateway beside a VPN gateway never took them.",
	Fix:      "Use a Standard public address; the migration tool replaces that of an existing gateway.",
	Refs: []rules.Ref{
		migration("Introduction"),
		scalable("Limitations"),
		{Doc: "expressroute-howto-coexist-resource-manager", Section: "Limits and limitations", Date: "2025-01-31"},
		{Doc: "expressroute-howto-add-ipv6-portal", Section: "Update your connection to an existing virtual network", Date: "2025-07-25"},
	},
	Check: func(p *rules.Pass) {
		for _, g := range p.Gateways {
			ip := g.PublicIP
			switch {
			case replaced(p, g): // it goes
			case ip == nil || ip.SKU == "":
				if sku := older(g); sku != "" { // the other SKUs take no Basic address
					p.Unknown(g.At("public_ip", "sku"), "whether gateway %s, %s, has a Basic public address is not stated", g.Name(), sku)
				}
			case ip.SKU == "basic":
				p.Report(ip.ValueAt("sku"), "gateway %s has a Basic public address, which is retired since %s", g.Name(), p.Catalog.Limit("gateway.basic_public_ip_retired").Value).
					Fix("%s", addressFix(g))
			case ip.SKU == "auto" && g.Kind == planner.VPNGateway:
				p.Report(ip.ValueAt("sku"), "VPN gateway %s has public_ip.sku = \"auto\"; Azure assigns the address of ExpressRoute gateways only", g.Name()).
					Fix("Write sku = \"standard\".")
			}
		}
	},
}

// older returns the SKU of a gateway that may have a Basic address; "" of
// others. The Basic SKU of VPN gateways, which may have one too, is wrong in
// itself beside a circuit.
func older(g *planner.Gateway) string {
	switch {
	case g.ERSKU != nil && g.ERSKU.Family == "non-az":
		return g.ERSKU.Name
	case g.VPNSKU != nil && g.VPNSKU.Status == "migrating":
		return g.VPNSKU.Name
	}
	return ""
}

func addressFix(g *planner.Gateway) string {
	if g.Kind == planner.VPNGateway {
		return "Write sku = \"standard\"."
	}
	return "Write sku = \"standard\", or \"auto\": Azure then assigns the address."
}

var scaleUnitsInvalid = &rules.Rule{
	ID:       "gateway/scale-units-invalid",
	Code:     "GW-015",
	Title:    "The scale units of ErGwScale are ones that it can have",
	Severity: diag.Error,
	Why:      "ErGwScale has a fixed size where minimum and maximum are the same, and otherwise scales between them, from at least 2 units. Azure refuses other numbers.",
	Fix:      "Write equal numbers for a fixed size, or a minimum of 2 or more to scale.",
	Refs: []rules.Ref{
		scalable("Autoscaling vs. fixed scale unit"),
		migration("Migrate to ErGwScale"),
	},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) {
			switch units := g.ScaleUnits; {
			case g.ERSKU == nil:
			case !g.ERSKU.Scalable && units != nil:
				p.Report(g.At("scale_units"), "gateway %s is %q, which has a fixed size; only ErGwScale has scale units", g.Name(), g.ERSKU.Name).
					Related(g.ValueAt("sku"), "the SKU").
					Fix("Remove scale_units, or write sku = \"ErGwScale\".")
			case g.ERSKU.Scalable && units == nil:
				p.Unknown(g.At("scale_units"), "gateway %s does not say its scale units, from which follows what it carries", g.Name())
			case g.ERSKU.Scalable:
				checkUnits(p, g)
			}
		}
	},
}

func checkUnits(p *rules.Pass, g *planner.Gateway) {
	u, sku := g.ScaleUnits, g.ERSKU
	low, high := u.Min.Value(), u.Max.Value()
	least := p.Catalog.Limit("ergwscale.autoscale_min_units")
	bound := func(key string, n int, relation string, limit int) {
		p.Report(u.ValueAt(key), "gateway %s: a %simum of %d scale units is %s %d", g.Name(), key, n, relation, limit).
			Rests(sku.About("scale_unit_"+key)).
			Fix("ErGwScale has %d to %d scale units.", sku.MinUnits, sku.MaxUnits)
	}
	switch {
	case u.Min.Known() && low < sku.MinUnits:
		bound("min", low, "below", sku.MinUnits)
	case u.Min.Known() && low > sku.MaxUnits:
		bound("min", low, "above", sku.MaxUnits)
	case u.Max.Known() && high > sku.MaxUnits:
		bound("max", high, "above", sku.MaxUnits)
	case !u.Min.Known() || !u.Max.Known():
		key := "min"
		if u.Min.Known() {
			key = "max"
		}
		p.Unknown(u.At(key), "gateway %s does not say the %simum of its scale units", g.Name(), key)
	case low > high:
		p.Report(u.ValueAt("min"), "gateway %s: the minimum of %d scale units is above the maximum of %d", g.Name(), low, high).
			Related(u.ValueAt("max"), "the maximum").
			Fix("Write {min = %d, max = %d} to scale, or {min = %d, max = %d} for a fixed size.", max(high, least.Int()), low, low, low)
	case low < high && low < least.Int():
		p.Report(u.ValueAt("min"), "gateway %s scales between %d and %d units; the minimum of autoscaling is %d", g.Name(), low, high, least.Int()).
			Rests(least.Source).
			Fix("Write {min = %d, max = %d} to scale, or {min = %d, max = %d} for a fixed size.", least.Int(), high, high, high)
	}
}

// exclusion is the list of regions without ErGwScale.
func exclusion(p *rules.Pass) catalog.Limit { return p.Catalog.Limit("ergwscale.regions_excluded") }

// excluded reports whether ErGwScale is not offered where a gateway stands.
func excluded(p *rules.Pass, g *planner.Gateway) bool {
	return g.VNet.Azure != nil && slices.Contains(exclusion(p).List(), g.VNet.Azure.Name)
}

var scalableRegion = &rules.Rule{
	ID:       "gateway/scalable-region",
	Code:     "GW-016",
	Title:    "ErGwScale is only used in regions that have it",
	Severity: diag.Error,
	Why:      "ErGwScale is not offered in some regions, and a gateway cannot be created there. The list changes: it is that of the catalogue's edition.",
	Fix:      "Use ErGw3AZ, or a VNet in another region.",
	Refs:     []rules.Ref{scalable("Region availability")},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) {
			switch {
			case !isScalable(g):
			case g.VNet.Azure == nil:
				p.Unknown(g.VNet.At("region"), "whether gateway %s can be ErGwScale is unknown: VNet %s does not say its region", g.Name(), g.VNet.Name())
			case excluded(p, g):
				p.Report(g.ValueAt("sku"), "gateway %s is %q, which %s does not offer", g.Name(), g.ERSKU.Name, g.VNet.Azure.DisplayName).
					Related(g.VNet.ValueAt("region"), "the region of its VNet").
					Rests(exclusion(p).Source).
					Fix("Write sku = %q, or put what %s has now into [catalog_overrides.limits.%q].", largestAZ(p), g.VNet.Azure.DisplayName, exclusion(p).Key)
			}
		}
	},
}

// largestAZ returns the name of the largest zone-redundant SKU of fixed size.
func largestAZ(p *rules.Pass) string {
	best := &catalog.GatewaySKU{}
	for _, s := range p.Catalog.GatewaySKUs() {
		if s.Family == "az" && s.ThroughputMbps > best.ThroughputMbps {
			best = s
		}
	}
	return best.Name
}

var scalableWithIPsec = &rules.Rule{
	ID:       "gateway/scalable-with-ipsec",
	Code:     "GW-017",
	Title:    "No IPsec over private peering passes ErGwScale",
	Severity: diag.Error,
	Why:      "A tunnel over private peering reaches the private address of the VPN gateway through the ExpressRoute gateway of its VNet. ErGwScale does not support that.",
	Fix:      "Use ErGw1AZ, ErGw2AZ or ErGw3AZ, or protect the circuit by MACsec.",
	Refs:     []rules.Ref{scalable("Limitations")},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) {
			if g.ERSKU == nil || g.ERSKU.IPsecOverExpressRoute != catalog.No {
				continue
			}
			tunnels := through(p, g)
			if len(tunnels) == 0 {
				continue
			}
			f := p.Report(g.ValueAt("sku"), "gateway %s is %q, and IPsec over private peering passes it: %s", g.Name(), g.ERSKU.Name, strings.Join(rules.Names(tunnels), ", ")).
				Rests(g.ERSKU.About("ipsec_over_expressroute")).
				Fix("Write sku = %q.", largestAZ(p))
			for _, t := range tunnels[:min(len(tunnels), 4)] {
				f.Related(t.ValueAt("over"), "tunnel %s", t.Name())
			}
		}
	},
}

// through returns the tunnels over private peering that reach their VPN
// gateway through an ExpressRoute gateway.
func through(p *rules.Pass, g *planner.Gateway) []*planner.VPNTunnel {
	var out []*planner.VPNTunnel
	for _, t := range p.VPNTunnels {
		if t.Over != planner.OverPrivatePeering || t.Gateway == nil || t.Gateway.VNet != g.VNet {
			continue
		}
		if t.Circuit == nil || slices.ContainsFunc(g.Connections, func(c *planner.Connection) bool { return c.Circuit == t.Circuit }) {
			out = append(out, t)
		}
	}
	return out
}

var activePassive = &rules.Rule{
	ID:       "gateway/active-passive",
	Code:     "GW-034",
	Title:    "ExpressRoute gateways run active-active",
	Severity: diag.Warning,
	Why:      "All instances of an ExpressRoute gateway carry traffic unless it is set up otherwise. Active-passive halves what it carries and adds a switch-over to every failure of an instance.",
	Fix:      "Leave active_active out, or write true.",
	Refs:     []rules.Ref{{Doc: "reliability/reliability-virtual-network-gateway", Section: "Virtual network gateway", Date: "2025-11-18"}},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) {
			if g.ActiveActive.Known() && !g.ActiveActive.Value() {
				p.Report(g.ValueAt("active_active"), "ExpressRoute gateway %s is active-passive", g.Name())
			}
		}
	},
}
