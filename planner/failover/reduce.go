package failover

import (
	"slices"

	"github.com/erplan/erplan/planner/topology"
)

// A shape is a flow, reduced. The flow is up when all of its singles are, and
// its form is.
type shape struct {
	dead    bool    // there is no way, even when everything is up
	singles []int32 // components that every state needs in which the flow is up, sorted

	// things are the components of each thing of the form: those that are
	// needed by the same nodes, so that any of them fails the thing.
	things [][]int32
	form   *form
}

// A reducer turns flows into shapes.
type reducer struct {
	s *Structure
	x *extractor

	cuttings []cutting
	local    []int32 // by component: its number here + 1
	comps    []int32 // by number here

	walk walk
}

// reduce returns the shape of a flow.
func (r *reducer) reduce(f *topology.Flow) *shape {
	if !r.extract(f) {
		return &shape{dead: true}
	}
	things, of := r.group()
	pieces := make([]*piece, len(r.cuttings))
	must := make([]uint64, words(max(len(things), 1)))
	for i := range r.cuttings {
		pieces[i] = r.piece(&r.cuttings[i], of, len(things))
		for k, w := range pieces[i].net().inevitable(&r.walk, nil) {
			must[k] |= w
		}
	}
	sh := &shape{}
	each(must, func(t int) { sh.singles = append(sh.singles, things[t]...) })
	slices.Sort(sh.singles)
	for _, p := range pieces {
		p.forget(must)
		p.contract()
	}
	r.finish(sh, pieces, things)
	return sh
}

// extract makes the cuttings of all demands of a flow, and numbers the
// components on them. It reports whether all demands have a way.
func (r *reducer) extract(f *topology.Flow) bool {
	if f.Start < 0 || f.End < 0 || len(f.Demands) == 0 {
		return false
	}
	for _, c := range r.comps {
		r.local[c] = 0
	}
	r.comps = r.comps[:0]
	if n := len(f.Demands); cap(r.cuttings) < n {
		r.cuttings = append(r.cuttings[:cap(r.cuttings)], make([]cutting, n-cap(r.cuttings))...)
	}
	r.cuttings = r.cuttings[:len(f.Demands)]
	for i, d := range f.Demands {
		r.x.spread(f.Start, d.Open)
		if !r.x.cut(f.End, &r.cuttings[i]) {
			return false
		}
		for _, v := range r.cuttings[i].nodes {
			for _, c := range r.s.vital[v] {
				if r.local[c] == 0 {
					r.comps = append(r.comps, c)
					r.local[c] = int32(len(r.comps))
				}
			}
		}
	}
	return true
}

// group joins the components that the same nodes need, and returns the
// components of each thing and the thing of each component.
func (r *reducer) group() (things [][]int32, of []int32) {
	nodes := 0
	for i := range r.cuttings {
		nodes += len(r.cuttings[i].nodes)
	}
	row := words(nodes)
	where := make([]uint64, len(r.comps)*row)
	at := 0
	for i := range r.cuttings {
		for _, v := range r.cuttings[i].nodes {
			for _, c := range r.s.vital[v] {
				k := int(r.local[c]-1) * row
				setBit(where[k:k+row], at)
			}
			at++
		}
	}
	of = classes(where, len(r.comps), row)
	for i, c := range r.comps {
		if int(of[i]) == len(things) {
			things = append(things, nil)
		}
		things[of[i]] = append(things[of[i]], c)
	}
	return things, of
}

// classes numbers equal rows alike, in the order of their first occurrence.
func classes(rows []uint64, n, row int) []int32 {
	of := make([]int32, n)
	if row == 1 {
		return classes1(rows, of)
	}
	heads := map[uint64][]int32{} // by a sum: the first rows of classes
	next := int32(0)
	for i := range n {
		mine := rows[i*row : (i+1)*row]
		sum := uint64(14695981039346656037)
		for _, w := range mine {
			sum = (sum ^ w) * 1099511628211
		}
		of[i] = -1
		for _, h := range heads[sum] {
			if slices.Equal(mine, rows[int(h)*row:int(h+1)*row]) {
				of[i] = of[h]
			}
		}
		if of[i] < 0 {
			of[i] = next
			next++
			heads[sum] = append(heads[sum], int32(i))
		}
	}
	return of
}

// classes1 is classes for rows of one word.
func classes1(rows []uint64, of []int32) []int32 {
	var heads []uint64
	for i, w := range rows {
		k := slices.Index(heads, w)
		if k < 0 {
			k = len(heads)
			heads = append(heads, w)
		}
		of[i] = int32(k)
	}
	return of
}

// piece makes the piece of a cutting.
func (r *reducer) piece(c *cutting, of []int32, things int) *piece {
	p := newPiece(len(c.nodes), things)
	for i, v := range c.nodes {
		for _, comp := range r.s.vital[v] {
			setBit(p.need(i), int(of[r.local[comp]-1]))
		}
		for _, to := range c.succ.of(i) {
			p.join(i, int(to))
		}
	}
	return p
}

// finish gives a shape its form: what is left of the pieces, with the things
// that are now needed alike joined, and numbered as they occur.
func (r *reducer) finish(sh *shape, pieces []*piece, things [][]int32) {
	pieces = slices.DeleteFunc(pieces, (*piece).trivial)
	left, of := regroup(pieces, len(things))
	for t, k := range of {
		if k >= 0 {
			left[k] = append(left[k], things[t]...)
		}
	}
	for _, thing := range left {
		slices.Sort(thing)
	}
	sh.things = left
	sh.form = r.s.form(pieces, of, len(left))
}

// regroup joins the things that the same nodes of pieces need. A thing that no
// node needs any more is of none: -1.
func regroup(pieces []*piece, things int) (left [][]int32, of []int32) {
	nodes := 0
	for _, p := range pieces {
		nodes += p.n
	}
	row := words(max(nodes, 1))
	where := make([]uint64, things*row)
	order := make([]int32, 0, things)
	at := 0
	for _, p := range pieces {
		for i := range p.n {
			if p.alive(i) {
				each(p.need(i), func(t int) {
					if isEmpty(where[t*row : (t+1)*row]) {
						order = append(order, int32(t))
					}
					setBit(where[t*row:(t+1)*row], at)
				})
			}
			at++
		}
	}
	class := classes(where, things, row)
	of = make([]int32, things)
	number := make([]int32, things)
	for i := range of {
		of[i], number[i] = -1, -1
	}
	for _, t := range order {
		if number[class[t]] < 0 {
			number[class[t]] = int32(len(left))
			left = append(left, nil)
		}
		of[t] = number[class[t]]
	}
	return left, of
}
