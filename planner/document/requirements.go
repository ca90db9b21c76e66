package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/topology"
)

// requirements lists what is asked for, with ids, and traces each to what
// fulfils it, to the evidence, and to the test that shows it.
var requirements = Section{
	ID: "requirements", Title: "Requirements and trace", Preset: Both,
	Build: func(d *Data) []block.Block {
		var out []block.Block
		if t := d.traces(); len(t.Rows) > 0 {
			out = append(out, t)
		} else {
			out = append(out, block.Say("The design states no requirement. Without one, no failure is better or worse than another."))
		}
		out = append(out, d.blockers()...)
		if t := d.budget(); t != nil {
			out = append(out, t)
		}
		return append(out, d.flowTable()...)
	},
}

// RequirementID returns the id of a requirement: of its key, and of its flow.
// It stays the same when others are added.
func RequirementID(d *Data, x *outcome.Intent) string {
	id := "REQ-" + strings.ToUpper(strings.ReplaceAll(x.Requirement, "_", "-"))
	if x.Flow >= 0 {
		id += "-" + d.Analysis.Flows[x.Flow].Name
	}
	return id
}

// traces is the table from requirement to test.
func (d *Data) traces() block.Table {
	t := block.Table{Columns: block.Columns("Id", "Requirement", "Elements", "Evidence", "Test", "Verdict")}
	for i := range d.Analysis.Intents() {
		x := &d.Analysis.Intents()[i]
		trace := traceOf[x.Requirement]
		name := block.Text(d.requirementName(x), ": ", d.wanted(x))
		if x.Requirement == "survive" {
			name = d.requirementName(x)
		}
		evidence := block.Text(d.See(trace.evidence))
		elements := block.Inline(nil)
		if trace.elements != nil {
			elements = trace.elements(d, x)
		}
		p := d.proof(x)
		test := block.Text(trace.test)
		if len(p.whole) > 0 {
			test = block.Text(trace.test, ": ", p.tests(d.trials()))
		}
		t.Rows = append(t.Rows, block.Row(block.Name(p.id), name, elements, evidence, test, verdictWord(x.Verdict)))
		if x.Requirement == "survive" {
			t.Rows = append(t.Rows, d.survivals(x)...)
		}
	}
	return t
}

// A trace says what a kind of requirement rests on.
type trace struct {
	elements func(*Data, *outcome.Intent) block.Inline
	evidence string // id of a section
	test     string
}

var traceOf = map[string]trace{
	"resiliency":        {(*Data).carriers, "circuits", "Read the level that the portal shows for the gateway, then the tests of the locations"},
	"availability":      {(*Data).carriers, "availability", "No test can show it; measure over a quarter"},
	"recovery_time":     {(*Data).routerNames, "failures", "Time each failover test with a probe every second"},
	"survive":           {nil, "failures", ""},
	"encryption":        {(*Data).encryptors, "vpn", "No test of the plan; capture on the line: no clear text"},
	"max_utilisation":   {(*Data).carriers, "capacity", "Read the load of every circuit in each test"},
	"max_latency":       {(*Data).carriers, "capacity", "Measure the round trip on the ways of each test"},
	"internet_fallback": {(*Data).tunnelNames, "routing", "No test of the plan; withdraw all circuits: traffic stops"},
}

// carriers names the circuits and VPNs that a requirement rests on; of one of a
// flow those that carry it, normally or in a test.
func (d *Data) carriers(x *outcome.Intent) block.Inline {
	carries := func(int) bool { return true }
	if x.Flow >= 0 {
		on := d.carrying(x.Flow)
		carries = func(c int) bool { return on[c] }
	}
	var names []string
	for _, c := range d.Design.Circuits {
		if carries(d.Analysis.Topology.CircuitOf(c)) {
			names = append(names, c.Name())
		}
	}
	for _, v := range d.Design.VPNTunnels {
		if slices.ContainsFunc(d.Analysis.Topology.Tunnels(v), func(t topology.Tunnel) bool { return carries(t.Component) }) {
			names = append(names, v.Name())
		}
	}
	return block.Names(names, 4)
}

// carrying returns the components that carry a flow, normally or in a test.
func (d *Data) carrying(flow int) map[int]bool {
	out := map[int]bool{}
	add := func(f *outcome.FlowOutcome) {
		for _, e := range f.Elements {
			out[d.Analysis.Elements[e].Component] = true
		}
	}
	add(&d.Analysis.Normal().Flows[flow])
	for _, t := range d.trials() {
		for i := range t.Changed {
			if t.Changed[i].Flow == flow {
				add(&t.Changed[i])
			}
		}
	}
	return out
}

func (d *Data) routerNames(*outcome.Intent) block.Inline {
	var names []string
	for _, s := range d.Design.Sites {
		for _, r := range s.Routers {
			names = append(names, r.ID())
		}
	}
	return block.Names(names, 4)
}

func (d *Data) tunnelNames(*outcome.Intent) block.Inline {
	var names []string
	for _, t := range d.Design.VPNTunnels {
		names = append(names, t.Name())
	}
	return block.Names(names, 4)
}

