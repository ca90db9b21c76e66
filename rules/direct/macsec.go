package direct

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A design that asks for IPsec, or for no encryption, has its word, unless a
// flow over the pair asks for MACsec itself.
var macsecMissing = &rules.Rule{
	ID:       "direct/macsec-missing",
	Code:     "ERD-014",
	Title:    "The links of a port pair are encrypted by MACsec",
	Severity: diag.Warning,
	Why:      "MACsec is off unless it is configured. Without it whoever reaches the fibre or the patch panel between the routers reads what the circuits carry.",
	Fix:      "Configure MACsec on both links, or write in requirements.encryption that none is asked for.",
	Refs: []rules.Ref{
		{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Security", Date: "2025-11-21"},
		{Doc: "secure-expressroute", Section: "Data protection", Date: "2026-08-11"},
		encryption("Point-to-point encryption by MACsec FAQ"),
	},
	Covers: []string{"ALZ D02.01"},
	Check: func(p *rules.Pass) {
		want := p.Requirements.Encryption
		asking := flowsForMACsec(p)
		for _, port := range p.Ports {
			if port.MACsec != nil {
				continue
			}
			switch f := asking[port]; {
			case f != nil && want != planner.MACsec && want != planner.BothEncryptions:
				p.Report(port.At("macsec"), "port pair %s has no MACsec, and flow %s over it asks for encryption %q", port.Name(), f.Name(), f.Encryption).
					As(diag.Error).Related(f.ValueAt("encryption"), "asked for here").
					Fix("Add [ports.%s.macsec] with cipher = %q and links = [\"link1\", \"link2\"].", port.Name(), cipherFor(p, port))
			case want == planner.NoEncryption || want == planner.IPsecOnly:
			case want == "":
				p.Report(port.At("macsec"), "port pair %s has no MACsec, which is off unless it is configured", port.Name()).
					Fix("Add [ports.%s.macsec] with cipher = %q and links = [\"link1\", \"link2\"], or write requirements.encryption = \"none\".", port.Name(), cipherFor(p, port))
			default:
				p.Report(port.At("macsec"), "port pair %s has no MACsec, and the design asks for encryption %q", port.Name(), want).
					As(diag.Error).Related(p.Requirements.ValueAt("encryption"), "asked for here").
					Fix("Add [ports.%s.macsec] with cipher = %q and links = [\"link1\", \"link2\"].", port.Name(), cipherFor(p, port))
			}
		}
	},
}

// flowsForMACsec returns, for each port pair without MACsec, the first flow over
// it that asks for MACsec of its own.
func flowsForMACsec(p *rules.Pass) map[*planner.Port]*planner.Flow {
	out := map[*planner.Port]*planner.Flow{}
	if !slices.ContainsFunc(p.Ports, func(port *planner.Port) bool { return port.MACsec == nil }) {
		return out
	}
	for _, x := range p.Crossings() {
		if x.Flow.Encryption != planner.MACsec && x.Flow.Encryption != planner.BothEncryptions {
			continue
		}
		for _, n := range x.Connections {
			if port := n.Circuit.Port; port != nil && out[port] == nil {
				out[port] = x.Flow
			}
		}
	}
	return out
}

var macsecOneLink = &rules.Rule{
	ID:       "direct/macsec-one-link",
	Code:     "ERD-015",
	Title:    "MACsec covers both links of a port pair",
	Severity: diag.Warning,
	Why:      "Traffic is spread over both links, so that half of it goes in clear where one is encrypted.",
	Fix:      "Write links = [\"link1\", \"link2\"].",
	Refs:     []rules.Ref{macsecHowTo("To enable MACsec")},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			m := port.MACsec
			switch {
			case m == nil:
			case !m.Has("links"):
				p.Unknown(m.At("links"), "which links of port pair %s MACsec encrypts is not stated", port.Name())
			case !slices.Contains(m.Links, "link1") || !slices.Contains(m.Links, "link2"):
				p.Report(m.ValueAt("links"), "port pair %s: MACsec encrypts %s of link1 and link2", port.Name(), only(m.Links))
			}
		}
	},
}

