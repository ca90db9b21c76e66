package routes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Traffic to Microsoft's services returns to a pool of public addresses, which
// several circuits announce on purpose; of it only that is reported which a
// stateful device loses. Where a flow is meant to use several circuits at once
// the directions may differ as long as nothing is lost.
var asymmetricPreference = &rules.Rule{
	ID:       "routing/asymmetric-circuit-preference",
	Code:     "RTE-008",
	Title:    "Both directions of a flow use the same circuit or VPN",
	Severity: diag.Warning,
	Why:      "Azure chooses by prefix length, weight and AS path, the customer's routers by local preference; neither knows of the other. Traffic that leaves by one circuit and returns by another has two latencies, and a firewall that sees one half of it drops it.",
	Fix:      "Give the same circuit the preference on both sides.",
	Refs: []rules.Ref{
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "AS path prepend", Date: "2023-06-15"},
		{Doc: "expressroute-asymmetric-routing", Section: "Stateful devices", Date: "2023-06-30"},
		{Doc: "cross-network-connectivity", Section: "Asymmetric routing", Date: "2023-06-30"},
	},
	YieldsTo: []string{
		"routing/specific-overrides-weight", "routing/weight-overrides-prepend", "vpn/backup-prefix-more-specific", "vpn/onprem-prefers-vpn",
		"ipsec/same-prefix-clear-path", "ipsec/onprem-prefers-clear-path",
		"redundancy/maintenance-prepend-not-honoured", "redundancy/active-passive-inside-circuit",
	},
	Check: func(p *rules.Pass) {
		if !prefers(p) {
			return
		}
		a := p.Outcome()
		var found []split
		for i, f := range a.Normal().Flows {
			if s, ok := splitOf(a, i, &f.After); ok {
				found = join(found, s)
			}
		}
		for _, s := range found {
			if s.broken != nil || !s.hubPrefersBackup() {
				s.report(p, a)
			}
		}
	},
}

// A split is flows whose two directions differ for one reason.
type split struct {
	flows      []int
	there      *routing.Choice // of the first flow
	back       *routing.Choice
	by, answer []exit // what each direction uses
	part       string // of the traffic that returns, where it differs by part
	broken     *planner.Site
}

// splitOf returns how the directions of a flow differ, if they do. That the
// customer's router decides as it likes, or that the outcome depends on the
// order of messages, other rules say.
func splitOf(a *outcome.Analysis, flow int, r *routing.Result) (split, bool) {
	f := &a.Flows[flow]
	if !r.Reachable() || r.TieBreak || r.Unstable || site(a, flow) == nil || f.From.Site != nil && f.To.Site != nil {
		return split{}, false
	}
	s := split{flows: []int{flow}, broken: r.StatefulBreak}
	for i := range r.ToAzure {
		for k := range r.ToSite {
			by, answer := exitsOf(&r.ToAzure[i]), exitsOf(&r.ToSite[k])
			if s.there == nil || slices.Equal(s.by, s.answer) && !slices.Equal(by, answer) {
				s.there, s.back, s.by, s.answer = &r.ToAzure[i], &r.ToSite[k], by, answer
				if len(r.ToSite) > 1 {
					s.part = " to " + parts(s.back)
				}
			}
		}
	}
	switch {
	case s.there == nil:
		return split{}, false
	case s.broken != nil:
		return s, true
	case f.To.Service != nil || slices.Equal(s.by, s.answer):
		return split{}, false
	}
	return s, f.Written == nil || !f.Written.LoadBalanced.Value()
}

// hubPrefersBackup reports that Azure answers over a VPN that is meant as a
// backup, because its hub prefers it: virtual-wan/preference-contradicts-intent
// says so.
func (s *split) hubPrefersBackup() bool {
	return len(s.answer) == 1 && s.answer[0].vpn != nil && s.answer[0].vpn.Role == "backup" && s.answer[0].vpn.Hub != nil &&
		s.back.Step != routing.LongestPrefix
}

// parts names the prefixes of a choice.
func parts(c *routing.Choice) string {
	if len(c.Prefixes) == 0 {
		return "the site's prefixes"
	}
	return rules.Several(c.Prefixes)
}

// join adds a split, or its flow to one that has the same reason.
func join(list []split, s split) []split {
	i := slices.IndexFunc(list, func(o split) bool {
		return slices.Equal(o.by, s.by) && slices.Equal(o.answer, s.answer) && o.broken == s.broken &&
			o.there.Step == s.there.Step && o.there.At == s.there.At && o.back.Step == s.back.Step
	})
	if i < 0 {
		return append(list, s)
	}
	list[i].flows = append(list[i].flows, s.flows...)
	return list
}

func (s *split) report(p *rules.Pass, a *outcome.Analysis) {
	end := site(a, s.flows[0])
	var f rules.Finding
	if slices.Equal(s.by, s.answer) {
		f = p.Report(s.place(p, a), "%s: site %q sends over %s (%s), and Azure returns over %s (%s)",
			flowNames(a, s.flows), end.Name(), links(s.there), decided(s.there, true), links(s.back), decided(s.back, true)).
			Fix("Announce and prefer alike over both links of %s, so that each direction uses both.", over(s.by))
	} else {
		f = p.Report(s.place(p, a), "%s: site %q sends over %s (%s), and Azure returns%s over %s (%s); expected is the same for both",
			flowNames(a, s.flows), end.Name(), over(s.by), decided(s.there, false), s.part, over(s.answer), decided(s.back, false)).
			Fix("%s", s.align())
	}
	if s.broken != nil {
		f.As(diag.Error)
		switch {
		case s.broken.StatefulFirewall.Value():
			f.Related(s.broken.ValueAt("stateful_firewall"), "the firewall of site %q sees one half of the traffic and drops it: the flow is lost", s.broken.Name())
		default:
			f.Related(placeOf(a, s.flows[0]), "the flow is stateful; what sees one half of it at site %q drops it", s.broken.Name())
		}
	}
	if at, words, ok := s.azure(); ok {
		f.Related(at, "%s", words)
	}
	related(f, a, s.flows)
}

