package diagram

import (
	"slices"
)

// mostRows is how far a box is stretched for the lines that end on it.
const mostRows = 9

// stretch makes boxes tall enough for their ports.
func (l *layout) stretch(gutters []*gutter) {
	for c, g := range gutters {
		for pos, ports := range g.out {
			l.atLeast(l.cols[c].items[pos], len(ports))
		}
		for pos, ports := range g.in {
			l.atLeast(l.cols[c+1].items[pos], len(ports))
		}
	}
}

func (l *layout) atLeast(i, ports int) {
	if it := &l.items[i]; it.box >= 0 {
		it.h = max(it.h, min(ports, mostRows)+2)
	}
}

// rowsOf returns the rows of an item on which lines may end.
func (l *layout) rowsOf(i int) (first, n int) {
	it := &l.items[i]
	if it.box < 0 {
		return it.y, 1
	}
	return it.y + 1, it.h - 2
}

// seat gives every port its row: those that leave an item around its middle,
// those that arrive where a line becomes straight, and never on a row on
// which another line starts, as far as there are rows.
func (l *layout) seat(c int, g *gutter) {
	starts := map[int]*net{}
	for pos, ports := range g.out {
		first, n := l.rowsOf(l.cols[c].items[pos])
		skip := max(0, (n-len(ports))/2)
		for i, p := range ports {
			p.row = first + min(skip+i, n-1)
			starts[p.row] = p.net
		}
	}
	for pos, ports := range g.in {
		i := l.cols[c+1].items[pos]
		if l.items[i].box < 0 {
			l.seatBend(i, ports[0], starts)
		}
		first, n := l.rowsOf(i)
		seatIn(ports, first, n, starts)
	}
	for _, t := range g.nets {
		t.lo, t.hi = t.sources[0].row, t.sources[0].row
		for _, p := range slices.Concat(t.sources, t.targets) {
			t.lo, t.hi = min(t.lo, p.row), max(t.hi, p.row)
		}
	}
}

// seatBend moves a bend to a row near its own, if there is room: that on which
// its line starts, else one on which no other line starts.
func (l *layout) seatBend(i int, p *port, starts map[int]*net) {
	y := l.items[i].y
	wanted := []int{y, y + 1, y - 1, y + 2, y - 2}
	if row := p.net.sources[0].row; slices.Contains(wanted, row) {
		wanted = slices.Insert(wanted, 0, row)
	}
	for _, row := range wanted {
		if other := starts[row]; (other == nil || other == p.net) && l.nudge(i, row) {
			return
		}
	}
}

// seatIn chooses an ascending row for each port, of the least cost in all.
func seatIn(ports []*port, first, n int, starts map[int]*net) {
	k := len(ports)
	if k == 0 {
		return
	}
	if k > n { // rows are shared
		for i, p := range ports {
			p.row = first + i*n/k
		}
		return
	}
	cost := func(i, row int) int {
		start, middle := starts[first+row], (n-1)*(2*i+1)/(2*k)
		switch {
		case start == ports[i].net:
			return 0
		case start != nil:
			return 100
		}
		return 3 + max(row-middle, middle-row)
	}
	const never = 1 << 20
	best := make([][]int, k+1) // best[i][r]: the last i ports on rows from r on
	for i := range best {
		best[i] = make([]int, n+1)
	}
	for i := 1; i <= k; i++ {
		best[i][n] = never
		for r := n - 1; r >= 0; r-- {
			best[i][r] = min(best[i][r+1], cost(k-i, r)+best[i-1][r+1])
		}
	}
	for i, r := k, 0; i > 0; r++ {
		if r == n-1 || best[i][r] != best[i][r+1] {
			ports[k-i].row = first + r
			i--
		}
	}
}
