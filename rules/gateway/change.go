package gateway

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// A gateway that keeps its name is changed in place; one that replaces another,
// by migration_of, goes through the guided migration.
var changePath = &rules.Rule{
	ID:       "gateway/change-path",
	Code:     "GW-018",
	Title:    "A gateway in use changes only in ways that Azure has",
	Severity: diag.Error,
	Why:      "Azure makes a gateway larger within its family, turns AZ SKUs into ErGwScale, and moves SKUs without zones by a guided migration. It makes none smaller and moves none to another VNet; those are deleted and created anew, with an outage.",
	Fix:      "Keep the gateway as it is, or plan a new one beside it.",
	Refs: []rules.Ref{
		page("Gateway SKUs"), scalable("Upgrade and migration paths"), migration("Limitations"),
	},
	Check: func(p *rules.Pass) {
		if p.Current == nil {
			return
		}
		for _, g := range expressRoute(p) {
			if old, ok := rules.Named(p.Current.Gateways, g.Name()); ok {
				reportChange(p, g, old)
			} else if g.Replaces != nil {
				reportMigration(p, g)
			}
		}
	},
}

func reportChange(p *rules.Pass, g, old *planner.Gateway) {
	switch a, b := old.VNet.Azure, g.VNet.Azure; {
	case old.VNetName != g.VNetName:
		p.Report(g.ValueAt("vnet"), "gateway %s stands in VNet %q today and cannot move to %q", g.Name(), old.VNetName, g.VNetName).
			Related(old.ValueAt("vnet"), "today").Fix("Plan a gateway of another name in VNet %q, connect the circuits to it, then delete this one.", g.VNetName)
		return
	case a != nil && b != nil && a.Name != b.Name:
		p.Report(g.VNet.ValueAt("region"), "gateway %s stands in %s today; neither it nor its VNet can move to %s", g.Name(), a.Name, b.Name).
			Related(old.VNet.ValueAt("region"), "today")
		return
	}
	if g.ERSKU == nil || old.ERSKU == nil || g.ERSKU.Name == old.ERSKU.Name {
		return
	}
	why, fix := refused(old.ERSKU, g.ERSKU)
	if why == "" {
		return
	}
	f := p.Report(g.ValueAt("sku"), "gateway %s is %s today: %s", g.Name(), old.ERSKU.Name, why).
		Related(old.ValueAt("sku"), "today").Rests(g.ERSKU.About("note"))
	if fix != "" {
		f.Fix(fix, old.Name())
	}
}

// refused says why a gateway cannot be changed in place from one SKU to
// another, and how it is done instead; "" where it can.
func refused(from, to *catalog.GatewaySKU) (why, fix string) {
	guided := "Plan a gateway of another name in the same VNet with migration_of = %q."
	switch {
	case from.Family == "non-az" && to.Family != "non-az":
		return "it becomes " + to.Name + " by the guided migration, not by a change in place", guided
	case from.Scalable:
		return "there is no way back from it to " + to.Name, ""
	case to.Family == "non-az" && from.Family != "non-az":
		return "Azure does not turn a zone-redundant gateway into " + to.Name, ""
	case !to.Scalable && to.ThroughputMbps < from.ThroughputMbps:
		return "Azure does not make it smaller, as " + to.Name + " is", ""
	}
	return "", ""
}

// reportMigration reports a guided migration to a smaller gateway, or back.
func reportMigration(p *rules.Pass, g *planner.Gateway) {
	from, to := g.Replaces.ERSKU, g.ERSKU
	if from == nil || to == nil {
		return
	}
	if to.Family == "non-az" || !to.Scalable && to.ThroughputMbps < from.ThroughputMbps {
		p.Report(g.ValueAt("sku"), "gateway %s replaces %s, which is %s: the guided migration goes to zone-redundant gateways that are no smaller, and %s is not one", g.Name(), g.Replaces.Name(), from.Name, to.Name).
			Related(g.Replaces.ValueAt("sku"), "what it replaces").
			Rests(p.Catalog.Limit("gateway.sku_downgrade").Source)
	}
}

