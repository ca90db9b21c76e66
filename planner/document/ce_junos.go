package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// A junos writes the configuration of a router as statements that Junos takes
// with "load set terminal".
type junos struct {
	d *Data
	e *edge
	b strings.Builder
}

// junos writes the configuration of a router for Junos.
func (d *Data) junos(e *edge) string {
	w := &junos{d: d, e: e}
	w.head()
	for _, p := range e.ports {
		w.port(p)
	}
	for _, v := range e.vpnsOf() {
		w.security(v)
	}
	if len(e.tunnels) > 0 {
		w.note("put the st0 units into a security zone that lets bgp in, and let ike in on the outer one")
	}
	for i := range e.tunnels {
		w.loopback(i)
		w.tunnel(&e.tunnels[i])
	}
	w.policies()
	w.bgp()
	return w.b.String()
}

// set writes a statement, and note a comment.
func (w *junos) set(format string, args ...any)  { fmt.Fprintf(&w.b, "set "+format+"\n", args...) }
func (w *junos) note(format string, args ...any) { fmt.Fprintf(&w.b, "# "+format+"\n", args...) }

func (w *junos) head() {
	w.note("%s, Junos", safe(w.e.router.ID()))
	if model := safe(w.e.router.Model); model != "" {
		w.note("Model: %s. %s", model, otherSystem(model))
	}
	w.note("Replace every <...>, then: load set terminal. Not tried on a device.")
	for _, key := range w.e.unknown {
		w.note("unknown: %s", safe(key))
	}
	if w.e.speaks() {
		w.set("routing-options autonomous-system %s", w.e.asn)
	}
	if w.e.speaks() {
		w.note("a prefix is announced only while it is in the routing table")
	}
	if w.e.router.GracefulRestart.Value() {
		w.set("routing-options graceful-restart")
	}
}

func (w *junos) port(p *edgePort) {
	w.set("interfaces %s description \"%s\"", p.name, safe("ExpressRoute "+p.label))
	if p.qinq {
		w.set("interfaces %s flexible-vlan-tagging", p.name)
	} else {
		w.set("interfaces %s vlan-tagging", p.name)
	}
	w.macsec(p)
	for i := range p.units {
		u := &p.units[i]
		at := fmt.Sprintf("interfaces %s unit %s", p.name, u.number)
		w.set("%s description \"%s\"", at, u.description)
		if p.qinq {
			w.set("%s vlan-tags outer %s inner %s", at, u.outer, u.vlan)
		} else {
			w.set("%s vlan-id %s", at, u.vlan)
		}
		for _, a := range u.addresses {
			family := "inet"
			if a.Addr().Is6() {
				family = "inet6"
			}
			w.set("%s family %s address %s", at, family, a)
			if mtu := w.e.router.MTU; mtu.Known() {
				w.set("%s family %s mtu %d", at, family, mtu.Value())
			}
		}
	}
}

func (w *junos) macsec(p *edgePort) {
	if p.macsec == nil {
		return
	}
	cipher, _ := cipherSuite(p)
	at := "security macsec connectivity-association " + label("ca", p.label)
	w.set("%s security-mode static-cak", at)
	w.set("%s cipher-suite %s", at, cipher)
	w.set("%s pre-shared-key ckn %s", at, placeholder("CKN", p.label))
	w.set("%s pre-shared-key cak %s", at, placeholder("CAK", p.label))
	if p.macsec.SCI.Value() {
		w.set("%s include-sci", at)
	}
	w.set("security macsec interfaces %s connectivity-association %s", p.name, label("ca", p.label))
}

// policies writes the lists and policy statements of all sessions.
func (w *junos) policies() {
	for i := range w.e.sessions {
		s := &w.e.sessions[i]
		asn := w.e.asn
		if s.asn != "" {
			asn = s.asn
		}
		w.policy(&s.out, asn)
		w.policy(&s.in, asn)
	}
	for _, v := range w.e.vpnsOf() {
		if t := w.e.azureEnds(v)[0]; t.bgp {
			w.policy(&t.out, w.e.asn)
			w.policy(&t.in, w.e.asn)
		}
	}
}

func (w *junos) policy(p *edgePolicy, asn string) {
	for _, n := range p.notes {
		w.note("%s: %s", p.name, n)
	}
	for i := range p.terms {
		w.term(p, i, asn)
	}
	w.set("policy-options policy-statement %s term REST then reject", p.name)
}

