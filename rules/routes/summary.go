package routes

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var summarizedPrefixes = &rules.Rule{
	ID:       "routing/summarized-prefixes-invalid",
	Code:     "RTE-006",
	Title:    "Summarized gateway prefixes contain the VNet with the gateway and do not overlap",
	Severity: diag.Error,
	Why:      "Gateways announce the list in place of their VNet's own address space. What the list leaves out of it is no longer announced, and the sites lose it; overlapping prefixes are not allowed. On a VNet without a gateway the list is ignored.",
	Fix:      "List prefixes that do not overlap, one of which contains the address space of the VNet with the gateway.",
	Refs: []rules.Ref{
		{Doc: "virtual-network/advertised-gateway-prefixes-overview", Section: "How it works", Date: "2026-03-31"},
		{Doc: "virtual-network/advertised-gateway-prefixes-overview", Section: "Important considerations", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if len(v.SummarizedGatewayPrefixes) == 0 {
				continue
			}
			if len(v.Gateways) == 0 {
				f := p.Report(v.At("summarized_gateway_prefixes"), "VNet %q has no gateway, so its summarized prefixes are ignored", v.Name()).As(diag.Warning)
				if v.Hub != nil {
					f.Fix("Move the list to VNet %q, which has the gateway.", v.Hub.Name())
				} else {
					f.Fix("Remove the list.")
				}
				continue
			}
			if overlap(p, v) || hubLeftOut(p, v) {
				continue
			}
			if !slices.ContainsFunc(v.Spokes, func(s *planner.VNet) bool { return coversAny(v.SummarizedGatewayPrefixes, s.AddressSpace) }) {
				p.Report(v.At("summarized_gateway_prefixes"), "the summarized prefixes of VNet %q contain no address space of a spoke, so they summarize nothing", v.Name()).As(diag.Advice).
					Fix("Widen them to contain spokes, or remove the list.")
			}
		}
	},
}

// overlap reports the entries of a list that share addresses with an earlier
// one.
func overlap(p *rules.Pass, v *planner.VNet) bool {
	list, found := v.SummarizedGatewayPrefixes, false
	for i, prefix := range list {
		if j := slices.IndexFunc(list[:i], prefix.Overlaps); j >= 0 {
			found = true
			p.Report(v.Item("summarized_gateway_prefixes", i), "VNet %q: summarized prefix %s overlaps %s of the same list", v.Name(), prefix, list[j]).
				Related(v.Item("summarized_gateway_prefixes", j), "the other one").
				Fix("Keep the shorter one, or split them so that they do not overlap.")
		}
	}
	return found
}

// hubLeftOut reports a list that does not contain the VNet itself.
func hubLeftOut(p *rules.Pass, v *planner.VNet) bool {
	set := planner.NewPrefixSet(v.SummarizedGatewayPrefixes)
	out := slices.DeleteFunc(slices.Clone(v.AddressSpace), set.Covers)
	if len(out) == 0 {
		return false
	}
	p.Report(v.At("summarized_gateway_prefixes"), "VNet %q: the summarized prefixes %s do not contain its own address space %s", v.Name(), rules.Several(v.SummarizedGatewayPrefixes), rules.Several(out)).
		Related(v.ValueAt("address_space"), "the address space").
		Fix("Add %s to the list, or a shorter prefix around it.", rules.Several(out))
	return true
}

func coversAny(list, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, planner.NewPrefixSet(list).Covers)
}
