package suggest

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A Proposer is a design that moves propose changes for. Everything that it
// gives out is free in the design.
type Proposer struct {
	*planner.Design
	State *State
}

func newProposer(s *State) *Proposer { return &Proposer{s.Design, s} }

// free returns a name that no table of a collection has: the base, or the base
// with a number.
func free[T interface{ Name() string }](list []T, base string) string {
	const longest = 60 // names have 63 characters at most
	base = strings.Trim(base[:min(len(base), longest)], "-")
	name := base
	for n := 2; slices.ContainsFunc(list, func(t T) bool { return t.Name() == name }); n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	return name
}

// slug turns a name of the catalogue into one of a table: "Newport(Wales)"
// into "newport-wales".
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	out := strings.Trim(b.String(), "-")
	if out == "" || out[0] < 'a' {
		return "n" + out
	}
	return out
}

// subnets returns two /30 for the links of a peering; not ok where the private
// address space has none left.
func (p *Proposer) subnets() (primary, secondary netip.Prefix, ok bool) {
	block, ok := p.TakenPrefixes().Free(29)
	if !ok {
		return primary, secondary, false
	}
	halves := planner.Halves(block)
	return halves[0], halves[1], true
}

// vlan returns the lowest VLAN id from 100 that no peering has.
func (p *Proposer) vlan() int {
	const first, last = 100, 4094
	used := map[int]bool{}
	for _, c := range p.Circuits {
		for _, peering := range c.PeeringList() {
			used[peering.VLANID.Value()] = true
		}
	}
	for id := first; id < last; id++ {
		if !used[id] {
			return id
		}
	}
	return last
}

// circuitsEndingAt returns how many links end at a router.
func (p *Proposer) linksAt(r *planner.Router) int {
	n := 0
	for _, c := range p.Circuits {
		for _, l := range c.Links.All() {
			if l.Router == r {
				n++
			}
		}
	}
	return n
}

// idlest returns the routers of a site that links may end at, those with the
// fewest links first. Firewalls are left out where there are routers.
func (p *Proposer) idlest(s *planner.Site) []*planner.Router {
	fit := slices.DeleteFunc(slices.Clone(s.Routers), func(r *planner.Router) bool { return r.Kind == "firewall" })
	if len(fit) == 0 {
		fit = slices.Clone(s.Routers)
	}
	slices.SortStableFunc(fit, func(a, b *planner.Router) int { return cmp.Compare(p.linksAt(a), p.linksAt(b)) })
	return fit
}

// near returns the locations of a cloud that fit, the nearest to a place first;
// of equally near ones in the order of the catalogue.
func (p *Proposer) near(from *catalog.Location, fits func(*catalog.Location) bool) []*catalog.Location {
	var out []*catalog.Location
	for _, l := range p.Catalog.Locations() {
		if l.Cloud == from.Cloud && l.Name != from.Name && fits(l) {
			out = append(out, l)
		}
	}
	away := func(l *catalog.Location) float64 { return catalog.Distance(from.Lat, from.Lon, l.Lat, l.Lon) }
	slices.SortStableFunc(out, func(a, b *catalog.Location) int { return cmp.Compare(away(a), away(b)) })
	return out
}

// sellers returns who sells circuits at a location, leaving some out: first who
// is in the design already, then who sells at most locations.
func (p *Proposer) sellers(l *catalog.Location, without []string) []*catalog.Provider {
	var out []*catalog.Provider
	for _, name := range l.Providers {
		if k, ok := p.Catalog.Provider(name); ok && l.Offers(k) == catalog.Active && k.Model != "satellite" && !slices.Contains(without, k.Name) {
			out = append(out, k)
		}
	}
	known := func(k *catalog.Provider) int {
		if slices.ContainsFunc(p.Circuits, func(c *planner.Circuit) bool { return c.Provider == k }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b *catalog.Provider) int {
		return cmp.Or(cmp.Compare(known(a), known(b)), cmp.Compare(len(b.Locations(l.Cloud)), len(a.Locations(l.Cloud))))
	})
	return out
}

// gatewayOf writes the gateway of a connection as a design does.
func gatewayOf(c *planner.Connection) string {
	if c.Hub != nil {
		return "virtual_hubs/" + c.Hub.Name()
	}
	return c.Gateway.Name()
}

// list writes things as a sentence does: a, b and c.
func list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], ", ") + " and " + items[len(items)-1]
}

// things makes a list of what is to be bought.
func things(pairs ...any) []Thing {
	var out []Thing
	for i := 0; i+1 < len(pairs); i += 2 {
		if n := pairs[i].(int); n > 0 {
			out = append(out, Thing{What: fmt.Sprint(pairs[i+1]), Count: n})
		}
	}
	return out
}
