package drift

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// opt writes a value that may be unknown.
func opt[T any](o planner.Opt[T]) string {
	if !o.Known() {
		return ""
	}
	return fmt.Sprint(o.Value())
}

// prefix writes a prefix; the zero value is unknown.
func prefix(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return p.Masked().String()
}

// set writes a list whose order does not matter.
func set[T fmt.Stringer](items []T) string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = item.String()
	}
	return words(out)
}

func words(items []string) string {
	items = slices.Clone(items)
	slices.Sort(items)
	return strings.Join(slices.Compact(items), ", ")
}

func bandwidth(b planner.Bandwidth) string {
	if b == 0 {
		return ""
	}
	return b.String()
}

// zero writes a number, zero where it is not stated: Azure's default.
func zero(o planner.Opt[int]) string { return fmt.Sprint(o.Or(0)) }

// present tells an authorization from none. Who states none may have left it
// out.
func present(n planner.NameOrFlag) string {
	if n.Present() {
		return "yes"
	}
	return ""
}

var portKeys = []key[*planner.Port]{
	{"peering_location", func(_ *side, p *planner.Port) string {
		l, ok := catalog.Embedded().PortLocation("", p.PeeringLocation)
		return located(ok, func() string { return l.Name }, p.PeeringLocation)
	}},
	{"bandwidth", func(_ *side, p *planner.Port) string { return bandwidth(p.Bandwidth) }},
	{"encapsulation", func(_ *side, p *planner.Port) string { return string(p.Encapsulation) }},
	{"billing", func(_ *side, p *planner.Port) string { return string(p.Billing) }},
	{"location", func(_ *side, p *planner.Port) string { return regionName(p.Region) }},
	{"admin_state.link1", func(_ *side, p *planner.Port) string { return opt(p.AdminState.Link1) }},
	{"admin_state.link2", func(_ *side, p *planner.Port) string { return opt(p.AdminState.Link2) }},
	{"macsec.cipher", func(_ *side, p *planner.Port) string {
		if p.MACsec == nil {
			return ""
		}
		return p.MACsec.Cipher
	}},
	{"macsec.links", func(_ *side, p *planner.Port) string {
		if p.MACsec == nil {
			return ""
		}
		return words(p.MACsec.Links)
	}},
	{"macsec.sci", func(_ *side, p *planner.Port) string {
		if p.MACsec == nil {
			return ""
		}
		return opt(p.MACsec.SCI)
	}},
	{"macsec.key_vault", func(_ *side, p *planner.Port) string {
		if p.MACsec == nil {
			return ""
		}
		return p.MACsec.KeyVault
	}},
	{"subscription", func(_ *side, p *planner.Port) string { return p.Subscription }},
}

// located writes a peering location in the catalogue's spelling. The stand-in
// of an import is unknown.
func located(known bool, name func() string, written string) string {
	switch {
	case known:
		return name()
	case strings.EqualFold(written, "unknown"):
		return ""
	}
	return written
}

func samePort(_ *side, p *planner.Port) []string {
	return []string{p.PeeringLocation + "/" + bandwidth(p.Bandwidth)}
}

func circuitLocation(c *planner.Circuit) string {
	return located(c.Location != nil, func() string { return c.Location.Name }, c.LocationName())
}

var circuitKeys = append(append([]key[*planner.Circuit]{
	{"service_provider", func(_ *side, c *planner.Circuit) string { return c.ProviderName() }},
	{"peering_location", func(_ *side, c *planner.Circuit) string {
		if c.IsDirect() {
			return ""
		}
		return circuitLocation(c)
	}},
	{"port", func(s *side, c *planner.Circuit) string { return ref(s, "ports", c.PortName) }},
	{"bandwidth", func(_ *side, c *planner.Circuit) string { return bandwidth(c.Bandwidth) }},
	{"tier", func(_ *side, c *planner.Circuit) string { return string(c.Tier) }},
	{"billing", func(_ *side, c *planner.Circuit) string { return string(c.Billing) }},
	{"location", func(_ *side, c *planner.Circuit) string { return regionName(c.Region) }},
	{"rate_limit", func(_ *side, c *planner.Circuit) string { return opt(c.RateLimit) }},
	{"port_authorization", func(_ *side, c *planner.Circuit) string { return present(c.PortAuthorization) }},
	{"provisioning_state", func(_ *side, c *planner.Circuit) string {
		if c.ProvisioningState == "planned" {
			return "" // which Azure has no word for
		}
		return string(c.ProvisioningState)
	}},
	{"subscription", func(_ *side, c *planner.Circuit) string { return c.Subscription }},
	{"resource_group", func(_ *side, c *planner.Circuit) string { return c.ResourceGroup }},
	{"tags", func(_ *side, c *planner.Circuit) string {
		out := make([]string, len(c.Tags))
		for i, t := range c.Tags {
			out[i] = t.Key + " = " + t.Value
		}
		return words(out)
	}},
	{"peerings.private", func(_ *side, c *planner.Circuit) string { return has(c, c.Peerings.Private) }},
	{"peerings.microsoft", func(_ *side, c *planner.Circuit) string { return has(c, c.Peerings.Microsoft) }},
}, peeringOf("private", func(c *planner.Circuit) *planner.Peering { return c.Peerings.Private })...),
	peeringOf("microsoft", func(c *planner.Circuit) *planner.Peering { return c.Peerings.Microsoft })...)

