package export

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
)

const version = "2024-05-01"

// An armExporter writes a template.
type armExporter struct {
	exporter
	resources  []any
	parameters object
}

// ARM writes the Azure part of a design as a template.
func ARM(d *planner.Design) Result {
	e := &armExporter{exporter: exporter{d: d}}
	e.ports()
	e.circuits()
	e.filters()
	e.reaches()
	e.vnets()
	e.gateways()
	e.wans()
	e.hubs()
	e.connections()
	e.tunnels()
	e.left()
	var top object
	top.put("$schema", "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#")
	top.put("contentVersion", "1.0.0.0")
	top.put("parameters", e.parameters)
	top = append(top, member{"resources", e.resources})
	if e.resources == nil {
		top[len(top)-1].value = []any{}
	}
	var b strings.Builder
	render(&b, top, "")
	b.WriteByte('\n')
	return Result{b.String(), e.notes}
}

// parameter declares a parameter, once, and returns the expression of its
// value.
func (e *armExporter) parameter(name, kind, description string) string {
	for _, p := range e.parameters {
		if p.name == name {
			return fmt.Sprintf("[parameters('%s')]", name)
		}
	}
	var meta, p object
	meta.put("description", description)
	p.put("type", kind)
	p.put("metadata", meta)
	e.parameters.put(name, p)
	return fmt.Sprintf("[parameters('%s')]", name)
}

// secret declares the parameter of a key.
func (e *armExporter) secret(path, what string) string {
	return e.parameter(camel(path)+what, "securestring", "of "+path+"; a design never holds it")
}

