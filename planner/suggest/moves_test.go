package suggest_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/suggest"
	"github.com/erplan/erplan/rules/book"
)

// A use is a design in which a move is what helps: text that is added to the
// plain design, and words of the change that is expected.
type use struct{ move, edits, added, words string }

// Edits are "from → to", one a line; a semicolon stands for the end of a line.
var uses = []use{
	{"enable-bfd", "bfd = true → bfd = false\nbfd = true → bfd = false", "[requirements]\nrecovery_time = \"70s\"", "enable BFD on hq/ce1 and hq/ce2"},
	{"use-both-links", "links.secondary.router = \"hq/ce2\" → links.secondary = { router = \"hq/ce2\", enabled = false }", "[requirements]\nsurvive = [\"link\"]", "use the secondary link of er-london"},
	{"use-both-links", "links.secondary.router = \"hq/ce2\" → ", "[requirements]\nsurvive = [\"link\"]", "order the secondary link of er-london, ending at hq/ce2"},
	{"connect-circuit", "", "[requirements]\nsurvive = [\"circuit\"]\n" + secondCircuit, "connect circuit er-paris to gateway ergw"},
	{"active-active-vpn", "[connections.er-london];circuit = \"er-london\";gateway = \"ergw\" → ", "[requirements]\nrecovery_time = \"70s\"\n" + strings.Replace(vpn, "active_active = true", "active_active = false", 1), "run VPN gateway vpngw active-active"},
	{"second-tunnel", "links.secondary.router = \"hq/ce2\" → links.secondary.router = \"hq/ce1\"", "[requirements]\nsurvive = [\"router\"]\n" + vpn, "end VPN backup on router hq/ce2 too"},
	{"macsec", "service_provider       = \"Colt\" → port = \"pair\"\npeering_location       = \"London\" → ", direct + "[requirements]\nencryption = \"macsec\"", "encrypt both links of port pair pair with MACsec"},
	{"no-internet", "", "[requirements]\nsurvive = [\"link\"]\n" + strings.Replace(vpn, "[vpn_tunnels", "[flows.secret]\nfrom = \"sites/hq\"\nto = \"vnets/hub\"\ninternet_fallback = \"forbidden\"\n[vpn_tunnels", 1), "give up VPN backup, which runs over the Internet"},
	{"other-router", "links.secondary.router = \"hq/ce2\" → links.secondary.router = \"hq/ce1\"", "[requirements]\nsurvive = [\"router\"]", "move the secondary link of er-london to router hq/ce2"},
	{"other-provider-edge", "links.primary.router   = \"hq/ce1\" → links.primary = { router = \"hq/ce1\", provider_edge = \"pe\" }\nlinks.secondary.router = \"hq/ce2\" → links.secondary = { router = \"hq/ce2\", provider_edge = \"pe\" }", "[requirements]\nsurvive = [\"provider-edge\"]", "have Colt move the secondary link of er-london off pe"},
	{"zone-redundant-gateway", "zones = [\"1\", \"2\", \"3\"] → zones = [\"1\"]", "[requirements]\nsurvive = [\"zone\"]", "spread gateway ergw over three zones"},
	{"larger-gateway", "bandwidth = \"400 Mbps\" → bandwidth = \"1500 Mbps\"\nbandwidth              = \"1 Gbps\" → bandwidth = \"5 Gbps\"", "[requirements]\nmax_utilisation = 80", "give gateway ergw the SKU ErGw2AZ"},
	{"larger-circuit", "bandwidth = \"400 Mbps\" → bandwidth = \"900 Mbps\"\nErGw1AZ → ErGw3AZ", "[requirements]\nmax_utilisation = 80", "order circuit er-london with 2 Gbps"},
	{"metro", "peering_location       = \"London\" → peering_location = \"Amsterdam\"", "[requirements]\nresiliency = \"high\"", "order circuit er-london at Amsterdam Metro instead of Amsterdam"},
	{"vpn-backup", "", "[requirements]\nsurvive = [\"provider\"]", "back site hq up with a VPN over the Internet to VPN gateway vpngw-hub"},
	{"second-router", ", ce2 = { bfd = true } → \nlinks.secondary.router = \"hq/ce2\" → links.secondary.router = \"hq/ce1\"", "[requirements]\nsurvive = [\"router\"]", "add router ce2 to site hq and move the secondary link to it"},
	{"second-internet-access", "[connections.er-london];circuit = \"er-london\";gateway = \"ergw\" → ", "[requirements]\nsurvive = [\"internet\"]\n" + vpn, "give site hq a second Internet access, of another carrier"},
	{"add-circuit", "", "[requirements]\nresiliency = \"maximum\"", "add circuit er-newport-wales at Newport(Wales), from"},
	{"premium", "uksouth → eastus", "", "order circuit er-london as premium"},
	{"not-local", "\"standard\" → \"local\"\nuksouth → northeurope", "", "order circuit er-london as standard"},
	{"provider-there", "\"Colt\" → \"Comcast\"", "", "order circuit er-london from Megaport, which sells circuits at London"},
	{"sold-bandwidth", "\"1 Gbps\" → \"750 Mbps\"", "", "order circuit er-london with 1 Gbps, which is sold"},
	{"global-reach", "", otherSite + "[flows.between]\nfrom = \"sites/hq\"\nto = \"sites/paris\"", "join circuits er-london and er-paris with Global Reach"},
	{"free-link-subnets", "100.4/30 → 100.0/30", "", "give the links of circuit er-london the free networks 192.168.0.0/30 and 192.168.0.4/30"},
	{"free-vlan", "= 100 → = 5000", "", "give the private peering of circuit er-london VLAN 100"},
	{"site-asn", "peer_asn                      = 65010 → peer_asn = 65515", "", "peer on circuit er-london with AS 65010 of site hq"},
	{"standard-address", "[connections → public_ip = { sku = \"Basic\" };[connections", "", "give gateway ergw a Standard public address"},
	{"attach-route-filter", "", "[circuits.er-london.peerings.microsoft]\nvlan_id = 200\npeer_asn = 65010\nprimary_peer_address_prefix = \"203.0.113.0/30\"\nsecondary_peer_address_prefix = \"203.0.113.4/30\"\nadvertised_public_prefixes = [\"203.0.113.64/28\"]\n[route_filters.only]\ncommunities = [\"uksouth\"]", "attach route filter only to circuit er-london"},
	{"global-reach-prefix", "", otherSite + "[global_reach.gr]\ncircuits = [\"er-london\", \"er-paris\"]\naddress_prefix = \"192.168.200.0/30\"", "give Global Reach gr the free network 192.168.0.0/29"},
	{"routing-weight", stateful + "layer                  = 2 → layer = 2; local_preference = 200", secondCircuit + join + "routing_weight = 10", "prefer circuit er-london in Azure too, by routing weight"},
	{"local-preference", stateful, secondCircuit + join + "routing_weight = 10", "prefer circuit er-paris on premises too, by local preference"},
	{"local-preference", "", strings.Replace(vpn, "local_preference = 50", "", 1), "rate backup VPN backup below the circuits on premises, by local preference"},
	{"as-path-prepend", stateful, twoSites, "prepend what circuit er-paris announces of site hq and what circuit er-london announces of site paris"},
	{"longer-prefix", stateful, twoSites, "announce the prefixes of the sites that prefer er-london and er-paris in halves there too, which Azure prefers to the whole"},
	{"same-prefixes", "", vpn + "advertised_prefixes = [\"10.1.0.0/17\", \"10.1.128.0/17\"]", "announce 10.1.0.0/16 over backup VPN backup, as over the circuits, and nothing longer"},
	{"same-prefixes", "layer                  = 2 → layer = 2; local_preference = 200\ngateway = \"ergw\" → gateway = \"ergw\"; routing_weight = 100", strings.Replace(secondCircuit, "vlan_id", "advertised_prefixes = [\"10.1.0.0/17\", \"10.1.128.0/17\"]\nvlan_id", 1) + join, "announce 10.1.0.0/17 and 10.1.128.0/17 over circuit er-london too"},
	{"no-prepend", "layer                  = 2 → layer = 2; local_preference = 200; as_path_prepend = 3\ngateway = \"ergw\" → gateway = \"ergw\"; routing_weight = 100", secondCircuit + join, "do not prepend on circuit er-london, which routing weight prefers"},
	{"links-alike", "links.secondary.router = \"hq/ce2\" → links.secondary = { router = \"hq/ce2\", as_path_prepend = 3 }", "", "announce and prefer alike over both links of circuit er-london"},
	{"ipsec-over-peering", "", "[requirements]\nencryption = \"ipsec\"", "run the traffic of site hq through IPsec over private peering to vpngw-hub, and announce of it over circuit er-london the VPN devices alone"},
}

