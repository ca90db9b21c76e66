package bfd

import (
	"strconv"
	"strings"
	"time"

	"github.com/erplan/erplan/planner"
)

// join writes a list in words: "a, b and c".
func join(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// count writes a number of things: "2 routers".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// span writes a time as a design does, and fractions of a second as such.
func span(d time.Duration) string {
	if d > time.Second && d%time.Second != 0 {
		return d.String()
	}
	return planner.Duration(d).String()
}
