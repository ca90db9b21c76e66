package redundancy

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var activePassive = &rules.Rule{
	ID:       "redundancy/active-passive-inside-circuit",
	Code:     "RED-005",
	Title:    "Both links of a circuit carry traffic",
	Severity: diag.Warning,
	Why:      "A link that only stands by is found broken when it is needed, and the failure of the active one hits all flows instead of half of them.",
	Fix:      "Announce the same prefixes with the same AS path over both links.",
	Refs:     []rules.Ref{{Doc: "designing-for-high-availability-with-expressroute", Section: "Active-active connections", Date: "2023-06-15"}},
	Covers:   []string{"APRL f06a2bbe-5839-d447-9f39-fc3d20562d88", "APRL 859886df-3996-4eab-8439-c1a38c416e0e", "ALZ D06.18"},
	YieldsTo: []string{"microsoft-peering/prepend-with-private-asn"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if alone(c) != nil {
				continue
			}
			if private := c.Peerings.Private; prepended(p, c) || private == nil {
				continue
			}
			links := c.Links.All()
			for i, l := range links {
				longer(p, l, links[1-i])
			}
		}
	},
}

// prepended reports a circuit of which one link has the longer AS path.
func prepended(p *rules.Pass, c *planner.Circuit) bool {
	a, b := c.Links.Primary, c.Links.Secondary
	for _, peering := range c.PeeringList() {
		for _, prefix := range append([]netip.Prefix{{}}, announcedOverBoth(p, peering)...) {
			first, firstAt := p.Prepends(peering, a, prefix)
			second, secondAt := p.Prepends(peering, b, prefix)
			if first == second {
				continue
			}
			passive, at, times, other := b, secondAt, second, first
			if first > second {
				passive, at, times, other = a, firstAt, first, second
			}
			if !passive.ASPathPrepend.Known() { // then the other link says that it prepends less
				for _, l := range c.Links.All() {
					if l.ASPathPrepend.Known() {
						at = l.ValueAt("as_path_prepend")
					}
				}
			}
			p.Report(at, "circuit %q: the %s link prepends %s and the other one %s, so it stands by; both should carry traffic", c.Name(), passive.Side, count(times), count(other)).
				Fix("Prepend equally over both links. To prefer another circuit, prepend at the circuit, or use routing weights.")
			return true
		}
	}
	return false
}

