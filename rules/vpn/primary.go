package vpn

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// isPrimary reports whether a VPN carries the traffic while nothing has failed,
// so that a backup has to stand behind it too: it says so, or it runs over
// private peering, to encrypt what the circuit carries, and is no backup.
func isPrimary(t *planner.VPNTunnel) bool {
	return t.Role == "primary" || t.Role == "" && t.Over == planner.OverPrivatePeering
}

// primaries returns the VPNs of a network that are in use while nothing has
// failed, whatever site they start from.
func primaries(p *rules.Pass, n *planner.Network) []*planner.VPNTunnel {
	var out []*planner.VPNTunnel
	for _, t := range p.VPNTunnels {
		there := t.Hub != nil && t.Hub.WAN == n.WAN || t.Gateway != nil && t.Gateway.VNet == n.VNet
		if there && isPrimary(t) {
			out = append(out, t)
		}
	}
	return out
}

// inPeering returns the primary VPNs of a coexistence that run over its
// circuits, and so fail with them.
func inPeering(c planner.Coexistence) []*planner.VPNTunnel {
	return slices.DeleteFunc(slices.Clone(c.Tunnels), func(t *planner.VPNTunnel) bool {
		return !isPrimary(t) || t.Over != planner.OverPrivatePeering
	})
}

// A main is a primary VPN, with what it announces.
type main struct {
	vpn *planner.VPNTunnel
	*announcements
}

func mainsOf(p *rules.Pass, list []*planner.VPNTunnel) []main {
	var out []main
	for _, t := range list {
		prefixes := slices.Clone(p.SentOver(t).Prefixes)
		slices.SortFunc(prefixes, netip.Prefix.Compare)
		out = append(out, main{t, newAnnouncements(prefixes)})
	}
	return out
}

// A rival is a primary VPN that announces a prefix of a backup with an AS path
// that is as long or longer.
type rival struct {
	vpn    *planner.VPNTunnel
	prefix netip.Prefix // of the backup
	longer int          // by how many numbers
}

// behind reports whether Azure takes a primary VPN before a backup for a
// prefix. Where they announce the same with a path that is not shorter over the
// primary, it returns that one. Both run BGP: two devices that route statically
// to one prefix are multiDevice's.
func behind(p *rules.Pass, t *planner.VPNTunnel, x netip.Prefix, mains []main) (ok bool, equal *rival) {
	for _, m := range mains {
		switch {
		case !m.inside(x) || m.vpn.Hub != t.Hub: // a hub takes its own VPN before that of another
			continue
		case !m.set.Has(x) || !speaks(m.vpn) || !speaks(t):
			return true, nil
		}
		path, _, _ := p.PathOver(m.vpn, x)
		own, _, _ := p.PathOver(t, x)
		if path < own {
			return true, nil
		}
		if equal == nil || path-own < equal.longer {
			equal = &rival{m.vpn, x, path - own}
		}
	}
	return equal != nil, equal
}

// alike reports the prefixes that a backup announces just as a primary VPN
// does: Azure uses both, or the backup alone.
func alike(p *rules.Pass, t *planner.VPNTunnel, equals []rival) {
	first := equals[0]
	var all []netip.Prefix
	for _, e := range equals {
		all = append(all, e.prefix)
	}
	own, prepends, _ := p.PathOver(t, first.prefix)
	what := fmt.Sprintf("Azure shares that traffic over both even while VPN %q is up", first.vpn.Name())
	if first.longer > 0 {
		what = fmt.Sprintf("Azure sends that traffic to the backup even while VPN %q is up", first.vpn.Name())
	}
	if t.Role == "" {
		p.Unknown(t.At("role"), "VPN %q announces %s as VPN %q does, with an AS path of %d against %d; whether it is a backup is not stated", t.Name(), rules.Some(rules.Texts(all)), first.vpn.Name(), own, own+first.longer)
		return
	}
	f := p.Report(t.PlaceOf(first.prefix), "backup VPN %q announces %s as primary VPN %q does, with an AS path of %d against %d; %s", t.Name(), rules.Some(rules.Texts(all)), first.vpn.Name(), own, own+first.longer, what).
		Fix("Write as_path_prepend = %d at VPN %q, or announce a shorter prefix over it.", prepends+first.longer+1, t.Name()).
		Related(first.vpn.PlaceOf(first.prefix), "what VPN %q announces", first.vpn.Name())
	if first.vpn.LocalPreference.Known() {
		f.Related(first.vpn.ValueAt("local_preference"), "the local preference of VPN %q", first.vpn.Name())
	}
}

// forDevices reports whether a circuit announces a prefix only so that the
// tunnels of primary VPNs come up: it holds addresses of their devices, and
// nothing that they announce.
func forDevices(p *rules.Pass, x netip.Prefix, mains []*planner.VPNTunnel) bool {
	devices := func(t *planner.VPNTunnel) bool { return slices.ContainsFunc(t.DeviceAddresses, x.Contains) }
	return slices.ContainsFunc(mains, devices) && !protects(p, x, mains)
}

// protects reports whether primary VPNs announce a prefix or a part of it.
func protects(p *rules.Pass, x netip.Prefix, mains []*planner.VPNTunnel) bool {
	return slices.ContainsFunc(mains, func(t *planner.VPNTunnel) bool {
		return slices.ContainsFunc(p.SentOver(t).Prefixes, func(m netip.Prefix) bool { return x.Bits() <= m.Bits() && x.Contains(m.Addr()) })
	})
}

// known drops the prefixes that a circuit may announce for the devices of a
// primary VPN, where that does not say their addresses, and notes them.
func known(p *rules.Pass, c planner.Coexistence, out []netip.Prefix) []netip.Prefix {
	mains := inPeering(c)
	i := slices.IndexFunc(mains, func(t *planner.VPNTunnel) bool { return len(t.DeviceAddresses) == 0 })
	if i < 0 {
		return out
	}
	var sure, open []netip.Prefix
	for _, x := range out {
		if protects(p, x, mains) {
			sure = append(sure, x)
		} else {
			open = append(open, x)
		}
	}
	if len(open) > 0 {
		p.Unknown(mains[i].At("device_addresses"), "whether a backup of %s has to announce %s too is unknown: VPN %q does not say the addresses of its devices, for which it may be there", circuits(c.Circuits), rules.Some(rules.Texts(open)), mains[i].Name())
	}
	return sure
}

// preferredMain returns how a site takes the route to a VNet over that of its
// primary VPNs which it prefers; nil where none brings it.
func preferredMain(p *rules.Pass, s *planner.Site, v *planner.VNet, mains []*planner.VPNTunnel) (best *planner.VPNTunnel, heard planner.Hearing) {
	for _, m := range mains {
		if h := p.HeardOverVPN(m, v); m.Site == s && !h.Denied && (best == nil || h.Preference > heard.Preference) {
			best, heard = m, h
		}
	}
	return best, heard
}
