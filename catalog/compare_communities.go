package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A CommunityComparison is how a list of BGP communities differs from a
// catalogue, and what of it the catalogue has no column for. All lists are
// sorted.
type CommunityComparison struct {
	Added     []CommunityChange // not in the catalogue
	Changed   []CommunityChange // in the catalogue with another value
	Respelled []Name            // known by another name; the list's becomes an alias
	Refused   []RefusedFact     // not taken over, and why
	Absent    []string          // in the catalogue alone, but for private peering: unchanged

	// What has no column: how many communities have prefixes, and how many
	// prefixes these are; those that the subscription may not use, by the name
	// in the list; how many have a region, which says "Global" for all.
	WithPrefixes, Prefixes int
	Unauthorized           []string
	WithRegion             int
}

// A CommunityChange is a community that is added, or whose value is another.
type CommunityChange struct {
	Name     string // as a design writes it
	Written  string // as the list does
	Old, New string // values; Old is empty for a new one
}

// A RefusedFact is an entry of a list that is not taken over.
type RefusedFact struct{ Entry, Why string }

// A communityMerge lays a list over the communities of a catalogue.
type communityMerge struct {
	c     *Catalog
	list  *CommunityList
	d     *CommunityComparison
	live  map[string]bool      // values that the list has
	named map[string]string    // folded names that the list has placed → value
	set   map[string]*Override // by key
	order []string
}

func (l *CommunityList) compare(c *Catalog) (*CommunityComparison, Overlay) {
	m := &communityMerge{c: c, list: l, d: &CommunityComparison{}, live: map[string]bool{}, named: map[string]string{}, set: map[string]*Override{}}
	for _, x := range l.Communities {
		m.live[x.Value] = true
	}
	for _, x := range l.Communities {
		m.uncarried(x)
		m.place(x)
	}
	for _, known := range c.Communities() {
		if known.Cloud.or() == l.Cloud.or() && known.Kind != "regional-private" && known.Kind != "custom" && !m.live[known.Value] && m.set[m.key(known.Name)] == nil {
			m.d.Absent = append(m.d.Absent, known.Name)
		}
	}
	slices.Sort(m.d.Absent)
	var o Overlay
	for _, key := range m.order {
		o = append(o, *m.set[key])
	}
	return m.d, o
}

// uncarried notes what of an entry has no column.
func (m *communityMerge) uncarried(x ImportedCommunity) {
	if x.Prefixes > 0 {
		m.d.WithPrefixes++
		m.d.Prefixes += x.Prefixes
	}
	if x.Authorized == No {
		m.d.Unauthorized = append(m.d.Unauthorized, x.Name)
	}
	if x.Region != "" {
		m.d.WithRegion++
	}
}

// place finds the row of a community: by its value, else by its name.
func (m *communityMerge) place(x ImportedCommunity) {
	byName := m.byName(x.Name)
	if byValue, ok := m.c.Community(m.list.Cloud, x.Value); ok {
		m.known(x, byValue[0], byName)
		return
	}
	switch {
	case len(byName) > 1:
		m.refuse(x, "the name stands for several communities of the catalogue")
	case len(byName) == 1 && m.live[byName[0].Value]:
		m.refuse(x, fmt.Sprintf("the name is that of %s", byName[0].Value))
	case m.named[Fold(x.Name)] != "":
		m.refuse(x, fmt.Sprintf("the list gives the name to %s too", m.named[Fold(x.Name)]))
	case len(byName) == 1:
		known := byName[0]
		m.named[Fold(x.Name)] = x.Value
		m.d.Changed = append(m.d.Changed, CommunityChange{known.Name, x.Name, known.Value, x.Value})
		m.override(known.Name).Set["value"] = x.Value
	default:
		m.add(x)
	}
}

