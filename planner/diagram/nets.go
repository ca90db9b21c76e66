package diagram

import (
	"cmp"
	"fmt"
	"slices"
)

// A net is what text draws as one line between two columns: the edges that
// look alike and join every one of some boxes with every one of others.
type net struct {
	look    look
	sources []port // on the left
	targets []port
	track   int // from the left; -1 of a straight line
	lo, hi  int // rows of its vertical line
}

// A look is what tells lines apart.
type look struct {
	style Style
	sign  string
}

func lookOf(e *Edge) look {
	l := look{style: max(e.Style, Primary), sign: signs[e.Mark]}
	if e.Mark.lost() {
		l.sign = signs[Failed]
	}
	return l
}

// A port is where a line touches an item.
type port struct {
	item, row int
	label     string
	net       *net
}

// A gutter is the room between two columns, with its nets.
type gutter struct {
	nets   []*net
	out    [][]*port // by position in the left column, from the top
	in     [][]*port // by position in the right column
	tracks int
	label  int // cells of the longest label
}

// gutters makes the nets of every gutter.
func (l *layout) gutters() []*gutter {
	var all []*gutter
	for c := range len(l.cols) - 1 {
		all = append(all, l.gutterAt(c))
	}
	return all
}

// A fan is the edges of one look and label that leave an item.
type fan struct {
	item    int
	look    look
	label   string
	targets []int
}

func (l *layout) gutterAt(c int) *gutter {
	g := &gutter{out: make([][]*port, len(l.cols[c].items)), in: make([][]*port, len(l.cols[c+1].items))}
	byKey := map[string]*net{}
	for _, f := range l.fans(c) {
		key := fmt.Sprint(f.look, f.targets)
		n := byKey[key]
		if n == nil {
			n = &net{look: f.look}
			byKey[key] = n
			g.nets = append(g.nets, n)
			for _, t := range f.targets {
				n.targets = append(n.targets, port{item: t, net: n})
			}
		}
		n.sources = append(n.sources, port{item: f.item, label: f.label, net: n})
		g.label = max(g.label, cells(f.label))
	}
	for _, n := range g.nets {
		for i := range n.sources {
			at := &g.out[l.items[n.sources[i].item].pos]
			*at = append(*at, &n.sources[i])
		}
		for i := range n.targets {
			at := &g.in[l.items[n.targets[i].item].pos]
			*at = append(*at, &n.targets[i])
		}
	}
	l.sortPorts(g)
	return g
}

// fans returns the fans that leave a column, from the top.
func (l *layout) fans(c int) []fan {
	var all []fan
	for _, i := range l.cols[c].items {
		from := len(all)
		for _, h := range l.items[i].out {
			e := &l.p.Edges[h.edge]
			label := ""
			if l.items[i].box >= 0 {
				label = l.m.shorten(e.Label, false)
			}
			at := slices.IndexFunc(all[from:], func(f fan) bool { return f.look == lookOf(e) && f.label == label })
			if at < 0 {
				at = len(all) - from
				all = append(all, fan{item: i, look: lookOf(e), label: label})
			}
			if f := &all[from+at]; !slices.Contains(f.targets, h.to) {
				f.targets = append(f.targets, h.to)
			}
		}
		for k := from; k < len(all); k++ {
			slices.SortFunc(all[k].targets, func(a, b int) int { return l.items[a].pos - l.items[b].pos })
		}
	}
	return all
}

// sortPorts puts the ports of every item in the order of what they lead to.
func (l *layout) sortPorts(g *gutter) {
	mean := func(ports []port) float64 {
		sum := 0
		for _, p := range ports {
			sum += l.items[p.item].pos
		}
		return float64(sum) / float64(len(ports))
	}
	for _, ports := range g.out {
		slices.SortStableFunc(ports, func(a, b *port) int { return cmp.Compare(mean(a.net.targets), mean(b.net.targets)) })
	}
	for _, ports := range g.in {
		slices.SortStableFunc(ports, func(a, b *port) int { return cmp.Compare(mean(a.net.sources), mean(b.net.sources)) })
	}
}
