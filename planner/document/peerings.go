package document

import (
	"fmt"
	"net/netip"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// peerings lists the BGP sessions: addresses of both ends, AS numbers, and how
// many prefixes go in and out.
var peerings = Section{
	ID: "peerings", Title: "Peerings and BGP sessions", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		t := d.sessionTable()
		if len(t.Rows) == 0 {
			return nil
		}
		return []block.Block{
			block.Say("Of each /30 and /126 the " + d.Limit("peering.first_usable_address").Value + "'s router has the first address and Microsoft's edge router the second. Microsoft's AS number is " + d.Limit("bgp.microsoft_asn").Value + "."),
			d.peeringTable(),
			block.Title(3, "Sessions"), t,
			block.Title(3, "Prefixes"), d.prefixTable(),
			block.Say("To Azure: what the customer announces over the link, and how many the circuit's tier takes. From Azure: what virtual networks and hubs announce over the circuit. A session over its limit goes down."),
		}
	},
}

// kindWord names the kind of a peering as people do.
func kindWord(p *planner.Peering) string {
	if p.IsMicrosoft() {
		return "Microsoft"
	}
	return "private"
}

// allPeerings returns the peerings of all circuits.
func (d *Data) allPeerings() []*planner.Peering {
	var out []*planner.Peering
	for _, c := range d.Design.Circuits {
		out = append(out, c.PeeringList()...)
	}
	return out
}

func peeringName(p *planner.Peering) block.Inline {
	return block.Text(block.Name(p.Circuit.Name()), " ", kindWord(p))
}

func (d *Data) peeringTable() block.Table {
	t := block.Table{Columns: block.Columns("Peering", "#VLAN", "#Peer ASN", "MD5", "Sessions held by", "Local preference", "Prepend to Azure")}
	for _, p := range d.allPeerings() {
		holds := p.ProviderHolds()
		holder := block.Text("customer")
		switch {
		case !holds.Known():
			holder = d.Unknown(&p.Node, "managed_by")
		case holds.Value():
			holder = block.Text("provider")
		}
		t.Rows = append(t.Rows, block.Row(peeringName(p), Number(d, &p.Node, "vlan_id", p.VLANID), Number(d, &p.Node, "peer_asn", p.PeerASN),
			d.Yes(&p.Node, "md5", p.MD5), holder, preference(p), prepends(p)))
	}
	return t
}

// preference says what the customer's routers prefer over both links.
func preference(p *planner.Peering) string {
	var out [2]string
	for i, l := range p.Circuit.Links.All() {
		switch {
		case l.LocalPreference.Known():
			out[i] = fmt.Sprint(l.LocalPreference.Value())
		case p.LocalPreference.Known():
			out[i] = fmt.Sprint(p.LocalPreference.Value())
		case p.Circuit.LocalPreference.Known():
			out[i] = fmt.Sprint(p.Circuit.LocalPreference.Value())
		default:
			out[i] = "100 (default)"
		}
	}
	return sides(out)
}

// prepends says how often the customer's ASN is prepended on both links.
func prepends(p *planner.Peering) string {
	var out [2]string
	for i, l := range p.Circuit.Links.All() {
		n := l.ASPathPrepend.Or(p.ASPathPrepend.Or(p.Circuit.ASPathPrepend.Or(0)))
		out[i] = "none"
		if n > 0 {
			out[i] = fmt.Sprintf("%d ×", n)
		}
	}
	return sides(out)
}

// sides writes the values of both links: once where they are the same.
func sides(v [2]string) string {
	if v[0] == v[1] {
		return v[0]
	}
	return "primary " + v[0] + ", secondary " + v[1]
}

