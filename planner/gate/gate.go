// Package gate holds a design to bounds on figures, so that a change can be
// refused before it is deployed.
//
// A [Gate] is a figure, a comparison and a bound, such as
//
//	availability >= 99.99
//	availability:erp >= 99.95
//	single_points == 0
//	recovery_time <= 60s
//
// A figure of flows is that of the worst flow, unless the gate names one.
// [Gate.Judge] returns whether the bound holds, and what causes it where it
// does not. A figure that the design does not give is unknown and does not
// hold.
//
// [Lowered] compares two designs: what the later one asks for, or reaches, less
// than the earlier one.
package gate

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// A Gate is a bound on a figure.
type Gate struct {
	Text  string // as written
	Flow  string // "" for all flows
	Bound float64

	figure *figure
	op     string
}

// A Subject is what gates are about: a design that was analysed and checked.
type Subject struct {
	*outcome.Analysis
	Errors, Warnings, Advice, Unknowns int // findings that count, and what could not be assessed
}

// A Verdict is what became of a gate.
type Verdict struct {
	Gate  Gate
	Holds bool
	Known bool
	Found string // the value in words, with its unit
	Cause string // what makes the figure as it is, "" where nothing does
}

// String says the verdict in a sentence.
func (v Verdict) String() string {
	text := fmt.Sprintf("%s: %s", v.Gate.Text, v.Found)
	if v.Cause != "" {
		text += ": " + v.Cause
	}
	return text
}

// operators are the comparisons, the longer ones first.
var operators = []string{">=", "<=", "==", "!=", ">", "<"}

// Parse reads a gate. An error says what is wrong and which figures there are.
func Parse(text string) (Gate, error) {
	for _, op := range operators {
		left, right, ok := strings.Cut(text, op)
		if !ok {
			continue
		}
		name, flow, _ := strings.Cut(strings.TrimSpace(left), ":")
		f, err := figureOf(name)
		if err != nil {
			return Gate{}, err
		}
		if flow != "" && f.flow == nil {
			return Gate{}, fmt.Errorf("%s is not a figure of a flow", f.name)
		}
		bound, err := f.unit.parse(strings.TrimSpace(right))
		if err != nil {
			return Gate{}, fmt.Errorf("%q: %w", strings.TrimSpace(right), err)
		}
		return Gate{Text: strings.TrimSpace(text), Flow: flow, Bound: bound, figure: f, op: op}, nil
	}
	return Gate{}, fmt.Errorf("%q is no gate: write a figure, a comparison and a bound, such as \"availability>=99.99\"", text)
}

func figureOf(name string) (*figure, error) {
	for i := range figures {
		if figures[i].name == name {
			return &figures[i], nil
		}
	}
	names := Figures()
	if near := catalog.Nearest(name, names); len(near) > 0 {
		return nil, fmt.Errorf("unknown figure %q: did you mean %q?", name, near[0])
	}
	return nil, fmt.Errorf("unknown figure %q: use one of %s", name, strings.Join(names, ", "))
}

// Figures returns the names of all figures.
func Figures() []string {
	out := make([]string, len(figures))
	for i := range figures {
		out[i] = figures[i].name
	}
	return out
}

// About returns what each figure is, by name and in words.
func About() [][2]string {
	out := make([][2]string, len(figures))
	for i := range figures {
		out[i] = [2]string{figures[i].name, figures[i].about}
	}
	return out
}

// Judge returns whether the gate holds. An error is a flow that the design
// does not have.
func (g Gate) Judge(s Subject) (Verdict, error) {
	v := Verdict{Gate: g}
	m, err := g.measure(s)
	if err != nil {
		return v, err
	}
	if !m.known {
		v.Found, v.Cause = "unknown", m.cause
		return v, nil
	}
	v.Known, v.Found, v.Cause = true, g.figure.unit.format(m.value), m.cause
	v.Holds = g.compare(m.value)
	return v, nil
}

