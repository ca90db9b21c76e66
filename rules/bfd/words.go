package bfd

import (
	"time"

	"github.com/erplan/erplan/planner"
)

// span writes a time as a design does, and fractions of a second as such.
func span(d time.Duration) string {
	if d > time.Second && d%time.Second != 0 {
		return d.String()
	}
	return planner.Duration(d).String()
}
