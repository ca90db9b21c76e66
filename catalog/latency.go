package catalog

import "math"

// A regionPair is a direction between two regions, by programmatic name.
type regionPair struct{ from, to string }

// latency is a row of the table.
type latency struct {
	rttMS int
	row   *row
}

// Latency gives the median round-trip time between two regions in
// milliseconds. The two directions of a pair can differ. Not ok: there is no
// figure, as for a region with itself and for national clouds.
func (c *Catalog) Latency(fromRegion, toRegion string) (rttMS int, src Source, ok bool) {
	table := c.latencyTable()
	l, ok := table[regionPair{Fold(fromRegion), Fold(toRegion)}]
	if !ok { // aliases of regions stand in a table of their own
		l, ok = table[regionPair{c.regionName(fromRegion), c.regionName(toRegion)}]
	}
	if !ok {
		return 0, Source{}, false
	}
	return l.rttMS, l.row.source(), true
}

// regionName gives the programmatic name for what a person wrote.
func (c *Catalog) regionName(name string) string {
	if g, ok := c.Region(name); ok {
		return g.Name
	}
	return name
}

func (c *Catalog) latencyTable() map[regionPair]*latency {
	return c.latencies.get(func() map[regionPair]*latency {
		t := c.table("latency")
		rows := make([]latency, len(t.rows))
		x := make(map[regionPair]*latency, len(t.rows))
		for i, r := range t.rows {
			rows[i] = latency{rttMS: r.whole("rtt_ms"), row: r}
			x[regionPair{r.text("from"), r.text("to")}] = &rows[i]
		}
		return x
	})
}

// earthRadiusKM is the mean radius of the earth (IUGG).
const earthRadiusKM = 6371.0088

// Distance gives the great-circle distance between two points in km; their
// coordinates are in degrees. Fibre runs longer, by a fifth to a half.
func Distance(lat1, lon1, lat2, lon2 float64) (km float64) {
	const degree = math.Pi / 180
	dLat, dLon := (lat2-lat1)*degree, (lon2-lon1)*degree
	h := math.Pow(math.Sin(dLat/2), 2) +
		math.Cos(lat1*degree)*math.Cos(lat2*degree)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earthRadiusKM * math.Asin(math.Sqrt(min(h, 1)))
}
