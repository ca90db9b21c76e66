package routing_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// FuzzDesign routes whatever text loads as a design.
func FuzzDesign(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/routing/*.txtar")
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if file.Name == "erplan.toml" {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		fsys := fstest.MapFS{"erplan.toml": &fstest.MapFile{Data: text}}
		if d, _ := planner.Load(fsys, "erplan.toml", ""); d != nil {
			routeAll(d)
		}
	})
}

// FuzzDrawn routes the designs that a drawer writes from any numbers.
func FuzzDrawn(f *testing.F) {
	f.Add([]byte("0123456789abcdef"))
	f.Add([]byte{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4})
	f.Fuzz(func(t *testing.T, numbers []byte) {
		i := 0
		d := drawer{draw: func(least, most int) int {
			if len(numbers) == 0 {
				return least
			}
			i++
			return least + int(numbers[i%len(numbers)])%(most-least+1)
		}}
		fsys := fstest.MapFS{"erplan.toml": &fstest.MapFile{Data: []byte(d.design())}}
		if d, _ := planner.Load(fsys, "erplan.toml", ""); d != nil {
			routeAll(d)
		}
	})
}

// routeAll routes all flows with everything up, and with every component down
// in turn while all edge routers drain.
func routeAll(d *planner.Design) {
	top := topology.New(d)
	router := routing.New(top)
	var edges []int
	for i, c := range top.Components {
		if c.Kind == "msee" {
			edges = append(edges, i)
		}
	}
	flows := top.Flows()
	if len(flows) > 8 {
		flows = flows[:8]
	}
	for _, f := range flows {
		router.Explain(f, top.State(nil, nil))
		for c := range min(len(top.Components), 16) {
			router.Sequence(f, top.State(nil, nil), top.State([]int{c}, edges), top.State(nil, nil))
		}
	}
}
