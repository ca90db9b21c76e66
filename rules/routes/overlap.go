package routes

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var onPremisesOverlap = &rules.Rule{
	ID:       "routing/onprem-overlaps-vnet",
	Code:     "RTE-015",
	Title:    "On-premises prefixes and VNets have addresses of their own",
	Severity: diag.Error,
	Why:      "An address that exists on both sides is reached on one of them only. A site prefix inside of a VNet is not reached from that VNet at all, or takes traffic away from it.",
	Fix:      "Renumber one side.",
	Refs:     []rules.Ref{{Doc: "virtual-wan/virtual-wan-expressroute-portal", Section: "Before you begin", Date: "2019-10-24"}},
	Inferred: true,
	Covers:   []string{"ALZ D03.01"},
	Check: func(p *rules.Pass) {
		domains := p.RoutingDomains()
		for _, t := range p.VPNTunnels {
			if t.Hub != nil {
				domains.Join(t.Site, t.Hub.WAN)
			} else {
				domains.Join(t.Site, t.Gateway.VNet)
			}
		}
		azure := map[any]*planner.PrefixUses{}
		for _, v := range p.VNets {
			domain := domains.Of(entrance(v))
			if azure[domain] == nil {
				azure[domain] = &planner.PrefixUses{}
			}
			for i, prefix := range v.AddressSpace {
				azure[domain].Add(planner.PrefixUse{Prefix: prefix, What: fmt.Sprintf("VNet %q", v.Name()), Place: v.Item("address_space", i)})
			}
		}
		for _, u := range onPremises(p, domains) {
			if uses := azure[u.domain]; uses != nil && u.prefix.Bits() > 0 { // a default route is defaultRoute's
				compareUse(p, u, uses.Overlapping(u.prefix))
			}
		}
	},
}

// entrance returns what joins a VNet to circuits: itself, its hub or the
// Virtual WAN of its hub.
func entrance(v *planner.VNet) any {
	switch {
	case v.VHub != nil:
		return v.VHub.WAN
	case v.Hub != nil:
		return v.Hub
	}
	return v
}

// A use is an on-premises prefix, with all the places that name it.
type use struct {
	prefix netip.Prefix
	domain any
	what   string
	places []source.Place
}

// onPremises returns the prefixes of sites and those that circuits and tunnels
// announce, each once for each part of the network.
func onPremises(p *rules.Pass, domains *planner.Groups) []*use {
	type key struct {
		prefix netip.Prefix
		domain any
	}
	var out []*use
	index := map[key]*use{}
	add := func(list []netip.Prefix, member any, what string, n *source.Node, name string) {
		for i, prefix := range list {
			k := key{prefix.Masked(), domains.Of(member)}
			if index[k] == nil {
				index[k] = &use{prefix: k.prefix, domain: k.domain, what: what}
				out = append(out, index[k])
			}
			index[k].places = append(index[k].places, n.Item(name, i))
		}
	}
	for _, s := range p.Sites {
		add(s.Prefixes, s, fmt.Sprintf("site %q has", s.Name()), &s.Node, "prefixes")
	}
	for _, c := range p.Circuits {
		what := fmt.Sprintf("circuit %q announces", c.Name())
		if private := c.Peerings.Private; private != nil {
			add(private.AdvertisedPrefixes, c, what, &private.Node, "advertised_prefixes")
		}
		for _, l := range c.Links.All() {
			add(l.AdvertisedPrefixes, c, what, &l.Node, "advertised_prefixes")
		}
	}
	for _, t := range p.VPNTunnels {
		add(t.AdvertisedPrefixes, t.Site, fmt.Sprintf("VPN %q announces", t.Name()), &t.Node, "advertised_prefixes")
	}
	return out
}

func compareUse(p *rules.Pass, u *use, found []planner.PrefixUse) {
	if len(found) == 0 {
		return
	}
	inside := false
	var what []string
	for _, f := range found {
		inside = inside || f.Prefix.Bits() <= u.prefix.Bits()
		what = append(what, fmt.Sprintf("%s of %s", f.Prefix, f.What))
	}
	var f rules.Finding
	switch {
	case inside && len(found) == 1 && found[0].Prefix.Masked() == u.prefix:
		f = p.Report(u.places[0], "%s %s, which is the address space of %s too", u.what, u.prefix, strings.TrimPrefix(what[0], found[0].Prefix.String()+" of "))
	case inside:
		f = p.Report(u.places[0], "%s %s, which lies inside %s", u.what, u.prefix, rules.Several(what))
	default:
		f = p.Report(u.places[0], "%s %s, which contains %s; addresses in there are reached in Azure only", u.what, u.prefix, rules.Several(what)).As(diag.Advice).
			Fix("Keep it as a summary if no site uses those addresses; otherwise renumber.")
	}
	for _, other := range u.places[1:] {
		f.Related(other, "named here too")
	}
	for _, other := range found[:min(6, len(found))] {
		f.Related(other.Place, "%s", other.What)
	}
}
