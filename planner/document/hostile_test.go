package document_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/document/living"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

// evil are texts that a design may hold where it takes words of a person.
var evil = []string{
	"a|b|c", "<script>alert(1)</script>", "`code` ``more", "**bold** _it_ [x](javascript:alert(1)) ![y](http://a/b)", "<!-- erplan:end summary -->",
	"# heading\n\n## another", "مرحبا|עברית", strings.Repeat("x", 10000), strings.Repeat("|", 10000), "https://example.com www.example.com", "\\|\\", "&lt;b&gt;",
	"```mermaid\nflowchart LR\n```", "0123456789abcdef0123456789abcdef",
}

// evilDesign puts a text wherever words are taken.
func evilDesign(text string) string {
	q := strconv.Quote(text)
	return fmt.Sprintf(`schema = 1
[design]
name = %[1]s
description = %[1]s
owner = %[1]s
version = %[1]s
authors = [%[1]s, "b"]
references = [%[1]s]
[requirements]
survive = ["link"]
currency = %[1]s
monthly_budget = 10
[sites.hq]
city = %[1]s
country = %[1]s
prefixes = ["10.1.0.0/16"]
shared_risk = [%[1]s]
asn = 65010
[sites.hq.routers.r1]
model = %[1]s
building = %[1]s
shared_risk = [%[1]s]
[sites.hq.routers.r2]
[circuits.er]
service_provider = %[1]s
peering_location = %[1]s
bandwidth = "1 Gbps"
tier = "standard"
subscription = %[1]s
resource_group = %[1]s
layer = 2
[circuits.er.links.primary]
router = "hq/r1"
interface = %[1]s
carrier = %[1]s
provider_edge = %[1]s
shared_risk = [%[1]s]
[circuits.er.links.secondary]
router = "hq/r2"
[circuits.er.peerings.private]
vlan_id = 10
peer_asn = 65010
primary_peer_address_prefix = "172.16.0.0/30"
secondary_peer_address_prefix = "172.16.0.4/30"
[vnets.hub]
region = "uksouth"
address_space = ["10.100.0.0/16"]
gateway_subnet = "10.100.0.0/26"
[gateways.gw]
kind = "expressroute"
vnet = "hub"
sku = "ErGw1AZ"
[connections.c]
circuit = "er"
gateway = "gw"
[flows.f]
from = "sites/hq"
to = "vnets/hub"
bandwidth = "100 Mbps"
[scenarios.s]
description = %[1]s
fail = ["router:hq/r1"]
[[exceptions]]
rule = "redundancy/*"
reason = %[1]s
owner = %[1]s
target = %[1]s
[options.o]
description = %[1]s
[options.o.circuits.er]
bandwidth = "2 Gbps"
`, q)
}

// TestHostileDesigns holds that no text of a design breaks a table, forges a
// marker, leaks a secret, or gets markup into the page.
func TestHostileDesigns(t *testing.T) {
	for _, text := range evil {
		draft, diags := planner.ReadText(nil, "erplan.toml", []byte(evilDesign(text)))
		if draft == nil {
			if !strings.Contains(fmt.Sprint(diags), "secret") && !strings.Contains(fmt.Sprint(diags), "reorders") {
				t.Logf("%.40q is refused: %.200v", text, diags[0].Message)
			}
			continue
		}
		d, diags := draft.Design("")
		if d == nil {
			t.Logf("%.40q is refused: %.200s", text, diags[0].Message)
			continue
		}
		checkHostileDesign(t, text, d)
	}
}

// TestSecretsInProse holds that what a person writes down beside the name of a
// secret is covered where words are taken.
func TestSecretsInProse(t *testing.T) {
	text := evilDesign("x")
	for _, key := range []string{"description", "reason", "owner", "name"} {
		text = strings.ReplaceAll(text, "\n"+key+` = "x"`, "\n"+key+` = "shared_key = \"hunter2\""`)
	}
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatal(diags)
	}
	checkHostileDesign(t, "shared_key", d)
}

func checkHostileDesign(t *testing.T, text string, d *planner.Design) {
	t.Helper()
	a := outcome.New(d, outcome.Settings{})
	one := document.NewData(a, rules.Run(d, book.Rules, rules.Settings{}), book.Rules, document.Tool{Name: "erplan"}, "erplan.toml")
	got := written(t, one, nil)
	checkTables(t, got)
	f, err := living.Parse(got)
	if err != nil || f.Text() != got || len(f.Sections()) < 15 {
		t.Errorf("%.40q: %v", text, err)
	}
	again, err := document.Renew(one, got, nil)
	if err != nil || again != got {
		t.Errorf("%.40q: renewing changes the document: %v", text, err)
	}
	page, err := document.Page(one, got)
	if err != nil {
		t.Fatal(err)
	}
	body := page[strings.Index(page, "<body>"):]
	for _, bad := range []string{"<script", "=\"javascript:", "<img", "<b>", "href=\"http"} {
		if strings.Contains(body, bad) {
			t.Errorf("%.40q: %q in the page:\n%.400s", text, bad, body[strings.Index(body, bad)-100:])
		}
	}
	for _, secret := range []string{"hunter2", "0123456789abcdef0123456789abcdef"} {
		if strings.Contains(got+page, secret) {
			t.Errorf("%.40q: %q is shown", text, secret)
		}
	}
}

