// Package book is the one list of all rules, in the order of the
// documentation. It holds no checks: each family's package declares its rules
// in a variable named Rules, and this package puts them one after the other.
package book

import (
	"slices"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/bfd"
	"github.com/erplan/erplan/rules/circuit"
	"github.com/erplan/erplan/rules/cost"
	"github.com/erplan/erplan/rules/direct"
	"github.com/erplan/erplan/rules/fastpath"
	"github.com/erplan/erplan/rules/gateway"
	"github.com/erplan/erplan/rules/globalreach"
	"github.com/erplan/erplan/rules/ipsec"
	"github.com/erplan/erplan/rules/location"
	"github.com/erplan/erplan/rules/microsoft"
	"github.com/erplan/erplan/rules/operations"
	"github.com/erplan/erplan/rules/peering"
	"github.com/erplan/erplan/rules/redundancy"
	"github.com/erplan/erplan/rules/requirements"
	"github.com/erplan/erplan/rules/routes"
	"github.com/erplan/erplan/rules/security"
	"github.com/erplan/erplan/rules/virtualwan"
	"github.com/erplan/erplan/rules/vnet"
	"github.com/erplan/erplan/rules/vpn"
)

// A Family is a group of rules about one subject.
type Family struct {
	Name    string // the first part of its rules' ids
	Subject string
	Folder  string // of its package, below rules; "" for what the loader and the engine check
	Rules   []*rules.Rule
}

// Families lists the families in order.
var Families = []Family{
	{"syntax", "The text of a design", "", loaderSyntax},
	{"schema", "Keys and values of the language", "", loaderSchema},
	{"link", "References between tables and to the catalogue", "", loaderLink},
	{"security", "Secrets, filters and locks", "security", slices.Concat(loaderSecurity, security.Rules)},
	{"check", "Settings and exceptions", "", []*rules.Rule{rules.UnknownRule, rules.UnusedException, rules.ExpiredException, rules.BareIgnore, rules.Gate, rules.Lowered}},
	{"location", "Location and provider", "location", location.Rules},
	{"circuit", "Circuit tier, Premium and bandwidth", "circuit", circuit.Rules},
	{"global-reach", "Global Reach", "globalreach", globalreach.Rules},
	{"peering", "Peerings, IP addressing, VLAN and ASN", "peering", peering.Rules},
	{"microsoft-peering", "Microsoft peering, route filters and NAT", "microsoft", microsoft.Rules},
	{"bfd", "Bidirectional Forwarding Detection", "bfd", bfd.Rules},
	{"redundancy", "Redundancy and resiliency", "redundancy", slices.Concat(redundancy.Rules, redundancy.Tried)},
	{"requirements", "What the design asks for, and whether it is met", "requirements", requirements.Rules},
	{"routing", "Routes, limits, symmetry and path selection", "routes", slices.Concat(routes.Rules, routes.Further)},
	{"gateway", "ExpressRoute gateways and connections", "gateway", gateway.Rules},
	{"fastpath", "FastPath", "fastpath", fastpath.Rules},
	{"direct", "ExpressRoute Direct and MACsec", "direct", direct.Rules},
	{"vnet", "VNets and addressing", "vnet", vnet.Rules},
	{"vpn", "VPN coexistence and backup", "vpn", vpn.Rules},
	{"virtual-wan", "Virtual WAN", "virtualwan", virtualwan.Rules},
	{"ipsec", "Encryption by VPNs over ExpressRoute", "ipsec", ipsec.Rules},
	{"operations", "Monitoring, maintenance and operations", "operations", slices.Concat(operations.Rules, rules.Observed)},
	{"cost", "What is paid for without need", "cost", cost.Rules},
}

// Rules lists all rules in order.
var Rules = all()

func all() []*rules.Rule {
	var out []*rules.Rule
	for _, f := range Families {
		out = append(out, f.Rules...)
	}
	return out
}

// Describe gives diagnostics of the loader the reference numbers of the book.
func Describe(diags []diag.Diagnostic) []diag.Diagnostic {
	out := slices.Clone(diags)
	for i := range out {
		if r := rules.Find(Rules, out[i].Rule); r != nil {
			out[i].Code, out[i].Inferred = r.Code, r.Inferred
		}
	}
	return out
}
