package routing_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// drawDesign draws a design that loads.
func drawDesign(t *rapid.T) *planner.Design {
	d := drawer{t: t}
	return loadDrawn(t, d.design())
}

func loadDrawn(t *rapid.T, text string) *planner.Design {
	fsys := fstest.MapFS{"erplan.toml": &fstest.MapFile{Data: []byte(text)}}
	t.Logf("%s", text)
	design, diags := planner.Load(fsys, "erplan.toml", "")
	if design == nil {
		var why []string
		for _, one := range diags {
			why = append(why, one.Place.Path+": "+one.Message)
		}
		if !harmless(why) {
			t.Fatalf("the design does not load: %s", strings.Join(why, "\n"))
		}
		t.Skip("a design that does not load")
	}
	return design
}

// harmless reports whether a drawn design fails to load for what a drawer may
// well write: a hub of a hub, a reference that was not drawn.
func harmless(why []string) bool {
	return !slices.ContainsFunc(why, func(w string) bool {
		return !strings.Contains(w, "cannot be a hub") && !strings.Contains(w, "there is no")
	})
}

// drawState draws some components that are down and some edge routers that
// are being drained.
func drawState(t *rapid.T, top *topology.Topology) (topology.State, []int, []int) {
	var down, draining []int
	for range rapid.IntRange(0, 3).Draw(t, "failures") {
		down = append(down, rapid.IntRange(0, len(top.Components)-1).Draw(t, "down"))
	}
	for i, c := range top.Components {
		if c.Kind == "msee" && rapid.IntRange(0, 7).Draw(t, "drain") == 0 {
			draining = append(draining, i)
		}
	}
	for _, c := range down {
		t.Logf("down: %s", top.Components[c].ID)
	}
	for _, c := range draining {
		t.Logf("draining: %s", top.Components[c].ID)
	}
	return top.State(down, draining), down, draining
}

// text writes a result without what lost.
func text(r *routing.Result) string {
	flags := fmt.Sprintf("%v %v %v %v %v", r.Asymmetric, r.TieBreak, r.Unstable, r.Draining, len(r.Clear))
	return "to-azure " + show(r.ToAzure) + "\nto-site " + show(r.ToSite) + "\n" + flags
}

// carriers writes which ways carry the traffic, without the steps.
func carriers(r *routing.Result) string {
	var out []string
	for _, list := range [][]routing.Choice{r.ToAzure, r.ToSite} {
		for _, c := range list {
			line := fmt.Sprint(c.Prefixes)
			for _, w := range c.Ways {
				line += fmt.Sprintf(" %s=%.6f", w, w.Share)
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// TestDeterminism: the same question has the same answer, from the same router
// and from another one.
func TestDeterminism(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesign(t)
		top := topology.New(d)
		a, b := routing.New(top), routing.New(topology.New(d))
		s, _, _ := drawState(t, top)
		for _, f := range top.Flows() {
			first := a.Route(f, s)
			for _, again := range []routing.Result{a.Route(f, s), b.Route(f, s), a.Explain(f, s)} {
				if text(&first) != text(&again) {
					t.Fatalf("flow %s:\n%s\n%s", f.Name, text(&first), text(&again))
				}
			}
		}
	})
}

// TestWaysAreWays: every way is up, joined from end to end, and the shares of
// a part are the whole of it.
func TestWaysAreWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := topology.New(drawDesign(t))
		router := routing.New(top)
		s, _, _ := drawState(t, top)
		for _, f := range top.Flows() {
			r := router.Explain(f, s)
			for _, c := range slices.Concat(r.ToAzure, r.ToSite) {
				checkChoiceWays(t, top, f, s, c)
				for _, l := range c.Losers {
					if l.Step == routing.NoWay || l.Why == "" || l.At == "" {
						t.Fatalf("flow %s: a loser without a reason: %+v", f.Name, l)
					}
				}
			}
		}
	})
}

