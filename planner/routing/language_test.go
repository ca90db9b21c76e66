package routing_test

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// The files of testdata/routing are txtar archives: some words on what the
// file shows, a design called erplan.toml, and a file called expect. Its lines
// are facts, written by hand; each stands under the document that says it.
//
//	# source: PAGE › SECTION, DATE     a public document (a file has at least one)
//	# model: …                         a convention of this model
//	normal                             a state; the indented lines below it hold in it
//	fail ID, ID drain ID               components that failed, components being drained
//	then STATE                         the state after the one before, with its memory
//
// What holds in a state is about one flow:
//
//	FLOW to-azure [PREFIX] WAY… [because STEP] [at SPEAKER]
//	FLOW to-site [PREFIX] WAY… [because STEP] [at SPEAKER]
//	FLOW both WAY… [because STEP]      the same ways in both directions
//	FLOW loses to-site WAY by STEP     a route that was not taken
//	FLOW WORD…                         what the result says: see flags
//
// A way is written as routing.Way does, with its share where that is of
// interest: "er-ams/primary=50%". "none" is no way at all.
type script struct{ blocks []block }

// A block is a state and what holds in it.
type block struct {
	line        int
	then        bool
	fail, drain []string
	expect      []expectation
}

type expectation struct {
	line  int
	words []string
}

var (
	sourceLine = regexp.MustCompile(`^# source: .+ › .+, \d{4}-\d{2}(-\d{2})?$`)
	modelLine  = regexp.MustCompile(`^# model: .+`)
)

// parseScript reads the lines of an expect file.
func parseScript(text string) (*script, error) {
	s := &script{}
	sources := 0
	for i, line := range strings.Split(text, "\n") {
		number := i + 1
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case strings.HasPrefix(line, "#"):
			if !sourceLine.MatchString(line) && !modelLine.MatchString(line) {
				return nil, fmt.Errorf("line %d: a comment is \"# source: PAGE › SECTION, DATE\" or \"# model: …\"", number)
			}
			if sourceLine.MatchString(line) {
				sources++
			}
		case line[0] == ' ' || line[0] == '\t':
			if len(s.blocks) == 0 || sources == 0 {
				return nil, fmt.Errorf("line %d: a fact stands under a source and a state", number)
			}
			b := &s.blocks[len(s.blocks)-1]
			b.expect = append(b.expect, expectation{number, words})
		default:
			b, err := parseState(words)
			if err != nil {
				return nil, fmt.Errorf("line %d: %v", number, err)
			}
			b.line = number
			s.blocks = append(s.blocks, b)
		}
	}
	return s, nil
}

func parseState(words []string) (block, error) {
	var b block
	if words[0] == "then" {
		b.then = true
		words = words[1:]
	}
	var into *[]string
	for _, w := range words {
		switch w {
		case "normal":
		case "fail":
			into = &b.fail
		case "drain":
			into = &b.drain
		default:
			if into == nil {
				return b, fmt.Errorf("a state is \"normal\", \"fail ID, …\" or \"drain ID, …\", not %q", w)
			}
			*into = append(*into, strings.TrimSuffix(w, ","))
		}
	}
	return b, nil
}

// state turns a block into a state; an underscore in an id is a space.
func (b *block) state(t *topology.Topology) (topology.State, error) {
	find := func(ids []string) (list []int, err error) {
		for _, id := range ids {
			id = strings.ReplaceAll(id, "_", " ")
			c, ok := t.Find(id)
			if !ok {
				return nil, fmt.Errorf("there is no component %q; near are %q", id, t.Suggest(id))
			}
			list = append(list, c)
		}
		return list, nil
	}
	down, err := find(b.fail)
	if err != nil {
		return topology.State{}, err
	}
	draining, err := find(b.drain)
	if err != nil {
		return topology.State{}, err
	}
	return t.State(down, draining), nil
}

// flags are the words that a result can be asked for.
var flags = map[string]func(*routing.Result) bool{
	"carried":    (*routing.Result).Carried,
	"lost":       func(r *routing.Result) bool { return !r.Carried() },
	"symmetric":  func(r *routing.Result) bool { return !r.Asymmetric },
	"asymmetric": func(r *routing.Result) bool { return r.Asymmetric },
	"stable":     func(r *routing.Result) bool { return !r.Unstable },
	"unstable":   func(r *routing.Result) bool { return r.Unstable },
	"tie-break":  func(r *routing.Result) bool { return r.TieBreak },
	"decided":    func(r *routing.Result) bool { return !r.TieBreak },
	"draining":   func(r *routing.Result) bool { return r.Draining },
	"broken":     func(r *routing.Result) bool { return r.StatefulBreak != nil },
	"unbroken":   func(r *routing.Result) bool { return r.StatefulBreak == nil },
	"in-clear":   func(r *routing.Result) bool { return len(r.Clear) > 0 },
	"encrypted":  func(r *routing.Result) bool { return len(r.Clear) == 0 },
	"doubted":    func(r *routing.Result) bool { return len(r.Doubts) > 0 },
	"undoubted":  func(r *routing.Result) bool { return len(r.Doubts) == 0 },
}

