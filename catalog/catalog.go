package catalog

import (
	"sync"
	"sync/atomic"
)

// edition names the state of the tables; a design can pin it.
const edition = "2026-09"

// A Cloud is one of Azure's separate clouds. No circuit joins two of them.
type Cloud string

// The clouds. An empty Cloud in a look-up means Public.
const (
	Public Cloud = "public"
	USGov  Cloud = "usgov"
	China  Cloud = "china"
)

// or gives the cloud, or Public for an empty one.
func (c Cloud) or() Cloud {
	if c == "" {
		return Public
	}
	return c
}

// A Catalog is one state of the facts: the embedded edition, or that with
// overlays. It never changes, parses each table when it is first asked for,
// and is safe for concurrent use. What it returns is shared: callers do not
// change it.
type Catalog struct {
	tables    map[string]*lazyTable // filled by newCatalog and With, then never written
	overrides []Override

	plain        lazy[*index[Location]]
	metro        lazy[*index[Location]]
	providers    lazy[*index[Provider]]
	indirect     lazy[*index[IndirectProvider]]
	exchanges    lazy[*index[IndirectExchange]]
	regions      lazy[*index[Region]]
	geopolitical lazy[*index[Geopolitical]]
	reach        lazy[*index[GlobalReachPlace]]
	tiers        lazy[*index[Tier]]
	bandwidths   lazy[*bandwidths]
	links        lazy[*index[vnetLinks]]
	transitions  lazy[[]Transition]
	gateways     lazy[*index[GatewaySKU]]
	scaleUnits   lazy[*index[ScaleUnit]]
	vpn          lazy[*index[VPNSKU]]
	hubs         lazy[*index[HubScale]]
	communities  lazy[*communities]
	limits       lazy[*limits]
	latencies    lazy[map[regionPair]*latency]
	figures      lazy[*index[Figure]]
	slas         lazy[*index[SLA]]
	timers       lazy[*index[Timer]]
}

// Embedded gives the edition that the program carries. It is made once.
func Embedded() *Catalog { return embedded() }

var embedded = sync.OnceValue(newCatalog)

func newCatalog() *Catalog {
	c := &Catalog{tables: make(map[string]*lazyTable, len(schemas()))}
	for _, s := range schemas() {
		c.tables[s.name] = &lazyTable{load: func() *table { return readTable(s) }}
	}
	return c
}

// Edition names the edition that the catalogue is, or that its overlays
// start from: a year and a month, "2026-09".
func (c *Catalog) Edition() string { return edition }

// table gives a table, parsed.
func (c *Catalog) table(name string) *table { return c.tables[name].get() }

func readTable(s *schema) *table {
	text, err := data.ReadFile("data/" + s.name + ".tsv")
	if err != nil {
		panic("catalog: " + err.Error())
	}
	return parseTable(s, string(text))
}

// A lazyTable is a table that is parsed when it is first used.
type lazyTable struct {
	load   func() *table
	once   sync.Once
	table  *table
	parsed atomic.Bool // for tests
}

func (l *lazyTable) get() *table {
	l.once.Do(func() {
		l.table = l.load()
		l.parsed.Store(true)
	})
	return l.table
}

// A lazy is a value that is made when it is first used.
type lazy[T any] struct {
	once  sync.Once
	value T
}

func (l *lazy[T]) get(load func() T) T {
	l.once.Do(func() { l.value = load() })
	return l.value
}

// An index holds typed rows in catalogue order, and finds them by folded
// name or alias.
type index[T any] struct {
	all        []*T
	byName     map[string]*T
	candidates []candidate
}

// newIndex makes the index of a table's rows: name gives a row's canonical
// name and its aliases. A name that is taken stays with the first row.
func newIndex[T any](t *table, build func(*row) *T, names func(*T) (string, []string)) *index[T] {
	x := &index[T]{byName: make(map[string]*T, len(t.rows))}
	for _, r := range t.rows {
		v := build(r)
		name, aliases := names(v)
		x.add(v, name, aliases)
	}
	return x
}

func (x *index[T]) add(v *T, name string, aliases []string) {
	x.all = append(x.all, v)
	x.name(v, name, name)
	for _, alias := range aliases {
		x.name(v, alias, name)
	}
}

func (x *index[T]) name(v *T, text, name string) {
	if folded := Fold(text); x.byName[folded] == nil {
		x.byName[folded] = v
	}
	x.candidates = append(x.candidates, candidate{text: text, name: name})
}

func (x *index[T]) find(name string) (*T, bool) {
	v, ok := x.byName[Fold(name)]
	return v, ok
}

func (x *index[T]) suggest(name string) []string { return nearest(name, x.candidates) }

// An Answer is yes, no, or not documented.
type Answer int

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

func parseAnswer(cell string) Answer {
	switch cell {
	case "yes":
		return Yes
	case "no":
		return No
	}
	return Unknown
}

// String gives "yes", "no" or "unknown".
func (a Answer) String() string { return [...]string{"unknown", "no", "yes"}[a] }
