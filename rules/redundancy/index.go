package redundancy

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
)

// The index is not defined for the gateways of virtual hubs.
var resiliencyIndex = &rules.Rule{
	ID:       "redundancy/resiliency-index",
	Code:     "RED-021",
	Title:    "Microsoft's resiliency index of every gateway is 100",
	Severity: diag.Advice,
	Why:      "The portal shows this index for each ExpressRoute gateway. It counts peering locations, how fresh the failover tests are, the zones of the gateway and open recommendations, and falls by itself as tests grow old.",
	Fix:      "Use two peering locations, test the loss of each at most every 30 days, and a zone-redundant gateway.",
	Refs:     []rules.Ref{{Doc: "resiliency-insights", Section: "Resiliency index", Date: "2025-11-04"}},
	Check: func(p *rules.Pass) {
		indexes := indexes(p)
		for i := range indexes {
			x := &indexes[i]
			switch {
			case x.Hub != nil || len(x.Locations) == 0:
			case !x.Known:
				p.Unknown(p.Info.At("date"), "the age of failover tests, and so the resiliency index of gateways, is unknown: the design has no date")
			case x.Points < 100:
				reportIndex(p, x)
			}
		}
	},
}

// indexes returns the indexes of the gateways. They need no flows, so that a
// design is not analysed for them alone; only the age of tests does.
func indexes(p *rules.Pass) []outcome.Index {
	switch {
	case len(p.Connections) == 0:
		return nil
	case len(p.Tests) == 0 && !p.SaysWhatFor():
		return outcome.Indexes(topology.New(p.Design))
	}
	return p.Outcome().Indexes()
}

func reportIndex(p *rules.Pass, x *outcome.Index) {
	route := x.Route.Words
	if x.Route.Most > x.Route.Points || x.Factor > 1 {
		route += fmt.Sprintf(", times %v for the age of tests", x.Factor)
	}
	falls := ""
	if len(x.Decay) > 0 {
		falls = fmt.Sprintf("; untested again it falls to %v on %s", x.Decay[0].Points, x.Decay[0].Date)
	}
	f := p.Report(x.Gateway.Here(), "gateway %q has a resiliency index of %v of 100: route %v (%s), gateway %v (%s), Advisor %v if no recommendation is open; as designed it can reach %v%s",
		x.Gateway.Name(), x.Points, x.Route.Points, route, x.SKU.Points, x.SKU.Words, x.Advice.Points, x.Ceiling, falls).
		Rests(x.Source)
	for _, words := range x.Inferred {
		if !strings.Contains(words, "Advisor") { // that stands in the message
			f.Rests(catalog.Source{Doubt: words})
		}
	}
	f.Fix("%s", strings.Join(raises(x), " "))
}

// The points of what raises the index, as the page gives them.
const (
	indexRoute   = 20 // two peering locations
	indexTested  = 80 // with fresh tests of both
	indexGateway = 10 // zone-redundant
)

// raises says what adds points, and how many.
func raises(x *outcome.Index) []string {
	var out []string
	switch {
	case x.Route.Most > x.Route.Points && len(x.Locations) > 1:
		out = append(out, fmt.Sprintf("Test the loss of each peering location (%s) at most every 30 days: +%v.", rules.And(x.Locations), x.Route.Most-x.Route.Points))
	case len(x.Locations) == 1:
		out = append(out, fmt.Sprintf("Add a circuit at a second peering location: +%v, and +%v with fresh tests of both.", indexRoute-x.Route.Points, indexTested-x.Route.Points))
	}
	if gain := indexGateway - x.SKU.Points; gain > 0 {
		out = append(out, fmt.Sprintf("Make the gateway zone-redundant, with an AZ SKU over three zones or ErGwScale with more than two scale units: +%v.", gain))
	}
	return out
}
