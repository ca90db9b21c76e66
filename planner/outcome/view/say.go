package view

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// What follows says single values in the words of the reports, so that every
// other view shows the same figures in the same form.

// Sign returns the sign of an outcome.
func Sign(o outcome.Outcome) string { return signs[o] }

// Share writes a share from 0 to 1: "50%".
func Share(x float64) string { return rounded(x) }

// Used writes how full something is, in percent.
func Used(percent float64) string { return used(percent) }

// Downtime writes minutes with a unit that suits them.
func Downtime(minutes float64) string { return downtime(minutes) }

// Unavailable writes an unavailability, or that there is no figure.
func Unavailable(u float64) string { return unavailable(u) }

// Span writes an interruption, expected to worst: "1.9–7.3 s".
func Span(r outcome.Recovery) string { return span(r) }

// Terms writes what an interruption is made of in the worst case.
func Terms(r *outcome.Recovery) string { return terms(r) }

// Endpoints writes what a flow runs between, and what it asks for.
func Endpoints(a *outcome.Analysis, flow int) string { return endpoints(a, flow) }

// Ways writes the ways of a choice with their shares.
func Ways(c *routing.Choice) string { return ways(c) }

// Directions writes the ways of each part; parts that go alike once.
func Directions(choices []routing.Choice) []string { return directions(choices) }

// Prefixes writes the part that a choice is of.
func Prefixes(c *routing.Choice) string { return prefixes(c) }

// Before writes the ways that a part took before a change.
func Before(c *routing.Choice, before []routing.Choice) string { return waysBefore(c, before) }

// Peak writes the fullest element of a state.
func Peak(a *outcome.Analysis, p outcome.Peak) string { return peak(a, p) }

// Latency writes the estimate of a latency.
func Latency(l outcome.Latency) string { return latency(l) }

// Survives says how many single failures a flow survives.
func Survives(a *outcome.Analysis, flow int) string {
	return newPrinter(nil, a, Options{}).survives(flow)
}

// Predicted writes the availability of a flow, with what costs most of it.
func Predicted(a *outcome.Analysis, flow int) string {
	return newPrinter(nil, a, Options{}).predicted(flow)
}

// Losers writes the routes that lost a choice, those to the same place by the
// same step once.
func Losers(c *routing.Choice) []string {
	var out []string
	for i := range c.Losers {
		l := &c.Losers[i]
		text := fmt.Sprintf("not %s: %s at %s, %s", l.Way, l.Step, l.At, l.Why)
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// Available writes an availability in percent, and that it is not exact where
// it is not.
func Available(u failover.Availability) string {
	text := outcome.AvailablePercent(u.Unavailability)
	if u.Method != failover.Exact {
		text += " (" + u.Method.String() + ")"
	}
	return text
}

// Cells returns how many columns a text takes, without its colours.
func Cells(s string) int { return cells(s) }

// Pad fills a text with spaces to a number of columns.
func Pad(s string, to int) string { return pad(s, to) }
