package location

import (
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/rules"
)

// nearest lists the three locations of the design's cloud that lie nearest to
// a location and fit, with their distance.
func nearest(p *rules.Pass, from *catalog.Location, fits func(*catalog.Location) bool) string {
	return strings.Join(rules.Away(from, p.Near(from, fits)), ", ")
}

// cloudName returns a cloud as a sentence names it.
func cloudName(c catalog.Cloud) string {
	switch c {
	case catalog.USGov:
		return "the US Government cloud"
	case catalog.China:
		return "the China cloud"
	}
	return "the public cloud"
}
