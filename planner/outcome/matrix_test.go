package outcome_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// The failure matrix of the reference topologies, way by way. A case that says
// nothing of the ways has those of the normal state; toSite is toAzure where
// it is empty.
type matrixCase struct {
	name    string
	fail    string // ids, separated by commas
	drain   string
	flow    string // the only one where it is empty
	outcome outcome.Outcome
	toAzure string // "50% a/primary, 50% a/secondary", sorted; "none"
	toSite  string
	step    routing.Step // that decided towards the site; NoWay: not asked
}

type matrixDesign struct {
	topology, design, option string
	change                   []string // pairs: what is replaced in the design's text, and by what
	normal                   matrixCase
	cases                    []matrixCase
}

func both(c string) string { return "50% " + c + "/primary, 50% " + c + "/secondary" }

var overFrankfurt = "25% fibre-north>er-frankfurt/primary, 25% fibre-north>er-frankfurt/secondary, " +
	"25% fibre-south>er-frankfurt/primary, 25% fibre-south>er-frankfurt/secondary"

var matrix = []matrixDesign{
	{
		topology: "T01", design: "standard",
		normal: matrixCase{toAzure: both("er-london"), step: routing.ECMP},
		cases: []matrixCase{
			{name: "one link", fail: "link:er-london/primary", toAzure: "100% er-london/secondary", step: routing.OnlyWay},
			{name: "one router", fail: "router:hq/rtr2", toAzure: "100% er-london/primary"},
			{name: "provider edge", fail: "provider-edge:er-london/primary", toAzure: "100% er-london/secondary"},
			{name: "edge router", fail: "msee:er-london/primary", toAzure: "100% er-london/secondary"},
			{name: "location", fail: "peering-location:London", outcome: outcome.Lost, toAzure: "none"},
			{name: "provider", fail: "provider:Colt", outcome: outcome.Lost, toAzure: "none"},
			{name: "gateway instance", fail: "gateway-instance:ergw/1", toAzure: both("er-london")},
			{name: "zone", fail: "zone:uksouth/2", toAzure: both("er-london")},
			{name: "both instances", fail: "gateway-instance:ergw/1,gateway-instance:ergw/2", outcome: outcome.Lost, toAzure: "none"},
			{name: "region", fail: "region:uksouth", outcome: outcome.Lost, toAzure: "none"},
			{name: "maintenance", drain: "msee:er-london/primary", toAzure: "100% er-london/secondary", step: routing.ASPath},
			{name: "maintenance and a failure", drain: "msee:er-london/primary", fail: "link:er-london/secondary", outcome: outcome.Lost, toAzure: "100% er-london/primary"},
		},
	},
	{
		topology: "T01, both links on one router", design: "standard",
		change: []string{`"hq/rtr2"`, `"hq/rtr1"`},
		normal: matrixCase{toAzure: both("er-london")},
		cases: []matrixCase{
			{name: "router", fail: "router:hq/rtr1", outcome: outcome.Lost, toAzure: "none"},
			{name: "one link", fail: "link:er-london/primary", toAzure: "100% er-london/secondary"},
		},
	},
	{
		topology: "T01, one link pinned by local preference", design: "standard",
		change: []string{"[circuits.er-london.links.primary]", "[circuits.er-london.links.primary]\nlocal_preference = 200"},
		normal: matrixCase{toAzure: "100% er-london/primary", toSite: both("er-london"), outcome: outcome.Degraded},
		cases: []matrixCase{
			{name: "maintenance of it", drain: "msee:er-london/primary", outcome: outcome.Lost, toAzure: "100% er-london/primary", toSite: "100% er-london/secondary"},
			{name: "maintenance of the other", drain: "msee:er-london/secondary", toAzure: "100% er-london/primary"},
		},
	},
	{
		topology: "T02", design: "metro",
		normal: matrixCase{toAzure: both("er-amsterdam")},
		cases: []matrixCase{
			{name: "one link", fail: "link:er-amsterdam/primary", toAzure: "100% er-amsterdam/secondary"},
			{name: "one facility", fail: "peering-site:Amsterdam Metro/1", toAzure: "100% er-amsterdam/secondary"},
			{name: "the other facility", fail: "peering-site:Amsterdam Metro/2", toAzure: "100% er-amsterdam/primary"},
			{name: "both facilities", fail: "peering-location:Amsterdam Metro", outcome: outcome.Lost, toAzure: "none"},
			{name: "the city", fail: "metro:Amsterdam", outcome: outcome.Lost, toAzure: "none"},
			{name: "provider", fail: "provider:Colt", outcome: outcome.Lost, toAzure: "none"},
			{name: "zone", fail: "zone:westeurope/1", toAzure: both("er-amsterdam")},
			{name: "region", fail: "region:westeurope", outcome: outcome.Lost, toAzure: "none"},
			{name: "maintenance", drain: "msee:er-amsterdam/secondary", toAzure: "100% er-amsterdam/primary", step: routing.ASPath},
		},
	},
	maximumMatrix("", routing.RoutingWeight, "100% er-amsterdam/primary"),
	maximumMatrix("by-prefix", routing.LongestPrefix, "100% er-amsterdam/primary"),
	maximumMatrix("by-prepend", routing.ASPath, overFrankfurt),
	{
		topology: "T03, both links on one router", design: "maximum",
		change: []string{`secondary.router = "dc-amsterdam/ams2"`, `secondary.router = "dc-amsterdam/ams1"`},
		normal: matrixCase{toAzure: both("er-amsterdam")},
		cases: []matrixCase{
			{name: "router", fail: "router:dc-amsterdam/ams1", outcome: outcome.Moved, toAzure: "50% fibre-south>er-frankfurt/primary, 50% fibre-south>er-frankfurt/secondary"},
		},
	},
	{
		topology: "T04", design: "maximum", option: "load-balanced",
		normal: matrixCase{
			toAzure: both("er-amsterdam"),
			toSite: "12.5% fibre-north>er-frankfurt/primary, 12.5% fibre-north>er-frankfurt/secondary, 12.5% fibre-south>er-frankfurt/primary, " +
				"12.5% fibre-south>er-frankfurt/secondary, 25% er-amsterdam/primary, 25% er-amsterdam/secondary",
			step: routing.ECMP,
		},
		cases: []matrixCase{
			{name: "location", fail: "peering-location:Amsterdam", outcome: outcome.Moved, toAzure: overFrankfurt},
			{name: "provider", fail: "provider:Colt", outcome: outcome.Moved, toAzure: overFrankfurt},
			{name: "the other provider", fail: "provider:Equinix", toAzure: both("er-amsterdam")},
			{name: "both locations", fail: "peering-location:Amsterdam,peering-location:Frankfurt", outcome: outcome.Lost, toAzure: "none"},
			{name: "region", fail: "region:westeurope", outcome: outcome.Lost, toAzure: "none"},
		},
	},
	{
		topology: "T05", design: "dual-metro",
		normal: matrixCase{toAzure: "25% er-one/primary, 25% er-one/secondary, 25% er-two/primary, 25% er-two/secondary", step: routing.ECMP},
		cases: []matrixCase{
			{name: "one link", fail: "link:er-one/primary", toAzure: "33.333% er-one/secondary, 33.333% er-two/primary, 33.333% er-two/secondary", toSite: "33.333% er-one/secondary, 33.333% er-two/primary, 33.333% er-two/secondary"},
			{name: "one facility", fail: "peering-location:Amsterdam", toAzure: both("er-two")},
			{name: "provider of circuit 1", fail: "provider:Colt", toAzure: both("er-two")},
			{name: "the city", fail: "metro:Amsterdam", outcome: outcome.Lost, toAzure: "none"},
			{name: "zone", fail: "zone:westeurope/1", toAzure: "25% er-one/primary, 25% er-one/secondary, 25% er-two/primary, 25% er-two/secondary"},
			{name: "maintenance", drain: "msee:er-one/primary", toAzure: "33.333% er-one/secondary, 33.333% er-two/primary, 33.333% er-two/secondary"},
		},
	},
	{
		topology: "T08", design: "vpn-backup",
		normal: matrixCase{toAzure: both("er-seattle"), step: routing.ExpressRouteBeforeVPN},
		cases: []matrixCase{
			{name: "one link", fail: "link:er-seattle/secondary", toAzure: "100% er-seattle/primary"},
			{name: "one router", fail: "router:seattle/mx03-01", toAzure: "100% er-seattle/secondary"},
			{name: "location", fail: "peering-location:Seattle", outcome: outcome.Moved, toAzure: "50% backup/1, 50% backup/2", step: routing.ECMP},
			{name: "provider", fail: "provider:Equinix", outcome: outcome.Moved, toAzure: "50% backup/1, 50% backup/2"},
			{name: "circuit", fail: "circuit:er-seattle", outcome: outcome.Moved, toAzure: "50% backup/1, 50% backup/2"},
			{name: "both edge routers", fail: "msee:er-seattle/primary,msee:er-seattle/secondary", outcome: outcome.Moved, toAzure: "50% backup/1, 50% backup/2"},
			{name: "ExpressRoute gateway", fail: "gateway:ergw", outcome: outcome.Moved, toAzure: "50% backup/1, 50% backup/2"},
			{name: "location and the device", fail: "peering-location:Seattle,router:seattle/srx42", outcome: outcome.Lost, toAzure: "none"},
			{name: "zone", fail: "zone:westus2/1", toAzure: both("er-seattle")},
			{name: "region", fail: "region:westus2", outcome: outcome.Lost, toAzure: "none"},
			{name: "maintenance", drain: "msee:er-seattle/primary", toAzure: "100% er-seattle/secondary"},
			{name: "maintenance of both", drain: "msee:er-seattle/primary,msee:er-seattle/secondary", outcome: outcome.Lost, toAzure: both("er-seattle")},
		},
	},
	{
		topology: "T08, both links on one router", design: "vpn-backup",
		change: []string{`"seattle/mx03-02"`, `"seattle/mx03-01"`},
		normal: matrixCase{toAzure: both("er-seattle")},
		cases: []matrixCase{
			{name: "router", fail: "router:seattle/mx03-01", outcome: outcome.Moved, toAzure: "50% backup/1, 50% backup/2"},
		},
	},
	{
		topology: "T09", design: "global-reach",
		normal: matrixCase{flow: "office-to-office", toAzure: "25% er-silicon-valley/primary>sf-london>er-london/primary, 25% er-silicon-valley/primary>sf-london>er-london/secondary, " +
			"25% er-silicon-valley/secondary>sf-london>er-london/primary, 25% er-silicon-valley/secondary>sf-london>er-london/secondary"},
		cases: []matrixCase{
			{name: "a link", flow: "office-to-office", fail: "link:er-london/primary", toAzure: "50% er-silicon-valley/primary>sf-london>er-london/secondary, 50% er-silicon-valley/secondary>sf-london>er-london/secondary"},
			{name: "a circuit", flow: "office-to-office", fail: "circuit:er-london", outcome: outcome.Lost, toAzure: "none"},
			{name: "a location", flow: "office-to-office", fail: "peering-location:Silicon Valley", outcome: outcome.Lost, toAzure: "none"},
			{name: "Global Reach", flow: "office-to-office", fail: "global-reach:sf-london", outcome: outcome.Lost, toAzure: "none"},
			{name: "Global Reach, seen from Azure", flow: "sf-us", fail: "global-reach:sf-london", toAzure: both("er-silicon-valley")},
			{name: "own connection", flow: "sf-us", fail: "connection:sv-us", outcome: outcome.Moved, toAzure: "25% er-silicon-valley/primary>sf-london>er-london/primary, 25% er-silicon-valley/primary>sf-london>er-london/secondary, " +
				"25% er-silicon-valley/secondary>sf-london>er-london/primary, 25% er-silicon-valley/secondary>sf-london>er-london/secondary"},
			{name: "own circuit", flow: "sf-us", fail: "circuit:er-silicon-valley", outcome: outcome.Lost, toAzure: "none"},
		},
	},
	{
		topology: "T12", design: "ipsec",
		normal: matrixCase{toAzure: tunnels(1, 2, 3, 4), step: routing.LongestPrefix},
		cases: []matrixCase{
			{name: "one tunnel", fail: "tunnel:secure/2", toAzure: tunnels(1, 3, 4)},
			{name: "one device", fail: "router:hq/vpn1", toAzure: tunnels(2, 4)},
			{name: "one instance of the VPN gateway", fail: "gateway-instance:vpngw/1", toAzure: tunnels(2, 3)},
			{name: "the VPN gateway", fail: "gateway:vpngw", outcome: outcome.Moved, toAzure: both("er-london")},
			{name: "the circuit", fail: "circuit:er-london", outcome: outcome.Lost, toAzure: "none"},
			{name: "one link", fail: "link:er-london/primary", toAzure: "25% secure/1(er-london/secondary), 25% secure/2(er-london/secondary), 25% secure/3(er-london/secondary), 25% secure/4(er-london/secondary)"},
		},
	},
	{
		topology: "T14", design: "direct-macsec",
		normal: matrixCase{flow: "analytics", toAzure: both("er-production")},
		cases: []matrixCase{
			{name: "one port", flow: "analytics", fail: "port:pair/link1", toAzure: "100% er-production/secondary"},
			{name: "one router", flow: "tests", fail: "router:hq/rtr1", toAzure: "100% er-test/secondary"},
			{name: "one link of one circuit", flow: "tests", fail: "link:er-production/primary", toAzure: both("er-test")},
			{name: "edge router", flow: "analytics", fail: "msee:pair/link2", toAzure: "100% er-production/primary"},
			{name: "location", flow: "analytics", fail: "peering-location:London", outcome: outcome.Lost, toAzure: "none"},
			{name: "zone", flow: "analytics", fail: "zone:uksouth/1", toAzure: both("er-production")},
			{name: "maintenance", flow: "tests", drain: "msee:pair/link1", toAzure: "100% er-test/secondary"},
		},
	},
	{
		topology: "T15", design: "microsoft-peering",
		normal: matrixCase{flow: "storage-west", toAzure: both("er-silicon-valley"), step: routing.ASPath},
		cases: []matrixCase{
			{name: "a link", flow: "storage-west", fail: "link:er-silicon-valley/primary", toAzure: "100% er-silicon-valley/secondary"},
			{name: "the circuit", flow: "storage-west", fail: "circuit:er-silicon-valley", outcome: outcome.Moved, toAzure: "50% backbone>er-washington/primary, 50% backbone>er-washington/secondary"},
			{name: "the other circuit", flow: "storage-west", fail: "circuit:er-washington", toAzure: both("er-silicon-valley")},
			{name: "the circuit, seen from the east", flow: "storage-east", fail: "circuit:er-silicon-valley", outcome: outcome.Kept, toAzure: both("er-washington")},
			{name: "both locations", flow: "storage-west", fail: "peering-location:Silicon Valley,peering-location:Washington DC", outcome: outcome.Lost, toAzure: "none"},
		},
	},
}

