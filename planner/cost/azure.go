package cost

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// The shape of an answer of Azure's retail price API, as
// learn.microsoft.com/rest/api/cost-management/retail-prices documents it.
type (
	azurePage struct {
		Items    []azureRow
		NextPage string `json:"NextPageLink"`
	}
	azureRow struct {
		Currency string  `json:"currencyCode"`
		Minimum  float64 `json:"tierMinimumUnits"`
		Retail   float64 `json:"retailPrice"`
		Price    float64 `json:"unitPrice"`
		Region   string  `json:"armRegionName"`
		Location string  `json:"location"`
		From     string  `json:"effectiveStartDate"`
		Meter    string  `json:"meterName"`
		Product  string  `json:"productName"`
		SKU      string  `json:"skuName"`
		Service  string  `json:"serviceName"`
		Unit     string  `json:"unitOfMeasure"`
		Type     string  `json:"type"`
	}
)

// ReadAzure reads what Azure's retail price API returned, as it was downloaded:
// one page, or a list of pages. Rows that are for nothing known here, offers
// for reservations and development, and rates for larger amounts are passed
// over and counted.
func ReadAzure(name string, text []byte) (*List, error) {
	pages, err := azurePages(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, fmt.Errorf("%s: not an answer of the retail price API: %w", name, err)
	}
	l := &List{Files: []string{name}, Source: "Azure retail prices"}
	rows := 0
	for _, p := range pages {
		l.Partial = p.NextPage != "" && len(pages) == 1
		for i := range p.Items {
			rows++
			if err := l.row(&p.Items[i]); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if rows == 0 {
		return nil, fmt.Errorf("%s: not an answer of the retail price API: there are no Items", name)
	}
	l.Prices = latest(l.Prices)
	for _, p := range l.Prices {
		if l.Date.Before(p.Date) {
			l.Date = p.Date
		}
	}
	return l, nil
}

func azurePages(text []byte) ([]azurePage, error) {
	var pages []azurePage
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		return pages, json.Unmarshal(text, &pages)
	}
	pages = make([]azurePage, 1)
	return pages, json.Unmarshal(text, &pages[0])
}

// row adds the price of a row.
func (l *List) row(r *azureRow) error {
	currency := strings.ToUpper(r.Currency)
	if len(currency) != 3 {
		return fmt.Errorf("a price of %q has no currency", r.Meter)
	}
	if l.Currency != "" && l.Currency != currency {
		return fmt.Errorf("it mixes %s and %s", l.Currency, currency)
	}
	l.Currency = currency
	p, ok := r.price()
	if !ok {
		l.Passed++
		return nil
	}
	l.Prices = append(l.Prices, p)
	return nil
}

// price turns a row into a price; not ok where it is for nothing known here.
func (r *azureRow) price() (Price, bool) {
	figure := r.Retail
	if figure == 0 {
		figure = r.Price
	}
	kind, attrs, ok := r.what()
	unit, known := azureUnits[catalog.Fold(r.Unit)]
	if !ok || !known || r.Minimum > 0 || r.Type != "" && r.Type != "Consumption" || figure < 0 || figure > mostAmount || unit.byData() != (kind == Egress) {
		return Price{}, false
	}
	day, _, _ := strings.Cut(r.From, "T")
	date, _ := planner.ParseDate(day)
	return Price{Kind: kind, Attrs: attrs, Unit: unit, Figure: Of(figure), Date: date, Source: "Azure retail price, meter " + r.Meter}, true
}

var azureUnits = map[string]Unit{
	"1/month": Monthly, "1month": Monthly, "1hour": Hourly, "1/hour": Hourly, "1gb": PerGB, "1tb": PerTB,
}

var (
	circuitMeter = regexp.MustCompile(`^(Local|Standard|Premium)(?: (Metered|Unlimited) Data)? (\d+ [MG]bps) Circuit$`)
	egressMeter  = regexp.MustCompile(`^Metered Data - Data Transfer Out$`)
	egressSKU    = regexp.MustCompile(`^(\d+ [MG]bps) Metered Data$`)
	zoneName     = regexp.MustCompile(`^Zone (\d)$`)
)

// gatewayMeters are the meters of gateways: the SKU that each is for.
var gatewayMeters = map[string]string{
	"Standard Gateway": "Standard", "High Performance Gateway": "HighPerformance",
	"Ultra High Performance Gateway": "UltraPerformance", "ErGw1AZ Gateway": "ErGw1AZ", "ErGw2AZ Gateway": "ErGw2AZ",
	"ErGw3AZ Gateway": "ErGw3AZ", "ErGwScale Unit": scaled,
}

// hubMeters are the meters of Virtual WAN that are for a scale unit.
var hubMeters = map[string]Kind{"ExpressRoute Scale Unit": ERGateway, "VPN S2S Scale Unit": VPNGateway}

// hubConnectionMeters are those that are for a connection of a hub: the SKU of
// the item. That there is one for each connection is how
// learn.microsoft.com/azure/virtual-wan/pricing-concepts adds up its examples.
var hubConnectionMeters = map[string]string{"ExpressRoute Connection Unit": "expressroute", "VPN S2S Connection Unit": "vpn"}

// what tells what a row is for.
func (r *azureRow) what() (Kind, Attrs, bool) {
	a := Attrs{}
	if z := zoneName.FindStringSubmatch(r.Location); z != nil {
		a["zone"] = z[1]
	} else if r.Region != "" && catalog.Fold(r.Region) != "global" {
		a["region"] = r.Region
	}
	switch r.Service {
	case "ExpressRoute":
		return r.expressRoute(a)
	case "VPN Gateway":
		if sku := strings.TrimSuffix(r.Meter, " Gateway"); strings.HasPrefix(sku, "VpnGw") || sku == "Basic" {
			a["sku"] = sku
			return VPNGateway, a, true
		}
	case "Virtual WAN":
		if kind, ok := hubMeters[r.Meter]; ok {
			a["sku"] = "hub"
			return kind, a, true
		}
		if sku, ok := hubConnectionMeters[r.Meter]; ok {
			a["sku"] = sku
			return HubConnection, a, true
		}
		return Hub, a, r.Meter == "Standard Hub Unit"
	}
	return "", nil, false
}

func (r *azureRow) expressRoute(a Attrs) (Kind, Attrs, bool) {
	if sku, ok := gatewayMeters[r.Meter]; ok && strings.Contains(r.Product, "Gateway") {
		a["sku"] = sku
		return ERGateway, a, true
	}
	if m := circuitMeter.FindStringSubmatch(r.Meter); m != nil {
		a["tier"], a["bandwidth"] = strings.ToLower(m[1]), bandwidthText(m[3])
		if m[2] != "" {
			a["billing"] = strings.ToLower(m[2])
		}
		return Circuit, a, true
	}
	if egressMeter.MatchString(r.Meter) {
		if m := egressSKU.FindStringSubmatch(r.SKU); m != nil {
			a["bandwidth"] = bandwidthText(m[1])
		}
		return Egress, a, true
	}
	return "", nil, false
}

// bandwidthText writes a bandwidth as items do.
func bandwidthText(s string) string {
	rate, err := planner.ParseBandwidth(s)
	if err != nil {
		return s
	}
	return rate.String()
}

// latest drops prices that a later one of the same thing replaces.
func latest(list []Price) []Price {
	type thing struct {
		kind  Kind
		attrs string
	}
	newest := map[thing]planner.Date{}
	key := func(p *Price) thing { return thing{p.Kind, fmt.Sprint(p.Attrs)} } // maps print sorted
	for i := range list {
		if k := key(&list[i]); newest[k].Before(list[i].Date) {
			newest[k] = list[i].Date
		}
	}
	return slices.DeleteFunc(list, func(p Price) bool { return p.Date != newest[key(&p)] })
}
