package catalog

import (
	"fmt"
	"slices"
	"strings"
)

func checkLocations(c *Catalog, complain complain) {
	for _, l := range c.Locations() {
		doubtful := []string{}
		for _, d := range l.DoubtfulProviders {
			doubtful = append(doubtful, d.Name)
		}
		for _, names := range [][]string{l.Providers, l.Planned, doubtful} {
			checkProviderList(c, l, names, complain)
		}
		for _, name := range l.LocalRegions {
			g, ok := c.Region(name)
			if !ok || g.Name != name || g.Cloud != l.Cloud {
				complain("%s: local region %s is not a region of its cloud", l.Name, name)
			} else if d := Distance(l.Lat, l.Lon, g.Lat, g.Lon); d > 1500 {
				complain("%s: local region %s is %.0f km away", l.Name, name, d)
			}
		}
		if g, ok := c.Geopolitical(l.GeopoliticalRegion); !ok || g.Cloud != l.Cloud || g.Name != l.GeopoliticalRegion {
			complain("%s: geopolitical region %q", l.Name, l.GeopoliticalRegion)
		}
		if (l.PricingZone == 0) != (l.Cloud != Public) || l.PricingZone > 4 {
			complain("%s: pricing zone %d", l.Name, l.PricingZone)
		}
		if len(l.Country) != 2 || l.City == "" || len(l.Facilities) == 0 || l.Lat == 0 || l.Lon == 0 {
			complain("%s: place missing", l.Name)
		}
	}
}

func checkProviderList(c *Catalog, l *Location, names []string, complain complain) {
	last := -1
	for _, name := range names {
		at := slices.IndexFunc(c.Providers(), func(p *Provider) bool { return p.Name == name })
		if at < 0 {
			complain("%s: provider %q does not exist", l.Name, name)
		}
		if at < last {
			complain("%s: provider %q is out of order", l.Name, name)
		}
		last = at
	}
}

func checkMetros(c *Catalog, complain complain) {
	sites := map[string]string{}
	for _, m := range c.Locations() {
		if !m.Metro {
			continue
		}
		for i, s := range m.Sites {
			sites[s.Name] = m.Name
			if want := m.MetroCity() + []string{"", "2"}[i]; s.Name != want {
				complain("%s: site %d is %s, want %s", m.Name, i+1, s.Name, want)
			}
			plain, listed := c.Location(m.Cloud, s.Name)
			if listed != s.Listed || listed == slices.Contains(unlistedSites, s.Name) {
				complain("%s: site %s listed: %v", m.Name, s.Name, listed)
			}
			if listed && !slices.Contains(plain.MetroNames, m.Name) {
				complain("%s does not know that it is a site of %s", plain.Name, m.Name)
			}
			if listed && plain.Country != m.Country {
				complain("%s and %s are in two countries", plain.Name, m.Name)
			}
		}
	}
	for _, l := range c.Locations() {
		for _, name := range l.MetroNames {
			if sites[l.Name] != name {
				complain("%s is no site of %s", l.Name, name)
			}
		}
	}
}

// checkPairs reads the pairs from both sides.
func checkPairs(c *Catalog, complain complain) {
	byLocation, byProvider := map[string]bool{}, map[string]bool{}
	note := func(pairs map[string]bool, kind string, cloud Cloud, location, provider string) {
		key := fmt.Sprintf("%s: %s/%s %s", kind, cloud, location, provider)
		if pairs[key] {
			complain("twice: %s", key)
		}
		pairs[key] = true
	}
	for _, l := range c.Locations() {
		for _, p := range l.Providers {
			note(byLocation, "active", l.Cloud, l.Name, p)
		}
		for _, p := range l.Planned {
			note(byLocation, "planned", l.Cloud, l.Name, p)
		}
		for _, p := range l.DoubtfulProviders {
			note(byLocation, "doubtful", l.Cloud, l.Name, p.Name)
		}
	}
	for _, p := range c.Providers() {
		for _, cloud := range []Cloud{Public, USGov, China} {
			for _, l := range p.Locations(cloud) {
				note(byProvider, "active", cloud, l, p.Name)
			}
			for _, l := range p.Doubtful(cloud) {
				note(byProvider, "doubtful", cloud, l, p.Name)
			}
		}
		for _, l := range p.Metros {
			note(byProvider, "active", Public, l, p.Name)
		}
		for _, l := range p.MetrosPlanned {
			note(byProvider, "planned", Public, l, p.Name)
		}
	}
	for pair := range byLocation {
		if !byProvider[pair] {
			complain("only under the location: %s", pair)
		}
	}
	for pair := range byProvider {
		if !byLocation[pair] {
			complain("only under the provider: %s", pair)
		}
	}
}

