package circuit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var providerBandwidthInvalid = &rules.Rule{
	ID:       "circuit/provider-bandwidth-invalid",
	Code:     "SKU-001",
	Title:    "A provider circuit has one of the bandwidths that are sold",
	Severity: diag.Error,
	Why:      "Azure creates circuits of service providers in fixed sizes only, and a provider may sell fewer of them.",
	Fix:      "Use a bandwidth that is sold; above the largest, ExpressRoute Direct.",
	Refs: []rules.Ref{
		{Doc: "expressroute-circuit-peerings", Section: "ExpressRoute circuits", Date: "2026-08-27"},
		{Doc: "expressroute-faqs", Section: "What connection speeds are supported for ExpressRoute?", Date: "2026-03-31"},
	},
	YieldsTo: []string{"direct/need-direct"},
	Check: func(p *rules.Pass) {
		sizes := p.Catalog.ProviderBandwidths()
		for _, c := range p.Circuits {
			switch {
			case c.IsDirect():
			case c.Bandwidth == 0:
				p.Unknown(c.At("bandwidth"), "whether circuit %s has a bandwidth that is sold is unknown: it states none", c.Name())
			case !slices.Contains(sizes, int(c.Bandwidth)):
				p.Report(c.ValueAt("bandwidth"), "circuit %s: there are no provider circuits of %s; the sizes are %s", c.Name(), c.Bandwidth, list(sizes)).
					Fix("%s", beside(c.Bandwidth, sizes))
			case c.Provider != nil && c.Provider.BandwidthsMbps != nil && !slices.Contains(c.Provider.BandwidthsMbps, int(c.Bandwidth)):
				p.Report(c.ValueAt("bandwidth"), "circuit %s: %s does not sell circuits of %s, but %s", c.Name(), c.Provider.Name, c.Bandwidth, list(c.Provider.BandwidthsMbps)).
					As(diag.Warning).Rests(c.Provider.About("bandwidths_mbps")).
					Fix("%s", beside(c.Bandwidth, c.Provider.BandwidthsMbps))
			}
		}
	},
}

// list writes sizes in Mbps as a design does.
func list(mbps []int) string {
	out := make([]string, len(mbps))
	for i, n := range mbps {
		out[i] = planner.Bandwidth(n).String()
	}
	return strings.Join(out, ", ")
}

// beside names the sizes below and above a bandwidth.
func beside(b planner.Bandwidth, sizes []int) string {
	i, _ := slices.BinarySearch(sizes, int(b))
	switch {
	case i == 0:
		return fmt.Sprintf("Use %s, the smallest size.", planner.Bandwidth(sizes[0]))
	case i == len(sizes):
		return fmt.Sprintf("Use %s, several circuits, or a circuit on a port pair of ExpressRoute Direct.", planner.Bandwidth(sizes[i-1]))
	}
	return fmt.Sprintf("Use %s, or %s if that is too little.", planner.Bandwidth(sizes[i-1]), planner.Bandwidth(sizes[i]))
}
