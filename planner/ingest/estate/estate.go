package estate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// An Estate is a set of resources.
type Estate struct {
	All    []*Resource // in the order of the sources
	Notes  []Note
	byKey  map[string]*Resource
	byType map[string][]*Resource
	byName map[string][]*Resource // by type and names, of whatever resource group
	noted  map[string]bool
}

// A Note is something that the reader of the estate has to know.
type Note struct {
	At      *tree.Value
	Message string
}

// New returns an empty estate.
func New() *Estate {
	return &Estate{byKey: map[string]*Resource{}, byType: map[string][]*Resource{}, byName: map[string][]*Resource{}, noted: map[string]bool{}}
}

// A Resource is what all sources say of one resource.
type Resource struct {
	ID     ID
	key    string // of the id
	name   string // lower case
	bodies []body
	estate *Estate
}

// A body is what one source says. What a resource says itself comes before
// what the body of its parent says, which may be older.
type body struct {
	value  *tree.Value
	props  *tree.Value // its properties; nil in the flat shape
	inline bool
}

// children are the lists of a resource that hold resources: by type, the
// property and the type of its elements.
var children = map[string][][2]string{
	"microsoft.network/expressroutecircuits":          {{"peerings", "peerings"}, {"authorizations", "authorizations"}},
	"microsoft.network/expressroutecircuits/peerings": {{"connections", "connections"}, {"peeredConnections", "peerConnections"}},
	"microsoft.network/expressroutecrossconnections":  {{"peerings", "peerings"}},
	"microsoft.network/expressrouteports":             {{"links", "links"}},
	"microsoft.network/expressroutegateways":          {{"expressRouteConnections", "expressRouteConnections"}},
	"microsoft.network/routefilters":                  {{"rules", "routeFilterRules"}},
	"microsoft.network/virtualnetworks":               {{"subnets", "subnets"}, {"virtualNetworkPeerings", "virtualNetworkPeerings"}},
	"microsoft.network/vpngateways":                   {{"connections", "vpnConnections"}},
	"microsoft.network/vpnsites":                      {{"vpnSiteLinks", "vpnSiteLinks"}},
}

// Add takes in the body of a resource that stands on its own. It reports
// false where the value is no resource.
func (e *Estate) Add(v *tree.Value) bool {
	id, ok := Identify(v)
	if !ok {
		return false
	}
	e.add(id, v, false, 0)
	return true
}

// Identify returns the id of a resource: its id, or its type and name.
func Identify(v *tree.Value) (ID, bool) {
	if text, ok := v.Get("id").Str(); ok {
		if id, ok := ParseID(text); ok {
			return id, true
		}
	}
	kind, _ := v.Get("type").Str()
	name, _ := v.Get("name").Str()
	if !strings.Contains(kind, ".") || !strings.Contains(kind, "/") || name == "" {
		return ID{}, false
	}
	id := ID{Type: strings.ToLower(kind), Names: strings.Split(name, "/")}
	id.Group, _ = v.Get("resourceGroup").Str()
	id.Subscription, _ = v.Get("subscriptionId").Str()
	return id, !slices.Contains(id.Names, "") && strings.Count(kind, "/") == len(id.Names)
}

func (e *Estate) add(id ID, v *tree.Value, inline bool, depth int) {
	r := e.byKey[id.Key()]
	if r == nil {
		r = e.enter(id)
	}
	b := body{value: v, inline: inline}
	if props := v.Get("properties"); props != nil && props.Kind == tree.Object {
		b.props = props
		props.Use = max(props.Use, tree.Dropped)
	}
	r.bodies = append(r.bodies, b)
	slices.SortStableFunc(r.bodies, func(a, b body) int { return cmp.Compare(rank(a), rank(b)) })
	if depth > 4 {
		return
	}
	for _, c := range children[id.Type] {
		for _, kid := range b.get(c[0]).Items() {
			if name := childName(kid); name != "" && len(kid.Kids) > 1 {
				e.add(id.Child(c[1], name), kid, true, depth+1)
			}
		}
	}
}

func rank(b body) int {
	if b.inline {
		return 1
	}
	return 0
}

// childName returns the name of a resource in the body of its parent.
func childName(v *tree.Value) string {
	if name, ok := v.Get("name").Str(); ok && name != "" {
		return name[strings.LastIndexByte(name, '/')+1:]
	}
	if text, ok := v.Get("id").Str(); ok {
		if id, ok := ParseID(text); ok {
			return id.Name()
		}
	}
	if kind, ok := v.Path("properties", "peeringType").Str(); ok {
		return kind
	}
	kind, _ := v.Get("peeringType").Str()
	return kind
}

