package diagram

import (
	"path/filepath"
	"strings"
	"testing"
)

// A tracer follows the lines of a sheet as a reader does: from the right side
// of a box along the characters, over crossings, to the left sides of others.
// It knows nothing of how the sheet was made.
type tracer struct {
	cells [][]string
	boxes []Area
	seen  map[[3]int]bool
	ends  map[int]bool
}

func newTracer(s *Sheet) *tracer {
	tr := &tracer{boxes: s.Boxes}
	for _, line := range s.Lines {
		var row []string
		for _, r := range line {
			switch n := cellsOf(r); {
			case n == 0 && len(row) > 0:
				row[len(row)-1] += string(r)
			case n == 2:
				row = append(row, string(r), "")
			default:
				row = append(row, string(r))
			}
		}
		tr.cells = append(tr.cells, row)
	}
	return tr
}

// from returns the boxes to which lines lead from a box.
func (tr *tracer) from(box int) map[int]bool {
	tr.seen, tr.ends = map[[3]int]bool{}, map[int]bool{}
	b := tr.boxes[box]
	for y := b.Y + 1; y < b.Y+b.H-1; y++ {
		if tr.at(b.X+b.W-1, y) == "├" {
			tr.walk(b.X+b.W, y, toRight)
		}
	}
	return tr.ends
}

func (tr *tracer) at(x, y int) string {
	if y < 0 || y >= len(tr.cells) || x < 0 || x >= len(tr.cells[y]) {
		return ""
	}
	return tr.cells[y][x]
}

// border returns the box on whose border a cell is, or -1.
func (tr *tracer) border(x, y int) int {
	for i, b := range tr.boxes {
		if x >= b.X && x < b.X+b.W && y >= b.Y && y < b.Y+b.H {
			return i
		}
	}
	return -1
}

func (tr *tracer) walk(x, y, towards int) {
	key := [3]int{x, y, towards}
	if tr.seen[key] {
		return
	}
	tr.seen[key] = true
	if i := tr.border(x, y); i >= 0 {
		if towards == toRight && tr.at(x, y) == "┤" {
			tr.ends[i] = true
		}
		return
	}
	for _, next := range exits(tr.at(x, y), towards) {
		switch next {
		case toRight:
			tr.walk(x+1, y, next)
		case toTop:
			tr.walk(x, y-1, next)
		case toBottom:
			tr.walk(x, y+1, next)
		}
	}
}

// exits returns where a line goes on from a cell that it enters.
func exits(text string, towards int) []int {
	back := map[int]int{toRight: toLeft, toTop: toBottom, toBottom: toTop}[towards]
	if strings.ContainsAny(text, "─╌┈│╎┊") || text == "" {
		return []int{towards} // on, or over a crossing
	}
	for mask, joint := range joints {
		if joint != text || mask&(mask-1) == 0 {
			continue
		}
		if mask&back == 0 {
			return nil
		}
		var out []int
		for _, d := range []int{toRight, toTop, toBottom} { // edges never lead to the left
			if mask&d != 0 && d != back {
				out = append(out, d)
			}
		}
		return out
	}
	if towards == toRight {
		return []int{towards} // a label or a sign on the line
	}
	return nil
}

// checkSheet holds that a reader of the sheet finds every edge, and no more
// than some that are not there, where a box has more lines than rows.
func checkSheet(t failer, p *Picture, most int) {
	s := p.Sheet()
	tr, wrong := newTracer(s), 0
	for from := range p.Boxes {
		want := map[int]bool{}
		for _, e := range p.Edges {
			if e.From == from && p.Boxes[e.From].Column < p.Boxes[e.To].Column {
				want[e.To] = true
			}
		}
		got := tr.from(from)
		for to := range want {
			if !got[to] {
				t.Errorf("no line leads from %s to %s\n%s", p.Boxes[from].ID, p.Boxes[to].ID, strings.Join(s.Lines, "\n"))
			}
		}
		for to := range got {
			if !want[to] {
				wrong++
				t.Logf("a line seems to lead from %s to %s", p.Boxes[from].ID, p.Boxes[to].ID)
			}
		}
	}
	if wrong > most {
		t.Errorf("%d lines lead where no edge does\n%s", wrong, strings.Join(s.Lines, "\n"))
	}
}

func TestSheet(t *testing.T) {
	designs, err := filepath.Glob("../../testdata/designs/*/erplan.toml")
	if err != nil || len(designs) < 5 {
		t.Fatal("designs are missing:", designs, err)
	}
	for _, file := range designs {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			checkSheet(t, draw(t, read(t, "designs/"+name+"/erplan.toml"), "", "", "none"), 0)
		})
	}
	t.Run("everything", func(t *testing.T) {
		checkSheet(t, draw(t, read(t, "diagram/everything.toml"), "site:plant", "", "none"), 0)
	})
	t.Run("branches", func(t *testing.T) {
		checkSheet(t, draw(t, branches(30), "", "", "none"), 0)
		checkSheet(t, draw(t, branches(200), "", "", "auto"), 0)
	})
	t.Run("own circuits", func(t *testing.T) {
		checkSheet(t, draw(t, ownCircuits(50), "", "", "auto"), 0)
		checkSheet(t, draw(t, ownCircuits(200), "site:site-003", "", "auto"), 0)
	})
}
