package ingest

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// subnetRows carries the subnets, and returns the gateway subnet.
func (i *importer) subnetRows(t *table, r *estate.Resource) *estate.Resource {
	var gateway *estate.Resource
	var others []string
	for _, s := range i.subnets[r.ID.Key()] {
		inner := &table{path: t.path, imp: i}
		inner.identity(s, s.Name())
		var lists []*tree.Value
		for _, name := range []string{"addressPrefixes", "addressPrefix"} {
			if v := s.Get(name); v != nil {
				lists = append(lists, v)
			}
		}
		if len(lists) > 1 { // the single one repeats the list
			lists[1].Mark(tree.Carried)
			lists = lists[:1]
		}
		if strings.EqualFold(s.Name(), "GatewaySubnet") {
			gateway = s
			i.gatewayPrefixes(t, lists)
			continue
		}
		for _, v := range lists {
			if v.Kind == tree.Array {
				v.Use = tree.Carried
				for _, more := range v.Kids[min(1, len(v.Kids)):] {
					mark(more, tree.Dropped)
				}
				v = first(v)
			}
			if p, ok := t.prefix("subnets", v); ok && dataKey(s.Name()) {
				others = append(others, key(s.Name())+" = "+quote(p.String()))
			}
		}
		rest(s)
	}
	if len(others) > 0 {
		t.put("subnets", "{ "+strings.Join(others, ", ")+" }")
	}
	return gateway
}

// first returns the first element of a list.
func first(v *tree.Value) *tree.Value {
	if len(v.Kids) == 0 {
		return nil
	}
	return v.Kids[0]
}

// gatewayPrefixes carries the prefixes of the gateway subnet, one a family.
func (i *importer) gatewayPrefixes(t *table, lists []*tree.Value) {
	for _, v := range lists {
		items := []*tree.Value{v}
		if v.Kind == tree.Array {
			items, v.Use = v.Kids, tree.Carried
		}
		for _, item := range items {
			name := "gateway_subnet"
			p, ok := t.prefix(name, item)
			if ok && p.Addr().Is6() {
				name = "gateway_subnet_ipv6"
			}
			if ok && t.has(name) {
				i.doubtOnce(item, "the gateway subnet has more than one prefix of a family; the first is taken")
			} else if ok {
				t.put(name, quote(p.String()))
			}
		}
	}
}

// gatewaySubnet writes what is attached to the gateway subnet. What a source
// that has the subnet does not attach is not there.
func (i *importer) gatewaySubnet(s *estate.Resource, vnet string) {
	t := i.table("vnets." + vnet + ".gateway_subnet_policy")
	nsg := s.Get("networkSecurityGroup", "id")
	if name, ok := t.lastName("network_security_group", nsg); ok {
		t.put("network_security_group", quote(name))
	} else if nsg == nil {
		t.put("network_security_group", `""`)
	}
	v := s.Get("routeTable", "id")
	table := i.pointed(v, routeTableType)
	switch {
	case v == nil:
		t.put("routes", "[]")
		t.put("bgp_propagation", "true")
	case table == nil:
		t.placeholder("routes", "[]", "its route table is not among the files: "+show(v))
		t.placeholder("bgp_propagation", "true", "as the route table says")
		mark(v, tree.Noted)
	default:
		i.routes(t, table)
	}
	for _, name := range []string{"serviceEndpointPolicies"} {
		if p := s.Get(name); !p.Blank() {
			mark(p, tree.Carried)
			t.put("service_endpoint_policy", "true")
		}
	}
	t.azure(s, "natGateway.id", "delegations", "serviceEndpoints")
}

// pointed returns the resource that an id names, where a source has it.
func (i *importer) pointed(v *tree.Value, kind string) *estate.Resource {
	text, _ := v.Str()
	id, ok := estate.ParseID(text)
	if !ok {
		return nil
	}
	r := i.estate.Find(id)
	if r == nil || r.ID.Type != kind || r.Missing() {
		return nil
	}
	mark(v, tree.Carried)
	return r
}

// lastName returns the name in an id, for what the language only names.
func (t *table) lastName(key string, v *tree.Value) (string, bool) {
	s, ok := t.text(key, v)
	if !ok {
		return "", false
	}
	id, ok := estate.ParseID(s)
	if !ok {
		t.doubt(key, v, "%s is not the id of a resource", source.Quote(s))
		return "", false
	}
	mark(v, tree.Carried)
	return id.Name(), true
}

// routes carries the routes of a route table.
func (i *importer) routes(t *table, r *estate.Resource) {
	inner := &table{imp: i}
	inner.identity(r, r.Name())
	var out []string
	for _, route := range r.Get("routes").Items() {
		p := part{route}
		prefix, ok := t.prefix("routes", p.Get("addressPrefix"))
		if !ok {
			continue
		}
		hop := p.Get("nextHopIpAddress")
		if hop == nil {
			hop = p.Get("nextHopType")
		} else {
			mark(orNull(p.Get("nextHopType")), tree.Carried)
		}
		to, _ := t.text("routes", hop)
		mark(orNull(hop), tree.Carried)
		mark(orNull(route.Get("name")), tree.Dropped)
		mark(orNull(route.Get("id")), tree.Dropped)
		out = append(out, "{ prefix = "+quote(prefix.String())+", next_hop = "+quote(to)+" }")
	}
	if v := r.Get("routes"); v != nil {
		v.Use = tree.Carried
	}
	t.put("routes", list(out))
	if blocked, ok := r.Get("disableBgpRoutePropagation").Truth(); ok {
		r.Get("disableBgpRoutePropagation").Mark(tree.Carried)
		t.put("bgp_propagation", map[bool]string{true: "false", false: "true"}[blocked])
	} else {
		t.put("bgp_propagation", "true")
	}
}
