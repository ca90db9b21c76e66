package ingest

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// circuitPeerings writes the peerings of a circuit, and those that its
// provider's side says and it does not.
func (i *importer) circuitPeerings(r *estate.Resource, circuit string, cross *estate.Resource) {
	done := map[string]bool{}
	lists := i.peerings[r.ID.Key()]
	if cross != nil {
		lists = append(lists, i.estate.Children(crossType + "/peerings")[cross.ID.Key()]...)
	}
	for _, p := range lists {
		kind := i.peeringKind(p)
		if kind == "" || done[kind] {
			continue
		}
		done[kind] = true
		i.peering(p, circuit, kind)
	}
	if r.Missing() && !done["private"] && i.joins[r] {
		t := i.table("circuits." + circuit + ".peerings.private")
		t.above = append(t.above, "Not among the files; a connection or Global Reach uses it.")
	}
}

// findJoins finds the circuits whose private peering something uses.
func (i *importer) findJoins() {
	i.joins = map[*estate.Resource]bool{}
	for _, p := range []struct{ kind, path, id string }{{connectionType, "peer", "id"}, {hubJointType, "expressRouteCircuitPeering", "id"}, {reachType, "peerExpressRouteCircuitPeering", "id"}} {
		for _, r := range i.estate.Of(p.kind) {
			if c := i.follow(r.Get(p.path, p.id), circuitType); c != nil {
				i.joins[c] = true
			}
		}
	}
}

// peeringKind returns private or microsoft, or nothing for what the language
// has no word for.
func (i *importer) peeringKind(p *estate.Resource) string {
	v := p.Get("peeringType")
	text, ok := v.Str()
	if !ok {
		text = p.Name()
	}
	v.Mark(tree.Carried)
	switch strings.ToLower(text) {
	case "azureprivatepeering":
		return "private"
	case "microsoftpeering", "azuremicrosoftpeering":
		return "microsoft"
	case "azurepublicpeering":
		leave(p)
		i.input.note(p.At(), "peering %s is a public peering, which Azure has retired; it is left out", source.Quote(p.Name()))
	default:
		leave(p)
		i.input.note(p.At(), "%s is not a kind of peering that is known; it is left out", source.Quote(text))
	}
	return ""
}

// off reports whether a state says Disabled.
func off(v *tree.Value) bool {
	on, ok := v.Truth()
	return ok && !on
}

// peering writes a peering. A family of addresses that is switched off is
// noted, not carried.
func (i *importer) peering(p *estate.Resource, circuit, kind string) {
	v6 := p.Get("ipv6PeeringConfig")
	v4Off, v6Off := off(p.Get("state")), off(v6.Path("state"))
	bare := p.Get("primaryPeerAddressPrefix").Blank() && p.Get("secondaryPeerAddressPrefix").Blank()
	t := &table{path: "circuits." + circuit + ".peerings." + kind, imp: i}
	if v4Off && (v6.Blank() || v6Off) {
		i.switchedOff(p, circuit, kind)
		return
	}
	i.tables = append(i.tables, t)
	t.identity(p, p.Name())
	p.Get("state").Mark(tree.Carried)
	t.number("vlan_id", p.Get("vlanId"), 0, highest)
	t.number("peer_asn", p.Get("peerASN"), 0, highest)
	if v4Off && !bare {
		t.remark("azure: IPv4 is disabled: %s and %s", show(orNull(p.Get("primaryPeerAddressPrefix"))), show(orNull(p.Get("secondaryPeerAddressPrefix"))))
		mark(orNull(p.Get("primaryPeerAddressPrefix")), tree.Noted)
		mark(orNull(p.Get("secondaryPeerAddressPrefix")), tree.Noted)
	} else {
		t.link("primary_peer_address_prefix", p.Get("primaryPeerAddressPrefix"))
		t.link("secondary_peer_address_prefix", p.Get("secondaryPeerAddressPrefix"))
	}
	if v6Off {
		t.recorded("IPv6 is disabled", p, "ipv6PeeringConfig")
	} else if !v6.Blank() {
		t.link("ipv6_primary_peer_address_prefix", v6.Path("primaryPeerAddressPrefix"))
		t.link("ipv6_secondary_peer_address_prefix", v6.Path("secondaryPeerAddressPrefix"))
		v6.Path("state").Mark(tree.Carried)
	}
	if v := p.Get("sharedKey"); v != nil {
		mark(v, tree.Sealed)
		t.put("md5", "true")
	}
	if kind == "microsoft" {
		i.microsoft(t, p, v6)
	} else { // Azure writes an empty block on private peerings too
		p.Get("microsoftPeeringConfig").Mark(tree.Dropped)
		v6.Path("microsoftPeeringConfig").Mark(tree.Dropped)
	}
	t.usual(p.Get("azureASN"), "12076")
	t.azure(p, "primaryAzurePort", "secondaryAzurePort", "azureASN", "lastModifiedBy", "expressRouteConnection.id")
	if kind == "private" {
		t.placeholder("advertised_prefixes", "[]", i.question(2))
	}
}

