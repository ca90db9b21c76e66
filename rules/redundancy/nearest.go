package redundancy

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// elsewhere says where a second circuit could be: at the nearest locations in
// other cities of the same geopolitical region that the provider of the first,
// or anybody, offers. A Metro in its own city is another way where one helps.
func elsewhere(p *rules.Pass, c *planner.Circuit, metro bool) string {
	by := func(l *catalog.Location) bool { return rules.Orderable(c, l) }
	far := others(p, c.Location, by)
	who := seller(c)
	if len(far) == 0 {
		far, who = others(p, c.Location, func(l *catalog.Location) bool { return len(l.Providers) > 0 }), ", with another provider"
	}
	out := "Add a circuit at another peering location."
	if len(far) > 0 {
		out = fmt.Sprintf("Add a circuit at another peering location: nearest%s are %s.", who, strings.Join(far, ", "))
	}
	for _, l := range p.Catalog.Locations() {
		if metro && l.Metro && l.Cloud == c.Location.Cloud && l.MetroCity() == c.Location.MetroCity() && by(l) {
			return out + fmt.Sprintf(" Or make it a Metro circuit at %s.", l.Name)
		}
	}
	return out
}

// seller names who offers circuits like c, after "nearest".
func seller(c *planner.Circuit) string {
	switch {
	case c.IsDirect():
		return " with ExpressRoute Direct"
	case c.Provider != nil:
		return " of " + c.ProviderName()
	}
	return ""
}

// others lists the three nearest locations in other cities that fit, each with
// its distance.
func others(p *rules.Pass, from *catalog.Location, fits func(*catalog.Location) bool) []string {
	return rules.Away(from, p.Near(from, func(l *catalog.Location) bool {
		return !l.Metro && l.GeopoliticalRegion == from.GeopoliticalRegion && l.MetroCity() != from.MetroCity() && fits(l)
	}))
}
