package example

import (
	"fmt"
	"strings"
	"sync"
	"text/template"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/edit"
)

// Compose writes a design from answers. What they leave out is chosen.
func Compose(c *catalog.Catalog, a Answers) (string, *Problem) {
	p, bad := a.plan(c)
	if bad != nil {
		return "", bad
	}
	var b strings.Builder
	if err := page().Execute(&b, p.view()); err != nil {
		panic("example: " + err.Error())
	}
	return b.String(), nil
}

// A view is a plan as the template takes it.
type view struct {
	Name, Level, Title string
	About              string
	Survive            string
	Sites              []siteView
	Circuits           []circuitView
	Twice, VPN         bool
	Region             string
	Zones              bool
	SKU, VPNSKU        string
	Tier               string
	Accept             string // why one location is enough, "" where it is not accepted
}

// A siteView is a data centre, a circuitView a circuit from it.
type siteView struct {
	Key, City, Country string
	Lat, Lon           string
	Prefix             string
}

type circuitView struct {
	Key, Site          string
	Provider, Location string
	Connectivity       string
	Metro              bool
	VLAN, Third        int
	First              bool
}

func (p *plan) view() view {
	v := view{
		Name: quote(p.Name), Level: p.Level, Title: title(p.Level), Twice: len(p.spots) > 1, VPN: p.VPN, Region: p.region.Name,
		Zones: p.region.Zones == catalog.Yes, SKU: "ErGw1AZ", VPNSKU: "VpnGw2AZ", Tier: "standard",
	}
	v.About = map[string]string{
		"standard": "one circuit at one peering location",
		"high":     "one Metro circuit, whose links land in two facilities of one city",
		"maximum":  "two circuits at two peering locations",
	}[p.Level]
	kinds := []string{"link", "router", "msee", "gateway-instance"}
	if v.Zones {
		kinds = append(kinds, "zone")
	}
	if p.Level == "high" {
		kinds = append(kinds, "peering-site")
	}
	if v.Twice || v.VPN {
		kinds = append(kinds, "circuit", "peering-location")
	}
	if v.VPN || v.Twice && p.spots[0].by != p.spots[1].by {
		kinds = append(kinds, "provider")
	}
	v.Survive = `"` + strings.Join(kinds, `", "`) + `"`
	for i, s := range p.spots {
		v.add(i, s, p.region)
	}
	if p.Level == "standard" && !p.VPN && !p.spots[0].at.Metro {
		v.Accept = v.Circuits[0].Key
	}
	return v
}

// add adds the data centre and the circuit of a location.
func (v *view) add(i int, s spot, region *catalog.Region) {
	city := s.at.City
	if city == "" {
		city = s.at.MetroCity()
	}
	key := []string{"dc-a", "dc-b"}[i]
	v.Sites = append(v.Sites, siteView{key, quote(city), s.at.Country, degrees(s.at.Lat), degrees(s.at.Lon), fmt.Sprintf("10.%d.0.0/16", i+1)})
	connectivity := "point-to-point"
	if s.by.Model == "exchange" {
		connectivity = "cloud-exchange"
	}
	v.Circuits = append(v.Circuits, circuitView{
		Key: "er-" + slug(s.at.Name), Site: key, Provider: quote(s.by.Name), Location: quote(s.at.Name),
		Connectivity: connectivity, Metro: s.at.Metro, VLAN: 100 + i, Third: 100 + i, First: i == 0,
	})
	if s.at.GeopoliticalRegion != region.GeopoliticalRegion {
		v.Tier = "premium"
	}
}

func degrees(x float64) string { return fmt.Sprintf("%.2f", x) }

// slug turns the name of a location into that of a table.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// quote writes a TOML string.
func quote(s string) string { return edit.Value(s) }

// page is parsed when it is first needed: most runs of the program never do.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("design").Parse(design))
})

