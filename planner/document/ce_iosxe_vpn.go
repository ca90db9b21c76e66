package document

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// crypto writes the IPsec policy of a VPN.
func (w *ios) crypto(v *planner.VPNTunnel) {
	s, name := suiteOf(v), label(v.Name())
	if s.version == 1 {
		w.line("! %s: the design asks for IKEv1; what follows is IKEv2, which Azure prefers", name)
	}
	w.line("crypto ikev2 proposal IKE-%s", name)
	w.line(" encryption %s", s.word(ikeIOS, s.cipher, "IKE-ENCRYPTION", v.Name()))
	if s.gcm() {
		w.line(" prf sha384")
	} else {
		w.line(" integrity %s", s.word(hashIKE, s.hash, "IKE-INTEGRITY", v.Name()))
	}
	w.line(" group %s", groupWord(s.group, "", "DH-GROUP", v.Name()))
	w.line("!")
	w.line("crypto ikev2 policy IKE-%s", name)
	w.line(" proposal IKE-%s", name)
	w.line("!")
	w.line("crypto ikev2 keyring KEYS-%s", name)
	for _, t := range w.e.azureEnds(v) {
		w.line(" peer %s", t.name)
		w.line("  address %s", t.gateway)
		w.line("  pre-shared-key %s", t.secret)
	}
	w.line("!")
	w.line("crypto ikev2 profile IKE-%s", name)
	for _, t := range w.e.azureEnds(v) {
		w.line(" match identity remote address %s 255.255.255.255", t.gateway)
	}
	w.line(" authentication remote pre-share")
	w.line(" authentication local pre-share")
	w.line(" keyring local KEYS-%s", name)
	if v.DPDTimeout > 0 {
		every := max(int(v.DPDTimeout.Seconds())/3, 10)
		w.line(" dpd %d 2 periodic", every)
	}
	w.line("!")
	esp := s.word(espIOS, s.cipher, "ESP-ENCRYPTION", v.Name())
	if !s.gcm() {
		esp += " " + s.word(hashIOS, s.hash, "ESP-INTEGRITY", v.Name())
	}
	w.line("crypto ipsec transform-set ESP-%s %s", name, esp)
	w.line(" mode tunnel")
	w.line("!")
	w.line("crypto ipsec profile VPN-%s", name)
	w.line(" set transform-set ESP-%s", name)
	if s.pfs > 0 {
		w.line(" set pfs group%d", s.pfs)
	}
	w.line(" set ikev2-profile IKE-%s", name)
	w.line("!")
}

// loopback writes the interface that the tunnels of a VPN borrow their address
// from, before the first of them: no two interfaces may have the same one.
func (w *ios) loopback(i int) {
	t := &w.e.tunnels[i]
	if slices.ContainsFunc(w.e.tunnels[:i], func(o edgeTunnel) bool { return o.loopback == t.loopback }) {
		return
	}
	w.line("! another number where %s is in use", t.loopback)
	w.line("interface %s", t.loopback)
	w.line(" description %s", safe("Address of VPN "+t.vpn.Name()))
	w.line(" ip address %s 255.255.255.255", t.bgpSelf)
	w.line("!")
}

func (w *ios) tunnel(t *edgeTunnel) {
	w.line("interface Tunnel%d", t.number)
	w.line(" description %s", safe("VPN "+t.vpn.Name()+", "+t.name))
	w.line(" ip unnumbered %s", t.loopback)
	if t.mss() > 0 {
		w.line(" ip tcp adjust-mss %d", t.mss())
	}
	w.line(" tunnel source %s", t.source)
	w.line(" tunnel mode ipsec ipv4")
	w.line(" tunnel destination %s", t.gateway)
	w.line(" tunnel protection ipsec profile VPN-%s", label(t.vpn.Name()))
	w.line("!")
	if t.bgp {
		w.line("ip route %s 255.255.255.255 Tunnel%d", t.bgpPeer, t.number)
	} else {
		for _, p := range t.static {
			w.line("ip route %s %s Tunnel%d", p.Addr(), mask(p), t.number)
		}
	}
	w.line("!")
}
