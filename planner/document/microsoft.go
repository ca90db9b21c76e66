package document

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
)

// microsoft describes Microsoft peering: what is announced, translated and
// received.
var microsoft = Section{
	ID: "microsoft-peering", Title: "Microsoft peering, NAT and route filters", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		list := d.Design.MicrosoftPeerings()
		if len(list) == 0 {
			return nil
		}
		t := block.Table{Columns: block.Columns("Circuit", "Announced public prefixes", "Customer ASN", "Registry", "Validation", "Route filter", "Microsoft 365")}
		nat := block.Table{Columns: block.Columns("Circuit", "Translated by", "Pool", "Primary link alone", "Secondary link alone")}
		for _, p := range list {
			t.Rows = append(t.Rows, d.microsoftRow(p))
			nat.Rows = append(nat.Rows, d.natRow(p))
		}
		out := []block.Block{
			block.Say("Microsoft checks that announced prefixes are registered to the customer. Nothing is received until a route filter is attached."), t,
			block.Title(3, "NAT"), nat,
		}
		return d.titled(out, "Route filters", "", d.filterTable())
	},
}

func (d *Data) microsoftRow(p *planner.Peering) []block.Inline {
	public := Prefixes(p.PublicPrefixes, 6)
	if len(p.PublicPrefixes) == 0 {
		public = d.Unknown(&p.Node, "advertised_public_prefixes")
	}
	validation := d.Word(&p.Node, "prefix_validation", string(p.PrefixValidation))
	filter := block.Name(p.RouteFilterName)
	if p.RouteFilterName == "" {
		filter = block.Text(block.Strong("none"))
	}
	m365 := block.Text("not used")
	if d.usesM365(p) {
		m365 = d.Yes(&p.Node, "m365_authorized", p.M365Authorized)
		if p.M365Authorized.Value() {
			m365 = block.Text("authorized")
		}
	}
	return block.Row(block.Name(p.Circuit.Name()), public, Number(d, &p.Node, "customer_asn", p.CustomerASN), d.Word(&p.Node, "routing_registry_name", p.RoutingRegistry), validation, filter, m365)
}

// usesM365 reports whether the filter of a peering lets Microsoft 365 in.
func (d *Data) usesM365(p *planner.Peering) bool {
	if p.RouteFilter == nil {
		return false
	}
	for _, list := range p.RouteFilter.Resolved {
		for _, c := range list {
			if c.M365 {
				return true
			}
		}
	}
	return false
}

func (d *Data) natRow(p *planner.Peering) []block.Inline {
	if p.NAT == nil {
		return block.Row(block.Name(p.Circuit.Name()), d.Unknown(&p.Node, "nat"), nil, nil, nil)
	}
	n := p.NAT
	cell := func(p interface {
		IsValid() bool
		String() string
	}) block.Inline {
		if !p.IsValid() {
			return nil
		}
		return block.Name(p.String())
	}
	return block.Row(block.Name(p.Circuit.Name()), d.Word(&n.Node, "owner", string(n.Owner)), cell(n.Pool), cell(n.Primary), cell(n.Secondary))
}

func (d *Data) filterTable() block.Table {
	t := block.Table{Columns: block.Columns("Filter", "Entry", "Communities", "Used by")}
	for _, f := range d.Design.RouteFilters {
		var users []string
		for _, p := range d.Design.MicrosoftPeerings() {
			if p.RouteFilter == f {
				users = append(users, p.Circuit.Name())
			}
		}
		for i, entry := range f.Communities {
			var names []string
			for _, c := range f.Resolved[i] {
				names = append(names, c.Value+" "+c.Title)
				d.Fact("Community "+c.Value, strings.TrimSpace(c.Title+" "+c.Region), c.Source)
			}
			who := block.Names(users, 4)
			if len(users) == 0 {
				who = block.Text("nobody")
			}
			t.Rows = append(t.Rows, block.Row(block.Name(f.Name()), block.Name(entry), strings.Join(names, ", "), who))
		}
	}
	return t
}
