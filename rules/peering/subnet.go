package peering

import (
	"net/netip"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// routing is the page that describes the addresses of peerings.
var routing = []rules.Ref{
	{Doc: "expressroute-routing", Section: "IP addresses used for Azure private peering", Date: "2026-03-12"},
	{Doc: "expressroute-routing", Section: "IP addresses used for Microsoft peering", Date: "2026-03-12"},
}

// A pair is the two transfer networks of a peering in one address family, as
// they are written.
type pair struct {
	peering       *planner.Peering
	version       string
	keys          [2]string
	written       [2]netip.Prefix
	length, block int
	width         int // bits of an address
}

// pairs returns the transfer networks of a peering, IPv4 first.
func pairs(p *rules.Pass, peering *planner.Peering) [2]pair {
	limit := func(key string) int { return p.Catalog.Limit("peering." + key).Int() }
	return [2]pair{
		{peering, "IPv4", [2]string{"primary_peer_address_prefix", "secondary_peer_address_prefix"},
			[2]netip.Prefix{peering.Primary, peering.Secondary}, limit("ipv4_link_prefix"), limit("ipv4_block_prefix"), 32},
		{peering, "IPv6", [2]string{"ipv6_primary_peer_address_prefix", "ipv6_secondary_peer_address_prefix"},
			[2]netip.Prefix{peering.PrimaryV6, peering.SecondaryV6}, limit("ipv6_link_prefix"), limit("ipv6_block_prefix"), 128},
	}
}

func (a *pair) stated() bool { return a.written[0].IsValid() || a.written[1].IsValid() }

// isBlock reports whether one block is written for both links.
func (a *pair) isBlock() bool {
	return a.written[0].Bits() == a.block && !a.written[1].IsValid() && a.fits(0)
}

// fits reports whether a network is of the family of its key.
func (a *pair) fits(i int) bool { return a.written[i].Addr().BitLen() == a.width }

// halves returns the networks of both links in the block around a network.
func (a *pair) halves(i int) [2]netip.Prefix {
	return planner.Halves(netip.PrefixFrom(a.written[i].Addr(), a.block))
}

var linkSubnetSize = &rules.Rule{
	ID:       "peering/link-subnet-size",
	Code:     "PEER-002",
	Title:    "Each link of a peering has a /30, and for IPv6 a /126",
	Severity: diag.Error,
	Why:      "Each link has a transfer network of two hosts, the customer's router and Microsoft's. Azure accepts two /30 or one /29 that it splits, for IPv6 two /126 or one /125, and nothing else.",
	Fix:      "Give two /30, or for IPv6 two /126.",
	Refs:     routing,
	Check: func(p *rules.Pass) {
		for _, peering := range all(p) {
			both := pairs(p, peering)
			if !both[0].stated() && !peering.ProviderHolds().Value() {
				p.Unknown(peering.At(both[0].keys[0]), "%s does not say its transfer networks, two /%d", title(peering), both[0].length)
			}
			for i := range both {
				if both[i].stated() && !both[i].isBlock() {
					both[i].checkSize(p)
				}
			}
		}
	},
}

func (a *pair) checkSize(p *rules.Pass) {
	what := title(a.peering)
	for i, prefix := range a.written {
		key, at := a.keys[i], a.peering.ValueAt(a.keys[i])
		switch {
		case !prefix.IsValid():
			a.reportMissing(p, what, i)
		case !a.fits(i):
			p.Report(at, "%s: %s %q is not %s; it has to be an %s /%d", what, key, prefix, a.version, a.version, a.length).
				Fix("Write an %s /%d here; the other family has keys of its own.", a.version, a.length)
		case prefix.Bits() != a.length:
			halves := a.halves(i)
			f := p.Report(at, "%s: %s %q is a /%d; each link has a /%d", what, key, prefix, prefix.Bits(), a.length)
			if a.written[1-i].IsValid() {
				f.Fix("Write %s = %q.", key, netip.PrefixFrom(prefix.Addr(), a.length).Masked())
			} else {
				f.Fix("Write %s = %q and %s = %q.", a.keys[0], halves[0], a.keys[1], halves[1])
			}
		}
	}
}

// reportMissing says that one link has a network and the other has none. Where
// the one that is there is wrong too, that finding says how both should be.
func (a *pair) reportMissing(p *rules.Pass, what string, i int) {
	other := a.written[1-i]
	if other.Bits() != a.length || !a.fits(1-i) {
		return
	}
	halves := a.halves(1 - i)
	free := halves[0]
	if free == other.Masked() {
		free = halves[1]
	}
	p.Report(a.peering.At(a.keys[i]), "%s has an %s network for one link only, %s = %q; each link needs one", what, a.version, a.keys[1-i], other).
		Fix("Write %s = %q, the other half of the /%d.", a.keys[i], free, a.block)
}

var linkSubnetsOverlap = &rules.Rule{
	ID:       "peering/link-subnets-identical-or-overlapping",
	Code:     "PEER-003",
	Title:    "The two links of a peering have networks of their own",
	Severity: diag.Error,
	Why:      "Both sessions are up at once and need different addresses. Azure refuses networks that overlap or that do not start where their mask says.",
	Fix:      "Use the two halves of a /29, the first for the primary link.",
	Refs:     routing[:1],
	Check: func(p *rules.Pass) {
		for _, peering := range all(p) {
			both := pairs(p, peering)
			for i := range both {
				if both[i].stated() {
					both[i].checkOverlap(p)
				}
			}
		}
	},
}

func (a *pair) checkOverlap(p *rules.Pass) {
	what := title(a.peering)
	first, second := a.sized(0), a.sized(1)
	if first.IsValid() && first == second {
		halves := a.halves(0)
		p.Report(a.peering.ValueAt(a.keys[1]), "%s: the networks of its links, %q and %q, overlap", what, a.written[0], a.written[1]).
			Related(a.peering.ValueAt(a.keys[0]), "the network of the primary link").
			Fix("Write %s = %q and %s = %q.", a.keys[0], halves[0], a.keys[1], halves[1])
		return
	}
	for i, prefix := range a.written {
		right := prefix.Masked()
		if prefix.IsValid() && prefix != right && (prefix.Bits() == a.length || a.isBlock()) {
			p.Report(a.peering.ValueAt(a.keys[i]), "%s: %s %q has bits set right of its length; the network is %s", what, a.keys[i], prefix, right).
				Fix("Write %s = %q.", a.keys[i], right)
		}
	}
}

// sized returns the network of the right size around a written one, so that a
// wrong length, which linkSubnetSize reports, does not count twice.
func (a *pair) sized(i int) netip.Prefix {
	if !a.written[i].IsValid() || !a.fits(i) {
		return netip.Prefix{}
	}
	return netip.PrefixFrom(a.written[i].Addr(), a.length).Masked()
}
