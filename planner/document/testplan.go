package document

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
)

// testPlan says which failures are tried before the network is taken over,
// how, and what the model expects of each.
var testPlan = Section{
	ID: "test-plan", Title: "Acceptance test plan", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		list := d.trials()
		if len(list) == 0 {
			return nil
		}
		out := []block.Block{
			block.Say("Each test takes one thing away while a probe every second runs over every flow, and is passed when every flow does what is expected, not longer than the worst time. ", block.Name("erplan document --test-sheet FILE"), " writes a sheet to fill in, and ", block.Name("--observed FILE"), " shows it beside the prediction."),
			d.trialTable(list),
		}
		if names := losing(list); names != nil {
			out = append(out, block.Note{Label: "Note", Text: block.Text("These tests lose flows by the design; run them only while nobody needs those: ", block.Names(names, 12), ".")})
		}
		out = d.titled(out, "Expected results", "Flows that a test does not touch are left out: they go on as before.", d.expectedTable(list))
		out = d.titled(out, "What each test shows", "The requirements that a test tries, by their ids; in part where it takes away some of what would fail. Requirements that stand nowhere here need another proof, which their trace names.", d.proven(list))
		out = append(out, d.procedures(list)...)
		out = append(out, d.untestable()...)
		out = append(out, d.redundantPrefixes()...)
		return out
	},
}

// losing names the tests in which a flow is lost as predicted.
func losing(list []acceptance.Trial) []string {
	var out []string
	for i := range list {
		if list[i].Count(outcome.Lost) > 0 {
			out = append(out, list[i].Name)
		}
	}
	return out
}

func (d *Data) trialTable(list []acceptance.Trial) block.Table {
	t := block.Table{Columns: block.Columns("Test", "Kind", "Takes away", "Target", "Expected", "#Interruption", "How")}
	for i := range list {
		x := &list[i]
		t.Rows = append(t.Rows, block.Row(block.Name(x.Name), string(x.Kind), x.What, block.Name(x.Target), d.expected(x), longestWords(x), x.Way))
	}
	return t
}

// expected counts what becomes of the flows.
func (d *Data) expected(x *acceptance.Trial) block.Inline {
	if x.Unknown != "" {
		return block.Text(block.Emphasis("unknown"), ": ", x.Unknown)
	}
	var out []block.Inline
	for _, o := range []outcome.Outcome{outcome.Lost, outcome.Degraded, outcome.Moved, outcome.Kept} {
		if n := x.Count(o); n > 0 {
			text := block.Text(fmt.Sprintf("%d %s", n, o))
			if o >= outcome.Degraded {
				text = block.Text(block.Strong(text.String()))
			}
			out = append(out, text)
		}
	}
	if out == nil {
		return block.Text("no flow is touched")
	}
	return block.Join(out, ", ")
}

func longestWords(x *acceptance.Trial) block.Inline {
	r, known := x.Recovery()
	switch {
	case !known:
		return block.Text(block.Emphasis("unknown"))
	case !r.Known && x.Count(outcome.Lost) > 0:
		return block.Text("as long as the test")
	case !r.Known:
		return block.Text("none")
	}
	return block.Text(view.Span(r))
}

// mostResults is up to how many flows of one test are listed.
const mostResults = 12

func (d *Data) expectedTable(list []acceptance.Trial) block.Table {
	t := block.Table{Columns: block.Columns("Test", "Flow", "Outcome", "#Interruption", "Way afterwards")}
	for i := range list {
		x := &list[i]
		for n := range x.Changed {
			if n == mostResults {
				t.Rows = append(t.Rows, block.Row(block.Name(x.Name), fmt.Sprintf("and %d more", len(x.Changed)-n)))
				break
			}
			f := &x.Changed[n]
			t.Rows = append(t.Rows, block.Row(block.Name(x.Name), d.Flow(f.Flow), outcomeWord(f.Outcome), interruption(f), d.afterwards(f)))
		}
	}
	return t
}

