package outcome

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// indexSource is where the index is described. Its points and factors are
// those of the page.
var indexSource = catalog.Source{
	Page: "articles/expressroute/resiliency-insights.md", Section: "Resiliency index", Date: "2025-11-04",
}

// The points of the index.
const (
	twoLocations = 20
	metroOnly    = 10
	oneLocation  = 5
	noAdvice     = 10 // no item of Azure Advisor is open
	gatewayFull  = 10
	gatewayZonal = 8
	gatewayUltra = 2
)

// ageFactors are the factors of a test that is at most so many days old.
var ageFactors = []struct{ days, factor int }{{30, 4}, {60, 3}, {90, 2}}

// An Index is Microsoft's resiliency index of one gateway, projected from the
// design: what the portal will show once it is built. It goes from 0 to 100.
type Index struct {
	Gateway *planner.Gateway // one of Gateway and Hub is set
	Hub     *planner.VirtualHub

	Route     IndexPart // locations, times a factor for the age of tests
	SKU       IndexPart // of the gateway: its SKU and zones
	Advice    IndexPart // no open item in Azure Advisor
	Factor    float64   // of the route part, 1 to 4; 0 where the day is not known
	Points    float64   // of the day
	Known     bool      // false: the day is not known, or a part is not defined
	Ceiling   float64   // the most that the design can have
	Decay     []IndexDay
	Inferred  []string // what the page does not say in so many words
	Locations []string // peering locations of the circuits, by name
	Source    catalog.Source
}

// An IndexPart is a part of the index.
type IndexPart struct {
	Points, Most float64
	Words        string
}

// An IndexDay is a day on which the index falls because a test grows old.
type IndexDay struct {
	Date   planner.Date
	Points float64
}

// Name returns the path of the gateway or hub.
func (x *Index) Name() string {
	if x.Hub != nil {
		return x.Hub.Path()
	}
	return x.Gateway.Path()
}

// Indexes returns the index of every ExpressRoute gateway, and of every hub
// that has one, in the order of the design.
func (a *Analysis) Indexes() []Index {
	var out []Index
	for _, g := range a.Design.Gateways {
		if g.Kind == planner.ExpressRouteGateway {
			x := Index{Gateway: g, Source: indexSource}
			x.SKU = x.skuPart(a.Design.Catalog)
			a.fill(&x, g.Connections)
			out = append(out, x)
		}
	}
	for _, h := range a.Design.VirtualHubs {
		if a.Topology.HubGatewayOf(h, planner.ExpressRouteGateway) >= 0 {
			x := Index{Hub: h, Source: indexSource}
			x.SKU = IndexPart{Words: "not defined for the gateway of a hub"}
			a.fill(&x, h.Connections)
			out = append(out, x)
		}
	}
	return out
}

func (x *Index) infer(format string, args ...any) {
	x.Inferred = append(x.Inferred, fmt.Sprintf(format, args...))
}

// fill works out the route part and the sum.
func (a *Analysis) fill(x *Index, connections []*planner.Connection) {
	x.Advice = IndexPart{noAdvice, noAdvice, "no item of Azure Advisor is open"}
	x.infer("the design cannot say which items Azure Advisor shows; none is taken to be open")
	base := a.routePart(x, connections)
	tests := a.testDays(x.Locations)
	x.Factor = 1
	if base == twoLocations {
		x.Route.Most = float64(base * ageFactors[0].factor)
		x.Factor = 0
		if !a.Date.IsZero() {
			x.Factor = factorOn(tests, a.Date)
		} else if len(slices.Concat(tests...)) == 0 {
			x.Factor = 1
		}
	}
	x.Route.Points = float64(base) * x.Factor
	x.Known = x.Factor > 0 && x.Hub == nil
	if x.Known {
		x.Points = x.sum(float64(base) * x.Factor)
	}
	x.Ceiling = x.Route.Most + x.SKU.Most + x.Advice.Most
	if base == twoLocations && !a.Date.IsZero() {
		x.Decay = x.decay(tests, a.Date)
	}
}

func (x *Index) sum(route float64) float64 { return route + x.SKU.Points + x.Advice.Points }

// routePart returns the points of the route part before the factor.
func (a *Analysis) routePart(x *Index, connections []*planner.Connection) int {
	metro, down := false, ""
	for _, c := range connections {
		k := c.Circuit
		if k.Peerings.Private == nil {
			continue
		}
		if name := k.LocationName(); !slices.Contains(x.Locations, name) {
			x.Locations = append(x.Locations, name)
		}
		metro = metro || k.Location != nil && k.Location.Metro
		for _, l := range k.Links.All() {
			if a.Topology.LinkOf(l) < 0 {
				down = l.ID()
			}
		}
	}
	slices.Sort(x.Locations)
	base, words := 0, "no circuit"
	switch n := len(x.Locations); {
	case n >= 2:
		base, words = twoLocations, fmt.Sprintf("%d peering locations", n)
	case n == 1 && down != "":
		words = "one peering location, and link " + down + " is not in use"
	case n == 1 && metro:
		base, words = metroOnly, "one Metro"
		x.infer("a Metro cannot be tested at the gateway, so its route part has no factor")
	case n == 1:
		base, words = oneLocation, "one peering location"
		x.infer("a test at the gateway needs two peering locations, so one has no factor")
	}
	x.Route = IndexPart{Points: float64(base), Most: float64(base), Words: words}
	return base
}

// skuPart returns the points of the gateway's SKU and zones.
func (x *Index) skuPart(cat *catalog.Catalog) IndexPart {
	g := x.Gateway
	sku := g.ERSKU
	switch {
	case sku == nil:
		x.infer("the design does not say the SKU of the gateway; it counts nothing")
		return IndexPart{0, gatewayFull, "SKU not stated"}
	case sku.Scalable:
		return x.scalePart(g)
	case sku.ZoneRedundant:
		return x.zonePart(g)
	case catalog.Fold(sku.Name) == "ultraperformance":
		return IndexPart{gatewayUltra, gatewayUltra, sku.Name}
	}
	return IndexPart{0, 0, sku.Name}
}

func (x *Index) scalePart(g *planner.Gateway) IndexPart {
	units := 0
	if g.ScaleUnits != nil {
		units = g.ScaleUnits.Min.Or(g.ScaleUnits.Max.Value())
	}
	switch {
	case units > 2:
		return IndexPart{gatewayFull, gatewayFull, fmt.Sprintf("%s, %d scale units", g.ERSKU.Name, units)}
	case units > 0:
		return IndexPart{gatewayZonal, gatewayZonal, fmt.Sprintf("%s, %d scale units", g.ERSKU.Name, units)}
	}
	x.infer("the design does not say how many scale units the gateway has; two are taken")
	return IndexPart{gatewayZonal, gatewayFull, g.ERSKU.Name + ", scale units not stated"}
}

func (x *Index) zonePart(g *planner.Gateway) IndexPart {
	zones := g.Zones
	if len(zones) == 0 && g.PublicIP != nil {
		zones = g.PublicIP.Zones
	}
	switch {
	case len(zones) > 1, len(zones) == 0 && g.PublicIP != nil && g.PublicIP.SKU == "auto":
		return IndexPart{gatewayFull, gatewayFull, g.ERSKU.Name + ", zone-redundant"}
	case len(zones) == 1:
		return IndexPart{gatewayZonal, gatewayZonal, g.ERSKU.Name + ", in one zone"}
	}
	x.infer("the design does not say in which zones the gateway stands; it counts as in one")
	return IndexPart{gatewayZonal, gatewayFull, g.ERSKU.Name + ", zones not stated"}
}
