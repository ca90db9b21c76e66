package virtualwan

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// The sizes of a hub's address space: the smallest that Azure takes, and the
// recommended one (virtual-wan-faq, 2022-10-13).
const smallestHub, usualHub = 24, 23

var prefixSize = &rules.Rule{
	ID:       "virtual-wan/hub-prefix-size",
	Code:     "VWAN-002",
	Title:    "A virtual hub has a /23, and at least a /24",
	Severity: diag.Error,
	Why:      "The hub places its router, gateways, firewall and appliances into its prefix, which cannot be changed later. A /24 is the least that Azure takes, and leaves no room for appliances.",
	Fix:      "Use a /23.",
	Refs:     []rules.Ref{faq("What is the recommended hub address space during hub creation?")},
	Covers:   []string{"ALZ D10.09"},
	Check: func(p *rules.Pass) {
		for _, h := range p.VirtualHubs {
			switch prefix := h.AddressPrefix; {
			case !prefix.IsValid():
				p.Unknown(h.At("address_prefix"), "virtual hub %q does not say its address prefix", h.Name())
			case prefix.Addr().Is6(): // the rule on IPv6 says so
			case prefix.Bits() > smallestHub:
				p.Report(h.ValueAt("address_prefix"), "virtual hub %q has %s; it needs at least a /%d, and a /%d is recommended", h.Name(), prefix, smallestHub, usualHub).
					Fix("%s", wider(prefix))
			case prefix.Bits() > usualHub:
				p.Report(h.ValueAt("address_prefix"), "virtual hub %q has %s; a /%d is recommended, and the prefix cannot be changed later", h.Name(), prefix, usualHub).
					As(diag.Warning).Fix("%s", wider(prefix))
			}
		}
	},
}

func wider(prefix netip.Prefix) string {
	return fmt.Sprintf("Use a /%d, such as %s if that is free.", usualHub, netip.PrefixFrom(prefix.Addr(), usualHub).Masked())
}

// That two VNets overlap is a rule of the VNets, and that a prefix of a site
// holds VNets, too, one of the routes.
var prefixOverlap = &rules.Rule{
	ID:       "virtual-wan/hub-prefix-overlap",
	Code:     "VWAN-003",
	Title:    "The prefix of a virtual hub is its own",
	Severity: diag.Error,
	Why:      "The hub, its VNets and the sites exchange routes. Addresses that two of them have are reached in one place only, and Azure refuses VNets that overlap with the hub.",
	Fix:      "Give the hub a prefix that is used nowhere else.",
	Refs:     []rules.Ref{faq("Can you resize or change the address prefixes of a spoke virtual network connected to the Virtual WAN hub?")},
	Inferred: true,
	YieldsTo: []string{"routing/onprem-overlaps-vnet"},
	Check: func(p *rules.Pass) {
		if len(p.VirtualHubs) == 0 {
			return
		}
		domains := p.RoutingDomains()
		for _, t := range p.VPNTunnels {
			if t.Hub != nil {
				domains.Join(t.Site, t.Hub.WAN)
			} else {
				domains.Join(t.Site, t.Gateway.VNet)
			}
		}
		vnets, sites := inAzure(p, domains), onPremises(p, domains)
		around := summaries{}
		for _, h := range p.VirtualHubs {
			if domain := domains.Of(h.WAN); h.AddressPrefix.IsValid() {
				inside := around.take(h, sites.overlapping(domain, h.AddressPrefix))
				overlaps(p, h, slices.Concat(vnets.overlapping(domain, h.AddressPrefix), inside))
			}
		}
		around.report(p)
		for i, h := range p.VirtualHubs {
			for _, other := range p.VirtualHubs[:i] {
				if h.AddressPrefix.IsValid() && other.AddressPrefix.IsValid() && h.AddressPrefix.Overlaps(other.AddressPrefix) && domains.Of(h.WAN) == domains.Of(other.WAN) {
					p.Report(h.ValueAt("address_prefix"), "virtual hub %q has %s, which overlaps with %s of virtual hub %q", h.Name(), h.AddressPrefix, other.AddressPrefix, other.Name()).
						Related(other.ValueAt("address_prefix"), "virtual hub %q", other.Name())
					break
				}
			}
		}
	},
}

// uses are prefixes in use, each once, by the part of the network that they
// are in.
type uses struct {
	domains *planner.Groups
	known   map[any]*planner.PrefixUses
	seen    map[use]bool
}

