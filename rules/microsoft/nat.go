package microsoft

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var natMissing = &rules.Rule{
	ID:       "microsoft-peering/nat-missing",
	Code:     "MSP-015",
	Title:    "Private addresses are translated before Microsoft peering",
	Severity: diag.Error,
	Why:      "Microsoft accepts only public source addresses on Microsoft peering. Packets from private ones are dropped.",
	Fix:      "Translate to a public pool: nat = {owner = \"customer\", pool = \"…\"}, or owner = \"provider\" where the provider does it.",
	Refs: []rules.Ref{
		{Doc: "expressroute-prerequisites", Section: "Network requirements", Date: "2025-01-31"},
		outboundNAT,
	},
	Check: func(p *rules.Pass) {
		var open []*planner.Site
		for _, m := range p.MicrosoftPeerings() {
			if m.NAT != nil {
				translated(p, m)
			} else {
				open = append(open, untranslated(p, m)...)
			}
		}
		for i, s := range open {
			if !slices.Contains(open[:i], s) {
				p.Unknown(s.At("prefixes"), "the addresses of site %s, and so whether they need translation, are not stated", s.Name())
			}
		}
	},
}

// translated looks at the pools of a peering that has address translation. A
// pool that stands in for a public one is advised on where it is announced.
func translated(p *rules.Pass, m *planner.Peering) {
	list := pools(m.NAT)
	for _, one := range list {
		if b, found := notPublic(one.prefix); found && !b.placeholder {
			reportNotPublic(p, m.NAT.ValueAt(one.key), "NAT pool", one.prefix)
		}
	}
	if len(list) == 0 && m.NAT.Owner != planner.ProviderParty {
		p.Unknown(m.NAT.At("pool"), "to which public prefix addresses are translated for %s is not stated", m.Circuit.Name())
	}
}

// untranslated reports the first site with private addresses behind a peering
// that has no address translation. Where there is none, it returns the sites
// whose addresses are not stated.
func untranslated(p *rules.Pass, m *planner.Peering) (open []*planner.Site) {
	c := m.Circuit
	sites := c.Sites()
	if len(sites) == 0 {
		p.Unknown(c.At("links", "primary", "router"), "which sites use Microsoft peering of %s, and so whether their addresses need translation, is not stated", c.Name())
	}
	for _, s := range sites {
		i := slices.IndexFunc(s.Prefixes, func(prefix netip.Prefix) bool {
			b, found := notPublic(prefix)
			return found && !b.placeholder && isOwn(prefix)
		})
		switch {
		case i >= 0:
			p.Report(m.At("nat"), "site %s has private addresses, %s, and no address translation is stated for Microsoft peering of %s", s.Name(), s.Prefixes[i], c.Name()).
				Related(s.Item("prefixes", i), "private addresses")
			return nil
		case !slices.ContainsFunc(s.Prefixes, isOwn):
			open = append(open, s)
		}
	}
	return open
}

// isOwn reports whether a prefix tells the addresses of a site: a default route
// says only that the site leads further.
func isOwn(p netip.Prefix) bool { return p.Bits() > 0 }

var natPoolAlsoOnInternet = &rules.Rule{
	ID:       "microsoft-peering/nat-pool-also-on-internet",
	Code:     "MSP-016",
	Title:    "What is announced on Microsoft peering is not announced to the Internet",
	Severity: diag.Error,
	Why:      "Microsoft answers over ExpressRoute whatever it hears there. Flows that started over the Internet return another way, and a firewall drops them.",
	Fix:      "Use a range for ExpressRoute alone. If that is impossible, announce the more specific prefix on ExpressRoute.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Public IP address requirement (important)", Date: "2026-03-12"},
		outboundNAT,
		{Doc: "expressroute-asymmetric-routing", Section: "Asymmetric routing with ExpressRoute", Date: "2023-06-30"},
	},
	Check: func(p *rules.Pass) {
		behind := []*planner.Site{}
		first := map[netip.Prefix]rules.Finding{} // circuits that stand in for each other announce the same
		for _, m := range p.MicrosoftPeerings() {
			for _, l := range lists(m) {
				for i, prefix := range l.prefixes {
					if f, ok := first[prefix]; ok {
						f.Related(m.Item(l.key, i), "announced on Microsoft peering of %s too", m.Circuit.Name())
					} else if f, ok := alsoOnInternet(p, m, m.Item(l.key, i), prefix); ok {
						first[prefix] = f
					}
				}
			}
			behind = append(behind, m.Circuit.Sites()...)
		}
		for _, s := range p.Sites {
			if slices.Contains(behind, s) && !s.Has("internet_advertised_prefixes") && mayHaveInternet(s) {
				p.Unknown(s.At("internet_advertised_prefixes"), "what site %s announces to the Internet is not stated", s.Name())
			}
		}
	},
}

// mayHaveInternet reports whether a site has Internet access or does not say.
func mayHaveInternet(s *planner.Site) bool {
	return s.Internet.Or(true) || len(s.InternetAccess) > 0
}

