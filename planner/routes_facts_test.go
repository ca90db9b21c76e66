package planner

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// TestPrefixSet compares the set with a look at every address of a /26.
func TestPrefixSet(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func() netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, 0, byte(rnd.IntN(64))}), 26+rnd.IntN(7)).Masked()
	}
	for range 5000 {
		var list []netip.Prefix
		for range rnd.IntN(12) {
			list = append(list, random())
		}
		set, asked := NewPrefixSet(list), random()
		covered, shared, inside := true, false, asked.Bits() < 32
		for host := range 64 {
			addr := netip.AddrFrom4([4]byte{10, 0, 0, byte(host)})
			if !asked.Contains(addr) {
				continue
			}
			in, longer := false, false
			for _, p := range list {
				in = in || p.Contains(addr)
				longer = longer || p.Contains(addr) && p.Bits() > asked.Bits()
			}
			covered, shared, inside = covered && in, shared || in, inside && longer
		}
		if set.Covers(asked) != covered || set.Overlaps(asked) != shared || set.Split(asked) != inside {
			t.Fatalf("%v in %v: covers %v, overlaps %v, split %v; want %v, %v, %v", asked, list,
				set.Covers(asked), set.Overlaps(asked), set.Split(asked), covered, shared, inside)
		}
	}
}