func checkChoiceWays(t *rapid.T, top *topology.Topology, f topology.Flow, s topology.State, c routing.Choice) {
	sum := 0.0
	for _, w := range c.Ways {
		sum += w.Share
		for _, part := range w.Components {
			if !s.Up(part) {
				t.Fatalf("flow %s: %s goes over %s, which is down", f.Name, w, top.Components[part].ID)
			}
		}
		if err := joined(f, w); err != nil {
			t.Fatalf("flow %s: %s: %v", f.Name, w, err)
		}
	}
	if len(c.Ways) > 0 && math.Abs(sum-1) > 1e-9 {
		t.Fatalf("flow %s: the shares of %s make %v", f.Name, show([]routing.Choice{c}), sum)
	}
	if (len(c.Ways) == 0) != (c.Step == routing.NoWay) && len(c.Ways) > 0 {
		t.Fatalf("flow %s: ways without a step: %s", f.Name, show([]routing.Choice{c}))
	}
}

// joined walks a way from end to end, hop by hop, knowing nothing of routing.
func joined(f topology.Flow, w routing.Way) error {
	at := placeOf(f.From)
	for _, h := range w.Hops {
		next, ok := step(at, h)
		if !ok {
			return fmt.Errorf("hop %q does not join on to %v", h.Name, at)
		}
		at = next
	}
	end := placeOf(f.To)
	if at == end || f.To.Service != nil && at.edge != nil || f.To.VNet != nil && serves(at, f.To.VNet) || f.From.VNet != nil && peered(f.From.VNet, f.To.VNet) {
		return nil
	}
	return fmt.Errorf("it ends at %v", at)
}

// A place is where a walk is: one of the fields is set.
type place struct {
	site *planner.Site
	wan  *planner.WAN
	link *planner.Link // on the way over a link
	edge *planner.Link
	vnet *planner.VNet
	hub  *planner.VirtualHub
	far  *planner.Circuit // over Global Reach, at some edge router of a circuit
	conn *planner.Connection
}

func placeOf(e planner.Endpoint) place {
	switch {
	case e.Site != nil:
		return place{site: e.Site}
	case e.VNet != nil && e.VNet.VHub != nil:
		return place{hub: nil, vnet: e.VNet}
	}
	return place{vnet: e.VNet}
}

func serves(at place, v *planner.VNet) bool {
	return at.hub != nil && v.VHub == at.hub || at.vnet != nil && uses(v, at.vnet)
}

func uses(v, of *planner.VNet) bool {
	return v == of || v.Hub == of || slices.ContainsFunc(v.Peerings, func(p *planner.VNetPeering) bool { return p.To == of && p.UseRemoteGateways.Value() })
}

func peered(a, b *planner.VNet) bool {
	to := func(a, b *planner.VNet) bool {
		return a.Hub == b || slices.ContainsFunc(a.Peerings, func(p *planner.VNetPeering) bool { return p.To == b })
	}
	return b != nil && (to(a, b) || to(b, a))
}

// step goes over one hop.
func step(at place, h routing.Hop) (place, bool) {
	switch {
	case h.SiteLink != nil:
		for i, end := range h.SiteLink.Ends {
			if at.site == end.Site {
				return place{site: h.SiteLink.Ends[1-i].Site}, true
			}
		}
		return at, false
	case h.Attachment != nil:
		if at.wan == h.Attachment.WAN && at.wan != nil {
			return place{site: h.Attachment.Router.Site}, true
		}
		return place{wan: h.Attachment.WAN}, at.site == h.Attachment.Router.Site
	case h.WAN != nil:
		return place{wan: h.WAN}, at.wan == h.WAN || at.link != nil && at.link.Circuit.WAN == h.WAN
	case h.Link != nil:
		return stepLink(at, h.Link)
	case h.Edge != nil:
		c := h.Edge.Circuit
		return place{edge: h.Edge}, at.link == h.Edge || at.far == c || at.conn != nil && at.conn.Circuit == c
	case h.GlobalReach != nil:
		return place{far: h.GlobalReach.Other(at.edge.Circuit)}, at.edge != nil && slices.Contains(h.GlobalReach.Circuits[:], at.edge.Circuit)
	case h.Connection != nil:
		return stepConnection(at, h.Connection)
	case h.Tunnel != nil:
		end := place{hub: h.Tunnel.Hub}
		if h.Tunnel.Gateway != nil {
			end = place{vnet: h.Tunnel.Gateway.VNet}
		}
		return end, at.site == h.Tunnel.Site
	case h.Hub != nil:
		meshed := at.hub != nil && at.hub.WAN == h.Hub.WAN
		return place{hub: h.Hub}, meshed || at.vnet != nil && at.vnet.VHub == h.Hub
	}
	return at, false
}

