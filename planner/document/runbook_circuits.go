package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A builder makes the steps of the runbook.
type builder struct{ d *Data }

// group is the resource group that a table names, or a placeholder.
func group(stated, of string) string {
	if stated != "" {
		return stated
	}
	return placeholder("RESOURCE-GROUP", of)
}

// subscription is the option for the subscription that a table names; none
// where it names none, and the current one counts.
func subscription(name string) []string {
	if name == "" {
		return nil
	}
	return opt("subscription", placeholder("SUBSCRIPTION-ID", name))
}

// resource is the id of a resource in Azure, with placeholders.
func resource(sub, group, kind, name string) string {
	id := "<SUBSCRIPTION-ID>"
	if sub != "" {
		id = placeholder("SUBSCRIPTION-ID", sub)
	}
	return "/subscriptions/" + id + "/resourceGroups/" + group + "/providers/Microsoft.Network/" + kind + "/" + name
}

// gbps writes a bandwidth as the CLI takes it: a number and a unit.
func gbps(b planner.Bandwidth) []string {
	if b == 0 {
		return []string{"<BANDWIDTH>"}
	}
	return strings.Fields(b.String())
}

func (b *builder) portSteps() []step {
	var out []step
	for _, p := range b.d.Design.Ports {
		g := group("", p.Name())
		place, words, list := b.portLocation(p)
		out = append(out, step{
			title: "create port pair " + p.Name(),
			needs: []need{needEnrolled, needEncapsulate},
			words: words,
			command: list + az("network express-route port create", opt("resource-group", g), opt("name", p.Name()), opt("location", orFill(p.Region, "REGION", p.Name())),
				opt("peering-location", place), append([]string{"bandwidth"}, gbps(p.Bandwidth)...), opt("encapsulation", encapsulationWord(p.Encapsulation)),
				opt("billing-type", azureBilling(p.Billing)), subscription(p.Subscription)) + "\n" +
				az("network express-route port generate-loa", opt("resource-group", g), opt("name", p.Name()), opt("customer-name", "<CUSTOMER-NAME>"), opt("file", p.Name()+"-loa.pdf")),
			verify:   "the letter of authorization names rack, patch panel and port of both links; it goes to the facility's operator with the cross-connect orders.",
			check:    az("network express-route port show", opt("resource-group", g), opt("name", p.Name()), opt("query", "links[].{link:name,router:routerName,rack:rackId,panel:patchPanelId,connector:connectorType,state:adminState}")),
			rollback: oneCommand(az("network express-route port delete", opt("resource-group", g), opt("name", p.Name()))),
		})
	}
	return out
}

// portLocation returns what Azure calls the peering location of a port pair:
// the name of a facility, such as Equinix-Amsterdam-AM5. Where the design has
// the name of the location alone, a command lists the facilities.
func (b *builder) portLocation(p *planner.Port) (place, words, list string) {
	if l := p.Location; p.PeeringLocation != "" && (l == nil || catalog.Fold(l.Name) != catalog.Fold(p.PeeringLocation)) {
		return p.PeeringLocation, "", ""
	}
	place = placeholder("PORT-LOCATION", p.Name())
	words = "Azure takes the facility here, not the peering location: find its name in the list, and write it into the design as peering_location of the port pair."
	if l := p.Location; l != nil && len(l.Facilities) == 1 {
		f := strings.Fields(l.Facilities[0])
		words += fmt.Sprintf(" %s is %s, so that the name should begin with %s and end in %s (inferred).", safe(l.Name), l.Facilities[0], f[0], f[len(f)-1])
	}
	return place, words, az("network express-route port location list", opt("query", "[].{name:name,address:address}"), opt("output", "table")) + "\n"
}

func orFill(s, what, of string) string {
	if s != "" {
		return s
	}
	return placeholder(what, of)
}

func encapsulationWord(e planner.Encapsulation) string {
	return map[planner.Encapsulation]string{"dot1q": "Dot1Q", "qinq": "QinQ"}[e]
}

func azureBilling(b planner.Billing) string {
	return map[planner.Billing]string{planner.Metered: "MeteredData", planner.Unlimited: "UnlimitedData"}[b]
}

