package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
)

// A Criterion is something that candidates are judged by.
type Criterion struct {
	Key    string // as --weight writes it
	Title  string
	About  string // what is measured
	Higher bool   // is better; otherwise less is

	measure func(*Candidate) Measure
	nines   bool // scored by the logarithm
	digits  int  // that count; 0: all but the last bits
}

// A Measure is how a candidate does in a criterion.
type Measure struct {
	X    float64
	Open []string // what the number leaves out, sorted; the same in two candidates is the same
	Text string   // for people
}

// Criteria lists the criteria in the order in which they are shown. Advice is
// none of them.
var Criteria = []Criterion{
	{Key: "errors", Title: "errors", About: "findings that are errors and that no exception accepts", measure: findings(diag.Error)},
	{Key: "warnings", Title: "warnings", About: "findings that are warnings and that no exception accepts", measure: findings(diag.Warning)},
	{Key: "requirements", Title: "requirements not met", About: "requirements of the design that are not met; undecided ones are open", measure: unmet},
	{Key: "availability", Title: "availability, worst flow", About: "predicted downtime of the flow that is down longest, scored by nines", nines: true, digits: predicted, measure: worstFlow},
	{Key: "downtime", Title: "downtime, all flows", About: "predicted minutes a year, added up over the flows", digits: predicted, measure: downtime},
	{Key: "points", Title: "single points of failure", About: "components whose failure alone loses a flow, for each flow, but the flow's own ends", measure: points},
	{Key: "load", Title: "worst load", About: "percent of its capacity that the fullest element carries after any single failure", measure: worstLoad},
	{Key: "recovery", Title: "longest interruption", About: "seconds that the slowest single failure interrupts a flow, at worst; until repair where one loses it, which is scored as a day", measure: recovery},
	{Key: "latency", Title: "latency, normally", About: "estimated round trip of the slowest flow while nothing fails", measure: latency},
	{Key: "index", Title: "resiliency index, ceiling", About: "the most that Microsoft's resiliency index can show, of the lowest gateway", Higher: true, measure: index},
	{Key: "cost", Title: "cost a month", About: "what is priced, a month; without prices fewer things to buy, where one list is part of the other", measure: price},
}

// predicted is how many digits of a prediction count. The figures of components
// that it rests on are estimates and have no more.
const predicted = 2

// Keys returns the keys of all criteria.
func Keys() []string {
	out := make([]string, len(Criteria))
	for i := range Criteria {
		out[i] = Criteria[i].Key
	}
	return out
}

// Compare orders two measures: below zero where a is better, above where b is,
// 0 where they are equal; not ok where neither can be said.
func (k *Criterion) Compare(a, b Measure) (order int, ok bool) {
	x, y := k.rounded(a.X), k.rounded(b.X)
	if k.Higher {
		x, y = -x, -y
	}
	noWorse, noBetter := x <= y && within(a.Open, b.Open), y <= x && within(b.Open, a.Open)
	switch {
	case noWorse && noBetter:
		return 0, true
	case noWorse:
		return -1, true
	case noBetter:
		return 1, true
	}
	return 0, false
}

// rounded returns a measure with the digits that count.
func (k *Criterion) rounded(x float64) float64 {
	if k.digits > 0 {
		return roundTo(x, k.digits)
	}
	return round(x)
}

// Differ reports whether two measures differ by more than the last bits of a
// sum.
func Differ(a, b float64) bool { return round(a) != round(b) }

// round keeps nine digits, so that the last bits of a sum decide nothing.
func round(x float64) float64 { return roundTo(x, 9) }

func roundTo(x float64, digits int) float64 {
	if x == 0 || math.IsInf(x, 0) {
		return x
	}
	scale := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(x))))
	if math.IsInf(scale, 0) {
		return 0
	}
	return math.Round(x*scale) / scale
}

// within reports whether a sorted list is part of another; what is there twice
// counts twice.
func within(a, b []string) bool {
	k := 0
	for _, x := range a {
		for k < len(b) && b[k] < x {
			k++
		}
		if k == len(b) || b[k] != x {
			return false
		}
		k++
	}
	return true
}

func findings(s diag.Severity) func(*Candidate) Measure {
	return func(c *Candidate) Measure {
		n := c.Result.Count(s)
		return Measure{X: float64(n), Text: fmt.Sprint(n)}
	}
}

func unmet(c *Candidate) Measure {
	m := Measure{}
	met := 0
	for _, i := range c.Intents {
		switch i.Verdict {
		case outcome.NotMet:
			m.X++
		case outcome.Met:
			met++
		default:
			m.Open = append(m.Open, c.openIntent(&i))
		}
	}
	slices.Sort(m.Open)
	m.Text = fmt.Sprintf("%d of %d", int(m.X), len(c.Intents))
	if n := len(c.Intents) - met - int(m.X); n > 0 {
		m.Text += fmt.Sprintf(" (%d ?)", n)
	}
	if len(c.Intents) == 0 {
		m.Text, m.Open = "none stated", []string{"no requirement is stated"}
	}
	return m
}

