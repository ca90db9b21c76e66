package diagram

import "strings"

// The directions in which a line leaves a cell.
const (
	toLeft = 1 << iota
	toRight
	toTop
	toBottom
)

// A cell is a place for one character.
type cell struct {
	text   string // what is written there; "" leaves the line
	mask   uint8  // directions of the lines
	across *net   // the net of the horizontal line
	along  *net   // the net of the vertical line
	hidden bool   // the right half of a wide character
}

// A grid is a sheet of cells, row by row.
type grid struct {
	w, h  int
	cells []cell
}

func newGrid(w, h int) *grid { return &grid{w, h, make([]cell, w*h)} }

func (g *grid) at(x, y int) *cell { return &g.cells[y*g.w+x] }

// write puts text on a row.
func (g *grid) write(x, y int, text string) {
	for _, r := range text {
		n := cellsOf(r)
		if n == 0 && x > 0 {
			g.at(x-1, y).text += string(r)
			continue
		}
		if n == 0 || x+n > g.w {
			continue
		}
		*g.at(x, y) = cell{text: string(r)}
		if n == 2 {
			*g.at(x+1, y) = cell{hidden: true}
		}
		x += n
	}
}

// across draws a horizontal line.
func (g *grid) across(n *net, y, from, to int) {
	for x := from; x <= to; x++ {
		c := g.at(x, y)
		c.text = ""
		c.across = n
		if x > from {
			c.mask |= toLeft
		}
		if x < to {
			c.mask |= toRight
		}
	}
}

// border is what the upper and lower sides of frames are drawn with.
const border = "┄"

// along draws a vertical line, through the borders of frames.
func (g *grid) along(n *net, x, from, to int) {
	for y := from; y <= to; y++ {
		c := g.at(x, y)
		c.along = n
		if c.text == border {
			c.text = ""
		}
		if y > from {
			c.mask |= toTop
		}
		if y < to {
			c.mask |= toBottom
		}
	}
}

// joints are the characters of lines, by directions.
var joints = [16]string{
	toLeft: "─", toRight: "─", toLeft | toRight: "─", toTop: "│", toBottom: "│", toTop | toBottom: "│",
	toRight | toBottom: "╭", toLeft | toBottom: "╮", toRight | toTop: "╰", toLeft | toTop: "╯",
	toRight | toTop | toBottom: "├", toLeft | toTop | toBottom: "┤",
	toLeft | toRight | toBottom: "┬", toLeft | toRight | toTop: "┴", toLeft | toRight | toTop | toBottom: "┼",
}

// straights are the characters of straight lines, by style.
var straights = map[Style][2]string{Primary: {"─", "│"}, Secondary: {"╌", "╎"}, Tunnelled: {"┈", "┊"}}

// String returns the character of a cell. Where lines of two nets cross, the
// vertical one is drawn whole.
func (c *cell) String() string {
	switch {
	case c.hidden:
		return ""
	case c.text != "":
		return c.text
	case c.mask == 0:
		return " "
	case c.across != nil && c.along != nil && c.across != c.along && c.mask == toLeft|toRight|toTop|toBottom:
		return straights[c.along.look.style][1]
	case c.mask&(toTop|toBottom) == 0:
		return straights[c.across.look.style][0]
	case c.mask&(toLeft|toRight) == 0:
		return straights[c.along.look.style][1]
	}
	return joints[c.mask]
}

// lines returns the rows, without the blanks at their ends.
func (g *grid) lines() []string {
	out := make([]string, g.h)
	for y := range out {
		var b strings.Builder
		for x := range g.w {
			b.WriteString(g.at(x, y).String())
		}
		out[y] = strings.TrimRight(b.String(), " ")
	}
	return out
}