// oneCommand writes a command on one line.
func oneCommand(s string) string { return strings.ReplaceAll(s, " \\\n  ", " ") }

// patchSteps encrypt ports before they are switched on.
func (b *builder) patchSteps() []step {
	var out []step
	for _, p := range b.d.Design.Ports {
		g := group("", p.Name())
		var encrypt, on []string
		for i, o := range []planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2} {
			link := fmt.Sprintf("link%d", i+1)
			if m := p.MACsec; m != nil && slices.Contains(m.Links, link) {
				encrypt = append(encrypt, macsecCommand(p, g, link))
			}
			if o.Or(true) {
				on = append(on, az("network express-route port link update", opt("resource-group", g), opt("port-name", p.Name()), opt("name", link), opt("admin-state", "Enabled")))
			}
		}
		if len(encrypt) > 0 {
			out = append(out, step{
				title: "encrypt port pair " + p.Name(), needs: []need{needVault},
				words: "Configure MACsec with the same keys on the routers at the other ends; see the configuration of the routers.",
				command: az("network express-route port identity assign", opt("resource-group", g), opt("name", p.Name()), opt("identity", placeholder("IDENTITY-ID", p.Name()))) + "\n" +
					strings.Join(encrypt, "\n"),
				verify: "both links show the cipher, and the routers a secured session once the ports are on.",
				check:  az("network express-route port show", opt("resource-group", g), opt("name", p.Name()), opt("query", "links[].{link:name,cipher:macSecConfig.cipher,sci:macSecConfig.sciState}")),
				undo:   "while the ports are off, take cipher and secrets away on both sides",
			})
		}
		switchOn := step{
			title: "switch on port pair " + p.Name(), needs: []need{needPatched}, command: strings.Join(on, "\n"),
			verify:   "line protocol is up on both links, and light levels are between -10 and 0 dBm.",
			check:    az("monitor metrics list", opt("resource", resource(p.Subscription, g, "expressRoutePorts", p.Name())), opt("metric", "LineProtocol,RxLightLevel,TxLightLevel"), opt("interval", "PT5M")),
			rollback: oneCommand(az("network express-route port link update", opt("resource-group", g), opt("port-name", p.Name()), opt("name", "link1"), opt("admin-state", "Disabled"))),
			undo:     "for each link",
		}
		if len(encrypt) > 0 {
			switchOn.needs = append(switchOn.needs, needMACsec)
		}
		if len(on) > 0 {
			out = append(out, switchOn)
		}
	}
	return out
}

func macsecCommand(p *planner.Port, group, link string) string {
	m := p.MACsec
	sci := ""
	if m.SCI.Known() {
		sci = map[bool]string{true: "Enabled", false: "Disabled"}[m.SCI.Value()]
	}
	vault := orFill(m.KeyVault, "KEY-VAULT", p.Name())
	return az("network express-route port link update", opt("resource-group", group), opt("port-name", p.Name()), opt("name", link),
		opt("macsec-cipher", orFill(m.Cipher, "CIPHER", p.Name())), opt("macsec-sci-state", sci),
		opt("macsec-ckn-secret-identifier", "https://"+vault+".vault.azure.net/secrets/"+placeholder("CKN-SECRET-NAME", p.Name(), link)),
		opt("macsec-cak-secret-identifier", "https://"+vault+".vault.azure.net/secrets/"+placeholder("CAK-SECRET-NAME", p.Name(), link)))
}

