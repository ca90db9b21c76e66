package failover

import (
	"cmp"
	"slices"
)

// A CutSet is a least set of components whose failure takes a flow down: it
// goes down when all of them fail, and stays up when one of them does not.
type CutSet struct {
	Components     []int   // ascending
	Unavailability float64 // the probability that all of them are down at once
}

// mostOrder is the largest cut set that is searched for.
const mostOrder = 8

// CutSets returns the minimal cut sets of a flow of up to a number of
// components, those of fewer components first, and within them the likeliest
// first. Components that never fail are in none. A flow without a way has
// none: it is down as it is.
func (s *Structure) CutSets(flow, order int) []CutSet {
	sh := s.shape(flow)
	if sh.dead || order < 1 {
		return nil
	}
	var out []CutSet
	for _, c := range sh.singles {
		out = append(out, s.cutSet(int(c)))
	}
	for _, cut := range sh.form.minimal(order, s.limits()) {
		out = s.expand(out, sh, cut, nil)
	}
	slices.SortFunc(out, func(a, b CutSet) int {
		return cmp.Or(cmp.Compare(len(a.Components), len(b.Components)),
			cmp.Compare(b.Unavailability, a.Unavailability), slices.Compare(a.Components, b.Components))
	})
	return out
}

// SinglePoints returns the components whose failure alone takes a flow down,
// the likeliest first.
func (s *Structure) SinglePoints(flow int) []CutSet { return s.CutSets(flow, 1) }

func (s *Structure) cutSet(parts ...int) CutSet {
	c := CutSet{Components: slices.Sorted(slices.Values(parts)), Unavailability: 1}
	for _, p := range c.Components {
		c.Unavailability *= s.Topology.Components[p].Unavailability
	}
	return c
}

// expand adds the cut sets of one cut of things: one component of each.
func (s *Structure) expand(out []CutSet, sh *shape, cut []int32, chosen []int) []CutSet {
	if len(chosen) == len(cut) {
		return append(out, s.cutSet(chosen...))
	}
	for _, c := range sh.things[cut[len(chosen)]] {
		out = s.expand(out, sh, cut, append(chosen, int(c)))
	}
	return out
}

// minimal returns the minimal cuts of a form of up to a number of things, each
// ascending, in ascending order.
func (f *form) minimal(order int, l limits) [][]int32 {
	order = min(order, mostOrder)
	f.cutting.Lock()
	defer f.cutting.Unlock()
	if f.order < order {
		f.cuts, f.order = f.search(order, l), order
	}
	if f.order == order {
		return f.cuts
	}
	return slices.DeleteFunc(slices.Clone(f.cuts), func(c []int32) bool { return len(c) > order })
}

// search finds the minimal cuts. A cut of the form is one of a net.
func (f *form) search(order int, l limits) [][]int32 {
	h := hunt{found: map[string]bool{}, order: order, limits: l}
	for _, n := range f.nets {
		h.net = n
		h.down = make([]uint64, n.row)
		h.kept = make([]uint64, n.row)
		h.descend(0)
	}
	slices.SortFunc(h.cuts, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b))
	})
	return h.least()
}

// A hunt is a search for cuts: find a path that is up, fail one thing of it
// after the other, and go on. What is inevitable on all paths that are left
// completes a cut without another failure. A thing that was failed in one
// branch is kept up in those after it, whose cuts with it are found already.
type hunt struct {
	limits
	net   *net
	order int
	down  []uint64
	kept  []uint64
	cut   []int32
	walk  walk
	found map[string]bool
	cuts  [][]int32
}

// descend finds the cuts that hold what is down now. It is called only while
// a path is up.
func (h *hunt) descend(depth int) {
	h.check()
	must := h.net.inevitable(&h.walk, h.down)
	if must == nil {
		return
	}
	sure := slices.Clone(must)
	each(sure, func(t int) {
		if !hasBit(h.kept, t) {
			h.note(append(h.cut, int32(t)))
		}
	})
	if depth+1 == h.order {
		return
	}
	path := make([]uint64, h.net.row)
	h.net.path(&h.walk, h.down, path)
	for k := range path {
		path[k] &^= sure[k] | h.kept[k]
	}
	each(path, func(t int) {
		setBit(h.down, t)
		h.cut = append(h.cut, int32(t))
		h.descend(depth + 1)
		h.cut = h.cut[:len(h.cut)-1]
		clearBit(h.down, t)
		setBit(h.kept, t)
	})
	each(path, func(t int) { clearBit(h.kept, t) })
}

func (h *hunt) note(cut []int32) {
	cut = slices.Clone(cut)
	slices.Sort(cut)
	key := cutKey(cut)
	if !h.found[key] {
		h.found[key] = true
		h.cuts = append(h.cuts, cut)
	}
}

func cutKey(cut []int32) string {
	key := make([]byte, 0, 4*mostOrder)
	for _, t := range cut {
		key = append(key, byte(t), byte(t>>8), byte(t>>16), byte(t>>24))
	}
	return string(key)
}

// least drops the cuts that hold a smaller one. All smaller ones are found.
func (h *hunt) least() [][]int32 {
	out := h.cuts[:0]
	for _, cut := range h.cuts {
		if !h.holdsSmaller(cut, nil, 0) {
			out = append(out, cut)
		}
	}
	return out
}

// holdsSmaller reports whether a proper, not empty part of a cut is a cut.
func (h *hunt) holdsSmaller(cut, part []int32, from int) bool {
	if len(part) > 0 && len(part) < len(cut) && h.found[cutKey(part)] {
		return true
	}
	for i := from; i < len(cut); i++ {
		if len(part)+1 < len(cut) && h.holdsSmaller(cut, append(part[:len(part):len(part)], cut[i]), i+1) {
			return true
		}
	}
	return false
}
