package virtualwan

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var transitSupernets = &rules.Rule{
	ID:       "virtual-wan/firewall-transit-supernets",
	Code:     "VWAN-008",
	Title:    "With transit between circuits, sites announce none of the prefixes that the hub announces itself",
	Severity: diag.Error,
	Why:      "Once the transit through firewalls is open, hubs announce the three private ranges and their private-traffic prefixes to every circuit. A site that announces exactly one of them competes with the hub for its own addresses.",
	Fix:      "Announce longer prefixes over the circuit.",
	Refs:     []rules.Ref{policies("Routing considerations with ExpressRoute")},
	Check: func(p *rules.Pass) {
		done := map[source.Place]bool{}
		for _, w := range p.VirtualWANs {
			if !opened(w) {
				continue
			}
			listed := map[netip.Prefix]bool{}
			for _, h := range w.Hubs {
				for _, x := range h.PrivateTrafficPrefixes {
					listed[x.Masked()] = listed[x.Masked()] || inspected(h)
				}
			}
			for _, h := range w.Hubs {
				for _, n := range h.Connections {
					if inspected(h) {
						competes(p, n, listed, done)
					}
				}
			}
		}
	},
}

func competes(p *rules.Pass, n *planner.Connection, listed map[netip.Prefix]bool, done map[source.Place]bool) {
	for _, r := range p.Learned(n) {
		what := "which its hubs announce to every circuit"
		switch x := r.Prefix.Masked(); {
		case listed[x]:
			what = "which is one of its private-traffic prefixes"
		case !planner.IsPrivateSupernet(x):
			continue
		}
		if at := r.Place(); !done[at] {
			done[at] = true
			p.Report(at, "circuit %q announces %s to Virtual WAN %q, %s", n.Circuit.Name(), r.Prefix, n.Hub.WAN.Name(), what).
				Related(n.Hub.WAN.ValueAt("expressroute_transit"), "the transit between circuits").
				Fix("Announce longer prefixes, such as %s and %s.", planner.Halves(r.Prefix)[0], planner.Halves(r.Prefix)[1])
		}
	}
}

// A prefix that is listed exactly is transitSupernets' where that matters.
var privatePrefixes = &rules.Rule{
	ID:       "virtual-wan/private-traffic-prefixes",
	Code:     "VWAN-009",
	Title:    "Hubs with a private routing policy list the public address space that sites announce",
	Severity: diag.Warning,
	Why:      "A private routing policy takes the three private ranges for private. Other addresses of the sites go past the firewall, or nowhere, unless the hub lists them.",
	Fix:      "Add a shorter prefix around them to private_traffic_prefixes of every hub with such a policy.",
	Refs: []rules.Ref{
		policies("Routing considerations with ExpressRoute"),
		policies("Static routes in defaultRouteTable"),
	},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			if !slices.ContainsFunc(w.Hubs, private) {
				continue
			}
			public := publicPrefixes(p, w)
			for _, h := range w.Hubs {
				if private(h) {
					unlisted(p, h, public)
				}
			}
		}
	},
}

// An announced prefix is one that a site tells a Virtual WAN.
type announced struct {
	prefix netip.Prefix
	at     source.Place
}

// publicPrefixes returns the IPv4 prefixes outside of the private ranges that
// a Virtual WAN hears, each once.
func publicPrefixes(p *rules.Pass, w *planner.VirtualWAN) []announced {
	var out []announced
	seen := map[netip.Prefix]bool{}
	add := func(x netip.Prefix, at source.Place) {
		if x.Addr().Is4() && x.Bits() > 0 && !planner.IsPrivate(x) && !seen[x] {
			seen[x] = true
			out = append(out, announced{x, at})
		}
	}
	for _, h := range w.Hubs {
		for _, n := range h.Connections {
			for _, r := range p.Learned(n) {
				add(r.Prefix, r.Place())
			}
		}
		for _, t := range h.Tunnels {
			for _, x := range p.SentOver(t).Prefixes {
				add(x, t.PlaceOf(x))
			}
		}
	}
	return out
}

func unlisted(p *rules.Pass, h *planner.VirtualHub, public []announced) {
	set := planner.NewPrefixSet(h.PrivateTrafficPrefixes)
	var missing []announced
	var names []string
	for _, a := range public {
		if !set.Covers(a.prefix) {
			missing = append(missing, a)
			names = append(names, a.prefix.String())
		}
	}
	if len(missing) == 0 {
		return
	}
	f := p.Report(h.ValueAt("private_traffic_prefixes"), "virtual hub %q has a private routing policy, and its private-traffic prefixes do not cover %s, which sites announce", h.Name(), rules.Some(names)).
		Fix("Add %s.", netip.PrefixFrom(missing[0].prefix.Addr(), missing[0].prefix.Bits()-1).Masked())
	for _, a := range missing[:min(4, len(missing))] {
		f.Related(a.at, "announced here")
	}
}