// maximumMatrix is that of the active and standby circuits, which do the same
// whatever makes the one stand by. Only when the active one is down to a link
// that is being drained it is different: on premises local preference holds on
// to it, which loses the flow, and Azure goes as pinned says.
func maximumMatrix(option string, step routing.Step, pinned string) matrixDesign {
	return matrixDesign{
		topology: "T03 " + option, design: "maximum", option: option,
		normal: matrixCase{toAzure: both("er-amsterdam"), step: step},
		cases: []matrixCase{
			{name: "one link", fail: "link:er-amsterdam/primary", toAzure: "100% er-amsterdam/secondary", step: step},
			{name: "one router", fail: "router:dc-amsterdam/ams1", toAzure: "100% er-amsterdam/secondary"},
			{name: "both links", fail: "link:er-amsterdam/primary,link:er-amsterdam/secondary", outcome: outcome.Moved, toAzure: overFrankfurt, step: routing.ECMP},
			{name: "location", fail: "peering-location:Amsterdam", outcome: outcome.Moved, toAzure: overFrankfurt},
			{name: "provider of circuit 1", fail: "provider:Colt", outcome: outcome.Moved, toAzure: overFrankfurt},
			{name: "provider of circuit 2", fail: "provider:Equinix", toAzure: both("er-amsterdam")},
			{name: "connection", fail: "connection:amsterdam-hub", outcome: outcome.Moved, toAzure: overFrankfurt},
			{name: "both locations", fail: "peering-location:Amsterdam,peering-location:Frankfurt", outcome: outcome.Lost, toAzure: "none"},
			{name: "gateway instance", fail: "gateway-instance:ergw/2", toAzure: both("er-amsterdam")},
			{name: "region", fail: "region:westeurope", outcome: outcome.Lost, toAzure: "none"},
			{name: "maintenance", drain: "msee:er-amsterdam/primary", toAzure: "100% er-amsterdam/secondary"},
			{name: "maintenance and a failure", drain: "msee:er-amsterdam/primary", fail: "link:er-amsterdam/secondary", outcome: outcome.Lost, toAzure: "100% er-amsterdam/primary", toSite: pinned},
		},
	}
}