func orNull(v *tree.Value) *tree.Value {
	if v == nil {
		return &tree.Value{}
	}
	return v
}

// switchedOff leaves a peering out that Azure has disabled, and asks.
func (i *importer) switchedOff(p *estate.Resource, circuit, kind string) {
	t := &table{imp: i}
	title := map[string]string{"private": "private", "microsoft": "Microsoft"}[kind]
	t.identity(p, p.Name())
	t.azure(p, "state", "vlanId", "peerASN", "primaryPeerAddressPrefix", "secondaryPeerAddressPrefix", "ipv6PeeringConfig", "microsoftPeeringConfig", "primaryAzurePort", "secondaryAzurePort", "azureASN", "lastModifiedBy")
	n := slices.IndexFunc(i.tables, func(t *table) bool { return t.path == "circuits."+circuit })
	if n < 0 {
		return
	}
	holder := i.tables[n]
	holder.remark("azure: the %s peering is disabled and left out:", title)
	holder.rows = append(holder.rows, t.rows...)
	i.ask("circuits."+circuit, "The %s peering of circuit %s is disabled in Azure and left out of the design. Is it to stay so?", title, circuit)
}

// microsoft carries what only Microsoft peering has.
func (i *importer) microsoft(t *table, p *estate.Resource, v6 *tree.Value) {
	c := p.Get("microsoftPeeringConfig")
	c6 := v6.Path("microsoftPeeringConfig")
	var lists []*tree.Value
	for _, v := range []*tree.Value{c.Path("advertisedPublicPrefixes"), c6.Path("advertisedPublicPrefixes")} {
		if !v.Blank() {
			lists = append(lists, v)
		}
	}
	if len(lists) == 0 {
		for _, info := range c.Path("advertisedPublicPrefixInfo").Items() {
			lists = append(lists, info.Get("prefix"))
		}
	}
	t.prefixes("advertised_public_prefixes", lists...)
	if n, ok := c.Path("customerASN").Int(); ok && n == 0 {
		c.Path("customerASN").Mark(tree.Dropped)
	} else {
		t.number("customer_asn", c.Path("customerASN"), 1, highest)
	}
	if s, _ := c.Path("routingRegistryName").Str(); strings.EqualFold(s, "NONE") {
		c.Path("routingRegistryName").Mark(tree.Dropped)
	} else {
		t.str("routing_registry_name", c.Path("routingRegistryName"))
	}
	if state := c.Path("advertisedPublicPrefixesState"); len(lists) == 0 {
		state.Mark(tree.Dropped)
	} else {
		t.word("prefix_validation", state, "Configured", "validated", "Configuring", "pending", "ValidationNeeded", "pending", "NotConfigured", "pending")
	}
	i.routeFilterOf(t, p)
	t.usual(c.Path("legacyMode"), "0")
	t.recorded("microsoftPeeringConfig", part{c}, "advertisedCommunities", "legacyMode", "advertisedPublicPrefixInfo")
	t.recorded("ipv6PeeringConfig", part{c6}, "advertisedCommunities", "customerASN", "routingRegistryName", "legacyMode", "advertisedPublicPrefixesState")
}

