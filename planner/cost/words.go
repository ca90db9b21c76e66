package cost

import (
	"fmt"
	"strconv"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

func rate(b planner.Bandwidth) string {
	if b <= 0 {
		return ""
	}
	return b.String()
}

func regionOf(r *catalog.Region) string {
	if r == nil {
		return ""
	}
	return r.Name
}

// zone returns the pricing zone of a circuit's peering location.
func zone(c *planner.Circuit) string {
	if c.Location == nil {
		return ""
	}
	return zoneText(c.Location.PricingZone)
}

func zoneText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Plural writes a number of things of a kind: "2 circuits", "1 virtual hub".
func (k Kind) Plural(n int) string {
	text := map[Kind][2]string{
		Circuit: {"circuit", "circuits"}, DirectCircuit: {"direct circuit", "direct circuits"}, PortPair: {"port pair", "port pairs"},
		CrossConnect: {"cross-connect", "cross-connects"}, ERGateway: {"ExpressRoute gateway", "ExpressRoute gateways"},
		VPNGateway: {"VPN gateway", "VPN gateways"}, Hub: {"virtual hub", "virtual hubs"},
		HubConnection: {"hub connection", "hub connections"}, Tunnel: {"tunnel", "tunnels"},
		GlobalReach: {"Global Reach link", "Global Reach links"}, Egress: {"metered circuit's data", "metered circuits' data"},
	}[k]
	if n == 1 {
		return "1 " + text[0]
	}
	return fmt.Sprintf("%d %s", n, text[1])
}
