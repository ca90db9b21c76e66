package catalog

import "slices"

// A Region is an Azure region. Name is the programmatic one ("uksouth"),
// DisplayName the one for people ("UK South").
type Region struct {
	Fact
	Name, DisplayName  string
	Aliases            []string
	Cloud              Cloud
	GeopoliticalRegion string
	Country            string  // two letters, ISO 3166
	Lat, Lon           float64 // degrees, approximate
	Zones              Answer  // has availability zones
	PairedRegion       string  // programmatic name; empty: none or not documented
	Restricted         Answer  // access only on request
	PhysicalLocation   string
	PrivateCommunity   string // on private peering, "12076:50024"; empty: not documented
	MicrosoftCommunity string // on Microsoft peering, "12076:51024"; empty: not documented
}

// Region finds a region by programmatic name, display name or alias. The
// look-up forgives case, spaces, punctuation and accents.
func (c *Catalog) Region(name string) (*Region, bool) { return c.regionIndex().find(name) }

// Regions gives all regions of all clouds, in catalogue order.
func (c *Catalog) Regions() []*Region { return c.regionIndex().all }

// SuggestRegions gives the programmatic names of the regions that are nearest
// to a name: best first, at most three, none when nothing is near.
func (c *Catalog) SuggestRegions(name string) []string { return c.regionIndex().suggest(name) }

func (c *Catalog) regionIndex() *index[Region] {
	return c.regions.get(func() *index[Region] {
		return newIndex(c.table("regions"), region, func(g *Region) (string, []string) {
			return g.Name, append([]string{g.DisplayName}, g.Aliases...)
		})
	})
}

func region(r *row) *Region {
	return &Region{
		Fact:               r.fact(),
		Name:               r.text("name"),
		DisplayName:        r.text("display_name"),
		Aliases:            r.list("aliases"),
		Cloud:              Cloud(r.text("cloud")),
		GeopoliticalRegion: r.text("geopolitical_region"),
		Country:            r.text("country"),
		Lat:                r.number("lat"),
		Lon:                r.number("lon"),
		Zones:              r.answer("availability_zones"),
		PairedRegion:       r.text("paired_region"),
		Restricted:         r.answer("restricted"),
		PhysicalLocation:   r.text("physical_location"),
		PrivateCommunity:   r.text("community_private"),
		MicrosoftCommunity: r.text("community_microsoft"),
	}
}

// A Geopolitical is a geopolitical region: a circuit of the Standard tier
// reaches the Azure regions of the one that its location is in. The lists
// hold everything; the Inferred ones, the part that the documentation leaves
// out and that was placed by geography.
type Geopolitical struct {
	Fact
	Name              string
	Cloud             Cloud
	Regions           []string
	Locations         []string // sites of a Metro without a row of their own too
	Metros            []string
	InferredRegions   []string
	InferredLocations []string
	InferredMetros    []string
}

// Geopolitical finds a geopolitical region by name.
func (c *Catalog) Geopolitical(name string) (*Geopolitical, bool) {
	return c.geopoliticalIndex().find(name)
}

// Geopoliticals gives all geopolitical regions, in catalogue order.
func (c *Catalog) Geopoliticals() []*Geopolitical { return c.geopoliticalIndex().all }

func (c *Catalog) geopoliticalIndex() *index[Geopolitical] {
	return c.geopolitical.get(func() *index[Geopolitical] {
		return newIndex(c.table("geopolitical_regions"), geopolitical,
			func(g *Geopolitical) (string, []string) { return g.Name, nil })
	})
}

func geopolitical(r *row) *Geopolitical {
	g := &Geopolitical{
		Fact:              r.fact(),
		Name:              r.text("name"),
		Cloud:             Cloud(r.text("cloud")),
		InferredRegions:   r.list("inferred_regions"),
		InferredLocations: r.list("inferred_locations"),
		InferredMetros:    r.list("inferred_metros"),
	}
	g.Regions = slices.Concat(r.list("regions"), g.InferredRegions)
	g.Locations = slices.Concat(r.list("locations"), g.InferredLocations)
	g.Metros = slices.Concat(r.list("metros"), g.InferredMetros)
	return g
}

// A GlobalReachPlace is a country, or in one case a region, whose locations
// may join Global Reach. The locations are derived from the country.
type GlobalReachPlace struct {
	Fact
	Name        string
	Country     string // two letters, ISO 3166
	Restriction string // what the place is limited to; empty: nothing
	Locations   []string
	Metros      []string
}

// GlobalReach gives the place of Global Reach that a location belongs to. Not
// ok: Global Reach is not offered there. It is a service of the public cloud.
func (c *Catalog) GlobalReach(loc *Location) (*GlobalReachPlace, bool) {
	if loc == nil || loc.Cloud != Public {
		return nil, false
	}
	for _, p := range c.GlobalReachPlaces() {
		if slices.Contains(p.Locations, loc.Name) || slices.Contains(p.Metros, loc.Name) {
			return p, true
		}
	}
	return nil, false
}

// GlobalReachPlaces gives all places of Global Reach, in catalogue order.
func (c *Catalog) GlobalReachPlaces() []*GlobalReachPlace {
	return c.reach.get(func() *index[GlobalReachPlace] {
		return newIndex(c.table("global_reach"), func(r *row) *GlobalReachPlace {
			return &GlobalReachPlace{
				Fact: r.fact(), Name: r.text("place"), Country: r.text("country"),
				Restriction: r.text("restriction"), Locations: r.list("locations"), Metros: r.list("metros"),
			}
		}, func(p *GlobalReachPlace) (string, []string) { return p.Name, nil })
	}).all
}
