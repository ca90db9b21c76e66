package routing_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// TestHot: what the result does not rest on is not hot, and an instance of a
// gateway is once it is the only one.
func TestHot(t *testing.T) {
	top := topology.New(load(t, smallDesign))
	router, f := routing.New(top), top.Flows()[0]
	part := func(id string) int {
		c, ok := top.Find(id)
		if !ok {
			t.Fatalf("there is no %s", id)
		}
		return c
	}
	normal := router.Route(f, top.State(nil, nil))
	single := router.Route(f, top.State([]int{part("gateway-instance:gw/1")}, nil))
	for _, test := range []struct {
		result *routing.Result
		id     string
		want   bool
	}{
		{&normal, "link:er1/primary", true},
		{&normal, "connection:c1", true},
		{&normal, "region:westeurope", true},
		{&normal, "site:hq", true},
		{&normal, "link:er2/primary", false},
		{&normal, "connection:c2", false},
		{&normal, "tunnel:t/1", false},
		{&normal, "gateway-instance:gw/2", false},
		{&single, "gateway-instance:gw/2", true},
	} {
		if _, hot := slices.BinarySearch(test.result.Hot(), part(test.id)); hot != test.want {
			t.Errorf("%s is hot: %v, want %v", test.id, hot, test.want)
		}
	}
}

// TestWay: a way names its hops, components and routers from the site to Azure.
func TestWay(t *testing.T) {
	top := topology.New(load(t, smallDesign))
	r := routing.New(top).Route(top.Flows()[0], top.State(nil, nil))
	w := r.ToSite[0].Ways[0]
	var ids []string
	for _, c := range w.Components {
		ids = append(ids, top.Components[c].ID)
	}
	want := []string{
		"site:hq", "router:hq/rtr1", "link:er1/primary", "provider-edge:er1/primary", "msee:er1/primary",
		"peering-location:Amsterdam", "circuit:er1", "connection:c1", "gateway:gw", "region:westeurope",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("components are\n%q, want\n%q", ids, want)
	}
	if w.String() != "er1/primary" || len(w.Routers) != 1 || w.Routers[0].ID() != "hq/rtr1" {
		t.Errorf("the way is %s over %v", w, w.Routers)
	}
}

// TestExcesses: a session over a limit is reported with its count.
func TestExcesses(t *testing.T) {
	top := topology.New(load(t, `
schema = 1
[sites.s]
routers.r = {}
[circuits.c]
tier = "standard"
peering_location = "London"
links.primary.router = "s/r"
peerings.private = {prefix_count = 4001}
`))
	over := routing.New(top).Excesses()
	if len(over) != 1 || over[0].Link.ID() != "c/primary" || over[0].Count != 4001 || over[0].Limit != 4000 || over[0].Source.Page == "" {
		t.Errorf("excesses are %+v", over)
	}
}

// TestConcurrent: several goroutines share a router.
func TestConcurrent(t *testing.T) {
	top := topology.New(load(t, smallDesign))
	router, f := routing.New(top), top.Flows()[0]
	alone := router.Route(f, top.State(nil, nil))
	want := text(&alone)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for c := range top.Components {
				router.Explain(f, top.State([]int{c}, nil))
				if r := router.Route(f, top.State(nil, nil)); text(&r) != want {
					t.Errorf("got %s, want %s", text(&r), want)
				}
			}
		})
	}
	group.Wait()
}