// routeFilterOf carries the route filter. The language has one for both
// families.
func (i *importer) routeFilterOf(t *table, p *estate.Resource) {
	f := i.follow(p.Get("routeFilter", "id"), filterType)
	f6 := i.follow(p.Get("ipv6PeeringConfig", "routeFilter", "id"), filterType)
	if f == nil {
		f, f6 = f6, nil
	}
	if f != nil {
		t.put("route_filter", quote(i.filters.name(f)))
	}
	if f6 != nil && f6 != f {
		t.remark("azure: the route filter of IPv6 is %s", source.Quote(f6.Name()))
	}
}

func (i *importer) allFilters() {
	rules := i.estate.Children(filterType + "/routefilterrules")
	for _, r := range i.estate.Of(filterType) {
		name := i.filters.name(r)
		t := i.table("route_filters." + name)
		t.region("location", r.Get("location"))
		access, first := "", true
		var communities []*tree.Value
		for _, rule := range rules[r.ID.Key()] {
			t.identity(rule, rule.Name())
			rule.Get("routeFilterRuleType").Mark(tree.Carried)
			rule.Get("location").Mark(tree.Dropped)
			a, _ := rule.Get("access").Str()
			if !first && !strings.EqualFold(a, access) {
				i.input.note(rule.At(), "rule %s of route filter %s allows and denies otherwise than the one before; it is left out", source.Quote(rule.Name()), source.Quote(r.Name()))
				continue
			}
			first, access = false, a
			if !t.has("access") {
				t.word("access", rule.Get("access"), "Allow", "allow", "Deny", "deny")
			}
			rule.Get("access").Mark(tree.Carried)
			communities = append(communities, rule.Get("communities").Items()...)
		}
		t.strs("communities", tree.NewArray(r.At(), communities...))
		t.identity(r, name)
		t.azure(r, "tags")
		mark(orNull(r.Get("peerings")), tree.Noted)
		mark(orNull(r.Get("ipv6Peerings")), tree.Noted)
	}
}

// allReaches writes Global Reach links, each once: it is a connection on one
// side and a peer connection on the other.
func (i *importer) allReaches() {
	seen := map[string]bool{}
	for _, r := range i.estate.Of(reachType) {
		own, _ := r.ID.Up(circuitType)
		a := i.estate.Stub(own)
		b := i.follow(r.Get("peerExpressRouteCircuitPeering", "id"), circuitType)
		i.follow(r.Get("expressRouteCircuitPeering", "id"), circuitType)
		if b == nil || a == b {
			leave(r)
			i.input.note(r.At(), "Global Reach connection %s does not name another circuit; it is left out", source.Quote(r.Name()))
			continue
		}
		pair := []string{i.circuits.name(a), i.circuits.name(b)}
		if pair[0] > pair[1] {
			pair[0], pair[1] = pair[1], pair[0]
		}
		if key := strings.Join(pair, "/"); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		name := i.reaches.name(r)
		t := i.table("global_reach." + name)
		t.put("circuits", list([]string{quote(pair[0]), quote(pair[1])}))
		t.link("address_prefix", r.Get("addressPrefix"))
		t.link("ipv6_address_prefix", r.Get("ipv6CircuitConnectionConfig", "addressPrefix"))
		t.authorized(r.Get("authorizationKey"))
		t.identity(r, name)
		t.azure(r, "circuitConnectionStatus", "ipv6CircuitConnectionConfig.circuitConnectionStatus")
	}
	for _, r := range i.estate.Of(peeringType + "/peerconnections") {
		for _, b := range r.Bodies() {
			mark(b, tree.Noted)
		}
	}
}

// authorized carries that an authorization is used, never its key.
func (t *table) authorized(v *tree.Value) {
	if v.Blank() {
		return
	}
	v.Mark(tree.Sealed)
	t.put("authorization", "true")
}
