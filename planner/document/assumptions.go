package document

import (
	"maps"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// assumptions says what was taken for granted and what nobody knows yet.
var assumptions = Section{
	ID: "assumptions", Title: "Assumptions and what is unknown", Preset: Both, Last: true,
	Build: func(d *Data) []block.Block {
		out := []block.Block{block.Title(3, "Assumptions"), block.Bullets(d.assumed()...), block.Title(3, "Unknown")}
		t, n := d.unknownKeys()
		if n == 0 {
			return append(out, block.Say("The design states everything that this document shows and the rules ask for."))
		}
		return append(out, block.Say("The design does not state ", count(n, "key"), ". Nothing is guessed in their place; each can be written where it is named."), t)
	},
}

// assumed lists what the model takes for granted.
func (d *Data) assumed() []block.Inline {
	out := []block.Inline{
		block.Text("Components fail independently of each other; what is shared is a component of its own."),
		block.Text("Routers of one site reach each other over a network that does not fail."),
	}
	if len(d.Design.Flows) > 0 {
		out = append(out, block.Text("The demand of a flow is the same in both directions, and is spread over its ways as ECMP would."))
	}
	if cat := d.Design.Availability.Catalogue; !cat.Known() || cat.Value() {
		out = append(out, block.Text("Where the design gives no figure, availability rests on the catalogue's estimates, which are engineering estimates and no contract: see ", d.See("availability"), "."))
	}
	for _, words := range d.recoveryAssumptions() {
		out = append(out, block.Text("Interruption: ", words, "."))
	}
	for _, x := range d.Analysis.Indexes() {
		for _, words := range x.Inferred {
			line := block.Text("Index, inferred: ", words, ".")
			if !slices.ContainsFunc(out, func(o block.Inline) bool { return o.String() == line.String() }) {
				out = append(out, line)
			}
		}
	}
	return out
}

// recoveryAssumptions returns what was assumed for interruptions, each once.
func (d *Data) recoveryAssumptions() []string {
	s := d.Analysis.Singles()
	seen := map[string]bool{}
	var out []string
	for _, c := range s.Components {
		for i := range d.Analysis.Flows {
			if !s.Outcome(c, i).Survives() {
				continue
			}
			for _, words := range s.Recovery(c, i).Assumed {
				if !seen[words] {
					seen[words] = true
					out = append(out, words)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// A gap is keys of one form that the design does not state, and who asks for
// them.
type gap struct {
	paths []string
	who   []block.Inline
}

// gaps returns what the design does not state, by path. Keys that differ in
// one name alone are one gap if there are several of them: "sites.*.city".
func (d *Data) gaps() []gap {
	asked := map[string][]block.Inline{}
	add := func(path string, who block.Inline) {
		for _, w := range asked[path] {
			if w.String() == who.String() {
				return
			}
		}
		asked[path] = append(asked[path], who)
	}
	for _, m := range d.unknowns {
		add(m.Path, block.Text(d.See(m.Section)))
	}
	for i := range d.Check.Unknown {
		u := &d.Check.Unknown[i]
		add(u.Place.Path, block.Text("rule ", block.Name(u.Rule)))
	}
	at := map[string]int{}
	var out []gap
	for _, path := range slices.Sorted(maps.Keys(asked)) {
		key := pattern(path) + block.Join(asked[path], "\n").String()
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, gap{who: asked[path]})
		}
		out[k].paths = append(out[k].paths, path)
	}
	return out
}

// named are the tables whose keys are names.
var named = []string{"sites", "routers", "internet_access", "site_links", "wans", "attachments", "ports", "circuits", "links", "peerings", "route_policies", "route_filters", "global_reach", "vnets", "gateways", "virtual_wans", "virtual_hubs", "connections", "vpn_tunnels", "flows"}

// pattern returns a path with "*" for the names in it.
func pattern(path string) string {
	keys, ok := source.SplitPath(path)
	if !ok {
		return path
	}
	for i := 1; i < len(keys); i++ {
		if slices.Contains(named, keys[i-1]) && (i == 1 || i == 3) {
			keys[i] = "*"
		}
	}
	return strings.Join(keys, ".")
}

// unknownKeys is the table of keys that the design does not state.
func (d *Data) unknownKeys() (t block.Table, keys int) {
	t.Columns = block.Columns("Key", "#How many", "Which", "Who asks")
	for _, g := range d.gaps() {
		keys += len(g.paths)
		key, which := g.paths[0], block.Inline(nil)
		if len(g.paths) > 1 {
			key, which = pattern(key), stars(g.paths)
		}
		who := block.Join(g.who[:min(len(g.who), 4)], ", ")
		if n := len(g.who) - 4; n > 0 {
			who = block.Text(who, " and "+rules.Number(n)+" more")
		}
		t.Rows = append(t.Rows, block.Row(block.Name(key), len(g.paths), which, who))
	}
	return t, keys
}

// stars names what the "*" of a pattern stand for.
func stars(paths []string) block.Inline {
	var out []string
	for _, p := range paths {
		keys, _ := source.SplitPath(p)
		var names []string
		for i := 1; i < len(keys); i++ {
			if slices.Contains(named, keys[i-1]) && (i == 1 || i == 3) {
				names = append(names, keys[i])
			}
		}
		out = append(out, strings.Join(names, "/"))
	}
	return block.Names(out, 4)
}