// circuitSteps create circuits. One that exists is only looked at.
func (b *builder) circuitSteps() []step {
	var out []step
	for _, c := range b.d.Design.Circuits {
		g := group(c.ResourceGroup, c.Name())
		s := step{
			title:  "create circuit " + c.Name(),
			verify: "the circuit shows Enabled in Azure and, until the provider is done, NotProvisioned.",
			check:  b.stateCommand(c),
		}
		if c.Exists() {
			s.title, s.words = "check circuit "+c.Name(), "The design says that the circuit is "+string(c.ProvisioningState)+": it is not created again."
			s.verify = "bandwidth, tier and billing are those of the design."
			out = append(out, s)
			continue
		}
		if c.Replaces != nil {
			s.needs = append(s.needs, needIsolation)
		}
		s.rollback = oneCommand(az("network express-route delete", opt("resource-group", g), opt("name", c.Name())))
		common := [][]string{opt("resource-group", g), opt("name", c.Name()), opt("location", orFill(c.Region, "REGION", c.Name())), append([]string{"bandwidth"}, gbps(c.Bandwidth)...),
			opt("sku-tier", capital(string(c.Tier))), subscription(c.Subscription)}
		if c.Port != nil {
			s.needs = append(s.needs, needPortsOn, needSamePort, needMetered)
			s.verify = "the circuit shows Enabled; one on a port pair needs no provider."
			common = append(common, opt("sku-family", "MeteredData"), opt("express-route-port", resource(c.Port.Subscription, group("", c.Port.Name()), "expressRoutePorts", c.Port.Name())))
			var after []string
			if c.Billing == planner.Unlimited {
				after = append(after, "The design asks for unlimited data: change the billing of the circuit after it is created.")
			}
			if c.RateLimit.Value() {
				after = append(after, "The design asks for rate limiting: switch it on in the configuration of the circuit after it is created.")
			}
			s.words = strings.Join(after, " ")
		} else {
			s.needs = append(s.needs, needProvider)
			common = append(common, opt("sku-family", azureBilling(c.Billing)), opt("provider", orFill(c.ProviderName(), "PROVIDER", c.Name())), opt("peering-location", orFill(c.LocationName(), "PEERING-LOCATION", c.Name())))
		}
		s.command = az("network express-route create", common...)
		out = append(out, s)
	}
	return out
}

func (b *builder) stateCommand(c *planner.Circuit) string {
	return az("network express-route show", opt("resource-group", group(c.ResourceGroup, c.Name())), opt("name", c.Name()), subscription(c.Subscription),
		opt("query", "{circuit:circuitProvisioningState,provider:serviceProviderProvisioningState}"))
}

func (b *builder) providerSteps() []step {
	var out []step
	for _, c := range b.d.Design.Circuits {
		if c.IsDirect() || c.Provisioned() {
			continue
		}
		out = append(out, step{
			title: "have circuit " + c.Name() + " provisioned", who: "customer, then " + orFill(safe(c.ProviderName()), "PROVIDER", c.Name()), needs: []need{needKey},
			words:   "Read the service key, hand it over with the order sheet of the circuit, and keep it out of tickets and documents. The provider sets up both links.",
			command: az("network express-route show", opt("resource-group", group(c.ResourceGroup, c.Name())), opt("name", c.Name()), subscription(c.Subscription), opt("query", "serviceKey"), opt("output", "tsv")),
			verify:  "the provider's state is Provisioned. Nothing that follows can be created before.",
			check:   b.stateCommand(c),
			undo:    "the provider takes its part down first; then the circuit can be deleted",
		})
	}
	return out
}

func (b *builder) peeringSteps() []step {
	var out []step
	for _, p := range b.d.allPeerings() {
		out = append(out, b.peeringStep(p))
	}
	return out
}

var azurePeering = map[string]string{"private": "AzurePrivatePeering", "microsoft": "MicrosoftPeering"}

