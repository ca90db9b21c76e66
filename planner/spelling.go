package planner

import (
	"maps"
	"slices"
)

// Spelling returns the word of an enumeration that a text means, as a design
// writes it best, and whether it means one.
func Spelling(e interface{ Values() []string }, text string) (word string, ok bool) {
	return matchEnum(text, e)
}

// Aliases returns the words that Azure has for those of an enumeration, sorted.
func Aliases(e interface{ Values() []string }) []string {
	if a, ok := e.(aliased); ok {
		return slices.Sorted(maps.Keys(a.aliases()))
	}
	return nil
}
