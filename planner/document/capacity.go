package document

import (
	"fmt"

	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// capacity says how full everything is, normally and at worst, and how long
// traffic takes.
var capacity = Section{
	ID: "capacity", Title: "Capacity, headroom and latency", Preset: Both,
	Build: func(d *Data) []block.Block {
		c := d.Analysis.Capacity()
		out := d.titled(nil, "Elements", "What carries traffic, normally and after the single failure that fills it most. Demands are those of the flows, in the busier direction.", d.elementTable(c))
		out = d.titled(out, "Flows", "The bottleneck of each flow, and the most that it could carry alone under any routing.", d.flowLoadTable(c))
		out = append(out, d.growth(c)...)
		return d.titled(out, "Latency", "Estimates of propagation alone: distance over fibre between coordinates, and published medians between Azure regions. Queues and devices come on top.", d.latencyTable())
	},
}

func (d *Data) elementTable(c *outcome.Capacity) block.Table {
	t := block.Table{Columns: block.Columns("Element", "#Capacity", "Basis", "#Normal", "#Used", "#Left", "#At worst", "#Used", "When")}
	list := sortedBy(c.Elements, func(e outcome.ElementPeaks) float64 { return -max(e.Normal.Used, e.Worst.Used) })
	for n := range list {
		p := &list[n]
		if n == mostElements {
			t.Rows = append(t.Rows, block.Row(fmt.Sprintf("and %d less used", len(list)-n)))
			break
		}
		e := &d.Analysis.Elements[p.Element]
		capacity, usedNow, left := d.elementCapacity(e), "", ""
		if p.Normal.Known {
			usedNow, left = view.Used(p.Normal.Used), p.Normal.Headroom.String()
		}
		row := block.Row(block.Name(e.ID), capacity, e.Basis, max(p.Normal.Up, p.Normal.Down), usedNow, left)
		t.Rows = append(t.Rows, append(row, d.worst(p.Worst)...))
	}
	return t
}

const mostElements = 60

// elementCapacity returns what an element carries, and notes the fact.
func (d *Data) elementCapacity(e *outcome.Element) block.Inline {
	if e.Capacity == 0 {
		if e.Place.Path != "" {
			return d.UnknownAt(e.Place.Path)
		}
		return block.Text(block.Emphasis("unknown"))
	}
	d.Fact("Throughput, "+e.Basis, e.Capacity.String(), e.Source)
	return block.Text(e.Capacity)
}

// worst writes the cells of a peak: load, use and when.
func (d *Data) worst(p outcome.Peak) []block.Inline {
	if !p.Known() || p.Change.IsNone() {
		return block.Row("", "", "no failure fills it more")
	}
	used := block.Text("")
	if p.Capacity > 0 {
		used = block.Text(view.Used(p.Used))
		if p.Used > 100 {
			used = block.Text(block.Strong(view.Used(p.Used)))
		}
	}
	return block.Row(p.Load, used, d.change(p.Change))
}

// change says what fails.
func (d *Data) change(c outcome.Change) block.Inline {
	switch {
	case len(c.Drain) > 0:
		return block.Text(block.Name(d.Analysis.Name(c)))
	case len(c.Fail) == 1:
		return block.Text(d.ID(c.Fail[0]), " fails")
	}
	return block.Text(d.IDs(c.Fail, 4), " fail")
}

func (d *Data) flowLoadTable(c *outcome.Capacity) block.Table {
	t := block.Table{Columns: block.Columns("Flow", "Fullest element normally", "At worst", "#Most under any routing", "#Most after one failure")}
	for i, f := range c.Flows {
		if i == mostFlows {
			break
		}
		worst := "as normally"
		if f.Worst.Known() && !f.Worst.Change.IsNone() {
			worst = view.Peak(d.Analysis, f.Worst) + " when " + d.Analysis.Name(f.Worst.Change)
		}
		t.Rows = append(t.Rows, block.Row(d.Flow(i), view.Peak(d.Analysis, f.Normal), worst, most(f.Most), most(f.WorstMost)))
	}
	return t
}

func most(m outcome.MostFlow) block.Inline {
	if !m.Known {
		return block.Text(block.Emphasis("unknown"))
	}
	return block.Text(m.Mbps)
}

// growth says how full the network is in years to come.
func (d *Data) growth(c *outcome.Capacity) []block.Block {
	if len(c.Years) < 2 {
		return nil
	}
	t := block.Table{Columns: block.Columns("#After years", "Fullest normally", "Fullest after one failure")}
	for _, y := range c.Years {
		t.Rows = append(t.Rows, block.Row(y.After, view.Peak(d.Analysis, y.Normal), view.Peak(d.Analysis, y.Worst)))
	}
	out := []block.Block{block.Title(3, "Growth"), t}
	if c.FullIn >= 0 {
		out = append(out, block.Say("Something is over its capacity in the worst case after ", count(c.FullIn, "year"), "."))
	}
	return out
}

// roundTrip writes an estimate; the heading says that it is one.
func (d *Data) roundTrip(l outcome.Latency) block.Inline {
	if !l.Known {
		return block.Text(block.Emphasis("unknown"), ": coordinates are missing on its way")
	}
	return block.Text(l.RoundTrip)
}

func (d *Data) latencyTable() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "#Round trip", "#At most")}
	for i := range d.Analysis.Flows {
		if i == mostFlows {
			break
		}
		limit := "not stated"
		if w := d.Analysis.Flows[i].Written; w != nil && w.MaxLatency > 0 {
			limit = w.MaxLatency.String()
		}
		t.Rows = append(t.Rows, block.Row(d.Flow(i), d.roundTrip(d.Analysis.Normal().Flows[i].LatencyBefore), limit))
	}
	return t
}
