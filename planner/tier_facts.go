package planner

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
)

// BeyondTier returns what a circuit is used for that a tier below its own does
// not allow. It is not known where the design leaves out a fact on which that
// rests.
func (d *Design) BeyondTier(c *Circuit, name Tier) (needs []string, known bool) {
	tier, ok := d.Catalog.Tier(string(name))
	if !ok || c.Location == nil {
		return nil, false
	}
	u := tierUse{d: d, c: c, tier: tier, known: true}
	u.connections()
	u.filters()
	u.partners()
	u.counts()
	return u.needs, u.known
}

// tierUse gathers what a circuit needs above a tier.
type tierUse struct {
	d     *Design
	c     *Circuit
	tier  *catalog.Tier
	needs []string
	known bool
}

func (u *tierUse) need(format string, args ...any) {
	u.needs = append(u.needs, fmt.Sprintf(format, args...))
}

// reaches reports whether circuits of the tier at the circuit's location reach
// a region.
func (u *tierUse) reaches(r *catalog.Region) bool {
	switch u.tier.Scope {
	case "local-regions":
		return slices.Contains(u.c.Location.LocalRegions, r.Name)
	case "geopolitical-region":
		return r.GeopoliticalRegion == u.c.Location.GeopoliticalRegion
	}
	return true
}

func (u *tierUse) connections() {
	for _, n := range u.c.Connections {
		switch r := n.Azure(); {
		case r == nil:
			u.known = false
		case !u.reaches(r):
			u.need("connection %s ends in %s", n.Name(), r.Name)
		}
	}
}

func (u *tierUse) filters() {
	ms := u.c.Peerings.Microsoft
	if ms == nil || ms.RouteFilter == nil {
		return
	}
	for i, found := range ms.RouteFilter.Resolved {
		u.known = u.known && len(found) > 0
		for _, v := range found {
			r, ok := u.d.Catalog.Region(v.Region)
			if v.M365 && !u.tier.Microsoft365 || ok && v.Region != "" && v.Kind != "regional-private" && !u.reaches(r) || v.Region == "" && u.tier.Scope == "local-regions" {
				u.need("its route filter asks for %s", ms.RouteFilter.Communities[i])
				break
			}
		}
	}
}

// partners looks at the circuits at the other end of Global Reach, and at
// those that lead to the same network from another geopolitical region.
func (u *tierUse) partners() {
	home := u.c.Location.GeopoliticalRegion
	for _, g := range u.c.GlobalReach {
		o := g.Other(u.c)
		switch {
		case !u.tier.GlobalReach:
			u.need("Global Reach %s joins it to %s", g.Name(), o.Name())
		case o.Location == nil:
			u.known = false
		case o.Location.GeopoliticalRegion != home && !u.tier.GlobalReachAcross:
			u.need("Global Reach %s joins it to %s in %s", g.Name(), o.Name(), o.Location.GeopoliticalRegion)
		}
	}
	for _, o := range u.d.Partners(u.c) {
		if o.Location != nil && o.Location.GeopoliticalRegion != home && !u.tier.CrossesGeopolitical {
			u.need("circuit %s in %s stands in for it", o.Name(), o.Location.GeopoliticalRegion)
		}
	}
}

// counts looks at how many networks the circuit joins, and how many prefixes
// it announces.
func (u *tierUse) counts() {
	links := len(u.c.Connections) + len(u.c.GlobalReach)
	most, _, ok := u.d.Catalog.VNetLinks(u.tier.Name, int(u.c.Bandwidth))
	switch {
	case !ok && links > u.tier.VNetLinksMin:
		u.known = false // the documentation has no figure for this size
	case ok && links > most:
		u.need("it has %d connections and Global Reach links, of %d", links, most)
	}
	if u.c.Peerings.Private == nil {
		return
	}
	a := u.c.Peerings.Private.AnnouncedByAny()
	if a.V4 > u.tier.PrivateIPv4Prefixes {
		u.need("it announces %s prefixes, of %s", thousands(a.V4), thousands(u.tier.PrivateIPv4Prefixes))
	}
}

// thousands writes a number with a comma after every three digits.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
