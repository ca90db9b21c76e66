// Package catalog holds what Azure's documentation says about ExpressRoute
// and its neighbours: peering locations and Metros, connectivity providers,
// regions, gateway SKUs, limits, BGP communities, latencies, contract figures
// and the estimates that predictions rest on. Every fact carries its source:
// the page, the date of the page, whether it was inferred, and whether it is
// doubtful and why.
//
// # Asking
//
// Embedded gives the edition that the program carries. Look-ups by name
// forgive case, spaces, punctuation and accents, and know aliases:
//
//	c := catalog.Embedded()
//	l, ok := c.Location(catalog.Public, "washington-dc")
//	p, ok := c.Provider("geant")
//	if l.Offers(p) == catalog.Active { … }
//
// What a look-up does not find, the Suggest methods answer with the nearest
// names; Nearest does the same for any list.
//
// Facts that the documentation does not give are zero, empty or Unknown. The
// Source of a row says where it comes from, About where one column does:
//
//	l.About("local_regions").Doubt // why the local regions may be wrong
//
// # Tables
//
// The facts stand in data/*.tsv, described in data/README.md and by Tables.
// A table is parsed when it is first asked for and only then: importing the
// package costs nothing, and looking up a location reads the locations.
// A Catalog never changes and may be used by many goroutines; the values that
// it returns are shared and must not be changed.
//
// # Contracts and predictions
//
// SLA gives what contracts promise, Figure what a prediction assumes. The two
// are never mixed: a contract is the threshold of a refund.
//
// # Overlays
//
// With gives a catalogue in which an overlay replaces or adds facts, each
// with a reason and a source. Import makes an overlay from the lists of the live
// service (providers, port locations, BGP communities), which are newer than
// any documentation.
package catalog
