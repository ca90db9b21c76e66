package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/topology"
)

// sites describes the customer's side and what its lines share.
var sites = Section{
	ID: "sites", Title: "Sites, routers and lines", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		if len(d.Design.Sites) == 0 {
			return nil
		}
		out := []block.Block{d.siteTable()}
		out = d.titled(out, "Routers", "", d.routerTable())
		out = d.titled(out, "Access lines", "A line runs from a router to the provider's or Microsoft's edge: the first mile and the cross-connect.", d.lineTable())
		out = d.titled(out, "Between the sites", "", d.siteLinkTable())
		out = d.titled(out, "Internet access", "", d.internetTable())
		return append(out, d.diversity()...)
	},
}

// titled adds a table under a heading, with a sentence before it; a table
// without rows adds nothing.
func (d *Data) titled(out []block.Block, title, sentence string, t block.Table) []block.Block {
	if len(t.Rows) == 0 {
		return out
	}
	out = append(out, block.Title(3, title))
	if sentence != "" {
		out = append(out, block.Say(sentence))
	}
	return append(out, t)
}

func (d *Data) siteTable() block.Table {
	t := block.Table{Columns: block.Columns("Site", "City", "#ASN", "Prefixes", "Stateful firewall")}
	for _, s := range d.Design.Sites {
		where := d.Word(&s.Node, "city", strings.Trim(s.City+", "+s.Country, ", "))
		prefixes := Prefixes(s.Prefixes, 6)
		if !s.Has("prefixes") {
			prefixes = block.Text("none stated")
		}
		t.Rows = append(t.Rows, block.Row(block.Name(s.Name()), where, Number(d, &s.Node, "asn", s.ASN), prefixes, d.Yes(&s.Node, "stateful_firewall", s.StatefulFirewall)))
	}
	return t
}

func (d *Data) routerTable() block.Table {
	t := block.Table{Columns: block.Columns("Router", "Kind", "Model", "Building", "BFD", "BGP hold time", "Shared risk")}
	for _, s := range d.Design.Sites {
		for _, r := range s.Routers {
			kind := string(r.Kind)
			if kind == "" {
				kind = "router"
			}
			building := r.Building
			if building == "" {
				building = "that of the site"
			}
			t.Rows = append(t.Rows, block.Row(block.Name(r.ID()), kind, d.Word(&r.Node, "model", r.Model), building, d.bfd(r), d.holdTime(r), labels(r.SharedRisk)))
		}
	}
	return t
}

// bfd says how a router runs BFD.
func (d *Data) bfd(r *planner.Router) block.Inline {
	if !r.BFD.Value() || r.BFDInterval == 0 {
		return d.Yes(&r.Node, "bfd", r.BFD)
	}
	text := span(r.BFDInterval)
	if r.BFDMultiplier.Known() {
		text += fmt.Sprintf(" × %d", r.BFDMultiplier.Value())
	}
	return block.Text(text)
}

// holdTime returns the hold time of a router, or what BGP negotiates without
// one.
func (d *Data) holdTime(r *planner.Router) block.Inline {
	if r.BGPHoldTime > 0 {
		return block.Text(span(r.BGPHoldTime))
	}
	return block.Text(span(planner.Duration(d.Limit("bgp.hold_time").Duration())), " (default)")
}

func labels(list []string) block.Inline { return block.Names(list, 4) }

func (d *Data) lineTable() block.Table {
	t := block.Table{Columns: block.Columns("Link", "Router", "Interface", "#Line", "Carrier", "Provider edge", "#Layer-2 devices", "Shared risk")}
	for _, c := range d.Design.Circuits {
		for _, l := range c.Links.All() {
			if !l.Configured() && !topology.InUse(l) {
				continue
			}
			t.Rows = append(t.Rows, d.lineRow(c, l))
		}
	}
	return t
}

func (d *Data) lineRow(c *planner.Circuit, l *planner.Link) []block.Inline {
	router := block.Name(l.RouterName)
	switch {
	case l.RouterName != "":
	case c.WAN != nil:
		router = block.Text("the WAN ", block.Name(c.WAN.Name()))
	case c.Managed().Value():
		router = block.Text("the provider's")
	default:
		router = d.Unknown(&l.Node, "router")
	}
	edge, line := d.ends(c, l)
	return block.Row(block.Name(l.ID()), router, block.Name(l.Interface), line, d.Word(&l.Node, "carrier", l.Carrier), edge, Number(d, &l.Node, "l2_devices", l.L2Devices), labels(l.SharedRisk))
}

