package example

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/erplan/erplan/catalog"
)

// Levels lists the resiliency levels that a design can be composed for.
var Levels = []string{"standard", "high", "maximum"}

// Answers say what a design is to be like. Names forgive as the look-ups of the
// catalogue do.
type Answers struct {
	Name      string
	Level     string   // one of Levels
	Locations []string // peering locations: two for maximum, otherwise one
	Providers []string // of each location
	Region    string
	VPN       bool // a VPN over the Internet behind the circuits
}

// A Problem is an answer that cannot be taken.
type Problem struct {
	Question string // name of the answer: "level", "location", "provider", "region"
	Message  string
	Hint     string // what may have been meant, or what there is
}

// Error says what is wrong with the answer.
func (p *Problem) Error() string { return p.Message }

func problem(question, hint, format string, args ...any) *Problem {
	return &Problem{question, fmt.Sprintf(format, args...), hint}
}

// A plan is answers that were looked up.
type plan struct {
	Answers
	region *catalog.Region
	spots  []spot
}

// A spot is a peering location and a provider there.
type spot struct {
	at *catalog.Location
	by *catalog.Provider
}

// CheckLevel says what is wrong with a resiliency level.
func CheckLevel(level string) *Problem {
	if slices.Contains(Levels, level) {
		return nil
	}
	hint := "Use one of: " + strings.Join(Levels, ", ") + "."
	if near := catalog.Nearest(level, Levels); len(near) > 0 {
		hint = fmt.Sprintf("Did you mean %q?", near[0])
	}
	return problem("level", hint, "unknown resiliency level %q", level)
}

// FindRegion looks a region of the public cloud up.
func FindRegion(c *catalog.Catalog, name string) (*catalog.Region, *Problem) {
	r, ok := c.Region(name)
	switch {
	case !ok:
		return nil, problem("region", didYouMean(c.SuggestRegions(name), "erplan catalog regions"), "unknown region %q", name)
	case r.Cloud != catalog.Public:
		return nil, problem("region", "Start from an example, and write cloud in [design].", "region %q is not of the public cloud", name)
	}
	return r, nil
}

// FindLocation looks a peering location up that a level can begin with: a Metro
// for high. For a plain location of a city with a Metro it returns the Metro.
func FindLocation(c *catalog.Catalog, level, name string) (*catalog.Location, *Problem) {
	l, ok := c.Location(catalog.Public, name)
	if !ok {
		return nil, problem("location", didYouMean(c.SuggestLocations(catalog.Public, name), "erplan catalog locations"), "unknown peering location %q", name)
	}
	if level == "high" && !l.Metro {
		for _, m := range c.Locations() {
			if m.Metro && m.Cloud == l.Cloud && m.MetroCity() == l.MetroCity() && len(m.Providers) > 0 {
				return m, nil
			}
		}
		return nil, problem("location", "There are Metros at "+join(metros(c, l))+".", "%s has no Metro, which high resiliency needs", l.Name)
	}
	if len(l.Providers) == 0 {
		return nil, problem("location", "Start from the example direct-macsec, or name another location.", "no provider sells circuits at %s", l.Name)
	}
	return l, nil
}

// metros names the Metros nearest to a location.
func metros(c *catalog.Catalog, from *catalog.Location) []string {
	var names []string
	for _, m := range nearest(c, from, func(l *catalog.Location) bool { return l.Metro && len(l.Providers) > 0 }) {
		names = append(names, m.MetroCity())
	}
	return names[:min(3, len(names))]
}

// FindProvider looks a provider up that sells circuits at a location.
func FindProvider(c *catalog.Catalog, at *catalog.Location, name string) (*catalog.Provider, *Problem) {
	p, ok := c.Provider(name)
	switch {
	case !ok:
		return nil, problem("provider", didYouMean(c.SuggestProviders(name), "erplan catalog providers"), "unknown service provider %q", name)
	case at.Offers(p) != catalog.Active:
		return nil, problem("provider", "There are "+join(Sellers(c, at))+".", "%s sells no circuits at %s", p.Name, at.Name)
	}
	return p, nil
}

