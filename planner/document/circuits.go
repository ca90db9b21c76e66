package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// circuits describes what is bought.
var circuits = Section{
	ID: "circuits", Title: "Providers and circuits", Preset: Both,
	Build: func(d *Data) []block.Block {
		if len(d.Design.Circuits) == 0 {
			return nil
		}
		out := []block.Block{d.circuitTable()}
		out = d.titled(out, "ExpressRoute Direct", "", d.portTable())
		out = d.titled(out, "Peering locations", "", d.locationTable())
		out = d.titled(out, "Tiers", "", d.tierTable())
		out = append(out, d.levels()...)
		out = d.titled(out, "Global Reach", "", d.reachTable())
		return d.titled(out, "Diversity, migrations and ownership", "", d.promises())
	},
}

func (d *Data) circuitTable() block.Table {
	t := block.Table{Columns: block.Columns("Circuit", "From", "Peering location", "#Bandwidth", "Tier", "Billing", "Connectivity", "BGP held by", "State")}
	for _, c := range d.Design.Circuits {
		t.Rows = append(t.Rows, block.Row(block.Name(c.Name()), d.seller(c), d.Word(&c.Node, "peering_location", c.LocationName()),
			d.Rate(&c.Node, "bandwidth", c.Bandwidth), d.Word(&c.Node, "tier", string(c.Tier)), d.Word(&c.Node, "billing", string(c.Billing)),
			d.connectivity(c), d.holder(c), provisioning(c)))
	}
	return t
}

// seller names the provider of a circuit, or its port pair.
func (d *Data) seller(c *planner.Circuit) block.Inline {
	if c.IsDirect() {
		return block.Text("Direct, ", block.Name(c.PortName))
	}
	return d.Word(&c.Node, "service_provider", c.ProviderName())
}

func (d *Data) connectivity(c *planner.Circuit) block.Inline {
	if c.IsDirect() && c.Connectivity == "" {
		return block.Text("direct")
	}
	return d.Word(&c.Node, "connectivity", string(c.Connectivity))
}

// holder says who holds the BGP sessions.
func (d *Data) holder(c *planner.Circuit) block.Inline {
	managed := c.Managed()
	switch {
	case !managed.Known():
		return d.Unknown(&c.Node, "layer")
	case managed.Value():
		return block.Text("provider")
	}
	return block.Text("customer")
}

func provisioning(c *planner.Circuit) string {
	if c.ProvisioningState == "" {
		return "planned"
	}
	return string(c.ProvisioningState)
}

func (d *Data) portTable() block.Table {
	t := block.Table{Columns: block.Columns("Port pair", "Peering location", "#Bandwidth", "Encapsulation", "Billing", "Ports switched on", "Optics", "#Sold to circuits")}
	for _, p := range d.Design.Ports {
		var sold planner.Bandwidth
		for _, c := range d.Design.Circuits {
			if c.Port == p {
				sold += c.Bandwidth
			}
		}
		on := []string{}
		for i, o := range []planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2} {
			if o.Or(true) {
				on = append(on, fmt.Sprintf("link%d", i+1))
			}
		}
		t.Rows = append(t.Rows, block.Row(block.Name(p.Name()), d.Word(&p.Node, "peering_location", p.PeeringLocation), d.Rate(&p.Node, "bandwidth", p.Bandwidth),
			d.Word(&p.Node, "encapsulation", string(p.Encapsulation)), d.Word(&p.Node, "billing", string(p.Billing)), block.Names(on, 2), d.Word(&p.Node, "optics", p.Optics), sold))
	}
	return t
}

