package document

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// An edge is what one router of the customer is configured with, apart from
// the syntax of its vendor. What the design does not state stands in it as a
// placeholder, such as <VLAN er-london private>.
type edge struct {
	router   *planner.Router
	asn      string // number, or a placeholder
	ports    []*edgePort
	sessions []edgeSession
	tunnels  []edgeTunnel
	unknown  []string // keys that would fill a placeholder or that a line depends on, each once
}

// An edgePort is a physical port with its sub-interfaces.
type edgePort struct {
	name   string // of the interface, or a placeholder
	label  string // the link, or the port of a Direct pair
	qinq   bool
	macsec *planner.MACsecConfig // nil where the port has none
	units  []edgeUnit
}

// An edgeUnit is a sub-interface: one peering over one link.
type edgeUnit struct {
	number      string
	outer       string // of QinQ: the tag of the provider or of Azure
	vlan        string
	description string
	addresses   []netip.Prefix
	bfd         bool
}

// An edgeSession is a BGP session with one of Microsoft's edge routers.
type edgeSession struct {
	peering     *planner.Peering
	link        *planner.Link
	network     netip.Prefix // invalid where the design states none
	local       string
	remote      string // address, or a placeholder
	v6          bool
	asn         string // that the peering expects, where it is not the router's
	description string
	md5         string // placeholder of the key; "" where there is none
	bfd         bool
	keepalive   int // seconds; 0: default of the device
	hold        int
	in, out     edgePolicy
}

// edgeOf collects what a router is configured with.
func (d *Data) edgeOf(r *planner.Router) *edge {
	e := &edge{router: r}
	for _, c := range d.Design.Circuits {
		for _, l := range c.Links.All() {
			if l.Router == r && l.Up() {
				d.addLink(e, l)
			}
		}
	}
	d.addTunnels(e)
	if e.speaks() {
		e.asn = d.edgeASN(e)
	}
	for i := range e.sessions {
		d.finish(e, &e.sessions[i])
	}
	return e
}

// speaks reports whether the router has a BGP session of the design.
func (e *edge) speaks() bool {
	return len(e.sessions) > 0 || slices.ContainsFunc(e.tunnels, func(t edgeTunnel) bool { return t.bgp })
}

// empty reports whether nothing of the design ends on the router.
func (e *edge) empty() bool { return len(e.ports)+len(e.tunnels) == 0 }

// lacks notes a key that the design does not state.
func (d *Data) lacks(e *edge, path string) {
	d.UnknownAt(path)
	if !slices.Contains(e.unknown, path) {
		e.unknown = append(e.unknown, path)
	}
}

// edgeASN returns the AS number of a router: that of its site or, where all
// peerings agree, that of its peerings.
func (d *Data) edgeASN(e *edge) string {
	if s := e.router.Site; s.ASN.Known() {
		return fmt.Sprint(s.ASN.Value())
	}
	var seen []int64
	for _, s := range e.sessions {
		if s.peering.PeerASN.Known() {
			seen = append(seen, s.peering.PeerASN.Value())
		}
	}
	slices.Sort(seen)
	if seen = slices.Compact(seen); len(seen) == 1 {
		return fmt.Sprint(seen[0])
	}
	d.lacks(e, e.router.Site.At("asn").Path)
	return placeholder("ASN", e.router.Site.Name())
}

// addLink adds the sub-interfaces and sessions of a link. Where the provider
// holds the sessions of a peering the customer's router has none.
func (d *Data) addLink(e *edge, l *planner.Link) {
	for _, p := range l.Circuit.PeeringList() {
		if p.ProviderHolds().Value() {
			continue
		}
		port := d.edgePort(e, l)
		unit := d.edgeUnit(e, port, p, l)
		for _, n := range p.LinkSubnets(d.Catalog()) {
			if n.Side != l.Side {
				continue
			}
			first := n.Prefix.Addr().Next()
			local := d.router(p, l, first)
			if a, err := netip.ParseAddr(local); err == nil {
				unit.addresses = append(unit.addresses, netip.PrefixFrom(a, n.Prefix.Bits()))
			}
			e.sessions = append(e.sessions, edgeSession{peering: p, link: l, network: n.Prefix, local: local, remote: first.Next().String(), v6: first.Is6()})
		}
		if len(unit.addresses) == 0 {
			d.lacks(e, p.At(l.Side+"_peer_address_prefix").Path)
			e.sessions = append(e.sessions, edgeSession{peering: p, link: l, remote: placeholder("MICROSOFT-IP", l.Circuit.Name(), l.Side, p.Kind)})
		}
		port.units = append(port.units, unit)
	}
}

// edgePort returns the port of a link: the one that the design names, or the
// port of its Direct pair, which several circuits share.
func (d *Data) edgePort(e *edge, l *planner.Link) *edgePort {
	label := l.Circuit.Name() + " " + l.Side
	if p := l.Circuit.Port; p != nil {
		label = p.Name() + " " + portLink(l.Side)
	}
	name := token(l.Interface)
	if name == "" || name != strings.ReplaceAll(l.Interface, " ", "") { // one that no device has is as good as none
		d.lacks(e, l.At("interface").Path)
		name = placeholder("INTERFACE", label)
	}
	i := slices.IndexFunc(e.ports, func(p *edgePort) bool { return p.name == name })
	if i >= 0 {
		return e.ports[i]
	}
	port := &edgePort{name: name, label: label, qinq: l.Handoff == "qinq"}
	if p := l.Circuit.Port; p != nil {
		port.qinq = p.Encapsulation == "qinq"
		if m := p.MACsec; m != nil && slices.Contains(m.Links, portLink(l.Side)) {
			port.macsec = m
		}
	}
	e.ports = append(e.ports, port)
	return port
}

