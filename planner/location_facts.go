package planner

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// Exists reports whether the circuit is already created in Azure; what the
// design does not say is planned.
func (c *Circuit) Exists() bool {
	return c.ProvisioningState != "" && c.ProvisioningState != "planned"
}

// Provisioned reports whether the provider has set the circuit up.
func (c *Circuit) Provisioned() bool { return c.ProvisioningState == "provisioned" }

// RegionPlace returns where the region of the connection's gateway is, or
// would be, written: at its VNet or at the hub.
func (c *Connection) RegionPlace() source.Place {
	if c.Hub != nil {
		return c.Hub.ValueAt("region")
	}
	return c.Gateway.VNet.ValueAt("region")
}

// Network returns the path of the VNet or virtual hub that the connection
// reaches: vnets.hub or virtual_hubs.hub.
func (c *Connection) Network() string {
	if c.Hub != nil {
		return c.Hub.Path()
	}
	return c.Gateway.VNet.Path()
}

// Partners returns the other circuits that reach a VNet or virtual hub which
// c reaches too, and may so stand in for it, sorted by name.
func (d *Design) Partners(c *Circuit) []*Circuit {
	var out []*Circuit
	for _, a := range c.Connections {
		for _, b := range a.beside() {
			if b.Circuit != c {
				out = append(out, b.Circuit)
			}
		}
	}
	slices.SortFunc(out, func(a, b *Circuit) int { return strings.Compare(a.Name(), b.Name()) })
	return slices.Compact(out)
}

// beside returns the connections to the VNet or virtual hub that c reaches,
// itself included.
func (c *Connection) beside() []*Connection {
	if c.Hub != nil {
		return c.Hub.Connections
	}
	var out []*Connection
	for _, g := range c.Gateway.VNet.Gateways {
		out = append(out, g.Connections...)
	}
	return out
}