// locationTable lists the peering locations in use with what is known of them.
func (d *Data) locationTable() block.Table {
	t := block.Table{Columns: block.Columns("Peering location", "Kind", "Facilities", "Circuits", "Regions of the Local tier")}
	for _, name := range d.locationNames() {
		var circuits []string
		row := block.Row(name, "", block.Emphasis("not in the catalogue"), nil, nil)
		for _, c := range d.Design.Circuits {
			if c.LocationName() != name {
				continue
			}
			circuits = append(circuits, c.Name())
			if l := c.Location; l != nil {
				kind := "one facility or campus"
				if l.Metro {
					kind = "Metro: two facilities"
				}
				row = block.Row(name, kind, strings.Join(l.Facilities, "; "), nil, strings.Join(l.LocalRegions, ", "))
				d.Fact("Peering location "+name, strings.Join(l.Facilities, "; "), l.Source)
			}
		}
		row[3] = block.Names(circuits, 6)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// locationNames returns the peering locations in use, in the order of the
// circuits.
func (d *Data) locationNames() []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range d.Design.Circuits {
		if n := c.LocationName(); n != "" && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}

// tierTable says how far the tiers in use reach, and what they carry.
func (d *Data) tierTable() block.Table {
	t := block.Table{Columns: block.Columns("Tier", "Reaches", "#IPv4 prefixes to Microsoft, private", "#IPv6", "#Prefixes to Microsoft, Microsoft peering", "Circuits", "#Virtual networks linked, of at most")}
	for _, tier := range d.Catalog().Tiers() {
		var names, linked []string
		for _, c := range d.Design.Circuits {
			if string(c.Tier) != tier.Name {
				continue
			}
			names = append(names, c.Name())
			if limit, src, ok := d.Catalog().VNetLinks(tier.Name, int(c.Bandwidth)); ok {
				d.Fact(fmt.Sprintf("Virtual networks of a %s circuit of %s", tier.Name, c.Bandwidth), fmt.Sprint(limit), src)
				linked = append(linked, fmt.Sprintf("%d of %d", len(c.Connections)+len(c.GlobalReach), limit))
			}
		}
		if len(names) == 0 {
			continue
		}
		d.Fact("Tier "+tier.Name, tier.Scope, tier.Source)
		t.Rows = append(t.Rows, block.Row(tier.Name, scopeWords[tier.Scope], rules.Number(tier.PrivateIPv4Prefixes), rules.Number(tier.PrivateIPv6Prefixes), rules.Number(tier.MicrosoftIPv4Prefixes), block.Names(names, 6), strings.Join(linked, "; ")))
	}
	return t
}

var scopeWords = map[string]string{
	"local-regions":       "the regions of its peering location",
	"geopolitical-region": "the regions of its geopolitical region",
	"global":              "all regions of the cloud",
}

// levels says which of Microsoft's levels the design reaches.
func (d *Data) levels() []block.Block {
	t := block.Table{Columns: block.Columns("For", "Level reached", "Peering locations", "Circuits")}
	for _, l := range d.Analysis.Levels() {
		var names []string
		for _, c := range l.Circuits {
			names = append(names, c.Name())
		}
		t.Rows = append(t.Rows, block.Row(block.Name(l.Name), level(l.Level), strings.Join(l.Places, ", "), block.Names(names, 6)))
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []block.Block{block.Title(3, "Resiliency levels"), block.Say("Microsoft's levels: standard is one circuit at one location, high one circuit in a Metro, maximum circuits at two locations."), t}
}

func (d *Data) reachTable() block.Table {
	t := block.Table{Columns: block.Columns("Global Reach", "Circuits", "IPv4 block", "IPv6 block", "Authorization")}
	for _, g := range d.Design.GlobalReach {
		v4 := d.Prefix(&g.Node, "address_prefix", g.AddressPrefix)
		v6 := block.Inline(nil)
		if g.AddressPrefixV6.IsValid() {
			v6 = block.Name(g.AddressPrefixV6.String())
		}
		authorization := "none stated"
		if g.Authorization.Present() {
			authorization = "needed; the key is handed over outside of this document"
		}
		t.Rows = append(t.Rows, block.Row(block.Name(g.Name()), block.Names(g.CircuitNames, 2), v4, v6, authorization))
	}
	return t
}

// promises lists what providers have promised and which circuits replace
// others.
func (d *Data) promises() block.Table {
	t := block.Table{Columns: block.Columns("Circuit", "Diverse from", "Replaces", "Subscription", "Resource group")}
	for _, c := range d.Design.Circuits {
		if len(c.DiverseFrom) > 0 || c.MigrationOf != "" || c.Subscription != "" || c.ResourceGroup != "" {
			t.Rows = append(t.Rows, block.Row(block.Name(c.Name()), block.Names(c.DiverseFrom, 6), block.Name(c.MigrationOf), block.Name(c.Subscription), block.Name(c.ResourceGroup)))
		}
	}
	return t
}