// known compares a community with the row that has its value.
func (m *communityMerge) known(x ImportedCommunity, row *Community, byName []*Community) {
	if x.Group == "O365" && !row.M365 {
		m.refuse(x, fmt.Sprintf("its group is O365, and %s is no part of Microsoft 365 in the catalogue", row.Name))
	}
	switch {
	case slices.Contains(byName, row):
	case len(byName) > 0:
		m.refuse(x, fmt.Sprintf("the catalogue calls %s %s, and means %s by the name", x.Value, row.Name, byName[0].Value))
	case m.named[Fold(x.Name)] != "":
		m.refuse(x, fmt.Sprintf("the list gives the name to %s too", m.named[Fold(x.Name)]))
	default:
		m.named[Fold(x.Name)] = x.Value
		m.d.Respelled = append(m.d.Respelled, Name{Written: x.Name, Known: row.Name})
		set := m.override(row.Name).Set
		aliases, _ := set["add_aliases"].([]string)
		set["add_aliases"] = append(aliases, x.Name)
	}
}

// add makes a row for a community that the catalogue lacks.
func (m *communityMerge) add(x ImportedCommunity) {
	set := map[string]any{
		"value": x.Value, "kind": "service", "title": x.Name, "m365": x.Group == "O365",
		"meaning": "Microsoft peering: prefixes of the service",
	}
	name := slug(x.Name)
	if kind, region, ok := m.regional(x.Name); ok {
		name, set["kind"], set["region"] = kind.prefix+region, kind.kind, region
		set["meaning"] = "Microsoft peering: prefixes of the region"
		set["note"] = "kind and region after the name in the list"
	}
	if m.named[Fold(name)] != "" || m.set[m.key(name)] != nil {
		m.refuse(x, fmt.Sprintf("its name %s is taken", name))
		return
	}
	m.named[Fold(x.Name)], m.named[Fold(name)] = x.Value, x.Value
	m.d.Added = append(m.d.Added, CommunityChange{Name: name, Written: x.Name, New: x.Value})
	m.override(name).Set = set
}

func (m *communityMerge) refuse(x ImportedCommunity, why string) {
	m.d.Refused = append(m.d.Refused, RefusedFact{x.Name + " (" + x.Value + ")", why})
}

func (m *communityMerge) key(name string) string { return name + "/" + string(m.list.Cloud.or()) }

// override gives the override of a row, made when it is first asked for.
func (m *communityMerge) override(name string) *Override {
	key := m.key(name)
	if m.set[key] == nil {
		m.set[key] = &Override{Table: "bgp_communities", Key: key, Set: map[string]any{}, Reason: m.list.Reason, Source: m.list.Source}
		m.order = append(m.order, key)
	}
	return m.set[key]
}

// byName finds the rows that a name of the list means: as a design would, or
// by the service and the region that it is made of.
func (m *communityMerge) byName(name string) []*Community {
	if found, ok := m.c.Community(m.list.Cloud, name); ok {
		return found
	}
	if kind, region, ok := m.regional(name); ok {
		found, _ := m.c.Community(m.list.Cloud, kind.prefix+region)
		return found
	}
	return nil
}

// A regionalKind is a kind of community that each region has one of.
type regionalKind struct{ word, kind, prefix string }

// regionalKinds are the services by the word in the name of a community; the
// last is the region without a service.
var regionalKinds = []regionalKind{
	{"storage", "storage", "storage."}, {"sql", "sql", "sql."}, {"cosmosdb", "cosmosdb", "cosmosdb."},
	{"backup", "backup", "backup."}, {"", "regional-microsoft", ""},
}

// regional takes a name such as "Azure Storage West Europe" apart.
func (m *communityMerge) regional(name string) (regionalKind, string, bool) {
	rest, ok := strings.CutPrefix(Fold(name), "azure")
	if !ok {
		return regionalKind{}, "", false
	}
	for _, kind := range regionalKinds {
		place, has := strings.CutPrefix(rest, kind.word)
		if !has {
			place, has = strings.CutSuffix(rest, kind.word)
		}
		if g, ok := m.c.Region(place); has && ok && g.Cloud.or() == m.list.Cloud.or() {
			return kind, g.Name, true
		}
	}
	return regionalKind{}, "", false
}

// slug writes a name as those of the catalogue's services are written.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return cmp.Or(strings.Join(words, "-"), Fold(name))
}