// design is the text of a design. Tables come in the order in which people read
// them: what is asked for, the sites, the circuits, Azure, the traffic.
const design = `# {{.Title}} resiliency: {{.About}}{{if .VPN}}, with a VPN behind{{end}}.
# Replace the names, prefixes and AS numbers by your own.
schema = 1

[design]
name   = {{.Name}}
status = "draft"

# What the network has to do. "erplan check" says what stands in the way of it.
[requirements]
resiliency  = "{{.Level}}"
criticality = "business"
survive     = [{{.Survive}}]
{{range .Sites}}
[sites.{{.Key}}]
city        = {{.City}}
country     = "{{.Country}}"
coordinates = [{{.Lat}}, {{.Lon}}] # for estimates of latency
asn         = 65010
prefixes    = ["{{.Prefix}}"]
[sites.{{.Key}}.routers]
ce1 = { building = "{{.Key}}-north" }
ce2 = { building = "{{.Key}}-south" }
{{- if $.VPN}}
fw1 = { building = "{{.Key}}-north", kind = "firewall" } # ends the tunnels: nothing in common with the circuit
fw2 = { building = "{{.Key}}-south", kind = "firewall" }
[sites.{{.Key}}.internet_access]
first  = { carrier = "first carrier", bandwidth = "1 Gbps" }
second = { carrier = "second carrier", bandwidth = "1 Gbps" }
{{- end}}
{{end}}
{{- if .Twice}}
# Two links on two ways join the data centres, so that each can use the circuit of the other.
[site_links]
north = { ends = ["dc-a/ce1", "dc-b/ce1"], bandwidth = "10 Gbps", carrier = "first fibre carrier" }
south = { ends = ["dc-a/ce2", "dc-b/ce2"], bandwidth = "10 Gbps", carrier = "second fibre carrier" }
{{end}}
# BFD finds a dead link in about a second; without it the BGP hold timer takes up to three minutes.
[defaults.routers]
bfd              = true
bfd_interval     = "300ms"
bfd_multiplier   = 3
bfd_bound_to_bgp = true
static_routing   = false
max_prefixes     = 2000 # protects the routers from too many routes

# What is watched: failures of one link are silent otherwise, because the other one carries on.
[monitoring]
service_health_alerts = true
circuit_alerts        = true
gateway_alerts        = true
connection_monitor    = true
diagnostics           = true
[defaults.connections]
delete_lock = true # against deletion by mistake
[defaults.vnets]
network_security_groups = true

[defaults.links]
l2_devices = 1 # devices of the provider that hide a loss of light from the router

# "metered" pays for what leaves Azure. Layer 2: the customer's routers hold the BGP sessions.
[defaults.circuits]
bandwidth = "1 Gbps"
tier      = "{{.Tier}}"
billing   = "metered"
layer     = 2
delete_lock = true

[defaults.peerings.private]
peer_asn            = 65010
md5                 = true
advertised_prefixes = [{{range $i, $s := .Sites}}{{if $i}}, {{end}}"{{$s.Prefix}}"{{end}}]
{{range .Circuits}}
[circuits.{{.Key}}]
service_provider = {{.Provider}}
peering_location = {{.Location}}
connectivity     = "{{.Connectivity}}"
{{- if and .First $.Twice}}
local_preference = 200 # the data centres prefer this circuit ...
diverse_from     = ["{{(index $.Circuits 1).Key}}"] # ask for the promise of separate devices and paths
{{- else if $.VPN}}
local_preference = 150 # before the VPN, which has 100
{{- end}}
[circuits.{{.Key}}.links]
{{- if .Metro}}
primary   = { router = "{{.Site}}/ce1", peering_site = "1" } # two facilities
secondary = { router = "{{.Site}}/ce2", peering_site = "2" }
{{- else}}
primary   = { router = "{{.Site}}/ce1" }
secondary = { router = "{{.Site}}/ce2" }
{{- end}}
[circuits.{{.Key}}.peerings.private]
vlan_id                       = {{.VLAN}}
primary_peer_address_prefix   = "192.168.{{.Third}}.0/30" # the customer takes the first address
secondary_peer_address_prefix = "192.168.{{.Third}}.4/30"
{{end}}
[vnets.hub]
region         = "{{.Region}}"
address_space  = ["10.100.0.0/16"]
gateway_subnet = "10.100.0.0/26" # room for a larger gateway, and a VPN gateway beside it
[vnets.hub.gateway_subnet_policy]
bgp_propagation        = true
network_security_group = ""
routes                 = []

[defaults.gateways]
vnet      = "hub"
maintenance_window = { day = "daily", start = "01:00", hours = 5, time_zone = "UTC" }
{{- if .Zones}}
zones     = ["1", "2", "3"]
public_ip = { sku = "Standard", zones = ["1", "2", "3"] }
{{- else}}
public_ip = { sku = "Standard" } # the region has no availability zones
{{- end}}
[gateways.ergw]
kind = "expressroute"
sku  = "{{.SKU}}"
{{- if .VPN}}
[gateways.vpngw] # beside an ExpressRoute gateway: route-based, with AS 65515
kind          = "vpn"
sku           = "{{.VPNSKU}}"
vpn_type      = "route-based"
active_active = true
asn           = 65515
{{- end}}
{{range .Circuits}}
[connections.{{.Key}}]
circuit = "{{.Key}}"
gateway = "ergw"
{{- if $.Twice}}
routing_weight = {{if .First}}100 # ... and so does Azure: the higher weight wins{{else}}0{{end}}
{{- end}}
{{end}}
{{- if .VPN}}
{{- range .Sites}}
# The VPN announces what the circuits announce: a longer prefix would take the traffic from them.
[vpn_tunnels.{{.Key}}]
site                = "{{.Key}}"
routers             = ["fw1", "fw2"]
gateway             = "vpngw"
over                = "internet"
bgp                 = true
role                = "backup"
{{- if $.Twice}}
advertised_prefixes = [{{range $i, $s := $.Sites}}{{if $i}}, {{end}}"{{$s.Prefix}}"{{end}}]
{{- end}}
ipsec               = { encryption = "GCMAES256", integrity = "GCMAES256", dh_group = "DHGroup14", pfs = "PFS2048", ike_version = 2 }
{{end}}
{{- end}}
{{- range .Sites}}
[flows.{{.Key}}]
from      = "sites/{{.Key}}"
to        = "vnets/hub"
bandwidth = "300 Mbps"
{{- end}}
{{- if .Accept}}

# A risk that is accepted counts no longer, and stands in the risk register of the document.
[[exceptions]]
rule   = "redundancy/single-site-connectivity"
target = "circuits.{{.Accept}}.peering_location"
reason = "one peering location is enough for now; erplan suggest shows ways to a second one"
{{- end}}
`
