package location

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var directNotAtLocation = &rules.Rule{
	ID:       "location/direct-not-at-location",
	Code:     "LOC-005",
	Title:    "ExpressRoute Direct is offered where a port pair is planned",
	Severity: diag.Error,
	Why:      "Port pairs of ExpressRoute Direct are not sold at every peering location.",
	Fix:      "Move the port pair, or use a circuit of a service provider.",
	Refs: []rules.Ref{
		{Doc: "expressroute-locations-providers", Section: "ExpressRoute connectivity providers", Date: "2026-04-28"},
		{Doc: "metro", Section: "ExpressRoute Metro locations", Date: "2026-05-10"},
	},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			l := port.Location
			if l == nil || l.Direct {
				continue
			}
			f := p.Report(port.ValueAt("peering_location"), "port pair %s: ExpressRoute Direct is not offered at %s", port.Name(), l.Name).
				Rests(l.About("direct"))
			if near := nearest(p, l, func(o *catalog.Location) bool { return o.Direct }); near != "" {
				f.Fix("Nearest locations with ExpressRoute Direct: %s. Or use a circuit of a service provider.", near)
			}
		}
	},
}

var directPortSpeedAvailability = &rules.Rule{
	ID:       "location/direct-port-speed-availability",
	Code:     "LOC-006",
	Title:    "Ports of the planned speed are confirmed to be available",
	Severity: diag.Warning,
	Why:      "Port pairs come from stock that differs by location and speed; 400 Gbps is limited to few locations and needs an enrolment. Documentation does not say what is in stock.",
	Fix:      "Look at the available bandwidths of the location with \"az network express-route port location show\", or open a support request; then write availability_confirmed = true.",
	Refs: []rules.Ref{
		{Doc: "expressroute-erdirect-about", Section: "ExpressRoute using a service provider and ExpressRoute Direct", Date: "2026-03-02"},
		{Doc: "expressroute-faqs", Section: "How do I request Express Route Direct Port if bandwidth isn't available at a peering location?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			l, confirmed := port.Location, port.AvailabilityConfirmed
			if l == nil || !l.Direct || confirmed.Value() || inUse(p, port) {
				continue
			}
			if port.Bandwidth == 0 {
				p.Unknown(port.At("bandwidth"), "whether ports for %s are available at %s is unknown: the pair has no bandwidth", port.Name(), l.Name)
				continue
			}
			speeds := p.Catalog.PortSpeeds()
			i := slices.IndexFunc(speeds, func(s catalog.PortSpeed) bool { return planner.Bandwidth(1000*s.Gbps) == port.Bandwidth })
			switch {
			case i < 0: // not a speed of ports at all
			case speeds[i].LimitedAvailability:
				p.Report(port.ValueAt("bandwidth"), "port pair %s: ports of %s are available at few locations and by enrolment only, and %s is not confirmed", port.Name(), port.Bandwidth, l.Name).
					Rests(speeds[i].Source)
			case confirmed.Known():
				p.Report(port.ValueAt("availability_confirmed"), "port pair %s: ports of %s at %s are not confirmed", port.Name(), port.Bandwidth, l.Name)
			default:
				p.Unknown(port.At("availability_confirmed"), "whether ports of %s are available at %s is unknown: no page says what is in stock", port.Bandwidth, l.Name)
			}
		}
	},
}

// inUse reports whether a circuit exists on a port pair, so that the pair does.
func inUse(p *rules.Pass, port *planner.Port) bool {
	return slices.ContainsFunc(p.Circuits, func(c *planner.Circuit) bool { return c.Port == port && c.Exists() })
}
