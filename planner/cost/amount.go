package cost

import (
	"math"
	"strconv"
)

// An Amount is money in millionths of a currency's unit, so that sums are
// exact: prices by the hour have up to four digits.
type Amount int64

const (
	unit       Amount = 1_000_000
	mostAmount        = 1e12 // of the unit; more is a mistake
	most       Amount = 1e18 // the same; sums and products stop there
)

// Of returns the amount of a number as a price list writes it.
func Of(x float64) Amount { return Amount(math.Round(x * float64(unit))) }

// times returns the amount n times over.
func (a Amount) times(n int) Amount {
	if n > 0 && a > most/Amount(n) {
		return most
	}
	return a * Amount(n)
}

// Float returns the amount in the currency's unit.
func (a Amount) Float() float64 { return float64(a) / float64(unit) }

// String writes the amount with two digits: "1,234.50".
func (a Amount) String() string {
	cents := (a.abs() + 5_000) / 10_000
	text := strconv.FormatInt(int64(cents%100), 10)
	if len(text) < 2 {
		text = "0" + text
	}
	return a.sign(cents > 0) + commas(int64(cents/100)) + "." + text
}

// Whole writes the amount without digits behind the point: "1,235".
func (a Amount) Whole() string {
	n := (a.abs() + unit/2) / unit
	return a.sign(n > 0) + commas(int64(n))
}

func (a Amount) abs() Amount { return max(a, -a) }

func (a Amount) sign(visible bool) string {
	if a < 0 && visible {
		return "-"
	}
	return ""
}

func commas(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
