package topology

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// TestRegionsAgainstAddresses looks at every address: the longest prefix that
// is the site's or that some list names and that holds it is a region, and
// there are no other regions.
func TestRegionsAgainstAddresses(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		draw := func(shortest int) string {
			bits := shortest + r.IntN(33-shortest)
			p, _ := netip.AddrFrom4([4]byte{10, 0, 0, byte(r.IntN(64))}).Prefix(bits)
			return p.String()
		}
		own, list := []string{draw(26)}, []string{}
		if netip.MustParsePrefix(own[0]).Bits() > 30 {
			own[0] = "10.0.0.0/28"
		}
		if r.IntN(2) == 0 {
			own = append(own, draw(28))
		}
		for range r.IntN(9) {
			list = append(list, draw(24))
		}
		if r.IntN(3) == 0 { // prefixes that fill a shorter one without its halves
			for _, half := range halves(netip.MustParsePrefix(own[0])) {
				for _, quarter := range halves(half) {
					list = append(list, quarter.String())
				}
			}
		}
		top := New(load(t, fmt.Sprintf("[sites.s]\nprefixes = [\"%s\"]\n[circuits.c]\npeering_location = \"London\"\n[circuits.c.peerings.private]\nadvertised_prefixes = [%s]\n",
			strings.Join(own, `", "`), quoted(list))))
		site := top.Design.Sites[0]
		var got []netip.Prefix
		for _, region := range top.regions(site) {
			if !covers(region.own, region.prefix) || !slices.Contains(site.Prefixes, region.own) {
				t.Fatalf("seed %d: region %v is not inside a prefix of the site", seed, region)
			}
			got = append(got, region.prefix)
		}
		var want []netip.Prefix
		for i := range 64 {
			a := netip.AddrFrom4([4]byte{10, 0, 0, byte(i)})
			for _, in := range site.Prefixes {
				if in.Contains(a) {
					want = append(want, longest(a, in, top.known))
				}
			}
		}
		for _, prefixes := range []*[]netip.Prefix{&got, &want} {
			slices.SortFunc(*prefixes, comparePrefixes)
			*prefixes = slices.Compact(*prefixes)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v with %v: regions %v, by addresses %v", seed, own, list, got, want)
		}
	}
}

// longest returns the longest known prefix that holds an address and is inside
// another prefix, else that one.
func longest(a netip.Addr, in netip.Prefix, known []netip.Prefix) netip.Prefix {
	best := in
	for _, p := range known {
		if p.Contains(a) && covers(in, p) && p.Bits() > best.Bits() {
			best = p
		}
	}
	return best
}

// TestFamilies leaves out the addresses of a family that one end does not have.
func TestFamilies(t *testing.T) {
	const design = "[sites.hq]\nprefixes = [$site]\n[sites.hq.routers.r1]\n[circuits.er]\npeering_location = \"London\"\n[circuits.er.links.primary]\nrouter = \"hq/r1\"\n[circuits.er.peerings.private]\nadvertised_prefixes = [\"$list\"]\n[vnets.v]\naddress_space = [$vnet]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\n[connections.k]\ncircuit = \"er\"\ngateway = \"g\"\n[flows.f]\nfrom = \"sites/hq\"\nto = \"vnets/v\"\n$flow"
	for _, test := range []struct{ site, vnet, flow, list, want string }{
		{`"10.0.0.0/16", "fd00:1::/48"`, `"10.9.0.0/16"`, "", "10.0.0.0/8", "[[10.0.0.0/16]]"},
		{`"10.0.0.0/16", "fd00:1::/48"`, `"10.9.0.0/16", "fd00:9::/48"`, "", "10.0.0.0/8", "[[fd00:1::/48]]"},
		{`"10.0.0.0/16", "fd00:1::/48"`, ``, "", "10.0.0.0/8", "[[fd00:1::/48]]"},
		{`"10.0.0.0/16", "fd00:1::/48"`, `"10.9.0.0/16"`, "ipv6 = true", "10.0.0.0/8", "[[10.0.0.0/16]]"},
		{`"10.0.0.0/16", "fd00:1::/48"`, `"10.9.0.0/16", "fd00:9::/48"`, "ipv6 = true", "fd00::/8", "[[fd00:1::/48]]"},
		{`"10.0.0.0/16", "fd00:1::/48"`, `"10.9.0.0/16", "fd00:9::/48"`, "", "fd00::/8", "[[10.0.0.0/16]]"},
		{`"10.0.0.0/16"`, `"10.9.0.0/16", "fd00:9::/48"`, "ipv6 = true", "10.0.0.0/8", "[[10.0.0.0/16]]"},
		{`"10.0.0.0/16"`, `"fd00:9::/48"`, "", "10.0.0.0/8", "[[10.0.0.0/16]]"},
	} {
		top := New(load(t, strings.NewReplacer("$site", test.site, "$vnet", test.vnet, "$flow", test.flow, "$list", test.list).Replace(design)))
		var got [][]netip.Prefix
		for _, d := range top.Flows()[0].Demands {
			got = append(got, d.Prefixes)
		}
		if fmt.Sprint(got) != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

func quoted(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return `"` + strings.Join(list, `", "`) + `"`
}

func TestDemands(t *testing.T) {
	const site = "[sites.hq]\nprefixes = [\"10.0.0.0/16\", \"fd00:1::/48\"]\n[sites.hq.routers.r1]\n[sites.hq.routers.r2]\n"
	const circuit = "[circuits.er]\nservice_provider = \"Equinix\"\npeering_location = \"London\"\n[circuits.er.links.primary]\nrouter = \"hq/r1\"\n$primary\n[circuits.er.links.secondary]\nrouter = \"hq/r2\"\n$secondary\n[circuits.er.peerings.private]\nvlan_id = 1\n[vnets.v]\naddress_space = [\"10.9.0.0/16\", \"fd00:9::/48\"]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\n[connections.k]\ncircuit = \"er\"\ngateway = \"g\"\n"
	for _, test := range []struct{ primary, secondary, want string }{
		{"", "", "[10.0.0.0/16 fd00:1::/48] link:er/primary link:er/secondary"},
		{`advertised_prefixes = ["10.0.0.0/17", "10.0.128.0/17", "fd00:1::/48"]`, "", "[10.0.0.0/17 10.0.128.0/17 fd00:1::/48] link:er/primary link:er/secondary"},
		{`advertised_prefixes = ["10.0.0.0/17", "fd00::/16"]`, `advertised_prefixes = ["10.0.128.0/17", "fd00::/16"]`, "[10.0.0.0/17] link:er/primary; [10.0.128.0/17] link:er/secondary"},
		{`advertised_prefixes = ["10.0.0.0/24", "::/0"]`, `advertised_prefixes = ["0.0.0.0/0", "::/0"]`, "[10.0.0.0/16] link:er/secondary"},
		{`advertised_prefixes = ["0.0.0.0/0"]`, `advertised_prefixes = ["0.0.0.0/0"]`, "[fd00:1::/48]"},
	} {
		top := New(load(t, site+strings.NewReplacer("$primary", test.primary, "$secondary", test.secondary).Replace(circuit)))
		flow := top.Ways().visitor().demandsOf(top.Design.Sites[0], flowTo(top), false)
		var got []string
		for _, d := range flow {
			text := fmt.Sprint(d.Prefixes)
			for _, g := range d.Open {
				text += " " + top.Ways().Gates[g].String()
			}
			got = append(got, text)
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s\n%s\n got %s\nwant %s", test.primary, test.secondary, strings.Join(got, "; "), test.want)
		}
	}
}
