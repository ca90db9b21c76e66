package change

import (
	"strings"
)

// A form is how a value names another table.
type form uint8

const (
	plain     form = iota // no reference
	byName                // the name, or "collection/name"
	byPlace               // "collection/name" alone
	byRouter              // "site/router"
	byID                  // the id of a component: "router:site/name"
	byPath                // "circuits.er-london.tier"
	byFlow                // the key is the name of a flow
	byOwnSite             // a router of the site that the thing names
	loose                 // a name of the catalogue, matched without case and hyphens
)

// references says which keys of which groups name other tables, and of which
// collection where that is not said in the value.
var references = map[string]struct {
	form       form
	collection string
}{
	"circuits.port": {byName, "ports"}, "circuits.wan": {byName, "wans"}, "circuits.diverse_from": {byName, "circuits"}, "circuits.migration_of": {byName, "circuits"},
	"circuits.links.router": {byRouter, ""}, "circuits.peerings.route_filter": {byName, "route_filters"},
	"connections.circuit": {byName, "circuits"}, "connections.gateway": {byName, "gateways"},
	"vnets.hub": {byName, "vnets"}, "vnets.isolated_from": {byName, "vnets"}, "vnets.peerings.to": {byName, "vnets"},
	"gateways.vnet": {byName, "vnets"}, "gateways.migration_of": {byName, "gateways"}, "virtual_hubs.wan": {byName, "virtual_wans"},
	"vpn_tunnels.site": {byName, "sites"}, "vpn_tunnels.routers": {byOwnSite, ""}, "vpn_tunnels.gateway": {byName, "gateways"}, "vpn_tunnels.circuit": {byName, "circuits"},
	"flows.from": {byPlace, ""}, "flows.to": {byPlace, ""}, "global_reach.circuits": {byName, "circuits"},
	"site_links.ends": {byRouter, ""}, "wans.attachments.router": {byRouter, ""},
	"route_policies.site": {byName, "sites"}, "route_policies.sites": {byName, "sites"}, "route_policies.match": {byPlace, ""}, "route_policies.via": {byPlace, ""},
	"scenarios.fail": {byID, ""}, "scenarios.drain": {byID, ""}, "scenarios.expect": {byFlow, ""},
	"tests.target": {byID, ""}, "tests.observed": {byFlow, ""}, "exceptions.target": {byPath, ""},
	"circuits.service_provider": {loose, ""}, "circuits.peering_location": {loose, ""}, "circuits.location": {loose, ""},
	"ports.peering_location": {loose, ""}, "ports.location": {loose, ""}, "wans.service_provider": {loose, ""},
	"vnets.region": {loose, ""}, "virtual_hubs.region": {loose, ""}, "gateways.sku": {loose, ""}, "route_filters.location": {loose, ""},
}

// A namer returns the name that a table has now, by its path.
type namer func(path string) string

// rewrite writes a value with the names that the tables have now. The site is
// that which the thing names, for its routers.
func rewrite(f form, collection, value, site string, name namer) string {
	switch f {
	case byName:
		if !strings.Contains(value, "/") {
			return name(collection + "." + value)
		}
		return rewrite(byPlace, "", value, site, name)
	case byPlace:
		if kind, of, ok := strings.Cut(value, "/"); ok && rank(kind) < len(nouns) {
			return kind + "/" + name(kind+"."+of)
		}
	case byRouter:
		if of, router, ok := strings.Cut(value, "/"); ok {
			return name("sites."+of) + "/" + name("sites."+of+".routers."+router)
		}
	case byOwnSite:
		return name("sites." + site + ".routers." + value)
	case byID:
		return rewriteID(value, name)
	case byPath:
		return rewritePath(value, name)
	}
	return value
}

// owners says, for the kinds of components that are named after a table, the
// collections whose names stand first.
var owners = map[string][]string{
	"site": {"sites"}, "building": {"sites"}, "router": {"sites"}, "internet": {"sites"}, "attachment": {"wans"},
	"site-link": {"site_links"}, "wan": {"wans"}, "link": {"circuits"}, "msee": {"circuits", "ports"}, "provider-edge": {"circuits"},
	"port": {"ports"}, "circuit": {"circuits"}, "global-reach": {"global_reach"}, "tunnel": {"vpn_tunnels"}, "connection": {"connections"},
	"gateway-instance": {"gateways", "virtual_hubs"}, "gateway": {"gateways", "virtual_hubs"}, "virtual-hub": {"virtual_hubs"},
}

// below says what the second part of a component's name is, where it is the
// name of a table too.
var below = map[string]string{"router": ".routers.", "internet": ".internet_access.", "attachment": ".attachments."}

// rewriteID writes the id of a component with the names that tables have now.
func rewriteID(id string, name namer) string {
	kind, rest, ok := strings.Cut(id, ":")
	if !ok {
		return id
	}
	first, second, deep := strings.Cut(rest, "/")
	for _, collection := range owners[kind] {
		now := name(collection + "." + first)
		if deep && below[kind] != "" {
			second = name(collection + "." + first + below[kind] + second)
		}
		if now != first || deep && below[kind] != "" {
			if deep {
				return kind + ":" + now + "/" + second
			}
			return kind + ":" + now
		}
	}
	return id
}

// rewritePath writes a path with the names that tables have now.
func rewritePath(path string, name namer) string {
	parts := strings.Split(path, ".")
	old := append([]string(nil), parts...)
	for i := 1; i < len(parts); i += 2 {
		bare, index, _ := strings.Cut(old[i], "[")
		now := name(strings.Join(old[:i], ".") + "." + bare)
		if index != "" {
			now += "[" + index
		}
		parts[i] = now
	}
	return strings.Join(parts, ".")
}
