package export

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
)

// A tfExporter writes a Terraform configuration.
type tfExporter struct {
	exporter
	variables []*block
	blocks    []*block
}

// Terraform writes the Azure part of a design as a configuration of the azurerm
// provider.
func Terraform(d *planner.Design) Result {
	e := &tfExporter{exporter: exporter{d: d}}
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
	var b strings.Builder
	b.WriteString("terraform {\n  required_providers {\n    azurerm = {\n      source  = \"hashicorp/azurerm\"\n      version = \">= 4.0\"\n    }\n  }\n}\n")
	for _, list := range [][]*block{e.variables, e.blocks} {
		for _, bl := range list {
			b.WriteByte('\n')
			bl.write(&b, "")
		}
	}
	return Result{b.String(), e.notes}
}

// label writes a name as Terraform calls things.
func label(name string) string { return strings.ReplaceAll(name, "-", "_") }

// tf refers to a resource.
func tf(kind, name string) string { return "azurerm_" + kind + "." + label(name) }

// variable declares a variable, once, and returns its value.
func (e *tfExporter) variable(name, about string, sensitive bool) string {
	head := "variable " + hclQuote(name)
	for _, v := range e.variables {
		if v.head == head {
			return "var." + name
		}
	}
	b := &block{head: head}
	b.set("type", "string")
	b.text("description", about)
	if sensitive {
		b.set("sensitive", "true")
	}
	e.variables = append(e.variables, b)
	return "var." + name
}

// secret declares the variable of a key.
func (e *tfExporter) secret(path, what string) string {
	return e.variable(snake(path)+"_"+what, "of "+path+"; a design never holds it", true)
}

// snake writes the path of a table as the name of a variable.
func snake(path string) string { return strings.NewReplacer(".", "_", "-", "_").Replace(path) }

// location writes a region, or a variable for one that is not stated.
func (e *tfExporter) location(region, path string) string {
	if region != "" {
		return hclQuote(region)
	}
	return e.variable(snake(path)+"_location", "the region of "+path+", which the design does not state", false)
}

// group is the resource group of what says none.
func (e *tfExporter) group(name string) string {
	if name != "" {
		return hclQuote(name)
	}
	return e.variable("resource_group_name", "the resource group", false)
}

// add adds a resource; where it is in a resource group and region, both.
func (e *tfExporter) add(kind, name string) *block {
	b := &block{head: fmt.Sprintf("resource %q %q", "azurerm_"+kind, label(name))}
	e.blocks = append(e.blocks, b)
	return b
}

// placed adds a resource of its own: with name, group and region.
func (e *tfExporter) placed(kind, name, group, location string) *block {
	b := e.add(kind, name)
	b.text("name", name)
	b.set("resource_group_name", e.group(group))
	b.set("location", location)
	return b
}

func (e *tfExporter) ports() {
	for _, p := range e.d.Ports {
		b := e.placed("express_route_port", p.Name(), "", e.location(e.region(p.Region), p.Path()))
		b.text("peering_location", p.PeeringLocation)
		if p.Bandwidth > 0 {
			b.value("bandwidth_in_gbps", gbps(p.Bandwidth))
		}
		b.text("encapsulation", encapsulations[p.Encapsulation])
		b.text("billing_type", families[p.Billing])
		for i, admin := range []planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2} {
			name := fmt.Sprintf("link%d", i+1)
			l := &block{head: name}
			l.value("admin_enabled", stated(admin))
			if m := p.MACsec; m != nil && contains(m.Links, name) {
				e.macsec(l, p)
			}
			b.sub(l)
		}
	}
}

func (e *tfExporter) macsec(l *block, p *planner.Port) {
	m := p.MACsec
	vault := m.KeyVault
	if vault == "" {
		vault = "VAULT"
		e.note("%s: the key vault of MACsec is not stated", p.Path())
	}
	l.text("macsec_cipher", m.Cipher)
	l.text("macsec_ckn_keyvault_secret_id", "https://"+vault+".vault.azure.net/secrets/"+p.Name()+"-ckn")
	l.text("macsec_cak_keyvault_secret_id", "https://"+vault+".vault.azure.net/secrets/"+p.Name()+"-cak")
	l.value("macsec_sci_enabled", stated(m.SCI))
	e.note("%s: the secrets of MACsec are taken to be called %s-ckn and %s-cak; the identity that reads them is not written", p.Path(), p.Name(), p.Name())
}

