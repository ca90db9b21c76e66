package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// most is how many names a suggestion offers.
const most = 3

// Nearest gives the names of a list that a person who wrote want may have
// meant: best first, at most three, none when nothing is near. Names are
// compared in folded form (see Fold): by the number of letters to insert,
// delete, replace or swap with a neighbour, at most about a third of those
// written; a name that begins with want, or that want begins with, is near
// too, and so is one that holds want as a whole. Equal distances keep the
// order of the list.
func Nearest(want string, from []string) []string {
	candidates := make([]candidate, len(from))
	for i, name := range from {
		candidates[i] = candidate{text: name, name: name}
	}
	return nearest(want, candidates)
}

// A candidate is a text that is compared and the name that it stands for.
type candidate struct{ text, name string }

// A match is a candidate that is near, with its distance in half letters.
type match struct {
	name   string
	score  int
	length int
}

func nearest(want string, candidates []candidate) []string {
	w := []rune(Fold(want))
	if len(w) == 0 {
		return nil
	}
	var matches []match
	for _, c := range candidates {
		f := []rune(Fold(c.text))
		if score, ok := distanceScore(w, f); ok {
			matches = append(matches, match{c.name, score, len(f)})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.length, b.length))
	})
	var names []string
	for _, m := range matches {
		if len(names) < most && !slices.Contains(names, m.name) {
			names = append(names, m.name)
		}
	}
	return names
}

// distanceScore rates a folded candidate against what was written: twice the
// edit distance, or what a common beginning or a part is worth if that is
// less. Not ok: it is not near.
func distanceScore(want, have []rune) (score int, ok bool) {
	limit := min((len(want)+2)/3, 4)
	best := -1
	consider := func(score int) {
		if best < 0 || score < best {
			best = score
		}
	}
	if d := editDistance(want, have, limit); d <= limit && d < len(want) && d < len(have) {
		consider(2 * d)
	}
	w, h := string(want), string(have)
	switch {
	case len(want) >= 2 && strings.HasPrefix(h, w), len(have) >= 3 && strings.HasPrefix(w, h):
		consider(3)
	case len(want) >= 4 && strings.Contains(h, w):
		consider(5)
	}
	return best, best >= 0
}

// editDistance counts insertions, deletions, replacements and swaps of
// neighbours between two words (optimal string alignment, after Damerau). A
// distance over limit is given as limit+1.
func editDistance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
