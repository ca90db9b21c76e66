package topology

// A State says what is down and what is draining. It is closed: what the
// failed components take down is down as well, and a tunnel over the Internet
// is down when all the Internet accesses that it can use are. The zero State
// has nothing down; a State is never changed.
type State struct {
	down, draining []uint64
}

// State returns the state in which the given components have failed and
// others are drained. Numbers that are no component are left out.
func (t *Topology) State(down, draining []int) State {
	s := State{down: t.closed(down), draining: t.closed(draining)}
	for _, e := range t.either {
		if allIn(s.down, e.needs) {
			set(s.down, e.part)
		}
	}
	return s
}

func (t *Topology) closed(parts []int) []uint64 {
	words := make([]uint64, (len(t.Components)+63)/64)
	for _, c := range parts {
		if c < 0 || c >= len(t.Components) {
			continue
		}
		for _, taken := range t.Takes(c) {
			set(words, taken)
		}
	}
	return words
}

// Up reports whether a component has neither failed nor been taken down by
// one that has. What is not there, a negative number, is not up.
func (s State) Up(c int) bool { return c >= 0 && !has(s.down, c) }

// Draining reports whether a component is drained for maintenance.
func (s State) Draining(c int) bool { return c >= 0 && has(s.draining, c) }

// An eitherOf is a component that is down when all that it needs are down.
type eitherOf struct {
	part  int
	needs []int
}

func allIn(words []uint64, parts []int) bool {
	for _, p := range parts {
		if !has(words, p) {
			return false
		}
	}
	return len(parts) > 0
}

func has(words []uint64, i int) bool { return i>>6 < len(words) && words[i>>6]>>(i&63)&1 != 0 }

func set(words []uint64, i int) { words[i>>6] |= 1 << (i & 63) }