func interruption(f *outcome.FlowOutcome) block.Inline {
	switch {
	case !f.Outcome.Survives():
		return block.Text("as long as the test")
	case !f.Recovery.Affected:
		return block.Text("none")
	case !f.Recovery.Known:
		return block.Text(block.Emphasis("unknown"))
	}
	return block.Text(view.Span(f.Recovery))
}

// afterwards is the way of a flow during the test, in both directions.
func (d *Data) afterwards(f *outcome.FlowOutcome) block.Inline {
	if !f.Outcome.Survives() {
		return block.Text("none")
	}
	there, back := view.Directions(f.After.ToAzure), view.Directions(f.After.ToSite)
	if slices.Equal(there, back) {
		return block.Names(there, 3)
	}
	return block.Text(directionWord(d, f.Flow, true), ": ", block.Names(there, 3), "; ", directionWord(d, f.Flow, false), ": ", block.Names(back, 3))
}

// A procedure is how tests of a kind are done.
type procedure struct {
	way, title string
	steps      []string
	abort      []string
	rollback   string
	source     catalog.Source
}

var (
	linkTest = catalog.Source{Page: "Test link failover for Azure ExpressRoute", Section: "Prerequisites and FAQ", Date: "2026-09-28"}
	siteTest = catalog.Source{Page: "articles/expressroute/resiliency-validation.md", Section: "Start the test", Date: "2025-11-04"}
	hubTest  = catalog.Source{Page: siteTest.Page, Section: "Limitations", Date: siteTest.Date, Doubt: "the limitations call it a preview for hub gateways, the questions of the same page say that it is not offered"}
	ownTest  = catalog.Source{Page: "articles/expressroute/evaluate-circuit-resiliency.md", Section: "Test failover", Date: "2024-06-24"}
	vpnTest  = catalog.Source{Page: "articles/expressroute/use-s2s-vpn-as-backup-for-expressroute-privatepeering.md", Section: "Next steps", Date: "2022-12-27"}
)

// Before and after every test the same is read.
const (
	readBefore = "Read the routes of both links, the sessions on the routers and the load of every circuit; start a probe every second over every flow, in both directions."
	readDuring = "Read the way and the longest interruption of every flow, and compare with the expected results."
	readAfter  = "End the test, wait until all sessions are up, and check that every flow goes its normal way again and that all routes of the first step are back."
)

