package diagram

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	_ "github.com/erplan/erplan/testdata/seed"
)

// hostile are texts that a design may hold and that mean something to a format
// or to a terminal.
var hostile = []string{
	"", "x", "plain name", `<script>alert("1")</script>`, `a"b'c`, "a|b|c", "`tick`", `back\slash\n`, "]]>", "-->", "&amp;&lt;",
	"\x1b[31mred", "bell\a", "\u202eright to left", "\u2066isolate\u2069", "zero\u200bwidth", "東京データセンター", "Zürich Ölstraße", "مرحبا",
	"é̂̈", "🙂🙂", "#quot;", "%d %s", "{{x}}", "end", "subgraph", "style: x#1;", "n1 --> n2", "N\\N\\G", "\"]:::x", strings.Repeat("m", 63), strings.Repeat("W", 63),
	"--", "%%{init: {}}%%", "$x$", "\ufeff", "\u2028line", "a\tb", "\xff\xfe",
}

func someText(t *rapid.T, label string) string {
	return rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringN(0, 30, -1)).Draw(t, label)
}

// somePicture draws any picture that a caller may make: the boxes of a group
// stand in columns of one zone.
func somePicture(t *rapid.T) *Picture {
	p := &Picture{Title: someText(t, "title"), Option: someText(t, "option"), Failed: []string{someText(t, "failed")}}
	zone := 0
	for range rapid.IntRange(1, 7).Draw(t, "columns") {
		if rapid.Bool().Draw(t, "zone") {
			zone++
		}
		p.Columns = append(p.Columns, Column{someText(t, "column"), zone})
	}
	groupZone := []int{}
	for i := range rapid.IntRange(0, 5).Draw(t, "groups") {
		g := Group{ID: fmt.Sprint("g", i), Kind: region, Title: someText(t, "group"), Parent: -1, Mark: someMark(t)}
		z := p.Columns[rapid.IntRange(0, len(p.Columns)-1).Draw(t, "in")].Zone
		if i > 0 && rapid.Bool().Draw(t, "nested") {
			g.Parent = rapid.IntRange(0, i-1).Draw(t, "parent")
			z = groupZone[g.Parent]
		}
		p.Groups = append(p.Groups, g)
		groupZone = append(groupZone, z)
	}
	for i := range rapid.IntRange(0, 24).Draw(t, "boxes") {
		b := Box{ID: fmt.Sprint("b", i), Kind: rapid.SampledFrom(mergeable).Draw(t, "kind"), Group: -1, Title: someText(t, "title"), Mark: someMark(t), Count: rapid.IntRange(1, 3).Draw(t, "count")}
		b.Column = rapid.IntRange(0, len(p.Columns)-1).Draw(t, "column")
		for range rapid.IntRange(0, 2).Draw(t, "details") {
			b.Details = append(b.Details, someText(t, "detail"))
		}
		for g := range p.Groups {
			if groupZone[g] == p.Columns[b.Column].Zone && rapid.Bool().Draw(t, "member") {
				b.Group = g
			}
		}
		p.Boxes = append(p.Boxes, b)
	}
	if len(p.Boxes) == 0 {
		return p
	}
	for range rapid.IntRange(0, 40).Draw(t, "edges") {
		e := Edge{From: rapid.IntRange(0, len(p.Boxes)-1).Draw(t, "from"), To: rapid.IntRange(0, len(p.Boxes)-1).Draw(t, "to"), Count: 1, Mark: someMark(t)}
		e.Style = rapid.SampledFrom([]Style{Inside, Primary, Secondary, Tunnelled}).Draw(t, "style")
		if rapid.IntRange(0, 3).Draw(t, "labelled") == 0 {
			e.Label = someText(t, "label")
		}
		p.Edges = append(p.Edges, e)
	}
	return p
}

func someMark(t *rapid.T) Mark {
	return rapid.SampledFrom([]Mark{Up, Up, Up, Partly, Draining, Down, Failed}).Draw(t, "mark")
}