// get looks a property up in both shapes.
func (b body) get(name string) *tree.Value {
	if v := b.props.Get(name); v != nil {
		return v
	}
	if b.props != nil && b.props.Kind == tree.Object && name == "type" {
		return nil
	}
	return b.value.Get(name)
}

// Name returns the name of the resource.
func (r *Resource) Name() string { return r.ID.Name() }

// At returns the value that the resource stands at.
func (r *Resource) At() *tree.Value {
	if len(r.bodies) == 0 {
		return nil
	}
	return r.bodies[0].value
}

// Missing reports whether no source says anything of the resource: something
// points to it.
func (r *Resource) Missing() bool { return len(r.bodies) == 0 }

// Get returns a property, or nil where no source sets it. Where sources
// contradict each other the first counts, and the contradiction is noted.
func (r *Resource) Get(name string, below ...string) *tree.Value {
	var found *tree.Value
	for _, b := range r.bodies {
		v := b.get(name).Path(below...)
		switch {
		case v.Blank():
			v.Mark(tree.Dropped)
		case found == nil:
			found = v
		default:
			r.compare(found, v, name, below)
			v.Mark(tree.Carried)
		}
	}
	return found
}

// compare notes that two sources say different things.
func (r *Resource) compare(a, b *tree.Value, name string, below []string) {
	s, okA := a.Str()
	t, okB := b.Str()
	if !okA || !okB || strings.EqualFold(s, t) {
		return
	}
	path := strings.Join(append([]string{name}, below...), ".")
	r.estate.note(b, "%s of %s is %s here and %s at %s, which is taken", path, source.Quote(r.Name()), source.Quote(t), source.Quote(s), a.Where())
}

func (e *Estate) note(at *tree.Value, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if key := at.Where() + message; !e.noted[key] {
		e.noted[key] = true
		e.Notes = append(e.Notes, Note{at, message})
	}
}

// Bodies returns what the sources say of the resource, each as it is written.
func (r *Resource) Bodies() []*tree.Value {
	out := make([]*tree.Value, len(r.bodies))
	for i, b := range r.bodies {
		out[i] = b.value
	}
	return out
}

// Inline reports whether the resource is only said in the body of its parent.
func (r *Resource) Inline() bool { return len(r.bodies) > 0 && r.bodies[0].inline }

// Of returns the resources of a type, by name and id.
func (e *Estate) Of(kind string) []*Resource {
	out := slices.Clone(e.byType[strings.ToLower(kind)])
	Sort(out)
	return out
}

// Sort orders resources by name, then id.
func Sort(list []*Resource) {
	slices.SortStableFunc(list, func(a, b *Resource) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.key, b.key))
	})
}

// Children returns the resources of a type in each resource, by the key of
// that resource's id, in the order of their names.
func (e *Estate) Children(kind string) map[string][]*Resource {
	out := map[string][]*Resource{}
	for _, r := range e.Of(kind) {
		key := r.ID.Parent().Key()
		out[key] = append(out[key], r)
	}
	return out
}

// Find returns the resource of an id. Where the id or the resource does not
// say its subscription or resource group, as in templates, one of the same
// type and names is found if there is only one.
func (e *Estate) Find(id ID) *Resource {
	if r := e.byKey[id.Key()]; r != nil {
		return r
	}
	var found *Resource
	for _, r := range e.byName[id.local()] {
		if !fits(r.ID.Subscription, id.Subscription) || !fits(r.ID.Group, id.Group) {
			continue
		}
		if found != nil {
			return nil
		}
		found = r
	}
	return found
}

// fits reports whether two names may be the same, one of which may be unknown.
func fits(a, b string) bool { return a == "" || b == "" || strings.EqualFold(a, b) }

// Stub returns the resource of an id, and adds one of which nothing is known
// where there is none.
func (e *Estate) Stub(id ID) *Resource {
	if r := e.Find(id); r != nil {
		return r
	}
	return e.enter(id)
}

// enter adds a resource.
func (e *Estate) enter(id ID) *Resource {
	r := &Resource{ID: id, estate: e, key: id.Key(), name: strings.ToLower(id.Name())}
	local := id.local()
	e.byKey[r.key] = r
	e.byName[local] = append(e.byName[local], r)
	e.byType[id.Type] = append(e.byType[id.Type], r)
	e.All = append(e.All, r)
	return r
}
