package bfd

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// The events are those that a design of circuits survives by itself: a link,
// the way between gateway and edge router, a location. What a tunnel or a
// zone takes is for the rules on those.
var rtoBelowDetectionTime = &rules.Rule{
	ID:       "bfd/rto-below-detection-time",
	Code:     "BFD-007",
	Title:    "Recovery times leave room for detection and convergence",
	Severity: diag.Warning,
	Why:      "A failure is survived only after it has been noticed and the routes have moved: up to 180 s without BFD, up to 60 s between gateway and edge router even with it, and in some failures up to 180 s to another location.",
	Fix:      "Relax the target, keep both paths in use so that only a part of the traffic waits, or let the application retry.",
	Refs: []rules.Ref{
		page(need + " (note)"),
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Redundancy with ExpressRoute circuits in different metros (note)", Date: "2023-06-15"},
	},
	YieldsTo: []string{"requirements/recovery-time"},
	Check: func(p *rules.Pass) {
		for _, t := range targets(p) {
			t.check(p)
		}
	},
}

// A wait is what a failure may cost: a time, and why.
type wait struct {
	time    time.Duration
	why     string
	sources []catalog.Source
}

// check reports a target that is shorter than what a failure may cost.
func (t target) check(p *rules.Pass) {
	var waits []wait
	var open []session
	for _, w := range t.ways {
		found, unsaid := w.waits(p)
		waits, open = append(waits, found...), append(open, unsaid...)
	}
	longest := longestByWhy(waits, time.Duration(t.value))
	if len(longest) == 0 {
		if time.Duration(t.value) < hiddenLoss(p, p.Catalog.Limit("bgp.hold_time").Duration()).time {
			unknown(p, distinct(open))
		}
		return
	}
	parts := make([]string, len(longest))
	worst, enable := time.Duration(0), ""
	for i, w := range longest {
		parts[i] = span(w.time) + " " + w.why
		worst = max(worst, w.time)
		if w.why == withoutBFDWait {
			enable = "Enable BFD on every link. Otherwise allow"
		}
	}
	f := p.Report(t.at, "a recovery time of %s is below the worst case: up to %s", t.value, strings.Join(parts, "; "))
	f.Fix("%s for %s, keep both paths in use so that only a part of the traffic waits, or let the application retry.", cmp.Or(enable, "Allow"), span(worst))
	for _, w := range longest {
		f.Rests(w.sources...)
	}
}

// waits returns what failures on a way may cost, and the sessions of which
// that is not known.
func (w way) waits(p *rules.Pass) (out []wait, open []session) {
	var places []string
	for _, s := range w.sessions {
		places = append(places, s.peering.Circuit.LocationName())
		if cost, ok := s.linkLoss(p); ok {
			out = append(out, cost)
		} else {
			open = append(open, s)
		}
	}
	if len(w.sessions) == 0 {
		return nil, nil
	}
	if w.gateway {
		out = append(out, event(p, "gateway-msee", "between gateway and edge router, even with BFD"))
	}
	slices.Sort(places)
	if places = slices.Compact(places); len(places) > 1 {
		out = append(out, event(p, "location-move", "to move to another peering location in some failures"))
	}
	return out, open
}

func event(p *rules.Pass, key, why string) wait {
	t := p.Catalog.Timer(key)
	return wait{t.Worst, why, []catalog.Source{t.About("worst_s")}}
}

// linkLoss returns what the loss of a session's link may cost. Not ok: the
// design does not say whether BFD runs.
func (s session) linkLoss(p *rules.Pass) (w wait, ok bool) {
	bfd := s.bfd()
	switch {
	case s.link.L2Devices.Known() && s.link.L2Devices.Value() == 0:
		return takenOver(p, event(p, "link-loss-visible", "to move traffic off a lost link")), true
	case bfd.Value():
		w = event(p, "link-loss-bfd", "to find a dead link by BFD and move its traffic")
		w.time = max(w.time, s.slowest(p))
		return takenOver(p, w), true
	case bfd.Known():
		return hiddenLoss(p, s.holdTime(p)), true
	}
	return wait{}, false
}

// slowest returns the detection time by a router that is slower than
// Microsoft's side.
func (s session) slowest(p *rules.Pass) time.Duration {
	interval, multiplier := p.Catalog.Limit("bfd.interval_slow").Duration(), p.Catalog.Limit("bfd.multiplier").Int()
	if r := s.router(); r != nil {
		interval = max(interval, time.Duration(r.BFDInterval))
		multiplier = max(multiplier, r.BFDMultiplier.Value())
	}
	return interval * time.Duration(multiplier)
}

// withoutBFDWait is the reason of a wait that BFD would end.
const withoutBFDWait = "to find a dead link without BFD and move its traffic"

// hiddenLoss returns the cost of a loss that only the BGP hold timer finds.
func hiddenLoss(p *rules.Pass, hold time.Duration) wait {
	w := wait{hold, withoutBFDWait, []catalog.Source{p.Catalog.Limit("bgp.hold_time").Source}}
	return takenOver(p, w)
}

// takenOver adds the time in which the other session takes over.
func takenOver(p *rules.Pass, w wait) wait {
	w.time += p.Catalog.Timer("bgp-withdraw").Worst
	return w
}

// longestByWhy returns the waits above a limit: of each reason the longest, in
// the order in which they come.
func longestByWhy(waits []wait, limit time.Duration) []wait {
	var out []wait
	for _, w := range waits {
		i := slices.IndexFunc(out, func(o wait) bool { return o.why == w.why })
		switch {
		case w.time <= limit:
		case i < 0:
			out = append(out, w)
		case out[i].time < w.time:
			out[i] = w
		}
	}
	return out
}

func distinct(list []session) []session {
	var out []session
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
