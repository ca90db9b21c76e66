package bfd

import (
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Of a peering that is not built yet no date is needed: it will be new.
var legacyPeeringNeedsReset = &rules.Rule{
	ID:       "bfd/legacy-peering-needs-reset",
	Code:     "BFD-005",
	Title:    "Peerings from before Microsoft enabled BFD were reset since",
	Severity: diag.Warning,
	Why:      "Microsoft's side runs BFD only on peerings that were created, or reset, after it became the default. On an older one the router's BFD finds no partner.",
	Fix:      "Reset the peering in a maintenance window, and write the day as reset.",
	Refs:     []rules.Ref{page(enabling + " (note)")},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			for _, peering := range c.PeeringList() {
				if !allOff(sessions(peering)) {
					needsReset(p, peering)
				}
			}
		}
	},
}

func needsReset(p *rules.Pass, peering *planner.Peering) {
	limit := p.Catalog.Limit("bfd.default_" + peering.Kind + "_peering_since")
	since, err := planner.ParseDate(limit.Value + "-01")
	if err != nil {
		return // an override without a month says nothing that could be compared
	}
	name := peering.Circuit.Name()
	switch {
	case peering.Created.IsZero():
		if peering.Circuit.ProvisioningState == "provisioned" && peering.Reset.IsZero() {
			p.Unknown(peering.At("created"), "when the %s peering of %s was created is not stated", peering.Kind, name)
		}
	case peering.Created.Before(since) && peering.Reset.Before(since):
		p.Report(peering.ValueAt("created"), "the %s peering of %s is of %s: Microsoft's side runs BFD only on those created or reset since %s",
			peering.Kind, name, peering.Created, limit.Value).Rests(limit.Source)
	}
}

// allOff reports whether it is certain that no session runs BFD.
func allOff(list []session) bool {
	return !slices.ContainsFunc(list, func(s session) bool { return !s.off() })
}

var aggressiveBGPTimers = &rules.Rule{
	ID:       "bfd/aggressive-bgp-timers",
	Code:     "BFD-006",
	Title:    "BGP timers are left alone and BFD finds failures",
	Severity: diag.Warning,
	Why:      "Fast BGP timers load the routers, drop sessions when a processor is busy, and still need seconds for what BFD does in one.",
	Fix:      "Leave keepalive and hold time at 60 s and 180 s, and enable BFD.",
	Refs: []rules.Ref{
		page(need),
		{Doc: "expressroute-faqs", Section: "What is the ExpressRoute BGP hold time and can it be adjusted?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		var reported []string
		for _, s := range allSessions(p) {
			place, text := s.fastTimers(p)
			if text == "" || slices.Contains(reported, place.Path) {
				continue
			}
			reported = append(reported, place.Path)
			switch bfd := s.bfd(); {
			case bfd.Value():
				p.Report(place, "%s on %s, although BFD runs there", text, describe([]session{s})).As(diag.Advice).
					Fix("Leave keepalive and hold time at 60 s and 180 s: BFD finds the failure.")
			case !bfd.Known():
				p.Report(place, "%s on %s", text, describe([]session{s})).As(diag.Advice)
			default:
				p.Report(place, "%s on %s, in place of BFD", text, describe([]session{s}))
			}
		}
	},
}

// fastTimers returns where the design plans timers below Microsoft's for a
// session, and which; the text is empty where it does not.
func (s session) fastTimers(p *rules.Pass) (at source.Place, text string) {
	var parts []string
	note := func(n *source.Node, key, what string, d planner.Duration) {
		usual, least := p.Catalog.Limit("bgp."+what), p.Catalog.Limit("bgp."+what+"_min")
		if d <= 0 || time.Duration(d) >= usual.Duration() {
			return
		}
		words := strings.ReplaceAll(what, "_", " ") + " " + d.String()
		if time.Duration(d) < least.Duration() {
			words += " (below the least, " + span(least.Duration()) + ")"
		}
		if parts = append(parts, words); len(parts) == 1 {
			at = n.ValueAt(key)
		}
	}
	r := s.router()
	switch {
	case s.peering.BGPHoldTime > 0:
		note(&s.peering.Node, "bgp_hold_time", "hold_time", s.peering.BGPHoldTime)
	case r != nil:
		note(&r.Node, "bgp_hold_time", "hold_time", r.BGPHoldTime)
	}
	if r != nil {
		note(&r.Node, "bgp_keepalive", "keepalive", r.BGPKeepalive)
	}
	return at, strings.Join(parts, " and ")
}
