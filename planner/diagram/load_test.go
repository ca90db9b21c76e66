package diagram

import (
	"os"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// topologyOf loads a design that is sound.
func topologyOf(t testing.TB, text, option string) *topology.Topology {
	t.Helper()
	draft, diags := planner.ReadText(nil, "test.toml", []byte(text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design(option)
	if d == nil {
		t.Fatal(diags)
	}
	return topology.New(d)
}

// find returns the components of ids with commas between.
func find(t testing.TB, top *topology.Topology, ids string) (out []int) {
	t.Helper()
	for id := range strings.SplitSeq(ids, ", ") {
		if id == "" {
			continue
		}
		c, ok := top.Find(id)
		if !ok {
			t.Fatalf("no component %q; near: %v", id, top.Suggest(id))
		}
		out = append(out, c)
	}
	return out
}

// draw makes the picture of a design in which components have failed and
// others are drained.
func draw(t testing.TB, text, fail, drain, fold string) *Picture {
	t.Helper()
	f, unknown := ParseFold(fold)
	if unknown != "" {
		t.Fatal("fold", unknown)
	}
	top := topologyOf(t, text, "")
	down := find(t, top, fail)
	return New(top, top.State(down, find(t, top, drain)), Options{Failed: down, Fold: f})
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// boxOf returns the box that stands for a component or a place.
func (p *Picture) boxOf(id string) *Box {
	for i := range p.Boxes {
		for _, c := range append(p.Boxes[i].Components, p.Boxes[i].Places...) {
			if c == id {
				return &p.Boxes[i]
			}
		}
	}
	return nil
}
