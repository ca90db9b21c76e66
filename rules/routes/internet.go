package routes

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var defaultRoute = &rules.Rule{
	ID:       "routing/default-route-effects",
	Code:     "RTE-007",
	Title:    "A default route leads to a site with Internet access",
	Severity: diag.Warning,
	Why:      "A default route over private peering takes all Internet traffic of the VNets to the site: to public services of Azure, to license activation, to everything. Without a way out there it is lost.",
	Fix:      "Give the site Internet access and describe it, or stop announcing the default route. Service endpoints, private endpoints and route tables make exceptions in the VNets.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Advertising default routes", Date: "2026-03-12"},
		{Doc: "expressroute-faqs", Section: "Can Internet traffic be blocked for virtual networks connected to ExpressRoute circuits?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		joined := p.JoinedSites()
		said := map[any]bool{}
		for _, c := range p.Circuits {
			at, ok := announcesDefault(p, c)
			if !ok || len(c.Connections) == 0 {
				continue
			}
			if len(c.Sites()) == 0 {
				p.Unknown(c.At("links"), "circuit %q announces a default route, and does not say to which site", c.Name())
				continue
			}
			group := joined.Of(c.Sites()[0])
			if said[group] {
				continue
			}
			said[group] = true
			exits(p, c, at, func(s *planner.Site) bool { return joined.Of(s) == group })
		}
	},
}

// announcesDefault returns where a circuit announces a default route.
func announcesDefault(p *rules.Pass, c *planner.Circuit) (source.Place, bool) {
	private := c.Peerings.Private
	if private == nil {
		return source.Place{}, false
	}
	for _, l := range c.Links.All() {
		if !l.Up() {
			continue
		}
		sent := p.Sent(private, l).Prefixes
		if i := slices.IndexFunc(sent, func(prefix netip.Prefix) bool { return prefix.Bits() == 0 }); i >= 0 {
			return private.PlaceOf(l, sent[i]), true
		}
	}
	return source.Place{}, false
}

// exits reports a default route to sites none of which has Internet access.
func exits(p *rules.Pass, c *planner.Circuit, at source.Place, behind func(*planner.Site) bool) {
	var without []string
	var silent *planner.Site
	for _, s := range p.Sites {
		switch {
		case !behind(s):
		case s.Internet.Value() || len(s.InternetAccess) > 0:
			return
		case s.Internet.Known():
			without = append(without, s.Name())
		case silent == nil:
			silent = s
		}
	}
	if silent != nil {
		p.Unknown(silent.At("internet"), "circuit %q announces a default route, and site %q does not say whether it has Internet access", c.Name(), silent.Name())
		return
	}
	p.Report(at, "circuit %q announces a default route, so all Internet traffic of its VNets goes on premises, where %s no Internet access", c.Name(), haveNot(without)).
		Related(planner.Find(p.Sites, without[0]).At("internet"), "no Internet access")
}

func haveNot(sites []string) string {
	if len(sites) == 1 {
		return "site " + sites[0] + " has"
	}
	return "sites " + rules.And(sites) + " have"
}
