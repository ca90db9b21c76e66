package catalog

import (
	"strings"
	"unicode"
)

// Fold reduces a name to what counts when names are compared: lower-case
// letters and digits, without accents, spaces, hyphens, dots, parentheses or
// other marks. "Zürich", "zurich" and "ZURICH" fold alike, and so do
// "Newport (Wales)" and "newport-wales". Letters outside the Latin alphabet
// stay as they are, in lower case.
func Fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteByte(byte(r))
		case 'A' <= r && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r < 0x80:
		default:
			foldWide(&b, r)
		}
	}
	return b.String()
}

// foldWide folds a rune outside ASCII.
func foldWide(b *strings.Builder, r rune) {
	if r >= latinFirst && r <= latinLast {
		b.WriteString(latin[r-latinFirst])
		return
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		b.WriteRune(unicode.ToLower(r))
	}
}

const latinFirst, latinLast = 0xC0, 0x17F

// latin holds the plain spelling of the letters of Latin-1 and Latin
// Extended-A, from À to ſ; the two signs among them, × and ÷, fold to nothing.
var latin = [latinLast - latinFirst + 1]string{
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", // À…Ï
	"d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss", // Ð…ß
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", // à…ï
	"d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y", // ð…ÿ
	"a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d", // Ā…ď
	"d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g", // Đ…ğ
	"g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i", // Ġ…į
	"i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", // İ…Ŀ
	"l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o", // ŀ…ŏ
	"o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s", // Ő…ş
	"s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", // Š…ů
	"u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s", // Ű…ſ
}
