package diagram

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// clean makes text of a design harmless on one line, masks what may be a
// secret, and cuts what no picture can hold.
func clean(s string) string {
	const most = 160
	text := printable(source.Mask(s))
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// printable replaces what would act on a terminal, end the line or reorder
// text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs):
			return utf8.RuneError
		}
		return r
	}, s)
}

// lines returns the first two texts that are not empty, made harmless.
func lines(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t = clean(t); t != "" && len(out) < 2 {
			out = append(out, t)
		}
	}
	return out
}

// list shortens a list to the first items that fit on a line of a box.
func list(items []string) string {
	n, room := 0, 22
	for n < len(items) && (n == 0 || len(items[n])+2 <= room) {
		room -= len(items[n]) + 2
		n++
	}
	text := strings.Join(items[:n], ", ")
	if n < len(items) {
		text += fmt.Sprintf(" +%d", len(items)-n)
	}
	return text
}

func prefixes(all []netip.Prefix) string {
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0].String()
	}
	return fmt.Sprintf("%s +%d", all[0], len(all)-1)
}

func rate(b planner.Bandwidth) string {
	if b == 0 {
		return ""
	}
	return b.String()
}

func portWords(p *planner.Port) string {
	text := rate(p.Bandwidth)
	if p.MACsec != nil {
		text += " MACsec"
	}
	return strings.TrimSpace(text)
}

func asn(n planner.Opt[int64]) string {
	if !n.Known() {
		return ""
	}
	return fmt.Sprintf("AS %d", n.Value())
}

// placeOf is the title of a site's group.
func placeOf(s *planner.Site) string {
	switch {
	case s.City != "" && s.Country != "":
		return s.City + ", " + s.Country
	case s.City != "":
		return s.City
	case s.Country != "":
		return s.Country
	}
	return "Site"
}

func routerWords(r *planner.Router) []string {
	kind := "router"
	if r.Kind != "" {
		kind = string(r.Kind)
	}
	if r.Model != "" {
		kind = r.Model
	}
	return []string{kind, r.Building}
}

func circuitWords(c *planner.Circuit) []string {
	second := ""
	switch {
	case c.Peerings.Microsoft != nil && c.Peerings.Private != nil:
		second = "private, Microsoft"
	case c.Peerings.Microsoft != nil:
		second = "Microsoft peering"
	case c.IsDirect():
		second = "Direct"
	}
	return []string{strings.TrimSpace(rate(c.Bandwidth) + " " + string(c.Tier)), second}
}

func kindName(k planner.GatewayKind) string {
	if k == planner.VPNGateway {
		return "VPN gateway"
	}
	return "ER gateway"
}

func gatewayWords(g *planner.Gateway, instances int) []string {
	first := g.SKU
	if first == "" {
		first = kindName(g.Kind)
	}
	second := plural(instances, "instance")
	if len(g.Zones) > 0 {
		second = "zones " + strings.Join(g.Zones, " ")
	}
	return []string{first, second}
}

func hubWords(h *planner.VirtualHub) []string {
	where := h.Region
	if h.Azure != nil {
		where = h.Azure.DisplayName
	}
	return []string{where, firewallName(h.Firewall)}
}

func scaleUnits(h *planner.VirtualHub, kind planner.GatewayKind) string {
	n := h.ExpressRouteScaleUnits
	if kind == planner.VPNGateway {
		n = h.VPNScaleUnits
	}
	if !n.Known() {
		return ""
	}
	return plural(n.Value(), "scale unit")
}

func firewallName(f planner.Firewall) string {
	switch f {
	case "azure-firewall":
		return "Azure Firewall"
	case "nva":
		return "NVA firewall"
	case "saas":
		return "SaaS firewall"
	}
	return ""
}

func tunnelWords(v *planner.VPNTunnel, n int) []string {
	over := ""
	switch v.Over {
	case planner.OverPrivatePeering:
		over = "over private peering"
	case planner.OverMicrosoftPeering:
		over = "over Microsoft peering"
	}
	return []string{plural(n, "tunnel"), over}
}

// plural counts things in words: "1 link", "2 links", "3 Internet accesses".
func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "ss"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// heading is the word over a column for a kind of box.
func heading(k Kind, column int) string {
	switch k {
	case site:
		return "Site"
	case router:
		return "Router"
	case internet:
		return "Internet"
	case siteLink:
		return "Site link"
	case wan:
		return "WAN"
	case providerEdge:
		return "Provider"
	case msee:
		return "Microsoft edge"
	case peeringLocation:
		return "Peering location"
	case circuit:
		return "Circuit"
	case VPN:
		return "VPN"
	case gateway:
		return "Gateway"
	case globalReach:
		return "Global Reach"
	case Services:
		return "Services"
	case virtualHub:
		return "Hub"
	case region:
		return "Region"
	}
	if column == spokeColumn {
		return "Spoke"
	}
	return "Virtual network"
}