// portLink is Azure's name of the port of a pair that a link runs over.
func portLink(side string) string {
	if side == "secondary" {
		return "link2"
	}
	return "link1"
}

func (d *Data) edgeUnit(e *edge, port *edgePort, p *planner.Peering, l *planner.Link) edgeUnit {
	u := edgeUnit{bfd: p.LinkBFD(l).Value(), description: safe(fmt.Sprintf("ExpressRoute %s %s, %s peering", l.Circuit.Name(), l.Side, kindWord(p)))}
	u.vlan = placeholder("VLAN", l.Circuit.Name(), p.Kind)
	u.number = u.vlan
	if p.VLANID.Known() {
		u.vlan = fmt.Sprint(p.VLANID.Value())
		u.number = port.free(p.VLANID.Value())
	} else {
		d.lacks(e, p.At("vlan_id").Path)
	}
	if !port.qinq {
		return u
	}
	u.outer = placeholder("S-TAG", l.Circuit.Name())
	switch {
	case l.OuterVLANID.Known():
		u.outer = fmt.Sprint(l.OuterVLANID.Value())
	case l.Circuit.Port == nil:
		d.lacks(e, l.At("outer_vlan_id").Path)
	}
	return u
}

// free returns a number for a sub-interface: that of the VLAN, or a higher one
// where another circuit on the port has the same inner tag.
func (p *edgePort) free(vlan int) string {
	for n := vlan; ; n += 4096 {
		if !slices.ContainsFunc(p.units, func(u edgeUnit) bool { return u.number == fmt.Sprint(n) }) {
			return fmt.Sprint(n)
		}
	}
}

// finish fills in what a session depends on besides its addresses.
func (d *Data) finish(e *edge, s *edgeSession) {
	p, l := s.peering, s.link
	s.description = safe(fmt.Sprintf("ExpressRoute %s %s, %s peering", l.Circuit.Name(), l.Side, kindWord(p)))
	if p.PeerASN.Known() {
		if asn := fmt.Sprint(p.PeerASN.Value()); asn != e.asn {
			s.asn = asn
		}
	} else {
		d.lacks(e, p.At("peer_asn").Path)
	}
	switch {
	case p.MD5.Value():
		s.md5 = placeholder("MD5-KEY", l.Circuit.Name(), p.Kind) // one for both links
	case !p.MD5.Known():
		d.lacks(e, p.At("md5").Path)
	}
	bfd := p.LinkBFD(l)
	s.bfd = bfd.Value()
	if !bfd.Known() {
		d.lacks(e, e.router.At("bfd").Path)
	}
	s.hold, s.keepalive = bgpTimers(e.router, p)
	s.out = d.sending(e, s)
	s.in = d.hearing(e, s)
}

// bgpTimers returns hold time and keepalive in seconds: those of the peering
// or of the router; 0 where neither states one.
func bgpTimers(r *planner.Router, p *planner.Peering) (hold, keepalive int) {
	hold = int(cmp.Or(p.BGPHoldTime, r.BGPHoldTime).Seconds())
	keepalive = int(r.BGPKeepalive.Seconds())
	if hold > 0 && keepalive == 0 {
		keepalive = max(hold/3, 1)
	}
	if keepalive > 0 && hold == 0 {
		hold = 3 * keepalive
	}
	return hold, keepalive
}

// bfdTimers returns interval in milliseconds and multiplier: the router's, or
// those of Microsoft's edge.
func (d *Data) bfdTimers(r *planner.Router) (interval, multiplier int) {
	interval, multiplier = d.Limit("bfd.tx_interval").Int(), d.Limit("bfd.multiplier").Int()
	if ms := int(r.BFDInterval.Seconds() * 1000); ms > 0 {
		interval = ms
	}
	return interval, r.BFDMultiplier.Or(multiplier)
}

// placeholder names what a person has to fill in: <MD5-KEY er-london primary>.
func placeholder(what string, of ...string) string {
	return "<" + what + " " + safe(strings.Join(of, " ")) + ">"
}

// Up to so many characters of a text of the design stand in a configuration.
const longestSafe = 100

// safe returns a text of the design for a place in a configuration where words
// may stand. What could end a statement, start a comment or ask for help on a
// router's console becomes a hyphen.
func safe(s string) string { return only(s, " ./_:,+()") }

// token is safe for a place where one word must stand, such as the name of an
// interface; empty where nothing is left.
func token(s string) string {
	return only(strings.ReplaceAll(strings.TrimSpace(s), " ", ""), "./_:")
}

func only(s, more string) string {
	s = free(s) // while the name of a secret can still be told from what follows it
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > longestSafe {
			break
		}
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(more, r):
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), " -")
}

// label joins names to the name of a list or policy: ER-LONDON-PRI-OUT.
func label(parts ...string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, free(strings.Join(parts, "-"))))
}

// label names the policies of a session.
func (s *edgeSession) label(direction string) string {
	family := "4"
	if s.v6 {
		family = "6"
	}
	side := map[string]string{"primary": "pri", "secondary": "sec"}[s.link.Side]
	return label(s.link.Circuit.Name(), side, s.peering.Kind+family, direction)
}
