package routing

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

func TestZZ(t *testing.T) {
	b, _ := os.ReadFile("/tmp/d.toml")
	d, diags := planner.Load(fstest.MapFS{"e.toml": &fstest.MapFile{Data: b}}, "e.toml", "")
	if d == nil {
		t.Fatal(diags)
	}
	for _, v := range d.VNets {
		v.SummarizedGatewayPrefixes = nil
	}
	top := topology.New(d)
	r := New(top)
	m, _ := top.Find("metro:Amsterdam")
	f := top.Flows()[0]
	plan := r.flow(f)
	s := top.State([]int{m}, nil)
	for _, b := range plan.toAzure[:1] {
		g := &ground{g: r.g, state: s}
		fmt.Println(g.up(0), g.up(1), g.of(1).out, g.of(1).in)
		run := b.program.start(s, g.up)
		run.settle()
		for n, st := range b.program.nodes {
			fmt.Println("NODE", n, st.name, st.circle)
			for i := st.first; i < st.last; i++ {
				a := b.program.arcs[i]
				fmt.Println("   arc", i, "from", a.from, "joint", a.session.joint, run.up[i], run.wins[i], fmt.Sprintf("%+v", run.in[i]))
			}
		}
		fmt.Println("receiver", b.program.receiver, run.unstable)
	}
}
