package document

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/topology"
)

// availability shows the calculation step by step, and the contract apart from
// it.
var availability = Section{
	ID: "availability", Title: "Availability", Preset: Both,
	Build: func(d *Data) []block.Block {
		out := d.contracts()
		if t := d.predictionTable(); len(t.Rows) > 0 {
			out = append(out, block.Title(3, "Prediction"), block.Say("What follows from the structure and the figures below, computed exactly and not as a product of parts: things that flows share are counted once. It is no contract."), t)
			out = append(out, d.allTogether()...)
			out = d.titled(out, "Figures", "Unavailability is the share of time that a component itself is down. Kinds that are missing have no figure: they can fail, and do not lower the prediction.", d.figureTable())
			out = append(out, d.steps()...)
			out = d.titled(out, "What would help most", "How much less a flow would be down if the component never failed.", d.improvementTable())
		}
		return out
	},
}

// contracts lists what is promised.
func (d *Data) contracts() []block.Block {
	t := block.Table{Columns: block.Columns("For", "Level of the circuits", "Contract for the circuits", "Contract for the gateway", "What keeps it from counting")}
	for _, c := range d.Analysis.Contracts() {
		gateway := block.Text("none of its own")
		if c.Gateway != nil {
			gateway = d.promise(c.Gateway)
		}
		var in []string
		for _, b := range c.Blockers {
			in = append(in, b.Message)
		}
		t.Rows = append(t.Rows, block.Row(block.Name(c.Level.Name), level(c.Level.Level), d.promise(c.Circuits), gateway, strings.Join(in, "; ")))
	}
	return d.titled(nil, "Contract", "The availability below which Microsoft refunds a part of the fee. It says nothing about how long the service will be down, and is not part of the prediction.", t)
}

func (d *Data) promise(s *catalog.SLA) block.Inline {
	switch {
	case s == nil:
		return block.Text("no level is reached")
	case !s.Known():
		d.Fact("Contract "+s.Topology, "not read", s.Source)
		return block.Text("a figure exists, which was not read")
	}
	text := strconv.FormatFloat(s.Percent, 'f', -1, 64) + "%"
	d.Fact("Contract "+s.Topology, text, s.Source)
	if !s.Verified {
		text += " (unverified)"
	}
	return block.Text(text)
}

func (d *Data) predictionTable() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "#Availability", "#Down a year", "#Down a month", "#Asked for", "How")}
	for i := range d.Analysis.Flows {
		u, ok := d.Analysis.Availability(i)
		if !ok {
			continue
		}
		t.Rows = append(t.Rows, block.Row(d.Flow(i), outcome.AvailablePercent(u.Unavailability), view.Downtime(u.MinutesPerYear()), view.Downtime(u.MinutesPerMonth()), d.target(i), u.Method.String()))
	}
	return t
}

// target returns the availability that a flow is to have.
func (d *Data) target(i int) string {
	want := d.Design.Requirements.Availability
	if w := d.Analysis.Flows[i].Written; w != nil && w.Availability.Known() {
		want = w.Availability
	}
	if !want.Known() {
		return "not stated"
	}
	return strconv.FormatFloat(float64(want.Value()), 'f', -1, 64) + "%"
}

// allTogether says how likely it is that everything is up.
func (d *Data) allTogether() []block.Block {
	if len(d.Analysis.Flows) < 2 {
		return nil
	}
	u := d.Analysis.Structure.Together()
	return []block.Block{block.Say("All flows up at once: ", view.Available(u), ", down ", view.Downtime(u.MinutesPerYear()), " a year.")}
}

// figureTable lists the figures in use: by kind where all components of a kind
// have the same one, with their source.
func (d *Data) figureTable() block.Table {
	t := block.Table{Columns: block.Columns("Kind", "#Unavailability", "#Availability", "Components", "Source")}
	type key struct {
		kind planner.Kind
		u    float64
		from string
	}
	at := map[key][]int{}
	var order []key
	for c := range d.Analysis.Topology.Components {
		x := d.Component(c)
		if x.Unavailability == 0 && x.Figure.Origin != topology.FromKind && x.Figure.Origin != topology.FromComponent && x.Figure.Origin != topology.FromNeverFails {
			continue
		}
		k := key{x.Kind, x.Unavailability, figureSource(x.Figure)}
		if at[k] == nil {
			order = append(order, k)
			if x.Figure.Origin == topology.FromCatalogue {
				d.Fact("Unavailability, "+string(x.Kind), number(x.Unavailability), x.Figure.Fact)
			}
		}
		at[k] = append(at[k], c)
	}
	for _, k := range order {
		t.Rows = append(t.Rows, block.Row(string(k.kind), number(k.u), outcome.AvailablePercent(k.u), d.IDs(at[k], 4), k.from))
	}
	return t
}

