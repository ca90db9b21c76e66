// Package parallel does work in several goroutines. A panic in one of them
// becomes a panic of the caller, who can put a terminal in order before it
// shows; it would end the program at once otherwise.
package parallel

import (
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// A Panic is what a worker panicked with, and where.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("%v\n\nin a worker:\n%s", p.Value, p.Stack) }

// Run calls work in n goroutines, numbered from 0, and returns when all are
// done. It panics with the first Panic where one of them did.
func Run(n int, work func(worker int)) {
	var all sync.WaitGroup
	var first atomic.Pointer[Panic]
	for k := range n {
		all.Go(func() {
			defer func() {
				if v := recover(); v != nil {
					p, nested := v.(*Panic)
					if !nested {
						p = &Panic{v, debug.Stack()}
					}
					first.CompareAndSwap(nil, p)
				}
			}()
			work(k)
		})
	}
	all.Wait()
	if p := first.Load(); p != nil {
		panic(p)
	}
}

// Each calls f for 0 to n-1, from as many goroutines as it is told. They take
// the numbers in order, but f may be done with a later one first.
func Each(n, workers int, f func(i int)) {
	var taken atomic.Int64
	Run(min(workers, n), func(int) {
		for i := int(taken.Add(1)) - 1; i < n; i = int(taken.Add(1)) - 1 {
			f(i)
		}
	})
}
