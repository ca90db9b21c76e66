package ingest

import (
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// A reading gives the properties of a resource, or of a part of one.
type reading interface {
	Get(name string, below ...string) *tree.Value
}

// A part is an object in the body of a resource.
type part struct{ value *tree.Value }

// Get returns a property of the part, in both shapes.
func (p part) Get(name string, below ...string) *tree.Value {
	v := deep(p.value, append([]string{name}, below...)...)
	if v.Blank() {
		return nil
	}
	return v
}

func (i *importer) allPorts() {
	for _, r := range i.estate.Of(portType) {
		i.port(r)
	}
}

// port writes a Direct port pair.
func (i *importer) port(r *estate.Resource) {
	name := i.ports.name(r)
	t := i.table("ports." + name)
	i.portPlace(t, r.Get("peeringLocation"))
	t.bandwidth("bandwidth", r.Get("bandwidthInGbps"), 1000)
	t.word("encapsulation", r.Get("encapsulation"), "Dot1Q", "dot1q", "QinQ", "qinq")
	t.word("billing", r.Get("billingType"), "MeteredData", "metered", "UnlimitedData", "unlimited")
	links := i.links(r)
	t.adminState(links)
	t.str("ether_type", r.Get("etherType"))
	t.region("location", r.Get("location"))
	t.identity(r, name, "subscription")
	t.azure(r, "identity.type", "provisionedBandwidthInGbps", "mtu", "allocationDate")
	r.Get("identity").Mark(tree.Noted)
	for n, l := range links {
		if l != nil {
			t.recorded("link"+string(rune('1'+n)), l, "routerName", "interfaceName", "patchPanelId", "rackId", "coloLocation", "connectorType")
		}
	}
	t.azure(r, "tags", "circuits")
	i.macsec(r, name, links)
}

// links returns the two links of a port pair.
func (i *importer) links(r *estate.Resource) (out [2]*estate.Resource) {
	for n, name := range []string{"link1", "link2"} {
		if l := i.estate.Find(r.ID.Child("links", name)); l != nil {
			t := table{imp: i}
			t.identity(l, name)
			out[n] = l
		}
	}
	return out
}

func (t *table) adminState(links [2]*estate.Resource) {
	var parts []string
	for n, l := range links {
		if l == nil {
			continue
		}
		v := l.Get("adminState")
		if on, ok := v.Truth(); ok {
			v.Mark(tree.Carried)
			parts = append(parts, "link"+string(rune('1'+n))+" = "+map[bool]string{true: "true", false: "false"}[on])
		} else if v != nil {
			t.text("admin_state", v)
		}
	}
	if len(parts) > 0 {
		t.put("admin_state", "{ "+strings.Join(parts, ", ")+" }")
	}
}

// macsec writes the link encryption of a port pair.
func (i *importer) macsec(r *estate.Resource, name string, links [2]*estate.Resource) {
	t := &table{path: "ports." + name + ".macsec", imp: i}
	var on []string
	for n, l := range links {
		if l == nil || l.Get("macSecConfig", "cakSecretIdentifier").Blank() && l.Get("macSecConfig", "cknSecretIdentifier").Blank() {
			if l != nil {
				l.Get("macSecConfig").Mark(tree.Dropped) // a cipher without keys encrypts nothing
			}
			continue
		}
		on = append(on, quote("link"+string(rune('1'+n))))
		if !t.has("cipher") {
			t.str("cipher", l.Get("macSecConfig", "cipher"))
			t.flag("sci", l.Get("macSecConfig", "sciState"))
			t.vault(l)
		} else {
			l.Get("macSecConfig").Mark(tree.Carried)
		}
	}
	if len(on) > 0 {
		t.put("links", list(on))
		i.tables = append(i.tables, t)
	}
}

// vault carries the name of the key vault, never what is in it.
func (t *table) vault(l *estate.Resource) {
	v := l.Get("macSecConfig", "cakSecretIdentifier")
	l.Get("macSecConfig", "cknSecretIdentifier").Mark(tree.Carried)
	s, ok := t.text("key_vault", v)
	if !ok {
		return
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(s, "https://"), "/")
	host, _, _ = strings.Cut(host, ".")
	v.Mark(tree.Carried)
	t.put("key_vault", quote(host))
}

// place carries a peering location, which a circuit and a port pair cannot do
// without.
func (i *importer) place(t *table, v *tree.Value) {
	const key = "peering_location"
	if s, ok := t.text(key, v); ok {
		v.Mark(tree.Carried)
		t.put(key, quote(s))
		return
	}
	t.put(key, `"unknown"`)
	if v.Blank() {
		t.imp.doubts = append(t.imp.doubts, Doubt{t.path + "." + key, "the files do not say it", ""})
	}
}

// portPlace carries the peering location of a port pair. Azure calls it by its
// facility, the design by its place.
func (i *importer) portPlace(t *table, v *tree.Value) {
	name, _ := v.Str()
	l, ok := i.catalog.PortLocation(catalog.Public, name)
	if !ok || strings.EqualFold(l.Name, name) {
		i.place(t, v)
		return
	}
	v.Mark(tree.Carried)
	t.put("peering_location", quote(l.Name))
	t.remark("azure: peeringLocation = %s", source.Quote(name))
}

func (i *importer) allCircuits() {
	cross := map[string]*estate.Resource{}
	for _, r := range i.estate.Of(crossType) {
		if c := i.follow(r.Get("expressRouteCircuit", "id"), circuitType); c != nil {
			cross[c.ID.Key()] = r
		}
	}
	for _, r := range i.estate.Of(circuitType) {
		i.circuit(r, cross[r.ID.Key()])
	}
}

// circuit writes a circuit with its peerings; cross is what the provider's
// side says of it, or nil.
func (i *importer) circuit(r, cross *estate.Resource) {
	name := i.circuits.name(r)
	t := i.table("circuits." + name)
	i.circuitPlace(t, r, cross)
	t.word("tier", r.Get("sku", "tier"), "Local", "local", "Standard", "standard", "Premium", "premium")
	t.word("billing", r.Get("sku", "family"), "MeteredData", "metered", "UnlimitedData", "unlimited")
	i.skuName(r)
	t.region("location", r.Get("location"))
	t.word("provisioning_state", r.Get("serviceProviderProvisioningState"), "NotProvisioned", "not-provisioned",
		"Provisioning", "provisioning", "Provisioned", "provisioned", "Deprovisioning", "not-provisioned")
	t.flag("rate_limit", r.Get("enableDirectPortRateLimit"))
	if v := r.Get("authorizationKey"); v != nil {
		mark(v, tree.Sealed)
		t.put("port_authorization", "true")
	}
	t.identity(r, name, "subscription", "resource_group")
	t.tags(r)
	if cross != nil {
		t.identity(cross, cross.Name())
		cross.Get("location").Mark(tree.Dropped)
		t.recorded("cross connection", cross, "primaryAzurePort", "secondaryAzurePort", "sTag", "serviceProviderProvisioningState", "serviceProviderNotes")
	}
	t.authorizations(i, r)
	t.usual(r.Get("circuitProvisioningState"), "Enabled")
	t.azure(r, "allowClassicOperations", "globalReachEnabled", "allowGlobalReach", "circuitProvisioningState", "serviceProviderNotes", "stag", "authorizationStatus")
	i.circuitLinks(t, r)
	i.circuitPeerings(r, name, cross)
}

// circuitPlace carries the port pair, or the provider and the location.
func (i *importer) circuitPlace(t *table, r, cross *estate.Resource) {
	p := r.Get("serviceProviderProperties")
	if port := i.follow(r.Get("expressRoutePort", "id"), portType); port != nil {
		t.put("port", quote(i.ports.name(port)))
		t.bandwidth("bandwidth", r.Get("bandwidthInGbps"), 1000)
		t.put("connectivity", `"direct"`)
		return
	}
	location, mbps := p.Path("peeringLocation"), p.Path("bandwidthInMbps")
	if cross != nil && location.Blank() {
		location, mbps = cross.Get("peeringLocation"), cross.Get("bandwidthInMbps")
	}
	if v := r.Get("expressRoutePort", "id"); !v.Blank() {
		location = v // it says why it is not known
	}
	t.str("service_provider", p.Path("serviceProviderName"))
	i.place(t, location)
	if v := r.Get("bandwidthInGbps"); mbps.Blank() && v != nil {
		t.bandwidth("bandwidth", v, 1000)
	} else {
		t.bandwidth("bandwidth", mbps, 1)
	}
}

// skuName compares the name of the SKU with tier and family, which count.
func (i *importer) skuName(r *estate.Resource) {
	v := r.Get("sku", "name")
	v.Mark(tree.Dropped)
	name, ok := v.Str()
	tier, okTier := r.Get("sku", "tier").Str()
	family, okFamily := r.Get("sku", "family").Str()
	if ok && okTier && okFamily && !strings.EqualFold(name, tier+"_"+family) {
		i.input.note(v, "the SKU of circuit %s is called %s; its tier %s and family %s count", source.Quote(r.Name()), source.Quote(name), source.Quote(tier), source.Quote(family))
	}
}

// authorizations notes the names of a circuit's authorizations, never a key.
func (t *table) authorizations(i *importer, r *estate.Resource) {
	var names []string
	for _, a := range i.authorizations()[r.ID.Key()] {
		if len(names) < 20 {
			names = append(names, source.Quote(a.Name()))
		} else if len(names) == 20 {
			names = append(names, "…")
		}
		for _, b := range a.Bodies() {
			b.Get("name").Mark(tree.Noted)
			b.Get("id").Mark(tree.Dropped)
			b.Get("type").Mark(tree.Dropped)
		}
		a.Get("authorizationKey").Mark(tree.Sealed)
		for _, key := range []string{"authorizationUseStatus", "connectionResourceUri"} {
			a.Get(key).Mark(tree.Noted)
		}
	}
	if len(names) > 0 {
		t.remark("azure: authorizations = [%s]", strings.Join(names, ", "))
	}
	for _, b := range r.Bodies() {
		b.Path("properties", "serviceKey").Mark(tree.Sealed)
		b.Get("serviceKey").Mark(tree.Sealed)
	}
}

func (i *importer) authorizations() map[string][]*estate.Resource {
	if i.auths == nil {
		i.auths = i.estate.Children(circuitType + "/authorizations")
	}
	return i.auths
}

// circuitLinks leaves the places that a person has to fill in.
func (i *importer) circuitLinks(t *table, r *estate.Resource) {
	if r.Get("expressRoutePort", "id").Blank() {
		t.placeholder("connectivity", `""`, i.question(3)+": cloud-exchange, point-to-point or ip-vpn")
		t.placeholder("layer", "2", i.question(3)+": 3 where the provider holds the BGP sessions")
	}
	t.placeholder("links.primary.router", `"SITE/ROUTER"`, i.question(1))
	t.placeholder("links.secondary.router", `"SITE/ROUTER"`, i.question(1))
}

// recorded notes what Azure records of a part, under a title.
func (t *table) recorded(title string, r reading, names ...string) {
	inner := &table{imp: t.imp}
	inner.azure(r, names...)
	for _, row := range inner.rows {
		t.remark("azure: %s: %s", title, strings.TrimPrefix(row.comment, "azure: "))
	}
}

// usual drops a value that is the same almost everywhere: it is not worth a
// comment.
func (t *table) usual(v *tree.Value, text string) {
	if s, ok := v.Str(); ok && strings.EqualFold(s, text) {
		v.Use = tree.Usual
	}
}

// labels carries the labels of the route tables that learn what a connection
// of a hub brings.
func (t *table) labels(r reading) {
	t.strs("propagated_labels", r.Get("routingConfiguration", "propagatedRouteTables", "labels"))
}
