package routes

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// undocumented says why it is not known whether two sites reach each other
// through Azure where one of them has a VPN: a gateway or hub may pass their
// routes on, but Microsoft does not say under which conditions. It is empty
// where no VPN could carry the flow, or where it is known that none does.
func undocumented(w *planner.SiteWays, f *topology.Flow, built bool) string {
	a, b := f.From.Site, f.To.Site
	if a == nil || b == nil {
		return ""
	}
	for _, ends := range [...][2]*planner.Site{{a, b}, {b, a}} {
		for _, v := range w.Tunnels(ends[0]) {
			if net := perhaps(w, v, ends[1]); net != nil {
				return fmt.Sprintf("VPN %q and a circuit of the other site meet in VNet %q, which does not say whether it has a Route Server (route_server, branch_to_branch)", v.Name(), net.Name())
			}
			switch {
			case !meetsVPN(w, v, ends[1]):
			case !topology.Crosses(v):
				return fmt.Sprintf("VPN %q runs over a peering; what its gateway tells others of the site is not documented", v.Name())
			case !topology.TakesRoutes(v):
				return fmt.Sprintf("VPN %q has bgp = false, so what its devices send to other sites depends on their static routes", v.Name())
			case built:
				return fmt.Sprintf("of a site that has both a VPN, %q, and a circuit, Microsoft does not document which routes Azure tells other sites", v.Name())
			}
		}
	}
	return ""
}

// perhaps returns the VNet in which a VPN and a circuit of another site meet,
// and of which it is not stated whether routes pass between them there.
func perhaps(w *planner.SiteWays, v *planner.VPNTunnel, other *planner.Site) *planner.VNet {
	if v.Gateway == nil {
		return nil
	}
	net := v.Gateway.VNet
	off := net.RouteServer.Known() && !net.RouteServer.Value() || net.BranchToBranch.Known() && !net.BranchToBranch.Value()
	if off || net.RouteServer.Known() && net.BranchToBranch.Known() {
		return nil
	}
	for _, c := range w.Circuits(other) {
		for _, n := range c.Connections {
			if n.Gateway != nil && n.Gateway.VNet == net {
				return net
			}
		}
	}
	return nil
}

// meetsVPN reports whether a VPN of one site and something of another end where
// Azure passes traffic on between them.
func meetsVPN(w *planner.SiteWays, v *planner.VPNTunnel, other *planner.Site) bool {
	hub := func(h *planner.VirtualHub) bool {
		return v.Hub != nil && h != nil && h.WAN == v.Hub.WAN && topology.JoinsBranches(h.WAN)
	}
	if slices.ContainsFunc(w.Tunnels(other), func(u *planner.VPNTunnel) bool {
		return hub(u.Hub) || v.Gateway != nil && u.Gateway == v.Gateway
	}) {
		return true
	}
	return slices.ContainsFunc(w.Circuits(other), func(c *planner.Circuit) bool {
		return slices.ContainsFunc(c.Connections, func(k *planner.Connection) bool {
			return hub(k.Hub) || v.Gateway != nil && k.Gateway != nil && k.Gateway.VNet == v.Gateway.VNet && topology.RouteServed(v.Gateway.VNet)
		})
	})
}
