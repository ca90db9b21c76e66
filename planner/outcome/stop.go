package outcome

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/erplan/erplan/planner/parallel"
)

// Within calls f with an analysis that stops its work once ctx is done; f then
// does not come back from what it has asked, and Within returns the cause. What
// f is given is always whole: a sweep that was stopped is dropped, and the next
// one who asks has it done anew. What f computes stays known to a.
//
// The analysis that f gets is of use in f alone, and there on one goroutine.
func (a *Analysis) Within(ctx context.Context, f func(*Analysis)) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	b := *a
	b.ctx = ctx
	b.Structure = a.Structure.Polled(b.check)
	return b.stoppable(func() { f(&b) })
}

// stopped is what a panic holds that gives up work.
type stopped struct{ ctx context.Context }

// check gives up, by a panic that stoppable takes, if that is asked for.
func (a *Analysis) check() {
	if a.ctx.Err() != nil {
		panic(stopped{a.ctx})
	}
}

// stoppable calls f, and returns the cause if it gives up.
func (a *Analysis) stoppable(f func()) (err error) {
	defer func() {
		r := recover()
		if p, ok := r.(*parallel.Panic); ok && p.Value == (stopped{a.ctx}) {
			r = p.Value
		}
		if r == (stopped{a.ctx}) {
			err = context.Cause(a.ctx)
		} else if r != nil {
			panic(r)
		}
	}()
	f()
	return nil
}

// found is what an analysis has computed so far.
type found struct {
	normal   lazy[*normal]
	unharmed lazy[*Scenario]
	singles  lazy[*Singles]
	pairs    lazy[*Pairs]
	upkeep   lazy[*Maintenance]
	returns  lazy[[]Return]
	declared lazy[[]Declared]
	capacity lazy[*Capacity]
	intents  lazy[[]Intent]
	whiles   whiles
}

func (a *Analysis) normal() *normal { return a.found.normal.get(a, (*Analysis).findNormal) }

// A lazy value is computed when it is first asked for, and again if that was
// stopped.
type lazy[T any] struct {
	mu    sync.Mutex
	value atomic.Pointer[T]
}

func (l *lazy[T]) get(a *Analysis, compute func(*Analysis) T) T {
	if v := l.value.Load(); v != nil {
		return *v
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if v := l.value.Load(); v != nil {
		return *v
	}
	v := compute(a)
	l.value.Store(&v)
	return v
}
