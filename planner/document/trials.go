package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// A trial is a failover test: what is taken away, and what becomes of the
// flows then.
type trial struct {
	name     string // of its table among [tests], and its id in the document
	kind     planner.TestKind
	target   string // component
	way      string // how it is done: a key of procedures
	what     string // for people
	change   outcome.Change
	written  *planner.Test // what the design or a test sheet says of it; nil where nothing
	declared bool          // the design has it under a name of its own
	unknown  string        // why there is no prediction
	changed  []outcome.FlowOutcome
}

// trials returns the tests of a design: those that it declares, in its order,
// then those that its links, circuits, gateways and VPNs ask for.
func (d *Data) trials() []trial {
	planned := slices.Concat(d.linkTrials(), d.circuitTrials(), d.gatewayTrials(), d.vpnTrials())
	var out []trial
	for _, t := range d.Design.Tests {
		if i := indexOf(planned, t); i >= 0 {
			planned[i].written = t
			if planned[i].name == t.Name() {
				continue // of a test sheet: it keeps its place
			}
			planned[i].name, planned[i].declared = t.Name(), true
			out = append(out, planned[i])
			planned = slices.Delete(planned, i, i+1)
			continue
		}
		out = append(out, d.declaredTrial(t))
	}
	out = append(out, planned...)
	for i := range out {
		d.predict(&out[i])
	}
	return out
}

// indexOf returns the planned test that a declared one is: of the same name,
// else the first of the same kind and target; -1 where there is none.
func indexOf(planned []trial, t *planner.Test) int {
	same := func(p trial) bool {
		return p.written == nil && p.kind == t.Kind && strings.EqualFold(p.target, t.Target)
	}
	if i := slices.IndexFunc(planned, func(p trial) bool { return p.name == t.Name() && same(p) }); i >= 0 {
		return i
	}
	if t.Kind == "site-failover" || t.Kind == "vpn-failover" {
		return -1 // a design means the whole component, a planned test what Azure takes from one gateway
	}
	return slices.IndexFunc(planned, same)
}

func (d *Data) declaredTrial(t *planner.Test) trial {
	out := trial{name: t.Name(), kind: t.Kind, target: t.Target, way: wayOf[t.Kind], what: "as the design declares", written: t, declared: true}
	change, err := d.Analysis.Change([]string{t.Target}, nil)
	switch {
	case t.Target == "":
		out.unknown = "the design does not say what is taken away"
	case err != nil:
		out.unknown = "the target is no component of the design"
	}
	if out.unknown == "" {
		c := d.Component(change.Fail[0])
		out.change, out.what = change, strings.ReplaceAll(string(c.Kind), "-", " ")+" "+c.Name+", as the design declares"
	}
	return out
}

var wayOf = map[planner.TestKind]string{"link-failover": "link", "circuit-failover": "circuit", "site-failover": "site", "vpn-failover": "tunnel"}

func (d *Data) linkTrials() []trial {
	var out []trial
	for _, c := range d.Design.Circuits {
		for _, l := range c.Links.All() {
			if i := d.Analysis.Topology.LinkOf(l); i >= 0 && l.Up() {
				out = append(out, trial{name: trialName(out, "link", c.Name(), l.Side), kind: "link-failover", way: "link", target: d.Component(i).ID,
					what: "the " + l.Side + " link of circuit " + c.Name(), change: outcome.Failing(i)})
			}
		}
	}
	return out
}

func (d *Data) circuitTrials() []trial {
	var out []trial
	for _, c := range d.Design.Circuits {
		if i := d.Analysis.Topology.CircuitOf(c); i >= 0 {
			out = append(out, trial{name: trialName(out, "circuit", c.Name()), kind: "circuit-failover", way: "circuit", target: d.Component(i).ID,
				what: "both links of circuit " + c.Name(), change: outcome.Failing(i)})
		}
	}
	return out
}

// gatewayTrials are Microsoft's validations: they take the circuits of one
// peering location from one gateway, which needs another location.
func (d *Data) gatewayTrials() []trial {
	var out []trial
	for _, g := range d.joints() {
		places := g.places()
		if len(places) < 2 {
			continue
		}
		for _, place := range places {
			var ids []int
			metro := false
			target := -1
			for _, n := range g.connections {
				if n.Circuit.LocationName() == place {
					ids = append(ids, d.Analysis.Topology.ConnectionOf(n))
					target = d.Analysis.Topology.LocationOf(n.Circuit)
					metro = metro || n.Circuit.Location != nil && n.Circuit.Location.Metro
				}
			}
			ids = slices.DeleteFunc(ids, func(i int) bool { return i < 0 })
			if metro || target < 0 || len(ids) == 0 {
				continue
			}
			out = append(out, trial{name: trialName(out, "site", place, g.name), kind: "site-failover", way: g.way, target: d.Component(target).ID,
				what: fmt.Sprintf("%s at %s", g.words, place), change: outcome.Failing(ids...)})
		}
	}
	return out
}

