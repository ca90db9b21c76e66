package lsp

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A card is what hover shows of a fact: a title and rows of a table.
type card struct {
	title string
	rows  [][2]string
	about catalog.Source
}

func (c *card) add(label, format string, args ...any) {
	if text := fmt.Sprintf(format, args...); text != "" {
		c.rows = append(c.rows, [2]string{label, text})
	}
}

// number adds a figure that the catalogue may not have.
func (c *card) number(label string, n int) {
	if n > 0 {
		c.add(label, "%d", n)
	}
}

// String writes the card as Markdown.
func (c *card) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", plain(c.title))
	for _, r := range c.rows {
		fmt.Fprintf(&b, "- %s: %s\n", r[0], plain(r[1]))
	}
	if c.about.Page != "" {
		fmt.Fprintf(&b, "\n_Source: %s_", plain(c.about.String()))
	}
	if c.about.Doubt != "" {
		fmt.Fprintf(&b, "\n\n_Doubtful: %s_", plain(c.about.Doubt))
	}
	return b.String()
}

// plain makes a text harmless in Markdown.
func plain(s string) string {
	return strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "|", "\\|", "\n", " ").Replace(s)
}

// fact returns what the catalogue knows of a name of one of its lists, or nil.
func fact(cat *catalog.Catalog, cloud catalog.Cloud, list, name string) *card {
	switch list {
	case "@location":
		if l, ok := cat.Location(cloud, name); ok {
			return locationCard(l)
		}
	case "@provider":
		if p, ok := cat.Provider(name); ok {
			return providerCard(p, cloud)
		}
	case "@region":
		if r, ok := cat.Region(name); ok {
			return regionCard(r)
		}
	case "@sku":
		if s, ok := cat.GatewaySKU(name); ok {
			return gatewayCard(s)
		}
		if s, ok := cat.VPNSKU(name, 0); ok {
			return vpnCard(s)
		}
	case "@community":
		if list, ok := cat.Community(cloud, name); ok && len(list) > 0 {
			return communityCard(list)
		}
	}
	return nil
}

func locationCard(l *catalog.Location) *card {
	kind := "Peering location"
	if l.Metro {
		kind = "Metro peering location"
	}
	c := &card{title: kind + " " + l.Name, about: l.Source}
	c.add("city", "%s, %s", l.City, l.Country)
	c.add("geopolitical region", "%s", l.GeopoliticalRegion)
	c.number("pricing zone", l.PricingZone)
	if l.Metro {
		c.add("facilities", "%s", strings.Join(l.Facilities, ", "))
	} else {
		c.add("site of", "%s", strings.Join(l.MetroNames, ", "))
	}
	c.add("local tier", "%s", some(l.LocalRegions, "not offered"))
	c.add("ExpressRoute Direct", "%s", yes(l.Direct))
	c.add("providers", "%s", several(l.Providers))
	c.add("announced only", "%s", strings.Join(l.Planned, ", "))
	return c
}

func providerCard(p *catalog.Provider, cloud catalog.Cloud) *card {
	c := &card{title: "Service provider " + p.Name, about: p.Source}
	c.add("also called", "%s", strings.Join(p.Aliases, ", "))
	c.add("locations", "%s", several(p.Locations(cloud)))
	c.add("Metros", "%s", strings.Join(p.Metros, ", "))
	c.add("Microsoft 365", "%s", p.Microsoft365)
	return c
}

func regionCard(r *catalog.Region) *card {
	c := &card{title: fmt.Sprintf("Azure region %s (%s)", r.Name, r.DisplayName), about: r.Source}
	c.add("geopolitical region", "%s", r.GeopoliticalRegion)
	c.add("place", "%s", r.PhysicalLocation)
	c.add("availability zones", "%s", r.Zones)
	c.add("paired with", "%s", r.PairedRegion)
	c.add("community on private peering", "%s", r.PrivateCommunity)
	c.add("community on Microsoft peering", "%s", r.MicrosoftCommunity)
	return c
}

func gatewayCard(s *catalog.GatewaySKU) *card {
	c := &card{title: "ExpressRoute gateway SKU " + s.Name, about: s.Source}
	if s.Scalable {
		c.add("scale units", "%d to %d; the figures are those of one", s.MinUnits, s.MaxUnits)
	}
	if s.ThroughputMbps > 0 {
		c.add("throughput", "%s", planner.Bandwidth(s.ThroughputMbps))
	}
	c.number("packets a second", s.PacketsPerSecond)
	c.number("connections a second", s.ConnectionsPerSecond)
	c.number("flows", s.Flows)
	c.number("virtual machines", s.VMs)
	c.number("circuits", s.MaxCircuits)
	c.add("spans zones", "%s", yes(s.ZoneRedundant))
	c.add("FastPath", "%s", yes(s.FastPath))
	if s.SubnetMinPrefix > 0 {
		c.add("smallest GatewaySubnet", "/%d", s.SubnetMinPrefix)
	}
	c.add("note", "%s", s.Note)
	return c
}

func vpnCard(s *catalog.VPNSKU) *card {
	c := &card{title: "VPN gateway SKU " + s.Name, about: s.Source}
	c.number("generation", s.Generation)
	c.add("status", "%s", s.Status)
	if s.ThroughputMbps > 0 {
		c.add("throughput of all tunnels", "%s", planner.Bandwidth(s.ThroughputMbps))
	}
	if s.TunnelMbpsGCM > 0 {
		c.add("one tunnel with GCMAES256", "%s, observed", planner.Bandwidth(s.TunnelMbpsGCM))
	}
	c.number("site-to-site tunnels", s.Tunnels)
	c.add("BGP", "%s", yes(s.BGP))
	c.add("spans zones", "%s", yes(s.ZoneRedundant))
	c.add("beside an ExpressRoute gateway", "%s", yes(s.ExpressRouteCoexist))
	return c
}

func communityCard(list []*catalog.Community) *card {
	first := list[0]
	c := &card{title: "BGP community " + first.Name, about: first.Source}
	if len(list) > 1 {
		c.title = fmt.Sprintf("%d BGP communities", len(list))
	}
	for _, m := range list[:min(len(list), 8)] {
		c.add(m.Value, "%s", m.Title+" "+m.Region)
	}
	c.add("meaning", "%s", first.Meaning)
	if first.M365 {
		c.add("Microsoft 365", "needs the Premium tier and an authorization")
	}
	return c
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func some(list []string, none string) string {
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, ", ")
}

// several joins a list that may be too long to show.
func several(list []string) string {
	const most = 12
	if len(list) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
	}
	return strings.Join(list, ", ")
}