func (g Gate) compare(value float64) bool {
	near := math.Abs(value-g.Bound) <= 1e-9*math.Abs(g.Bound)
	switch g.op {
	case ">=":
		return value > g.Bound || near
	case "<=":
		return value < g.Bound || near
	case ">":
		return value > g.Bound && !near
	case "<":
		return value < g.Bound && !near
	case "!=":
		return !near
	}
	return near
}

// measure returns the figure: of the design, of one flow, or of the worst.
func (g Gate) measure(s Subject) (measure, error) {
	f := g.figure
	if g.Flow == "" && f.design != nil {
		return f.design(s), nil
	}
	if g.Flow != "" {
		n, ok := s.Flow(g.Flow)
		if !ok {
			return measure{}, noFlow(s, g.Flow)
		}
		return f.flow(s, n), nil
	}
	var all []measure
	for i := range s.Flows {
		m := f.flow(s, i)
		if m.cause != "" {
			m.cause = fmt.Sprintf("flow %q, %s", s.Flows[i].Name, m.cause)
		} else {
			m.cause = fmt.Sprintf("flow %q", s.Flows[i].Name)
		}
		all = append(all, m)
	}
	if len(all) == 0 {
		return measure{cause: "the design has no flows"}, nil
	}
	return slices.MinFunc(all, f.worse), nil
}

func noFlow(s Subject, name string) error {
	var names []string
	for i := range s.Flows {
		names = append(names, s.Flows[i].Name)
	}
	if near := catalog.Nearest(name, names); len(near) > 0 {
		return fmt.Errorf("there is no flow %q: did you mean %q?", name, near[0])
	}
	return fmt.Errorf("there is no flow %q", name)
}

// A measure is the value of a figure and what makes it so.
type measure struct {
	value float64
	known bool
	cause string
}

// A figure is something that is measured.
type figure struct {
	name, about string
	unit        unit
	high        bool // more is better
	design      func(Subject) measure
	flow        func(Subject, int) measure // nil of a figure of the design
}

// worse puts the worse of two first; what is not known is the worst.
func (f *figure) worse(a, b measure) int {
	switch {
	case a.known != b.known:
		return map[bool]int{true: 1, false: -1}[a.known]
	case f.high:
		return cmp.Compare(a.value, b.value)
	}
	return cmp.Compare(b.value, a.value)
}

// A unit reads and writes the values of a figure.
type unit struct {
	parse  func(string) (float64, error)
	format func(float64) string
}

var (
	number  = unit{parseNumber, func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }}
	points  = unit{parseNumber, func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + " points" }}
	percent = unit{parsePercent, func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + "%" }}
	nines   = unit{parseNines, func(v float64) string { return outcome.AvailablePercent(-v / 100) }}
	minutes = unit{parseNumber, func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + " min a year" }}
	seconds = unit{parseSeconds, func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + " s" }}
	millis  = unit{parseMillis, func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) + " ms" }}
)

var errNumber = errors.New("not a number")

func parseNumber(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, errNumber
	}
	return v, nil
}

func parsePercent(s string) (float64, error) {
	v, err := parseNumber(strings.TrimSpace(strings.TrimSuffix(s, "%")))
	if err == nil && (v < 0 || v > 1000) {
		return 0, errors.New("not a percentage")
	}
	return v, err
}

// parseNines reads an availability as what is missing to 100, below zero: so
// that no digits are lost.
func parseNines(s string) (float64, error) {
	v, err := parsePercent(s)
	return v - 100, err
}

// parseSeconds reads a duration as the language writes it, or seconds.
func parseSeconds(s string) (float64, error) {
	if v, err := parseNumber(s); err == nil {
		return v, nil
	}
	d, err := planner.ParseDuration(s)
	return d.Seconds(), err
}

func parseMillis(s string) (float64, error) {
	if v, err := parseNumber(s); err == nil {
		return v, nil
	}
	d, err := planner.ParseDuration(s)
	return d.Seconds() * 1000, err
}
