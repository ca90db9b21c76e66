package diagram

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// shipped returns the topology of a design that is shipped.
func shipped(t *testing.T, name string) *topology.Topology {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../testdata/designs", name, "erplan.toml"))
	if err != nil {
		t.Fatal(err)
	}
	draft, diags := planner.ReadText(nil, "erplan.toml", text)
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatal(diags)
	}
	return topology.New(d)
}

// TestPlotIsTheSheet compares a plot with the drawing of the same picture.
func TestPlotIsTheSheet(t *testing.T) {
	for _, name := range []string{"standard", "maximum", "vpn-backup", "global-reach", "dual-metro", "ipsec"} {
		top := shipped(t, name)
		p := New(top, topology.State{}, Options{})
		plot, sheet := p.Plot(), p.Sheet()
		for y, want := range sheet.Lines {
			var b strings.Builder
			for x := range plot.W {
				b.WriteString(plot.At(x, y).Text)
			}
			if got := strings.TrimRight(b.String(), " "); got != want {
				t.Errorf("%s, line %d:\n got %s\nwant %s", name, y, got, want)
			}
		}
		if !slices.Equal(plot.Boxes, sheet.Boxes) {
			t.Errorf("%s: boxes stand elsewhere", name)
		}
	}
}

// TestTraces looks at the cells of every edge: they are cells of lines, and
// join the two boxes without a gap.
func TestTraces(t *testing.T) {
	for _, name := range []string{"standard", "maximum", "vpn-backup", "global-reach", "dual-metro", "ipsec", "microsoft-peering"} {
		p := New(shipped(t, name), topology.State{}, Options{}).Terse()
		plot := p.Plot()
		for i, e := range p.Edges {
			cells := map[int]bool{}
			for _, c := range plot.traces[i] {
				cells[c.at] = true
				if g := plot.glyphs[c.at]; g.Part != Line && g.Part != BoxPart && g.Part != Frame {
					t.Errorf("%s: edge %d runs over %q", name, i, g.Text)
				}
			}
			if !joined(plot, cells, plot.Boxes[e.From], plot.Boxes[e.To]) {
				t.Errorf("%s: the cells of %s – %s do not join them", name, p.Boxes[e.From].ID, p.Boxes[e.To].ID)
			}
		}
	}
}

// joined walks from cell to cell.
func joined(p *Plot, cells map[int]bool, from, to Area) bool {
	var todo []int
	seen := map[int]bool{}
	for at := range cells {
		if from.Holds(at%p.W, at/p.W) {
			todo = append(todo, at)
			seen[at] = true
		}
	}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if to.Holds(at%p.W, at/p.W) {
			return true
		}
		for _, next := range []int{at - 1, at + 1, at - p.W, at + p.W} {
			if cells[next] && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}

func TestSignsAndHits(t *testing.T) {
	top := shipped(t, "maximum")
	normal := New(top, topology.State{}, Options{}).Terse()
	plot := normal.Plot()
	c, _ := top.Find("peering-location:Amsterdam")
	p := New(top, top.State([]int{c}, nil), Options{Failed: []int{c}}).Terse()
	if !plot.Fits(p) {
		t.Fatal("the picture has changed its parts")
	}
	signs := plot.Signs(p)
	for i, g := range p.Groups {
		at := plot.Titles[i]
		if got := signs[at.Y*plot.W+at.X].Text == "✗"; got != (g.ID == "peering-location:Amsterdam") {
			t.Errorf("group %s has a sign: %v", g.ID, got)
		}
	}
	for i, b := range p.Boxes {
		a := plot.Boxes[i]
		if box, _ := plot.Hit(a.X+1, a.Y+1); box != i {
			t.Errorf("a click on %s hits %d", b.ID, box)
		}
		inside := 0
		for at, s := range signs {
			if a.Holds(at%plot.W, at/plot.W) && s.Text != "" {
				inside++
			}
		}
		if got := inside > 0; got != (b.Mark != Up) {
			t.Errorf("%s is %s and has %d signs", b.ID, b.Mark, inside)
		}
	}
}

// TestLight follows a flow through the picture.
func TestLight(t *testing.T) {
	top := shipped(t, "maximum")
	p := New(top, topology.State{}, Options{})
	flow := top.Flows()[0]
	r := routing.New(top).Route(flow, topology.State{})
	light := p.Light(flow, &r)
	want := map[string]bool{
		"site:dc-amsterdam": true, "router:dc-amsterdam/ams1": true, "router:dc-amsterdam/ams2": true,
		"provider-edge:er-amsterdam/primary": true, "provider-edge:er-amsterdam/secondary": true,
		"msee:er-amsterdam/primary": true, "msee:er-amsterdam/secondary": true,
		"circuit:er-amsterdam": true, "gateway:ergw": true, "vnet:hub": true,
	}
	for i, b := range p.Boxes {
		if got := light.Boxes[i] == ToAzure|ToSite; got != want[b.ID] {
			t.Errorf("%s is lit: %v", b.ID, light.Boxes[i])
		}
	}
	plot := p.Plot()
	heavy := plot.Heavy(func(e int) bool { return light.Edges[e] != 0 })
	for at, text := range heavy {
		if text == plot.glyphs[at].Text || !strings.ContainsAny(text, "━┃╍╏┏┓┗┛┡┢┩┪┣┫┳┻╋┯┷┠┨┝┥┱┲┹┺┭┮┵┶┽┾╃╄╅╆╇╈╉╊╀╁╂┿┞┟┦┧┉┋┰┸") {
			t.Errorf("cell %d is %q", at, text)
		}
	}
	if len(heavy) < 100 {
		t.Error("only", len(heavy), "cells are heavy")
	}
}
