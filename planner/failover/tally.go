package failover

// A tally counts by key. It is a hash table with linear probing, because the
// sweep of a large network counts some millions of times. The zero tally is
// empty. No key is 0: there is no pair of a component with itself.
type tally struct {
	keys   []uint64 // 0: free; a power of two long
	values []int32
	used   int
}

func (t *tally) slot(key uint64) int {
	mask := uint64(len(t.keys) - 1)
	at := key * 0x9e3779b97f4a7c15
	at = (at ^ at>>32) & mask
	for t.keys[at] != key && t.keys[at] != 0 {
		at = (at + 1) & mask
	}
	return int(at)
}

// add adds to the count of a key.
func (t *tally) add(key uint64, n int32) {
	if 2*t.used >= len(t.keys) {
		t.grow()
	}
	at := t.slot(key)
	if t.keys[at] == 0 {
		t.keys[at] = key
		t.used++
	}
	t.values[at] += n
}

func (t *tally) grow() {
	old := *t
	n := max(1024, 4*len(old.keys))
	t.keys, t.values = make([]uint64, n), make([]int32, n)
	for i, key := range old.keys {
		if key != 0 {
			at := t.slot(key)
			t.keys[at], t.values[at] = key, old.values[i]
		}
	}
}

// of returns the count of a key.
func (t *tally) of(key uint64) int32 {
	if len(t.keys) == 0 {
		return 0
	}
	return t.values[t.slot(key)]
}

// each calls f for all keys, in no order.
func (t *tally) each(f func(key uint64, n int32)) {
	for i, key := range t.keys {
		if key != 0 {
			f(key, t.values[i])
		}
	}
}
