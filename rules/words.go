package rules

import (
	"fmt"
	"strconv"
	"strings"
)

// And lists names as a sentence does: "a, b and c".
func And(names []string) string { return list(names, " and ") }

// Or lists names as a sentence does: "a, b or c".
func Or(names []string) string { return list(names, " or ") }

func list(names []string, last string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + last + names[n-1]
	}
	return strings.Join(names, "")
}

// Some lists the first few of many names and says how many more there are:
// "a, b, c and 7 more".
func Some(names []string) string {
	const most = 4
	if len(names) <= most+1 {
		return And(names)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// Several lists up to six things and says how many more there are.
func Several[T any](things []T) string {
	const most = 6
	var out []string
	for _, t := range things[:min(most, len(things))] {
		out = append(out, fmt.Sprint(t))
	}
	if len(things) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(out, ", "), len(things)-most)
	}
	return And(out)
}

// QuotedNames lists the names of tables in quotes: "a", "b" and "c".
func QuotedNames[T interface{ Name() string }](tables []T) string { return And(Quoted(Names(tables))) }

// Quoted puts names in quotes.
func Quoted(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strconv.Quote(name)
	}
	return out
}

// Texts writes values as text, such as prefixes and bandwidths.
func Texts[T fmt.Stringer](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.String()
	}
	return out
}

// Names returns the names of tables of the design.
func Names[T interface{ Name() string }](tables []T) []string {
	out := make([]string, len(tables))
	for i, t := range tables {
		out[i] = t.Name()
	}
	return out
}

// Count writes a number of things: "1 circuit", "2,000 circuits".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return Number(n) + " " + thing + "s"
}

// Number writes a number that is not negative with a comma after every three
// digits: "2,000".
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
