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
		asked := map[*planner.Circuit]bool{}
		heard := map[*planner.Network]*announcements{}
		for _, c := range p.Coexistences() {
			list := backups(c)
			if len(list) == 0 || !listed(p, c, asked) {
				continue
			}
			if heard[c.Network] == nil {
				heard[c.Network] = newAnnouncements(sent(p, c.Network.Circuits()))
			}
			for _, t := range list {
				takesAway(p, c, t, heard[c.Network])
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
// the circuits are up: no prefix of theirs is as long.
func takesAway(p *rules.Pass, c planner.Coexistence, t *planner.VPNTunnel, er *announcements) {
	var longer, alone []netip.Prefix
	for _, x := range p.SentOver(t).Prefixes {
		switch {
		case er.inside(x):
		case er.set.Overlaps(x):
			longer = append(longer, x)
		default:
			alone = append(alone, x)
		}
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
	if !listed(p, c, nil) { // moreSpecific says so
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
	var out []netip.Prefix
	for _, x := range sent(p, c.Circuits) {
		if !cover.Overlaps(x) {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return
	}
	t, what := list[0], rules.Some(rules.Texts(out))
	f := p.Report(t.ValueAt("advertised_prefixes"), "%s, the backup of %s, %s out %s; without the %s Azure has no way there", vpns(list), circuits(c.Circuits), verb(len(list), "leave"), what, plural(len(c.Circuits), "circuit")).
		Related(announcedAt(c.Circuits, out[0]), "announced over ExpressRoute").
		Fix("Announce %s over VPN %q too.", what, t.Name())
	for _, other := range list[1:] {
		f.Related(other.ValueAt("advertised_prefixes"), "VPN %q", other.Name())
	}
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

// announcedAt returns where circuits announce a prefix.
func announcedAt(circuits []*planner.Circuit, prefix netip.Prefix) source.Place {
	for _, c := range circuits {
		private := c.Peerings.Private
		for _, l := range c.Links.All() {
			if l.Up() && slices.Contains(private.Announced(l).Prefixes, prefix) {
				return private.PlaceOf(l, prefix)
			}
		}
	}
	return circuits[0].Here()
}

// Routers compare local preferences; at equal ones the AS path to Azure is
// equally long over both, so that what decides is a tie-break nobody planned.
var onPremises = &rules.Rule{
	ID:       "vpn/onprem-prefers-vpn",
	Code:     "VPN-007",
	Title:    "On premises, routes over ExpressRoute are preferred to those over a backup VPN",
	Severity: diag.Warning,
	Why:      "Azure sends to ExpressRoute first. Where the site does not, traffic goes out over the VPN and returns over the circuit: slow, and lost at a firewall that sees one half of it.",
	Fix:      "Give the routes of ExpressRoute the higher local preference, such as 150.",
	Refs:     []rules.Ref{backup("Configuring for symmetric traffic flow"), failover},
	Check: func(p *rules.Pass) {
		done := map[*planner.Circuit]bool{}
		for _, c := range p.Coexistences() {
			list, vnets := backups(c), p.Targets(c.Network)
			for _, circuit := range c.Circuits {
				if !done[circuit] && prefersVPN(p, circuit, list, vnets) {
					done[circuit] = true
				}
			}
		}
	},
}

// prefersVPN reports a circuit whose routes the site of a backup VPN does not
// prefer to those of the VPN.
func prefersVPN(p *rules.Pass, circuit *planner.Circuit, list []*planner.VPNTunnel, vnets []*planner.VNet) bool {
	for _, t := range list {
		if !t.Site.Heeds(circuit) {
			continue
		}
		for _, v := range vnets {
			er, vpn := p.HeardOverCircuit(t.Site, circuit, v), p.HeardOverVPN(t, v)
			if vpn.Denied || er.Preference > vpn.Preference {
				continue
			}
			whose, has, is := fmt.Sprintf("the route to VNet %q", v.Name()), "has", "is"
			if len(vnets) == 1 && len(p.VNets) > 1 { // no policy tells VNets apart
				whose, has, is = "the routes to VNets", "have", "are"
			}
			at, why := er.Place, fmt.Sprintf("%s local preference %d over circuit %q and %d over backup VPN %q", has, er.Preference, circuit.Name(), vpn.Preference, t.Name())
			if er.Denied {
				why = fmt.Sprintf("%s not taken over circuit %q, only over backup VPN %q", is, circuit.Name(), t.Name())
			}
			f := p.Report(at, "on premises, %s %s; ExpressRoute has to be preferred", whose, why)
			if vpn.Place.Path != at.Path {
				f.Related(vpn.Place, "VPN %q", t.Name())
			}
			if !er.Denied {
				f.Fix("Give the routes over circuit %q a local preference above %d, such as %d.", circuit.Name(), vpn.Preference, max(150, vpn.Preference+50))
			}
			return true
		}
	}
	return false
}
