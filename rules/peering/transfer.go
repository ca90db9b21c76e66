package peering

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var linkSubnetOverlapsAzure = &rules.Rule{
	ID:       "peering/link-subnet-overlaps-azure",
	Code:     "PEER-004",
	Title:    "The networks of private peering are not part of a VNet or hub",
	Severity: diag.Error,
	Why:      "A transfer network inside the address space of a VNet is routed to the VNet: the router and Azure do not find each other.",
	Fix:      "Move the transfer networks to addresses that neither Azure nor a site uses.",
	Refs: []rules.Ref{
		routing[0],
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Azure private peering", Date: "2023-08-31"},
	},
	Check: func(p *rules.Pass) {
		azure := azureSpace(p)
		var taken *planner.PrefixUses // once it is needed
		for _, peering := range private(p) {
			var inside []planner.LinkSubnet
			var hit planner.PrefixUse
			for _, s := range peering.LinkSubnets(p.Catalog) {
				if found := azure.Overlapping(s.Prefix); len(found) > 0 {
					inside, hit = append(inside, s), found[0]
				}
			}
			if len(inside) == 0 {
				continue
			}
			f := p.Report(inside[0].Place, "%s: %s %s of %s", title(peering), networks(inside), hit.Prefix, hit.What).
				Related(hit.Place, "%s", hit.What)
			for _, s := range inside[1:] {
				if s.Place != inside[0].Place {
					f.Related(s.Place, "the network of the %s link", s.Side)
				}
			}
			if inside[0].Prefix.Addr().Is4() {
				if taken == nil {
					taken = p.TakenPrefixes()
				}
				proposeBlock(p, f, taken)
			}
		}
	},
}

// proposeBlock names two transfer networks that nothing uses yet.
func proposeBlock(p *rules.Pass, f rules.Finding, taken *planner.PrefixUses) {
	block, ok := taken.Free(p.Catalog.Limit("peering.ipv4_block_prefix").Int())
	if !ok {
		return
	}
	halves := planner.Halves(block)
	f.Fix("Move the transfer networks to addresses that neither Azure nor a site uses, such as %q and %q.", halves[0], halves[1])
	taken.Add(planner.PrefixUse{Prefix: block}) // the next finding gets others
}

// networks names link subnets, with the verb.
func networks(list []planner.LinkSubnet) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = s.Prefix.String()
	}
	if len(names) == 1 {
		return names[0] + " overlaps"
	}
	return strings.Join(names, " and ") + " overlap"
}

// azureSpace returns the address spaces of VNets and hubs.
func azureSpace(p *rules.Pass) *planner.PrefixUses {
	uses := &planner.PrefixUses{}
	for _, v := range p.VNets {
		for i, prefix := range v.AddressSpace {
			uses.Add(planner.PrefixUse{Prefix: prefix, What: "VNet " + v.Name(), Place: v.Item("address_space", i)})
		}
	}
	for _, h := range p.VirtualHubs {
		if h.AddressPrefix.IsValid() {
			uses.Add(planner.PrefixUse{Prefix: h.AddressPrefix, What: "virtual hub " + h.Name(), Place: h.ValueAt("address_prefix")})
		}
	}
	return uses
}

var linkSubnetReused = &rules.Rule{
	ID:       "peering/link-subnet-reused-across-circuits",
	Code:     "PEER-019",
	Title:    "Every circuit has transfer networks of its own",
	Severity: diag.Error,
	Why:      "On Microsoft peering Azure refuses networks that another circuit has. On private peering two links with one network cannot be told apart by whoever hears of both.",
	Fix:      "Give each circuit networks of its own.",
	Refs:     routing[1:],
	Check: func(p *rules.Pass) {
		domains := p.RoutingDomains()
		first := map[user]planner.LinkSubnet{}
		anywhere := map[netip.Prefix]planner.LinkSubnet{} // of private peerings
		for _, peering := range all(p) {
			subnets := peering.LinkSubnets(p.Catalog)
			reported := false
			for _, s := range subnets {
				key := user{prefix: s.Prefix, kind: peering.Kind}
				if !peering.IsMicrosoft() {
					key.domain = domains.Of(peering.Circuit)
				}
				before, used := first[key]
				far, known := anywhere[s.Prefix]
				switch {
				case !used && !reported && key.domain != nil && known:
					reported = mayMeet(p, s, far)
				case used && !reported && before.Peering != peering:
					reported = true
					reportReuse(p, s, before)
				}
				if !used {
					first[key] = s
				}
				if !known && key.domain != nil {
					anywhere[s.Prefix] = s
				}
			}
		}
	},
}

// mayMeet notes that two private peerings have one network where it is open
// whether they meet: the design does not say at which site one of them ends.
func mayMeet(p *rules.Pass, s, before planner.LinkSubnet) bool {
	for _, c := range []*planner.Circuit{before.Peering.Circuit, s.Peering.Circuit} {
		if len(c.Sites()) == 0 {
			p.Unknown(c.At("links", "primary", "router"), "circuits %s and %s both have %s; whether they meet is unknown: where circuit %s ends is not stated",
				before.Peering.Circuit.Name(), s.Peering.Circuit.Name(), s.Prefix, c.Name())
			return true
		}
	}
	return false
}

// A user is a network in one kind of peering; of private peerings in one
// routing domain.
type user struct {
	prefix netip.Prefix
	kind   string
	domain any
}

func reportReuse(p *rules.Pass, s, before planner.LinkSubnet) {
	other := before.Peering.Circuit
	f := p.Report(s.Place, "%s: %s is the network of the %s link of %s already", title(s.Peering), s.Prefix, before.Side, other.Name()).
		Related(before.Place, "the %s link of %s", before.Side, other.Name())
	if !s.Peering.IsMicrosoft() {
		f.As(diag.Warning)
	}
}

var routerMustUseFirstHost = &rules.Rule{
	ID:       "peering/router-must-use-first-host",
	Code:     "PEER-005",
	Title:    "The customer's router has the first address of the transfer network",
	Severity: diag.Error,
	Why:      "Microsoft's router takes the second address and expects its neighbour at the first. With any other the BGP session does not come up.",
	Fix:      "Give the router the first usable address; the second one is Microsoft's.",
	Refs: []rules.Ref{
		routing[0],
		{Doc: "expressroute-howto-add-ipv6-portal", Section: "Add IPv6 Private Peering to your ExpressRoute circuit", Date: "2025-07-25"},
	},
	Check: func(p *rules.Pass) {
		for _, peering := range all(p) { // a network that is not stated is linkSubnetSize's
			for _, s := range peering.LinkSubnets(p.Catalog) {
				router, key := peering.PrimaryRouter, "primary_router_address"
				if s.Side == "secondary" {
					router, key = peering.SecondaryRouter, "secondary_router_address"
				}
				first := s.Prefix.Addr().Next()
				if !router.IsValid() || router.BitLen() != first.BitLen() || router == first {
					continue
				}
				why := fmt.Sprintf("is not in %s", s.Prefix)
				if router == first.Next() {
					why = fmt.Sprintf("is Microsoft's address in %s", s.Prefix)
				} else if s.Prefix.Contains(router) {
					why = fmt.Sprintf("is no usable host of %s", s.Prefix)
				}
				p.Report(peering.ValueAt(key), "%s: %s %q %s; the customer's router has %s", title(peering), key, router, why, first).
					Related(s.Place, "the network of the %s link", s.Side).
					Fix("Write %s = %q.", key, first)
			}
		}
	},
}
