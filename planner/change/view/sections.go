package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/change"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// sections are the parts of a report that have something to say.
func sections(r Report, signs map[change.Kind]string) []section {
	i := r.Impact
	list := []section{
		{"Failures", failures(&i.Shift)},
		{"Measures", measures(r)},
		{"Flows", flows(i)},
		{"Requirements", requirements(i)},
		{"New findings", findings(i.Findings)},
		{"Findings that say something else", reworded(i.Reworded)},
		{"Solved findings", findings(i.Solved)},
		{"What changed", changes(r.Diff, signs)},
	}
	for i, s := range list {
		if n := len(s.lines) - mostLines; n > 1 {
			list[i].lines = append(s.lines[:mostLines:mostLines], fmt.Sprintf("and %d more; --format json has all", n))
		}
	}
	return slices.DeleteFunc(list, func(s section) bool { return len(s.lines) == 0 })
}

// mostLines is how many lines a part has.
const mostLines = 40

func failures(s *compare.Shift) []string {
	var out []string
	for _, x := range []struct {
		words string
		list  []compare.Fall
	}{{"✓ survivable now", s.Survived}, {"✓ no longer there", s.Gone}, {"✗ fatal now", s.Fatal}, {"✗ new, and fatal", s.New}} {
		for _, f := range x.list {
			out = append(out, fmt.Sprintf("%s: %s (%s)", x.words, source.Clean(f.Component), source.Clean(strings.Join(f.Flows, ", "))))
		}
	}
	return out
}

func measures(r Report) []string {
	var out []string
	for _, c := range r.Impact.Criteria {
		sign := "?"
		if c.Known {
			sign = map[bool]string{true: "✓", false: "✗"}[c.Order < 0]
		}
		title := compare.Criteria[c.Criterion].Title
		text := fmt.Sprintf("%s %s: %s → %s", sign, title, c.Before, c.After)
		switch {
		case c.Before == c.After && compare.Criteria[c.Criterion].Key == "cost":
			text = sign + " things to buy: " + map[string]string{"✓": "fewer", "✗": "more", "?": "others"}[sign]
		case c.Before == c.After:
			text = fmt.Sprintf("%s %s: %s, but what is unknown of it differs", sign, title, c.Before)
		}
		out = append(out, text)
	}
	return out
}

func flows(i *change.Impact) []string {
	var out []string
	for _, name := range i.Appeared {
		out = append(out, "new: "+source.Clean(name))
	}
	for _, name := range i.Vanished {
		out = append(out, "gone: "+source.Clean(name))
	}
	for _, f := range i.Flows {
		text := source.Clean(f.Name) + ":"
		if f.Before != f.After {
			text += fmt.Sprintf(" %s → %s when nothing fails", f.Before, f.After)
		}
		if f.Changed && f.Predicted {
			text += fmt.Sprintf(" %s → %s, down %s → %s a year", outcome.AvailablePercent(f.Unavailable[0]), outcome.AvailablePercent(f.Unavailable[1]),
				yearly(f.Unavailable[0]), yearly(f.Unavailable[1]))
		}
		out = append(out, text)
	}
	return out
}

// yearly writes the expected downtime a year.
func yearly(unavailability float64) string {
	return compare.Minutes(failover.Availability{Unavailability: unavailability}.MinutesPerYear())
}

func requirements(i *change.Impact) []string {
	var out []string
	for _, x := range i.Intents {
		name := strings.ReplaceAll(x.Requirement, "_", " ")
		if x.Flow != "" {
			name = "flow " + source.Clean(x.Flow) + ", " + name
		}
		switch {
		case x.After == nil:
			out = append(out, fmt.Sprintf("%s: %s → no longer asked for", name, x.Before.Verdict))
			continue
		case x.Before == nil:
			name += fmt.Sprintf(" %s: asked for now, %s", plain(x.After.Wanted), x.After.Verdict)
		default:
			name += fmt.Sprintf(" %s: %s → %s", plain(x.After.Wanted), x.Before.Verdict, x.After.Verdict)
		}
		if len(x.After.Blockers) > 0 {
			name += ": " + plain(x.After.Blockers[0].Message)
		}
		out = append(out, name)
	}
	return out
}

func findings(list []diag.Diagnostic) []string {
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s: %s: %s [%s]", f.Severity, f.Place.Path, plain(f.Message), f.Rule))
	}
	return out
}

func reworded(list []change.Reworded) []string {
	var now []diag.Diagnostic
	for _, x := range list {
		now = append(now, x.After)
	}
	return findings(now)
}

// plain makes a sentence harmless to show: its control characters go.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if _, bad := source.Control(string(c)); bad || c == '\n' || c == '\t' {
			return '·'
		}
		return c
	}, s)
}

// signs and words stand before changes. In Markdown signs would be bullets.
var (
	signs = map[change.Kind]string{change.Added: "+", change.Removed: "-", change.Changed: "~", change.Renamed: "="}
	words = map[change.Kind]string{change.Added: "added", change.Removed: "removed", change.Changed: "changed", change.Renamed: "renamed"}
)

// changes writes each change in the words of the language.
func changes(d *change.Diff, signs map[change.Kind]string) []string {
	var out []string
	for _, c := range d.Changes {
		text := signs[c.Kind] + " " + strings.TrimSpace(c.Noun+" "+source.Clean(c.Name))
		switch c.Kind {
		case change.Renamed:
			text += ", before " + source.Clean(c.WasName())
		case change.Changed:
			text += ": " + strings.Join(values(c.Values), ", ")
		default:
			if list := told(c.Values); len(list) > 0 {
				text += ": " + strings.Join(list, ", ")
			}
		}
		out = append(out, text)
	}
	return out
}

// values writes the keys that changed.
func values(list []change.Value) []string {
	var out []string
	for _, v := range list {
		key := source.Clean(v.Key)
		switch {
		case !v.Was:
			out = append(out, key+" "+quoted(v.New)+" (not stated before)")
		case !v.Is:
			out = append(out, key+" no longer stated (was "+quoted(v.Old)+")")
		default:
			out = append(out, key+" "+quoted(v.Old)+" → "+quoted(v.New))
		}
	}
	return out
}

func quoted(s string) string {
	if s == "" {
		return "\"\""
	}
	return source.Clean(s)
}

const mostTold = 8

// told writes what an added or removed table states: its own keys, and how
// many there are below it.
func told(list []change.Value) []string {
	var out []string
	more := 0
	for _, v := range list {
		if strings.Contains(v.Key, ".") || len(out) == mostTold {
			more++
			continue
		}
		out = append(out, source.Clean(v.Key)+" "+quoted(v.Old+v.New))
	}
	if more > 0 && len(out) > 0 {
		out = append(out, fmt.Sprintf("and %d more keys", more))
	}
	return out
}
