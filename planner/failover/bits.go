package failover

import "math/bits"

// Sets of small numbers are rows of 64-bit words; a matrix of them is one
// slice with the same number of words a row.

// words returns how many words hold n bits.
func words(n int) int { return (n + 63) / 64 }

func hasBit(set []uint64, i int) bool { return set[i>>6]>>(i&63)&1 != 0 }

func setBit(set []uint64, i int) { set[i>>6] |= 1 << (i & 63) }

func clearBit(set []uint64, i int) { set[i>>6] &^= 1 << (i & 63) }

// meets reports whether two sets have a number in common.
func meets(a, b []uint64) bool {
	for i := range a {
		if a[i]&b[i] != 0 {
			return true
		}
	}
	return false
}

// within reports whether all of a is in b.
func within(a, b []uint64) bool {
	for i := range a {
		if a[i]&^b[i] != 0 {
			return false
		}
	}
	return true
}

func isEmpty(a []uint64) bool {
	for _, w := range a {
		if w != 0 {
			return false
		}
	}
	return true
}

func count(a []uint64) int {
	n := 0
	for _, w := range a {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls f for the numbers of a set, in ascending order.
func each(a []uint64, f func(i int)) {
	for k, w := range a {
		for ; w != 0; w &= w - 1 {
			f(k<<6 + bits.TrailingZeros64(w))
		}
	}
}

// sized returns a slice of n zero values, in the memory of s if it is enough.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}
