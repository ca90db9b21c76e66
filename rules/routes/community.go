package routes

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var customCommunity = &rules.Rule{
	ID:       "routing/custom-community-format",
	Code:     "RTE-017",
	Title:    "Custom communities of VNets begin with Microsoft's AS number, and are there where regions are told apart",
	Severity: diag.Error,
	Why:      "Azure accepts only 12076:NUMBER as a VNet's community. And only a VNet that has one also carries the community of its region over private peering.",
	Fix:      "Write a value such as \"12076:20001\". A connection that exists is made anew after the change.",
	Refs: []rules.Ref{
		{Doc: "how-to-configure-custom-bgp-communities", Section: "Apply a custom BGP community value for a new virtual network", Date: "2021-10-18"},
		{Doc: "expressroute-routing", Section: "Support for BGP communities", Date: "2026-03-12"},
	},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if v.BGPCommunity != "" && !wellFormed(p, v.BGPCommunity) {
				p.Report(v.ValueAt("bgp_community"), "VNet %q: %q is not a custom community; expected is %d: and a number up to 65535", v.Name(), v.BGPCommunity, asNumber(p)).
					Rests(p.Catalog.Limit("bgp.custom_community_prefix").Source)
			}
		}
		for _, r := range p.RoutePolicies {
			if regions := regional(r); len(regions) > 0 {
				expected(p, r, regions, p.Redundancy().Networks)
			}
		}
	},
}

func asNumber(p *rules.Pass) int { return p.Catalog.Limit("bgp.custom_community_prefix").Int() }

var communityForm = regexp.MustCompile(`^(\d+):(\d+)$`)

func wellFormed(p *rules.Pass, value string) bool {
	m := communityForm.FindStringSubmatch(value)
	if m == nil || m[1] != strconv.Itoa(asNumber(p)) {
		return false
	}
	n, err := strconv.ParseUint(m[2], 10, 16)
	return err == nil && n > 0
}

// regional returns the regions whose private-peering communities a policy
// matches.
func regional(r *planner.RoutePolicy) []string {
	var out []string
	for _, c := range r.MatchComms {
		if c.Kind == "regional-private" {
			out = append(out, c.Region)
		}
	}
	return out
}

// expected reports a policy that matches the community of a region whose VNets
// behind the policy's circuits do not carry it.
func expected(p *rules.Pass, r *planner.RoutePolicy, regions []string, networks []*planner.Network) {
	var bare []*planner.VNet
	for _, v := range p.VNets {
		if v.BGPCommunity == "" && v.Azure != nil && slices.Contains(regions, v.Azure.Name) && arrives(networks, v, r.Circuit) {
			bare = append(bare, v)
		}
	}
	if bare == nil {
		return
	}
	var names []string
	for _, v := range bare {
		names = append(names, fmt.Sprintf("%q", v.Name()))
	}
	f := p.Report(r.ValueAt("match"), "route policy %q matches %q, which VNet %s in that region does not carry: it has no bgp_community", r.Name(), r.Match, rules.Several(names)).
		Fix("Write bgp_community = \"%d:20001\", or another number, at VNet %s.", asNumber(p), rules.Several(names)).
		Rests(sources(r.MatchComms)...)
	for _, v := range bare {
		f.Related(v.Here(), "VNet %q", v.Name())
	}
}

func sources(communities []*catalog.Community) []catalog.Source {
	var out []catalog.Source
	for _, c := range communities {
		out = append(out, c.Source)
	}
	return out
}

// arrives reports whether the prefixes of a VNet come over a circuit, or over
// any where none is given.
func arrives(networks []*planner.Network, v *planner.VNet, c *planner.Circuit) bool {
	return slices.ContainsFunc(networks, func(n *planner.Network) bool {
		return n.Holds(v) && (c == nil || slices.Contains(n.Circuits(), c))
	})
}
