package parallel_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/erplan/erplan/planner/parallel"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		for _, w := range []int{1, 3, 200} {
			times := make([]atomic.Int32, n)
			parallel.Each(n, w, func(i int) { times[i].Add(1) })
			for i := range times {
				if got := times[i].Load(); got != 1 {
					t.Errorf("%d numbers, %d workers: %d was taken %d times", n, w, i, got)
				}
			}
		}
	}
}

// TestPanic: what a worker panics with comes to the caller, once all are done.
func TestPanic(t *testing.T) {
	var done atomic.Int32
	defer func() {
		p, ok := recover().(*parallel.Panic)
		if !ok || p.Value != "seven" || !strings.Contains(p.Error(), "TestPanic") {
			t.Errorf("recovered %v", p)
		}
		if done.Load() != 9 {
			t.Errorf("%d of the others were done", done.Load())
		}
	}()
	parallel.Run(2, func(worker int) {
		if worker == 0 { // a worker within a worker
			parallel.Each(10, 3, func(i int) {
				if i == 7 {
					panic("seven")
				}
				done.Add(1)
			})
		}
	})
	t.Error("no panic")
}
