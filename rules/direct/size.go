package direct

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var portSpeedInvalid = &rules.Rule{
	ID:       "direct/port-speed-invalid",
	Code:     "ERD-001",
	Title:    "A port pair has one of the speeds that are sold",
	Severity: diag.Error,
	Why:      "Microsoft sells port pairs in few speeds; another one cannot be ordered.",
	Fix:      "Use a speed that is sold.",
	Refs: []rules.Ref{
		about("Introduction"),
		{Doc: "expressroute-circuit-peerings", Section: "ExpressRoute circuits", Date: "2026-08-27"},
	},
	Check: func(p *rules.Pass) {
		speeds := p.Catalog.PortSpeeds()
		for _, port := range p.Ports {
			if _, ok := speedOf(p, port); ok || port.Bandwidth == 0 {
				continue // a pair without a speed is noted by circuit-size-for-port
			}
			var all []string
			larger := ""
			for _, s := range speeds {
				b := planner.Bandwidth(1000 * s.Gbps)
				all = append(all, b.String())
				if larger == "" && b > port.Bandwidth {
					larger = fmt.Sprintf("Write bandwidth = %q.", b)
				}
			}
			f := p.Report(port.ValueAt("bandwidth"), "port pair %s: there are no ports of %s; the speeds are %s", port.Name(), port.Bandwidth, rules.And(all))
			if larger != "" {
				f.Fix("%s", larger)
			}
		}
	},
}

var circuitSizeForPort = &rules.Rule{
	ID:       "direct/circuit-size-for-port",
	Code:     "ERD-002",
	Title:    "A circuit on a port pair has a size that ports of its speed take",
	Severity: diag.Error,
	Why:      "Each speed of ports takes circuits of certain sizes; Azure refuses the others.",
	Fix:      "Use a size that ports of this speed take.",
	Refs: []rules.Ref{
		about("ExpressRoute using a service provider and ExpressRoute Direct"),
		howTo("Create a circuit"),
	},
	YieldsTo: []string{"direct/port-speed-invalid"},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			speed, ok := speedOf(p, port)
			circuits := on(p, port)
			if port.Bandwidth == 0 && len(circuits) > 0 {
				p.Unknown(port.At("bandwidth"), "which circuits port pair %s takes is unknown: it states no bandwidth", port.Name())
			}
			for _, c := range circuits {
				switch {
				case c.Bandwidth == 0:
					p.Unknown(c.At("bandwidth"), "whether port pair %s takes circuit %s is unknown: it states no bandwidth", port.Name(), c.Name())
				case ok && !slices.Contains(speed.CircuitMbps, int(c.Bandwidth)):
					reportSize(p, port, speed, c)
				}
			}
		}
	},
}

// formerSizes are sizes, in Mbps, that an older how-to gives for ports of 100
// Gbps and the newer page leaves out.
var formerSizes = []int{1000, 2000}

func reportSize(p *rules.Pass, port *planner.Port, speed catalog.PortSpeed, c *planner.Circuit) {
	f := p.Report(c.ValueAt("bandwidth"), "circuit %s: ports of %s take circuits of %s, not %s", c.Name(), port.Bandwidth, rules.And(sizes(speed)), c.Bandwidth).
		Related(port.ValueAt("bandwidth"), "the port pair").Rests(speed.Source)
	if speed.Gbps == 100 && slices.Contains(formerSizes, int(c.Bandwidth)) {
		f.As(diag.Warning).Rests(catalog.Source{Doubt: fmt.Sprintf("the how-to of 2024-03-11 has %s on ports of %s, the page of 2026-03-02 starts at %s", c.Bandwidth, port.Bandwidth, sizes(speed)[0])})
	}
	if i, _ := slices.BinarySearch(speed.CircuitMbps, int(c.Bandwidth)); i < len(speed.CircuitMbps) {
		f.Fix("Write bandwidth = %q.", planner.Bandwidth(speed.CircuitMbps[i]))
	} else {
		f.Fix("Write bandwidth = %q, or use a faster port pair.", planner.Bandwidth(speed.CircuitMbps[i-1]))
	}
}