func (b *builder) peeringStep(p *planner.Peering) step {
	c, kind := p.Circuit, azurePeering[p.Kind]
	g := group(c.ResourceGroup, c.Name())
	s := step{
		title: fmt.Sprintf("create %s peering of circuit %s", kindWord(p), c.Name()), needs: []need{needProvisioned}, undo: needNoPeering.words,
		verify:   "the peering exists with both transfer networks; sessions come up once the routers are configured.",
		check:    az("network express-route peering show", opt("resource-group", g), opt("circuit-name", c.Name()), opt("name", kind), opt("query", "{state:state,vlan:vlanId,primary:primaryPeerAddressPrefix,secondary:secondaryPeerAddressPrefix}")),
		rollback: oneCommand(az("network express-route peering delete", opt("resource-group", g), opt("circuit-name", c.Name()), opt("name", kind))),
	}
	b.d.need(needNoPeering)
	if c.IsDirect() {
		s.needs = []need{needPortsOn}
	}
	if p.IsMicrosoft() {
		s.needs = append(s.needs, needValidated)
	}
	if p.ProviderHolds().Value() {
		s.who, s.words = "the provider", "The provider holds the sessions and creates the peering, with the values of the order sheet."
		return s
	}
	nets := map[string]string{}
	for _, n := range p.LinkSubnets(b.d.Catalog()) {
		nets[family(n.Prefix.Addr().Is6())+n.Side] = n.Prefix.String()
	}
	key := ""
	if p.MD5.Value() {
		key = placeholder("MD5-KEY", c.Name(), p.Kind)
	}
	options := [][]string{opt("resource-group", g), opt("circuit-name", c.Name()), opt("peering-type", kind), opt("peer-asn", stating(p.PeerASN, "ASN", c.Name())),
		opt("vlan-id", stating(p.VLANID, "VLAN", c.Name())), opt("primary-peer-subnet", orFill(nets["primary"], "PRIMARY-NETWORK", c.Name())), opt("secondary-peer-subnet", orFill(nets["secondary"], "SECONDARY-NETWORK", c.Name())),
		opt("shared-key", key), subscription(c.Subscription)}
	if p.IsMicrosoft() {
		options = append(options, opt("advertised-public-prefixes", texts(p.PublicPrefixes)...), opt("routing-registry-name", p.RoutingRegistry))
		if p.CustomerASN.Known() {
			options = append(options, opt("customer-asn", fmt.Sprint(p.CustomerASN.Value())))
		}
	}
	s.command = az("network express-route peering create", options...)
	if nets["6primary"] != "" {
		s.command += "\n" + az("network express-route peering update", opt("resource-group", g), opt("circuit-name", c.Name()), opt("name", kind), opt("ip-version", "IPv6"),
			opt("primary-peer-subnet", nets["6primary"]), opt("secondary-peer-subnet", nets["6secondary"]))
	}
	return s
}

// family marks IPv6 keys.
func family(v6 bool) string {
	if v6 {
		return "6"
	}
	return ""
}

func stating[T int | int64](o planner.Opt[T], what, of string) string {
	if o.Known() {
		return fmt.Sprint(o.Value())
	}
	return placeholder(what, of)
}

func texts[T fmt.Stringer](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = x.String()
	}
	return out
}

func (b *builder) filterSteps() []step {
	var out []step
	for _, f := range b.d.Design.RouteFilters {
		var values []string
		for i, list := range f.Resolved {
			if len(list) == 0 {
				values = append(values, f.Communities[i])
			}
			for _, c := range list {
				values = append(values, c.Value)
			}
		}
		slices.Sort(values)
		g := group("", "route filter "+f.Name())
		s := step{
			title: "create route filter " + f.Name(), needs: []need{needFilter},
			command: az("network route-filter create", opt("resource-group", g), opt("name", f.Name()), opt("location", orFill(f.Region, "REGION", f.Name()))) + "\n" +
				az("network route-filter rule create", opt("resource-group", g), opt("filter-name", f.Name()), opt("name", "allow"), opt("access", "Allow"), opt("communities", slices.Compact(values)...)),
			rollback: oneCommand(az("network route-filter delete", opt("resource-group", g), opt("name", f.Name()))),
		}
		for _, p := range b.d.Design.MicrosoftPeerings() {
			if p.RouteFilter != f {
				continue
			}
			if b.d.usesM365(p) {
				s.needs = append(s.needs, needM365)
			}
			s.command += "\n" + az("network express-route peering update", opt("resource-group", group(p.Circuit.ResourceGroup, p.Circuit.Name())), opt("circuit-name", p.Circuit.Name()),
				opt("name", "MicrosoftPeering"), opt("route-filter", resource(p.Circuit.Subscription, g, "routeFilters", f.Name())))
			s.verify = "routes with the filter's communities arrive on the customer's routers, and no others."
			s.check = az("network express-route list-route-tables", opt("resource-group", group(p.Circuit.ResourceGroup, p.Circuit.Name())), opt("name", p.Circuit.Name()), opt("peering-name", "MicrosoftPeering"), opt("path", "primary"))
		}
		out = append(out, s)
	}
	return out
}

// capital writes a word of the design as Azure does.
func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