// sessionTable lists the two sessions of each peering and family.
func (d *Data) sessionTable() block.Table {
	t := block.Table{Columns: block.Columns("Session", "Router", "Transfer network", "Customer", "Microsoft", "#VLAN", "BFD")}
	for _, p := range d.allPeerings() {
		subnets := p.LinkSubnets(d.Catalog())
		seen := map[string]bool{}
		for _, s := range subnets {
			l := p.Circuit.Links.Primary
			if s.Side == "secondary" {
				l = p.Circuit.Links.Secondary
			}
			seen[s.Side] = true
			t.Rows = append(t.Rows, d.sessionRow(p, l, s.Prefix))
		}
		for _, l := range p.Circuit.Links.All() {
			if !seen[l.Side] && l.Up() {
				d.Unknown(&p.Node, l.Side+"_peer_address_prefix")
				t.Rows = append(t.Rows, d.sessionRow(p, l, netip.Prefix{}))
			}
		}
	}
	return t
}

func (d *Data) sessionRow(p *planner.Peering, l *planner.Link, net netip.Prefix) []block.Inline {
	network, ours, theirs := block.Text(block.Emphasis("unknown")), block.Inline(nil), block.Inline(nil)
	if net.IsValid() {
		first := net.Addr().Next()
		network, ours, theirs = block.Name(net.String()), block.Name(d.router(p, l, first)), block.Name(first.Next().String())
	}
	router := block.Name(l.RouterName)
	if p.ProviderHolds().Value() {
		router = block.Text("the provider's")
	}
	bfd := p.LinkBFD(l)
	return block.Row(block.Text(block.Name(l.ID()), " ", kindWord(p)), router, network, ours, theirs, Number(d, &p.Node, "vlan_id", p.VLANID), d.Yes(&p.Node, "bfd", bfd))
}

// router returns the customer's address on a link: the one that the design
// states, or the first host.
func (d *Data) router(p *planner.Peering, l *planner.Link, first netip.Addr) string {
	stated := p.PrimaryRouter
	if l.Side == "secondary" {
		stated = p.SecondaryRouter
	}
	if stated.IsValid() && stated.Is4() == first.Is4() {
		return stated.String()
	}
	return first.String()
}

// prefixTable counts prefixes in both directions, against the limits.
func (d *Data) prefixTable() block.Table {
	t := block.Table{Columns: block.Columns("Peering", "To Azure", "#IPv4, of at most", "#IPv6, of at most", "From Azure", "#IPv4, of at most", "#IPv6, of at most")}
	for _, p := range d.allPeerings() {
		tier, ok := d.Catalog().Tier(string(p.Circuit.Tier))
		if p.IsMicrosoft() {
			limit := ""
			if ok {
				limit = fmt.Sprintf("%d of %s", len(p.PublicPrefixes), rules.Number(tier.MicrosoftIPv4Prefixes))
			}
			t.Rows = append(t.Rows, block.Row(peeringName(p), Prefixes(p.PublicPrefixes, 4), limit, "", "the services of its route filter", ""))
			continue
		}
		t.Rows = append(t.Rows, d.privateRow(p, tier))
	}
	return t
}

func (d *Data) privateRow(p *planner.Peering, tier *catalog.Tier) []block.Inline {
	a := p.AnnouncedByAny()
	what := Prefixes(a.Prefixes, 4)
	switch {
	case !a.Known:
		what = d.UnknownAt(a.Place.Path)
	case a.Empty():
		what = block.Text("nothing")
	}
	v4, v6 := fmt.Sprint(a.V4), fmt.Sprint(a.V6)
	if tier != nil {
		v4 += " of " + rules.Number(tier.PrivateIPv4Prefixes)
		v6 += " of " + rules.Number(tier.PrivateIPv6Prefixes)
	}
	from := p.Circuit.FromAzure()
	in4 := 0
	for _, x := range from {
		if x.Addr().Is4() {
			in4++
		}
	}
	back4, back6 := fmt.Sprint(in4), fmt.Sprint(len(from)-in4)
	if tier != nil {
		back4 += " of " + rules.Number(tier.AzureIPv4Prefixes)
		back6 += " of " + rules.Number(tier.AzureIPv6Prefixes)
	}
	return block.Row(peeringName(p), what, v4, v6, Prefixes(from, 4), back4, back6)
}
