package document

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// An ios writes the configuration of a router as Cisco IOS XE 17 takes it.
type ios struct {
	d *Data
	e *edge
	b strings.Builder
}

// iosXE writes the configuration of a router for Cisco IOS XE.
func (d *Data) iosXE(e *edge) string {
	w := &ios{d: d, e: e}
	w.head()
	for _, p := range e.ports {
		w.macsec(p)
	}
	for _, p := range e.ports {
		w.port(p)
	}
	for _, v := range e.vpnsOf() {
		w.crypto(v)
	}
	for i := range e.tunnels {
		w.loopback(i)
		w.tunnel(&e.tunnels[i])
	}
	w.policies()
	if e.speaks() {
		w.bgp()
	}
	w.line("end")
	return w.b.String()
}

// line writes a line; each leading blank is a level of the configuration.
func (w *ios) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

func (w *ios) head() {
	w.line("! %s, Cisco IOS XE 17", safe(w.e.router.ID()))
	if model := safe(w.e.router.Model); model != "" {
		w.line("! Model: %s. %s", model, otherSystem(model))
	}
	w.line("! Replace every <...> before use. Not tried on a device.")
	for _, key := range w.e.unknown {
		w.line("! unknown: %s", safe(key))
	}
	w.line("!")
	if slices.ContainsFunc(w.e.sessions, func(s edgeSession) bool { return s.v6 }) {
		w.line("ipv6 unicast-routing")
	}
	w.line("ip bgp-community new-format")
	w.line("!")
}

// macsec writes the key chain and policy of a port that is encrypted.
func (w *ios) macsec(p *edgePort) {
	if p.macsec == nil {
		return
	}
	cipher, mac := cipherSuite(p)
	w.line("key chain %s macsec", label("macsec", p.label))
	w.line(" key %s", placeholder("CKN", p.label))
	w.line("  cryptographic-algorithm %s", mac)
	w.line("  key-string %s", placeholder("CAK", p.label))
	w.line("!")
	w.line("mka policy %s", label("mka", p.label))
	w.line(" macsec-cipher-suite %s", cipher)
	w.line("!")
}

// cipherSuite returns the words of routers for the cipher of a port: that of
// the traffic, and that of the key agreement.
func cipherSuite(p *edgePort) (cipher, mac string) {
	switch strings.ToLower(p.macsec.Cipher) {
	case "gcmaes128":
		return "gcm-aes-128", "aes-128-cmac"
	case "gcmaes256":
		return "gcm-aes-256", "aes-256-cmac"
	case "gcmaesxpn128":
		return "gcm-aes-xpn-128", "aes-128-cmac"
	case "gcmaesxpn256":
		return "gcm-aes-xpn-256", "aes-256-cmac"
	}
	return placeholder("CIPHER", p.label), placeholder("CMAC", p.label)
}

