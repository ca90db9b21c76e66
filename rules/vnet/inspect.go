package vnet

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var hairpinInspection = &rules.Rule{
	ID:       "vnet/hairpin-inspection-on-premises",
	Code:     "NET-005",
	Title:    "Traffic between VNets is inspected in Azure",
	Severity: diag.Advice,
	Why:      "A route that sends traffic for another VNet to the gateway takes it over the circuit to the site and back: twice the latency, twice the load, and Azure's networks depend on the circuit.",
	Fix:      "Inspect it with Azure Firewall or an appliance in the hub.",
	Refs:     []rules.Ref{{Doc: "https://github.com/Azure/review-checklists", Section: "alz_checklist, D06.25", Date: "2024-10-24"}},
	Covers:   []string{"ALZ D06.25"},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			for i := range v.Routes {
				r := &v.Routes[i]
				if !r.Prefix.IsValid() || r.Prefix.Bits() == 0 || catalog.Fold(r.NextHop) != "virtualnetworkgateway" {
					continue
				}
				if o := within(p, v, r.Prefix); o != nil {
					p.Report(r.ValueAt("prefix"), "VNet %q sends %s, where VNet %q is, to the gateway, and so over the circuit and back", v.Name(), r.Prefix, o.Name()).
						Related(o.ValueAt("address_space"), "VNet %q", o.Name())
				}
			}
		}
	},
}

// within returns another VNet with addresses in a prefix, or nil.
func within(p *rules.Pass, v *planner.VNet, prefix netip.Prefix) *planner.VNet {
	for _, o := range p.VNets {
		if o != v && slices.ContainsFunc(o.AddressSpace, prefix.Overlaps) {
			return o
		}
	}
	return nil
}

// Only where the site reaches a VNet of the region by private peering is there
// a place for the endpoint.
var paasByPublicIP = &rules.Rule{
	ID:       "vnet/paas-by-public-ip",
	Code:     "NET-006",
	Title:    "Platform services are reached by private endpoints where there is a VNet for them",
	Severity: diag.Advice,
	Why:      "Over Microsoft peering a service keeps its public address, and everybody's traffic to it needs translation and a route filter. A private endpoint gives the one instance an address in a VNet, over private peering.",
	Fix:      "Put a private endpoint into a VNet that the site reaches.",
	Refs:     []rules.Ref{{Doc: "https://github.com/Azure/review-checklists", Section: "alz_checklist, D08.03", Date: "2024-10-24"}},
	Covers:   []string{"ALZ D08.03"},
	YieldsTo: []string{"virtual-wan/storage-bypass"},
	Check: func(p *rules.Pass) {
		ways := p.SiteWays()
		for _, f := range p.Flows {
			if f.From.Site == nil || f.To.Service == nil {
				continue
			}
			for _, c := range f.To.Service.Communities {
				if c.Region == "" || !slices.Contains([]string{"storage", "sql", "cosmosdb", "backup"}, c.Kind) {
					continue
				}
				if v := reached(p, ways.Circuits(f.From.Site), c.Region); v != nil {
					p.Report(f.ValueAt("to"), "flow %s reaches %s by its public address, and site %s reaches VNet %q in the same region", f.Name(), f.To.Service.Name, f.From.Site.Name(), v.Name()).
						Related(v.Here(), "a place for a private endpoint")
				}
			}
		}
	},
}

// reached returns a VNet of a region that circuits reach by private peering,
// or nil.
func reached(p *rules.Pass, circuits []*planner.Circuit, region string) *planner.VNet {
	for _, v := range p.VNets {
		if v.Azure == nil || v.Azure.Name != region {
			continue
		}
		for _, c := range v.Circuits() {
			if slices.Contains(circuits, c) {
				return v
			}
		}
	}
	return nil
}