func figureSource(f topology.Figure) string {
	text := f.String()
	if f.MTBF > 0 {
		text += fmt.Sprintf(", MTBF %s, MTTR %s", f.MTBF, f.MTTR)
	}
	return text
}

// number writes a probability with enough digits to calculate with.
func number(u float64) string { return plain(u, 4) }

// plain writes a probability as people read it: in decimals or, of a very
// small one, with a power of ten.
func plain(u float64, digits int) string {
	short := strconv.FormatFloat(u, 'e', digits-1, 64)
	if v, err := strconv.ParseFloat(short, 64); err == nil && (v >= 1e-5 || v == 0) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	mantissa, exponent, _ := strings.Cut(short, "e-")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	raised := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	var power strings.Builder
	for _, r := range strings.TrimLeft(exponent, "0") {
		power.WriteRune(raised[r-'0'])
	}
	return mantissa + " × 10⁻" + power.String()
}

// precise writes a sum of probabilities with the digits that its smallest
// terms change.
func precise(u float64) string { return plain(u, 7) }

// mostSteps is up to how many flows get a calculation of their own; of flows
// with the same one, the first stands for all.
const mostSteps = 12

// steps writes the calculation of each flow.
func (d *Data) steps() []block.Block {
	out := []block.Block{block.Title(3, "Step by step"), block.Say("The parts that fail the flow alone, then the pairs that do so together, each with the probability that it is down. Their sum is a little more than the exact result, because it counts twice the time in which two of them are down at once; sets of three and more, which it leaves out, matter less still.")}
	told := map[string]bool{}
	n := 0
	for i := range d.Analysis.Flows {
		u, ok := d.Analysis.Availability(i)
		if !ok || d.Analysis.Normal().Flows[i].Outcome == outcome.Unreachable {
			continue
		}
		t := d.stepTable(i, u)
		key := block.Markdown([]block.Block{t})
		if told[key] {
			continue
		}
		told[key] = true
		if n++; n > mostSteps {
			return append(out, block.Say("The flows that follow are calculated in the same way."))
		}
		out = append(out, block.Title(4, d.Analysis.Flows[i].Name), t)
	}
	return out
}

// mostTerms is up to how many cut sets of a flow are written as terms.
const mostTerms = 16

func (d *Data) stepTable(i int, u failover.Availability) block.Table {
	t := block.Table{Columns: block.Columns("Down when", "#Calculation", "#Probability", "#Sum")}
	sum, rest, left := 0.0, 0.0, 0
	for _, s := range d.Analysis.Structure.CutSets(i, 2) {
		if s.Unavailability == 0 {
			continue
		}
		sum += s.Unavailability
		if len(t.Rows) >= mostTerms {
			rest += s.Unavailability
			left++
			continue
		}
		t.Rows = append(t.Rows, block.Row(d.together(s.Components), d.product(s.Components), number(s.Unavailability), precise(sum)))
	}
	if left > 0 {
		t.Rows = append(t.Rows, block.Row(fmt.Sprintf("%d more pairs", left), "", number(rest), precise(sum)))
	}
	return block.Table{Columns: t.Columns, Rows: append(t.Rows, block.Row(block.Strong("exact, "+outcome.AvailablePercent(u.Unavailability)+" available"), "", "", block.Strong(precise(u.Unavailability))))}
}

// product writes how the probability of a cut set comes about.
func (d *Data) product(components []int) string {
	var out []string
	for _, c := range components {
		out = append(out, number(d.Component(c).Unavailability))
	}
	if len(out) == 1 {
		return ""
	}
	return strings.Join(out, " × ")
}

// improvementTable names what would help each flow most.
func (d *Data) improvementTable() block.Table {
	t := block.Table{Columns: block.Columns("Flow", "Component", "#Less downtime", "#Saves a year")}
	for i := range d.Analysis.Flows {
		u, ok := d.Analysis.Availability(i)
		if !ok || i >= mostFlows {
			continue
		}
		for n, x := range d.Analysis.Improvements(i) {
			if n == 3 || x.Share < 0.005 {
				break
			}
			t.Rows = append(t.Rows, block.Row(d.Flow(i), d.ID(x.Component), fmt.Sprintf("%.0f%%", 100*x.Share), view.Downtime(x.Share*u.MinutesPerYear())))
		}
	}
	return t
}