var oversubscribed = &rules.Rule{
	ID:       "direct/oversubscribed",
	Code:     "ERD-003",
	Title:    "The circuits of a port pair together fit on one of its two ports",
	Severity: diag.Warning,
	Why:      "Azure lets circuits of up to about twice the speed be created on a port pair. When a port fails, the other one has to carry everything, and what does not fit is dropped.",
	Fix:      "Make the circuits smaller, or use another port pair.",
	Refs: []rules.Ref{
		{Doc: "https://azure.github.io/Azure-Proactive-Resiliency-Library-v2/azure-resources/Network/expressRoutePorts/", Section: "Ensure ExpressRoute Direct is not over-subscribed", Date: "2026-07-01"},
		howTo("Create a circuit"),
	},
	Covers: []string{"APRL 0bee356b-7348-4799-8cab-0c71ffe13018"},
	Check: func(p *rules.Pass) {
		factor := p.Catalog.Limit("erdirect.oversubscription_factor")
		for _, port := range p.Ports {
			sum := planner.Bandwidth(0)
			circuits := slices.DeleteFunc(on(p, port), func(c *planner.Circuit) bool {
				return c.Bandwidth > port.Bandwidth // of one that is too large alone circuit-size-for-port speaks
			})
			for _, c := range circuits {
				sum += c.Bandwidth
			}
			if port.Bandwidth == 0 || sum <= port.Bandwidth {
				continue
			}
			var f rules.Finding
			if most := planner.Bandwidth(factor.Int()) * port.Bandwidth; sum <= most {
				f = p.Report(port.ValueAt("bandwidth"), "port pair %s: its circuits add up to %s, and one port of %s has to carry them when the other fails", port.Name(), sum, port.Bandwidth)
			} else {
				f = p.Report(port.ValueAt("bandwidth"), "port pair %s: its circuits add up to %s; Azure creates at most %s on ports of %s", port.Name(), sum, most, port.Bandwidth).
					As(diag.Error).Rests(factor.Source)
			}
			for _, c := range circuits {
				f.Related(c.ValueAt("bandwidth"), "circuit %s: %s", c.Name(), c.Bandwidth)
			}
			f.Fix("Make the circuits smaller by %s together, or put some on another port pair.", sum-port.Bandwidth)
		}
	},
}

var needDirect = &rules.Rule{
	ID:       "direct/need-direct",
	Code:     "ERD-012",
	Title:    "More than a provider sells in one circuit runs on ExpressRoute Direct",
	Severity: diag.Error,
	Why:      "Circuits of service providers end at the largest size that Azure sells through them; larger ones exist on ports of the customer's own.",
	Fix:      "Use ExpressRoute Direct, or several circuits.",
	Refs: []rules.Ref{
		{Doc: "expressroute-circuit-peerings", Section: "ExpressRoute circuits", Date: "2026-08-27"},
	},
	Covers: []string{"ALZ D06.07"},
	Check: func(p *rules.Pass) {
		most := planner.Bandwidth(slices.Max(p.Catalog.ProviderBandwidths()))
		for _, c := range p.Circuits {
			if c.IsDirect() || c.Bandwidth <= most {
				continue
			}
			p.Report(c.ValueAt("bandwidth"), "circuit %s: %s is more than the %s of the largest provider circuit", c.Name(), c.Bandwidth, most).
				Fix("%s", onPorts(p, c, most))
		}
	},
}

// onPorts says which port pair carries a circuit that is too large for a
// provider, and where there are ports.
func onPorts(p *rules.Pass, c *planner.Circuit, most planner.Bandwidth) string {
	several := fmt.Sprintf("%d circuits of %s", (c.Bandwidth+most-1)/most, most)
	for _, s := range p.Catalog.PortSpeeds() {
		i, _ := slices.BinarySearch(s.CircuitMbps, int(c.Bandwidth))
		if i == len(s.CircuitMbps) {
			continue
		}
		fix := fmt.Sprintf("Use a circuit of %s on a port pair of %d Gbps, or %s.", planner.Bandwidth(s.CircuitMbps[i]), s.Gbps, several)
		if l := c.Location; l != nil && !l.Direct {
			near := rules.Away(l, p.Near(l, func(o *catalog.Location) bool { return o.Direct }))
			fix += fmt.Sprintf(" There are no ports at %s; the nearest are at %s.", l.Name, rules.Or(near))
		}
		return fix
	}
	return "Use " + several + ", or several circuits on port pairs."
}