// A joint is a gateway or hub with its circuits.
type joint struct {
	name, words, way string
	node             string // path
	connections      []*planner.Connection
}

func (d *Data) joints() []joint {
	var out []joint
	for _, g := range d.Design.Gateways {
		if g.Kind == planner.ExpressRouteGateway && len(g.Connections) > 0 {
			out = append(out, joint{g.Name(), "the circuits of gateway " + g.Name(), "gateway", g.Path(), g.Connections})
		}
	}
	for _, h := range d.Design.VirtualHubs {
		if len(h.Connections) > 0 {
			out = append(out, joint{h.Name(), "the circuits of virtual hub " + h.Name(), "hub", h.Path(), h.Connections})
		}
	}
	return out
}

// places returns the peering locations of the circuits with private peering.
func (g *joint) places() []string {
	var out []string
	for _, n := range g.connections {
		if name := n.Circuit.LocationName(); n.Circuit.Peerings.Private != nil && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// vpnTrials make a VPN that stands by take over, and take away the first
// tunnel of any other.
func (d *Data) vpnTrials() []trial {
	var out []trial
	beside := map[*planner.VPNTunnel][]int{}
	for _, x := range d.Design.Coexistences() {
		var ids []int
		for _, c := range x.Circuits {
			for _, n := range c.Connections {
				if i := d.Analysis.Topology.ConnectionOf(n); i >= 0 && leads(n, x.Network) {
					ids = append(ids, i)
				}
			}
		}
		for _, t := range x.Tunnels {
			beside[t] = ids
		}
	}
	for _, v := range d.Design.VPNTunnels {
		tunnels := d.Analysis.Topology.Tunnels(v)
		if len(tunnels) == 0 {
			continue
		}
		t := trial{name: trialName(out, "vpn", v.Name()), kind: "vpn-failover", target: d.Component(tunnels[0].Component).ID}
		if ids := beside[v]; v.MayBackUp() && len(ids) > 0 {
			t.way, t.what, t.change = "backup", "the circuits beside VPN "+v.Name()+", which takes over", outcome.Failing(ids...)
		} else {
			t.way, t.what, t.change = "tunnel", "the first tunnel of VPN "+v.Name(), outcome.Failing(tunnels[0].Component)
		}
		out = append(out, t)
	}
	return out
}

func leads(n *planner.Connection, to *planner.Network) bool {
	if n.Hub != nil {
		return n.Hub.WAN == to.WAN
	}
	return n.Gateway.VNet == to.VNet
}

// trialName makes the name of a test that a design can hold, and that no
// other has.
func trialName(taken []trial, parts ...string) string {
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
	for n := 2; slices.ContainsFunc(taken, func(t trial) bool { return t.name == name }); n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	return name
}

// predict works out what a test does to the flows.
func (d *Data) predict(t *trial) {
	switch fail := t.change.Fail; {
	case t.unknown != "" || len(d.Analysis.Flows) == 0:
	case len(fail) == 1 && len(t.change.Drain) == 0 && slices.Contains(d.Analysis.Singles().Components, fail[0]):
		t.changed = d.Analysis.Singles().Effects(fail[0])
	default:
		s := d.Analysis.Scenario(t.change)
		for _, i := range s.Changed {
			t.changed = append(t.changed, s.Flows[i])
		}
	}
}

// outcome returns what is predicted of a flow.
func (t *trial) outcome(d *Data, flow int) outcome.Outcome {
	for i := range t.changed {
		if t.changed[i].Flow == flow {
			return t.changed[i].Outcome
		}
	}
	return d.Analysis.Normal().Flows[flow].Outcome
}

// recovery returns the longest interruption of a flow that survives, and
// whether one is predicted for every flow that is interrupted.
func (t *trial) recovery() (longest outcome.Recovery, known bool) {
	known = t.unknown == ""
	for i := range t.changed {
		r := t.changed[i].Recovery
		switch {
		case !t.changed[i].Outcome.Survives() || !r.Affected:
		case !r.Known:
			known = false
		case !longest.Known || r.Worst > longest.Worst:
			longest = r
		}
	}
	return longest, known
}

// count says how many flows end in an outcome.
func (t *trial) count(o outcome.Outcome) int {
	n := 0
	for i := range t.changed {
		if t.changed[i].Outcome == o {
			n++
		}
	}
	return n
}

// done reports whether somebody wrote what was seen.
func (t *trial) done() bool {
	w := t.written
	return w != nil && (!w.Date.IsZero() || len(w.Observed) > 0 || w.Seconds.Known())
}
