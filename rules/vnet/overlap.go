package vnet

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var overlap = &rules.Rule{
	ID:       "vnet/vnet-overlap",
	Code:     "NET-001",
	Title:    "VNets that are joined have address spaces of their own",
	Severity: diag.Error,
	Why:      "Azure refuses to peer VNets that overlap, with each other or with a third. On one circuit or in one Virtual WAN both announce the prefix, and traffic for the one ends in the other.",
	Fix:      "Renumber one of them.",
	Refs:     []rules.Ref{remote("Requirements and constraints")},
	Covers:   []string{"ALZ D03.01"},
	Check: func(p *rules.Pass) {
		s := spaces{relations: newRelations(p), known: map[netip.Prefix]bool{}, owners: map[key][]owner{}}
		for _, v := range p.VNets {
			if len(v.AddressSpace) == 0 {
				s.checkUnstated(p, v)
			}
			for i, prefix := range v.AddressSpace {
				if meets := s.meets(v, prefix); len(meets) > 0 {
					s.report(p, v, i, meets)
				}
			}
			for i, prefix := range v.AddressSpace {
				s.add(prefix, owner{v, v.Item("address_space", i)})
			}
		}
	},
}

// spaces are the address spaces that were looked at so far. A prefix that many
// VNets have is in the table once.
type spaces struct {
	relations
	table  planner.PrefixUses
	known  map[netip.Prefix]bool
	owners map[key][]owner
	taken  *planner.PrefixUses // everything in use, made for the first finding
}

// A key is a prefix among VNets that may be related.
type key struct {
	prefix netip.Prefix
	group  any
}

type owner struct {
	vnet *planner.VNet
	at   source.Place
}

func (s *spaces) add(prefix netip.Prefix, o owner) {
	prefix = prefix.Masked()
	if !s.known[prefix] {
		s.known[prefix] = true
		s.table.Add(planner.PrefixUse{Prefix: prefix})
	}
	k := key{prefix, s.groups.Of(o.vnet)}
	s.owners[k] = append(s.owners[k], o)
}

// A meeting is a prefix that overlaps, and why it must not.
type meeting struct {
	owner
	prefix netip.Prefix
	why    string
}

// shown is how many VNets a finding names at most.
const shown = 4

// meets returns the prefixes of other VNets that a prefix must not overlap and
// does: one more than are shown is enough.
func (s *spaces) meets(v *planner.VNet, prefix netip.Prefix) []meeting {
	var out []meeting
	for _, u := range s.table.Overlapping(prefix) {
		for _, o := range s.owners[key{u.Prefix, s.groups.Of(v)}] {
			if why := s.why(o.vnet, v); why != "" {
				out = append(out, meeting{o, u.Prefix, why})
			}
			if len(out) > shown {
				return out
			}
		}
	}
	return out
}

func (s *spaces) report(p *rules.Pass, v *planner.VNet, i int, meets []meeting) {
	prefix, first, more := v.AddressSpace[i], meets[0], ""
	switch n := len(meets); {
	case n > shown:
		more = " and those of others"
	case n > 1:
		more = fmt.Sprintf(" and %d more", n-1)
	}
	f := p.Report(v.Item("address_space", i), "%q of VNet %s overlaps %q of VNet %s%s; %s", prefix, v.Name(), first.prefix, first.vnet.Name(), more, first.why)
	for _, m := range meets[:min(len(meets), shown)] {
		f.Related(m.at, "%s is of VNet %s", m.prefix, m.vnet.Name())
	}
	if !prefix.Addr().Is4() {
		return
	}
	if s.taken == nil {
		s.taken = p.PrefixesInUse()
	}
	if free, ok := s.taken.Free(prefix.Bits()); ok {
		f.Fix("Renumber one of them; %q is free in this design.", free)
		s.taken.Add(planner.PrefixUse{Prefix: free})
	}
}

// relations are what joins the VNets of a design.
type relations struct {
	peers    map[*planner.VNet][]*planner.VNet
	circuits map[*planner.VNet][]*planner.Circuit
	groups   *planner.Groups // VNets of different groups are not related
}

func newRelations(p *rules.Pass) relations {
	r := relations{map[*planner.VNet][]*planner.VNet{}, map[*planner.VNet][]*planner.Circuit{}, p.JoinedVNets()}
	peer := func(a, b *planner.VNet) {
		if a != b && !slices.Contains(r.peers[a], b) {
			r.peers[a], r.peers[b] = append(r.peers[a], b), append(r.peers[b], a)
		}
	}
	for _, v := range p.VNets {
		if v.Hub != nil {
			peer(v, v.Hub)
		}
		for _, n := range v.Peerings {
			peer(v, n.To)
		}
		r.circuits[v] = v.Circuits()
		for _, c := range r.circuits[v] {
			r.groups.Join(v, c)
		}
	}
	return r
}

// why says why two VNets must not overlap; it is empty where they may.
func (r *relations) why(a, b *planner.VNet) string {
	if slices.Contains(r.peers[a], b) {
		return "they are peered"
	}
	if i := slices.IndexFunc(r.peers[a], func(v *planner.VNet) bool { return slices.Contains(r.peers[b], v) }); i >= 0 {
		return fmt.Sprintf("both are peered with %s", r.peers[a][i].Name())
	}
	if inOneWAN(a, b) {
		if a.VHub == b.VHub {
			return fmt.Sprintf("both are connected to hub %s", a.VHub.Name())
		}
		return fmt.Sprintf("both are in Virtual WAN %s", a.VHub.WAN.Name())
	}
	for _, c := range r.circuits[a] {
		if slices.Contains(r.circuits[b], c) {
			return fmt.Sprintf("both are reached over circuit %s", c.Name())
		}
	}
	return ""
}

// checkUnstated notes a VNet without an address space that is joined to
// another one.
func (s *spaces) checkUnstated(p *rules.Pass, v *planner.VNet) {
	for _, o := range p.VNets {
		if o == v || s.groups.Of(o) != s.groups.Of(v) {
			continue
		}
		if why := s.why(v, o); why != "" {
			p.Unknown(v.At("address_space"), "whether VNets %s and %s overlap is unknown: %s does not say its address space, and %s", v.Name(), o.Name(), v.Name(), why)
			return
		}
	}
}
