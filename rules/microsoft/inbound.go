package microsoft

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var inboundServerOnPerLinkPool = &rules.Rule{
	ID:       "microsoft-peering/inbound-server-on-per-link-pool",
	Code:     "MSP-018",
	Title:    "Servers that Microsoft reaches have an address that both links bring",
	Severity: diag.Error,
	Why:      "An address out of the pool of one link is announced over that link alone: when it fails, Microsoft's services do not reach the server any more.",
	Fix:      "Publish the server under an address of a common pool, or under one of each pool.",
	Refs:     []rules.Ref{commonNAT},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			if m.NAT == nil {
				continue
			}
			n := m.NAT
			in := func(pool netip.Prefix) bool {
				return pool.IsValid() && slices.ContainsFunc(n.Published, pool.Contains)
			}
			for i, a := range n.Published {
				key, pool := "primary", n.Primary
				if n.Secondary.IsValid() && n.Secondary.Contains(a) {
					key, pool = "secondary", n.Secondary
				}
				if !pool.IsValid() || !pool.Contains(a) || n.Pool.IsValid() && n.Pool.Contains(a) || in(n.Primary) && in(n.Secondary) {
					continue
				}
				p.Report(n.Item("published", i), "a server is published as %s, out of the NAT pool %s of the %s link of %s alone", a, pool, key, m.Circuit.Name()).
					Related(n.ValueAt(key), "the pool of the %s link", key)
			}
		}
	},
}

var inboundNeedsSNAT = &rules.Rule{
	ID:       "microsoft-peering/inbound-needs-internet-edge-snat",
	Code:     "MSP-019",
	Title:    "Answers to what Microsoft opens by the Internet leave by the Internet",
	Severity: diag.Warning,
	Why:      "A Microsoft service that asks a server by the Internet has an address that the site knows over ExpressRoute: the answer leaves there, past the firewall that let the question in, and is dropped.",
	Fix:      "Translate the source at the Internet edge, or let the service come over ExpressRoute, under an address that is announced there alone.",
	Refs: []rules.Ref{
		{Doc: "expressroute-nat", Section: "Traffic originating from Microsoft destined to your network", Date: "2019-09-18"},
		{Doc: "expressroute-asymmetric-routing", Section: "Source-based NAT", Date: "2023-06-30"},
	},
	Check: func(p *rules.Pass) {
		for _, s := range p.Sites {
			if s.MicrosoftInbound != "internet" || s.InternetEdgeSNAT.Value() {
				continue
			}
			c := microsoftCircuit(p, s)
			switch {
			case c == nil:
			case len(c.Sites()) == 0:
				p.Unknown(c.At("links", "primary", "router"), "whether the answers of site %s to Microsoft leave over %s is unknown: where that circuit ends is not stated", s.Name(), c.Name())
			case !s.InternetEdgeSNAT.Known():
				p.Unknown(s.At("internet_edge_snat"), "Microsoft reaches site %s by the Internet, and %s brings Microsoft's routes; whether the Internet edge translates the source is not stated", s.Name(), c.Name())
			default:
				p.Report(s.ValueAt("internet_edge_snat"), "Microsoft reaches servers of site %s by the Internet, whose edge keeps the source, and the answers leave over %s", s.Name(), c.Name()).
					Related(c.Peerings.Microsoft.Here(), "Microsoft's routes come here")
			}
		}
	},
}

// microsoftCircuit returns a circuit with Microsoft peering that ends at a
// site, or else one of which it is not stated where it ends; nil for none.
func microsoftCircuit(p *rules.Pass, s *planner.Site) *planner.Circuit {
	var open *planner.Circuit
	for _, m := range p.MicrosoftPeerings() {
		switch c := m.Circuit; {
		case slices.Contains(c.Sites(), s):
			return c
		case open == nil && c.Serves(s):
			open = c
		}
	}
	return open
}