func only(links []string) string {
	if len(links) == 0 {
		return "none"
	}
	return "only " + links[0]
}

var macsecCipher = &rules.Rule{
	ID:       "direct/macsec-cipher",
	Code:     "ERD-016",
	Title:    "MACsec uses a cipher that Azure has, with extended packet numbers on fast links",
	Severity: diag.Warning,
	Why:      "The packet numbers of the plain ciphers run out within minutes on fast links, and sessions have been seen to drop when the keys roll. The extended (XPN) ciphers do not have that.",
	Fix:      "Use an XPN cipher on both sides.",
	Refs:     []rules.Ref{macsecHowTo("To enable MACsec (note)"), encryption("Point-to-point encryption by MACsec FAQ")},
	Check: func(p *rules.Pass) {
		known := p.Catalog.Limit("macsec.ciphers")
		for _, port := range p.Ports {
			m := port.MACsec
			if m == nil {
				continue
			}
			i := slices.IndexFunc(known.List(), func(c string) bool { return catalog.Fold(c) == catalog.Fold(m.Cipher) })
			switch {
			case m.Cipher == "":
				p.Unknown(m.At("cipher"), "the MACsec cipher of port pair %s is not stated", port.Name())
			case i < 0:
				p.Report(m.ValueAt("cipher"), "port pair %s: %q is not a MACsec cipher of Azure; there are %s", port.Name(), m.Cipher, rules.And(known.List())).
					As(diag.Error).Rests(known.Source).Fix("Write cipher = %q, on your side too.", cipherFor(p, port))
			case port.Bandwidth >= fast && !strings.Contains(known.List()[i], "Xpn"):
				p.Report(m.ValueAt("cipher"), "port pair %s: cipher %q has no extended packet numbers, which links of %s need", port.Name(), known.List()[i], port.Bandwidth).
					Rests(known.Source).Fix("Write cipher = %q, on your side too.", cipherFor(p, port))
			}
		}
	},
}

// fast is the bandwidth from which the rule counts a link as fast: the page
// says "high-speed", and the next speed below is 10 Gbps.
const fast = planner.Bandwidth(100_000)

// cipherFor returns the cipher to advise for a port pair.
func cipherFor(p *rules.Pass, port *planner.Port) string {
	known := p.Catalog.Limit("macsec.ciphers").List()
	return known[len(known)-1]
}

var macsecKeyFormat = &rules.Rule{
	ID:       "direct/macsec-key-format",
	Code:     "ERD-017",
	Title:    "MACsec keys have the length that their cipher takes",
	Severity: diag.Error,
	Why:      "Keys of another length are refused when MACsec is enabled, after the vault and the identity have been set up. A design holds the lengths, never the keys.",
	Fix:      "Generate keys of the right length.",
	Refs:     []rules.Ref{macsecHowTo("Create Azure Key Vault, MACsec secrets, and user identity")},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("macsec.ckn_max_hex_digits")
		for _, port := range p.Ports {
			m := port.MACsec
			if m == nil {
				continue
			}
			if n := m.CKNLength; n.Known() && (n.Value() < 2 || n.Value()%2 != 0 || n.Value() > most.Int()) {
				p.Report(m.ValueAt("ckn_length"), "port pair %s: a CKN of %s; it has an even number of at most %d", port.Name(), rules.Count(n.Value(), "hex digit"), most.Int()).
					Rests(most.Source)
			}
			want, ok := cakLength(p, m.Cipher)
			if n := m.CAKLength; ok && n.Known() && n.Value() != want.Int() {
				p.Report(m.ValueAt("cak_length"), "port pair %s: a CAK of %s; cipher %q takes %d", port.Name(), rules.Count(n.Value(), "hex digit"), m.Cipher, want.Int()).
					Related(m.ValueAt("cipher"), "the cipher").Rests(want.Source).
					Fix("Generate a CAK of %d hex digits.", want.Int())
			}
		}
	},
}

