package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// A path is a way of the designs that the oracle knows: one site, some
// circuits of two links, a VPN of one tunnel, one network.
type path struct {
	name           string
	vpn            bool
	bits           int // of the prefix that is announced over it
	weight, local  int
	prepend        int
	circuit        int
	down, draining bool
}

// TestOracle compares the ways of random designs of one site and one network
// with those that the rules give when they are applied one after the other to
// a plain list.
func TestOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paths, text := drawPaths(t)
		top := topology.New(loadDrawn(t, text))
		var down, draining []int
		for _, p := range paths {
			id := "link:" + p.name
			if p.vpn {
				id = "tunnel:" + p.name
			}
			c, ok := top.Find(id)
			if !ok {
				t.Fatalf("there is no %s", id)
			}
			if p.down {
				down = append(down, c)
			}
			if msee, ok := top.Find("msee:" + p.name); ok && p.draining {
				draining = append(draining, msee)
			}
		}
		r := routing.New(top).Route(top.Flows()[0], top.State(down, draining))
		up := slices.DeleteFunc(slices.Clone(paths), func(p path) bool { return p.down })
		compare(t, "to-site", r.ToSite[0], toSite(up))
		compare(t, "to-azure", r.ToAzure[0], toAzure(up))
	})
}

func drawPaths(t *rapid.T) ([]path, string) {
	n := func(least, most int) int { return rapid.IntRange(least, most).Draw(t, "n") }
	var b strings.Builder
	var paths []path
	b.WriteString("schema = 1\n[sites.s]\nasn = 65001\nprefixes = [\"10.1.0.0/24\"]\nrouters.r = {}\n" +
		"[vnets.v]\naddress_space = [\"10.9.0.0/16\"]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\n[gateways.h]\nkind = \"vpn\"\nvnet = \"v\"\n")
	for c := range n(1, 6) {
		weight := n(0, 2)
		fmt.Fprintf(&b, "[connections.k%d]\ncircuit = \"c%d\"\ngateway = \"g\"\nrouting_weight = %d\n", c, c, weight)
		fmt.Fprintf(&b, "[circuits.c%d]\npeering_location = \"London\"\npeerings.private = {peer_asn = 65001}\n", c)
		for _, side := range []string{"primary", "secondary"} {
			p := path{
				name: fmt.Sprintf("c%d/%s", c, side), bits: 24 - n(0, 1), weight: weight, circuit: c,
				local: 100 + n(0, 1), prepend: n(0, 2), down: n(0, 4) == 0, draining: n(0, 5) == 0,
			}
			fmt.Fprintf(&b, "[circuits.c%d.links.%s]\nrouter = \"s/r\"\nlocal_preference = %d\nas_path_prepend = %d\nadvertised_prefixes = [%q]\n",
				c, side, p.local, p.prepend, fmt.Sprintf("10.1.0.0/%d", p.bits))
			paths = append(paths, p)
		}
	}
	if n(0, 1) == 0 {
		p := path{name: "t/1", vpn: true, bits: 24 - n(0, 1), local: 100 + n(0, 1), prepend: n(0, 2), circuit: -1}
		fmt.Fprintf(&b, "[vpn_tunnels.t]\nsite = \"s\"\ngateway = \"h\"\ntunnels = 1\nlocal_preference = %d\nas_path_prepend = %d\nadvertised_prefixes = [%q]\n",
			p.local, p.prepend, fmt.Sprintf("10.1.0.0/%d", p.bits))
		paths = append(paths, p)
	}
	return paths, b.String()
}

// most keeps the paths for which a number is greatest.
func most(paths []path, of func(path) int) []path {
	best := -1 << 30
	for _, p := range paths {
		best = max(best, of(p))
	}
	return slices.DeleteFunc(slices.Clone(paths), func(p path) bool { return of(p) < best })
}

func toSite(paths []path) []path {
	paths = most(paths, func(p path) int { return p.bits })
	paths = most(paths, func(p path) int {
		if p.vpn {
			return 0
		}
		return 1
	})
	paths = most(paths, func(p path) int { return p.weight })
	paths = most(paths, func(p path) int { return -p.prepend - drained(p) })
	var circuits []int
	return slices.DeleteFunc(paths, func(p path) bool {
		if !slices.Contains(circuits, p.circuit) {
			circuits = append(circuits, p.circuit)
		}
		return slices.Index(circuits, p.circuit) >= 4
	})
}

func toAzure(paths []path) []path {
	paths = most(paths, func(p path) int { return p.local })
	return most(paths, func(p path) int { return -drained(p) })
}

func drained(p path) int {
	if p.draining {
		return 8
	}
	return 0
}

func compare(t *rapid.T, direction string, got routing.Choice, want []path) {
	var names, ways []string
	for _, p := range want {
		names = append(names, p.name)
	}
	for _, w := range got.Ways {
		ways = append(ways, w.String())
	}
	slices.Sort(names)
	slices.Sort(ways)
	if !slices.Equal(names, ways) {
		t.Fatalf("%s: the oracle says %v, routing %v because %s", direction, names, ways, got.Step)
	}
}