// Sellers names who sells circuits at a location: those that sell at most
// locations first.
func Sellers(c *catalog.Catalog, at *catalog.Location) []string {
	var list []*catalog.Provider
	for _, name := range at.Providers {
		if p, ok := c.Provider(name); ok && at.Offers(p) == catalog.Active && p.Model != "satellite" {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b *catalog.Provider) int {
		return cmp.Compare(len(b.Locations(at.Cloud)), len(a.Locations(at.Cloud)))
	})
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return names
}

// Second returns the location that fits best beside another: the nearest in
// another city of the same geopolitical region where somebody else sells
// circuits; nil where there is none.
func Second(c *catalog.Catalog, first *catalog.Location, provider string) *catalog.Location {
	list := nearest(c, first, func(l *catalog.Location) bool {
		other := slices.ContainsFunc(Sellers(c, l), func(name string) bool { return name != provider })
		return !l.Metro && l.GeopoliticalRegion == first.GeopoliticalRegion && l.MetroCity() != first.MetroCity() && other
	})
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// NearestRegion returns the region of the public cloud that is nearest to a
// location and open to everybody, with zones where one of its geopolitical
// region has them.
func NearestRegion(c *catalog.Catalog, at *catalog.Location) *catalog.Region {
	var best *catalog.Region
	for _, r := range c.Regions() {
		if r.Cloud != catalog.Public || r.GeopoliticalRegion != at.GeopoliticalRegion || r.Restricted == catalog.Yes || r.Lat == 0 && r.Lon == 0 {
			continue
		}
		away := func(r *catalog.Region) float64 { return catalog.Distance(at.Lat, at.Lon, r.Lat, r.Lon) }
		zones := func(r *catalog.Region) int {
			if r.Zones == catalog.Yes {
				return 0
			}
			return 1
		}
		if best == nil || cmp.Or(cmp.Compare(zones(r), zones(best)), cmp.Compare(away(r), away(best))) < 0 {
			best = r
		}
	}
	return best
}

// nearest returns the locations that fit, the nearest first.
func nearest(c *catalog.Catalog, from *catalog.Location, fits func(*catalog.Location) bool) []*catalog.Location {
	var out []*catalog.Location
	for _, l := range c.Locations() {
		if l.Cloud == from.Cloud && l.Name != from.Name && fits(l) {
			out = append(out, l)
		}
	}
	away := func(l *catalog.Location) float64 { return catalog.Distance(from.Lat, from.Lon, l.Lat, l.Lon) }
	slices.SortStableFunc(out, func(a, b *catalog.Location) int { return cmp.Compare(away(a), away(b)) })
	return out
}

func didYouMean(near []string, otherwise string) string {
	if len(near) == 0 {
		return fmt.Sprintf("\"%s\" lists them.", otherwise)
	}
	return "Did you mean " + strings.Join(quoted(near), " or ") + "?"
}

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = fmt.Sprintf("%q", n)
	}
	return out
}