// alsoOnInternet reports a prefix that sites announce to the Internet too: an
// error unless every such announcement is less specific.
func alsoOnInternet(p *rules.Pass, m *planner.Peering, at source.Place, prefix netip.Prefix) (f rules.Finding, found bool) {
	type place struct {
		source.Place
		site *planner.Site
		i    int
	}
	var same, wider []place
	for _, s := range p.Sites {
		for i, open := range s.InternetAdvertisedPrefixes {
			switch one := (place{s.Item("internet_advertised_prefixes", i), s, i}); {
			case !open.Overlaps(prefix) || prefix.Bits() == 0:
			case open.Bits() >= prefix.Bits():
				same = append(same, one)
			default:
				wider = append(wider, one)
			}
		}
	}
	all := slices.Concat(same, wider)
	if len(all) == 0 {
		return f, false
	}
	first := all[0]
	f = p.Report(at, "%s is announced on Microsoft peering of %s, and site %s announces %s to the Internet",
		prefix, m.Circuit.Name(), first.site.Name(), first.site.InternetAdvertisedPrefixes[first.i])
	for _, one := range all {
		f.Related(one.Place, "announced to the Internet")
	}
	if len(same) == 0 {
		f.As(diag.Warning).Fix("The more specific announcement on ExpressRoute wins for what Microsoft sends; a range that is not on the Internet at all rules asymmetry out.")
	}
	return f, true
}

// overlaps reports whether a prefix shares addresses with one of a list.
func overlaps(p netip.Prefix, list []netip.Prefix) bool {
	return slices.ContainsFunc(list, p.Overlaps)
}

var natPoolPerLink = &rules.Rule{
	ID:       "microsoft-peering/nat-pool-per-link",
	Code:     "MSP-017",
	Title:    "Both links share one NAT pool",
	Severity: diag.Warning,
	Why:      "With a pool for each link, the addresses of a failed link are gone until it returns: its flows cannot move to the other link and must start anew.",
	Fix:      "Translate before the links part, with one pool that both announce: nat = {pool = \"…\"}.",
	Refs:     []rules.Ref{commonNAT},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			n := m.NAT
			if n == nil || n.Primary == n.Secondary {
				continue
			}
			name := m.Circuit.Name()
			switch {
			case !n.Secondary.IsValid():
				p.Report(n.ValueAt("primary"), "NAT pool %s of %s is that of the primary link alone", n.Primary, name)
			case !n.Primary.IsValid():
				p.Report(n.ValueAt("secondary"), "NAT pool %s of %s is that of the secondary link alone", n.Secondary, name)
			default:
				p.Report(n.ValueAt("primary"), "the links of %s have NAT pools of their own, %s and %s", name, n.Primary, n.Secondary).
					Related(n.ValueAt("secondary"), "the pool of the other link")
			}
		}
	},
}

// An aggregate that happens to hold the link subnets announces them too; it is
// rarely a mistake of one line, so it is a warning.
var linkAddressesAdvertised = &rules.Rule{
	ID:       "microsoft-peering/link-addresses-advertised",
	Code:     "MSP-020",
	Title:    "The subnets of links are not announced to Microsoft",
	Severity: diag.Error,
	Why:      "The addresses of ExpressRoute links, of this circuit or another, must not be announced to Microsoft: they are its own next hops.",
	Fix:      "Take the link subnets out of what is announced on Microsoft peering.",
	Refs:     []rules.Ref{outboundNAT},
	Check: func(p *rules.Pass) {
		var subnets []planner.LinkSubnet
		for _, c := range p.Circuits {
			for _, peering := range c.PeeringList() {
				subnets = append(subnets, peering.LinkSubnets(p.Catalog)...)
			}
		}
		for _, m := range p.MicrosoftPeerings() {
			for _, l := range lists(m) {
				for i, prefix := range l.prefixes {
					linkAnnounced(p, m.Item(l.key, i), prefix, subnets)
				}
			}
		}
	},
}

// linkAnnounced reports a prefix that holds link subnets, all of them in one
// finding. Default routes are the matter of another rule.
func linkAnnounced(p *rules.Pass, at source.Place, prefix netip.Prefix, subnets []planner.LinkSubnet) {
	within := slices.DeleteFunc(slices.Clone(subnets), func(s planner.LinkSubnet) bool { return !s.Prefix.Overlaps(prefix) })
	if len(within) == 0 || prefix.Bits() == 0 {
		return
	}
	exact := slices.ContainsFunc(within, func(s planner.LinkSubnet) bool { return s.Prefix.Bits() <= prefix.Bits() })
	if exact {
		f := p.Report(at, "announced prefix %s is the subnet of an ExpressRoute link", prefix)
		for _, s := range within {
			f.Related(s.Place, "link subnet %s", s.Prefix)
		}
		return
	}
	f := p.Report(at, "announced prefix %s holds link subnet %s", prefix, within[0].Prefix).As(diag.Warning).
		Fix("Announce more specific prefixes that leave the link subnets out, or use link subnets of another range.")
	for _, s := range within {
		f.Related(s.Place, "link subnet %s", s.Prefix)
	}
}