// TestTemplates holds what a template may do, and how its mistakes are told.
func TestTemplates(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	d := data(t, design, "")
	err := d.Use(map[string]string{
		"summary":     "For {{md .Design.Info.Owner}}: {{len .Analysis.Flows}} flow.\n\n{{section \"summary\"}}\n\n| {{cell \"a|b\"}} |\n| --- |\n",
		"own-contact": "Call {{code \"a`b\"}}, {{md \"<b>\"}}.\r\n<!-- erplan:end own-contact -->",
		"risks":       "{{/* nothing */}}",
	})
	if err != nil {
		t.Fatal(err)
	}
	got := written(t, d, nil)
	for _, want := range []string{
		"## Summary\n\nFor network architecture: 1 flow.\n\n2 sites reach", "| a&#124;b |", "\n## Contact\n\nCall ``a`b``, \\<b\\>.\n<! -- erplan:end own-contact -->\n" + living.End("own-contact"),
		"(#contact)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(got, "erplan:begin risks") {
		t.Error("an empty template leaves its section")
	}
	for text, want := range map[string]string{
		"summary: {{.Nothing}}":        "summary.md:1",
		"summary: a\n{{if}}":           "summary.md:2",
		"summary: {{section \"sum\"}}": "there is no section",
		"sumary: x":                    `did you mean "summary"`,
		"contact: x":                   `begins with "own-"`,
	} {
		id, body, _ := strings.Cut(text, ": ")
		d := data(t, design, "")
		err := d.Use(map[string]string{id: body})
		if err == nil {
			_, err = document.New(d, nil)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}

// TestMermaidParses gives the diagrams of the golden documents to the real
// parser: ERPLAN_MERMAID names a folder in which "npm install mermaid jsdom"
// was run.
func TestMermaidParses(t *testing.T) {
	folder := os.Getenv("ERPLAN_MERMAID")
	if folder == "" {
		t.Skip("ERPLAN_MERMAID names no folder with the npm packages mermaid and jsdom")
	}
	files, _ := filepath.Glob(designs + "/*/design.md")
	out, err := exec.Command("node", append([]string{"../../testdata/document/mermaid.mjs"}, files...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// large writes a design of n sites, each with a circuit and a VPN to one of
// four hubs.
func large(n int) string {
	var b strings.Builder
	b.WriteString("schema = 1\n[design]\nname = \"Large\"\n[requirements]\nsurvive = [\"link\", \"circuit\"]\n[virtual_wans.wan]\n")
	for h, region := range []string{"uksouth", "westeurope", "northeurope", "francecentral"} {
		fmt.Fprintf(&b, "[virtual_hubs.hub%d]\nwan = \"wan\"\nregion = %q\naddress_prefix = \"10.%d.0.0/23\"\nexpressroute_scale_units = 5\nvpn_scale_units = 5\n[vnets.v%d]\nregion = %q\naddress_space = [\"10.%d.0.0/16\"]\nhub = \"virtual_hubs/hub%d\"\n", h, region, 100+h, h, region, 110+h, h)
	}
	for i := range n {
		h := i % 4
		fmt.Fprintf(&b, "[sites.s%[1]d]\nprefixes = [\"10.%[1]d.0.0/16\"]\nasn = %[2]d\ncity = \"City %[1]d\"\n[sites.s%[1]d.routers.r1]\nbfd = true\n[sites.s%[1]d.routers.r2]\nbfd = true\n", i, 64512+i)
		fmt.Fprintf(&b, "[circuits.er%[1]d]\nservice_provider = \"Equinix\"\npeering_location = %[3]q\nbandwidth = \"500 Mbps\"\ntier = \"standard\"\nlayer = 2\nlinks.primary.router = \"s%[1]d/r1\"\nlinks.secondary.router = \"s%[1]d/r2\"\n[circuits.er%[1]d.peerings.private]\nvlan_id = %[2]d\npeer_asn = %[4]d\nprimary_peer_address_prefix = \"172.16.%[1]d.0/30\"\nsecondary_peer_address_prefix = \"172.16.%[1]d.4/30\"\n", i, 100+i, []string{"London", "Amsterdam", "Dublin", "Paris"}[h], 64512+i)
		fmt.Fprintf(&b, "[connections.c%[1]d]\ncircuit = \"er%[1]d\"\ngateway = \"virtual_hubs/hub%[2]d\"\n[vpn_tunnels.t%[1]d]\nsite = \"s%[1]d\"\ngateway = \"virtual_hubs/hub%[2]d\"\nrole = \"backup\"\nas_path_prepend = 2\n[flows.f%[1]d]\nfrom = \"sites/s%[1]d\"\nto = \"vnets/v%[2]d\"\nbandwidth = \"100 Mbps\"\n", i, h)
	}
	return b.String()
}

// BenchmarkLarge writes the document of a network of 50 sites, from its text.
func BenchmarkLarge(b *testing.B) {
	text := large(50)
	for b.Loop() {
		got := written(b, data(b, text, ""), nil)
		b.ReportMetric(float64(len(got)), "bytes")
	}
}
