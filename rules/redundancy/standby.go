package redundancy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var smallerBackup = &rules.Rule{
	ID:       "redundancy/backup-circuit-smaller",
	Code:     "RED-015",
	Title:    "A standby circuit is as large as the active one, or as the demand",
	Severity: diag.Warning,
	Why:      "After a failure all traffic moves to the standby circuit. What is above its bandwidth is dropped, for as long as the repair takes.",
	Fix:      "Raise the bandwidth of the standby circuit, or accept the degraded mode in [[exceptions]].",
	Refs:     []rules.Ref{{Doc: "resiliency-validation", Section: "FAQ", Date: "2025-11-04"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		for _, b := range p.Redundancy().Bundles {
			if len(b.Circuits) < 2 || balanced(b.Flows(p.Design)) {
				continue // that each can carry the rest is a matter of capacity after a failure
			}
			if active, standby := roles(p, b); len(active) > 0 && len(standby) > 0 {
				compareSizes(p, b, active, standby)
			}
		}
	},
}

// balanced reports whether a flow is meant to use several circuits at once.
func balanced(flows []*planner.Flow) bool {
	return slices.ContainsFunc(flows, func(f *planner.Flow) bool { return f.LoadBalanced.Value() })
}

// roles splits the circuits of a bundle into those that gateways use and those
// that stand by.
func roles(p *rules.Pass, b *planner.Bundle) (active, standby []*planner.Circuit) {
	for _, n := range b.Networks {
		for _, joint := range b.Joints(n) {
			for _, choice := range p.Choices(joint) {
				for _, r := range choice.Best {
					if c := r.Circuit(); !slices.Contains(active, c) {
						active = append(active, c)
					}
				}
			}
		}
	}
	for _, c := range b.Circuits {
		if !slices.Contains(active, c) {
			standby = append(standby, c)
		}
	}
	return active, standby
}

func compareSizes(p *rules.Pass, b *planner.Bundle, active, standby []*planner.Circuit) {
	full, rest, ok := planner.Bandwidth(0), planner.Bandwidth(0), true
	for _, c := range b.Circuits {
		switch {
		case c.Bandwidth == 0:
			p.Unknown(c.At("bandwidth"), "circuit %q does not say its bandwidth, so whether the standby is large enough is unknown", c.Name())
			ok = false
		case slices.Contains(active, c):
			full += c.Bandwidth
		default:
			rest += c.Bandwidth
		}
	}
	if !ok || rest >= full {
		return
	}
	var demand planner.Bandwidth
	var silent *planner.Flow
	flows := b.Flows(p.Design)
	for _, f := range flows {
		demand += f.Bandwidth
		if f.Bandwidth == 0 && silent == nil {
			silent = f
		}
	}
	last := standby[len(standby)-1]
	switch {
	case rest < demand:
		f := p.Report(last.ValueAt("bandwidth"), "standby %s %s %s, less than the %s of %s and less than the demand of %s", circuitsOf(standby), has(standby), rest, full, rules.QuotedNames(active), demand).
			Fix("Give it at least %s, or accept the degraded mode in [[exceptions]].", demand)
		for _, flow := range flows {
			f.Related(flow.ValueAt("bandwidth"), "flow %q", flow.Name())
		}
	case silent != nil:
		p.Unknown(silent.At("bandwidth"), "flow %q does not say its bandwidth, so whether standby %s with %s is enough is unknown", silent.Name(), circuitsOf(standby), rest)
	case len(flows) == 0:
		p.Unknown(last.ValueAt("bandwidth"), "standby %s %s %s, less than the %s of %s; no flow says whether that is enough", circuitsOf(standby), has(standby), rest, full, rules.QuotedNames(active))
	}
}

func has(list []*planner.Circuit) string {
	if len(list) == 1 {
		return "has"
	}
	return "have together"
}

var vpnForDemanding = &rules.Rule{
	ID:       "redundancy/vpn-sole-backup-for-demanding-workload",
	Code:     "RED-016",
	Title:    "Demanding workloads have a second circuit, not only a VPN, behind their circuit",
	Severity: diag.Warning,
	Why:      "A VPN over the Internet brings less bandwidth and no promise on latency. For latency-sensitive, mission-critical or bandwidth-intensive workloads Microsoft advises against it as the only backup.",
	Fix:      "Add a second circuit at another peering location, and keep the VPN behind both.",
	Refs:     []rules.Ref{{Doc: "design-architecture-for-resiliency", Section: "Plan for geo-redundancy", Date: "2024-07-16"}},
	Check: func(p *rules.Pass) {
		done := map[*planner.VPNTunnel]bool{}
		for _, b := range p.Redundancy().Bundles {
			if len(b.Circuits) > 1 {
				continue
			}
			for _, n := range b.Networks {
				t := b.Backup(p.Design, n)
				if t == nil || done[t] {
					continue
				}
				done[t] = true
				soleBackup(p, b, t)
			}
		}
	},
}

func soleBackup(p *rules.Pass, b *planner.Bundle, t *planner.VPNTunnel) {
	var why []string
	var flows []*planner.Flow
	if critical(p) {
		why = append(why, "the design is mission-critical")
	}
	for _, f := range b.Flows(p.Design) {
		if reason := demanding(p, t, f); reason != "" {
			why, flows = append(why, fmt.Sprintf("flow %q %s", f.Name(), reason)), append(flows, f)
		}
	}
	if why == nil {
		return
	}
	f := p.Report(t.Here(), "VPN %q is the only backup of circuit %q, but %s", t.Name(), b.Circuits[0].Name(), strings.Join(why, ", and "))
	if b.Circuits[0].Location != nil {
		f.Fix("%s Keep the VPN behind both.", elsewhere(p, b.Circuits[0], false))
	}
	for _, flow := range flows {
		f.Related(flow.Here(), "flow %q", flow.Name())
	}
}

// demanding says why a flow is more than a VPN is good for, or "".
func demanding(p *rules.Pass, t *planner.VPNTunnel, f *planner.Flow) string {
	rate, of := carries(p, t)
	switch {
	case f.LatencySensitive.Value():
		return "is latency-sensitive"
	case f.Purpose == "voice":
		return "carries voice"
	case f.MaxLatency > 0:
		return fmt.Sprintf("allows a round trip of at most %s", f.MaxLatency)
	case f.Bandwidth > 0 && rate == 0:
		p.Unknown(t.At("bandwidth"), "whether flow %q with %s is too much for VPN %q is unknown: neither the tunnel nor the SKU of its gateway says what it carries", f.Name(), f.Bandwidth, t.Name())
	case f.Bandwidth > rate:
		return fmt.Sprintf("needs %s, more than the %s of %s", f.Bandwidth, rate, of)
	}
	return ""
}

// carries returns what one tunnel carries, or one connection to a virtual hub:
// what the design says, or what was observed with the SKU of the gateway and
// the cipher of the tunnel. 0 is unknown.
func carries(p *rules.Pass, t *planner.VPNTunnel) (rate planner.Bandwidth, of string) {
	switch {
	case t.Bandwidth > 0:
		return t.Bandwidth, "a tunnel"
	case t.Hub != nil:
		return planner.Bandwidth(1000 * p.Catalog.Limit("vwan.vpn_connection_throughput").Int()), "a connection"
	case t.Gateway.VPNSKU == nil:
		return 0, ""
	}
	sku, cipher := t.Gateway.VPNSKU, ""
	if t.IPsec != nil {
		cipher = strings.ToUpper(t.IPsec.Encryption)
	}
	mbps := sku.TunnelMbpsSHA
	switch {
	case cipher == "" || strings.Contains(cipher, "GCM"): // the best that there is, where the design does not say
		mbps = sku.TunnelMbpsGCM
	case strings.Contains(cipher, "DES"):
		mbps = sku.TunnelMbpsDES
	}
	if mbps == 0 {
		mbps = sku.ThroughputMbps
	}
	return planner.Bandwidth(mbps), "a tunnel"
}

var geoECMP = &rules.Rule{
	ID:       "redundancy/geo-redundant-ecmp",
	Code:     "RED-019",
	Title:    "Circuits in different cities share traffic only where that is meant",
	Severity: diag.Advice,
	Why:      "Azure spreads flows over equal routes. Over circuits in different cities flows then differ in latency, and which one a flow takes is chance.",
	Fix:      "Prefer one circuit by routing weight, longer prefixes or a prepend on the other, or write load_balanced = true at the flows.",
	Refs: []rules.Ref{
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Small to medium on-premises network considerations", Date: "2023-06-15"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Challenges of using multiple ExpressRoute circuits", Date: "2023-06-15"},
	},
	YieldsTo: []string{"routing/ecmp-over-four"},
	Check: func(p *rules.Pass) {
		for _, b := range p.Redundancy().Bundles {
			if len(b.Circuits) < 2 || balanced(b.Flows(p.Design)) {
				continue
			}
			for _, n := range b.Networks {
				for _, joint := range b.Joints(n) {
					if joint[0].Hub == nil || joint[0].Hub.Multipath.Value() { // other hubs take one circuit
						sharedOver(p, n, joint)
					}
				}
			}
		}
	},
}

