package failover

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// Dice draw numbers from 0 to n-1: by rapid, which shrinks what fails, or by
// a seed, which is faster.
type dice func(n int) int

func rapidDice(t *rapid.T) dice {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") }
}

func seeded(seed uint64) dice {
	r := rand.New(rand.NewPCG(seed, 1))
	return r.IntN
}

// one reports whether one of n equal chances came up.
func (d dice) one(n int) bool { return d(n) == n-1 }

func (d dice) of(words ...string) string { return words[d(len(words))] }

// A sketch is a random design that is being written.
type sketch struct {
	strings.Builder
	dice
	routers  []string // site/router
	sites    []string
	circuits []string
	prefixes []string
}

func (s *sketch) line(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

// randomDesign writes a small design, odd ones among them.
func randomDesign(d dice) string {
	s := &sketch{dice: d}
	s.line("schema = 1\n[availability]\ncatalogue = true")
	s.customer()
	s.network()
	s.azure()
	s.joints()
	s.wishes()
	return s.String()
}

func (s *sketch) risk() {
	if s.one(5) {
		s.line("shared_risk = [%q]", s.of("duct", "power"))
	}
}

func (s *sketch) carrier() {
	if s.one(4) {
		s.line("carrier = %q", s.of("BT", "bt", "Colt"))
	}
}

func (s *sketch) customer() {
	for i := range 1 + s.dice(3) {
		name := fmt.Sprintf("s%d", i)
		s.sites = append(s.sites, name)
		s.line("[sites.%s]", name)
		if !s.one(6) {
			own := []string{fmt.Sprintf("10.%d.0.0/16", i)}
			if s.one(3) {
				own = append(own, fmt.Sprintf("172.16.%d.0/24", i))
			}
			if s.one(6) {
				own = append(own, fmt.Sprintf("fd00:%d::/48", i))
			}
			s.prefixes = append(s.prefixes, own...)
			s.line("prefixes = [\"%s\"]", strings.Join(own, `", "`))
		}
		if s.one(4) {
			s.line("internet = %v", !s.one(3))
		}
		s.risk()
		for k := range min(2, s.dice(6)) {
			s.routers = append(s.routers, fmt.Sprintf("%s/r%d", name, k))
			s.line("[sites.%s.routers.r%d]", name, k)
			if s.one(3) {
				s.line("building = %q", s.of("a", "b"))
			}
			s.risk()
		}
		for k := range max(0, s.dice(5)-2) {
			s.line("[sites.%s.internet_access.i%d]", name, k)
			s.carrier()
			s.risk()
		}
	}
}

// list writes an advertised_prefixes list, sometimes.
func (s *sketch) list(chance int) {
	if !s.one(chance) {
		return
	}
	var list []string
	for range s.dice(4) {
		list = append(list, `"`+s.of("10.0.0.0/16", "10.0.0.0/8", "10.1.0.0/17", "10.1.128.0/17", "172.16.0.0/22", "10.2.0.0/16", "0.0.0.0/0", "fd00::/16")+`"`)
	}
	s.line("advertised_prefixes = [%s]", strings.Join(list, ", "))
}

func (s *sketch) network() {
	if len(s.routers) > 1 {
		for i := range s.dice(3) {
			a, b := s.of(s.routers...), s.of(s.routers...)
			if a[:2] == b[:2] {
				continue
			}
			s.line("[site_links.x%d]\nends = [%q, %q]", i, a, b)
			if s.one(2) {
				s.line("announce = %v", !s.one(4))
			}
			s.carrier()
			s.risk()
		}
	}
	if len(s.routers) > 0 && s.one(3) {
		s.line("[wans.w]\nservice_provider = %q\n", s.of("BT", "Verizon"))
		s.risk()
		for i := range 1 + s.dice(3) {
			s.line("[wans.w.attachments.a%d]\nrouter = %q", i, s.of(s.routers...))
			s.carrier()
		}
	}
	if s.one(4) {
		s.line("[ports.p]\npeering_location = %q\nbandwidth = \"10 Gbps\"", s.of("London", "Amsterdam Metro"))
		if s.one(4) {
			s.line("admin_state = {link1 = %v}", s.one(2))
		}
	}
	for i := range 1 + s.dice(3) {
		s.circuit(fmt.Sprintf("c%d", i))
	}
	s.globalReach()
}

func (s *sketch) circuit(name string) {
	s.circuits = append(s.circuits, name)
	text := s.String()
	s.line("[circuits.%s]", name)
	if strings.Contains(text, "[ports.p]") && s.one(2) {
		s.line("port = \"p\"")
	} else {
		s.line("service_provider = %q\npeering_location = %q", s.of("Equinix", "Colt"), s.of("London", "Amsterdam", "Amsterdam2", "Amsterdam Metro"))
	}
	wan := strings.Contains(text, "[wans.w]") && s.one(2)
	if wan {
		s.line("wan = \"w\"")
	}
	for _, side := range []string{"primary", "secondary"} {
		if s.one(6) {
			continue
		}
		s.line("[circuits.%s.links.%s]", name, side)
		if len(s.routers) > 0 && !wan && !s.one(8) {
			s.line("router = %q", s.of(s.routers...))
		}
		if s.one(5) {
			s.line("provider_edge = %q", s.of("pe1", "pe2"))
		}
		if s.one(9) {
			s.line("enabled = false")
		}
		s.carrier()
		s.risk()
		s.list(6)
	}
	if !s.one(9) {
		s.line("[circuits.%s.peerings.private]\nvlan_id = 100", name)
		s.list(5)
	}
	if s.one(3) {
		s.line("[circuits.%s.peerings.microsoft]\nvlan_id = 200", name)
		if !s.one(3) {
			s.line("route_filter = \"rf\"")
		}
	}
}

func (s *sketch) globalReach() {
	s.line("[route_filters.rf]\ncommunities = [%q]", s.of("exchange-online", "uksouth"))
	if len(s.circuits) > 1 {
		for i := range s.dice(3) {
			if a, b := s.of(s.circuits...), s.of(s.circuits...); a != b {
				s.line("[global_reach.g%d]\ncircuits = [%q, %q]", i, a, b)
			}
		}
	}
}

func (s *sketch) azure() {
	s.line("[virtual_wans.vw]")
	if s.one(5) {
		s.line("type = \"basic\"")
	}
	if s.one(3) {
		s.line("expressroute_transit = \"firewall\"")
	}
	if s.one(5) {
		s.line("branch_to_branch = false")
	}
	for i := range 2 {
		s.line("[virtual_hubs.h%d]\nwan = \"vw\"\nregion = %q", i, s.of("uksouth", "westeurope"))
		if s.one(2) {
			s.line("expressroute_scale_units = %d", s.dice(2))
		}
		if s.one(2) {
			s.line("firewall = \"azure-firewall\"\nrouting_intent = \"private\"")
		}
	}
	for i := range 3 {
		s.line("[vnets.v%d]\nregion = %q\naddress_space = [\"10.%d.0.0/16\"%s]", i, s.of("uksouth", "westeurope"), 100+i, s.of("", "", "", fmt.Sprintf(", \"fd00:9%d::/48\"", i)))
		if s.one(2) {
			s.line("route_server = true\nbranch_to_branch = true")
		}
		switch k := s.dice(6); {
		case k == 0 && i > 0:
			s.line("hub = \"virtual_hubs/h%d\"", s.dice(2))
		case k <= 2 && i > 0:
			s.line("hub = \"v0\"")
		case k == 3 && i > 0:
			s.line("[vnets.v%d.peerings.p]\nto = \"v%d\"\nuse_remote_gateways = %v", i, s.dice(i), !s.one(3))
		}
	}
	for i := range 1 + s.dice(3) {
		s.line("[gateways.g%d]\nkind = %q\nvnet = \"v%d\"", i, s.of("expressroute", "expressroute", "vpn"), s.dice(3))
		if s.one(2) {
			s.line("zones = [%s]", s.of(`"1", "2", "3"`, `"2", "1"`, `"3"`))
		}
		if s.one(5) {
			s.line("instances = %d", s.dice(4))
		}
		if s.one(2) {
			s.line("active_active = true")
		}
	}
}

// gatewaysOf returns the gateways of a kind that were written, hubs with them.
func (s *sketch) gatewaysOf(kind string) []string {
	out := []string{"virtual_hubs/h0", "virtual_hubs/h1"}
	text := s.String()
	for i := range 3 {
		if strings.Contains(text, fmt.Sprintf("[gateways.g%d]\nkind = %q", i, kind)) {
			out = append(out, fmt.Sprintf("g%d", i), fmt.Sprintf("g%d", i))
		}
	}
	return out
}

func (s *sketch) joints() {
	er, vpn := s.gatewaysOf("expressroute"), s.gatewaysOf("vpn")
	for i := range min(4, s.dice(7)) {
		s.line("[connections.k%d]\ncircuit = %q\ngateway = %q", i, s.of(s.circuits...), s.of(er...))
	}
	for i := range max(0, s.dice(5)-2) {
		s.line("[vpn_tunnels.t%d]\nsite = %q\ngateway = %q", i, s.of(s.sites...), s.of(vpn...))
		if s.one(2) {
			s.line("over = %q", s.of("internet", "private-peering", "microsoft-peering"))
		}
		if s.one(4) {
			s.line("circuit = %q", s.of(s.circuits...))
		}
		if s.one(4) {
			s.line("tunnels = %d", s.dice(6))
		}
		if s.one(4) {
			s.line("bgp = false")
		}
		s.carrier()
		s.risk()
		s.list(3)
	}
}

// wishes writes flows, policies and what never fails, sometimes.
func (s *sketch) wishes() {
	if s.one(4) {
		s.line("[route_policies.d]\naction = \"deny\"\nvia = \"circuits/%s\"", s.of(s.circuits...))
		if s.one(2) {
			s.line("site = %q", s.of(s.sites...))
		}
		if s.one(2) {
			s.line("match = %q", s.of("vnets/v0", "region:uksouth", "10.0.0.0/16", "10.101.0.0/16"))
		}
	}
	if s.one(2) {
		return
	}
	for i := range 1 + s.dice(4) {
		from, to := "sites/"+s.of(s.sites...), "vnets/"+s.of("v0", "v1", "v2")
		switch s.dice(6) {
		case 0:
			if other := "sites/" + s.of(s.sites...); other != from {
				to = other
			}
		case 1:
			to = "microsoft/" + s.of("exchange-online", "uksouth")
		case 2:
			from, to = to, from
		}
		s.line("[flows.f%d]\nfrom = %q\nto = %q", i, from, to)
	}
}

// A tester is a test, of rapid or not.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// read reads a design that a test has written.
func read(t tester, text string) *planner.Design {
	t.Helper()
	draft, diags := planner.ReadText(nil, "test.toml", []byte(text))
	if draft != nil {
		d, more := draft.Design("")
		if d != nil {
			return d
		}
		diags = more
	}
	var b strings.Builder
	for _, d := range diags {
		b.WriteString(d.Place.Path + ": " + d.Message + "\n")
	}
	t.Fatalf("the design is not sound:\n%s\n%s", b.String(), text)
	return nil
}

func structureOf(t tester, text string) *Structure {
	t.Helper()
	return NewStructure(topology.New(read(t, text)))
}
