package vpn

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var moreSpecific = &rules.Rule{
	ID:       "vpn/backup-prefix-more-specific",
	Code:     "VPN-005",
	Title:    "A backup VPN announces no prefix that ExpressRoute does not announce as well",
	Severity: diag.Error,
	Why:      "Azure compares the length of prefixes before anything else. For a prefix that is longer on the VPN, or that only the VPN has, the VPN carries the traffic all the time.",
	Fix:      "Announce the same prefixes over both, or a shorter one over the VPN.",
	Refs:     []rules.Ref{failover, backup("Configuring for symmetric traffic flow")},
	Check: func(p *rules.Pass) {
		asked, said := map[*planner.Circuit]bool{}, map[*planner.VPNTunnel]bool{}
		heard, mains := map[*planner.Network]*announcements{}, map[*planner.Network][]main{}
		for _, c := range p.Coexistences() {
			list := backups(c)
			if len(list) == 0 || !listed(p, c, asked) {
				continue
			}
			if heard[c.Network] == nil {
				heard[c.Network] = newAnnouncements(sent(p, c.Network.Circuits()))
				mains[c.Network] = mainsOf(p, primaries(p, c.Network))
			}
			er := heard[c.Network]
			beyond := func(t *planner.VPNTunnel) bool {
				return slices.ContainsFunc(p.SentOver(t).Prefixes, func(x netip.Prefix) bool { return !er.inside(x) })
			}
			if !slices.ContainsFunc(list, beyond) || !mainsListed(p, primaries(p, c.Network), said) {
				continue
			}
			for _, t := range list {
				takesAway(p, c, t, er, mains[c.Network])
			}
		}
	},
}

// listed reports whether all circuits beside a VPN list what they announce,
// and notes once, where asked is not nil, which of them does not.
func listed(p *rules.Pass, c planner.Coexistence, asked map[*planner.Circuit]bool) bool {
	ok := true
	for _, circuit := range c.Circuits {
		a := circuit.Peerings.Private.AnnouncedByAny()
		if a.Listed() {
			continue
		}
		ok = false
		if asked != nil && !asked[circuit] {
			asked[circuit] = true
			p.Unknown(a.Place, "circuit %q does not list which prefixes it announces; whether %s announces the same is unknown", circuit.Name(), vpns(c.Tunnels))
		}
	}
	return ok
}

// mainsListed reports whether all primary VPNs say what they announce, and
// notes once, where said is not nil, which of them does not.
func mainsListed(p *rules.Pass, mains []*planner.VPNTunnel, said map[*planner.VPNTunnel]bool) bool {
	ok := true
	for _, m := range mains {
		a := p.SentOver(m)
		if a.Listed() {
			continue
		}
		ok = false
		if said != nil && !said[m] {
			said[m] = true
			p.Unknown(a.Place, "primary VPN %q does not say which prefixes it announces, and site %q not which it has", m.Name(), m.Site.Name())
		}
	}
	return ok
}

// sent returns what circuits announce over links that are up, sorted.
func sent(p *rules.Pass, circuits []*planner.Circuit) []netip.Prefix {
	var out []netip.Prefix
	for _, c := range circuits {
		for _, l := range c.Links.All() {
			if l.Up() {
				out = append(out, p.Sent(c.Peerings.Private, l).Prefixes...)
			}
		}
	}
	slices.SortFunc(out, netip.Prefix.Compare)
	return slices.Compact(out)
}

// announcements are the prefixes that a network hears over its circuits.
type announcements struct {
	sorted []netip.Prefix
	set    *planner.PrefixSet
}

func newAnnouncements(sorted []netip.Prefix) *announcements {
	return &announcements{sorted, planner.NewPrefixSet(sorted)}
}

// takesAway reports the prefixes of a VPN for which Azure would use it while
// the circuits, and the primary VPNs over them, are up: no prefix of theirs is
// as long.
func takesAway(p *rules.Pass, c planner.Coexistence, t *planner.VPNTunnel, er *announcements, mains []main) {
	var longer, alone []netip.Prefix
	var equals []rival
	for _, x := range p.SentOver(t).Prefixes {
		if er.inside(x) {
			continue
		}
		ok, equal := behind(p, t, x, mains)
		switch {
		case equal != nil:
			equals = append(equals, *equal)
		case ok:
		case er.set.Overlaps(x):
			longer = append(longer, x)
		default:
			alone = append(alone, x)
		}
	}
	if len(equals) > 0 {
		alike(p, t, equals)
	}
	all := slices.Concat(longer, alone)
	if len(all) == 0 {
		return
	}
	at := t.PlaceOf(all[0])
	if t.Role == "" {
		p.Unknown(t.At("role"), "VPN %q has %s, for which Azure prefers it to %s; whether it is a backup is not stated", t.Name(), rules.Some(rules.Texts(all)), circuits(c.Circuits))
		return
	}
	what := "longer than what " + circuits(c.Circuits) + " " + verb(len(c.Circuits), "announce")
	switch {
	case len(longer) > 0:
	case len(c.Circuits) == 1:
		what = "which " + circuits(c.Circuits) + " does not announce"
	default:
		what = "which " + circuits(c.Circuits) + " do not announce"
	}
	f := p.Report(at, "backup VPN %q announces %s, %s; Azure sends that traffic to the VPN even while ExpressRoute is up", t.Name(), rules.Some(rules.Texts(all)), what).
		Rests(p.Catalog.Limit("coexist.primary_path").Source).
		Fix("Announce %s over %s as well%s.", rules.Some(rules.Texts(all)), circuits(c.Circuits), er.instead(longer))
	for _, circuit := range c.Circuits[:min(4, len(c.Circuits))] {
		f.Related(circuit.Peerings.Private.AnnouncedByAny().Place, "what circuit %q announces", circuit.Name())
	}
}