// sharedOver reports connections that equal routes spread traffic over,
// although their circuits are in different cities.
func sharedOver(p *rules.Pass, n *planner.Network, joint []*planner.Connection) {
	choices := p.Choices(joint)
	var equal []planner.LearnedRoute
	var prefixes []string
	for _, choice := range choices {
		if !cities(circuitsIn(choice.Best)) {
			continue
		}
		if equal == nil {
			equal = choice.Best
		}
		prefixes = append(prefixes, choice.Prefix.String())
	}
	if equal == nil {
		if top := heaviest(joint); len(choices) == 0 && cities(circuitsOn(top)) {
			a := top[0].Circuit.Peerings.Private.AnnouncedByAny()
			p.Unknown(a.Place, "whether Azure spreads traffic over circuits %s, in different cities and of equal weight, is unknown: circuit %q does not list what it announces", rules.QuotedNames(circuitsOn(top)), top[0].Circuit.Name())
		}
		return
	}
	last, circuits := equal[len(equal)-1].Connection, circuitsIn(equal)
	f := p.Report(last.At("routing_weight"), "%s spreads traffic to %s over circuits %s, which are in different cities and equal in weight, prefix and AS path; expected is a preference, or load_balanced = true", n, rules.Several(prefixes), rules.QuotedNames(circuits)).
		Fix("Give one connection the higher routing_weight, such as %s = 100, and the same circuit the higher local_preference; or write load_balanced = true at the flows.", equal[0].Connection.Path()+".routing_weight")
	for _, c := range circuits {
		f.Related(c.LocationPlace(), "circuit %q is at %s", c.Name(), c.LocationName())
	}
}

func circuitsIn(routes []planner.LearnedRoute) []*planner.Circuit {
	var out []*planner.Circuit
	for _, r := range routes {
		out = append(out, r.Circuit())
	}
	return out
}

func circuitsOn(connections []*planner.Connection) []*planner.Circuit {
	var out []*planner.Circuit
	for _, c := range connections {
		out = append(out, c.Circuit)
	}
	return out
}

// heaviest returns the connections with the highest routing weight.
func heaviest(joint []*planner.Connection) []*planner.Connection {
	most := 0
	for _, c := range joint {
		most = max(most, c.RoutingWeight.Or(0))
	}
	return slices.DeleteFunc(slices.Clone(joint), func(c *planner.Connection) bool { return c.RoutingWeight.Or(0) < most })
}

// cities reports whether circuits are at known locations in different cities.
func cities(circuits []*planner.Circuit) bool {
	differ := false
	for _, c := range circuits {
		if c.Location == nil {
			return false
		}
		differ = differ || c.Location.MetroCity() != circuits[0].Location.MetroCity()
	}
	return differ
}
