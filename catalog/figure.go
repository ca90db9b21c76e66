package catalog

import "time"

// A Figure is the unavailability that a prediction gives to one component of
// a kind: the share of time that it is down, 0.0005 for 99.95 %. All of the
// catalogue's are engineering estimates. They are never contracts: see SLA.
type Figure struct {
	Fact
	Kind           string
	Unavailability float64
	Note           string // what the figure rests on
}

// Figure gives the figure of a component kind ("router", "msee", "zone" …).
// Not ok: the kind has none, and does not lower a predicted availability. The
// instances of VPN gateways have a kind of their own, "vpn-gateway-instance".
func (c *Catalog) Figure(kind string) (Figure, bool) {
	f, ok := c.figureIndex().find(kind)
	if !ok {
		return Figure{}, false
	}
	return *f, true
}

// Figures gives the figures of all kinds that have one, in catalogue order.
func (c *Catalog) Figures() []*Figure { return c.figureIndex().all }

func (c *Catalog) figureIndex() *index[Figure] {
	return c.figures.get(func() *index[Figure] {
		return newIndex(c.table("figures"), func(r *row) *Figure {
			return &Figure{
				Fact: r.fact(), Kind: r.text("kind"),
				Unavailability: r.number("unavailability"), Note: r.text("note"),
			}
		}, func(f *Figure) (string, []string) { return f.Kind, nil })
	})
}

// An SLA is the availability that a contract promises. It is the threshold of
// a refund and not a measured availability: it is not multiplied into a
// prediction, and a figure that covers a pair is not squared.
type SLA struct {
	Fact
	Topology  string  // "standard", "high", "maximum" for circuits; "gateway", "gateway-basic", "virtual-wan" …
	Percent   float64 // of a month; 0: a figure exists and is not known
	Verified  bool    // the figure was confirmed by more than general knowledge
	Party     string  // who promises: "Microsoft", "facility", "carrier"
	Condition string  // what it is tied to, in words
	Note      string  // what it covers
}

// Known reports whether the percentage is known.
func (s *SLA) Known() bool { return s.Percent != 0 }

// SLA gives the contract figure of a topology.
func (c *Catalog) SLA(topology string) (*SLA, bool) { return c.slaIndex().find(topology) }

// SLAs gives all contract figures, in catalogue order.
func (c *Catalog) SLAs() []*SLA { return c.slaIndex().all }

func (c *Catalog) slaIndex() *index[SLA] {
	return c.slas.get(func() *index[SLA] {
		return newIndex(c.table("sla"), func(r *row) *SLA {
			return &SLA{
				Fact: r.fact(), Topology: r.text("topology"), Percent: r.number("availability"),
				Verified: r.yes("verified"), Party: r.text("party"),
				Condition: r.text("condition"), Note: r.text("note"),
			}
		}, func(s *SLA) (string, []string) { return s.Topology, nil })
	})
}

// A Timer says how long an event interrupts a flow. Detection and what
// follows it are separate timers, to be added.
type Timer struct {
	Fact
	Key             string
	Expected, Worst time.Duration
	Event           string // what happens, in words
	Note            string
}

// Timer gives the timer of a key ("link-loss-bfd", "gateway-msee" …). It
// panics on a key that is not in the table, which is a programming error.
func (c *Catalog) Timer(key string) Timer {
	t, ok := c.timerIndex().find(key)
	if !ok {
		panic("catalog: no timer with the key " + key)
	}
	return *t
}

// Timers gives all timers, in catalogue order.
func (c *Catalog) Timers() []*Timer { return c.timerIndex().all }

func (c *Catalog) timerIndex() *index[Timer] {
	return c.timers.get(func() *index[Timer] {
		return newIndex(c.table("timers"), func(r *row) *Timer {
			return &Timer{
				Fact: r.fact(), Key: r.text("key"), Event: r.text("event"), Note: r.text("note"),
				Expected: seconds(r.number("expected_s")), Worst: seconds(r.number("worst_s")),
			}
		}, func(t *Timer) (string, []string) { return t.Key, nil })
	})
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
