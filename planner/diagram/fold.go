package diagram

import (
	"slices"
	"strings"
)

// A Fold says what of a large design is folded.
type Fold struct {
	// Auto folds what makes a column crowded, and nothing else.
	Auto bool

	Sites     bool // a site with its routers and Internet accesses into one box
	Locations bool // a peering location with its circuits, and the provider's edges there
	Regions   bool // a region with its gateways, hubs and networks
}

// FoldNames are the words that [ParseFold] knows.
var FoldNames = []string{"auto", "none", "site", "location", "region"}

// ParseFold reads "auto", "none", or any of "site", "location" and "region"
// with commas between. It returns the word that it does not know, or "".
func ParseFold(text string) (f Fold, unknown string) {
	for word := range strings.SplitSeq(text, ",") {
		switch word {
		case "auto":
			f.Auto = true
		case "none":
		case "site":
			f.Sites = true
		case "location":
			f.Locations = true
		case "region":
			f.Regions = true
		default:
			return Fold{}, word
		}
	}
	return f, ""
}

// crowd is how many boxes of a column are too many to be read.
const crowd = 16

// crowded reports whether one of the columns holds too many boxes.
func (d *draft) crowded(columns ...int) bool {
	var count [spokeColumn + 1]int
	for _, b := range d.boxes {
		count[b.Column]++
	}
	return slices.ContainsFunc(columns, func(c int) bool { return count[c] > crowd })
}

// fold folds what the caller asks for.
func (d *draft) fold(f Fold) {
	if f == (Fold{}) {
		return
	}
	if f.Sites || f.Auto && d.crowded(siteColumn, routerColumn, wideColumn) {
		d.contract(foldSite)
	}
	if f.Locations || f.Auto && d.crowded(providerColumn, edgeColumn, circuitColumn) {
		d.contract(foldLocation)
	}
	d.alike()
	if f.Regions || f.Auto && d.crowded(gatewayColumn, networkColumn, spokeColumn) {
		d.contract(foldRegion)
		d.alike()
	}
	for _, c := range coarser {
		if d.crowded(c.column) {
			d.contract(c)
			d.alike()
		}
	}
}

// A folding says which boxes become one, and what that looks like.
type folding struct {
	kind   Kind
	column int                // [columns] is that of the first box
	key    func(*part) string // boxes of one key become one; those of "" stay
	named  bool               // the box is one thing, which is called like the key
	within bool               // several things, and the key says where
	main   Kind               // the kind of box whose loss is the loss of all; "" is every
	shows  []string           // nouns that the details count
}

var (
	inSites     = []string{"router", "Internet access"}
	inLocations = []string{"circuit", "link"}
	inRegions   = []string{"gateway", "virtual hub", "VNet"}

	foldSite = folding{
		kind: site, column: siteColumn, named: true, main: router, shows: inSites,
		key: func(b *part) string { return b.site },
	}
	foldLocation = folding{
		kind: peeringLocation, column: circuitColumn, named: true, main: circuit, shows: inLocations,
		key: func(b *part) string { return b.location },
	}
	foldRegion = folding{
		kind: region, column: gatewayColumn, named: true, shows: inRegions,
		key: func(b *part) string { return b.region },
	}
)

// coarser are the foldings for what is still crowded, one after the other.
var coarser = []folding{
	{
		kind: site, column: siteColumn, within: true, shows: inSites,
		key: func(b *part) string { return only(b.Kind == site, b.country) },
	},
	{
		kind: peeringLocation, column: circuitColumn, within: true, shows: inLocations,
		key: func(b *part) string { return only(b.Kind == peeringLocation, b.area) },
	},
	{
		kind: site, column: siteColumn, shows: inSites,
		key: func(b *part) string { return only(b.Kind == site, "all") },
	},
	{
		kind: peeringLocation, column: circuitColumn, shows: inLocations,
		key: func(b *part) string { return only(b.Kind == peeringLocation, "all") },
	},
	{
		kind: region, column: gatewayColumn, shows: inRegions,
		key: func(b *part) string { return only(b.Kind == region, "all") },
	},
}

func only(holds bool, text string) string {
	if holds {
		return text
	}
	return ""
}
