package document

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/topology"
)

// topologySection draws the network.
var topologySection = Section{
	ID: "topology", Title: "Topology", Preset: Both,
	Build: func(d *Data) []block.Block {
		figure, ok := d.figure()
		if !ok {
			return nil
		}
		return []block.Block{
			figure,
			block.Say("From left to right the picture goes from the customer to Azure. Primary links are solid lines, secondary ones dashed, VPN tunnels dotted. In a large network things that are joined alike share a box."),
			block.Title(3, "What can fail"),
			block.Say("Everything that fails as one is a component, with an id that the other sections use."),
			d.componentTable(),
		}
	},
}

// figure draws the network with nothing failed, in both forms.
func (d *Data) figure() (block.Figure, bool) {
	t := d.Analysis.Topology
	p := diagram.New(t, topology.State{}, diagram.Options{Fold: diagram.Fold{Auto: true}})
	if len(p.Boxes) == 0 {
		return block.Figure{}, false
	}
	var mermaid, svg bytes.Buffer
	if diagram.Mermaid(&mermaid, p) != nil || diagram.SVG(&svg, p) != nil {
		return block.Figure{}, false
	}
	return block.Figure{Title: block.Text("The network when everything works."), Mermaid: mermaid.String(), SVG: svg.String()}, true
}

// componentTable counts components by kind, with what one is.
func (d *Data) componentTable() block.Table {
	t := block.Table{Columns: block.Columns("Kind", "#Count", "Components")}
	for _, k := range planner.ComponentKinds {
		var ids []int
		for c := range d.Analysis.Topology.Components {
			if d.Component(c).Kind == k {
				ids = append(ids, c)
			}
		}
		if len(ids) > 0 {
			t.Rows = append(t.Rows, block.Row(string(k), fmt.Sprint(len(ids)), d.IDs(ids, 6)))
		}
	}
	return t
}

// contents leads to the other sections.
var contents = Section{
	ID: "contents", Title: "Contents", Preset: Both, Last: true,
	Build: func(d *Data) []block.Block {
		var out []block.Inline
		for _, s := range d.sections {
			wanted := d.Wanted == nil || strings.Contains(" "+strings.Join(d.Wanted, " ")+" ", " "+s.ID+" ")
			if b := Find(d.built, s.ID); s.ID != "contents" && wanted && b != nil && (!b.Empty() || s.Last) {
				out = append(out, block.Text(block.To(s.Title)))
			}
		}
		if out == nil {
			return nil
		}
		return []block.Block{block.Bullets(out...)}
	},
}