// camel writes the path of a table as the name of a parameter.
func camel(path string) string {
	words := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	for i, w := range words {
		if i > 0 {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}

// location returns a region, or a parameter for one that is not stated.
func (e *armExporter) location(region, path string) string {
	if region != "" {
		return region
	}
	return e.parameter(camel(path)+"Location", "string", "the region of "+path+", which the design does not state")
}

// id writes the expression of a resource's id.
func id(kind string, names ...string) string {
	return "[resourceId('Microsoft.Network/" + kind + "', '" + strings.Join(names, "', '") + "')]"
}

// to is a reference to a resource.
func to(kind string, names ...string) object { return object{{"id", id(kind, names...)}} }

// add adds a resource.
func (e *armExporter) add(kind, name, location string, extra object, props object, depends ...string) {
	var r object
	r.put("type", "Microsoft.Network/"+kind)
	r.put("apiVersion", version)
	r.put("name", name)
	r.put("location", location)
	r = append(r, extra...)
	var on []any
	for _, d := range depends {
		on = append(on, d)
	}
	r.put("dependsOn", on)
	r = append(r, member{"properties", props})
	e.resources = append(e.resources, r)
}

func (e *armExporter) ports() {
	for _, p := range e.d.Ports {
		var props object
		props.put("peeringLocation", plain(p.PeeringLocation))
		if p.Bandwidth > 0 {
			props.put("bandwidthInGbps", gbps(p.Bandwidth))
		}
		props.put("encapsulation", encapsulations[p.Encapsulation])
		props.put("billingType", families[p.Billing])
		var links []any
		for i, admin := range []planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2} {
			if l := e.portLink(p, fmt.Sprintf("link%d", i+1), admin); l != nil {
				links = append(links, l)
			}
		}
		props.put("links", links)
		e.add("expressRoutePorts", p.Name(), e.location(e.region(p.Region), p.Path()), nil, props)
	}
}

// gbps writes a bandwidth in Gbps: a whole number where it is one.
func gbps(b planner.Bandwidth) any {
	if b%1000 == 0 {
		return int64(b) / 1000
	}
	return float64(b) / 1000
}

// portLink writes a link of a port pair, nil where the design says nothing of
// it.
func (e *armExporter) portLink(p *planner.Port, name string, admin planner.Opt[bool]) any {
	var props object
	if admin.Known() {
		props.put("adminState", onOff(admin.Value()))
	}
	if m := p.MACsec; m != nil && contains(m.Links, name) {
		var c object
		vault := m.KeyVault
		if vault == "" {
			vault = "VAULT"
			e.note("%s: the key vault of MACsec is not stated", p.Path())
		}
		c.put("cknSecretIdentifier", "https://"+vault+".vault.azure.net/secrets/"+p.Name()+"-ckn")
		c.put("cakSecretIdentifier", "https://"+vault+".vault.azure.net/secrets/"+p.Name()+"-cak")
		c.put("cipher", m.Cipher)
		if m.SCI.Known() {
			c.put("sciState", onOff(m.SCI.Value()))
		}
		props.put("macSecConfig", c)
		e.note("%s: the secrets of MACsec are taken to be called %s-ckn and %s-cak", p.Path(), p.Name(), p.Name())
	}
	if len(props) == 0 {
		return nil
	}
	return object{{"name", name}, {"properties", props}}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func onOff(on bool) string {
	if on {
		return "Enabled"
	}
	return "Disabled"
}

func (e *armExporter) circuits() {
	for _, c := range e.d.Circuits {
		var extra, skuOf, props, tags object
		if c.Tier != "" && c.Billing != "" {
			skuOf.put("name", tiers[c.Tier]+"_"+families[c.Billing])
		}
		skuOf.put("tier", tiers[c.Tier])
		skuOf.put("family", families[c.Billing])
		for _, t := range c.Tags {
			tags = append(tags, member{plain(t.Key), plain(t.Value)})
		}
		extra.put("tags", tags)
		extra.put("sku", skuOf)
		var depends []string
		if c.IsDirect() {
			props.put("expressRoutePort", to("expressRoutePorts", c.PortName))
			if c.Bandwidth > 0 {
				props.put("bandwidthInGbps", gbps(c.Bandwidth))
			}
			depends = append(depends, id("expressRoutePorts", c.PortName))
		} else {
			var p object
			p.put("serviceProviderName", plain(c.ServiceProvider))
			p.put("peeringLocation", plain(c.PeeringLocation))
			if c.Bandwidth > 0 {
				p.put("bandwidthInMbps", int64(c.Bandwidth))
			}
			props.put("serviceProviderProperties", p)
		}
		props.put("enableDirectPortRateLimit", stated(c.RateLimit))
		if c.PortAuthorization.Present() {
			props.put("authorizationKey", e.secret(c.Path(), "PortAuthorizationKey"))
		}
		e.add("expressRouteCircuits", c.Name(), e.location(e.region(c.Region), c.Path()), extra, props, depends...)
		for _, p := range c.PeeringList() {
			e.peering(c, p)
		}
	}
}

// peeringName is what Azure calls a peering.
func peeringName(p *planner.Peering) string {
	if p.IsMicrosoft() {
		return "MicrosoftPeering"
	}
	return "AzurePrivatePeering"
}

func (e *armExporter) peering(c *planner.Circuit, p *planner.Peering) {
	name := peeringName(p)
	var props, v6 object
	props.put("peeringType", name)
	if !p.Primary.IsValid() && !p.Secondary.IsValid() && (p.PrimaryV6.IsValid() || p.SecondaryV6.IsValid()) {
		props.put("state", "Disabled")
	}
	props.put("peerASN", stated(p.PeerASN))
	props.put("vlanId", stated(p.VLANID))
	props.put("primaryPeerAddressPrefix", masked(p.Primary))
	props.put("secondaryPeerAddressPrefix", masked(p.Secondary))
	if p.MD5.Value() {
		props.put("sharedKey", e.secret(p.Path(), "SharedKey"))
	}
	depends := []string{id("expressRouteCircuits", c.Name())}
	if p.IsMicrosoft() {
		if c.Peerings.Private != nil { // a circuit takes one change at a time
			depends = append(depends, id("expressRouteCircuits/peerings", c.Name(), "AzurePrivatePeering"))
		}
		var m object
		m.put("advertisedPublicPrefixes", list(texts(p.PublicPrefixes)))
		m.put("customerASN", stated(p.CustomerASN))
		m.put("routingRegistryName", plain(p.RoutingRegistry))
		props.put("microsoftPeeringConfig", m)
		if p.RouteFilter != nil {
			props.put("routeFilter", to("routeFilters", p.RouteFilterName))
			depends = append(depends, id("routeFilters", p.RouteFilterName))
		}
	}
	v6.put("primaryPeerAddressPrefix", masked(p.PrimaryV6))
	v6.put("secondaryPeerAddressPrefix", masked(p.SecondaryV6))
	if len(v6) > 0 {
		v6.put("state", "Enabled")
		props.put("ipv6PeeringConfig", v6)
	}
	e.add("expressRouteCircuits/peerings", c.Name()+"/"+name, "", nil, props, depends...)
}

// list turns texts into a JSON list.
func list(items []string) []any {
	var out []any
	for _, s := range items {
		out = append(out, plain(s))
	}
	return out
}

func (e *armExporter) filters() {
	for _, f := range e.d.RouteFilters {
		var rule, props object
		rule.put("access", accesses[f.Access])
		if f.Access == "" {
			rule.put("access", "Allow") // the only one that Azure takes for new rules
		}
		rule.put("routeFilterRuleType", "Community")
		rule.put("communities", list(communities(f)))
		if len(f.Communities) > 0 || f.Access != "" {
			props.put("rules", []any{object{{"name", "rule"}, {"properties", rule}}})
		}
		e.add("routeFilters", f.Name(), e.location(e.region(f.Region), f.Path()), nil, props)
	}
}

func (e *armExporter) reaches() {
	for _, g := range e.d.GlobalReach {
		a, b := g.Circuits[0].Name(), g.Circuits[1].Name()
		var props, v6 object
		props.put("expressRouteCircuitPeering", to("expressRouteCircuits/peerings", a, "AzurePrivatePeering"))
		props.put("peerExpressRouteCircuitPeering", to("expressRouteCircuits/peerings", b, "AzurePrivatePeering"))
		props.put("addressPrefix", masked(g.AddressPrefix))
		v6.put("addressPrefix", masked(g.AddressPrefixV6))
		props.put("ipv6CircuitConnectionConfig", v6)
		if g.Authorization.Present() {
			props.put("authorizationKey", e.secret(g.Path(), "AuthorizationKey"))
		}
		e.add("expressRouteCircuits/peerings/connections", a+"/AzurePrivatePeering/"+g.Name(), "", nil, props,
			id("expressRouteCircuits/peerings", a, "AzurePrivatePeering"), id("expressRouteCircuits/peerings", b, "AzurePrivatePeering"))
	}
}