// ends returns the provider's edge of a link and the rate of its line.
func (d *Data) ends(c *planner.Circuit, l *planner.Link) (edge, line block.Inline) {
	if !c.IsDirect() {
		return d.Word(&l.Node, "provider_edge", l.ProviderEdge), d.Rate(&l.Node, "bandwidth", l.Bandwidth)
	}
	edge = block.Text("none: Direct")
	if l.Bandwidth == 0 && c.Port.Bandwidth > 0 {
		return edge, block.Text(c.Port.Bandwidth, " port")
	}
	return edge, d.Rate(&l.Node, "bandwidth", l.Bandwidth)
}

func (d *Data) siteLinkTable() block.Table {
	t := block.Table{Columns: block.Columns("Link", "Ends", "#Bandwidth", "Carrier", "#Cost", "Announces the other site", "Shared risk")}
	for _, l := range d.Design.SiteLinks {
		announces := "no"
		if l.Announce.Value() {
			announces = "yes"
		}
		t.Rows = append(t.Rows, block.Row(block.Name(l.Name()), block.Names(l.EndNames, 2), d.Rate(&l.Node, "bandwidth", l.Bandwidth), d.Word(&l.Node, "carrier", l.Carrier), l.Cost.Or(1), announces, labels(l.SharedRisk)))
	}
	for _, w := range d.Design.WANs {
		for _, a := range w.Attachments {
			t.Rows = append(t.Rows, block.Row(block.Name(w.Name()+"/"+a.Name()), block.Text(block.Name(a.RouterName), " to the WAN of ", d.Word(&w.Node, "service_provider", w.ServiceProvider)), d.Rate(&a.Node, "bandwidth", a.Bandwidth), d.Word(&a.Node, "carrier", a.Carrier), a.Cost.Or(1), "", labels(append(append([]string{}, w.SharedRisk...), a.SharedRisk...))))
		}
	}
	return t
}

func (d *Data) internetTable() block.Table {
	t := block.Table{Columns: block.Columns("Access", "#Bandwidth", "Carrier", "Shared risk")}
	for _, s := range d.Design.Sites {
		for _, a := range s.InternetAccess {
			t.Rows = append(t.Rows, block.Row(block.Name(s.Name()+"/"+a.Name()), d.Rate(&a.Node, "bandwidth", a.Bandwidth), d.Word(&a.Node, "carrier", a.Carrier), labels(a.SharedRisk)))
		}
		if len(s.InternetAccess) == 0 && len(d.Analysis.Topology.InternetOf(s)) > 0 {
			path := "internet_access"
			t.Rows = append(t.Rows, block.Row(block.Name(s.Name()), d.Unknown(&s.Node, path), d.Unknown(&s.Node, path), nil))
		}
	}
	return t
}

// sharedKinds are the kinds of components by which lines may fail together.
var sharedKinds = []planner.Kind{"site", "building", "carrier", "provider-edge", "provider", "peering-site", "peering-location", "metro", "risk"}

// diversity lists what takes down more than one line.
func (d *Data) diversity() []block.Block {
	t := block.Table{Columns: block.Columns("Shared", "Lines that fail with it", "#Of all")}
	top := d.Analysis.Topology
	all := 0
	for c := range top.Components {
		if isLine(top.Components[c].Kind) {
			all++
		}
	}
	for _, k := range sharedKinds {
		for c := range top.Components {
			if top.Components[c].Kind != k {
				continue
			}
			var lines []int
			for _, x := range top.Takes(c) {
				if isLine(top.Components[x].Kind) {
					lines = append(lines, x)
				}
			}
			if len(lines) > 1 {
				t.Rows = append(t.Rows, block.Row(d.ID(c), d.IDs(lines, 6), fmt.Sprintf("%d of %d", len(lines), all)))
			}
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []block.Block{
		block.Title(3, "What lines share"),
		block.Say("Two lines that share a thing are no two lines when it fails. The table holds what the design states; a duct that nobody wrote down is not in it."),
		t,
	}
}

func isLine(k planner.Kind) bool {
	return k == "link" || k == "site-link" || k == "attachment" || k == "internet"
}
