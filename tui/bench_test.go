package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// branches writes a design of n sites, each with two routers, a circuit and a
// VPN behind it, and a flow to one of two hubs.
func branches(n int) string {
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	add("schema = 1\n[defaults.routers]\nbfd = true\nbfd_bound_to_bgp = true\n[defaults.links]\nl2_devices = 1")
	for r, region := range []string{"westeurope", "northeurope"} {
		add("[vnets.hub%d]\nregion = %q\naddress_space = [\"10.%d.0.0/16\"]", r, region, 200+r)
		add("[gateways.er%d]\nkind = \"expressroute\"\nvnet = \"hub%d\"\nsku = \"ErGw3AZ\"\nzones = [\"1\", \"2\", \"3\"]", r, r)
		add("[gateways.vpn%d]\nkind = \"vpn\"\nvnet = \"hub%d\"\nsku = \"VpnGw5AZ\"\nactive_active = true", r, r)
	}
	locations := []string{"Amsterdam", "London", "Paris", "Frankfurt", "Dublin", "Zurich", "Milan", "Madrid"}
	for i := range n {
		add("[sites.s%d]\nasn = 65020\ninternet = true\nprefixes = [\"10.%d.%d.0/24\"]\n[sites.s%d.routers.r1]\n[sites.s%d.routers.r2]", i, i/250, i%250, i, i)
		add("[circuits.c%d]\nservice_provider = %q\npeering_location = %q\nbandwidth = \"1 Gbps\"\nlocal_preference = 200", i, []string{"Colt", "Equinix"}[i%2], locations[i%len(locations)])
		add("[circuits.c%d.links]\nprimary.router = \"s%d/r1\"\nsecondary.router = \"s%d/r2\"\n[circuits.c%d.peerings.private]\nvlan_id = 100\npeer_asn = 65020", i, i, i, i)
		add("[connections.k%d]\ncircuit = \"c%d\"\ngateway = \"er%d\"", i, i, i%2)
		add("[vpn_tunnels.v%d]\nsite = \"s%d\"\ngateway = \"vpn%d\"", i, i, i%2)
		add("[flows.f%d]\nfrom = \"sites/s%d\"\nto = \"vnets/hub%d\"\nbandwidth = \"100 Mbps\"", i, i, i%2)
	}
	return b.String()
}

// BenchmarkOpen measures from the start to the first screen that shows the
// network; rules and sweeps follow behind it.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{10, 50, 200} {
		d := &desk{text: branches(n)}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				m := New(d.host())
				m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
				m.Update(m.reload()())
				m.View()
			}
		})
	}
}

// BenchmarkFail measures from the key that fails a component, and the one that
// restores it, to the screen that shows what came of it.
func BenchmarkFail(b *testing.B) {
	for _, n := range []int{10, 50, 200} {
		d := &desk{text: branches(n)}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := New(d.host())
			m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
			m.Update(m.reload()())
			m.topo.choose("peering-location:London")
			m.View()
			for b.Loop() {
				_, cmd := m.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
				m.Update(cmd())
				m.View()
			}
		})
	}
}

// BenchmarkMove measures a key that moves in the picture.
func BenchmarkMove(b *testing.B) {
	d := &desk{text: branches(50)}
	m := New(d.host())
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.Update(m.reload()())
	m.View()
	for b.Loop() {
		m.Update(tea.KeyPressMsg{Code: tea.KeyDown})
		m.View()
	}
}

// BenchmarkSweep measures what follows behind the first screen.
func BenchmarkSweep(b *testing.B) {
	for _, n := range []int{50, 200} {
		d := &desk{text: branches(n)}
		for _, work := range []struct {
			name string
			do   func(context.Context, *facts) tea.Cmd
		}{{"rules", check}, {"failures", simulate}} {
			b.Run(fmt.Sprintf("%s-%d", work.name, n), func(b *testing.B) {
				for b.Loop() {
					m := New(d.host())
					m.Update(m.reload()())
					work.do(context.Background(), m.facts)()
				}
			})
		}
	}
}
