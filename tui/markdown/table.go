package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// table renders a table; cells that are too wide go on in further lines.
func (r *renderer) table(n *east.Table, in string, w int) {
	var rows [][]string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, r.inline(c))
		}
		rows = append(rows, cells)
	}
	widths := columnWidths(rows, w-ansi.StringWidth(in))
	for i, cells := range rows {
		r.row(cells, widths, in, i == 0)
		if i == 0 {
			r.out = append(r.out, in+r.styles.Faint.Render(strings.Repeat("─", total(widths))))
		}
	}
}

// gap is the room between two columns.
const gap = 2

func total(widths []int) int {
	sum := gap * max(0, len(widths)-1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// columnWidths gives each column what it needs, and takes what there is not
// from the widest ones.
func columnWidths(rows [][]string, w int) []int {
	var widths []int
	for _, cells := range rows {
		for k, c := range cells {
			if k == len(widths) {
				widths = append(widths, 3)
			}
			widths[k] = max(widths[k], ansi.StringWidth(c))
		}
	}
	for total(widths) > w {
		widest := 0
		for k := range widths {
			if widths[k] > widths[widest] {
				widest = k
			}
		}
		if widths[widest] <= 6 {
			break
		}
		widths[widest]--
	}
	return widths
}

func (r *renderer) row(cells []string, widths []int, in string, head bool) {
	parts := make([][]string, len(cells))
	height := 1
	for k, c := range cells {
		parts[k] = Wrap(c, widths[k], " ,/")
		height = max(height, len(parts[k]))
	}
	for line := range height {
		var b strings.Builder
		for k := range cells {
			text := ""
			if line < len(parts[k]) {
				text = parts[k][line]
			}
			if head {
				text = r.styles.Strong.Render(ansi.Strip(text))
			}
			b.WriteString(text)
			if k < len(cells)-1 {
				b.WriteString(strings.Repeat(" ", max(0, widths[k]-ansi.StringWidth(text))+gap))
			}
		}
		r.out = append(r.out, in+b.String())
	}
}

// unescape takes the backslashes and entities of Markdown back.
func unescape(b []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(b)))
}

// safe replaces what would act on the terminal.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
}

func itoa(n int) string { return strconv.Itoa(n) }