// encryptors names what encrypts.
func (d *Data) encryptors(*outcome.Intent) block.Inline {
	var names []string
	for _, p := range d.Design.Ports {
		if p.MACsec != nil {
			names = append(names, p.Name())
		}
	}
	for _, t := range d.Design.VPNTunnels {
		names = append(names, t.Name())
	}
	return block.Names(names, 4)
}

// survivalID returns the id of one kind of what is to be survived.
func survivalID(d *Data, x *outcome.Intent, k planner.Kind) string {
	return RequirementID(d, x) + "-" + string(k)
}

// ofKind returns the components of a kind that can fail.
func (d *Data) ofKind(k planner.Kind) []int {
	var out []int
	for c := range d.Analysis.Topology.Components {
		if d.Component(c).Kind == k && !d.Component(c).NeverFails {
			out = append(out, c)
		}
	}
	return out
}

// survivals are the rows of the kinds that no flow may be lost to.
func (d *Data) survivals(x *outcome.Intent) [][]block.Inline {
	var out [][]block.Inline
	for _, k := range d.Design.Requirements.Survive {
		lost := map[int]bool{}
		for i := range d.Analysis.Flows {
			for _, c := range d.Analysis.Singles().Lost(i, k) {
				lost[c] = true
			}
		}
		ids := d.ofKind(k)
		p := d.survivalProof(survivalID(d, x, k), ids)
		verdict, test := block.Text("✓ met"), p.tests(d.trials())
		if len(p.whole)+len(p.part) == 0 {
			test = block.Text("no test of the plan takes one away")
		}
		switch {
		case len(ids) == 0:
			verdict, test = block.Text("none in the design"), nil
		case len(lost) > 0:
			verdict = block.Text("✗ ", block.Strong(fmt.Sprintf("%d of %d lose a flow", len(lost), len(ids))))
		}
		out = append(out, block.Row(block.Name(p.id), "… "+string(k), d.IDs(ids, 4), block.Text(d.See("failures")), test, verdict))
	}
	return out
}

// blockers lists what stands in the way of requirements.
func (d *Data) blockers() []block.Block {
	t := block.Table{Columns: block.Columns("Requirement", "Where", "What stands in the way")}
	for i := range d.Analysis.Intents() {
		x := &d.Analysis.Intents()[i]
		for _, b := range x.Blockers {
			t.Rows = append(t.Rows, block.Row(block.Name(RequirementID(d, x)), block.Name(b.Place.Path), b.Message))
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []block.Block{block.Title(3, "What stands in the way"), t}
}

// budget says what is asked for that the program does not judge.
func (d *Data) budget() block.Block {
	r := &d.Design.Requirements
	var out []block.Inline
	if r.Criticality != "" {
		out = append(out, block.Text("Criticality: ", string(r.Criticality), ". It decides which recommendations count as errors."))
	}
	if r.MonthlyBudget.Known() {
		out = append(out, block.Text("Monthly budget: ", fmt.Sprintf("%.0f %s", r.MonthlyBudget.Value(), r.Currency), "."))
	}
	if out == nil {
		return nil
	}
	return block.Bullets(out...)
}

// flowTable lists what the network is for.
func (d *Data) flowTable() []block.Block {
	out := []block.Block{block.Title(3, "Flows")}
	if len(d.Analysis.Flows) == 0 {
		return append(out, block.Say("The design writes no flow, and no site has a way to a virtual network."))
	}
	if len(d.Design.Flows) == 0 {
		out = append(out, block.Say("The design writes no flow, so every site and virtual network between which there is a way is looked at, without a demand."))
	}
	t := block.Table{Columns: block.Columns("Flow", "From", "To", "#Bandwidth", "Purpose", "Also asked for")}
	for i := range d.Analysis.Flows {
		f := &d.Analysis.Flows[i]
		rate, purpose, also := block.Inline(nil), "", block.Inline(nil)
		if w := f.Written; w != nil {
			rate, purpose, also = d.Rate(&w.Node, "bandwidth", w.Bandwidth), string(w.Purpose), flowWants(w)
		}
		t.Rows = append(t.Rows, block.Row(d.Flow(i), block.Name(f.From.String()), block.Name(f.To.String()), rate, purpose, also))
	}
	return append(out, t)
}

// flowWants says what a flow asks for besides its bandwidth.
func flowWants(w *planner.Flow) block.Inline {
	var out []string
	add := func(on bool, text string) {
		if on {
			out = append(out, text)
		}
	}
	add(w.Availability.Known(), fmt.Sprintf("availability %v%%", w.Availability.Value()))
	add(w.RecoveryTime > 0, "recovery in "+span(w.RecoveryTime))
	add(w.MaxLatency > 0, "round trip "+span(w.MaxLatency))
	add(w.Encryption != "", "encryption "+string(w.Encryption))
	add(w.Stateful.Value(), "stateful")
	add(w.LoadBalanced.Value(), "several circuits at once")
	add(w.FastPath.Value(), "FastPath")
	add(w.IPv6.Value(), "IPv6")
	add(w.InternetFallback != "", "fallback to the Internet "+string(w.InternetFallback))
	add(w.Growth.Known(), fmt.Sprintf("grows %v%% a year", w.Growth.Value()))
	return block.Text(strings.Join(out, ", "))
}
