package diagram

import (
	"slices"
	"sort"
	"strings"
	"unicode"
)

// metrics are the lengths of a format, in its unit.
type metrics struct {
	width     func(text string, title bool) int
	longest   int // widest text that is shown whole
	narrowest int // narrowest column
	signs     bool

	padX, padY                    int // inside a box, around its text
	title, detail                 int // heights of a line
	gapY, bendGap, bend           int
	frameX, frameTop, frameBottom int
	gutter                        int // least distance of two columns
	unit                          int // thickness of a line
	margin, top, bottom           int // around everything
}

// sign is what stands before the title of a marked box.
func (m *metrics) sign(mark Mark) string {
	if !m.signs || mark == Up {
		return ""
	}
	return signs[mark] + " "
}

// shorten leaves the middle out of a text that is too wide: names that belong
// together begin alike or end alike. What it returns is safe to print.
func (m *metrics) shorten(text string, title bool) string {
	runes := []rune(printable(text))
	if most := m.longest + 40; len(runes) > most { // also of characters without width
		runes = slices.Concat(runes[:most/2], runes[len(runes)-most/2:])
		text = ""
	}
	if whole := string(runes); text != "" && m.width(whole, title) <= m.longest {
		return whole
	}
	ends := func(keep int) string {
		head := (keep + 1) / 2
		return string(runes[:head]) + "…" + string(runes[len(runes)-(keep-head):])
	}
	keep := sort.Search(len(runes), func(n int) bool { return m.width(ends(n), title) > m.longest }) - 1
	if keep < 1 {
		return strings.Repeat("…", min(1, len(runes)))
	}
	return ends(keep)
}

// cells returns how many cells of a terminal a text takes.
func cells(text string) int {
	n := 0
	for _, r := range text {
		n += cellsOf(r)
	}
	return n
}

// cellsOf returns how many cells a character takes: none of one that is drawn
// over the one before, two of a wide one.
func cellsOf(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case isWide(r):
		return 2
	}
	return 1
}

// wide are the ranges of characters that take two cells (Unicode Standard
// Annex 11, classes W and F, joined where the gaps hold nothing).
var wide = [][2]rune{
	{0x1100, 0x115f}, {0x231a, 0x231b}, {0x2329, 0x232a}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x23f3, 0x23f3},
	{0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2630, 0x2637}, {0x2648, 0x2653}, {0x267f, 0x267f}, {0x268a, 0x268f},
	{0x2693, 0x2693}, {0x26a1, 0x26a1}, {0x26aa, 0x26ab}, {0x26bd, 0x26be}, {0x26c4, 0x26c5}, {0x26ce, 0x26ce},
	{0x26d4, 0x26d4}, {0x26ea, 0x26ea}, {0x26f2, 0x26f3}, {0x26f5, 0x26f5}, {0x26fa, 0x26fa}, {0x26fd, 0x26fd},
	{0x2705, 0x2705}, {0x270a, 0x270b}, {0x2728, 0x2728}, {0x274c, 0x274c}, {0x274e, 0x274e}, {0x2753, 0x2755},
	{0x2757, 0x2757}, {0x2795, 0x2797}, {0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50},
	{0x2b55, 0x2b55}, {0x2e80, 0x303e}, {0x3041, 0x4dbf}, {0x4e00, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3},
	{0xf900, 0xfaff}, {0xfe10, 0xfe19}, {0xfe30, 0xfe6b}, {0xff01, 0xff60}, {0xffe0, 0xffe6}, {0x16fe0, 0x18dff},
	{0x1aff0, 0x1b2ff}, {0x1d300, 0x1d376}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a},
	{0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3},
	{0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d},
	{0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f},
	{0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc},
	{0x1f7e0, 0x1f7f0}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
}

func isWide(r rune) bool {
	if r < wide[0][0] {
		return false
	}
	_, found := slices.BinarySearchFunc(wide, r, func(w [2]rune, r rune) int {
		switch {
		case w[1] < r:
			return -1
		case w[0] > r:
			return 1
		}
		return 0
	})
	return found
}
