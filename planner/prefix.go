package planner

import (
	"fmt"
	"math/bits"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// parsePrefix reads a CIDR prefix as it is written, host bits and all.
func parsePrefix(s string) (netip.Prefix, *problem) {
	text := strings.TrimSpace(s)
	p, err := netip.ParsePrefix(text)
	switch {
	case err == nil && p.Addr().Is4In6():
		return netip.Prefix{}, &problem{source.Quote(s) + " is an IPv4 prefix written as IPv6", unmapped(p)}
	case err == nil:
		return p, nil
	}
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
		return p, &problem{source.Quote(s) + " is an address, not a prefix", fmt.Sprintf("Write its length too, such as \"%s/%d\".", a, a.BitLen())}
	}
	if p, ok := netmask(text); ok {
		return p, &problem{source.Quote(s) + " has a netmask", fmt.Sprintf("Write %q.", p)}
	}
	if strings.ContainsAny(text, ",;") {
		return p, &problem{source.Quote(s) + " is more than one prefix", "Write one in each pair of quotes: [\"10.1.0.0/16\", \"10.2.0.0/16\"]."}
	}
	return p, &problem{source.Quote(s) + " is not a prefix", "Write it as \"10.1.0.0/16\"."}
}

func unmapped(p netip.Prefix) string {
	if p.Bits() < 96 {
		return "Write it as \"10.1.0.0/16\"."
	}
	return fmt.Sprintf("Write %q.", netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96))
}

// netmask reads "10.1.0.0/255.255.0.0" and "10.1.0.0 255.255.0.0".
func netmask(s string) (netip.Prefix, bool) {
	s = strings.Replace(s, "/", " ", 1)
	address, rest, _ := strings.Cut(s, " ")
	a, err := netip.ParseAddr(address)
	m, err2 := netip.ParseAddr(strings.TrimSpace(rest))
	if err != nil || err2 != nil || !a.Is4() || !m.Is4() {
		return netip.Prefix{}, false
	}
	b := m.As4()
	mask := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	n := bits.LeadingZeros32(^mask)
	if mask != ^uint32(0)<<(32-n) {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, n).Masked(), true
}
