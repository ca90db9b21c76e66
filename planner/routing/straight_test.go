package routing

import (
	"slices"
	"testing"
)

func TestStraight(t *testing.T) {
	const target, wan, site, other, receiver = 0, 1, 2, 3, 4
	var arcs []arc
	for _, e := range [][2]int32{{target, wan}, {wan, site}, {site, wan}, {site, other}, {other, site}, {other, wan}, {wan, receiver}, {site, receiver}, {target, other}} {
		arcs = append(arcs, arc{from: e[0], to: e[1]})
	}
	arcs = append(arcs, arc{from: wan, to: target, static: true})
	var got [][2]int32
	for _, a := range straight(slices.Clone(arcs), 5) {
		got = append(got, [2]int32{a.from, a.to})
	}
	// other hears the target itself, so what it tells the network may be new;
	// static routes stay.
	want := [][2]int32{{target, wan}, {wan, site}, {site, wan}, {site, other}, {other, site}, {other, wan}, {wan, receiver}, {site, receiver}, {target, other}, {wan, target}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	alone := slices.DeleteFunc(arcs, func(a arc) bool { return a.from == target && a.to == other })
	got = got[:0]
	for _, a := range straight(alone, 5) {
		got = append(got, [2]int32{a.from, a.to})
	}
	// Now everything comes through the network, and to other through site.
	want = [][2]int32{{target, wan}, {wan, site}, {site, other}, {wan, receiver}, {site, receiver}, {wan, target}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
