// Package direct holds the rules on ExpressRoute Direct: the speed of a port
// pair and the circuits on it, its VLANs, links, optics and subscription, how
// it is billed, and MACsec.
//
// Whether a location has port pairs, and of which speed, is said by package
// location. That traffic has to be encrypted and runs over circuits on which
// MACsec is not possible is said by package ipsec.
package direct

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	portSpeedInvalid,
	circuitSizeForPort,
	oversubscribed,
	linkAdminState,
	encapsulation,
	dot1qVLANUnique,
	lacpMLAG,
	billingAtCreation,
	subscriptionAndRegion,
	subscriptionNotEnrolled,
	layer1Mismatch,
	needDirect,
	macsecMissing,
	macsecOneLink,
	macsecCipher,
	macsecKeyFormat,
	macsecKeyVault,
	macsecRotationPlan,
	rateLimitOff,
}

func about(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-erdirect-about", Section: section, Date: "2026-03-02"}
}

func howTo(section string) rules.Ref {
	return rules.Ref{Doc: "how-to-expressroute-direct-portal", Section: section, Date: "2024-03-11"}
}

func macsecHowTo(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-howto-macsec", Section: section, Date: "2022-12-27"}
}

func encryption(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-about-encryption", Section: section, Date: "2023-11-15"}
}

// on returns the circuits on a port pair, in order.
func on(p *rules.Pass, port *planner.Port) []*planner.Circuit {
	var out []*planner.Circuit
	for _, c := range p.Circuits {
		if c.Port == port {
			out = append(out, c)
		}
	}
	return out
}

// speedOf returns what the catalogue says of the speed of a port pair. Not ok:
// the pair states none, or one that does not exist.
func speedOf(p *rules.Pass, port *planner.Port) (catalog.PortSpeed, bool) {
	speeds := p.Catalog.PortSpeeds()
	i := slices.IndexFunc(speeds, func(s catalog.PortSpeed) bool { return planner.Bandwidth(1000*s.Gbps) == port.Bandwidth })
	if i < 0 {
		return catalog.PortSpeed{}, false
	}
	return speeds[i], true
}

// sizes writes the sizes of circuits on ports of a speed.
func sizes(s catalog.PortSpeed) []string {
	out := make([]string, len(s.CircuitMbps))
	for i, mbps := range s.CircuitMbps {
		out[i] = planner.Bandwidth(mbps).String()
	}
	return out
}

// regionName returns the programmatic name of a region that a design names, or
// "" where it names none.
func regionName(p *rules.Pass, name string) string {
	if r, ok := p.Catalog.Region(name); ok && name != "" {
		return r.Name
	}
	return ""
}
