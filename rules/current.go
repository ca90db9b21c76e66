package rules

import (
	"slices"
	"strings"
)

// Named returns the table of a collection that has a name. Collections of a
// design are sorted by name.
func Named[T interface{ Name() string }](list []T, name string) (found T, ok bool) {
	i, ok := slices.BinarySearchFunc(list, name, func(t T, name string) int { return strings.Compare(t.Name(), name) })
	if ok {
		found = list[i]
	}
	return found, ok
}
