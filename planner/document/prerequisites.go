package document

import (
	"github.com/erplan/erplan/catalog"
)

// A need is what must be so before a step, and where that is written.
type need struct {
	words  string
	source catalog.Source
}

// manual is a page of the documentation of ExpressRoute.
func manual(name, section, date string) catalog.Source {
	return catalog.Source{Page: "articles/expressroute/" + name + ".md", Section: section, Date: date}
}

func inferred(s catalog.Source) catalog.Source {
	s.Inferred = true
	return s
}

// The prerequisites that Microsoft states for the steps of the runbook. Those
// that follow from a page without standing on it are marked as inferred.
var (
	needEnrolled    = need{"The subscription is registered for port pairs (AllowExpressRoutePorts), and for 400 Gbps where it is that.", manual("expressroute-erdirect-about", "Onboard to ExpressRoute Direct", "2026-03-02")}
	needEncapsulate = need{"The encapsulation is decided: it cannot be changed once the pair is created.", manual("how-to-expressroute-direct-portal", "Create ExpressRoute Direct", "2024-03-11")}
	needPatched     = need{"Both cross-connects are patched to the ports of the letter of authorization, and light is seen.", inferred(manual("how-to-expressroute-direct-portal", "Change Admin State of links", "2024-03-11"))}
	needVault       = need{"The keys are in a vault with soft-delete that is reached without a private endpoint, and the identity of the port pair may read secrets of it.", manual("expressroute-howto-macsec", "Create Azure Key Vault, MACsec secrets, and user identity", "2022-12-27")}
	needMACsec      = need{"MACsec is configured on both sides before the ports are switched on: with keys that differ nothing passes.", inferred(manual("expressroute-about-encryption", "Point-to-point encryption by MACsec FAQ", "2023-11-15"))}
	needMetered     = need{"A circuit on a port pair is created with metered data; it can be changed to unlimited data later.", manual("how-to-expressroute-direct-portal", "Create a circuit", "2024-03-11")}
	needSamePort    = need{"The circuit is created in the region of its port pair.", manual("how-to-expressroute-direct-portal", "Create a circuit", "2024-03-11")}
	needPortsOn     = need{"The ports of the pair are switched on.", inferred(manual("how-to-expressroute-direct-portal", "Change Admin State of links", "2024-03-11"))}
	needProvider    = need{"The provider offers circuits at the peering location.", manual("expressroute-prerequisites", "Connectivity provider", "2025-01-31")}
	needKey         = need{"The circuit exists and has a service key; it is billed from then on, whether the provider is done or not.", manual("expressroute-faqs", "When does billing start", "2026-03-31")}
	needProvisioned = need{"The provider's state of the circuit is Provisioned.", manual("expressroute-howto-routing-portal-resource-manager", "Prerequisites", "2023-08-31")}
	needValidated   = need{"The public prefixes and the AS number are registered to the customer in a routing registry; validation can take time where they are not.", manual("expressroute-prerequisites", "Network requirements", "2025-01-31")}
	needFilter      = need{"Nothing is received over Microsoft peering until a route filter is attached.", manual("how-to-routefilter-portal", "About route filters", "2025-01-31")}
	needM365        = need{"Microsoft has authorized the subscription for Microsoft 365 over ExpressRoute; attaching the filter fails otherwise.", manual("how-to-routefilter-portal", "About route filters", "2025-01-31")}
	needPeerings    = need{"The peerings exist in Azure.", inferred(manual("expressroute-howto-routing-portal-resource-manager", "Prerequisites", "2023-08-31"))}
	needSubnet      = need{"The subnet is called GatewaySubnet and is a /27 or larger, a /26 for 16 circuits; it has no network security group, no default route, and propagates the gateway's routes.", manual("expressroute-about-virtual-network-gateways", "Gateway subnet", "2026-09-05")}
	needSubnetV6    = need{"A dual-stack GatewaySubnet has an IPv6 prefix of /64 or larger.", manual("expressroute-about-virtual-network-gateways", "Gateway subnet size", "2026-09-05")}
	needActive      = need{"The circuit is provisioned and has private peering.", manual("expressroute-howto-linkvnet-portal-resource-manager", "Prerequisites", "2025-03-31")}
	needAuthorized  = need{"The owner of the circuit has made an authorization, one for each connection.", manual("expressroute-faqs", "I have multiple Azure subscriptions", "2026-03-31")}
	needFastPath    = need{"FastPath needs UltraPerformance, ErGw3AZ, or ErGwScale with at least 10 scale units.", manual("about-fastpath", "Gateway SKUs", "2025-11-05")}
	needReach       = need{"Both circuits are provisioned and have private peering.", manual("expressroute-howto-set-global-reach-portal", "Before you begin", "2023-06-30")}
	needReachKey    = need{"The owner of the second circuit has made an authorization.", manual("expressroute-howto-set-global-reach-portal", "ExpressRoute circuits in different Azure subscriptions", "2023-06-30")}
	needIsolation   = need{"The new circuit is tested with a virtual network and a route filter of its own before it joins production.", manual("circuit-migration", "Deploy new circuit in isolation", "2025-01-31")}
	needNoPeering   = need{"first remove what is connected to the peering", manual("expressroute-howto-routing-portal-resource-manager", "To delete Azure private peering", "2023-08-31")}
	needCoexist     = need{"A VPN gateway beside an ExpressRoute gateway is route-based.", manual("expressroute-howto-coexist-resource-manager", "Limits and limitations", "2025-01-31")}
	needMaintenance = need{"Maintenance of circuits is announced through Service Health at least 14 days ahead.", manual("planned-maintenance", "Turn on maintenance alerts", "2023-05-10")}
)
