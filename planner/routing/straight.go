package routing

import "slices"

// straight leaves out the arcs over which nothing is ever learned: those to a
// speaker through which everything has come that the sender could tell. In a
// wide-area network that is what every site could tell the network of the
// others. Static routes stay: they ask nobody. Speaker 0 is the target.
func straight(arcs []arc, speakers int) []arc {
	d := newDominators(arcs, speakers)
	return slices.DeleteFunc(arcs, func(a arc) bool { return !a.static && d.over(a.to, a.from) })
}

// dominators are, by speaker, the last one that everything passes on its way
// there, found by the algorithm of Cooper, Harvey and Kennedy (A Simple, Fast
// Dominance Algorithm, 2001).
type dominators struct {
	above []int32 // -1: nothing comes there
	place []int32 // in the order in which the announcement spreads
}

func newDominators(arcs []arc, speakers int) *dominators {
	out, in := make([][]int32, speakers), make([][]int32, speakers)
	for _, a := range arcs {
		out[a.from] = append(out[a.from], a.to)
		in[a.to] = append(in[a.to], a.from)
	}
	d := &dominators{above: make([]int32, speakers), place: make([]int32, speakers)}
	for i := range d.above {
		d.above[i] = -1
	}
	order := spreading(out)
	for i, n := range order {
		d.place[n] = int32(i)
	}
	d.above[0] = 0
	for changed := true; changed; {
		changed = false
		for _, n := range order[1:] {
			above := int32(-1)
			for _, from := range in[n] {
				switch {
				case d.above[from] < 0:
				case above < 0:
					above = from
				default:
					above = d.meet(above, from)
				}
			}
			if above != d.above[n] {
				d.above[n], changed = above, true
			}
		}
	}
	return d
}

// spreading returns the speakers that the target's announcement comes to, each
// after those that it comes from, as far as there are no circles.
func spreading(out [][]int32) []int32 {
	type visit struct{ speaker, next int32 }
	seen := make([]bool, len(out))
	seen[0] = true
	var order []int32
	for stack := []visit{{}}; len(stack) > 0; {
		top := &stack[len(stack)-1]
		if int(top.next) == len(out[top.speaker]) {
			order = append(order, top.speaker)
			stack = stack[:len(stack)-1]
			continue
		}
		to := out[top.speaker][top.next]
		top.next++
		if !seen[to] {
			seen[to] = true
			stack = append(stack, visit{to, 0})
		}
	}
	slices.Reverse(order)
	return order
}

// meet returns the last speaker that is above both, or one of them.
func (d *dominators) meet(a, b int32) int32 {
	for a != b {
		for d.place[a] > d.place[b] {
			a = d.above[a]
		}
		for d.place[b] > d.place[a] {
			b = d.above[b]
		}
	}
	return a
}

// over reports whether everything that comes to a speaker has come through
// another one.
func (d *dominators) over(n, speaker int32) bool {
	if d.above[speaker] < 0 {
		return true
	}
	for ; d.place[speaker] > d.place[n]; speaker = d.above[speaker] {
	}
	return speaker == n
}