// Custom route tables, which do not go with routing intent either, cannot be
// written in a design.
var needsAppliance = &rules.Rule{
	ID:       "virtual-wan/routing-intent-needs-appliance",
	Code:     "VWAN-010",
	Title:    "A hub with routing intent has a firewall, and no static routes into VNets",
	Severity: diag.Error,
	Why:      "Routing intent names a firewall, an appliance or a SaaS solution in the hub as the next hop; without one it cannot be set up. Static routes to a VNet connection exclude it, too.",
	Fix:      "Deploy a firewall in the hub; learn routes into VNets by BGP peering with the hub.",
	Refs: []rules.Ref{
		policies("Known limitations"),
		policies("Deploying both secured and regular Virtual WAN hubs"),
	},
	Check: func(p *rules.Pass) {
		for _, h := range p.VirtualHubs {
			if h.RoutingIntent == "" || h.RoutingIntent == "none" {
				continue
			}
			switch h.Firewall {
			case "":
				p.Unknown(h.At("firewall"), "virtual hub %q has routing intent and does not say which firewall it leads to", h.Name())
			case "none":
				p.Report(h.ValueAt("routing_intent"), "virtual hub %q has routing intent %q and no firewall for it to lead to", h.Name(), h.RoutingIntent).
					Related(h.ValueAt("firewall"), "no firewall").
					Fix("Write firewall = \"azure-firewall\", or another one, or routing_intent = \"none\".")
			}
			for i := range h.StaticRoutes {
				if r := &h.StaticRoutes[i]; toVNet(p, r.NextHop) {
					p.Report(r.ValueAt("next_hop"), "virtual hub %q has routing intent and a static route for %s to %q; routes to a VNet connection do not go with it", h.Name(), r.Prefix, r.NextHop).
						Related(h.ValueAt("routing_intent"), "the routing intent").
						Fix("Remove the route, and let an appliance in the VNet announce it to the hub by BGP.")
				}
			}
		}
	},
}

// toVNet reports whether a next hop names a VNet.
func toVNet(p *rules.Pass, next string) bool {
	return planner.Find(p.VNets, strings.TrimPrefix(next, "vnets/")) != nil
}

var onSomeHubs = &rules.Rule{
	ID:       "virtual-wan/routing-intent-on-some-hubs",
	Code:     "VWAN-011",
	Title:    "Private routing policies are on all hubs of a Virtual WAN, or on none",
	Severity: diag.Warning,
	Why:      "Of routes from other hubs, those of hubs with a private policy always win. Where some hubs have one and others do not, traffic takes other ways out than back, and a firewall drops what it sees one half of.",
	Fix:      "Set the policy on all hubs.",
	Refs: []rules.Ref{
		preferences("Things to note"),
		policies("Considerations"),
	},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			i := slices.IndexFunc(w.Hubs, private)
			if i < 0 {
				continue
			}
			for _, h := range w.Hubs {
				switch {
				case private(h):
				case h.RoutingIntent == "" && h.Firewall != "none":
					p.Unknown(h.At("routing_intent"), "virtual hub %q has a private routing policy; whether %q has one is not stated", w.Hubs[i].Name(), h.Name())
				default:
					p.Report(h.ValueAt("routing_intent"), "virtual hub %q has no private routing policy, and %q of the same Virtual WAN has one", h.Name(), w.Hubs[i].Name()).
						Related(w.Hubs[i].ValueAt("routing_intent"), "virtual hub %q", w.Hubs[i].Name())
				}
			}
		}
	},
}

var addressSpaces = &rules.Rule{
	ID:       "virtual-wan/routing-intent-address-spaces",
	Code:     "VWAN-012",
	Title:    "A hub has no more VNets, or with routing intent address spaces, than it takes",
	Severity: diag.Error,
	Why:      "With routing intent a hub takes a number of VNet address spaces, and changes fail from 90 % of it on. Without, it takes a number of VNets, less one for each hub of the WAN.",
	Fix:      "Connect further VNets to another hub.",
	Refs:     []rules.Ref{policies("Virtual Network address space limits"), limits},
	Check: func(p *rules.Pass) {
		spaces, vnets := p.Catalog.Limit("vwan.routing_intent_address_spaces"), p.Catalog.Limit("vwan.vnet_connections_per_hub_base")
		for _, h := range p.VirtualHubs {
			n := 0
			for _, v := range h.VNets {
				n += len(v.AddressSpace)
			}
			most := vnets.Int() - len(h.WAN.Hubs)
			switch {
			case !private(h) && len(h.VNets) > most:
				p.Report(h.Here(), "virtual hub %q has %s VNets; in a Virtual WAN of %s it takes %s", h.Name(), rules.Number(len(h.VNets)), rules.Count(len(h.WAN.Hubs), "hub"), rules.Number(most)).
					Rests(vnets.Source)
			case !private(h):
			case n > spaces.Int():
				p.Report(h.Here(), "virtual hub %q has a private routing policy and VNets with %s address spaces; it takes %s", h.Name(), rules.Number(n), rules.Number(spaces.Int())).
					Related(h.ValueAt("routing_intent"), "the policy").Rests(spaces.Source)
			case n*10 > spaces.Int()*9:
				p.Report(h.Here(), "virtual hub %q has a private routing policy and VNets with %s address spaces, more than 90 %% of the %s that it takes", h.Name(), rules.Number(n), rules.Number(spaces.Int())).
					As(diag.Warning).Related(h.ValueAt("routing_intent"), "the policy").Rests(spaces.Source)
			}
		}
	},
}
