package microsoft

import (
	"net/netip"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A block is a range of addresses that are not public.
type block struct {
	prefix      netip.Prefix
	what        string
	placeholder bool // for documentation: stands for an address to be filled in
}

// blocks are the ranges that the Internet does not route: RFC 1918, 6598, 3927,
// 5735, 2544, 5737 for IPv4; 4193, 4291, 3849, 9637 for IPv6.
var blocks = []block{
	{netip.MustParsePrefix("10.0.0.0/8"), "private (RFC 1918)", false},
	{netip.MustParsePrefix("172.16.0.0/12"), "private (RFC 1918)", false},
	{netip.MustParsePrefix("192.168.0.0/16"), "private (RFC 1918)", false},
	{netip.MustParsePrefix("100.64.0.0/10"), "shared between carriers (RFC 6598)", false},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local", false},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback", false},
	{netip.MustParsePrefix("0.0.0.0/8"), "reserved", false},
	{netip.MustParsePrefix("198.18.0.0/15"), "for benchmarks", false},
	{netip.MustParsePrefix("224.0.0.0/3"), "multicast or reserved", false},
	{netip.MustParsePrefix("192.0.2.0/24"), "for documentation", true},
	{netip.MustParsePrefix("198.51.100.0/24"), "for documentation", true},
	{netip.MustParsePrefix("203.0.113.0/24"), "for documentation", true},
	{netip.MustParsePrefix("fc00::/7"), "private (unique local)", false},
	{netip.MustParsePrefix("fe80::/10"), "link-local", false},
	{netip.MustParsePrefix("ff00::/8"), "multicast", false},
	{netip.MustParsePrefix("2001:db8::/32"), "for documentation", true},
	{netip.MustParsePrefix("3fff::/20"), "for documentation", true},
}

// notPublic returns a block that a prefix lies in, or that lies in it.
func notPublic(p netip.Prefix) (b block, found bool) {
	for _, b := range blocks {
		if b.prefix.Overlaps(p) {
			return b, true
		}
	}
	return block{}, false
}

// reportNotPublic reports a prefix that is not public, if it is not: an error,
// or advice where it only stands in for a public one.
func reportNotPublic(p *rules.Pass, at source.Place, what string, prefix netip.Prefix) {
	b, found := notPublic(prefix)
	switch {
	case !found:
	case b.placeholder:
		p.Report(at, "%s %s is %s: it stands in for a public prefix", what, prefix, b.what).As(diag.Advice).
			Fix("Write the public prefix that is registered to you before the peering is ordered.")
	case b.prefix.Bits() > prefix.Bits():
		p.Report(at, "%s %s covers %s, which is %s, not public", what, prefix, b.prefix, b.what)
	default:
		p.Report(at, "%s %s is %s, not public", what, prefix, b.what)
	}
}

// isPrivateASN reports whether an AS number is for private use (RFC 6996).
func isPrivateASN(asn int64) bool {
	return asn >= 64512 && asn <= 65534 || asn >= 4200000000 && asn <= 4294967294
}
