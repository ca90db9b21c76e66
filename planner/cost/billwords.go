package cost

import "fmt"

// Words writes what a bill comes to: "1,234 EUR", or what is priced of it and
// how much is not: "at least 1,234 EUR, 2 items unpriced".
func (b *Bill) Words() string {
	n := len(b.Unpriced())
	switch {
	case !b.Prices:
		return "not priced"
	case n == 0:
		return b.Priced.Whole() + " " + b.Currency
	case n == len(b.Lines):
		return "unpriced"
	}
	return "at least " + b.Priced.Whole() + " " + b.Currency
}

// Unpriced writes how many items have no price: "2 items are unpriced".
func Unpriced(n int) string {
	if n == 1 {
		return "1 item is unpriced"
	}
	return fmt.Sprintf("%d items are unpriced", n)
}
