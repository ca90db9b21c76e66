package failover

import (
	"fmt"
	"testing"
)

// layered returns a meshed net: layers of nodes, each with a thing of its own,
// and edges to its own, the next and the one after next of the layer behind.
func layered(layers, width int) *net {
	n := &net{n: layers*width + 2, things: layers * width, row: words(layers * width)}
	n.needs = make([]uint64, n.n*n.row)
	succ := lists{start: []int32{0}}
	end := func() { succ.start = append(succ.start, int32(len(succ.items))) }
	for k := range width {
		succ.items = append(succ.items, int32(1+k))
	}
	end()
	for l := range layers {
		for k := range width {
			i := 1 + l*width + k
			setBit(n.need(i), i-1)
			for d := range 3 {
				to := n.n - 1
				if l+1 < layers {
					to = 1 + (l+1)*width + (k+d)%width
				}
				if d == 0 || to < n.n-1 {
					succ.items = append(succ.items, int32(to))
				}
			}
			end()
		}
	}
	end()
	n.connect(succ)
	return n
}

// BenchmarkLayered is the exact unavailability of meshed networks of 60 to 200
// components.
func BenchmarkLayered(b *testing.B) {
	for _, size := range [][2]int{{12, 5}, {10, 6}, {20, 6}, {25, 8}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			n := layered(size[0], size[1])
			down := make([]float64, n.things)
			for i := range down {
				down[i] = 0.01
			}
			var d *diagram
			u := 0.0
			for b.Loop() {
				f := &form{things: n.things, nets: []*net{n}}
				d = f.compile(limits{budget: usualBudget})
				u = d.unavailability(down, nil)[d.root]
			}
			b.ReportMetric(float64(len(d.nodes)), "nodes")
			b.ReportMetric(u*1e15, "u/1e-15")
		})
	}
}
