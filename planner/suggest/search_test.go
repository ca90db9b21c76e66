package suggest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/suggest"
	"github.com/erplan/erplan/rules/book"
)

// TestExhaustive compares the smallest sets that the search finds with those
// of a search that is not guided: it tries all sequences of all moves.
func TestExhaustive(t *testing.T) {
	seeds, sizes := uint64(40), map[int]int{}
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		text := roll(1000 + seed).design()
		draft, _ := planner.ReadText(nil, "erplan.toml", []byte(text))
		r, _ := suggest.Search(draft, "", suggest.Settings{Book: book.Rules, Most: 2, Analyses: 5000, Show: 1000})
		if len(r.Start.Open) == 0 {
			continue
		}
		if r.Exhausted || r.Narrowed {
			t.Errorf("seed %d: the search did not come to its end", seed)
		}
		var found [][]string
		for _, s := range r.Suggestions {
			if len(s.Changes) == len(r.Suggestions[0].Changes) {
				found = append(found, keys(s.Changes))
			}
		}
		slices.SortFunc(found, func(a, b []string) int { return strings.Compare(strings.Join(a, "\x00"), strings.Join(b, "\x00")) })
		want := suggest.Exhaustive(draft, r, book.Rules, 2)
		if !slices.EqualFunc(found, want, slices.Equal) {
			t.Errorf("seed %d: found %q, expected %q\n%s", seed, found, want, text)
		}
		if len(want) > 0 {
			sizes[len(want[0])]++
		} else {
			sizes[0]++
		}
	}
	t.Logf("smallest sets by size, 0: none: %v", sizes)
	if !testing.Short() && (sizes[1] < 5 || sizes[2] < 1) {
		t.Error("the designs are too much alike for this to say much")
	}
}

func keys(changes []suggest.Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, c.Key)
	}
	slices.Sort(out)
	return out
}
