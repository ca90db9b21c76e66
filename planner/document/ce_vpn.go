package document

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// An edgeTunnel is one IPsec tunnel of a router to an instance of a gateway.
type edgeTunnel struct {
	vpn     *planner.VPNTunnel
	number  int    // on the router, from 1
	name    string // LONDON-1
	source  string // address of the device, or a placeholder
	gateway string // address of the gateway's instance, as a placeholder
	bgpPeer string
	bgpSelf string
	// loopback has bgpSelf on IOS XE: one for all tunnels of a VPN.
	loopback string
	asn      string // of the gateway
	bgp      bool
	secret   string
	static   []netip.Prefix // behind the tunnel, where it has no BGP
	out, in  edgePolicy
}

// addTunnels adds the tunnels that end on a router. A tunnel to an
// active-standby gateway works with either instance, by one address.
func (d *Data) addTunnels(e *edge) {
	for _, v := range d.Design.VPNTunnels {
		for _, t := range d.Analysis.Topology.Tunnels(v) {
			if t.Router == e.router {
				e.tunnels = append(e.tunnels, d.edgeTunnel(e, v, t))
			}
		}
	}
}

func (d *Data) edgeTunnel(e *edge, v *planner.VPNTunnel, t topology.Tunnel) edgeTunnel {
	_, number, _ := strings.Cut(d.Component(t.Component).Name, "/")
	instance := "1"
	if len(t.Instances) == 1 {
		_, instance, _ = strings.Cut(d.Component(t.Instances[0]).Name, "/")
	}
	end := path(v.GatewayName)
	out := edgeTunnel{vpn: v, number: len(e.tunnels) + 1, name: label(v.Name(), number), asn: fmt.Sprint(planner.AzureASN), bgp: v.BGP.Value(),
		gateway: placeholder("AZURE-IP", end, instance), bgpPeer: placeholder("AZURE-BGP-IP", end, instance),
		bgpSelf: placeholder("BGP-IP", e.router.ID(), v.Name()), source: placeholder("VPN-INTERFACE", e.router.ID()),
		secret: placeholder("PSK", v.Name())}
	out.loopback = fmt.Sprintf("Loopback%d", 101+slices.Index(d.Design.VPNTunnels, v))
	if !out.bgp {
		out.bgpSelf = placeholder("TUNNEL-IP", e.router.ID(), v.Name())
	}
	if !v.BGP.Known() {
		d.lacks(e, v.At("bgp").Path)
	}
	if v.Gateway != nil && v.Gateway.ASN.Known() {
		out.asn = fmt.Sprint(v.Gateway.ASN.Value())
	}
	if i := slices.Index(v.Routers, e.router); i >= 0 {
		if i < len(v.DeviceAddresses) {
			out.source = v.DeviceAddresses[i].String()
		}
		if i < len(v.BGPPeerAddresses) {
			out.bgpSelf = v.BGPPeerAddresses[i].String()
		}
	}
	d.tunnelPolicy(e, &out)
	return out
}

// path is the last part of what names a gateway or hub.
func path(reference string) string { return reference[strings.LastIndexByte(reference, '/')+1:] }

// tunnelPolicy fills in what goes over a tunnel in both directions.
func (d *Data) tunnelPolicy(e *edge, t *edgeTunnel) {
	t.out.name, t.in.name = label("VPN", t.vpn.Name(), "out"), label("VPN", t.vpn.Name(), "in")
	a := d.Design.SentOver(t.vpn)
	if !a.Known {
		d.lacks(e, a.Place.Path)
		t.out.terms = append(t.out.terms, edgeTerm{fill: placeholder("PREFIX", a.Place.Path)})
	}
	for _, prefix := range a.Prefixes {
		if prefix.Addr().Is4() {
			_, prepends, _ := d.Design.PathOver(t.vpn, prefix)
			t.out.add(edgeTerm{prefixes: []netip.Prefix{prefix}, prepend: prepends})
		}
	}
	for _, prefix := range d.heardOverVPN(t.vpn) {
		preference, deny := d.preferVPN(t.vpn, prefix)
		t.static = append(t.static, prefix)
		t.in.add(edgeTerm{prefixes: []netip.Prefix{prefix}, preference: preference, deny: deny})
	}
}

// heardOverVPN returns what Azure tells the site of a VPN: VNets and hubs, and
// other sites where a hub or a Route Server joins them.
func (d *Data) heardOverVPN(v *planner.VPNTunnel) []netip.Prefix {
	var out []netip.Prefix
	for _, n := range d.Design.VNets {
		if reachedBy(v, n) {
			out = append(out, n.AddressSpace...)
		}
	}
	if v.Hub != nil {
		for _, h := range v.Hub.WAN.Hubs {
			if h.AddressPrefix.IsValid() {
				out = append(out, h.AddressPrefix)
			}
		}
	}
	for _, n := range d.Design.Connections {
		if p := n.Circuit.Peerings.Private; p != nil && joinsVPN(n, v) {
			out = append(out, p.AnnouncedByAny().Prefixes...)
		}
	}
	for _, o := range d.Design.VPNTunnels {
		if o.Hub != nil && v.Hub != nil && o.Hub.WAN == v.Hub.WAN && v.Hub.WAN.BranchToBranch.Or(true) {
			out = append(out, d.Design.SentOver(o).Prefixes...)
		}
	}
	out = slices.DeleteFunc(out, func(p netip.Prefix) bool {
		return p.Addr().Is6() || slices.Contains(v.Site.Prefixes, p) || slices.Contains(v.Announced().Prefixes, p)
	})
	slices.SortFunc(out, netip.Prefix.Compare)
	return slices.Compact(out)
}

