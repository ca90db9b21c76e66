package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// Provider and location pairs stand twice in the tables: under the provider
// and under the location. This file keeps the two sides alike when an
// override changes one of them.

// A pairing joins a column of the providers with a column of a table of
// locations.
type pairing struct {
	ofProvider string // column of providers: names of locations
	table      string
	ofLocation string // column of that table: names of providers
	cloud      string // of the rows; empty where the table has no clouds

	// weaker is the pairing that gives way: who is active is no longer
	// announced or doubtful. settles: a list decides on that one as a whole.
	weaker  *pairing
	settles bool
}

// pairings lists the pairs, the active ones first.
var pairings = []*pairing{
	{"locations", "peering_locations", "providers", "public", &doubtfulPublic, true},
	{"locations_usgov", "peering_locations", "providers", "usgov", &doubtfulUSGov, true},
	{"locations_china", "peering_locations", "providers", "china", nil, false},
	{"metros", "metro_locations", "providers", "", &planned, false},
	&planned, &doubtfulPublic, &doubtfulUSGov,
}

var (
	planned        = pairing{"metros_planned", "metro_locations", "providers_planned", "", nil, false}
	doubtfulPublic = pairing{"locations_doubtful", "peering_locations", "providers_doubtful", "public", nil, false}
	doubtfulUSGov  = pairing{"locations_usgov_doubtful", "peering_locations", "providers_doubtful", "usgov", nil, false}
)

// splitMetros moves the Metros among a provider's locations to the column
// where they belong. A list without any leaves the Metros alone.
func splitMetros(table string, edits []edit) []edit {
	if table != "providers" {
		return edits
	}
	var metros []edit
	for i, e := range edits {
		if e.name != "locations" {
			continue
		}
		var plain, moved []string
		for _, name := range splitList(e.cell) {
			if isMetroName(name) {
				moved = append(moved, name)
			} else {
				plain = append(plain, name)
			}
		}
		edits[i].cell = strings.Join(plain, "|")
		if len(moved) > 0 {
			e.name, e.of, e.cell = "metros", "metro_locations", strings.Join(moved, "|")
			metros = append(metros, e)
		}
	}
	for _, m := range metros {
		edits = mergeEdit(edits, m)
	}
	return edits
}

// mergeEdit adds an edit, or its items to the one for the same column.
func mergeEdit(edits []edit, m edit) []edit {
	for i, e := range edits {
		if e.name == m.name && e.mode == m.mode {
			edits[i].cell = strings.Join(union(splitList(e.cell), splitList(m.cell)), "|")
			return edits
		}
	}
	return append(edits, m)
}

// isMetroName reports whether a name follows the naming rule of Metros.
func isMetroName(name string) bool { return strings.HasSuffix(Fold(name), "metro") }

// pair carries the edits of a row over to the other side.
func (a *applier) pair(r *row, edits []edit) {
	for _, p := range pairings {
		for _, e := range edits {
			switch {
			case r.table.name == "providers" && e.name == p.ofProvider:
				a.fromProvider(p, r, e)
			case r.table.name == p.table && e.name == p.ofLocation && p.covers(r):
				a.fromLocation(p, r, e)
			}
		}
	}
}

// covers reports whether a row of the table is one of the pairing's cloud.
func (p *pairing) covers(r *row) bool { return p.cloud == "" || r.text("cloud") == p.cloud }

// fromProvider makes the locations agree with a provider's list.
func (a *applier) fromProvider(p *pairing, provider *row, e edit) {
	name, wanted := provider.text("name"), provider.list(p.ofProvider)
	for _, l := range a.change(p.table).rows {
		if p.covers(l) {
			a.agree(l, p.ofLocation, name, slices.Contains(wanted, l.text("name")))
		}
	}
	if w := p.weaker; w != nil {
		dropped := wanted
		if e.mode == remove {
			dropped = splitList(e.cell)
		}
		left := without(provider.list(w.ofProvider), dropped)
		if p.settles && e.mode == replace {
			left = nil
		}
		a.settle(w, provider, left)
	}
}

// settle gives a provider what is left of a weaker list.
func (a *applier) settle(w *pairing, provider *row, left []string) {
	if joined := strings.Join(left, "|"); joined != provider.text(w.ofProvider) {
		provider.set(w.ofProvider, joined)
		a.mark(provider, w.ofProvider)
		a.fromProvider(w, provider, edit{})
	}
}

// fromLocation makes the providers agree with a location's list.
func (a *applier) fromLocation(p *pairing, location *row, e edit) {
	name, wanted := location.text("name"), location.list(p.ofLocation)
	a.order(location, p.ofLocation)
	for _, v := range a.change("providers").rows {
		active := slices.Contains(wanted, v.text("name"))
		a.agree(v, p.ofProvider, name, active)
		dropped := e.mode == remove && slices.Contains(splitList(e.cell), v.text("name"))
		if w := p.weaker; w != nil && (active || dropped || p.settles && e.mode == replace) {
			a.settle(w, v, without(v.list(w.ofProvider), []string{name}))
		}
	}
}

// agree adds a name to a row's list or takes it away.
func (a *applier) agree(r *row, column, name string, wanted bool) {
	have := r.list(column)
	switch has := slices.Contains(have, name); {
	case has == wanted:
		return
	case wanted:
		r.set(column, strings.Join(append(slices.Clone(have), name), "|"))
		a.order(r, column)
	default:
		r.set(column, strings.Join(without(have, []string{name}), "|"))
	}
	a.mark(r, column)
}

// order puts the providers of a location in catalogue order, new ones at the
// end; the locations of a provider keep theirs.
func (a *applier) order(r *row, column string) {
	if r.table.name == "providers" {
		return
	}
	if a.rank == nil {
		a.rank = map[string]int{}
		for i, v := range a.base.table("providers").rows {
			a.rank[v.text("name")] = i + 1
		}
	}
	last := len(a.rank) + 1
	names := slices.Clone(r.list(column))
	slices.SortStableFunc(names, func(x, y string) int {
		return cmp.Compare(cmp.Or(a.rank[x], last), cmp.Or(a.rank[y], last))
	})
	r.set(column, strings.Join(names, "|"))
}

func without(names, drop []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(x string) bool { return slices.Contains(drop, x) })
}
