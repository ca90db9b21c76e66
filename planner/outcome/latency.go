package outcome

import (
	"math"
	"strconv"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
)

// What a latency estimate rests on. Light takes about 5 µs for a km of fibre
// (refractive index 1.47, ITU-T G.652), and fibre runs longer than the great
// circle by a fifth to a half; the upper part of that range is taken.
const (
	MicrosecondsPerKM = 5.0
	Detour            = 1.4
)

// Milliseconds is an estimated time. It holds propagation alone: no queues, no
// devices, no encryption.
type Milliseconds float64

// String writes the time with one digit: "12.3 ms".
func (m Milliseconds) String() string { return strconv.FormatFloat(float64(m), 'f', 1, 64) + " ms" }

func msOf(d planner.Duration) Milliseconds { return Milliseconds(d.Seconds() * 1000) }

// A span is an estimated time in one direction, where it is known.
type span struct {
	ms    Milliseconds
	known bool
}

// A Latency is the estimated round trip of a flow: over the longest of its
// ways there, and the longest back.
type Latency struct {
	RoundTrip Milliseconds
	Known     bool // false: no way, or coordinates are missing
}

// roundTrip adds the two directions, to a tenth of a millisecond.
func (ans *answer) roundTrip() (Milliseconds, bool) {
	there, back := ans.latency[0], ans.latency[1]
	return Milliseconds(math.Round(float64(there.ms+back.ms)*10) / 10), there.known && back.known
}

// Latency estimates the round trip over the ways of an answer.
func (ans *answer) estimate() Latency {
	trip, ok := ans.roundTrip()
	if !ok {
		return Latency{}
	}
	return Latency{trip, true}
}

// longest estimates the longest way of one direction.
func (a *Analysis) longest(flow int, choices []routing.Choice) span {
	out := span{known: true}
	some := false
	for i := range choices {
		for k := range choices[i].Ways {
			some = true
			ms, ok := a.wayLatency(flow, &choices[i].Ways[k])
			if !ok {
				return span{}
			}
			out.ms = max(out.ms, ms)
		}
	}
	out.known = some
	return out
}

// A spot is a place that a way passes: a point on the map and, inside of
// Microsoft's network, the region that it is in or nearest to.
type spot struct {
	lat, lon float64
	placed   bool
	region   *catalog.Region // nil of sites, and of locations that are local to no region
}

// wayLatency estimates a way in one direction, from spot to spot.
func (a *Analysis) wayLatency(flow int, w *routing.Way) (Milliseconds, bool) {
	spots := a.spots(flow, w)
	sum := Milliseconds(0)
	for i := 1; i < len(spots); i++ {
		ms, ok := a.leg(spots[i-1], spots[i])
		if !ok {
			return 0, false
		}
		sum += ms
	}
	return sum, true
}

// leg estimates the time between two spots: by the published median where
// traffic crosses from one region to another, else by distance.
func (a *Analysis) leg(from, to spot) (Milliseconds, bool) {
	switch {
	case !from.placed || !to.placed:
		return 0, false
	case from.region != nil && to.region != nil && from.region != to.region:
		if ms, ok := a.median(from.region, to.region); ok {
			return fibre(from, spotOf(from.region)) + ms + fibre(spotOf(to.region), to), true
		}
	}
	return fibre(from, to), true
}

// median returns half of the published round trip between two regions.
func (a *Analysis) median(from, to *catalog.Region) (Milliseconds, bool) {
	ms, _, ok := a.Design.Catalog.Latency(from.Name, to.Name)
	return Milliseconds(ms) / 2, ok
}

// fibre estimates the time on fibre between two points.
func fibre(a, b spot) Milliseconds {
	km := catalog.Distance(a.lat, a.lon, b.lat, b.lon)
	return Milliseconds(km * Detour * MicrosecondsPerKM / 1000)
}

func spotOf(r *catalog.Region) spot {
	return spot{lat: r.Lat, lon: r.Lon, placed: r.Lat != 0 || r.Lon != 0, region: r}
}

func spotOfSite(s *planner.Site) spot {
	if len(s.Coordinates) != 2 {
		return spot{}
	}
	return spot{lat: s.Coordinates[0], lon: s.Coordinates[1], placed: true}
}

// spotOfLocation places a peering location, and finds the region that it is
// local to and nearest.
func (a *Analysis) spotOfLocation(l *catalog.Location) spot {
	if l == nil {
		return spot{}
	}
	out := spot{lat: l.Lat, lon: l.Lon, placed: l.Lat != 0 || l.Lon != 0}
	best := math.Inf(1)
	for _, name := range l.LocalRegions {
		r, ok := a.Design.Catalog.Region(name)
		if !ok {
			continue
		}
		if km := catalog.Distance(l.Lat, l.Lon, r.Lat, r.Lon); km < best {
			best, out.region = km, r
		}
	}
	return out
}

// spots returns the places of a way, from the one end of the flow to the other.
func (a *Analysis) spots(flow int, w *routing.Way) []spot {
	f := &a.Flows[flow]
	out := append([]spot(nil), a.spotOfEnd(f.From))
	return append(a.spotsOfHops(out, w), a.spotOfEnd(f.To))
}

// spotOfEnd places an end of a flow. A Microsoft service is placed where it is
// one of a single region.
func (a *Analysis) spotOfEnd(e planner.Endpoint) spot {
	switch {
	case e.Site != nil:
		return spotOfSite(e.Site)
	case e.VNet != nil && e.VNet.Azure != nil:
		return spotOf(e.VNet.Azure)
	case e.Service != nil:
		name := ""
		for _, c := range e.Service.Communities {
			if c.Region == "" || name != "" && c.Region != name {
				return spot{}
			}
			name = c.Region
		}
		if r, ok := a.Design.Catalog.Region(name); ok && name != "" {
			return spotOf(r)
		}
	}
	return spot{}
}

func (a *Analysis) spotsOfHops(out []spot, w *routing.Way) []spot {
	for i := range w.Hops {
		h := &w.Hops[i]
		switch {
		case h.SiteLink != nil:
			out = append(out, spotOfSite(h.SiteLink.Ends[1-heading(w, i)].Site))
		case h.Attachment != nil && heading(w, i) == 1:
			out = append(out, spotOfSite(h.Attachment.Router.Site))
		case h.Edge != nil:
			out = append(out, a.spotOfLocation(h.Edge.Circuit.Location))
		case h.Connection != nil && h.Connection.Azure() != nil:
			out = append(out, spotOf(h.Connection.Azure()))
		case h.Under != nil:
			out = a.spotsOfHops(out, h.Under)
		case h.Tunnel != nil && h.Tunnel.Azure() != nil:
			out = append(out, spotOf(h.Tunnel.Azure()))
		case h.Hub != nil && h.Hub.Azure != nil:
			out = append(out, spotOf(h.Hub.Azure))
		}
	}
	return out
}
