package acceptance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

func linkTrials(a *outcome.Analysis) []Trial {
	var out []Trial
	for _, c := range a.Design.Circuits {
		for _, l := range c.Links.All() {
			if i := a.Topology.LinkOf(l); i >= 0 && l.Up() {
				out = append(out, Trial{Name: trialName(out, "link", c.Name(), l.Side), Kind: "link-failover", Way: "link", Target: component(a, i).ID,
					What: "the " + l.Side + " link of circuit " + c.Name(), Change: outcome.Failing(i)})
			}
		}
	}
	return out
}

func circuitTrials(a *outcome.Analysis) []Trial {
	var out []Trial
	for _, c := range a.Design.Circuits {
		if i := a.Topology.CircuitOf(c); i >= 0 {
			out = append(out, Trial{Name: trialName(out, "circuit", c.Name()), Kind: "circuit-failover", Way: "circuit", Target: component(a, i).ID,
				What: "both links of circuit " + c.Name(), Change: outcome.Failing(i)})
		}
	}
	return out
}

// trialName makes the name of a test that a design can hold, and that no
// other has.
func trialName(taken []Trial, parts ...string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.Join(parts, "-")) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	base := b.String()
	if len(base) > 56 {
		base = base[:56]
	}
	base = strings.TrimRight(base, "-")
	name := base
	for n := 2; slices.ContainsFunc(taken, func(t Trial) bool { return t.Name == name }); n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	return name
}