// What makes the directions matter, a second connection, and a second data
// centre that is joined to the first.
var (
	stateful = "prefixes = [\"10.1.0.0/16\"] → prefixes = [\"10.1.0.0/16\"]; stateful_firewall = true\n"
	join     = "[connections.er-paris]\ncircuit = \"er-paris\"\ngateway = \"ergw\"\n"
	twoSites = strings.ReplaceAll(otherSite, "65011", "65010") + `
[site_links.dci]
ends     = ["hq/ce1", "paris/p1"]
announce = true
[flows.mes]
from      = "sites/paris"
to        = "vnets/hub"
bandwidth = "100 Mbps"
`
)

const secondCircuit = `
[circuits.er-paris]
service_provider       = "Equinix"
peering_location       = "Paris"
bandwidth              = "1 Gbps"
tier                   = "premium"
billing                = "metered"
layer                  = 2
links.primary.router   = "hq/ce1"
links.secondary.router = "hq/ce2"
[circuits.er-paris.peerings.private]
vlan_id                       = 101
peer_asn                      = 65010
primary_peer_address_prefix   = "192.168.101.0/30"
secondary_peer_address_prefix = "192.168.101.4/30"
`

const otherSite = `
[sites.paris]
city     = "Paris"
country  = "FR"
asn      = 65011
prefixes = ["10.2.0.0/16"]
routers  = { p1 = { bfd = true }, p2 = { bfd = true } }
[circuits.er-paris]
service_provider       = "Colt"
peering_location       = "Paris"
bandwidth              = "1 Gbps"
tier                   = "standard"
billing                = "metered"
layer                  = 2
links.primary.router   = "paris/p1"
links.secondary.router = "paris/p2"
[circuits.er-paris.peerings.private]
vlan_id                       = 101
peer_asn                      = 65011
primary_peer_address_prefix   = "192.168.101.0/30"
secondary_peer_address_prefix = "192.168.101.4/30"
[connections.er-paris]
circuit = "er-paris"
gateway = "ergw"
`