// check compares an expectation, without the name of the flow, with a result.
func check(words []string, r *routing.Result) error {
	if len(words) == 0 {
		return fmt.Errorf("what is expected of the flow?")
	}
	switch words[0] {
	case "to-azure":
		return checkChoice("to-azure", words[1:], r.ToAzure)
	case "to-site":
		return checkChoice("to-site", words[1:], r.ToSite)
	case "both":
		if err := checkChoice("to-azure", words[1:], r.ToAzure); err != nil {
			return err
		}
		return checkChoice("to-site", words[1:], r.ToSite)
	case "loses":
		return checkLoser(words[1:], r)
	}
	for _, w := range words {
		ask, ok := flags[w]
		if !ok {
			return fmt.Errorf("%q is nothing that a result can say", w)
		}
		if !ask(r) {
			return fmt.Errorf("it is not %s", w)
		}
	}
	return nil
}

// checkChoice compares "[PREFIX] WAY… [because STEP] [at SPEAKER]".
func checkChoice(direction string, words []string, choices []routing.Choice) error {
	if len(words) == 0 {
		return fmt.Errorf("which ways?")
	}
	if i := slices.Index(words, "parts"); i == 1 {
		if got := fmt.Sprint(len(choices)); got != words[0] {
			return fmt.Errorf("%s has %s parts: %s", direction, got, show(choices))
		}
		return nil
	}
	chosen := choices
	if strings.Count(words[0], "/") == 1 && strings.Trim(words[0], "0123456789abcdef.:/") == "" {
		prefix := words[0]
		words = words[1:]
		chosen = slices.DeleteFunc(slices.Clone(choices), func(c routing.Choice) bool {
			return !slices.ContainsFunc(c.Prefixes, func(p netip.Prefix) bool { return p.String() == prefix })
		})
		if len(chosen) == 0 {
			return fmt.Errorf("%s has no part %s, but %s", direction, prefix, show(choices))
		}
	}
	ways, step, at := splitWords(words)
	for _, c := range chosen {
		if !sameWays(ways, c.Ways) || step != "" && c.Step.String() != step || at != "" && c.At != at {
			return fmt.Errorf("%s is %s", direction, show(choices))
		}
	}
	if len(chosen) == 0 {
		return fmt.Errorf("%s has no parts", direction)
	}
	return nil
}

// splitWords takes the step and the speaker off the end.
func splitWords(words []string) (ways []string, step, at string) {
	for i := 0; i < len(words); i++ {
		switch {
		case words[i] == "because" && i+1 < len(words):
			step = words[i+1]
			i++
		case words[i] == "at" && i+1 < len(words):
			at = words[i+1]
			i++
		default:
			ways = append(ways, words[i])
		}
	}
	return ways, step, at
}

func sameWays(want []string, got []routing.Way) bool {
	if len(want) == 1 && want[0] == "none" {
		return len(got) == 0
	}
	if len(want) != len(got) {
		return false
	}
	for _, w := range want {
		name, share, shared := strings.Cut(w, "=")
		i := slices.IndexFunc(got, func(g routing.Way) bool { return g.String() == name })
		if i < 0 || shared && fmt.Sprintf("%.4g%%", 100*got[i].Share) != share {
			return false
		}
	}
	return true
}

// checkLoser compares "to-site WAY by STEP".
func checkLoser(words []string, r *routing.Result) error {
	if len(words) != 4 || words[2] != "by" {
		return fmt.Errorf("a loser is written \"to-site WAY by STEP\"")
	}
	choices := r.ToSite
	if words[0] == "to-azure" {
		choices = r.ToAzure
	}
	var seen []string
	for _, c := range choices {
		for _, l := range c.Losers {
			if l.Way.String() == words[1] && l.Step.String() == words[3] && l.Why != "" {
				return nil
			}
			seen = append(seen, fmt.Sprintf("%s by %s (%s)", l.Way, l.Step, l.Why))
		}
	}
	return fmt.Errorf("%s loses no such way, but %q", words[0], seen)
}

// show writes choices as expectations do.
func show(choices []routing.Choice) string {
	var out []string
	for _, c := range choices {
		text := ""
		if len(choices) > 1 {
			text = fmt.Sprint(c.Prefixes) + " "
		}
		for _, w := range c.Ways {
			text += fmt.Sprintf("%s=%.4g%% ", w, 100*w.Share)
		}
		if len(c.Ways) == 0 {
			text += "none "
		}
		out = append(out, fmt.Sprintf("%sbecause %s at %s", text, c.Step, c.At))
	}
	return strings.Join(out, "; ")
}
