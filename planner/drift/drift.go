package drift

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A Kind says how a thing differs.
type Kind string

// The kinds.
const (
	Missing Kind = "missing" // in the design, not in Azure
	Extra   Kind = "extra"   // in Azure, not in the design
	Changed Kind = "changed" // other in Azure than in the design
)

// A Difference is a table that only one side has, or a value that differs.
type Difference struct {
	Kind   Kind
	Path   string // of the design; of the live side for what is extra
	Live   string // path on the live side, where it is another
	Design string // the value in the design
	Azure  string // the value in Azure
	Place  source.Place
}

// A Report is what differs, in the order of paths.
type Report struct {
	Differences []Difference
	Unknown     []Difference // values that one side does not state
	Compared    int          // values that both sides state
	Renamed     []Difference // tables with another name in Azure
	Skipped     []string     // collections of which the export says nothing
}

// A Live side is an export as a design.
type Live struct {
	Design *planner.Design
	Covers func(collection string) bool // whether the export has such things at all
	Stub   func(path string) bool       // whether a table is only pointed to
}

// Compare compares a design with what is live.
func Compare(d *planner.Design, live Live) *Report {
	c := &comparison{report: &Report{}, live: live}
	c.design = &side{names: map[string]map[string]string{}}
	c.azure = &side{names: map[string]map[string]string{}}
	l := live.Design
	each(c, "ports", d.Ports, l.Ports, portKeys, samePort)
	each(c, "vnets", d.VNets, l.VNets, vnetKeys, sameVNet)
	each(c, "route_filters", d.RouteFilters, l.RouteFilters, filterKeys, sameFilter)
	each(c, "virtual_wans", d.VirtualWANs, l.VirtualWANs, wanKeys, nil)
	each(c, "virtual_hubs", d.VirtualHubs, l.VirtualHubs, hubKeys, sameHub)
	each(c, "circuits", d.Circuits, l.Circuits, circuitKeys, sameCircuit)
	each(c, "gateways", d.Gateways, l.Gateways, gatewayKeys, sameGateway)
	each(c, "connections", d.Connections, l.Connections, connectionKeys, sameConnection)
	each(c, "global_reach", d.GlobalReach, l.GlobalReach, reachKeys, sameReach)
	each(c, "vpn_tunnels", d.VPNTunnels, l.VPNTunnels, tunnelKeys, sameTunnel)
	c.sort()
	return c.report
}

// A comparison is in progress.
type comparison struct {
	report        *Report
	live          Live
	design, azure *side
}

// A side knows what its names are called in the design.
type side struct{ names map[string]map[string]string }

// ref returns the name of a table in the design: the one that both sides mean.
func (s *side) ref(collection, name string) string {
	if shared, ok := s.names[collection][name]; ok {
		return shared
	}
	return name
}

// gateway is ref for what may be a hub.
func (s *side) gateway(name string) string {
	if hub, ok := strings.CutPrefix(name, "virtual_hubs/"); ok {
		return "virtual_hubs/" + s.ref("virtual_hubs", hub)
	}
	return s.ref("gateways", name)
}

// A table is a table of a collection.
type table interface {
	comparable
	Name() string
	Path() string
	Here() source.Place
	At(keys ...string) source.Place
}

// A key is a value that both sides may state. Empty is unknown.
type key[T any] struct {
	name  string
	value func(s *side, t T) string
}

// A likeness returns texts that are equal for tables that are the same thing
// under two names, the surest first. An empty text says nothing.
type likeness[T any] func(s *side, t T) []string