type use struct {
	prefix netip.Prefix
	domain any
}

func newUses(domains *planner.Groups) *uses {
	return &uses{domains, map[any]*planner.PrefixUses{}, map[use]bool{}}
}

// add notes a list of prefixes that stands at a key of a table.
func (u *uses) add(member any, what string, list []netip.Prefix, n *source.Node, key string) {
	domain := u.domains.Of(member)
	for i, prefix := range list {
		if k := (use{prefix.Masked(), domain}); !u.seen[k] {
			u.seen[k] = true
			if u.known[domain] == nil {
				u.known[domain] = &planner.PrefixUses{}
			}
			u.known[domain].Add(planner.PrefixUse{Prefix: prefix, What: what, Place: n.Item(key, i)})
		}
	}
}

func (u *uses) overlapping(domain any, prefix netip.Prefix) []planner.PrefixUse {
	if u.known[domain] == nil {
		return nil
	}
	return u.known[domain].Overlapping(prefix)
}

// inAzure returns the address spaces of VNets.
func inAzure(p *rules.Pass, domains *planner.Groups) *uses {
	u := newUses(domains)
	for _, v := range p.VNets {
		var member any = v
		if v.VHub != nil {
			member = v.VHub.WAN
		} else if v.Hub != nil {
			member = v.Hub
		}
		u.add(member, "VNet "+quoted(v.Name()), v.AddressSpace, &v.Node, "address_space")
	}
	return u
}

// onPremises returns the prefixes of sites and what circuits and VPNs announce.
func onPremises(p *rules.Pass, domains *planner.Groups) *uses {
	u := newUses(domains)
	for _, s := range p.Sites {
		u.add(s, "site "+quoted(s.Name()), s.Prefixes, &s.Node, "prefixes")
	}
	for _, c := range p.Circuits {
		what := "circuit " + quoted(c.Name())
		if private := c.Peerings.Private; private != nil {
			u.add(c, what, private.AdvertisedPrefixes, &private.Node, "advertised_prefixes")
		}
		for _, l := range c.Links.All() {
			u.add(c, what, l.AdvertisedPrefixes, &l.Node, "advertised_prefixes")
		}
	}
	for _, t := range p.VPNTunnels {
		u.add(t.Site, "VPN "+quoted(t.Name()), t.AdvertisedPrefixes, &t.Node, "advertised_prefixes")
	}
	return u
}

// summaries are prefixes of sites around those of hubs.
type summaries struct {
	uses []planner.PrefixUse
	hubs [][]*planner.VirtualHub
}

// take notes the prefixes around that of a hub and returns the others.
func (s *summaries) take(h *planner.VirtualHub, found []planner.PrefixUse) (others []planner.PrefixUse) {
	for _, u := range found {
		if u.Prefix.Bits() >= h.AddressPrefix.Bits() {
			others = append(others, u)
			continue
		}
		i := slices.IndexFunc(s.uses, func(o planner.PrefixUse) bool { return o.Place == u.Place })
		if i < 0 {
			i, s.uses, s.hubs = len(s.uses), append(s.uses, u), append(s.hubs, nil)
		}
		s.hubs[i] = append(s.hubs[i], h)
	}
	return others
}

// report advises of prefixes around hubs: sites may well announce such a
// summary.
func (s *summaries) report(p *rules.Pass) {
	for i, u := range s.uses {
		f := p.Report(u.Place, "%s has %s, around %s; addresses in there are reached in Azure only", u.What, u.Prefix, several("virtual hub", s.hubs[i])).As(diag.Advice).
			Fix("Keep it as a summary if no site uses those addresses; otherwise renumber.")
		for _, h := range s.hubs[i][:min(4, len(s.hubs[i]))] {
			f.Related(h.ValueAt("address_prefix"), "virtual hub %q", h.Name())
		}
	}
}

// overlaps reports a hub whose prefix others use.
func overlaps(p *rules.Pass, h *planner.VirtualHub, found []planner.PrefixUse) {
	if len(found) == 0 {
		return
	}
	var what []string
	for _, u := range found {
		what = append(what, u.Prefix.String()+" of "+u.What)
	}
	f := p.Report(h.ValueAt("address_prefix"), "virtual hub %q has %s, which overlaps with %s", h.Name(), h.AddressPrefix, rules.Some(what))
	for _, u := range found[:min(4, len(found))] {
		f.Related(u.Place, "%s", u.What)
	}
}
