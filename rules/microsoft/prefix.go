package microsoft

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var linkSubnetNotPublic = &rules.Rule{
	ID:       "microsoft-peering/link-subnet-not-public",
	Code:     "MSP-008",
	Title:    "The links of Microsoft peering have public addresses",
	Severity: diag.Error,
	Why:      "Microsoft verifies that the subnets of the sessions belong to the customer or the provider; private ones belong to nobody and are refused.",
	Fix:      "Use two /30 of a public range that is registered to you or your provider, and a public /126 pair for IPv6.",
	Refs:     []rules.Ref{linkAddresses, comparison},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			subnets := []struct {
				key    string
				prefix netip.Prefix
			}{
				{"primary_peer_address_prefix", m.Primary}, {"secondary_peer_address_prefix", m.Secondary},
				{"ipv6_primary_peer_address_prefix", m.PrimaryV6}, {"ipv6_secondary_peer_address_prefix", m.SecondaryV6},
			}
			stated := false
			for _, s := range subnets {
				if s.prefix.IsValid() {
					stated = true
					reportNotPublic(p, m.ValueAt(s.key), "link subnet", s.prefix)
				}
			}
			if !stated && !m.ProviderHolds().Value() {
				p.Unknown(m.At(subnets[0].key), "the link subnets of Microsoft peering of %s are not stated", m.Circuit.Name())
			}
		}
	},
}

// A list is prefixes that are announced on Microsoft peering, under their key.
type list struct {
	key      string
	prefixes []netip.Prefix
}

// lists returns what a peering says that it announces.
func lists(m *planner.Peering) []list {
	return []list{{"advertised_public_prefixes", m.PublicPrefixes}, {"advertised_prefixes", m.AdvertisedPrefixes}}
}

var advertisedPrefixNotPublic = &rules.Rule{
	ID:       "microsoft-peering/advertised-prefix-not-public",
	Code:     "MSP-009",
	Title:    "Only public prefixes are announced on Microsoft peering",
	Severity: diag.Error,
	Why:      "Private prefixes and the default route are filtered on Microsoft peering: nothing returns to addresses that are announced only so.",
	Fix:      "Announce the public prefixes that addresses are translated to, and those of servers with public addresses; any length up to /32 is accepted.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Route aggregation and prefix limits", Date: "2026-03-12"},
		questions("Are there restrictions on IP ranges I can advertise over the BGP session?"),
	},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			for _, l := range lists(m) {
				for i, prefix := range l.prefixes {
					if prefix.Bits() == 0 {
						p.Report(m.Item(l.key, i), "the default route %s cannot be announced on Microsoft peering", prefix).
							Rests(p.Catalog.Limit("bgp.default_route_microsoft_peering").Source)
						continue
					}
					reportNotPublic(p, m.Item(l.key, i), "announced prefix", prefix)
				}
			}
		}
	},
}

// A pool that addresses are translated to must be among the prefixes: the list
// is also what lets the traffic in.
var advertisedPrefixesMissing = &rules.Rule{
	ID:       "microsoft-peering/advertised-prefixes-missing",
	Code:     "MSP-010",
	Title:    "Microsoft peering lists its public prefixes, the NAT pool among them",
	Severity: diag.Error,
	Why:      "Azure asks for the list, verifies its owner, and builds the filter from it that lets traffic into Microsoft's network. What is not listed is dropped.",
	Fix:      "List the public prefixes as advertised_public_prefixes.",
	Refs: []rules.Ref{
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Microsoft peering", Date: "2023-08-31"},
		linkAddresses,
	},
	YieldsTo: []string{"microsoft-peering/nat-missing"},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			counted := m.PrefixCount.Or(0)+m.PrefixCountV6.Or(0) > 0
			switch pools := pools(m.NAT); {
			case len(m.PublicPrefixes) > 0:
				for _, pool := range pools {
					if !covered(pool.prefix, m.PublicPrefixes) {
						p.Report(m.NAT.ValueAt(pool.key), "NAT pool %s is in none of the advertised public prefixes of %s", pool.prefix, m.Circuit.Name()).
							Related(m.At("advertised_public_prefixes"), "the list").
							Fix("Add \"%s\" to advertised_public_prefixes.", pool.prefix)
					}
				}
			case counted:
			default:
				f := p.Report(m.ValueAt("advertised_public_prefixes"), "Microsoft peering of %s lists no advertised public prefixes", m.Circuit.Name())
				if len(pools) > 0 {
					f.Fix("Write advertised_public_prefixes = [%s], the NAT pool.", quote(pools))
				}
			}
		}
	},
}

// A pool is a prefix that addresses are translated to, under its key.
type pool struct {
	key    string
	prefix netip.Prefix
}

// pools returns the pools of address translation, which may be nil.
func pools(n *planner.NAT) []pool {
	if n == nil {
		return nil
	}
	var out []pool
	for _, one := range []pool{{"pool", n.Pool}, {"primary", n.Primary}, {"secondary", n.Secondary}} {
		if one.prefix.IsValid() {
			out = append(out, one)
		}
	}
	return out
}

func quote(pools []pool) string {
	words := make([]string, len(pools))
	for i, one := range pools {
		words[i] = fmt.Sprintf("%q", one.prefix)
	}
	return strings.Join(words, ", ")
}

// covered reports whether one of the prefixes holds all of p.
func covered(p netip.Prefix, prefixes []netip.Prefix) bool {
	for _, wide := range prefixes {
		if wide.Bits() <= p.Bits() && wide.Overlaps(p) {
			return true
		}
	}
	return false
}

var prefixLimit = &rules.Rule{
	ID:       "microsoft-peering/prefix-limit",
	Code:     "MSP-011",
	Title:    "Microsoft peering stays within its prefix limit",
	Severity: diag.Error,
	Why:      "A session that announces more prefixes than Microsoft accepts goes down, and with it everything that it carries.",
	Fix:      "Aggregate the prefixes.",
	Refs: []rules.Ref{
		questions("Route advertisement limits"),
		comparison,
	},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			overLimit(p, m, "IPv4", "prefix.microsoft_ipv4", "prefix_count", m.PrefixCount)
			overLimit(p, m, "IPv6", "prefix.microsoft_ipv6", "prefix_count_ipv6", m.PrefixCountV6)
		}
	},
}

// overLimit reports the longest list of a family, or its stated count, that is
// over the limit of a session.
func overLimit(p *rules.Pass, m *planner.Peering, family, limit, countKey string, stated planner.Opt[int]) {
	most, at := stated.Or(0), m.ValueAt(countKey)
	for _, l := range lists(m) {
		n := 0
		for _, prefix := range l.prefixes {
			if prefix.Addr().Is4() == (family == "IPv4") {
				n++
			}
		}
		if n > most {
			most, at = n, m.At(l.key)
		}
	}
	if allowed := p.Catalog.Limit(limit); allowed.Known() && most > allowed.Int() {
		p.Report(at, "%d %s prefixes on Microsoft peering of %s; a session goes down above %d", most, family, m.Circuit.Name(), allowed.Int()).
			Rests(allowed.Source)
	}
}