func tunnels(numbers ...int) string {
	var out []string
	for _, n := range numbers {
		for _, side := range []string{"primary", "secondary"} {
			out = append(out, fmt.Sprintf("%.5g%% secure/%d(er-london/%s)", 50/float64(len(numbers)), n, side))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestFailureMatrix(t *testing.T) {
	for _, m := range matrix {
		t.Run(m.topology, func(t *testing.T) {
			design := text(t, m.design)
			for i := 0; i < len(m.change); i += 2 {
				if !strings.Contains(design, m.change[i]) {
					t.Fatalf("%s has no %q", m.design, m.change[i])
				}
				design = strings.ReplaceAll(design, m.change[i], m.change[i+1])
			}
			a := load(t, design, m.option)
			m.normal.name = "normal"
			for _, c := range append([]matrixCase{m.normal}, m.cases...) {
				t.Run(c.name, func(t *testing.T) { c.check(t, a) })
			}
		})
	}
}

func (c matrixCase) check(t *testing.T, a *outcome.Analysis) {
	change, err := a.Change(split(c.fail), split(c.drain))
	if err != nil {
		t.Fatal(err)
	}
	flow := 0
	if c.flow != "" {
		flow, _ = a.Flow(c.flow)
	}
	f := a.Scenario(change).Flows[flow]
	if f.Outcome != c.outcome {
		t.Errorf("%s is %s, not %s: %v", a.Flows[flow].Name, f.Outcome, c.outcome, f.Reasons)
	}
	if c.toSite == "" {
		c.toSite = c.toAzure
	}
	if got := show(f.After.ToAzure); got != c.toAzure {
		t.Errorf("to Azure:\n%s\nnot\n%s", got, c.toAzure)
	}
	if got := show(f.After.ToSite); got != c.toSite {
		t.Errorf("to the site:\n%s\nnot\n%s", got, c.toSite)
	}
	if c.step != routing.NoWay && len(f.After.ToSite) > 0 && f.After.ToSite[0].Step != c.step {
		t.Errorf("decided by %s, not %s", f.After.ToSite[0].Step, c.step)
	}
}

func split(ids string) []string {
	if ids == "" {
		return nil
	}
	return strings.Split(ids, ",")
}

// show writes the ways of a direction; parts that go alike once.
func show(choices []routing.Choice) string {
	var out []string
	for _, c := range choices {
		var ways []string
		for _, w := range c.Ways {
			ways = append(ways, fmt.Sprintf("%.5g%% %s", 100*w.Share, w))
		}
		slices.Sort(ways)
		if len(ways) == 0 {
			ways = []string{"none"}
		}
		if text := strings.Join(ways, ", "); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, "; ")
}