// someDesign writes a design of any shape, with texts that are not names as
// hostile as a design may hold them.
func someDesign(t *rapid.T) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	word := func(label string) string {
		return rapid.SampledFrom([]string{"London", "Amsterdam", "Zurich", "<b>x</b>", "a \\\"quoted\\\" | word", "東京", "Ö & Co"}).Draw(t, label)
	}
	chance := func(label string) bool { return rapid.Bool().Draw(t, label) }
	line("schema = 1\n[design]\nname = \"%s\"", word("name"))
	var routers []string
	sites := rapid.IntRange(1, 5).Draw(t, "sites")
	for s := range sites {
		line("[sites.s%d]\ncity = \"%s\"\ninternet = %v", s, word("city"), chance("internet"))
		for r := range rapid.IntRange(1, 3).Draw(t, "routers") {
			line("[sites.s%d.routers.r%d]\nbuilding = \"%s\"", s, r, word("building"))
			routers = append(routers, fmt.Sprintf("s%d/r%d", s, r))
		}
	}
	one := func() string { return rapid.SampledFrom(routers).Draw(t, "router") }
	if sites > 1 && chance("link") {
		line("[site_links.l]\nends = [\"s0/r0\", \"s1/r0\"]\ncarrier = \"%s\"", word("carrier"))
	}
	wan := chance("wan")
	if wan {
		line("[wans.w]\nservice_provider = \"%s\"\n[wans.w.attachments.a]\nrouter = \"%s\"\n[wans.w.attachments.b]\nrouter = \"%s\"", word("provider"), one(), one())
	}
	line("[ports.p]\npeering_location = \"Zurich\"\nbandwidth = \"10 Gbps\"")
	line("[vnets.v0]\nregion = \"uksouth\"\n[vnets.v1]\nregion = \"westeurope\"\nhub = \"v0\"\n[vnets.v2]\nhub = \"virtual_hubs/h\"\nregion = \"uksouth\"")
	line("[gateways.g0]\nkind = \"expressroute\"\nvnet = \"v0\"\n[gateways.g1]\nkind = \"vpn\"\nvnet = \"v0\"\nactive_active = %v", chance("active"))
	line("[virtual_wans.vw]\n[virtual_hubs.h]\nwan = \"vw\"\nregion = \"westeurope\"\nexpressroute_scale_units = 1")
	circuits := rapid.IntRange(0, 5).Draw(t, "circuits")
	for c := range circuits {
		line("[circuits.c%d]", c)
		switch k := rapid.IntRange(0, 3).Draw(t, "circuit"); {
		case k == 0:
			line("port = \"p\"")
		case k == 1 && wan:
			line("service_provider = \"%s\"\npeering_location = \"%s\"\nwan = \"w\"", word("provider"), word("location"))
		default:
			line("service_provider = \"Colt\"\npeering_location = \"%s\"", rapid.SampledFrom([]string{"London", "Amsterdam Metro", "Frankfurt", "Nowhere <&>"}).Draw(t, "location"))
			line("[circuits.c%d.links]\nprimary = {router = \"%s\", provider_edge = \"%s\"}\nsecondary = {router = \"%s\"}", c, one(), word("edge"), one())
		}
		line("[circuits.c%d.peerings.private]\nvlan_id = 100", c)
		if chance("microsoft") {
			line("[circuits.c%d.peerings.microsoft]\nvlan_id = 101", c)
		}
		for k, gateway := range []string{"g0", "virtual_hubs/h"} {
			if chance("connected") {
				line("[connections.k%d-%d]\ncircuit = \"c%d\"\ngateway = \"%s\"\nrouting_weight = %d", c, k, c, gateway, rapid.IntRange(0, 2).Draw(t, "weight"))
			}
		}
	}
	if circuits > 1 && chance("reach") {
		line("[global_reach.gr]\ncircuits = [\"c0\", \"c1\"]")
	}
	if chance("vpn") {
		line("[vpn_tunnels.t]\nsite = \"s0\"\ngateway = \"g1\"\nover = \"%s\"", rapid.SampledFrom([]string{"internet", "private-peering"}).Draw(t, "over"))
	}
	return b.String()
}