func (w *ios) port(p *edgePort) {
	w.line("interface %s", p.name)
	w.line(" description %s", safe("ExpressRoute "+p.label))
	w.line(" no ip address")
	if p.macsec != nil {
		w.line(" mka policy %s", label("mka", p.label))
		w.line(" mka pre-shared-key key-chain %s", label("macsec", p.label))
		w.line(" macsec")
		if p.macsec.SCI.Known() {
			w.line(" ! the design has SCI %s: set the same here", onOff(p.macsec.SCI.Value()))
		}
	}
	w.line(" no shutdown")
	w.line("!")
	for i := range p.units {
		w.unit(p, &p.units[i])
	}
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

func (w *ios) unit(p *edgePort, u *edgeUnit) {
	w.line("interface %s.%s", p.name, u.number)
	w.line(" description %s", u.description)
	if p.qinq {
		w.line(" encapsulation dot1Q %s second-dot1q %s", u.outer, u.vlan)
	} else {
		w.line(" encapsulation dot1Q %s", u.vlan)
	}
	for _, a := range u.addresses {
		if a.Addr().Is4() {
			w.line(" ip address %s %s", a.Addr(), mask(a))
		} else {
			w.line(" ipv6 address %s", a)
		}
	}
	if mtu := w.e.router.MTU; mtu.Known() {
		w.line(" ip mtu %d", mtu.Value())
	}
	if u.bfd {
		interval, times := w.d.bfdTimers(w.e.router)
		w.line(" bfd interval %d min_rx %d multiplier %d", interval, interval, times)
	}
	w.line("!")
}

// mask writes the length of an IPv4 prefix as a mask.
func mask(p netip.Prefix) string { return net.IP(net.CIDRMask(p.Bits(), 32)).String() }

// policies writes the lists and route maps of all sessions.
func (w *ios) policies() {
	for i := range w.e.sessions {
		s := &w.e.sessions[i]
		asn := w.e.asn
		if s.asn != "" {
			asn = s.asn
		}
		w.policy(&s.out, s.v6, asn)
		w.policy(&s.in, s.v6, asn)
	}
	for _, v := range w.e.vpnsOf() {
		if t := w.e.azureEnds(v)[0]; t.bgp {
			w.policy(&t.out, false, w.e.asn)
			w.policy(&t.in, false, w.e.asn)
		}
	}
}

func (w *ios) policy(p *edgePolicy, v6 bool, asn string) {
	family := "ip"
	if v6 {
		family = "ipv6"
	}
	for i, t := range p.terms {
		switch {
		case t.fill != "":
			w.line("%s prefix-list %s seq 5 permit %s", family, p.termName(i), t.fill)
		case len(t.communities) > 0:
			for _, c := range t.communities {
				w.line("ip community-list standard %s permit %s", p.termName(i), c)
			}
		}
		for n, prefix := range t.prefixes {
			w.line("%s prefix-list %s seq %d permit %s", family, p.termName(i), 5*(n+1), prefix)
		}
	}
	for _, note := range p.notes {
		w.line("! %s: %s", p.name, note)
	}
	for i := range p.terms {
		w.term(p, i, family, asn)
	}
	if len(p.terms) == 0 {
		w.line("route-map %s deny 10", p.name)
	}
	w.line("!")
}

func (w *ios) term(p *edgePolicy, i int, family, asn string) {
	t := &p.terms[i]
	action := "permit"
	if t.deny {
		action = "deny"
	}
	w.line("route-map %s %s %d", p.name, action, 10*(i+1))
	if len(t.communities) > 0 {
		w.line(" match community %s", p.termName(i))
	} else {
		w.line(" match %s address prefix-list %s", family, p.termName(i))
	}
	if t.deny {
		return
	}
	if t.preference > 0 {
		w.line(" set local-preference %d", t.preference)
	}
	if t.prepend > 0 {
		w.line(" set as-path prepend%s", strings.Repeat(" "+asn, t.prepend))
	}
	if len(t.set) > 0 {
		w.line(" set community %s additive", strings.Join(t.set, " "))
	}
}

// bgp writes the process: neighbours, then what each address family has.
func (w *ios) bgp() {
	w.line("router bgp %s", w.e.asn)
	w.line(" bgp log-neighbor-changes")
	w.line(" no bgp default ipv4-unicast")
	if w.e.router.GracefulRestart.Value() {
		w.line(" bgp graceful-restart")
	}
	if w.e.router.MaxASPath.Known() {
		w.line(" bgp maxas-limit %d", w.e.router.MaxASPath.Value())
	}
	for i := range w.e.sessions {
		w.neighbor(&w.e.sessions[i])
	}
	for i := range w.e.tunnels {
		if t := &w.e.tunnels[i]; t.bgp {
			w.line(" neighbor %s remote-as %s", t.bgpPeer, t.asn)
			w.line(" neighbor %s description %s", t.bgpPeer, safe("VPN "+t.vpn.Name()))
			w.line(" neighbor %s ebgp-multihop 255", t.bgpPeer)
			w.line(" neighbor %s update-source %s", t.bgpPeer, t.loopback)
		}
	}
	w.family(false)
	w.family(true)
	w.line("!")
}

func (w *ios) neighbor(s *edgeSession) {
	n := s.remote
	w.line(" neighbor %s remote-as %s", n, w.d.Limit("bgp.microsoft_asn").Value)
	w.line(" neighbor %s description %s", n, s.description)
	if s.asn != "" {
		w.line(" neighbor %s local-as %s no-prepend replace-as", n, s.asn)
	}
	if s.md5 != "" {
		w.line(" neighbor %s password %s", n, s.md5)
	}
	if s.hold > 0 {
		w.line(" neighbor %s timers %d %d", n, s.keepalive, s.hold)
	}
	switch bound := w.e.router.BFDBoundToBGP; {
	case s.bfd && bound.Or(true):
		w.line(" neighbor %s fall-over bfd", n)
	case s.bfd:
		w.line(" ! the design does not bind BFD to BGP: neighbor %s fall-over bfd is left out", n)
	}
}

// family writes an address family: what the router originates, and its
// neighbours.
func (w *ios) family(v6 bool) {
	var networks []netip.Prefix
	var body []string
	say := func(format string, args ...any) { body = append(body, fmt.Sprintf("  "+format, args...)) }
	for i := range w.e.sessions {
		s := &w.e.sessions[i]
		if s.v6 != v6 {
			continue
		}
		networks = originated(networks, &s.out)
		say("neighbor %s activate", s.remote)
		say("neighbor %s route-map %s in", s.remote, s.in.name)
		say("neighbor %s route-map %s out", s.remote, s.out.name)
		if sets(&s.out) {
			say("neighbor %s send-community", s.remote)
		}
		if w.e.router.AllowASIn.Value() {
			say("neighbor %s allowas-in", s.remote)
		}
		if most := w.e.router.MaxPrefixes; most.Known() {
			say("neighbor %s maximum-prefix %d", s.remote, most.Value())
		} else {
			say("! neighbor %s maximum-prefix: unknown, max_prefixes of the router", s.remote)
		}
	}
	for i := range w.e.tunnels {
		if t := &w.e.tunnels[i]; t.bgp && !v6 {
			networks = originated(networks, &t.out)
			say("neighbor %s activate", t.bgpPeer)
			say("neighbor %s route-map %s in", t.bgpPeer, t.in.name)
			say("neighbor %s route-map %s out", t.bgpPeer, t.out.name)
		}
	}
	if body == nil {
		return
	}
	w.line(" !")
	w.line(" address-family %s", map[bool]string{false: "ipv4", true: "ipv6"}[v6])
	if len(networks) > 0 {
		w.line("  ! a network is announced only while it is in the routing table")
	}
	for _, p := range networks {
		if v6 {
			w.line("  network %s", p)
		} else {
			w.line("  network %s mask %s", p.Addr(), mask(p))
		}
	}
	w.line("%s", strings.Join(body, "\n"))
	w.line(" exit-address-family")
}

func sets(p *edgePolicy) bool {
	for i := range p.terms {
		if len(p.terms[i].set) > 0 {
			return true
		}
	}
	return false
}

// originated adds the prefixes that a policy lets out, each once.
func originated(list []netip.Prefix, p *edgePolicy) []netip.Prefix {
	for i := range p.terms {
		for _, prefix := range p.terms[i].prefixes {
			if !slices.Contains(list, prefix) {
				list = append(list, prefix)
			}
		}
	}
	return list
}