// cakLength returns the number of hex digits that the key of a cipher has. Of
// a cipher that Azure does not have macsecCipher speaks.
func cakLength(p *rules.Pass, cipher string) (catalog.Limit, bool) {
	known := p.Catalog.Limit("macsec.ciphers").List()
	switch {
	case !slices.ContainsFunc(known, func(c string) bool { return catalog.Fold(c) == catalog.Fold(cipher) }):
	case strings.HasSuffix(cipher, "128"):
		return p.Catalog.Limit("macsec.cak_hex_digits_128"), true
	case strings.HasSuffix(cipher, "256"):
		return p.Catalog.Limit("macsec.cak_hex_digits_256"), true
	}
	return catalog.Limit{}, false
}

var macsecKeyVault = &rules.Rule{
	ID:       "direct/macsec-key-vault",
	Code:     "ERD-018",
	Title:    "Azure can read the MACsec keys in their vault",
	Severity: diag.Error,
	Why:      "The service fetches the keys over the vault's public endpoint, as a trusted Microsoft service where the vault has a firewall, and wants soft-delete on. What it cannot fetch it cannot configure.",
	Fix:      "Use a vault with soft-delete and a public endpoint, and let trusted services pass its firewall.",
	Refs: []rules.Ref{
		macsecHowTo("Create Azure Key Vault, MACsec secrets, and user identity"),
		encryption("Can I enable Azure Key Vault firewall policies when storing MACsec keys?"),
	},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			m := port.MACsec
			if m == nil {
				continue
			}
			vault := "the vault"
			if m.KeyVault != "" {
				vault = fmt.Sprintf("vault %q", m.KeyVault)
			}
			bad := func(key, why, fix string) { reportVault(p, m.ValueAt(key), port, vault, why, fix) }
			if m.VaultPrivateEndpoint.Value() {
				bad("key_vault_private_endpoint", "is reached by a private endpoint alone, which the service cannot use", "Keep the MACsec keys in a vault with a public endpoint, whose firewall lets trusted services pass.")
			}
			if m.VaultSoftDelete.Known() && !m.VaultSoftDelete.Value() {
				bad("key_vault_soft_delete", "has no soft-delete, which the service wants", "Turn soft-delete on.")
			}
			switch {
			case !m.VaultFirewall.Value() || m.VaultTrustedServices.Value():
			case !m.VaultTrustedServices.Known():
				p.Unknown(m.At("key_vault_trusted_services"), "%s of port pair %s has a firewall; whether trusted services pass it is not stated", vault, port.Name())
			default:
				bad("key_vault_trusted_services", "has a firewall that trusted services do not pass", "Let trusted Microsoft services pass the firewall of the vault.")
			}
		}
	},
}

func reportVault(p *rules.Pass, at source.Place, port *planner.Port, vault, why, fix string) {
	p.Report(at, "port pair %s: %s with the MACsec keys %s", port.Name(), vault, why).Fix("%s", fix)
}

var macsecRotationPlan = &rules.Rule{
	ID:       "direct/macsec-rotation-plan",
	Code:     "ERD-019",
	Title:    "There is a plan for changing the MACsec keys",
	Severity: diag.Advice,
	Why:      "Keys that differ stop a link at once, and it does not fall back to clear text. A change without a plan, on both links together, is an outage.",
	Fix:      "Plan it: move the traffic off a link, change its keys on both sides, move it back, then the other link; then write rotation_plan = true.",
	Refs:     []rules.Ref{encryption("When I enable or disable MACsec, what happens to my connectivity?")},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			m := port.MACsec
			switch {
			case m == nil:
			case !m.RotationPlan.Known():
				p.Unknown(m.At("rotation_plan"), "whether there is a plan for changing the MACsec keys of port pair %s is not stated", port.Name())
			case !m.RotationPlan.Value():
				p.Report(m.ValueAt("rotation_plan"), "port pair %s: there is no plan for changing its MACsec keys", port.Name())
			}
		}
	},
}
