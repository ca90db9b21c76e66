package planner

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/erplan/erplan/planner/source"
)

// Duration is a time span. Years are 365 days.
type Duration time.Duration

// String writes the span with the largest unit that divides it.
func (d Duration) String() string {
	for _, u := range durationUnits {
		if n := time.Duration(d); u.size <= n && n%u.size == 0 {
			return strconv.FormatInt(int64(n/u.size), 10) + u.name
		}
	}
	return time.Duration(d).String()
}

// Seconds returns the span in seconds.
func (d Duration) Seconds() float64 { return time.Duration(d).Seconds() }

var durationUnits = []struct {
	name string
	size time.Duration
}{
	{"y", 365 * 24 * time.Hour}, {"d", 24 * time.Hour}, {"h", time.Hour},
	{"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond},
}

// ParseDuration reads "900ms", "10s", "3m", "4h", "14d", "8y" and sums such
// as "1m30s".
func ParseDuration(s string) (Duration, error) {
	d, p := parseDuration(s)
	return d, p.error()
}

// longest is the longest duration that is read, in nanoseconds: 285 years.
const longest = 9e18

func parseDuration(s string) (Duration, *problem) {
	if d, ok := sumDuration(s, unitSize); ok {
		return d, nil
	}
	p := &problem{source.Quote(s) + " is not a duration", "Write it as \"900ms\", \"10s\", \"3m\", \"4h\", \"14d\" or \"8y\"."}
	if n, unit := splitUnit(s); unit == "" && n != "" && len(n) < 10 {
		p.fix = fmt.Sprintf("Write %q if seconds are meant.", n+"s")
	} else if d, ok := sumDuration(strings.ToLower(s), wordSize); ok && len(s) < 40 {
		p.fix = fmt.Sprintf("Write %q.", d)
	}
	return 0, p
}

// sumDuration adds up the parts of a duration, in units of some table.
func sumDuration(s string, size func(string) time.Duration) (Duration, bool) {
	rest := strings.ReplaceAll(s, " ", "")
	if rest == "" {
		return 0, false
	}
	var sum float64
	for rest != "" {
		number, tail := splitUnit(rest)
		n, err := strconv.ParseFloat(number, 64)
		unit := tail[:unitEnd(tail)]
		each := size(unit)
		if err != nil || n < 0 || each == 0 {
			return 0, false
		}
		if sum += n * float64(each); sum > longest {
			return 0, false
		}
		rest = tail[len(unit):]
	}
	return Duration(math.Round(sum)), true
}

func unitEnd(s string) int {
	i := 0
	for i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
		i++
	}
	return i
}

func unitSize(name string) time.Duration {
	for _, u := range durationUnits {
		if u.name == name {
			return u.size
		}
	}
	return 0
}

// wordSize returns the size of a unit that is written out.
func wordSize(name string) time.Duration {
	if size := unitSize(name); size > 0 {
		return size
	}
	switch strings.TrimSuffix(name, "s") {
	case "msec", "milli", "millisecond":
		return time.Millisecond
	case "sec", "second":
		return time.Second
	case "min", "minute":
		return time.Minute
	case "hr", "hour":
		return time.Hour
	case "day":
		return 24 * time.Hour
	case "w", "week":
		return 7 * 24 * time.Hour
	case "yr", "year":
		return 365 * 24 * time.Hour
	}
	return 0
}
