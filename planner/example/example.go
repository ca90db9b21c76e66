// Package example holds designs to start from.
//
// Examples are whole designs, embedded as text with comments that explain the
// choices: [All] lists them, [Find] finds one by its name. They pass their own
// checks, and cover the common shapes of an ExpressRoute network.
//
// [Compose] writes a design from a few answers: how resilient it has to be,
// where it meets Microsoft, with which providers, and in which region. Answers
// that are left out are chosen, by [Answers.Fill], where there is a sensible
// choice: the nearest second location, the provider that sells at most places.
//
// Nothing here reads or writes files.
package example

import (
	"embed"
	"strings"

	"github.com/erplan/erplan/catalog"
)

//go:embed designs/*.toml
var designs embed.FS

// An Example is a design to start from.
type Example struct {
	Name  string
	About string // one line
	Text  string // TOML, with comments
}

// order lists the examples from the simplest to the most particular.
var order = []struct{ name, about string }{
	{"standard", "one circuit at one peering location"},
	{"high", "one Metro circuit, landing in two facilities of a city"},
	{"maximum", "two circuits at two peering locations, of two providers"},
	{"vpn-backup", "one circuit, with a VPN over the Internet behind it"},
	{"direct-macsec", "ExpressRoute Direct: two port pairs, encrypted with MACsec"},
	{"virtual-wan", "a Virtual WAN with two hubs and two circuits"},
	{"global-reach", "two offices that reach each other over Microsoft's backbone"},
	{"any-to-any", "sites on a provider's IPVPN, with two managed circuits"},
}

// All returns the examples, the simplest first.
func All() []Example {
	out := make([]Example, len(order))
	for i, e := range order {
		text, err := designs.ReadFile("designs/" + e.name + ".toml")
		if err != nil {
			panic("example: " + err.Error())
		}
		out[i] = Example{e.name, e.about, string(text)}
	}
	return out
}

// Names returns the names of the examples.
func Names() []string {
	out := make([]string, len(order))
	for i, e := range order {
		out[i] = e.name
	}
	return out
}

// Find returns the example of a name. Names forgive case, spaces and hyphens.
func Find(name string) (Example, bool) {
	for _, e := range All() {
		if strings.EqualFold(e.Name, name) || catalog.Fold(e.Name) == catalog.Fold(name) {
			return e, true
		}
	}
	return Example{}, false
}