func (w *junos) term(p *edgePolicy, i int, asn string) {
	t, list := &p.terms[i], p.termName(i)
	at := fmt.Sprintf("policy-options policy-statement %s term T%d", p.name, i+1)
	switch {
	case len(t.communities) > 0:
		for n, c := range t.communities { // any of several will do
			one := fmt.Sprintf("%s-%d", list, n+1)
			w.set("policy-options community %s members %s", one, c)
			w.set("%s from community %s", at, one)
		}
	default:
		if t.fill != "" {
			w.set("policy-options prefix-list %s %s", list, t.fill)
		}
		for _, prefix := range t.prefixes {
			w.set("policy-options prefix-list %s %s", list, prefix)
		}
		w.set("%s from prefix-list %s", at, list)
	}
	if t.deny {
		w.set("%s then reject", at)
		return
	}
	if t.preference > 0 {
		w.set("%s then local-preference %d", at, t.preference)
	}
	if t.prepend > 0 {
		w.set("%s then as-path-prepend \"%s\"", at, strings.TrimSpace(strings.Repeat(asn+" ", t.prepend)))
	}
	if len(t.set) > 0 {
		w.set("policy-options community %s members [ %s ]", label(list, "set"), strings.Join(t.set, " "))
		w.set("%s then community add %s", at, label(list, "set"))
	}
	w.set("%s then accept", at)
}

func (w *junos) bgp() {
	w.groups()
	for i := range w.e.sessions {
		w.session(&w.e.sessions[i])
	}
	for i := range w.e.tunnels {
		t := &w.e.tunnels[i]
		if !t.bgp {
			continue
		}
		at := "protocols bgp group " + label("vpn", t.vpn.Name()) + " neighbor " + t.bgpPeer
		w.set("%s peer-as %s", at, t.asn)
		w.set("%s local-address %s", at, t.bgpSelf)
		w.set("%s import %s", at, t.in.name)
		w.set("%s export %s", at, t.out.name)
	}
}

// groups writes the groups of neighbours: one for each peering and VPN.
func (w *junos) groups() {
	seen := map[string]bool{}
	first := func(group string) bool {
		again := seen[group]
		seen[group] = true
		return !again
	}
	for i := range w.e.sessions {
		if group := w.e.sessions[i].group(); first(group) {
			w.set("%s type external", group)
			w.set("%s peer-as %s", group, w.d.Limit("bgp.microsoft_asn").Value)
		}
	}
	for i := range w.e.tunnels {
		t := &w.e.tunnels[i]
		if group := "protocols bgp group " + label("vpn", t.vpn.Name()); t.bgp && first(group) {
			w.set("%s type external", group)
			w.set("%s multihop ttl 255", group)
		}
	}
}

// group is the group of a session's neighbour.
func (s *edgeSession) group() string {
	return "protocols bgp group " + label(s.link.Circuit.Name(), s.peering.Kind)
}

func (w *junos) session(s *edgeSession) {
	at := s.group() + " neighbor " + s.remote
	w.set("%s description \"%s\"", at, s.description)
	if s.asn != "" {
		w.set("%s local-as %s no-prepend-global-as", at, s.asn)
	}
	if s.md5 != "" {
		w.set("%s authentication-key \"%s\"", at, s.md5)
	}
	if s.hold > 0 {
		w.set("%s hold-time %d", at, s.hold)
	}
	switch bound := w.e.router.BFDBoundToBGP; {
	case s.bfd && bound.Or(true):
		interval, times := w.d.bfdTimers(w.e.router)
		w.set("%s bfd-liveness-detection minimum-interval %d", at, interval)
		w.set("%s bfd-liveness-detection multiplier %d", at, times)
	case s.bfd:
		w.note("the design does not bind BFD to BGP: bfd-liveness-detection of %s is left out", s.remote)
	}
	family := at + " family inet unicast"
	if s.v6 {
		family = at + " family inet6 unicast"
	}
	if most := w.e.router.MaxPrefixes; most.Known() {
		w.set("%s prefix-limit maximum %d", family, most.Value())
		w.set("%s prefix-limit teardown", family)
	} else {
		w.set("%s", family)
		w.note("%s prefix-limit: unknown, max_prefixes of the router", s.remote)
	}
	if w.e.router.AllowASIn.Value() {
		w.set("%s loops 2", family)
	}
	w.set("%s import %s", at, s.in.name)
	w.set("%s export %s", at, s.out.name)
}

