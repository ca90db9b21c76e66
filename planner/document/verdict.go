package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// verdict says whether the design has what it asks for.
func (d *Data) verdict() block.Inline {
	var n [3]int
	for _, x := range d.Analysis.Intents() {
		n[x.Verdict]++
	}
	all := n[outcome.Met] + n[outcome.NotMet] + n[outcome.Undecided]
	switch {
	case all == 0:
		return block.Text(block.Strong("No requirement is stated"), ", so nothing can be said to be met.")
	case n[outcome.Met] == all:
		return block.Text(block.Strong("The design meets "+allOf(all, "requirement")), ".")
	}
	var rest []string
	if k := n[outcome.NotMet]; k > 0 {
		rest = append(rest, fmt.Sprintf("%d not met", k))
	}
	if k := n[outcome.Undecided]; k > 0 {
		rest = append(rest, fmt.Sprintf("%d unknown, because the design does not say enough", k))
	}
	return block.Text(block.Strong(fmt.Sprintf("The design meets %d of %s", n[outcome.Met], count(all, "requirement"))), "; ", strings.Join(rest, ", "), ".")
}

func allOf(n int, thing string) string {
	if n == 1 {
		return "its one " + thing
	}
	if n == 2 {
		return "both " + thing + "s"
	}
	return fmt.Sprintf("all %d %ss", n, thing)
}

// verdicts is the table of requirements.
func (d *Data) verdicts() block.Table {
	t := block.Table{Columns: block.Columns("Requirement", "Asked for", "Found", "Verdict")}
	for i := range d.Analysis.Intents() {
		x := &d.Analysis.Intents()[i]
		t.Rows = append(t.Rows, block.Row(d.requirementName(x), d.wanted(x), d.found(x), verdictWord(x.Verdict)))
	}
	return t
}

// wanted is what is asked for; times have a unit that people read.
func (d *Data) wanted(x *outcome.Intent) string {
	recovery, latency := d.Design.Requirements.RecoveryTime, planner.Duration(0)
	if x.Flow >= 0 && d.Analysis.Flows[x.Flow].Written != nil {
		recovery, latency = d.Analysis.Flows[x.Flow].Written.RecoveryTime, d.Analysis.Flows[x.Flow].Written.MaxLatency
	}
	switch {
	case x.Requirement == "recovery_time" && recovery > 0:
		return span(recovery)
	case x.Requirement == "max_latency" && latency > 0:
		return span(latency)
	}
	return x.Wanted
}

// requirementName names a requirement for people.
func (d *Data) requirementName(x *outcome.Intent) block.Inline {
	name := requirementWords[x.Requirement]
	if name == "" {
		name = strings.ReplaceAll(x.Requirement, "_", " ")
	}
	if x.Flow >= 0 {
		return block.Text(name, " of ", d.Flow(x.Flow))
	}
	return block.Text(name)
}

// requirementWords says what the keys of requirements mean.
var requirementWords = map[string]string{
	"resiliency":        "Resiliency level",
	"availability":      "Availability",
	"recovery_time":     "Longest interruption",
	"survive":           "Survives the loss of one",
	"encryption":        "Encryption",
	"max_utilisation":   "Highest utilisation",
	"max_latency":       "Round trip",
	"internet_fallback": "Fallback to the Internet",
}

// found says what the design reaches, or what stands in the way.
func (d *Data) found(x *outcome.Intent) block.Inline {
	switch {
	case x.Found != "":
		return block.Text(x.Found)
	case d.reached(x) != "":
		return block.Text(d.reached(x))
	case x.Verdict == outcome.Met:
		return block.Text("as asked")
	case len(x.Blockers) == 0:
		return nil
	}
	more := ""
	if n := len(x.Blockers) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return block.Text(x.Blockers[0].Message, more)
}

// reached returns the worst that flows reach of a requirement that is one of
// several flows.
func (d *Data) reached(x *outcome.Intent) string {
	worst, at := -1.0, -1
	for i := range d.Analysis.Flows {
		w := d.Analysis.Flows[i].Written
		switch {
		case x.Flow >= 0 && x.Flow != i:
		case x.Requirement == "availability" && (x.Flow >= 0 || w == nil || !w.Availability.Known()):
			if u, ok := d.Analysis.Availability(i); ok && u.Unavailability > worst {
				worst, at = u.Unavailability, i
			}
		case x.Requirement == "recovery_time" && (x.Flow >= 0 || w == nil || w.RecoveryTime == 0):
			if s := d.Analysis.Slowest(i); s.Component >= 0 && s.Recovery.Worst.Seconds() > worst {
				worst, at = s.Recovery.Worst.Seconds(), i
			}
		}
	}
	switch {
	case at < 0:
		return ""
	case x.Requirement == "availability":
		return outcome.AvailablePercent(worst)
	}
	return view.Span(d.Analysis.Slowest(at).Recovery)
}

func verdictWord(v outcome.Verdict) block.Inline {
	switch v {
	case outcome.Met:
		return block.Text("✓ met")
	case outcome.NotMet:
		return block.Text("✗ ", block.Strong("not met"))
	}
	return block.Text("? unknown")
}
