package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/suggest"
)

// An Option is a suggestion as an option of the design.
type Option struct {
	Name string // that no option of the design has
	TOML string
}

// Options returns the suggestions as options. They build on the option that
// was searched from.
func Options(r *suggest.Result) []Option {
	var out []Option
	for i := range r.Suggestions {
		s := &r.Suggestions[i]
		out = append(out, optionOf(r, s, name(r, fmt.Sprintf("suggestion-%d", i+1))))
	}
	return out
}

// nextOption returns the next step as an option.
func nextOption(r *suggest.Result) Option { return optionOf(r, r.Next, name(r, "next-step")) }

// name returns a name that no option of the design has.
func name(r *suggest.Result, base string) string {
	out := base
	for n := 2; slices.ContainsFunc(r.Before.Design.Options, func(o *planner.Option) bool { return o.Name() == out }); n++ {
		out = fmt.Sprintf("%s-%d", base, n)
	}
	return out
}

func optionOf(r *suggest.Result, s *suggest.Suggestion, name string) Option {
	var words []string
	for _, list := range [][]suggest.Change{r.Repairs, s.Changes} {
		for i := range list {
			words = append(words, list[i].Words)
		}
	}
	description := strings.Join(words, "; ")
	met, _ := s.After.Met()
	comment := fmt.Sprintf("Meets %d of %s. To buy: %s.", met, count(len(s.After.Intents), "requirement"), buy(s.Adds))
	return Option{name, s.Overlay.TOML(name, r.Option, description, comment)}
}

// File returns a design file with the suggestions, or where there are none
// the next step and the nearest set, as options; "" where there is nothing to write. It builds on
// the file that extends names, or is to be appended to a design where that is
// "".
func File(r *suggest.Result, extends string) string {
	options := Options(r)
	if len(options) == 0 && r.Next != nil {
		options = append(options, nextOption(r))
	}
	if r.Nearest != nil {
		options = append(options, optionOf(r, r.Nearest, name(r, "nearest")))
	}
	if len(options) == 0 && len(r.Repairs) > 0 {
		options = []Option{repairOption(r)}
	}
	if len(options) == 0 {
		return ""
	}
	var b strings.Builder
	if extends == "" {
		b.WriteString("# Options that \"erplan suggest\" found. Append them to the design.\n\n")
	} else {
		fmt.Fprintf(&b, "# Options that \"erplan suggest\" found: ways to meet what the design asks for.\nschema  = 1\nextends = %s\n\n", edit.Value(extends))
	}
	for i, o := range options {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(o.TOML)
	}
	return b.String()
}

// repairOption returns the repairs alone as an option.
func repairOption(r *suggest.Result) Option {
	var words []string
	var o suggest.Overlay
	for i := range r.Repairs {
		words = append(words, r.Repairs[i].Words)
		o = o.And(r.Repairs[i].Overlay)
	}
	n := name(r, "repairs")
	return Option{n, o.TOML(n, r.Option, strings.Join(words, "; "))}
}
