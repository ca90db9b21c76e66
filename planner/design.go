package planner

// Bare reports whether a design has nothing yet that could be checked: no
// sites, circuits, networks, gateways or tunnels.
func (d *Design) Bare() bool {
	return len(d.Sites)+len(d.Circuits)+len(d.VNets)+len(d.VirtualHubs)+len(d.Gateways)+len(d.VPNTunnels) == 0
}
