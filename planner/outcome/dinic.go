package outcome

// unlimited is the capacity of what has none.
const unlimited = 1 << 50

// A flowNet is a directed graph with capacities, for Dinic's algorithm
// (Dinic 1970): paths are added along the shortest ways first, level by level.
// Arc i and arc i^1 are each other's reverse.
type flowNet struct {
	head  []int32 // by node: first arc, -1 none
	next  []int32 // by arc
	to    []int32
	room  []int64
	level []int32
	at    []int32
}

// node adds a node.
func (f *flowNet) node() int32 {
	f.head = append(f.head, -1)
	return int32(len(f.head) - 1)
}

// arc adds an arc.
func (f *flowNet) arc(from, to int32, room int64) {
	f.half(from, to, room)
	f.half(to, from, 0)
}

func (f *flowNet) half(from, to int32, room int64) {
	f.next = append(f.next, f.head[from])
	f.head[from] = int32(len(f.to))
	f.to = append(f.to, to)
	f.room = append(f.room, room)
}

// most returns the maximum flow from one node to another.
func (f *flowNet) most(from, to int32) int64 {
	sum := int64(0)
	f.level, f.at = make([]int32, len(f.head)), make([]int32, len(f.head))
	for f.rank(from, to) {
		copy(f.at, f.head)
		for {
			pushed := f.push(from, to, unlimited)
			if pushed == 0 {
				break
			}
			sum += pushed
		}
	}
	return min(sum, unlimited)
}

// rank finds the distance of every node, and whether the end is within reach.
func (f *flowNet) rank(from, to int32) bool {
	for i := range f.level {
		f.level[i] = -1
	}
	f.level[from] = 0
	for todo := []int32{from}; len(todo) > 0; {
		n := todo[0]
		todo = todo[1:]
		for e := f.head[n]; e >= 0; e = f.next[e] {
			if f.room[e] > 0 && f.level[f.to[e]] < 0 {
				f.level[f.to[e]] = f.level[n] + 1
				todo = append(todo, f.to[e])
			}
		}
	}
	return f.level[to] >= 0
}

// push sends as much as one shortest path takes.
func (f *flowNet) push(n, to int32, most int64) int64 {
	if n == to {
		return most
	}
	for ; f.at[n] >= 0; f.at[n] = f.next[f.at[n]] {
		e := f.at[n]
		if f.room[e] <= 0 || f.level[f.to[e]] != f.level[n]+1 {
			continue
		}
		if pushed := f.push(f.to[e], to, min(most, f.room[e])); pushed > 0 {
			f.room[e] -= pushed
			f.room[e^1] += pushed
			return pushed
		}
	}
	return 0
}
