package diagram

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// Options are what a caller may choose.
type Options struct {
	// Failed are the components that failed by themselves. Without any, those
	// are that are down though nothing that takes them down is.
	Failed []int
	Fold   Fold
}

// New draws a topology in a state.
func New(t *topology.Topology, s topology.State, o Options) *Picture {
	d := &draft{t: t, s: s, boxAt: map[any]int{}, groupAt: map[any]int{}, lineAt: map[[3]int]int{}}
	d.failed = d.roots(o.Failed)
	d.customer()
	for _, c := range t.Design.Circuits {
		d.circuit(c)
	}
	d.azure()
	for _, v := range t.Design.VPNTunnels {
		d.vpn(v)
	}
	d.beyond()
	d.mark()
	d.fold(o.Fold)
	return d.picture()
}

// The columns of a draft. A picture leaves out those that are empty.
const (
	siteColumn = iota
	routerColumn
	wideColumn
	providerColumn
	edgeColumn
	circuitColumn
	gatewayColumn
	networkColumn
	spokeColumn
	columns
)

// zones says which columns share their groups.
var zones = [columns]int{0, 0, 1, 2, 3, 4, 5, 5, 5}

// A draft is a picture while it is made.
type draft struct {
	t       *topology.Topology
	s       topology.State
	failed  map[int]bool
	boxes   []part
	lines   []line
	groups  []frame
	boxAt   map[any]int // by table of the design, or number of a component
	groupAt map[any]int
	lineAt  map[[3]int]int
}

// A part is a box while it is made.
type part struct {
	Box
	whole []int  // the components that it stands for
	needs []int  // components that it falls with
	legs  []leg  // of which one that is up is enough
	noun  string // what a leg is called

	site, country, location, region, area string // what it may be folded into
	tally                                 []tally
	folded                                bool
}

// A leg is one of several things that do the same.
type leg struct {
	name  string
	needs []int
	own   bool // the box stands for it
}

// A tally counts what is folded into a box.
type tally struct {
	noun    string
	n, down int
}

// A line is an edge while it is made.
type line struct {
	Edge
	parts []int
}

// A frame is a group while it is made.
type frame struct {
	Group
	parts []int
}

// box adds a box, or returns that which a key already has.
func (d *draft) box(key any, p part) int {
	if i, ok := d.boxAt[key]; ok {
		return i
	}
	i := len(d.boxes)
	d.boxAt[key] = i
	p.Count = 1
	p.whole = slices.DeleteFunc(p.whole, func(c int) bool { return c < 0 })
	p.needs = slices.DeleteFunc(p.needs, func(c int) bool { return c < 0 })
	p.Title, p.Details = clean(p.Title), lines(p.Details...)
	d.boxes = append(d.boxes, p)
	return i
}

// edge adds an edge between two boxes; those that run side by side and look
// alike are one. An edge that would not lead to the right cannot be drawn and
// is left out.
func (d *draft) edge(from, to int, style Style, parts ...int) *line {
	parts = slices.DeleteFunc(parts, func(c int) bool { return c < 0 })
	key := [3]int{from, to, int(style)}
	i, ok := d.lineAt[key]
	switch {
	case d.boxes[from].Column >= d.boxes[to].Column:
		return &line{}
	case !ok:
		i = len(d.lines)
		d.lineAt[key] = i
		d.lines = append(d.lines, line{Edge: Edge{From: from, To: to, Style: style, Count: 1}})
	case len(parts) > 0:
		d.lines[i].Count++
	}
	d.lines[i].parts = append(d.lines[i].parts, parts...)
	return &d.lines[i]
}

// group adds a group, or returns that which a key already has.
func (d *draft) group(key any, g Group, parts ...int) int {
	if i, ok := d.groupAt[key]; ok {
		return i
	}
	g.Title = clean(g.Title)
	i := len(d.groups)
	d.groupAt[key] = i
	d.groups = append(d.groups, frame{g, slices.DeleteFunc(parts, func(c int) bool { return c < 0 })})
	return i
}

// country names where a site is, for folding.
func country(s *planner.Site) string { return strings.ToUpper(catalog.Fold(s.Country)) }