const vpn = `
[gateways.vpngw]
kind = "vpn"
vnet = "hub"
sku = "VpnGw2AZ"
asn = 65515
active_active = true
vpn_type = "route-based"
[vpn_tunnels.backup]
site = "hq"
routers = ["ce1"]
gateway = "vpngw"
bgp = true
role = "backup"
local_preference = 50
`

const direct = `
[ports.pair]
peering_location = "London"
bandwidth        = "10 Gbps"
encapsulation    = "dot1q"
`

// instead is what helps in the place of a move, and is left out where it is
// looked for.
var instead = map[string]string{"longer-prefix": "as-path-prepend", "active-active-vpn": "connect-circuit"}

// TestMoves finds every move where it is what helps: among the repairs, in a
// suggestion of one change, or as the next step.
func TestMoves(t *testing.T) {
	plain, err := os.ReadFile("../../testdata/suggest/plain.toml")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, u := range uses {
		used[u.move] = true
		t.Run(u.move, func(t *testing.T) {
			text := string(plain)
			for edit := range strings.SplitSeq(u.edits, "\n") {
				from, to, ok := strings.Cut(edit, " → ")
				if !ok {
					continue
				}
				from, to = strings.ReplaceAll(from, ";", "\n"), strings.ReplaceAll(to, ";", "\n")
				if !strings.Contains(text, from) {
					t.Fatalf("%q is not in the design", from)
				}
				text = strings.Replace(text, from, to, 1)
			}
			moves := slices.DeleteFunc(slices.Clone(suggest.Moves), func(m *suggest.Move) bool { return m.Name == instead[u.move] })
			found := changesFor(t, text+u.added, moves)
			if !slices.ContainsFunc(found, func(c suggest.Change) bool {
				return c.Move.Name == u.move && strings.HasPrefix(c.Words, u.words)
			}) {
				var words []string
				for _, c := range found {
					words = append(words, c.Move.Name+": "+c.Words)
				}
				t.Errorf("expected %q, found\n%s", u.words, strings.Join(words, "\n"))
			}
		})
	}
	for _, m := range suggest.Moves {
		if !used[m.Name] {
			t.Errorf("move %s has no case here", m.Name)
		}
	}
}

// changesFor returns the repairs, the changes of suggestions of one change, and
// the next step.
func changesFor(t *testing.T, text string, moves []*suggest.Move) []suggest.Change {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatalf("%v\n%s", diags, text)
	}
	r, diags := suggest.Search(draft, "", suggest.Settings{Book: book.Rules, Most: 1, Show: 100, Moves: moves})
	if r == nil {
		t.Fatalf("%v\n%s", diags, text)
	}
	out := slices.Clone(r.Repairs)
	for _, s := range r.Suggestions {
		out = append(out, s.Changes...)
	}
	for _, s := range []*suggest.Suggestion{r.Next, r.Nearest} {
		if s != nil {
			out = append(out, s.Changes...)
		}
	}
	return out
}
