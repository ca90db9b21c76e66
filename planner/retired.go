package planner

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
)

// retired says of a key that stands for what Azure no longer offers that it is
// retired, and what takes its place; "" of any other key.
func retired(key, table string) (what, fix string) {
	if key != "public" || !strings.HasSuffix(table, ".peerings") {
		return "", ""
	}
	since := catalog.Embedded().Limit("peering.public_retired").Value
	return fmt.Sprintf("there is no public peering: it is retired since %s", since),
		"Use [" + table + ".microsoft] with a route filter, or private endpoints in a VNet and private peering."
}
