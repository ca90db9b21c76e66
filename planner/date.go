package planner

import (
	"fmt"
	"strings"
	"time"

	"github.com/erplan/erplan/planner/source"
)

// A Date is a calendar day without a time or a zone.
type Date struct{ Year, Month, Day int }

// String writes the day as 2026-09-30.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero reports whether the day is not stated.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.time().Before(e.time()) }

// DaysUntil returns the number of days from d to e.
func (d Date) DaysUntil(e Date) int { return int(e.time().Sub(d.time()).Hours() / 24) }

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// ParseDate reads 2026-09-30.
func ParseDate(s string) (Date, error) {
	d, p := parseDate(s)
	return d, p.error()
}

func parseDate(s string) (Date, *problem) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		fix := "Write it as 2026-09-30."
		for _, form := range []string{"2006-1-2", "2006/01/02", "2006/1/2", "2 January 2006", "January 2, 2006", "20060102", time.RFC3339, time.DateTime} {
			if t, err := time.Parse(form, strings.TrimSpace(s)); err == nil {
				fix = fmt.Sprintf("Write %s.", t.Format(time.DateOnly))
			}
		}
		return Date{}, &problem{source.Quote(s) + " is not a date", fix}
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, nil
}