// security writes the IPsec policy of a VPN.
func (w *junos) security(v *planner.VPNTunnel) {
	s, name := suiteOf(v), label(v.Name())
	ike := "security ike proposal IKE-" + name
	w.set("%s authentication-method pre-shared-keys", ike)
	w.set("%s dh-group %s", ike, groupWord(s.group, "group", "DH-GROUP", v.Name()))
	w.set("%s encryption-algorithm %s", ike, s.word(espJunos, s.cipher, "IKE-ENCRYPTION", v.Name()))
	if !s.gcm() {
		w.set("%s authentication-algorithm %s", ike, s.word(hashJunosIKE, s.hash, "IKE-INTEGRITY", v.Name()))
	}
	w.set("security ike policy IKE-%s proposals IKE-%s", name, name)
	w.set("security ike policy IKE-%s pre-shared-key ascii-text \"%s\"", name, placeholder("PSK", v.Name()))
	esp := "security ipsec proposal ESP-" + name
	w.set("%s protocol esp", esp)
	w.set("%s encryption-algorithm %s", esp, s.word(espJunos, s.cipher, "ESP-ENCRYPTION", v.Name()))
	if !s.gcm() {
		w.set("%s authentication-algorithm %s", esp, s.word(hashJunosESP, s.hash, "ESP-INTEGRITY", v.Name()))
	}
	w.set("security ipsec policy ESP-%s proposals ESP-%s", name, name)
	if s.pfs > 0 {
		w.set("security ipsec policy ESP-%s perfect-forward-secrecy keys group%d", name, s.pfs)
	}
}

var (
	hashJunosIKE = map[string]string{"sha1": "sha1", "sha256": "sha-256", "sha384": "sha-384", "md5": "md5"}
	hashJunosESP = map[string]string{"sha1": "hmac-sha1-96", "sha256": "hmac-sha-256-128", "md5": "hmac-md5-96"}
)

// loopback gives lo0 the address of a VPN, before the first of its tunnels.
func (w *junos) loopback(i int) {
	t := &w.e.tunnels[i]
	if !slices.ContainsFunc(w.e.tunnels[:i], func(o edgeTunnel) bool { return o.bgpSelf == t.bgpSelf }) {
		w.set("interfaces lo0 unit 0 family inet address %s/32", t.bgpSelf)
	}
}

func (w *junos) tunnel(t *edgeTunnel) {
	gateway := "security ike gateway " + t.name
	w.set("%s ike-policy IKE-%s", gateway, label(t.vpn.Name()))
	w.set("%s address %s", gateway, t.gateway)
	if strings.HasPrefix(t.source, "<") {
		w.set("%s external-interface %s", gateway, t.source)
	} else {
		w.set("%s external-interface %s", gateway, placeholder("VPN-INTERFACE", w.e.router.ID()))
		w.set("%s local-address %s", gateway, t.source)
	}
	if suiteOf(t.vpn).version == 2 {
		w.set("%s version v2-only", gateway)
	}
	if t.vpn.DPDTimeout > 0 {
		w.set("%s dead-peer-detection interval %d", gateway, max(int(t.vpn.DPDTimeout.Seconds())/3, 10))
		w.set("%s dead-peer-detection threshold 3", gateway)
	}
	vpn := "security ipsec vpn " + t.name
	w.set("%s bind-interface st0.%d", vpn, t.number)
	w.set("%s ike gateway %s", vpn, t.name)
	w.set("%s ike ipsec-policy ESP-%s", vpn, label(t.vpn.Name()))
	w.set("%s establish-tunnels immediately", vpn)
	w.set("interfaces st0 unit %d description \"%s\"", t.number, safe("VPN "+t.vpn.Name()+", "+t.name))
	w.set("interfaces st0 unit %d family inet", t.number)
	if t.mss() > 0 {
		w.set("security flow tcp-mss ipsec-vpn mss %d", t.mss())
	}
	if t.bgp {
		w.set("routing-options static route %s/32 next-hop st0.%d", t.bgpPeer, t.number)
		return
	}
	for _, p := range t.static {
		w.set("routing-options static route %s next-hop st0.%d", p, t.number)
	}
}