func (e *tfExporter) circuits() {
	for _, c := range e.d.Circuits {
		b := e.placed("express_route_circuit", c.Name(), c.ResourceGroup, e.location(e.region(c.Region), c.Path()))
		if c.IsDirect() {
			b.set("express_route_port_id", tf("express_route_port", c.PortName)+".id")
			if c.Bandwidth > 0 {
				b.value("bandwidth_in_gbps", gbps(c.Bandwidth))
			}
		} else {
			b.text("service_provider_name", c.ServiceProvider)
			b.text("peering_location", c.PeeringLocation)
			if c.Bandwidth > 0 {
				b.value("bandwidth_in_mbps", int64(c.Bandwidth))
			}
		}
		b.value("rate_limiting_enabled", stated(c.RateLimit))
		if c.PortAuthorization.Present() {
			b.set("authorization_key", e.secret(c.Path(), "port_authorization_key"))
		}
		if len(c.Tags) > 0 {
			pairs := make([]string, len(c.Tags))
			for i, t := range c.Tags {
				pairs[i] = hclQuote(t.Key) + " = " + hclQuote(t.Value)
			}
			b.set("tags", "{ "+strings.Join(pairs, ", ")+" }")
		}
		s := &block{head: "sku"}
		s.text("tier", tiers[c.Tier])
		s.text("family", families[c.Billing])
		b.sub(s)
		for _, p := range c.PeeringList() {
			e.peering(c, p)
		}
	}
}

// peeringLabel is what the peering of a circuit is called in the configuration.
func peeringLabel(circuit, kind string) string { return circuit + "-" + kind }

func (e *tfExporter) peering(c *planner.Circuit, p *planner.Peering) {
	b := e.add("express_route_circuit_peering", peeringLabel(c.Name(), p.Kind))
	b.text("peering_type", peeringName(p))
	b.set("express_route_circuit_name", tf("express_route_circuit", c.Name())+".name")
	b.set("resource_group_name", e.group(c.ResourceGroup))
	b.value("vlan_id", stated(p.VLANID))
	b.value("peer_asn", stated(p.PeerASN))
	if !p.Primary.IsValid() && !p.Secondary.IsValid() && (p.PrimaryV6.IsValid() || p.SecondaryV6.IsValid()) {
		b.set("ipv4_enabled", "false")
	}
	b.text("primary_peer_address_prefix", masked(p.Primary))
	b.text("secondary_peer_address_prefix", masked(p.Secondary))
	if p.MD5.Value() {
		b.set("shared_key", e.secret(p.Path(), "shared_key"))
	}
	if p.IsMicrosoft() {
		if p.RouteFilter != nil {
			b.set("route_filter_id", tf("route_filter", p.RouteFilterName)+".id")
		}
		m := &block{head: "microsoft_peering_config"}
		m.list("advertised_public_prefixes", texts(p.PublicPrefixes))
		m.value("customer_asn", stated(p.CustomerASN))
		m.text("routing_registry_name", p.RoutingRegistry)
		b.sub(m)
	}
	v6 := &block{head: "ipv6"}
	v6.text("primary_peer_address_prefix", masked(p.PrimaryV6))
	v6.text("secondary_peer_address_prefix", masked(p.SecondaryV6))
	b.sub(v6)
}

func (e *tfExporter) filters() {
	for _, f := range e.d.RouteFilters {
		b := e.placed("route_filter", f.Name(), "", e.location(e.region(f.Region), f.Path()))
		if len(f.Communities) == 0 && f.Access == "" {
			continue
		}
		rule := &block{head: "rule"}
		rule.text("name", "rule")
		rule.set("access", `"Allow"`)
		if f.Access == "deny" {
			rule.rows[1].value = `"Deny"`
			e.note("%s: the azurerm provider takes no filters that deny", f.Path())
		}
		rule.set("rule_type", `"Community"`)
		rule.list("communities", communities(f))
		b.sub(rule)
	}
}

func (e *tfExporter) reaches() {
	for _, g := range e.d.GlobalReach {
		b := e.add("express_route_circuit_connection", g.Name())
		b.text("name", g.Name())
		for i, key := range []string{"peering_id", "peer_peering_id"} {
			c := g.Circuits[i]
			if c.Peerings.Private == nil {
				e.note("%s: circuit %s has no private peering in the design; the link refers to one that is not written", g.Path(), c.Name())
				b.set(key, "\"${"+tf("express_route_circuit", c.Name())+".id}/peerings/AzurePrivatePeering\"")
				continue
			}
			b.set(key, tf("express_route_circuit_peering", peeringLabel(c.Name(), "private"))+".id")
		}
		b.text("address_prefix_ipv4", masked(g.AddressPrefix))
		b.text("address_prefix_ipv6", masked(g.AddressPrefixV6))
		if g.Authorization.Present() {
			b.set("authorization_key", e.secret(g.Path(), "authorization_key"))
		}
	}
}