// inside reports whether one of the prefixes is x or lies in it.
func (a *announcements) inside(x netip.Prefix) bool {
	x = x.Masked()
	i, _ := slices.BinarySearchFunc(a.sorted, x, netip.Prefix.Compare)
	for ; i < len(a.sorted) && x.Contains(a.sorted[i].Addr()); i++ {
		if a.sorted[i].Bits() >= x.Bits() {
			return true
		}
	}
	return false
}

// instead names the prefixes around longer ones.
func (a *announcements) instead(longer []netip.Prefix) string {
	var around []netip.Prefix
	for _, x := range a.sorted {
		if slices.ContainsFunc(longer, func(l netip.Prefix) bool { return x.Bits() > 0 && x.Bits() < l.Bits() && x.Contains(l.Addr()) }) {
			around = append(around, x)
		}
	}
	if len(around) == 0 {
		return ""
	}
	return fmt.Sprintf(", or %s over the VPN instead", rules.Some(rules.Texts(around)))
}

// Of a prefix of which the VPN has longer ones moreSpecific speaks.
var missing = &rules.Rule{
	ID:       "vpn/backup-prefix-missing",
	Code:     "VPN-006",
	Title:    "A backup VPN announces all that the circuits beside it announce",
	Severity: diag.Warning,
	Why:      "When the circuit fails, Azure has no way to a prefix that the VPN does not announce, although the VPN is up.",
	Fix:      "Announce the prefix over the VPN too; a shorter one around it will do.",
	Refs:     []rules.Ref{backup("Validation of route exchange over S2S VPN")},
	Check: func(p *rules.Pass) {
		for _, c := range p.Coexistences() {
			if list := backups(c); len(list) > 0 {
				leftOut(p, c, list)
			}
		}
	},
}

func leftOut(p *rules.Pass, c planner.Coexistence, list []*planner.VPNTunnel) {
	if !listed(p, c, nil) || !mainsListed(p, inPeering(c), nil) { // moreSpecific says so
		return
	}
	cover := &planner.PrefixSet{}
	for _, t := range list {
		a := p.SentOver(t)
		if !a.Listed() {
			p.Unknown(a.Place, "VPN %q does not say which prefixes it announces, and site %q not which it has", t.Name(), t.Site.Name())
			return
		}
		for _, x := range a.Prefixes {
			cover.Add(x)
		}
	}
	out := known(p, c, uncovered(p, c, cover))
	if len(out) == 0 {
		return
	}
	t, what := list[0], rules.Some(rules.Texts(out))
	f := p.Report(t.ValueAt("advertised_prefixes"), "%s, the backup of %s, %s out %s; without the %s Azure has no way there", vpns(list), circuits(c.Circuits), verb(len(list), "leave"), what, plural(len(c.Circuits), "circuit")).
		Related(announcedAt(p, c, out[0]), "announced over ExpressRoute").
		Fix("Announce %s over VPN %q too.", what, t.Name())
	for _, other := range list[1:] {
		f.Related(other.ValueAt("advertised_prefixes"), "VPN %q", other.Name())
	}
}

// uncovered returns what circuits, and the primary VPNs over them, announce and
// backups do not cover.
func uncovered(p *rules.Pass, c planner.Coexistence, cover *planner.PrefixSet) []netip.Prefix {
	mains := inPeering(c)
	all := slices.DeleteFunc(sent(p, c.Circuits), func(x netip.Prefix) bool { return forDevices(p, x, mains) })
	for _, m := range mains {
		all = append(all, p.SentOver(m).Prefixes...)
	}
	all = slices.DeleteFunc(all, cover.Overlaps)
	slices.SortFunc(all, netip.Prefix.Compare)
	return slices.Compact(all)
}

// verb writes a verb for one thing or for several.
func verb(n int, word string) string {
	if n == 1 {
		return word + "s"
	}
	return word
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// announcedAt returns where circuits, or primary VPNs, announce a prefix.
func announcedAt(p *rules.Pass, c planner.Coexistence, prefix netip.Prefix) source.Place {
	for _, m := range inPeering(c) {
		if slices.Contains(p.SentOver(m).Prefixes, prefix) {
			return m.PlaceOf(prefix)
		}
	}
	for _, c := range c.Circuits {
		private := c.Peerings.Private
		for _, l := range c.Links.All() {
			if l.Up() && slices.Contains(private.Announced(l).Prefixes, prefix) {
				return private.PlaceOf(l, prefix)
			}
		}
	}
	return c.Circuits[0].Here()
}
