package planner

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

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
	case err != nil || unit == "" || len(unit) > 20 || unit[0] == ',':
		return 0, &problem{source.Quote(s) + " is not a bandwidth", withoutComma(s)}
	case factor == 0 || strings.HasSuffix(unit, "Bps"):
		return 0, &problem{source.Quote(s) + " is not a bandwidth in Mbps or Gbps", otherUnit(n, unit)}
	}
	b, ok := wholeMbps(n * factor)
	if !ok {
		return 0, &problem{source.Quote(s) + " is not a bandwidth of whole Mbps above zero", "Write it as \"500 Mbps\" or \"10 Gbps\"."}
	}
	return b, nil
}

// withoutComma says how to write a number that has a comma.
func withoutComma(s string) string {
	for _, other := range []string{"", "."} { // 1,000 Mbps; 1,5 Gbps
		if plain := strings.Replace(s, ",", other, 1); plain != s && len(s) < 40 {
			if b, bad := parseBandwidth(plain); bad == nil && (other != "" || strings.Contains(s, ",000")) {
				return fmt.Sprintf("Write %q.", b)
			}
		}
	}
	return "Write it as \"500 Mbps\" or \"10 Gbps\"."
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

// A Percent is a number from 0 to 100.
type Percent float64

// A Figure is how often a thing is up: a percentage, or mean times between
// failures and to repair.
type Figure struct {
	Unavailability float64 // from 0 to 1
	MTBF, MTTR     Duration
	Source         string
}
