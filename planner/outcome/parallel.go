package outcome

import (
	"runtime"
	"sync/atomic"

	"github.com/erplan/erplan/planner/parallel"
)

// each calls f for 0 to n-1, from several goroutines. f writes only what
// belongs to its number, so that the order does not matter.
func (a *Analysis) each(n int, f func(i int)) {
	a.spread(n, func(next func() (int, bool)) {
		for i, ok := next(); ok; i, ok = next() {
			f(i)
		}
	})
}

// spread runs work in several goroutines, which take the numbers 0 to n-1 from
// next until there are none left. It does not come back where the analysis is
// stopped meanwhile.
func (a *Analysis) spread(n int, work func(next func() (int, bool))) {
	workers := a.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var taken atomic.Int64
	next := func() (int, bool) {
		i := int(taken.Add(1)) - 1
		return i, i < n && a.ctx.Err() == nil
	}
	if workers = min(workers, n); workers <= 1 {
		work(next)
		a.check()
		return
	}
	parallel.Run(workers, func(int) { _ = a.stoppable(func() { work(next) }) })
	a.check()
}