var migrationPrerequisites = &rules.Rule{
	ID:       "gateway/migration-prerequisites",
	Code:     "GW-019",
	Title:    "A guided migration finds what it needs",
	Severity: diag.Warning,
	Why:      "The migration puts a second gateway into GatewaySubnet. It is refused where that is too small, where the gateway is from 2017 or before, and where a Dedicated HSM stands in the VNet. It takes an hour, and minutes of disturbance; alerts and maintenance windows are not carried over.",
	Fix:      "Mend it before the migration, or create the new gateway in another VNet.",
	Refs:     []rules.Ref{migration("Limitations"), migration("FAQ")},
	YieldsTo: []string{"gateway/subnet-too-small"},
	Check: func(p *rules.Pass) {
		least, oldest := p.Catalog.Limit("gateway.migration_subnet_min_prefix"), p.Catalog.Limit("gateway.migration_oldest_year")
		for _, g := range expressRoute(p) {
			if g.Replaces == nil {
				continue
			}
			if prefix, at := g.VNet.GatewayPrefix(); prefix.IsValid() && prefix.Bits() > least.Int() {
				p.Report(at, "gateway %s replaces %s, and GatewaySubnet %q is a /%d: two gateways need a /%d or larger", g.Name(), g.Replaces.Name(), prefix, prefix.Bits(), least.Int()).
					Rests(least.Source).Fix("Make it a /%d, or add a second prefix to GatewaySubnet.", least.Int())
			}
			switch created := g.Replaces.Created; {
			case created.IsZero():
				p.Unknown(g.Replaces.At("created"), "gateway %s is to be migrated; when it was created is not stated, and those from before %d are excluded", g.Replaces.Name(), oldest.Int())
			case created.Year < oldest.Int():
				p.Report(g.Replaces.ValueAt("created"), "gateway %s is of %d: the guided migration takes gateways from %d on", g.Replaces.Name(), created.Year, oldest.Int()).
					Related(g.ValueAt("migration_of"), "the migration").Rests(oldest.Source)
			}
			if g.VNet.DedicatedHSM.Value() {
				p.Report(g.VNet.ValueAt("dedicated_hsm"), "a Dedicated HSM stands in VNet %s, where gateway %s is to be migrated: that is excluded", g.VNet.Name(), g.Replaces.Name()).
					Related(g.ValueAt("migration_of"), "the migration")
			}
		}
	},
}

var routeServerAdded = &rules.Rule{
	ID:       "gateway/route-server-added",
	Title:    "Route Server comes to a VNet with gateways in a planned window",
	Severity: diag.Warning,
	Inferred: true,
	Why:      "Creating or deleting a Route Server programs the gateways of its VNet anew; the traffic of all their circuits and VPNs has been seen to stop for minutes.",
	Fix:      "Plan a window for it, or create the Route Server before the gateways.",
	Refs:     []rules.Ref{{Doc: "route-server/quickstart-configure-route-server-portal", Section: "Prerequisites (note on virtual network gateways)", Date: "2023-08-11"}},
	Check: func(p *rules.Pass) {
		if p.Current == nil {
			return
		}
		for _, v := range p.VNets {
			old, ok := rules.Named(p.Current.VNets, v.Name())
			if !ok || len(old.Gateways) == 0 || old.RouteServer.Value() == v.RouteServer.Value() {
				continue
			}
			what := "gains a Route Server"
			if !v.RouteServer.Value() {
				what = "loses its Route Server"
			}
			p.Report(v.ValueAt("route_server"), "VNet %s %s while %s in use: their routes are programmed anew", v.Name(), what, inUse(old.Gateways)).
				Related(old.Here(), "today")
		}
	},
}

func inUse(gateways []*planner.Gateway) string {
	names := rules.Names(gateways)
	slices.Sort(names)
	if len(names) == 1 {
		return "gateway " + names[0] + " is"
	}
	return "gateways " + strings.Join(names, ", ") + " are"
}