// each compares a collection.
func each[T table](c *comparison, collection string, design, live []T, keys []key[T], like likeness[T]) {
	pairs := match(c, collection, design, live, like)
	if !c.live.Covers(collection) {
		if len(design) > 0 {
			c.report.Skipped = append(c.report.Skipped, collection)
		}
	} else {
		only(c, collection, design, live, pairs)
	}
	for _, t := range design {
		o, ok := pairs[t]
		if !ok {
			continue
		}
		if o.Name() != t.Name() {
			c.report.Renamed = append(c.report.Renamed, Difference{Kind: Changed, Path: t.Path(), Live: o.Path(), Place: t.Here()})
		}
		for _, k := range keys {
			c.value(t.Path(), o.Path(), k.name, k.value(c.design, t), k.value(c.azure, o), t.At(strings.Split(k.name, ".")...))
		}
	}
}

// only reports the tables that one side has.
func only[T table](c *comparison, collection string, design, live []T, pairs map[T]T) {
	matched := map[T]bool{}
	for _, t := range design {
		o, ok := pairs[t]
		matched[o] = ok
		if !ok {
			c.report.Differences = append(c.report.Differences, Difference{Kind: Missing, Path: t.Path(), Place: t.Here()})
		}
	}
	for _, o := range live {
		if !matched[o] && !c.live.Stub(o.Path()) {
			c.report.Differences = append(c.report.Differences, Difference{Kind: Extra, Path: o.Path()})
		}
	}
}

// value compares a value.
func (c *comparison) value(path, live, name, design, azure string, place source.Place) {
	d := Difference{Kind: Changed, Path: path + "." + name, Design: design, Azure: azure, Place: place}
	if live != path {
		d.Live = live + "." + name
	}
	switch {
	case design == "" && azure == "":
	case design == "" || azure == "":
		c.report.Unknown = append(c.report.Unknown, d)
	case strings.EqualFold(design, azure):
		c.report.Compared++
	default:
		c.report.Compared++
		c.report.Differences = append(c.report.Differences, d)
	}
}

// match pairs the tables of two sides: by name, then by likeness where just
// one on each side is alike.
func match[T table](c *comparison, collection string, design, live []T, like likeness[T]) map[T]T {
	pairs, taken := map[T]T{}, map[T]bool{}
	pair := func(a, b T) {
		pairs[a], taken[b] = b, true
		put(c.azure, collection, b.Name(), a.Name())
	}
	byName := map[string]T{}
	for _, o := range live {
		byName[o.Name()] = o
	}
	for _, t := range design {
		if o, ok := byName[t.Name()]; ok {
			pair(t, o)
		}
	}
	if like == nil && len(design) == 1 && len(live) == 1 && len(pairs) == 0 {
		pair(design[0], live[0])
	}
	if like == nil {
		return pairs
	}
	for level := range 4 {
		count := map[string]int{}
		at := map[string]T{}
		for _, o := range live {
			if text := alike(like, c.azure, o, level); text != "" && !taken[o] {
				count[text]++
				at[text] = o
			}
		}
		mine := map[string]int{}
		for _, t := range design {
			if _, done := pairs[t]; !done {
				mine[alike(like, c.design, t, level)]++
			}
		}
		for _, t := range design {
			text := alike(like, c.design, t, level)
			if _, done := pairs[t]; !done && text != "" && count[text] == 1 && mine[text] == 1 {
				pair(t, at[text])
			}
		}
	}
	for _, o := range live {
		if !taken[o] {
			put(c.azure, collection, o.Name(), o.Name()+" (only in Azure)")
		}
	}
	return pairs
}

func alike[T any](like likeness[T], s *side, t T, level int) string {
	if texts := like(s, t); level < len(texts) {
		return strings.ToLower(texts[level])
	}
	return ""
}

func put(s *side, collection, name, shared string) {
	if s.names[collection] == nil {
		s.names[collection] = map[string]string{}
	}
	s.names[collection][name] = shared
}

// sort orders by path.
func (c *comparison) sort() {
	order := func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
	}
	slices.SortStableFunc(c.report.Differences, order)
	slices.SortStableFunc(c.report.Unknown, order)
	slices.SortStableFunc(c.report.Renamed, order)
}
