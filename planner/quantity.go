package planner

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/erplan/erplan/planner/source"
)

// An Opt is a value that a design may leave out. What is left out is unknown,
// which is neither false nor zero.
type Opt[T any] struct {
	value T
	known bool
}

// Of returns a known value.
func Of[T any](v T) Opt[T] { return Opt[T]{v, true} }

// Known reports whether the design states the value.
func (o Opt[T]) Known() bool { return o.known }

// Value returns the value, or the zero value where it is unknown.
func (o Opt[T]) Value() T { return o.value }

// Or returns the value, or other where it is unknown.
func (o Opt[T]) Or(other T) T {
	if o.known {
		return o.value
	}
	return other
}

// A problem is why a text is not the quantity that it should be: what it is
// instead, and how to mend it.
type problem struct{ message, fix string }

// error returns the problem as an error, which nil is none of.
func (p *problem) error() error {
	if p == nil {
		return nil
	}
	return errors.New(p.message + "; " + strings.ToLower(p.fix[:1]) + strings.TrimSuffix(p.fix[1:], "."))
}

// Bandwidth is a rate in whole Mbps (10^6 bits a second). Zero is unknown.
type Bandwidth int64

// String writes the rate as a design does: "500 Mbps", "10 Gbps".
func (b Bandwidth) String() string {
	if b >= 1000 && b%1000 == 0 {
		return strconv.FormatInt(int64(b)/1000, 10) + " Gbps"
	}
	if b >= 1000 && b%100 == 0 {
		return strconv.FormatFloat(float64(b)/1000, 'f', -1, 64) + " Gbps"
	}
	return strconv.FormatInt(int64(b), 10) + " Mbps"
}

// ParseBandwidth reads "500 Mbps", "10Gbps" or "1.5 gbps".
func ParseBandwidth(s string) (Bandwidth, error) {
	b, p := parseBandwidth(s)
	return b, p.error()
}

// fastest is the highest bandwidth that is read, in Mbps: far above what there
// is, and low enough to be added up.
const fastest = 1e9

func parseBandwidth(s string) (Bandwidth, *problem) {
	number, unit := splitUnit(s)
	n, err := strconv.ParseFloat(number, 64)
	factor := map[string]float64{"mbps": 1, "gbps": 1000, "tbps": 1e6}[strings.ToLower(unit)]
	switch {
	case err != nil || unit == "" || len(unit) > 20:
		return 0, &problem{source.Quote(s) + " is not a bandwidth", "Write it as \"500 Mbps\" or \"10 Gbps\"."}
	case factor == 0 || strings.HasSuffix(unit, "Bps"):
		return 0, &problem{source.Quote(s) + " is not a bandwidth in Mbps or Gbps", otherUnit(n, unit)}
	}
	b, ok := wholeMbps(n * factor)
	if !ok {
		return 0, &problem{source.Quote(s) + " is not a bandwidth of whole Mbps above zero", "Write it as \"500 Mbps\" or \"10 Gbps\"."}
	}
	return b, nil
}

// wholeMbps returns a rate in Mbps if it is whole, but for the rounding of
// binary fractions, and in range.
func wholeMbps(mbps float64) (Bandwidth, bool) {
	whole := math.Round(mbps)
	if math.Abs(mbps-whole) > 1e-6 || whole <= 0 || whole > fastest {
		return 0, false
	}
	return Bandwidth(whole), true
}

// otherUnit says how to write a bandwidth that has a unit that others use:
// "10Gb", "10 gbit/s", "1 GB/s", "100 kbps".
func otherUnit(n float64, unit string) string {
	factors := map[byte]float64{'k': 1e-3, 'm': 1, 'g': 1000, 't': 1e6}
	lower := strings.ToLower(unit)
	factor := factors[lower[0]]
	rest := strings.NewReplacer("bits", "b", "bit", "b", "bytes", "B", "byte", "B", "per", "", "second", "", "sec", "", "/", "", " ", "", ".", "").Replace(
		strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(lower[1:], "ilo"), "ega"), "iga"), "era"))
	rest = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(rest, "ps"), "s"), "ig")
	bits, ok := wholeMbps(n * factor)
	bytes, okBytes := wholeMbps(8 * n * factor)
	switch {
	case factor == 0 || rest != "" && rest != "b" && rest != "B" || !ok && !okBytes:
		return "Write it as \"500 Mbps\" or \"10 Gbps\"."
	case (rest == "B" || strings.Contains(unit, "B")) && ok:
		return fmt.Sprintf("Write %q if bytes are meant, %q if bits are.", bytes, bits)
	case rest == "B" || strings.Contains(unit, "B"):
		return fmt.Sprintf("Write %q if bytes are meant.", bytes)
	case !ok:
		return "Write it as \"500 Mbps\" or \"10 Gbps\"."
	}
	return fmt.Sprintf("Write %q.", bits)
}

// splitUnit splits "10 Gbps" into its number and its unit.
func splitUnit(s string) (number, unit string) {
	s = strings.TrimSpace(s)
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '-' || s[i] == '+') {
		i++
	}
	return s[:i], strings.TrimSpace(s[i:])
}

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

// A Percent is a number from 0 to 100.
type Percent float64

// A Figure is how often a thing is up: a percentage, or mean times between
// failures and to repair.
type Figure struct {
	Unavailability float64 // from 0 to 1
	MTBF, MTTR     Duration
	Source         string
}
