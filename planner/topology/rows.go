package topology

import "slices"

// Rows are lists of lists in two arrays: row i is items[start[i]:start[i+1]].
type rows[T any] struct {
	start []int32
	items []T
}

// row returns list i. It is shared: callers do not change it.
func (r *rows[T]) row(i int) []T { return r.items[r.start[i]:r.start[i+1]:r.start[i+1]] }

// end closes the list that is being appended to items.
func (r *rows[T]) end() { r.start = append(r.start, int32(len(r.items))) }

// closure returns, for each of n things, everything that can be reached along
// the pairs, itself included, sorted.
func closure(n int, pairs [][2]int) rows[int] {
	direct := make([][]int, n)
	for _, p := range pairs {
		direct[p[0]] = append(direct[p[0]], p[1])
	}
	out := rows[int]{start: make([]int32, 1, n+1)}
	seen := make([]int, n)
	var stack []int
	for i := range n {
		from := len(out.items)
		stack, seen[i] = append(stack[:0], i), i+1
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			out.items = append(out.items, at)
			for _, next := range direct[at] {
				if seen[next] != i+1 {
					seen[next] = i + 1
					stack = append(stack, next)
				}
			}
		}
		slices.Sort(out.items[from:])
		out.end()
	}
	return out
}

// invert returns, for each i, the rows in which it occurs, sorted.
func invert(r rows[int]) rows[int] {
	n := len(r.start) - 1
	out := rows[int]{start: make([]int32, n+1), items: make([]int, len(r.items))}
	for _, i := range r.items {
		out.start[i+1]++
	}
	for i := range n {
		out.start[i+1] += out.start[i]
	}
	next := slices.Clone(out.start[:n])
	for i := range n {
		for _, j := range r.row(i) {
			out.items[next[j]] = i
			next[j]++
		}
	}
	return out
}