// preferVPN returns the local preference of a prefix that arrives over a VPN,
// 0 where the design states none, and whether a route policy denies it.
func (d *Data) preferVPN(t *planner.VPNTunnel, prefix netip.Prefix) (preference int, deny bool) {
	preference = t.LocalPreference.Or(0)
	for _, v := range d.Design.VNets {
		if slices.Contains(v.AddressSpace, prefix) {
			h := d.Design.HeardOverVPN(t, v)
			if t.LocalPreference.Known() || h.Place.Path != t.At("local_preference").Path {
				preference = h.Preference
			}
			return preference, h.Denied
		}
	}
	return preference, false
}

// reachedBy reports whether a VNet stands behind the gateway or hub of a VPN.
func reachedBy(t *planner.VPNTunnel, v *planner.VNet) bool {
	if t.Hub != nil {
		return v.VHub != nil && v.VHub.WAN == t.Hub.WAN
	}
	return slices.Contains(v.Homes(), t.Gateway.VNet)
}

// The words of Azure for the parts of an IPsec policy, and those of routers.
var (
	groupNumbers = map[string]int{"dhgroup1": 1, "dhgroup2": 2, "dhgroup14": 14, "dhgroup2048": 14, "dhgroup24": 24, "ecp256": 19, "ecp384": 20,
		"pfs1": 1, "pfs2": 2, "pfs14": 14, "pfs2048": 14, "pfs24": 24}
	espIOS   = map[string]string{"gcmaes128": "esp-gcm", "gcmaes192": "esp-gcm 192", "gcmaes256": "esp-gcm 256", "aes128": "esp-aes", "aes192": "esp-aes 192", "aes256": "esp-aes 256", "des3": "esp-3des"}
	hashIOS  = map[string]string{"sha1": "esp-sha-hmac", "sha256": "esp-sha256-hmac", "md5": "esp-md5-hmac"}
	ikeIOS   = map[string]string{"gcmaes128": "aes-gcm-128", "gcmaes256": "aes-gcm-256", "aes128": "aes-cbc-128", "aes192": "aes-cbc-192", "aes256": "aes-cbc-256", "des3": "3des"}
	espJunos = map[string]string{"gcmaes128": "aes-128-gcm", "gcmaes192": "aes-192-gcm", "gcmaes256": "aes-256-gcm", "aes128": "aes-128-cbc", "aes192": "aes-192-cbc", "aes256": "aes-256-cbc", "des3": "3des-cbc"}
	hashIKE  = map[string]string{"sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "md5": "md5"}
)

// A suite is the IPsec policy of a VPN in words of Azure, folded; what the
// design leaves out is "".
type suite struct {
	cipher, hash string
	group, pfs   int // 0: not stated
	version      int
}

func suiteOf(v *planner.VPNTunnel) suite {
	p := v.IPsec
	if p == nil {
		return suite{version: 2}
	}
	word := func(s string) string { return strings.ToLower(token(s)) }
	return suite{word(p.Encryption), word(p.Integrity), groupNumbers[word(p.DHGroup)], groupNumbers[word(p.PFS)], p.IKEVersion.Or(2)}
}

// gcm reports whether a cipher guards integrity by itself.
func (s suite) gcm() bool { return strings.HasPrefix(s.cipher, "gcm") }

// word returns the router's word for one of Azure, or a placeholder.
func (s suite) word(table map[string]string, azure, what, vpn string) string {
	if w, ok := table[azure]; ok {
		return w
	}
	return placeholder(what, vpn)
}

func groupWord(n int, prefix, what, vpn string) string {
	if n == 0 {
		return placeholder(what, vpn)
	}
	return fmt.Sprintf("%s%d", prefix, n)
}

// vpnsOf returns the VPNs that end on a router, each once.
func (e *edge) vpnsOf() []*planner.VPNTunnel {
	var out []*planner.VPNTunnel
	for i := range e.tunnels {
		if !slices.Contains(out, e.tunnels[i].vpn) {
			out = append(out, e.tunnels[i].vpn)
		}
	}
	return out
}

// mss is the largest TCP segment that a tunnel lets through: the design's.
func (t *edgeTunnel) mss() int { return t.vpn.TCPMSS.Or(0) }

// azureEnds returns the tunnels of a VPN, one for each end in Azure.
func (e *edge) azureEnds(v *planner.VPNTunnel) []*edgeTunnel {
	var out []*edgeTunnel
	seen := map[string]bool{}
	for i := range e.tunnels {
		if t := &e.tunnels[i]; t.vpn == v && !seen[t.gateway] {
			seen[t.gateway] = true
			out = append(out, t)
		}
	}
	return out
}
