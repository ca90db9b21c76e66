package topology

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// index holds the ids that are known, as written and folded.
type index struct {
	exact  map[string]int
	folded map[string]int // -1: several components fold alike
}

func newIndex(parts []Component, aliases []alias) index {
	x := index{map[string]int{}, map[string]int{}}
	for i, c := range parts {
		x.exact[c.ID] = i
		x.fold(c.ID, i)
	}
	for _, a := range aliases {
		if _, taken := x.exact[a.id]; !taken {
			x.exact[a.id] = a.part
		}
		x.fold(a.id, a.part)
	}
	return x
}

func (x *index) fold(id string, part int) {
	key := foldID(id)
	if before, taken := x.folded[key]; taken && before != part {
		part = -1
	}
	x.folded[key] = part
}

// foldID drops case, spaces and hyphens from an id, but keeps its slashes.
func foldID(id string) string {
	kind, name, _ := strings.Cut(id, ":")
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = catalog.Fold(p)
	}
	return catalog.Fold(kind) + ":" + strings.Join(parts, "/")
}

// Find returns the component that an id means. It takes the other names of a
// component too: a Metro facility that is a plain location of the design, the
// edge router of a Direct circuit by its link, an Internet access by its own
// name, a region, location or provider by an alias of the catalogue; and it
// forgives case, spaces and hyphens where only one component can be meant.
func (t *Topology) Find(id string) (int, bool) {
	if i, ok := t.ids.exact[id]; ok {
		return i, true
	}
	if i, ok := t.ids.folded[foldID(id)]; ok && i >= 0 {
		return i, true
	}
	kind, name, _ := strings.Cut(id, ":")
	i, ok := t.ids.exact[componentID(planner.Kind(kind), t.catalogName(kind, name))]
	return i, ok
}

// catalogName returns the catalogue's name for an alias, or "".
func (t *Topology) catalogName(kind, name string) string {
	cat, cloud := t.Design.Catalog, catalog.Cloud(t.Design.Info.Cloud)
	switch planner.Kind(kind) {
	case "region":
		if r, ok := cat.Region(name); ok {
			return r.Name
		}
	case "peering-location":
		if l, ok := cat.Location(cloud, name); ok {
			return l.Name
		}
	case "provider":
		if p, ok := cat.Provider(name); ok {
			return p.Name
		}
	}
	return ""
}

// Suggest returns the ids that are nearest to one that is not known, best
// first, at most three: those that are written alike, else those that belong to
// the same thing, else all of the same kind if they are so few.
func (t *Topology) Suggest(id string) []string {
	kind, _, ok := strings.Cut(id, ":")
	var all, same []string
	for i := range t.Components {
		all = append(all, t.Components[i].ID)
		if ok && catalog.Fold(kind) == catalog.Fold(string(t.Components[i].Kind)) {
			same = append(same, t.Components[i].ID)
		}
	}
	if near := catalog.Nearest(id, same); len(near) > 0 {
		return near
	}
	if near := catalog.Nearest(id, all); len(near) > 0 {
		return near
	}
	if at := strings.LastIndexByte(id, '/'); at >= 0 {
		apart := func(one string) bool { return !strings.HasPrefix(foldID(one), foldID(id[:at])+"/") }
		if siblings := slices.DeleteFunc(slices.Clone(same), apart); len(siblings) > 0 {
			same = siblings
		}
	}
	if len(same) > mostSuggested {
		return nil
	}
	return same
}

const mostSuggested = 3
