package planner

import (
	"fmt"
	"math/rand"
	"net/netip"
	"slices"
	"testing"
	"testing/fstest"
)

func TestHalves(t *testing.T) {
	for block, want := range map[string][2]string{
		"10.0.0.0/29":   {"10.0.0.0/30", "10.0.0.4/30"},
		"10.0.0.4/29":   {"10.0.0.0/30", "10.0.0.4/30"},
		"10.0.0.8/31":   {"10.0.0.8/32", "10.0.0.9/32"},
		"10.0.0.0/7":    {"10.0.0.0/8", "11.0.0.0/8"},
		"fd00::ff8/125": {"fd00::ff8/126", "fd00::ffc/126"},
		"::/0":          {"::/1", "8000::/1"},
	} {
		got := Halves(netip.MustParsePrefix(block))
		if got[0].String() != want[0] || got[1].String() != want[1] {
			t.Errorf("Halves(%s) = %v, want %v", block, got, want)
		}
	}
}

// TestPrefixUses compares the table with a loop over all pairs.
func TestPrefixUses(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	prefix := func() netip.Prefix {
		if random.Intn(3) == 0 {
			a := netip.AddrFrom16([16]byte{0xfd, byte(random.Intn(2)), byte(random.Intn(4))})
			return netip.PrefixFrom(a, 6+random.Intn(20))
		}
		a := netip.AddrFrom4([4]byte{10, byte(random.Intn(2)), byte(random.Intn(4)), byte(random.Intn(256))})
		return netip.PrefixFrom(a, random.Intn(33))
	}
	for range 300 {
		var uses PrefixUses
		var all []PrefixUse
		for i := range random.Intn(30) {
			use := PrefixUse{Prefix: prefix(), What: fmt.Sprint(i)}
			uses.Add(use)
			if use.Prefix.Bits() > 0 {
				all = append(all, use)
			}
		}
		for range 20 {
			p := prefix()
			want := []PrefixUse{}
			for _, use := range all {
				if use.Prefix.Overlaps(p) {
					want = append(want, use)
				}
			}
			if got := uses.Overlapping(p); !slices.Equal(got, want) {
				t.Fatalf("Overlapping(%s) = %v, want %v", p, got, want)
			}
		}
		if free, ok := uses.Free(29); ok && len(uses.Overlapping(free)) > 0 {
			t.Fatalf("Free gives %s, which is used", free)
		}
	}
}

func TestFreeIsTheFirst(t *testing.T) {
	var uses PrefixUses
	for _, p := range []string{"192.168.0.0/16", "172.16.0.0/13", "172.24.0.0/30", "172.24.0.12/32"} {
		uses.Add(PrefixUse{Prefix: netip.MustParsePrefix(p)})
	}
	for _, want := range []string{"172.24.0.16/29", "172.24.0.24/29"} {
		got, ok := uses.Free(29)
		if !ok || got.String() != want {
			t.Errorf("Free = %s, %v, want %s", got, ok, want)
		}
		uses.Add(PrefixUse{Prefix: got})
	}
	uses.Add(PrefixUse{Prefix: netip.MustParsePrefix("172.16.0.0/12")})
	uses.Add(PrefixUse{Prefix: netip.MustParsePrefix("10.0.0.0/8")})
	if got, ok := uses.Free(29); ok {
		t.Errorf("Free = %s where everything is used", got)
	}
}

func TestAnnounced(t *testing.T) {
	const design = `
schema = 1
[sites.a]
prefixes = ["10.2.0.0/16", "10.1.0.0/16", "fd00:1::/48"]
[sites.a.routers.ce]
[sites.b]
prefixes = ["10.1.0.0/16"]
[sites.b.routers.ce]
[sites.c.routers.ce]
[sites.d]
prefixes = ["10.4.0.0/16"]
[sites.d.routers.ce1]
[sites.d.routers.ce2]
[sites.e]
prefixes = ["10.5.0.0/16"]
[sites.e.routers.ce]
[site_links.one]
ends = ["d/ce1", "e/ce"]
announce = true
[site_links.two]
ends = ["e/ce", "d/ce2"]
announce = true
[site_links.silent]
ends = ["d/ce2", "a/ce"]
[wans.mpls.attachments.a]
router = "a/ce"
[wans.mpls.attachments.c]
router = "c/ce"
`
	for _, c := range []struct {
		circuit  string
		prefixes string
		v4, v6   int
		known    bool
	}{
		{"", "[]", 0, 0, false},
		{`links.primary.router = "a/ce"`, "[10.1.0.0/16 10.2.0.0/16 fd00:1::/48]", 2, 1, true},
		{"links.primary.router = \"a/ce\"\nlinks.secondary.router = \"b/ce\"", "[10.1.0.0/16 10.2.0.0/16 fd00:1::/48]", 2, 1, true},
		{"links.primary.router = \"a/ce\"\nlinks.secondary.router = \"c/ce\"", "[10.1.0.0/16 10.2.0.0/16 fd00:1::/48]", 2, 1, false},
		{`wan = "mpls"`, "[10.1.0.0/16 10.2.0.0/16 fd00:1::/48]", 2, 1, false},
		{`peerings.private.advertised_prefixes = ["10.0.0.0/8"]`, "[10.0.0.0/8]", 1, 0, true},
		{"links.primary.advertised_prefixes = []\nlinks.secondary.enabled = true\npeerings.private.advertised_prefixes = [\"10.0.0.0/8\"]", "[10.0.0.0/8]", 1, 0, true},
		{"links.primary.advertised_prefixes = []\nlinks.secondary.enabled = false\npeerings.private.advertised_prefixes = [\"10.0.0.0/8\"]", "[]", 0, 0, true},
		{`links.primary.router = "d/ce1"`, "[10.4.0.0/16 10.5.0.0/16]", 2, 0, true},
		{"links.primary.router = \"d/ce1\"\npeerings.private.advertised_prefixes = [\"10.0.0.0/14\"]", "[10.0.0.0/14 10.5.0.0/16]", 2, 0, true},
		{"links.primary = {router = \"d/ce1\", advertised_prefixes = []}\nlinks.secondary = {router = \"d/ce2\", enabled = false}", "[]", 0, 0, true},
		{"peerings.private.prefix_count = 900", "[]", 900, 0, true},
		{"peerings.private.prefix_count = 900\npeerings.private.advertised_prefixes = [\"10.0.0.0/8\"]", "[10.0.0.0/8]", 900, 0, true},
	} {
		text := design + "[circuits.er]\npeering_location = \"London\"\npeerings.private.vlan_id = 100\n" + c.circuit + "\n"
		d, diags := Load(fstest.MapFS{"d.toml": {Data: []byte(text)}}, "d.toml", "")
		if d == nil {
			t.Fatalf("%s: %v", c.circuit, diags)
		}
		a := d.Circuits[0].Peerings.Private.AnnouncedByAny()
		if got := fmt.Sprint(a.Prefixes); got != c.prefixes || a.V4 != c.v4 || a.V6 != c.v6 || a.Known != c.known {
			t.Errorf("%s: announced %s, %d and %d, known %v, want %s, %d and %d, known %v", c.circuit, got, a.V4, a.V6, a.Known, c.prefixes, c.v4, c.v6, c.known)
		}
	}
}
