package redundancy

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Several things that one value sizes, such as the two links of a circuit and
// the circuit, are one finding. What the flows and the design's own
// max_utilisation ask for beyond this is a requirement.
var survivingCapacity = &rules.Rule{
	ID:       "redundancy/surviving-capacity",
	Code:     "RED-014",
	Title:    "What is left after a failure carries the demand",
	Severity: diag.Warning,
	Why:      "Two links pass more than the bandwidth that was bought only while both are up, and nobody promises that. When one fails the rest is dropped, for as long as the repair takes.",
	Fix:      "Size each link and each circuit so that it carries the peak alone.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Is it possible to use more bandwidth than I procured for my ExpressRoute circuit?", Date: "2026-03-31"},
		{Doc: "provider-rate-limit", Section: "How does rate limiting work", Date: "2024-01-12"},
		{Doc: "resiliency-validation", Section: "FAQ", Date: "2025-11-04"},
	},
	YieldsTo: []string{
		"virtual-wan/hub-capacity", "virtual-wan/er-scale-units",
		"requirements/max-utilisation", "redundancy/backup-circuit-smaller", "redundancy/vpn-sole-backup-for-demanding-workload",
		"vpn/capacity", "gateway/throughput-below-need", "global-reach/throughput-cap",
	},
	Check: func(p *rules.Pass) {
		if !slices.ContainsFunc(p.Flows, func(f *planner.Flow) bool { return f.Bandwidth > 0 }) {
			return
		}
		a := p.Outcome()
		var over []overload
		for _, e := range a.Capacity().Elements {
			x := &a.Elements[e.Element]
			if x.Capacity == 0 && !p.Requirements.MaxUtilisation.Known() {
				unsized(p, a, x)
			}
			if e.Worst.Used > 100 {
				over = worst(over, overload{x, e.Worst, placeOfSize(p, x)})
			}
		}
		for _, o := range over {
			o.report(p, a)
		}
		if !p.Requirements.MaxUtilisation.Known() {
			silent(p)
		}
	},
}

// An overload is an element that would carry more than it can, in its worst
// case, and where its size is written.
type overload struct {
	element *outcome.Element
	peak    outcome.Peak
	at      source.Place
}

// worst adds an overload, or puts it in the place of a lesser one that the same
// value is to blame for.
func worst(list []overload, o overload) []overload {
	i := slices.IndexFunc(list, func(x overload) bool { return x.at.Path == o.at.Path })
	switch {
	case i < 0:
		return append(list, o)
	case o.peak.Used > list[i].peak.Used, o.peak.Used == list[i].peak.Used && list[i].peak.Change.IsNone():
		list[i] = o
	}
	return list
}

// placeOfSize returns where the size of an element is written. That of a tunnel
// is a matter of the VPN as a whole.
func placeOfSize(p *rules.Pass, x *outcome.Element) source.Place {
	if x.Kind == outcome.TunnelElement {
		for _, t := range p.VPNTunnels {
			for _, one := range p.Outcome().Topology.Tunnels(t) {
				if one.Component == x.Component {
					return t.Here()
				}
			}
		}
	}
	return x.Place
}

// unsized notes a circuit or line of which the design does not say what it
// carries. Gateways have rules of their own that ask for their SKU.
func unsized(p *rules.Pass, a *outcome.Analysis, x *outcome.Element) {
	switch x.Kind {
	case outcome.CircuitElement, outcome.SiteLinkElement, outcome.AttachmentElement:
		p.Unknown(x.Place, "whether %s carries the demand after a failure is unknown: its bandwidth is not stated", sized(a, x))
	}
}

// silent notes flows that do not say what they need while others do.
func silent(p *rules.Pass) {
	for _, f := range p.Flows {
		if f.Bandwidth == 0 {
			p.Unknown(f.At("bandwidth"), "whether what is left after a failure carries flow %q beside the others is unknown: it does not say its bandwidth", f.Name())
		}
	}
}

func (o *overload) report(p *rules.Pass, a *outcome.Analysis) {
	when := "normally"
	if !o.peak.Change.IsNone() {
		when = "when " + component(&a.Topology.Components[o.peak.Change.Fail[0]]) + " fails"
	}
	f := p.Report(o.at, "%s, %s gets %s and carries %s (%s)", when, sized(a, o.element), o.peak.Load, o.element.Capacity, o.element.Basis).
		Rests(o.element.Source)
	switch o.element.Kind {
	case outcome.LinkElement, outcome.CircuitElement:
		f.Fix("%s", larger(p, o.element, o.peak.Load))
	case outcome.LineElement, outcome.SiteLinkElement, outcome.AttachmentElement, outcome.InternetElement, outcome.PortElement:
		f.Fix("Raise it to %s or more, or send less over it.", o.peak.Load)
	case outcome.TunnelElement:
		f.Fix("Build more tunnels, or use a SKU whose tunnels carry more; %s has to be shared out over them.", o.peak.Load)
	case outcome.GatewayElement:
		f.Fix("Use a larger SKU or more scale units, enough for %s.", o.peak.Load)
	}
}

// larger says which bandwidth of a circuit is enough.
func larger(p *rules.Pass, x *outcome.Element, need planner.Bandwidth) string {
	for _, c := range p.Circuits {
		if c.ValueAt("bandwidth").Path != x.Place.Path || c.IsDirect() {
			continue
		}
		for _, mbps := range p.Catalog.ProviderBandwidths() {
			if b := planner.Bandwidth(mbps); b >= need {
				return fmt.Sprintf("Write bandwidth = %q for circuit %q, or send less over it.", b, c.Name())
			}
		}
	}
	return fmt.Sprintf("Raise the bandwidth to %s or more, or spread the traffic over further circuits.", need)
}

// sized names an element as people do.
func sized(a *outcome.Analysis, x *outcome.Element) string {
	name := component(&a.Topology.Components[x.Component])
	if x.Kind == outcome.LineElement {
		return "the access line of " + name
	}
	return name
}
