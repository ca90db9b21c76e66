package microsoft

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Who a prefix belongs to is not in a design; the registry, and what has
// become of Microsoft's check, are.
var ownershipValidation = &rules.Rule{
	ID:       "microsoft-peering/ownership-validation",
	Code:     "MSP-012",
	Title:    "Microsoft can verify who owns the public prefixes",
	Severity: diag.Warning,
	Why:      "Prefixes and AS numbers that Microsoft does not find in a registry need a check by hand, with a letter of authorization. Until then the peering carries nothing.",
	Fix:      "Register prefixes and AS number, name customer_asn where the prefixes belong to another AS, or plan the support request and write prefix_validation = \"pending\".",
	Refs: []rules.Ref{
		publicAddresses,
		questions("Why does the Advertised public prefixes status show Validation needed"),
	},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			if m.PrefixValidation == "" {
				registry(p, m)
			}
			if asn := m.CustomerASN; isPrivateASN(asn.Value()) {
				p.Report(m.ValueAt("customer_asn"), "customer ASN %d of %s is private; it must be a public one", asn.Value(), m.Circuit.Name()).
					As(diag.Error).Fix("Write the public AS number that the prefixes are registered under.").
					Rests(p.Catalog.Limit("bgp.private_asn_microsoft_peering").Source)
			}
		}
	},
}

// registry reports a registry that Microsoft does not look into.
func registry(p *rules.Pass, m *planner.Peering) {
	known := p.Catalog.Limit("peering.registries")
	name := catalog.Fold(m.RoutingRegistry)
	switch {
	case !m.Has("routing_registry_name"):
		p.Unknown(m.At("routing_registry_name"), "in which registry the public prefixes of %s are registered is not stated", m.Circuit.Name())
	case name == "" || name == "none":
		p.Report(m.ValueAt("routing_registry_name"), "the public prefixes of %s are in no registry, so Microsoft must verify them by hand", m.Circuit.Name())
	case !slices.ContainsFunc(known.List(), func(r string) bool { return isRegistry(name, r) }):
		p.Report(m.ValueAt("routing_registry_name"), "%q is not a registry that Microsoft looks into: %s", m.RoutingRegistry, strings.Join(known.List(), ", ")).
			Rests(known.Source)
	}
}

// isRegistry reports whether a folded name means a registry; "RIPE" is short
// for "RIPENCC".
func isRegistry(name, registry string) bool {
	full := catalog.Fold(registry)
	return name == full || name+"ncc" == full
}

var privateASN = &rules.Rule{
	ID:       "microsoft-peering/private-asn",
	Code:     "MSP-013",
	Title:    "Microsoft peering uses a public AS number",
	Severity: diag.Warning,
	Why:      "A private AS number on Microsoft peering waits for a check by hand, and Microsoft removes it from the path, so prepending cannot steer the traffic that returns.",
	Fix:      "Peer with a public AS number of your own.",
	Refs:     []rules.Ref{publicAddresses},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			switch asn := m.PeerASN; {
			case !asn.Known() && m.ProviderHolds().Value(): // it is the provider's
			case !asn.Known():
				p.Unknown(m.At("peer_asn"), "the AS number of Microsoft peering of %s is not stated", m.Circuit.Name())
			case isPrivateASN(asn.Value()):
				p.Report(m.ValueAt("peer_asn"), "AS %d of Microsoft peering of %s is private: Microsoft checks it by hand and removes it from the path", asn.Value(), m.Circuit.Name()).
					Rests(p.Catalog.Limit("bgp.private_asn_microsoft_peering").Source)
			}
		}
	},
}

// A count on a link or a circuit may be meant for the private peering, where
// it works: it is an error only where there is none.
var prependWithPrivateASN = &rules.Rule{
	ID:       "microsoft-peering/prepend-with-private-asn",
	Code:     "MSP-014",
	Title:    "Prepending on Microsoft peering uses a public AS number",
	Severity: diag.Error,
	Why:      "Microsoft removes private AS numbers from the paths that it hears on Microsoft peering. A prepended path is then as short as any other, and the traffic does not go where the design wants it.",
	Fix:      "Peer with a public AS number and prepend that, or announce more specific prefixes on the link or circuit that is preferred.",
	Refs: []rules.Ref{
		optimize("Solution: use AS PATH prepending (important)"),
		publicAddresses,
	},
	Check: func(p *rules.Pass) {
		for _, m := range p.MicrosoftPeerings() {
			if !isPrivateASN(m.PeerASN.Value()) {
				continue
			}
			for _, pre := range append(prepends(m), policyPrepends(p, m)...) {
				f := p.Report(pre.at, "prepending the private AS %d (%d more) does nothing on Microsoft peering of %s: Microsoft removes it", m.PeerASN.Value(), pre.count, m.Circuit.Name()).
					Related(m.ValueAt("peer_asn"), "the AS number is private")
				if pre.shared && m.Circuit.Peerings.Private != nil {
					f.As(diag.Warning)
				}
			}
		}
	},
}

// A prepend is a count that applies to a peering, and where it stands.
type prepend struct {
	at     source.Place
	count  int
	shared bool // with the private peering of the circuit
}

// prepends returns the counts that are in effect on a peering's links: the
// most specific of link, peering and circuit, each place once.
func prepends(m *planner.Peering) []prepend {
	var out []prepend
	for _, l := range m.Circuit.Links.All() {
		if !l.Up() {
			continue
		}
		one := prepend{m.Circuit.ValueAt("as_path_prepend"), m.Circuit.ASPathPrepend.Value(), true}
		switch {
		case l.ASPathPrepend.Known():
			one = prepend{l.ValueAt("as_path_prepend"), l.ASPathPrepend.Value(), true}
		case m.ASPathPrepend.Known():
			one = prepend{m.ValueAt("as_path_prepend"), m.ASPathPrepend.Value(), false}
		}
		if one.count > 0 && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// policyPrepends returns the counts that route policies put on what is
// announced over the peering.
func policyPrepends(p *rules.Pass, m *planner.Peering) []prepend {
	var out []prepend
	for _, r := range p.RoutePolicies {
		if r.Circuit != m.Circuit || r.ASPathPrepend.Value() == 0 {
			continue
		}
		everything := r.Match == ""
		if everything || r.MatchPrefix.IsValid() && overlaps(r.MatchPrefix, m.PublicPrefixes) {
			out = append(out, prepend{r.ValueAt("as_path_prepend"), r.ASPathPrepend.Value(), everything})
		}
	}
	return out
}
