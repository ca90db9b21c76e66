package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
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
		name := block.Text(d.requirementName(x), ": ", x.Wanted)
		if x.Requirement == "survive" {
			name = d.requirementName(x)
		}
		evidence := block.Text(d.See(trace.evidence))
		elements := block.Inline(nil)
		if trace.elements != nil {
			elements = trace.elements(d)
		}
		t.Rows = append(t.Rows, block.Row(block.Name(RequirementID(d, x)), name, elements, evidence, trace.test, verdictWord(x.Verdict)))
		if x.Requirement == "survive" {
			t.Rows = append(t.Rows, d.survivals(RequirementID(d, x))...)
		}
	}
	return t
}

// A trace says what a kind of requirement rests on.
type trace struct {
	elements func(*Data) block.Inline
	evidence string // id of a section
	test     string
}

var traceOf = map[string]trace{
	"resiliency":        {(*Data).circuitNames, "circuits", "Read the level that the portal shows for the gateway"},
	"availability":      {(*Data).circuitNames, "availability", "Measure over a quarter; a test cannot show it"},
	"recovery_time":     {(*Data).routerNames, "failures", "Time each failover test with a probe every second"},
	"survive":           {nil, "failures", ""},
	"encryption":        {(*Data).encryptors, "vpn", "Capture on the line: no clear text"},
	"max_utilisation":   {(*Data).circuitNames, "capacity", "Load test with one circuit down"},
	"max_latency":       {(*Data).circuitNames, "capacity", "Round trip over a day, on each way"},
	"internet_fallback": {(*Data).tunnelNames, "routing", "Withdraw all circuits: traffic stops"},
}

func (d *Data) circuitNames() block.Inline {
	var names []string
	for _, c := range d.Design.Circuits {
		names = append(names, c.Name())
	}
	return block.Names(names, 4)
}

func (d *Data) routerNames() block.Inline {
	var names []string
	for _, s := range d.Design.Sites {
		for _, r := range s.Routers {
			names = append(names, r.ID())
		}
	}
	return block.Names(names, 4)
}

func (d *Data) tunnelNames() block.Inline {
	var names []string
	for _, t := range d.Design.VPNTunnels {
		names = append(names, t.Name())
	}
	return block.Names(names, 4)
}

// encryptors names what encrypts.
func (d *Data) encryptors() block.Inline {
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

// survivals are the rows of the kinds that no flow may be lost to.
func (d *Data) survivals(id string) [][]block.Inline {
	var out [][]block.Inline
	for _, k := range d.Design.Requirements.Survive {
		lost := map[int]bool{}
		for i := range d.Analysis.Flows {
			for _, c := range d.Analysis.Singles().Lost(i, k) {
				lost[c] = true
			}
		}
		var ids []int
		for c := range d.Analysis.Topology.Components {
			if d.Component(c).Kind == k && !d.Component(c).NeverFails {
				ids = append(ids, c)
			}
		}
		verdict := block.Text("✓ met")
		test := "Fail each in turn; every flow goes on"
		switch {
		case len(ids) == 0:
			verdict, test = block.Text("none in the design"), ""
		case len(lost) > 0:
			verdict = block.Text("✗ ", block.Strong(fmt.Sprintf("%d of %d lose a flow", len(lost), len(ids))))
		}
		out = append(out, block.Row(block.Name(id+"-"+string(k)), "… "+string(k), d.IDs(ids, 4), block.Text(d.See("failures")), test, verdict))
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
	add(w.RecoveryTime > 0, "recovery in "+w.RecoveryTime.String())
	add(w.MaxLatency > 0, "round trip "+w.MaxLatency.String())
	add(w.Encryption != "", "encryption "+string(w.Encryption))
	add(w.Stateful.Value(), "stateful")
	add(w.LoadBalanced.Value(), "several circuits at once")
	add(w.FastPath.Value(), "FastPath")
	add(w.IPv6.Value(), "IPv6")
	add(w.InternetFallback != "", "fallback to the Internet "+string(w.InternetFallback))
	add(w.Growth.Known(), fmt.Sprintf("grows %v%% a year", w.Growth.Value()))
	return block.Text(strings.Join(out, ", "))
}
