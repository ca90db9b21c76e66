package document

import (
	"slices"

	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
)

// A proof says which tests of the plan show that a requirement is met. The
// requirements section lists it from the requirement, the test plan from the
// test.
type proof struct {
	id    string // of the requirement
	whole []int  // tests that try it, by their number in the plan
	part  []int  // tests that try a part of what would fail
}

// tests is how the test plan shows a requirement.
func (p *proof) tests(list []acceptance.Trial) block.Inline {
	var out []block.Inline
	if len(p.whole) > 0 {
		out = append(out, testNames(list, p.whole))
	}
	if len(p.part) > 0 {
		out = append(out, block.Text("in part: ", testNames(list, p.part)))
	}
	return block.Join(out, "; ")
}

func testNames(list []acceptance.Trial, numbers []int) block.Inline {
	var names []string
	for _, i := range numbers {
		names = append(names, list[i].Name)
	}
	return block.Names(names, 6)
}

// proof returns the tests that show one requirement; of survive those of all
// its kinds are listed by [Data.survivalProof].
func (d *Data) proof(x *outcome.Intent) proof {
	out := proof{id: RequirementID(d, x)}
	for i := range d.trials() {
		if proves(&d.trials()[i], x) {
			out.whole = append(out.whole, i)
		}
	}
	return out
}

// proves reports whether a test shows a requirement that is one of times,
// loads or levels.
func proves(t *acceptance.Trial, x *outcome.Intent) bool {
	switch x.Requirement {
	case "resiliency":
		return t.Kind == "site-failover" || x.Wanted != "maximum" && t.Kind == "link-failover"
	case "recovery_time":
		return touches(t, x.Flow, func(f *outcome.FlowOutcome) bool { return f.Outcome.Survives() && f.Recovery.Affected })
	case "max_utilisation", "max_latency":
		return touches(t, x.Flow, func(f *outcome.FlowOutcome) bool { return f.Outcome.Survives() })
	}
	return false
}

// touches reports whether a test does something to a flow, or to any where
// that is -1.
func touches(t *acceptance.Trial, flow int, what func(*outcome.FlowOutcome) bool) bool {
	return slices.ContainsFunc(t.Changed, func(f outcome.FlowOutcome) bool {
		return (flow < 0 || f.Flow == flow) && what(&f)
	})
}

// survivalProof returns the tests that take components of a kind away.
func (d *Data) survivalProof(id string, components []int) proof {
	out := proof{id: id}
	add := func(list *[]int, i int) {
		if !slices.Contains(*list, i) {
			*list = append(*list, i)
		}
	}
	for _, c := range components {
		whole, part := d.tries(c)
		for _, i := range whole {
			add(&out.whole, i)
		}
		if len(whole) > 0 {
			continue
		}
		for _, i := range part {
			add(&out.part, i)
		}
	}
	out.part = slices.DeleteFunc(out.part, func(i int) bool { return slices.Contains(out.whole, i) })
	slices.Sort(out.whole)
	slices.Sort(out.part)
	return out
}

// tries returns the tests that take a component away alone and, where there is
// none, those that come near: the widest of those that take a part of what goes
// with it, and the narrowest of those that take more.
func (d *Data) tries(c int) (whole, part []int) {
	t, list := d.Analysis.Topology, d.trials()
	var less, more []int
	for i := range list {
		gone := list[i].Gone(t)
		switch carried := d.carried(gone); {
		case list[i].Unknown != "":
		case slices.Equal(list[i].Change.Fail, []int{c}) || list[i].Kind == "site-failover" && list[i].Target == t.Components[c].ID:
			whole = append(whole, i)
		case slices.Contains(gone, c):
			more = append(more, i)
		case len(carried) > 0 && within(carried, append(d.sessionsOf(c), t.Takes(c)...)):
			less = append(less, i)
		}
	}
	if whole != nil || less != nil {
		return whole, d.extreme(less, true)
	}
	return nil, d.extreme(more, false)
}

// extreme returns of some tests those that no other takes more than, or less.
func (d *Data) extreme(list []int, widest bool) []int {
	gone := func(i int) []int { return d.trials()[i].Gone(d.Analysis.Topology) }
	beaten := func(i int) bool {
		return slices.ContainsFunc(list, func(k int) bool {
			a, b := gone(i), gone(k)
			if !widest {
				a, b = b, a
			}
			return within(a, b) && len(a) < len(b)
		})
	}
	return slices.DeleteFunc(slices.Clone(list), beaten)
}

// carried returns the links and tunnels among some components.
func (d *Data) carried(components []int) []int {
	return slices.DeleteFunc(slices.Clone(components), func(c int) bool {
		kind := d.Component(c).Kind
		return kind != "link" && kind != "tunnel"
	})
}

// sessionsOf returns the links whose sessions end on an edge router: Microsoft's
// test of a link ends them there.
func (d *Data) sessionsOf(c int) []int {
	var out []int
	for _, k := range d.Design.Circuits {
		for _, l := range k.Links.All() {
			if d.Analysis.Topology.MSEEOf(l) == c {
				out = append(out, d.Analysis.Topology.LinkOf(l))
			}
		}
	}
	return out
}

func within(list, in []int) bool {
	return !slices.ContainsFunc(list, func(c int) bool { return !slices.Contains(in, c) })
}

// proofs returns the proofs of all requirements, in the order of the trace.
func (d *Data) proofs() []proof {
	var out []proof
	for i := range d.Analysis.Intents() {
		x := &d.Analysis.Intents()[i]
		if x.Requirement != "survive" {
			out = append(out, d.proof(x))
			continue
		}
		for _, k := range d.Design.Requirements.Survive {
			out = append(out, d.survivalProof(survivalID(d, x, k), d.ofKind(k)))
		}
	}
	return out
}

// proven is the table from test to requirement.
func (d *Data) proven(list []acceptance.Trial) block.Table {
	t := block.Table{Columns: block.Columns("Test", "Shows", "Shows in part")}
	proofs := d.proofs()
	for i := range list {
		var whole, part []string
		for _, p := range proofs {
			switch {
			case slices.Contains(p.whole, i):
				whole = append(whole, p.id)
			case slices.Contains(p.part, i):
				part = append(part, p.id)
			}
		}
		if whole != nil || part != nil {
			t.Rows = append(t.Rows, block.Row(block.Name(list[i].Name), block.Names(whole, len(whole)), block.Names(part, len(part))))
		}
	}
	return t
}
