package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// Words that texts are made of.

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// list joins words: the first few, and how many there are more.
func list(words []string, most int) string {
	if len(words) > most+1 {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
	}
	return strings.Join(words, ", ")
}

// share writes a share from 0 to 1 in percent: "50%".
func share(x float64) string { return strconv.FormatFloat(100*x, 'f', -1, 64) + "%" }

// rounded is share with whole percents where it has more digits.
func rounded(x float64) string {
	if text := share(x); len(text) <= len("12.5%") {
		return text
	}
	return strconv.FormatFloat(100*x, 'f', 1, 64) + "%"
}

// used writes how full something is.
func used(p float64) string { return strconv.FormatFloat(p, 'f', 0, 64) + "%" }

// downtime writes minutes with a unit that suits them.
func downtime(minutes float64) string {
	switch {
	case minutes >= 2*24*60:
		return strconv.FormatFloat(minutes/24/60, 'f', 1, 64) + " days"
	case minutes >= 120:
		return strconv.FormatFloat(minutes/60, 'f', 1, 64) + " h"
	case minutes >= 1:
		return strconv.FormatFloat(minutes, 'f', 1, 64) + " min"
	case minutes > 0:
		return strconv.FormatFloat(minutes*60, 'g', 2, 64) + " s"
	}
	return "0 s"
}

// unavailable writes an unavailability in percent with two digits.
func unavailable(u float64) string {
	if u == 0 {
		return "no figure"
	}
	return strconv.FormatFloat(100*u, 'g', 2, 64) + "%"
}

// span writes an interruption: "1.9–7.3 s", "60 s".
func span(r outcome.Recovery) string {
	if !r.Known {
		return "unknown"
	}
	expected, worst := outcome.About(r.Expected), outcome.About(r.Worst)
	if expected == worst {
		return worst + " s"
	}
	return expected + "–" + worst + " s"
}

// endpoints writes what a flow runs between, and what it asks for.
func endpoints(a *outcome.Analysis, i int) string {
	f := &a.Flows[i]
	text := f.From.String() + " to " + f.To.String()
	if f.Written != nil && f.Written.Bandwidth > 0 {
		text += ", " + f.Written.Bandwidth.String()
	}
	return text
}

// ways writes the ways of a choice with their shares.
func ways(c *routing.Choice) string {
	if len(c.Ways) == 0 {
		return "none"
	}
	var out []string
	for i := range c.Ways {
		out = append(out, rounded(c.Ways[i].Share)+" "+c.Ways[i].String())
	}
	slices.Sort(out)
	return list(out, 6)
}

// kinds writes kinds of components.
func kinds(list []planner.Kind) string {
	words := make([]string, len(list))
	for i, k := range list {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

// peak writes the fullest element of a state.
func peak(a *outcome.Analysis, p outcome.Peak) string {
	switch {
	case !p.Known():
		return "nothing"
	case p.Capacity == 0:
		return fmt.Sprintf("%s carries %s, its capacity is not known", a.Elements[p.Element].ID, p.Load)
	}
	return fmt.Sprintf("%s %s (%s of %s)", a.Elements[p.Element].ID, used(p.Used), p.Load, p.Capacity)
}