// openIntent names an undecided requirement. Why it is undecided may differ;
// it counts as the same.
func (c *Candidate) openIntent(i *outcome.Intent) string {
	if i.Flow >= 0 {
		return c.Flows[i.Flow].Name + ": " + i.Requirement
	}
	return i.Requirement
}

func worstFlow(c *Candidate) Measure {
	m := Measure{Open: c.unpredicted()}
	if c.Worst < 0 {
		m.Text = "unknown"
		return m
	}
	f := &c.Flows[c.Worst]
	m.X, m.Text = f.Availability.Unavailability, outcome.AvailablePercent(f.Availability.Unavailability)
	return m
}

// unpredicted returns the flows whose availability is not predicted.
func (c *Candidate) unpredicted() []string {
	var out []string
	for i := range c.Flows {
		if !c.Flows[i].Predicted {
			out = append(out, c.Flows[i].Name)
		}
	}
	if len(c.Flows) == 0 {
		out = []string{"there is no flow"}
	}
	slices.Sort(out)
	return out
}

func downtime(c *Candidate) Measure {
	m := Measure{Open: c.unpredicted(), Text: "unknown"}
	for i := range c.Flows {
		if f := &c.Flows[i]; f.Predicted {
			m.X += f.Availability.MinutesPerYear()
			m.Text = Minutes(m.X)
		}
	}
	return m
}

func points(c *Candidate) Measure {
	m := Measure{}
	distinct := map[string]bool{}
	for i := range c.Flows {
		for _, id := range c.Flows[i].Points {
			m.X++
			distinct[id] = true
		}
	}
	if m.Text = fmt.Sprint(len(distinct)); int(m.X) != len(distinct) && int(m.X) != len(distinct)*len(c.Flows) {
		m.Text += fmt.Sprintf(" (%.0f losses)", m.X) // not each loses all flows
	}
	return m
}

func worstLoad(c *Candidate) Measure {
	worst, open := c.WorstLoad()
	m := Measure{X: worst.Used, Open: open, Text: "unknown"}
	slices.Sort(m.Open)
	for i := range c.Flows {
		if w := c.Analysis.Flows[i].Written; w == nil || w.Bandwidth == 0 {
			m.Open = append(m.Open, "bandwidth of "+c.Flows[i].Name)
		}
	}
	slices.Sort(m.Open)
	if worst.Known() {
		m.Text = fmt.Sprintf("%.0f%%", worst.Used)
	}
	return m
}

func recovery(c *Candidate) Measure {
	m := Measure{X: c.Slowest.Worst.Seconds(), Open: slices.Clone(c.Slowest.Open), Text: "none"}
	slices.Sort(m.Open)
	switch {
	case c.Losing() != "":
		m.X, m.Text = math.Inf(1), "until repair"
	case c.Slowest.Known:
		m.Text = outcome.About(c.Slowest.Worst) + " s"
	case len(m.Open) > 0:
		m.Text = "unknown"
	}
	return m
}

func latency(c *Candidate) Measure {
	worst, flow, open := c.latency()
	slices.Sort(open)
	m := Measure{X: float64(worst), Open: open, Text: "unknown"}
	if flow != "" {
		m.Text = worst.String()
	}
	return m
}

func index(c *Candidate) Measure {
	if len(c.Indexes) == 0 {
		return Measure{Text: "no gateway", Open: []string{"no gateway"}}
	}
	m := Measure{X: math.Inf(1)}
	now := math.Inf(1)
	for _, x := range c.Indexes {
		m.X = min(m.X, x.Ceiling)
		if !x.Known {
			now = math.NaN()
		}
		now = min(now, x.Points)
	}
	m.Text = fmt.Sprintf("%.0f", m.X)
	if !math.IsNaN(now) {
		m.Text += fmt.Sprintf(" (now %.0f)", now)
	}
	return m
}

func price(c *Candidate) Measure {
	m := Measure{X: c.Bill.Priced.Float(), Open: c.Bill.Open(), Text: c.Bill.Words()}
	return m
}

// Minutes writes a time a year with a unit that suits it.
func Minutes(m float64) string {
	text := ""
	switch {
	case m >= 2*24*60:
		text = fmt.Sprintf("%.1f days", m/24/60)
	case m >= 60:
		text = fmt.Sprintf("%.1f h", m/60)
	case m >= 1:
		text = fmt.Sprintf("%.1f min", m)
	default:
		text = fmt.Sprintf("%.2g s", m*60)
	}
	return strings.Replace(text, ".0 ", " ", 1)
}