func checkRegions(c *Catalog, complain complain) {
	for _, g := range c.Regions() {
		if g.Name != Fold(g.Name) || !strings.EqualFold(Fold(g.DisplayName), g.Name) {
			complain("%s: display name %q", g.Name, g.DisplayName)
		}
		if pair, ok := c.Region(g.PairedRegion); g.PairedRegion != "" && !slices.Contains(unlistedRegions, g.PairedRegion) {
			if !ok || pair.Name != g.PairedRegion || pair.Cloud != g.Cloud {
				complain("%s: paired region %q", g.Name, g.PairedRegion)
			}
		}
		for kind, value := range map[string]string{"regional-private": g.PrivateCommunity, "regional-microsoft": g.MicrosoftCommunity} {
			found := slices.IndexFunc(c.Communities(), func(v *Community) bool { return v.Kind == kind && v.Region == g.Name })
			if (found >= 0) != (value != "") || found >= 0 && c.Communities()[found].Value != value {
				complain("%s: %s community %q", g.Name, kind, value)
			}
		}
	}
}

func checkGeopolitical(c *Catalog, complain complain) {
	regions, locations := map[string]string{}, map[string]string{}
	for _, g := range c.Geopoliticals() {
		for _, name := range g.Regions {
			regions[name] = g.Name
		}
		for _, name := range slices.Concat(g.Locations, g.Metros) {
			locations[string(g.Cloud)+"/"+name] = g.Name
			if _, ok := c.Location(g.Cloud, name); !ok && !slices.Contains(unlistedGeo, name) {
				complain("%s: location %q does not exist", g.Name, name)
			}
		}
	}
	for _, r := range c.Regions() {
		if regions[r.Name] != r.GeopoliticalRegion {
			complain("%s: in %q by its row, in %q by the list", r.Name, r.GeopoliticalRegion, regions[r.Name])
		}
		delete(regions, r.Name)
		checkInferred(c, r.Fact, r.GeopoliticalRegion, r.Name, complain)
	}
	for name := range regions {
		complain("region %q does not exist", name)
	}
	for _, l := range c.Locations() {
		if in := locations[string(l.Cloud)+"/"+l.Name]; in != l.GeopoliticalRegion {
			complain("%s: in %q by its row, in %q by the list", l.Name, l.GeopoliticalRegion, in)
		}
		checkInferred(c, l.Fact, l.GeopoliticalRegion, l.Name, complain)
	}
}

// checkInferred holds that a row says so, with a doubt, where its geopolitical
// region was inferred.
func checkInferred(c *Catalog, f Fact, geopolitical, name string, complain complain) {
	g, ok := c.Geopolitical(geopolitical)
	if !ok {
		return // another check says so
	}
	inferred := slices.Contains(slices.Concat(g.InferredRegions, g.InferredLocations, g.InferredMetros), name)
	about := f.About("geopolitical_region")
	if about.Inferred != inferred || (about.Doubt != "") != inferred {
		complain("%s: geopolitical region inferred: %v, marked %v, doubt %q", name, inferred, about.Inferred, about.Doubt)
	}
}

func checkGlobalReach(c *Catalog, complain complain) {
	places := map[string]*GlobalReachPlace{}
	for _, p := range c.GlobalReachPlaces() {
		places[p.Country] = p
		for _, name := range slices.Concat(p.Locations, p.Metros) {
			l, ok := c.Location(Public, name)
			if !ok || l.Name != name || l.Country != p.Country {
				complain("%s: location %q", p.Name, name)
			}
		}
	}
	for _, l := range c.Locations() {
		place, inCountry := places[l.Country]
		got, offered := c.GlobalReach(l)
		switch {
		case l.Cloud != Public:
			if offered {
				complain("%s/%s has Global Reach", l.Cloud, l.Name)
			}
		case inCountry && place.Restriction == "" && got != place, !inCountry && offered:
			complain("%s: Global Reach offered: %v", l.Name, offered)
		}
	}
}