// ref writes a reference by the name that both sides mean.
func ref(s *side, collection, name string) string {
	if name == "" {
		return ""
	}
	return s.ref(collection, name)
}

// has tells whether a circuit has a peering. One of which not even the
// bandwidth is known may have any.
func has(c *planner.Circuit, p *planner.Peering) string {
	switch {
	case p != nil:
		return "present"
	case c.Bandwidth == 0:
		return ""
	}
	return "absent"
}

// peeringOf makes keys of a circuit of those of one of its peerings.
func peeringOf(kind string, of func(*planner.Circuit) *planner.Peering) []key[*planner.Circuit] {
	out := make([]key[*planner.Circuit], len(peeringKeys))
	for i, k := range peeringKeys {
		out[i] = key[*planner.Circuit]{"peerings." + kind + "." + k.name, func(s *side, c *planner.Circuit) string {
			if p := of(c); p != nil {
				return k.value(s, p)
			}
			return ""
		}}
	}
	return out
}

var peeringKeys = []key[*planner.Peering]{
	{"vlan_id", func(_ *side, p *planner.Peering) string { return opt(p.VLANID) }},
	{"peer_asn", func(_ *side, p *planner.Peering) string { return opt(p.PeerASN) }},
	{"primary_peer_address_prefix", func(_ *side, p *planner.Peering) string { return prefix(p.Primary) }},
	{"secondary_peer_address_prefix", func(_ *side, p *planner.Peering) string { return prefix(p.Secondary) }},
	{"ipv6_primary_peer_address_prefix", func(_ *side, p *planner.Peering) string { return prefix(p.PrimaryV6) }},
	{"ipv6_secondary_peer_address_prefix", func(_ *side, p *planner.Peering) string { return prefix(p.SecondaryV6) }},
	{"md5", func(_ *side, p *planner.Peering) string {
		if p.MD5.Value() {
			return "true"
		}
		return "" // Azure does not show the key, nor that there is none
	}},
	{"advertised_public_prefixes", func(_ *side, p *planner.Peering) string { return set(p.PublicPrefixes) }},
	{"customer_asn", func(_ *side, p *planner.Peering) string { return opt(p.CustomerASN) }},
	{"routing_registry_name", func(_ *side, p *planner.Peering) string { return p.RoutingRegistry }},
	{"route_filter", func(s *side, p *planner.Peering) string { return ref(s, "route_filters", p.RouteFilterName) }},
}

func sameCircuit(s *side, c *planner.Circuit) []string {
	first := ""
	if p := c.Peerings.Private; p != nil {
		first = prefix(p.Primary)
	}
	place := circuitLocation(c) + "/" + c.ProviderName() + ref(s, "ports", c.PortName)
	return []string{first, place + "/" + bandwidth(c.Bandwidth), place}
}

var filterKeys = []key[*planner.RouteFilter]{
	{"location", func(_ *side, f *planner.RouteFilter) string { return regionName(f.Region) }},
	{"access", func(_ *side, f *planner.RouteFilter) string { return string(f.Access) }},
	{"communities", func(_ *side, f *planner.RouteFilter) string { return communities(f) }},
}

// communities writes the values that the names of a filter stand for.
func communities(f *planner.RouteFilter) string {
	var out []string
	for i, name := range f.Communities {
		if len(f.Resolved[i]) == 0 {
			out = append(out, name)
		}
		for _, c := range f.Resolved[i] {
			out = append(out, c.Value)
		}
	}
	return words(out)
}

func sameFilter(_ *side, f *planner.RouteFilter) []string { return []string{communities(f)} }

var reachKeys = []key[*planner.GlobalReach]{
	{"circuits", func(s *side, g *planner.GlobalReach) string { return ends(s, g) }},
	{"address_prefix", func(_ *side, g *planner.GlobalReach) string { return prefix(g.AddressPrefix) }},
	{"ipv6_address_prefix", func(_ *side, g *planner.GlobalReach) string { return prefix(g.AddressPrefixV6) }},
	{"authorization", func(_ *side, g *planner.GlobalReach) string { return present(g.Authorization) }},
}

func ends(s *side, g *planner.GlobalReach) string {
	return words([]string{s.ref("circuits", g.CircuitNames[0]), s.ref("circuits", g.CircuitNames[1])})
}

func sameReach(s *side, g *planner.GlobalReach) []string {
	return []string{ends(s, g), prefix(g.AddressPrefix)}
}
