package routing_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// TestNames: names do not matter. The same design with all names in the
// opposite order has the same ways, but where a tie is broken by name.
func TestNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var drawn []int
		draw := from(t)
		there := drawer{plain: true, draw: func(least, most int) int {
			n := draw(least, most)
			drawn = append(drawn, n)
			return n
		}}
		here := drawer{plain: true, reverse: true, draw: func(_, _ int) int {
			n := drawn[0]
			drawn = drawn[1:]
			return n
		}}
		a := topology.New(loadDrawn(t, there.design()))
		b := topology.New(loadDrawn(t, here.design()))
		one, other := routing.New(a), routing.New(b)
		renamed := map[string]topology.Flow{}
		for _, f := range b.Flows() {
			renamed[mirror(f.Name)] = f
		}
		for _, f := range a.Flows() {
			x, y := one.Route(f, a.State(nil, nil)), other.Route(renamed[f.Name], b.State(nil, nil))
			if x.Unstable || y.Unstable {
				continue
			}
			if got, want := nameless(&y, mirror), nameless(&x, func(s string) string { return s }); got != want {
				t.Fatalf("flow %s:\n%s\nbecomes\n%s", f.Name, want, got)
			}
		}
	})
}

var numbered = regexp.MustCompile(`\b([a-z]+)([0-9])\b`)

// mirror turns the names of a design into those of its reverse.
func mirror(s string) string {
	return numbered.ReplaceAllStringFunc(s, func(w string) string {
		return w[:len(w)-1] + string('0'+'9'-w[len(w)-1])
	})
}

var tunnelNumber = regexp.MustCompile(`(t[0-9])/[0-9]`)

// nameless writes the ways of a result in an order that names do not change.
// Which tunnel of a VPN is which depends on the names of the routers.
func nameless(r *routing.Result, name func(string) string) string {
	var out []string
	for i, list := range [][]routing.Choice{r.ToAzure, r.ToSite} {
		for _, c := range list {
			var ways []string
			for _, w := range c.Ways {
				ways = append(ways, fmt.Sprintf("%s=%.6f", tunnelNumber.ReplaceAllString(name(w.String()), "$1"), w.Share))
			}
			slices.Sort(ways)
			out = append(out, fmt.Sprint(i, c.Prefixes, ways))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}