// links names the links that a choice goes over.
func links(c *routing.Choice) string {
	var out []string
	for _, w := range c.Ways {
		for _, h := range w.Hops {
			if h.Link == nil {
				continue
			}
			if name := h.Link.ID(); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return rules.And(out)
}

// decided says in a few words which step made a choice as it is, and what it
// went against: another link, or another circuit or VPN.
func decided(c *routing.Choice, byLink bool) string {
	switch c.Step {
	case routing.OnlyWay:
		return "the only way"
	case routing.ECMP:
		return "all are equal"
	}
	for _, l := range c.Losers {
		e, ok := exitOf(&l.Way)
		if !ok || l.Step != c.Step || strings.HasSuffix(l.Why, ".") {
			continue
		}
		name := e.String()
		if lost := (routing.Choice{Ways: []routing.Way{l.Way}}); byLink {
			name = links(&lost)
		}
		return fmt.Sprintf("by %s: %s has %s", c.Step, name, l.Why)
	}
	words := strings.TrimSuffix(c.Step.Info().Sentence, ".")
	return fmt.Sprintf("by %s: %s", c.Step, strings.ToLower(words[:1])+words[1:])
}

// place returns where the side is written that does not fit: the announcement
// where the longest prefix decides, else the local preference, the weight, or
// the prepend that does.
func (s *split) place(p *rules.Pass, a *outcome.Analysis) source.Place {
	end, v := site(a, s.flows[0]), network(a, s.flows[0])
	if vpn := s.by[0].vpn; vpn != nil && vpn.Over == planner.OverPrivatePeering && s.answer[0].vpn == nil {
		return vpn.ValueAt("advertised_prefixes")
	}
	if s.back.Step == routing.LongestPrefix && len(s.back.Prefixes) > 0 {
		switch e := s.answer[0]; {
		case e.vpn != nil:
			return e.vpn.PlaceOf(s.back.Prefixes[0])
		case e.circuit.Peerings.Private != nil:
			return e.circuit.Peerings.Private.PlaceOf(firstLink(s.back), s.back.Prefixes[0])
		}
	}
	if s.there.Step == routing.LocalPreference && v != nil {
		best := stateOf(p, s.by[0], end, v)
		if best.Place.File != nil {
			return best.Place
		}
	}
	if at, _, ok := s.azure(); ok {
		return at
	}
	return placeOf(a, s.flows[0])
}

// firstLink returns the first link that a choice goes over.
func firstLink(c *routing.Choice) *planner.Link {
	for _, w := range c.Ways {
		for _, h := range w.Hops {
			if h.Link != nil {
				return h.Link
			}
		}
	}
	return nil
}

// azure returns where the weight or the prepend stands that decides for Azure.
func (s *split) azure() (at source.Place, words string, ok bool) {
	switch s.back.Step {
	case routing.RoutingWeight:
		for _, w := range s.back.Ways {
			for _, h := range w.Hops {
				if c := h.Connection; c != nil && c.RoutingWeight.Known() {
					return c.ValueAt("routing_weight"), fmt.Sprintf("the routing weight of connection %q", c.Name()), true
				}
			}
		}
	case routing.ASPath:
		for _, l := range s.back.Losers {
			for _, h := range l.Way.Hops {
				if h.Link == nil || l.Step != routing.ASPath {
					continue
				}
				for _, n := range []interface {
					Has(string) bool
					ValueAt(string) source.Place
				}{&h.Link.Node, h.Link.Circuit.Peerings.Private, h.Link.Circuit} {
					if n.Has("as_path_prepend") {
						return n.ValueAt("as_path_prepend"), fmt.Sprintf("the prepend of circuit %q", h.Link.Circuit.Name()), true
					}
				}
			}
		}
	}
	return source.Place{}, "", false
}

// align says how both sides come to prefer the same.
func (s *split) align() string {
	switch {
	case s.by[0].vpn != nil && s.by[0].vpn.Over == planner.OverPrivatePeering && s.answer[0].vpn == nil:
		return fmt.Sprintf("Announce %s over %s, as longer prefixes than over %s.", parts(s.back), s.by[0], over(s.answer))
	case s.back.Step == routing.LongestPrefix:
		return fmt.Sprintf("Announce prefixes of the same length over %s and %s.", over(s.by), over(s.answer))
	case s.back.Step == routing.ECMP && s.by[0].vpn != nil && len(s.answer) > len(s.by): // connections of VPNs have no weight
		others := slices.DeleteFunc(slices.Clone(s.answer), func(e exit) bool { return slices.Contains(s.by, e) })
		return fmt.Sprintf("Write as_path_prepend at %s, so that Azure prefers %s too, or give them the same local preference.", over(others), over(s.by))
	case s.there.Step == routing.LocalPreference && s.back.Step == routing.ECMP:
		return fmt.Sprintf("Give the connection of %s the highest routing_weight, or leave the local preference out.", over(s.by))
	case len(s.answer) == 1:
		return fmt.Sprintf("Give the routes over %s the highest local preference on premises, or take away what makes Azure prefer it.", over(s.answer))
	}
	return "Prefer the same circuit by local preference on premises and by routing weight in Azure."
}
