package bfd

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A session is one of the two BGP sessions of a peering: that over a link.
type session struct {
	peering *planner.Peering
	link    *planner.Link
}

// sessions returns the sessions of a peering over the links that are up.
func sessions(p *planner.Peering) []session {
	var out []session
	for _, l := range p.Circuit.Links.All() {
		if l.Up() {
			out = append(out, session{p, l})
		}
	}
	return out
}

// allSessions returns the sessions of a design.
func allSessions(p *rules.Pass) []session {
	var out []session
	for _, c := range p.Circuits {
		for _, peering := range c.PeeringList() {
			out = append(out, sessions(peering)...)
		}
	}
	return out
}

// router returns the customer's router that ends the session, or nil where
// the provider holds it or the design names none.
func (s session) router() *planner.Router {
	if s.peering.ProviderHolds().Value() {
		return nil
	}
	return s.link.Router
}

// bfd reports whether the end that is not Microsoft's runs BFD. The customer's
// router says nothing of a session that the provider holds.
func (s session) bfd() planner.Opt[bool] {
	if s.link.BFD.Known() || s.peering.BFD.Known() || s.router() != nil {
		return s.peering.LinkBFD(s.link)
	}
	return planner.Opt[bool]{}
}

// on and off report what is certain; of a session without a word on BFD
// neither holds.
func (s session) on() bool  { return s.bfd().Value() }
func (s session) off() bool { return s.bfd().Known() && !s.bfd().Value() }

// place returns where BFD of the session is written or, where it is not, the
// nearest place at which it can be.
func (s session) place() source.Place {
	switch r := s.router(); {
	case s.link.BFD.Known():
		return s.link.At("bfd")
	case s.peering.BFD.Known():
		return s.peering.At("bfd")
	case r != nil:
		return r.At("bfd")
	}
	return s.peering.At("bfd")
}

// missing returns the key that would say more of a session whose BFD is not
// known, and what it would say.
func (s session) missing() (source.Place, string) {
	switch held := s.peering.ProviderHolds(); {
	case s.router() != nil:
		return s.place(), "whether router " + s.router().ID() + " runs BFD is not stated"
	case !held.Known():
		return s.peering.Circuit.At("layer"), "whose routers hold the BGP sessions of " + s.peering.Circuit.Name() + ", and whether they run BFD, is not stated"
	case held.Value():
		return s.place(), "whether the provider runs BFD is not stated; ask for it"
	}
	return s.place(), "neither the peering nor a router of its links says whether BFD runs"
}

// A group is sessions that one line of the design decides about.
type group struct {
	place    source.Place
	text     string // what is missing there, if anything
	sessions []session
}

// byPlace groups sessions by the line that says, or would say, whether they
// run BFD, in the order in which they come.
func byPlace(list []session) []group {
	var out []group
	type line struct { // a value of [defaults] is that of both routers of a circuit
		circuit *planner.Circuit
		file    *source.File
		span    source.Span
	}
	at, by := map[string]int{}, map[line]int{}
	for _, s := range list {
		place, text := s.place(), ""
		if !s.bfd().Known() {
			place, text = s.missing()
		}
		here := line{s.peering.Circuit, place.File, place.Span}
		i, ok := at[place.Path]
		if !ok {
			i, ok = by[here]
		}
		if !ok {
			i = len(out)
			out = append(out, group{place: place, text: text})
		}
		at[place.Path], by[here] = i, i
		out[i].sessions = append(out[i].sessions, s)
	}
	return out
}

// named is how many peerings a message names before it only counts them.
const named = 3

// describe names sessions: "both links of er (private)".
func describe(list []session) string {
	var parts []string
	for i := 0; i < len(list); i++ {
		s, links := list[i], "the "+list[i].link.Side+" link"
		if i+1 < len(list) && list[i+1].peering == s.peering {
			links = "both links"
			i++
		}
		parts = append(parts, links+" of "+s.peering.Circuit.Name()+" ("+s.peering.Kind+")")
	}
	if n := len(parts); n > named {
		return strings.Join(parts[:named], ", ") + " and of " + rules.Count(n-named, "more peering")
	}
	return rules.And(parts)
}

// unknown notes what is not stated about sessions, once for each key.
func unknown(p *rules.Pass, list []session) {
	for _, g := range byPlace(list) {
		p.Unknown(g.place, "%s: %s", describe(g.sessions), g.text)
	}
}
