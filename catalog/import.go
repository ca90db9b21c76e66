package catalog

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Imported is the provider list of the live service, as
//
//	az network express-route list-service-providers
//
// writes it. It is authoritative for the providers that it names and silent
// about all others.
type Imported struct {
	Providers []ImportedProvider // by name

	// Cloud is the cloud that was asked, Public unless the caller sets
	// another: the list itself does not say.
	Cloud Cloud

	// Partial: the list says that it goes on elsewhere (nextLink).
	Partial bool

	// Reason and Source go into the overlay. Import sets both; a caller that
	// knows the file or its date can say so.
	Reason, Source string
}

// An ImportedProvider is an entry of the list, in the service's spelling.
type ImportedProvider struct {
	Name           string
	Locations      []string // plain locations and Metros, by name
	BandwidthsMbps []int    // ascending; nil: the list has none
}

// Import reads the provider list of the live service in any of its shapes:
// the REST answer {"value": […]} with properties, the flat array of the az
// CLI and of PowerShell, or a single entry. A byte-order mark is allowed, and
// so is UTF-16, which PowerShell writes. Errors name the line.
func Import(r io.Reader) (*Imported, error) {
	list, err := readList(r)
	if err != nil {
		return nil, err
	}
	im := newImported()
	if err := im.take(list); err != nil {
		return nil, err
	}
	if len(im.Providers) == 0 {
		return nil, errors.New("the list names no provider")
	}
	return im, nil
}

func newImported() *Imported {
	return &Imported{
		Cloud:  Public,
		Reason: liveReason,
		Source: "az network express-route list-service-providers",
	}
}

// The JSON shapes. Keys are matched without regard to case, as the CLI writes
// peeringLocations and PowerShell PeeringLocations.
type (
	entryJSON struct {
		Name              string          `json:"name"`
		Properties        *offerJSON      `json:"properties"`
		PeeringLocations  *[]string       `json:"peeringLocations"`
		BandwidthsOffered []bandwidthJSON `json:"bandwidthsOffered"`
	}
	offerJSON struct {
		PeeringLocations  *[]string       `json:"peeringLocations"`
		BandwidthsOffered []bandwidthJSON `json:"bandwidthsOffered"`
	}
	bandwidthJSON struct {
		OfferName   string      `json:"offerName"`
		ValueInMbps json.Number `json:"valueInMbps"`
	}
)

// take adds the entries of a list. An entry whose name is there already adds
// to it: a list may come in pages, and name a provider twice.
func (im *Imported) take(list *rawList) error {
	byName := map[string]*ImportedProvider{}
	for i := range im.Providers {
		byName[im.Providers[i].Name] = &im.Providers[i]
	}
	err := list.each(func(raw json.RawMessage, at int) error {
		p, err := readEntry(raw, list.text, at)
		if err != nil {
			return err
		}
		if old := byName[p.Name]; old != nil {
			old.Locations = append(old.Locations, p.Locations...)
			old.BandwidthsMbps = append(old.BandwidthsMbps, p.BandwidthsMbps...)
			return nil
		}
		byName[p.Name] = &p
		return nil
	})
	if err != nil {
		return err
	}
	im.Providers = nil
	for _, p := range byName {
		p.Locations = tidy(p.Locations)
		p.BandwidthsMbps = tidy(p.BandwidthsMbps)
		im.Providers = append(im.Providers, *p)
	}
	slices.SortFunc(im.Providers, func(a, b ImportedProvider) int { return cmp.Compare(a.Name, b.Name) })
	im.Partial = im.Partial || list.partial
	return nil
}

// tidy sorts a list and takes out what it holds twice.
func tidy[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

// readEntry reads the entry that stands at an offset of the text.
func readEntry(raw json.RawMessage, text []byte, at int) (ImportedProvider, error) {
	var e entryJSON
	if err := json.Unmarshal(raw, &e); err != nil {
		return ImportedProvider{}, explain(err, text, at)
	}
	fail := func(format string, args ...any) (ImportedProvider, error) {
		return ImportedProvider{}, fmt.Errorf("line %d: "+format, append([]any{lineOf(text, at)}, args...)...)
	}
	offer := offerJSON{e.PeeringLocations, e.BandwidthsOffered}
	if e.Properties != nil {
		offer = *e.Properties
	}
	p := ImportedProvider{Name: strings.TrimSpace(e.Name)}
	switch {
	case Fold(p.Name) == "":
		return fail("an entry without a name: this is not a list of ExpressRoute service providers")
	case strings.Contains(p.Name, "|"):
		return fail("the name %q holds a bar", p.Name)
	case offer.PeeringLocations == nil:
		return fail("%q has no peeringLocations: this is not a list of ExpressRoute service providers", p.Name)
	}
	for _, name := range *offer.PeeringLocations {
		name = strings.TrimSpace(name)
		if Fold(name) == "" || strings.Contains(name, "|") {
			return fail("%q has a location named %q", p.Name, name)
		}
		p.Locations = append(p.Locations, name)
	}
	for _, b := range offer.BandwidthsOffered {
		n, err := b.ValueInMbps.Int64()
		if err != nil || n <= 0 || n > 1e7 {
			return fail("%q offers %q: its value in Mbps is %q", p.Name, b.OfferName, b.ValueInMbps)
		}
		p.BandwidthsMbps = append(p.BandwidthsMbps, int(n))
	}
	return p, nil
}