func stepLink(at place, l *planner.Link) (place, bool) {
	if at.edge == l {
		if l.Router != nil {
			return place{site: l.Router.Site}, true
		}
		return place{link: l}, l.Circuit.WAN != nil
	}
	return place{link: l}, at.site != nil && l.Router != nil && l.Router.Site == at.site || at.wan != nil && at.wan == l.Circuit.WAN
}

func stepConnection(at place, c *planner.Connection) (place, bool) {
	if at.edge != nil && at.edge.Circuit == c.Circuit {
		if c.Hub != nil {
			return place{hub: c.Hub}, true
		}
		return place{vnet: c.Gateway.VNet}, true
	}
	if c.Hub != nil {
		return place{conn: c}, at.hub == c.Hub
	}
	return place{conn: c}, at.vnet != nil && uses(at.vnet, c.Gateway.VNet)
}

// TestColdComponents: what is not hot may fail, and the same ways carry the
// same shares.
func TestColdComponents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := topology.New(drawDesign(t))
		router := routing.New(top)
		s, down, draining := drawState(t, top)
		for _, f := range top.Flows() {
			before := router.Route(f, s)
			if before.Unstable {
				continue
			}
			for c := range top.Components {
				hot := slices.ContainsFunc(top.Takes(c), func(p int) bool { _, ok := slices.BinarySearch(before.Hot(), p); return ok })
				if hot || rapid.IntRange(0, 3).Draw(t, "skip") != 0 {
					continue
				}
				after := router.Route(f, top.State(append(slices.Clone(down), c), draining))
				if carriers(&before) != carriers(&after) {
					t.Fatalf("flow %s: %s is cold, and yet\n%s\nbecomes\n%s", f.Name, top.Components[c].ID, carriers(&before), carriers(&after))
				}
			}
		}
	})
}

// TestStructure: where the structure has a way whose routes are announced,
// routing finds ways; and where it has none at all, routing finds none. The
// structure is that of package topology, found by plain search.
func TestStructure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesign(t)
		for _, s := range d.Sites {
			for _, r := range s.Routers {
				r.MaxASPath, r.MaxPrefixes = planner.Opt[int]{}, planner.Opt[int]{}
			}
		}
		for _, h := range d.VirtualHubs {
			h.StaticRoutes = nil
		}
		for _, v := range d.VNets {
			v.SummarizedGatewayPrefixes = nil
		}
		top := topology.New(d)
		router := routing.New(top)
		s, _, _ := drawState(t, top)
		for _, f := range top.Flows() {
			if f.From.Site == nil || f.From == f.To || len(router.Excesses()) > 0 {
				continue
			}
			r := router.Route(f, s)
			reachable := r.Reachable()
			if f.To.Service != nil { // the structure does not ask what is announced to Microsoft
				reachable = len(r.ToAzure[0].Ways) > 0
			}
			if available(top, f, s) && !reachable && !r.Unstable {
				t.Fatalf("flow %s: the structure has a way, routing\n%s", f.Name, text(&r))
			}
		}
	})
}

// available searches the structure for a way for every demand of a flow.
func available(top *topology.Topology, f topology.Flow, s topology.State) bool {
	w := top.Ways()
	if f.Start < 0 || f.End < 0 || len(f.Demands) == 0 {
		return false
	}
	up := func(n int) bool {
		return !slices.ContainsFunc(w.Needs(n), func(c int32) bool { return !s.Up(int(c)) })
	}
	for _, d := range f.Demands {
		seen := map[int]bool{}
		var visit func(n int)
		visit = func(n int) {
			if seen[n] || !up(n) {
				return
			}
			seen[n] = true
			for _, e := range w.Out(n) {
				if _, open := slices.BinarySearch(d.Open, e.Gate); e.Gate < 0 || open {
					visit(int(e.To))
				}
			}
		}
		visit(f.Start)
		if !seen[f.End] {
			return false
		}
	}
	return true
}