var procedureTable = []procedure{
	{"link", "Link failover", []string{readBefore,
		"Start the link failover test of the circuit for the link, by BGP disconnect: in the portal, or by `az network express-route start-circuit-link-failover-test` with `--link-type` and `--maintenance-category BgpDisconnect`. One test at a time for a circuit. Where it is not offered, shut down the BGP sessions of the link on the router.",
		"Read which routes the portal shows as redundant and which not, and compare with the table of prefixes.", readDuring, readAfter},
		[]string{"a route shows as not redundant that the table of prefixes calls redundant", "the other link carries more than the circuit's bandwidth"},
		"Stop the test, in the portal or by `az network express-route stop-circuit-link-failover-test`, or enable the sessions again.", linkTest},
	{"gateway", "Peering location, at the gateway", []string{readBefore,
		"In the portal start the validation of the gateway for the peering location, or run `Start-AzVirtualNetworkGatewaySiteFailoverTest` with the name of the gateway and of the location. It takes the location's circuits from this gateway alone; other gateways and Microsoft peering keep theirs.",
		"Read which routes are redundant and which not, and compare with the table of prefixes.", readDuring, readAfter},
		[]string{"a route shows as not redundant that the table of prefixes calls redundant", "the remaining circuits carry more than their bandwidth"},
		"Stop the test: `Stop-AzVirtualNetworkGatewaySiteFailoverTest`, or in the portal.", siteTest},
	{"hub", "Peering location, at the virtual hub", []string{readBefore,
		"Start the validation of the hub's gateway for the peering location, where it is offered; otherwise shut down the private sessions of the location's circuits on the routers.",
		readDuring, readAfter},
		[]string{"the remaining circuits carry more than their bandwidth", "the hub stays with another way although the location is back"},
		"Stop the test, or enable the sessions again.", hubTest},
	{"site", "Peering location, as a whole", []string{readBefore,
		"Take all circuits of the location away: by the validation of every gateway that uses them and, for Microsoft peering, by shutting down its sessions on the routers.",
		readDuring, readAfter},
		[]string{"the remaining circuits carry more than their bandwidth"},
		"Stop the tests and enable the sessions again.", siteTest},
	{"circuit", "Whole circuit", []string{readBefore,
		"On the routers announce the circuit's prefixes with a longer AS path first and see traffic leave, then shut down the sessions of both links.",
		readDuring, readAfter},
		[]string{"traffic does not leave the circuit after the longer AS path", "the remaining circuits carry more than their bandwidth"},
		"Enable the sessions again, then take the longer AS path back.", ownTest},
	{"backup", "VPN takes over", []string{readBefore,
		"Shut down the private sessions of the circuits beside the VPN, one after the other.",
		"Check that the tunnels carry the traffic and that nothing is dropped at their smaller MTU and bandwidth.", readDuring,
		"Enable the sessions again and check that traffic comes back to ExpressRoute in both directions."},
		[]string{"a tunnel is full while more traffic waits", "traffic does not come back by itself"},
		"Enable the sessions again.", vpnTest},
	{"tunnel", "One tunnel", []string{readBefore, "Shut down the tunnel on the router.", readDuring, readAfter},
		[]string{"the other tunnels are full"}, "Enable the tunnel again.", vpnTest},
}

// withCode writes a text in which commands stand between backticks.
func withCode(text string) block.Inline {
	var out []any
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			out = append(out, block.Name(part))
			continue
		}
		out = append(out, part)
	}
	return block.Text(out...)
}

// procedures says how the tests of the plan are done.
func (d *Data) procedures(list []acceptance.Trial) []block.Block {
	var out []block.Block
	for i := range procedureTable {
		p := &procedureTable[i]
		if !slices.ContainsFunc(list, func(t acceptance.Trial) bool { return t.Way == p.way }) {
			continue
		}
		d.Fact("Test, "+p.way, p.title, p.source)
		var steps []block.Inline
		for _, s := range p.steps {
			steps = append(steps, withCode(s))
		}
		abort := append([]string{"a flow is lost that is not expected to be", "a flow is interrupted for longer than the worst time expected"}, p.abort...)
		out = append(out, block.Title(3, "How: "+p.title+" ("+p.way+")"), block.List{Ordered: true, Items: block.Items(steps...)},
			block.Say(block.Strong("Abort"), " when ", strings.Join(abort, "; or "), "."),
			block.Say(block.Strong("Roll back"), ": ", withCode(p.rollback)))
		if p.source.Doubt != "" {
			out = append(out, block.Note{Label: "Doubtful", Text: block.Text(p.source.Doc(), ": ", p.source.Doubt, ".")})
		}
	}
	return out
}

// untestable names the gateways that Microsoft's validation does not fit.
func (d *Data) untestable() []block.Block {
	var out []block.Inline
	for _, g := range acceptance.Joints(d.Analysis) {
		places := g.Places()
		switch metro := slices.ContainsFunc(g.Connections, func(n *planner.Connection) bool {
			return n.Circuit.Location != nil && n.Circuit.Location.Metro
		}); {
		case len(places) < 2 && len(places) > 0:
			out = append(out, block.Text(block.Name(g.Path), ": all its circuits are at ", places[0], ". The validation of a gateway needs a second peering location."))
		case metro:
			out = append(out, block.Text(block.Name(g.Path), ": a Metro circuit is not taken away by the validation of a gateway; test its links one by one."))
		}
	}
	if out == nil {
		return nil
	}
	d.Fact("Test, gateway", "two peering locations, no Metro", siteTest)
	return []block.Block{block.Title(3, "Not to be tested at the gateway"), block.Bullets(out...)}
}