// count writes how often a thing is done.
func count(times int) string {
	switch times {
	case 0:
		return "not at all"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", times)
}

// announcedOverBoth returns the prefixes that both links of a peering announce.
func announcedOverBoth(p *rules.Pass, peering *planner.Peering) []netip.Prefix {
	if peering.IsMicrosoft() {
		return peering.PublicPrefixes
	}
	second := planner.NewPrefixSet(p.Sent(peering, peering.Circuit.Links.Secondary).Prefixes)
	first := slices.Clone(p.Sent(peering, peering.Circuit.Links.Primary).Prefixes)
	return slices.DeleteFunc(first, func(x netip.Prefix) bool { return !second.Has(x) })
}

// longer reports the prefixes of a link that the other one only announces as
// part of a shorter prefix. Where this link lacks the shorter one, it is
// oneLinkPrefix's to say.
func longer(p *rules.Pass, l, other *planner.Link) {
	private := l.Circuit.Peerings.Private
	mine, theirs := p.Sent(private, l).Prefixes, p.Sent(private, other).Prefixes
	set, lacking := planner.NewPrefixSet(theirs), planner.NewPrefixSet(uncovered(theirs, mine))
	var found []netip.Prefix
	for _, prefix := range mine {
		if !set.Has(prefix) && set.Covers(prefix) && !set.Split(prefix) && !lacking.Covers(prefix) {
			found = append(found, prefix)
		}
	}
	if found == nil {
		return
	}
	p.Report(private.PlaceOf(l, found[0]), "circuit %q: the %s link announces %s, longer than what the other one announces, so the %s link stands by for them; both should announce the same",
		l.Circuit.Name(), l.Side, rules.Several(found), other.Side).
		Related(private.Announced(other).Place, "what the %s link announces", other.Side)
}

var oneLinkPrefix = &rules.Rule{
	ID:       "redundancy/prefix-on-one-link-only",
	Code:     "RED-006",
	Title:    "Every prefix is announced over both links of a circuit",
	Severity: diag.Warning,
	Why:      "A prefix that only one link announces is out of reach when that link fails or is maintained, although the circuit is up.",
	Fix:      "Announce the same prefixes over both links.",
	Refs:     []rules.Ref{{Doc: "resiliency-validation", Section: "Start the test", Date: "2025-11-04"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			private := c.Peerings.Private
			if private == nil || alone(c) != nil {
				continue
			}
			a, b := p.Sent(private, c.Links.Primary), p.Sent(private, c.Links.Secondary)
			if !c.Links.Primary.Has("advertised_prefixes") && !c.Links.Secondary.Has("advertised_prefixes") && slices.Equal(a.Prefixes, b.Prefixes) {
				continue // both say the same, known or not
			}
			if !listed(p, c, a) || !listed(p, c, b) {
				continue
			}
			onlyOver(p, c.Links.Primary, a, c.Links.Secondary, b)
			onlyOver(p, c.Links.Secondary, b, c.Links.Primary, a)
		}
	},
}

// listed reports whether an announcement of a circuit names its prefixes, and
// notes where it does not.
func listed(p *rules.Pass, c *planner.Circuit, a planner.Announcement) bool {
	if !a.Listed() {
		p.Unknown(a.Place, "circuit %q does not list which prefixes it announces, so they cannot be compared", c.Name())
	}
	return a.Listed()
}

// onlyOver reports the prefixes of one link that the other does not announce.
func onlyOver(p *rules.Pass, l *planner.Link, a planner.Announcement, other *planner.Link, b planner.Announcement) {
	missing := uncovered(a.Prefixes, b.Prefixes)
	if missing == nil {
		return
	}
	private := l.Circuit.Peerings.Private
	has, lacks := private.PlaceOf(l, missing[0]), other.ValueAt("advertised_prefixes")
	at, related, word := has, b.Place, "what the %s link announces"
	if other.Has("advertised_prefixes") {
		at, related, word = lacks, has, "missing over the %s link"
	}
	p.Report(at, "circuit %q announces %s over the %s link only; the %s link has to announce the same", l.Circuit.Name(), rules.Several(missing), l.Side, other.Side).
		Related(related, word, other.Side).
		Fix("Add %s to what the %s link announces.", rules.Several(missing), other.Side)
}

// uncovered returns the prefixes that others do not cover.
func uncovered(prefixes, by []netip.Prefix) []netip.Prefix {
	set := planner.NewPrefixSet(by)
	var out []netip.Prefix
	for _, x := range prefixes {
		if !set.Covers(x) {
			out = append(out, x)
		}
	}
	return out
}

var prefixesDiffer = &rules.Rule{
	ID:       "redundancy/prefixes-differ-between-circuits",
	Code:     "RED-010",
	Title:    "Circuits that stand in for each other announce the same prefixes",
	Severity: diag.Warning,
	Why:      "When the circuit fails that alone announces a prefix, Azure has no way to it, although the other circuit is up.",
	Fix:      "Announce the prefix over a second circuit too; a shorter prefix around it, or longer ones that fill it, will do.",
	Refs: []rules.Ref{
		{Doc: "evaluate-circuit-resiliency", Section: "Prerequisites", Date: "2024-06-24"},
		{Doc: "resiliency-validation", Section: "Start the test", Date: "2025-11-04"},
		{Doc: "expressroute-routing", Section: "Autonomous System numbers (ASN)", Date: "2026-03-12"},
	},
	Check: func(p *rules.Pass) {
		noted := map[*planner.Circuit]bool{}
		for _, b := range p.Redundancy().Bundles {
			if len(b.Circuits) < 2 {
				continue
			}
			all, ok := announcements(p, b, noted)
			for i := range b.Circuits {
				if ok {
					onlyOn(p, b, i, all)
				}
			}
		}
	},
}

// announcements returns what the circuits of a bundle announce; not ok where
// one of them does not list it.
func announcements(p *rules.Pass, b *planner.Bundle, noted map[*planner.Circuit]bool) (all []planner.Announcement, ok bool) {
	ok = true
	for _, c := range b.Circuits {
		a := sent(p, c)
		if !a.Listed() {
			ok = false
			if !noted[c] {
				listed(p, c, a)
			}
			noted[c] = true
		}
		all = append(all, a)
	}
	return all, ok
}

// sent returns what a circuit announces over its links, taken together.
func sent(p *rules.Pass, c *planner.Circuit) planner.Announcement {
	private := c.Peerings.Private
	a := private.AnnouncedByAny()
	if !a.Listed() {
		return a
	}
	a.Prefixes, a.V4, a.V6 = nil, 0, 0
	for _, l := range c.Links.All() {
		if l.Up() {
			a.Prefixes = append(a.Prefixes, p.Sent(private, l).Prefixes...)
		}
	}
	slices.SortFunc(a.Prefixes, netip.Prefix.Compare)
	a.Prefixes = slices.Compact(a.Prefixes)
	a.V4 = len(a.Prefixes)
	return a
}

// onlyOn reports the prefixes that one circuit of a bundle announces alone.
func onlyOn(p *rules.Pass, b *planner.Bundle, i int, all []planner.Announcement) {
	var rest []netip.Prefix
	for j, a := range all {
		if j != i {
			rest = append(rest, a.Prefixes...)
		}
	}
	c := b.Circuits[i]
	missing := slices.DeleteFunc(uncovered(all[i].Prefixes, rest), func(prefix netip.Prefix) bool { return ofDevices(p, c, prefix) })
	if len(missing) == 0 {
		return
	}
	has := placeOf(c, missing[0])
	others := slices.DeleteFunc(slices.Clone(b.Circuits), func(o *planner.Circuit) bool { return o == c })
	if len(others) > 1 {
		p.Report(has, "only circuit %q announces %s; of %s none does, so nothing stands in for it", c.Name(), rules.Several(missing), rules.QuotedNames(others)).
			Fix("Announce %s over another of the circuits too.", rules.Several(missing))
		return
	}
	p.Report(all[1-i].Place, "circuit %q does not announce %s, which %q does; for these prefixes it does not stand in", others[0].Name(), rules.Several(missing), c.Name()).
		Related(has, "announced over %q", c.Name()).
		Fix("Announce %s over %q too.", rules.Several(missing), others[0].Name())
}

// ofDevices reports a prefix in which only VPN devices stand whose tunnels are
// meant for this circuit: they are not to move to another one.
//
// Nor is a prefix meant for circuits that tunnels over them announce: there it
// is in clear, which is a finding of its own.
func ofDevices(p *rules.Pass, c *planner.Circuit, prefix netip.Prefix) bool {
	if slices.ContainsFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool {
		return t.Over == planner.OverPrivatePeering && slices.Contains(p.SentOver(t).Prefixes, prefix)
	}) {
		return true
	}
	if slices.ContainsFunc(p.Sites, func(s *planner.Site) bool { return slices.ContainsFunc(s.Prefixes, prefix.Overlaps) }) {
		return false
	}
	return slices.ContainsFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool {
		return t.Over == planner.OverPrivatePeering && t.Circuit == c && slices.ContainsFunc(t.DeviceAddresses, prefix.Contains)
	})
}

// placeOf returns where a prefix that a circuit announces is written.
func placeOf(c *planner.Circuit, prefix netip.Prefix) source.Place {
	for _, l := range c.Links.All() {
		if l.Up() && slices.Contains(c.Peerings.Private.Announced(l).Prefixes, prefix) {
			return c.Peerings.Private.PlaceOf(l, prefix)
		}
	}
	return c.Peerings.Private.At("advertised_prefixes")
}