// join lists the first few of many names.
func join(names []string) string {
	const most = 8
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// Fill chooses what is not answered, where there is a sensible choice.
func (a Answers) Fill(c *catalog.Catalog) (Answers, *Problem) {
	p, bad := a.plan(c)
	return p.Answers, bad
}

// plan looks the answers up, in the order of the questions, and chooses what is
// left out.
func (a Answers) plan(c *catalog.Catalog) (plan, *Problem) {
	p := plan{Answers: a}
	p.Level = cmp.Or(p.Level, "maximum")
	if bad := CheckLevel(p.Level); bad != nil {
		return p, bad
	}
	if bad := p.choose(c); bad != nil {
		return p, bad
	}
	p.Locations, p.Providers = nil, nil
	for _, s := range p.spots {
		p.Locations, p.Providers = append(p.Locations, s.at.Name), append(p.Providers, s.by.Name)
	}
	region := NearestRegion(c, p.spots[0].at)
	if p.Region != "" {
		var bad *Problem
		if region, bad = FindRegion(c, p.Region); bad != nil {
			return p, bad
		}
	}
	if region == nil {
		return p, problem("region", "Name one with --region.", "no region is near %s", p.Locations[0])
	}
	p.region, p.Region = region, region.Name
	p.Name = cmp.Or(strings.TrimSpace(strings.Map(printable, p.Name)), fmt.Sprintf("%s resiliency, %s", title(p.Level), strings.Join(p.Locations, " and ")))
	return p, nil
}

// printable drops what a design must not hold, such as what acts on a terminal.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return -1
	}
	return r
}

// choose finds the locations and their providers.
func (p *plan) choose(c *catalog.Catalog) *Problem {
	wanted := 1
	if p.Level == "maximum" {
		wanted = 2
	}
	if len(p.Locations) > wanted || len(p.Providers) > wanted {
		return problem("location", fmt.Sprintf("Name %d, or another level.", wanted), "%s resiliency takes %d peering location and provider each, not more", p.Level, wanted)
	}
	for i := range wanted {
		var s spot
		var bad *Problem
		switch {
		case i < len(p.Locations) && p.Locations[i] != "":
			if s.at, bad = FindLocation(c, p.Level, p.Locations[i]); bad != nil {
				return bad
			}
		case i == 0:
			return problem("location", "\"erplan catalog locations\" lists them.", "there is no peering location")
		default:
			first := p.spots[0]
			if s.at = Second(c, first.at, first.by.Name); s.at == nil {
				return problem("location", "Name it.", "there is no second peering location near %s", first.at.Name)
			}
		}
		if i > 0 && s.at.Name == p.spots[0].at.Name {
			return problem("location", "Name another, or choose standard.", "maximum resiliency needs two peering locations, not %s twice", s.at.Name)
		}
		if s.by, bad = p.provider(c, i, s.at); bad != nil {
			return bad
		}
		p.spots = append(p.spots, s)
	}
	return nil
}

// provider finds the provider of the i-th location: as answered, else somebody
// who is not yet in the design.
func (p *plan) provider(c *catalog.Catalog, i int, at *catalog.Location) (*catalog.Provider, *Problem) {
	if i < len(p.Providers) && p.Providers[i] != "" {
		by, bad := FindProvider(c, at, p.Providers[i])
		if bad == nil && p.Level == "standard" {
			bad = restricted(c, at, by)
		}
		return by, bad
	}
	var why *Problem
	for _, name := range Sellers(c, at) {
		by, bad := FindProvider(c, at, name)
		if bad != nil || i > 0 && by == p.spots[0].by {
			continue
		}
		if p.Level != "standard" {
			return by, nil
		}
		if bad = restricted(c, at, by); bad == nil {
			return by, nil
		}
		why = cmp.Or(why, bad)
	}
	if why != nil {
		return nil, why
	}
	return nil, problem("provider", "Name another location.", "nobody else sells circuits at %s", at.Name)
}

// restricted reports a lone circuit of a provider that offers the Metro of its
// city: Azure may refuse to create it.
func restricted(c *catalog.Catalog, at *catalog.Location, by *catalog.Provider) *Problem {
	for _, m := range c.Locations() {
		if m.Metro && !at.Metro && m.Cloud == at.Cloud && m.MetroCity() == at.MetroCity() && m.Offers(by) == catalog.Active {
			return problem("level", fmt.Sprintf("Choose high resiliency, at %s, or maximum.", m.Name), "%s is active at %s, so Azure may refuse to create a standard circuit at %s", by.Name, m.Name, at.Name)
		}
	}
	return nil
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
