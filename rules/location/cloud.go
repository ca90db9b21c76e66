package location

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var cloudBoundaryMismatch = &rules.Rule{
	ID:       "location/cloud-boundary-mismatch",
	Code:     "LOC-009",
	Title:    "Circuits and the gateways that they join are in one cloud",
	Severity: diag.Error,
	Why:      "Azure's public, US Government and China clouds are separate. A circuit of one takes no private peering to gateways of another, at any tier, and its Microsoft peering carries only the addresses of its own cloud.",
	Fix:      "Order a circuit in the cloud of the gateway.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Can I have ExpressRoute Private Peering in an Azure Government environment with Virtual Network Gateways in Azure commercial cloud?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		var foreign []member
		all := members(p)
		for _, m := range all {
			if m.region.Cloud != p.Cloud() {
				foreign = append(foreign, m)
			}
		}
		if len(foreign) > 1 && len(foreign) == len(all) && oneCloud(foreign) {
			reportDesign(p, foreign)
			return
		}
		for _, m := range foreign {
			p.Report(m.place, "%s is in %s, a region of %s; the circuits of this design are in %s", m.what, m.region.Name, cloudName(m.region.Cloud), cloudName(p.Cloud())).
				Fix("Use a region of %s, or a design of its own, with circuits of its own, for what is in %s.", cloudName(p.Cloud()), cloudName(m.region.Cloud))
		}
	},
}

// A member is a part of the ExpressRoute network that stands in a region.
type member struct {
	what   string
	region *catalog.Region
	place  source.Place
}

// members returns the resources of circuits and port pairs, and the VNets and
// hubs that circuits connect to, in so far as their region is stated.
func members(p *rules.Pass) []member {
	var out []member
	add := func(what, name string, place source.Place) {
		if r, ok := p.Catalog.Region(name); ok && name != "" {
			out = append(out, member{what, r, place})
		}
	}
	for _, port := range p.Ports {
		add("port pair "+port.Name(), port.Region, port.ValueAt("location"))
	}
	seen := map[string]bool{}
	for _, c := range p.Circuits {
		add("circuit "+c.Name(), c.Region, c.ValueAt("location"))
		for _, n := range c.Connections {
			if seen[n.Network()] {
				continue
			}
			seen[n.Network()] = true
			if r := n.Azure(); r != nil {
				add(fmt.Sprintf("%s, to which circuit %s connects,", n.Network(), c.Name()), r.Name, n.RegionPlace())
				continue
			}
			p.Unknown(n.RegionPlace(), "whether %s is in the cloud of circuit %s is unknown: its region is not stated", n.Network(), c.Name())
		}
	}
	return out
}

func oneCloud(ms []member) bool {
	for _, m := range ms {
		if m.region.Cloud != ms[0].region.Cloud {
			return false
		}
	}
	return true
}

// reportDesign reports a design all of whose regions are in another cloud than
// the design says: that is one mistake.
func reportDesign(p *rules.Pass, ms []member) {
	home := ms[0].region.Cloud
	f := p.Report(ms[0].place, "%s is in %s, and all other regions too are of %s; the design is one of %s", ms[0].what, ms[0].region.Name, cloudName(home), cloudName(p.Cloud())).
		Fix("Write cloud = %q in [design] if its circuits are ordered there.", home)
	for _, m := range ms[1:] {
		f.Related(m.place, "%s is in %s", m.what, m.region.Name)
	}
}