// redundantPrefixes says which of the customer's prefixes Microsoft's tests
// must show as redundant.
func (d *Data) redundantPrefixes() []block.Block {
	t := block.Table{Columns: block.Columns("Test at", "Must show as redundant", "Not redundant", "Between")}
	for _, p := range d.allPeerings() {
		links := p.Circuit.Links.All()
		if links[0].Up() && links[1].Up() {
			t.Rows = append(t.Rows, d.linkRedundancy(p, links))
		}
	}
	for _, g := range acceptance.Joints(d.Analysis) {
		if len(g.Places()) > 1 {
			t.Rows = append(t.Rows, d.gatewayRedundancy(&g))
		}
	}
	return d.titled(nil, "Prefixes that must show as redundant", "A prefix is redundant where the other side announces it too, or prefixes that fill it. What is not redundant is lost in the test.", t)
}

func (d *Data) linkRedundancy(p *planner.Peering, links [2]*planner.Link) []block.Inline {
	where := block.Text("circuit ", block.Name(p.Circuit.Name()), ", ", kindWord(p))
	if p.IsMicrosoft() {
		return block.Row(where, Prefixes(p.PublicPrefixes, 6), "none", "its links")
	}
	first, second := d.Design.Sent(p, links[0]), d.Design.Sent(p, links[1])
	if !first.Known || !second.Known {
		return block.Row(where, d.UnknownAt(p.At("advertised_prefixes").Path), "", "its links")
	}
	redundant, alone := shared(first.Prefixes, second.Prefixes)
	return block.Row(where, Prefixes(redundant, 6), lonely(alone), "its links")
}

// shared parts the prefixes of two lists into those that both cover and those
// that one has alone.
func shared(a, b []netip.Prefix) (both, alone []netip.Prefix) {
	other := [2]*planner.PrefixSet{planner.NewPrefixSet(b), planner.NewPrefixSet(a)}
	for i, list := range [2][]netip.Prefix{a, b} {
		for _, p := range list {
			switch covered := other[i].Covers(p); {
			case covered && !slices.Contains(both, p):
				both = append(both, p)
			case !covered && !slices.Contains(alone, p):
				alone = append(alone, p)
			}
		}
	}
	slices.SortFunc(both, netip.Prefix.Compare)
	slices.SortFunc(alone, netip.Prefix.Compare)
	return both, alone
}

func lonely(alone []netip.Prefix) block.Inline {
	if len(alone) == 0 {
		return block.Text("none")
	}
	return block.Text(block.Strong("✗"), " ", Prefixes(alone, 6))
}

func (d *Data) gatewayRedundancy(g *acceptance.Joint) []block.Inline {
	places := g.Places()
	at := make([][]netip.Prefix, len(places))
	for _, n := range g.Connections {
		i := slices.Index(places, n.Circuit.LocationName())
		for _, r := range d.Design.Learned(n) {
			if i >= 0 {
				at[i] = append(at[i], r.Prefix)
			}
		}
	}
	var redundant, alone []netip.Prefix
	for i := range at {
		both, one := shared(at[i], slices.Concat(slices.Concat(at[:i]...), slices.Concat(at[i+1:]...)))
		redundant = append(redundant, both...)
		for _, p := range one {
			if slices.Contains(at[i], p) {
				alone = append(alone, p)
			}
		}
	}
	slices.SortFunc(redundant, netip.Prefix.Compare)
	slices.SortFunc(alone, netip.Prefix.Compare)
	return block.Row(block.Name(g.Path), Prefixes(slices.Compact(redundant), 6), lonely(slices.Compact(alone)), rules.And(places))
}
