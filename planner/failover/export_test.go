package failover

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/erplan/erplan/planner/topology"
)

// exported repeats the analysis of one flow from what a topology exports, and
// from nothing else.
func exported(e *topology.Export, flow int, down map[string]bool) bool {
	f := e.Flows[flow]
	up, next := map[string]bool{}, map[string][]topology.ExportedEdge{}
	for _, n := range e.Nodes {
		up[n.ID] = true
		for _, c := range n.Needs {
			up[n.ID] = up[n.ID] && !down[c]
		}
	}
	for _, edge := range e.Edges {
		next[edge.From] = append(next[edge.From], edge)
	}
	for _, d := range f.Demands {
		open := map[string]bool{"": true}
		for _, g := range d.Open {
			open[g] = true
		}
		seen := map[string]bool{f.Start: up[f.Start]}
		for todo := []string{f.Start}; len(todo) > 0 && seen[f.Start]; {
			at := todo[0]
			todo = todo[1:]
			for _, edge := range next[at] {
				if open[edge.Gate] && up[edge.To] && !seen[edge.To] {
					seen[edge.To] = true
					todo = append(todo, edge.To)
				}
			}
		}
		if !seen[f.End] {
			return false
		}
	}
	return len(f.Demands) > 0
}

func TestExportIsEnough(t *testing.T) {
	ups, downs := 0, 0
	for seed := range uint64(400) {
		d := seeded(seed + 5e6)
		text := randomDesign(d)
		s := structureOf(t, text)
		written, err := json.Marshal(s.Topology.Export(s.Flows))
		if err != nil {
			t.Fatal(err)
		}
		var e topology.Export
		if err := json.Unmarshal(written, &e); err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, n := range e.Nodes {
			if ids[n.ID] {
				t.Fatalf("seed %d: two nodes are called %s\n%s", seed, n.ID, text)
			}
			ids[n.ID] = true
		}
		matter := mattering(s)
		for range 5 {
			var parts []int
			names := map[string]bool{}
			for range d(4) {
				if len(matter) > 0 {
					c := matter[d(len(matter))]
					parts, names[s.Topology.Components[c].ID] = append(parts, c), true
				}
			}
			for i := range s.Flows {
				want := s.Up(i, s.Topology.State(parts, nil))
				if want {
					ups++
				} else {
					downs++
				}
				if got := exported(&e, i, names); got != want && s.Flows[i].Start >= 0 {
					t.Fatalf("seed %d: flow %s, down %v: %v by the export, want %v\n%s", seed, s.Flows[i].Name, names, got, want, text)
				}
			}
		}
	}
	if ups < 500 || downs < 500 {
		t.Errorf("%d states up and %d down", ups, downs)
	}
}

func TestSameBytes(t *testing.T) {
	for seed := range uint64(40) {
		text := randomDesign(seeded(seed + 6e6))
		var first []byte
		for range 3 {
			s := structureOf(t, text)
			got, err := json.Marshal([]any{s.Topology.Export(s.Flows), describe(s)})
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = got
			} else if !bytes.Equal(first, got) {
				t.Fatalf("seed %d: two runs differ", seed)
			}
		}
	}
}

// describe asks all questions of a structure.
func describe(s *Structure) any {
	var out []any
	for i := range s.Flows {
		out = append(out, s.Availability(i), s.CutSets(i, 3), s.Importance(i))
	}
	return append(out, s.Together(), s.Sweep(2).Pairs())
}
