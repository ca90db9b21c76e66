package outcome

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/source"
)

// ways calls f for every way that a flow takes, normally and after any single
// failure that it survives; component is -1 normally. Equal ways come once.
func (j *judge) ways(flow int, f func(w *routing.Way, component int)) {
	s := j.a.Singles()
	seen := map[string]bool{}
	visit := func(ans *answer, component int) {
		for _, choices := range [2][]routing.Choice{ans.result.ToAzure, ans.result.ToSite} {
			for i := range choices {
				for k := range choices[i].Ways {
					w := &choices[i].Ways[k]
					if key := string(keyOf(nil, w)); !seen[key] {
						seen[key] = true
						f(w, component)
					}
				}
			}
		}
	}
	visit(j.a.normal().answers[flow], -1)
	for _, c := range s.Components {
		if ans := s.answer(c, flow); ans != nil && ans.carried {
			visit(ans, c)
		}
	}
}

// encryption looks for ways that are not protected as wanted, normally or
// after a failure. Traffic between sites is not to Azure.
func (j *judge) encryption(flow int, wanted planner.Encryption) {
	if wanted == planner.NoEncryption || j.a.Flows[flow].To.Site != nil || j.dead(flow) {
		return
	}
	var told []source.Place
	j.ways(flow, func(w *routing.Way, component int) {
		when := ""
		if component >= 0 {
			when = " when " + j.a.Topology.Components[component].ID + " fails"
		}
		note := func(at source.Place, format string, args ...any) {
			if !slices.ContainsFunc(told, func(p source.Place) bool { return p.Path == at.Path }) {
				told = append(told, at)
				j.blockf(at, component, []int{flow}, "flow %s%s: %s", j.a.Flows[flow].Name, when, fmt.Sprintf(format, args...))
			}
		}
		if wanted != planner.MACsec && !tunnelled(w) {
			if l := firstLink(w); l != nil {
				note(l.Circuit.Here(), "circuit %s carries it without IPsec", l.Circuit.Name())
			} else {
				note(j.placeOf(flow), "a way has no IPsec")
			}
		}
		if wanted != planner.IPsecOnly {
			j.macsec(w, note)
		}
	})
}

// macsec looks for links of a way that MACsec does not protect.
func (j *judge) macsec(w *routing.Way, note func(at source.Place, format string, args ...any)) {
	links := linksOf(w)
	if len(links) == 0 {
		note(j.last().Place, "a way has no link that MACsec could protect")
	}
	for _, l := range links {
		port := l.Circuit.Port
		switch {
		case port == nil:
			note(l.Circuit.Here(), "circuit %s is not on an ExpressRoute Direct port, so it cannot have MACsec", l.Circuit.Name())
		case port.MACsec == nil:
			note(port.At("macsec"), "port pair %s has no MACsec", port.Name())
		case len(port.MACsec.Links) > 0 && !slices.Contains(port.MACsec.Links, portLink(l)):
			note(port.MACsec.At("links"), "%s of port pair %s has no MACsec", portLink(l), port.Name())
		}
	}
}

func portLink(l *planner.Link) string {
	if l.Side == "secondary" {
		return "link2"
	}
	return "link1"
}

// linksOf returns the links of a way, those beneath its tunnels included.
func linksOf(w *routing.Way) []*planner.Link {
	var out []*planner.Link
	for i := range w.Hops {
		if l := w.Hops[i].Link; l != nil {
			out = append(out, l)
		}
		if under := w.Hops[i].Under; under != nil {
			out = append(out, linksOf(under)...)
		}
	}
	return out
}

func firstLink(w *routing.Way) *planner.Link {
	if links := linksOf(w); len(links) > 0 {
		return links[0]
	}
	return nil
}

// offInternet looks for ways over the Internet, normally or after a failure.
func (j *judge) offInternet(flow int) {
	if j.dead(flow) {
		return
	}
	var told []*planner.VPNTunnel
	j.ways(flow, func(w *routing.Way, component int) {
		for i := range w.Hops {
			v := w.Hops[i].Tunnel
			if v == nil || v.Over != "" && v.Over != planner.OverInternet || slices.Contains(told, v) {
				continue
			}
			told = append(told, v)
			when := "normally"
			if component >= 0 {
				when = "when " + j.a.Topology.Components[component].ID + " fails"
			}
			j.blockf(v.Here(), component, []int{flow}, "flow %s goes over the Internet %s, through %s", j.a.Flows[flow].Name, when, v.Name())
		}
	})
}
