package catalog

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A PortList is the list of the facilities in which ExpressRoute Direct is
// offered, as
//
//	az network express-route port location list
//
// writes it. It is authoritative for the facilities that it names. What it
// does not name stays as it is: a building may go by another name there.
type PortList struct {
	Facilities []ImportedFacility // by name
	Cloud      Cloud              // that was asked: the list does not say
	Partial    bool               // it says that it goes on elsewhere (nextLink)

	Reason, Source string // go into the overlay
}

// An ImportedFacility is an entry of the list, in the service's spelling.
type ImportedFacility struct {
	Name             string // "Equinix-Amsterdam-AM5"
	Address, Contact string

	// Gbps are the speeds that had free ports when the list was made,
	// ascending. None: not said, as in every list of all facilities; only
	// the list of a single one has them.
	Gbps []int
}

// The JSON shapes of a facility.
type (
	facilityJSON struct {
		Name string `json:"name"`
		portsJSON
		Properties *portsJSON `json:"properties"`
	}
	portsJSON struct {
		Address             string          `json:"address"`
		Contact             string          `json:"contact"`
		AvailableBandwidths []portSpeedJSON `json:"availableBandwidths"`
	}
	portSpeedJSON struct {
		OfferName   string      `json:"offerName"`
		ValueInGbps json.Number `json:"valueInGbps"`
	}
)

func newPortList() *PortList {
	return &PortList{Cloud: Public, Reason: liveReason, Source: "az network express-route port location list"}
}

// take adds the entries of a list. The list of all facilities and that of a
// single one, which alone has speeds, go together.
func (l *PortList) take(list *rawList) error {
	byName := map[string]*ImportedFacility{}
	for i := range l.Facilities {
		byName[Fold(l.Facilities[i].Name)] = &l.Facilities[i]
	}
	err := list.each(func(raw json.RawMessage, at int) error {
		f, err := readFacility(raw, list.text, at)
		if err != nil {
			return err
		}
		if old := byName[Fold(f.Name)]; old != nil {
			f.Gbps = append(f.Gbps, old.Gbps...)
			f.Address, f.Contact = cmp.Or(f.Address, old.Address), cmp.Or(f.Contact, old.Contact)
		}
		byName[Fold(f.Name)] = &f
		return nil
	})
	if err != nil {
		return err
	}
	facilities := make([]ImportedFacility, 0, len(byName))
	for _, f := range byName {
		f.Gbps = tidy(f.Gbps)
		facilities = append(facilities, *f)
	}
	slices.SortFunc(facilities, func(a, b ImportedFacility) int { return cmp.Compare(a.Name, b.Name) })
	l.Facilities, l.Partial = facilities, l.Partial || list.partial
	return nil
}

// readFacility reads the entry that stands at an offset of the text.
func readFacility(raw json.RawMessage, text []byte, at int) (ImportedFacility, error) {
	var e facilityJSON
	if err := json.Unmarshal(raw, &e); err != nil {
		return ImportedFacility{}, explain(err, text, at)
	}
	ports := e.portsJSON
	if e.Properties != nil {
		ports = *e.Properties
	}
	f := ImportedFacility{Name: strings.TrimSpace(e.Name), Address: strings.TrimSpace(ports.Address), Contact: strings.TrimSpace(ports.Contact)}
	switch {
	case Fold(f.Name) == "":
		return f, fmt.Errorf("line %d: an entry without a name: this is not a list of locations of ExpressRoute Direct", lineOf(text, at))
	case shapeOf(raw) != portShape:
		return f, fmt.Errorf("line %d: %q has neither availableBandwidths nor an address: this is not a list of locations of ExpressRoute Direct", lineOf(text, at), f.Name)
	}
	for _, b := range ports.AvailableBandwidths {
		n, err := b.ValueInGbps.Int64()
		if err != nil || n <= 0 || n > 1e5 {
			return f, fmt.Errorf("line %d: %q offers %q: its value in Gbps is %q", lineOf(text, at), f.Name, b.OfferName, b.ValueInGbps)
		}
		f.Gbps = append(f.Gbps, int(n))
	}
	return f, nil
}

func (l *PortList) comment() []string {
	return []string{
		fmt.Sprintf("Locations of ExpressRoute Direct of the live service: %d facilities, %s cloud.", len(l.Facilities), l.Cloud.or()),
		"Made from: " + l.Source,
		"A location in which a facility of the list stands offers port pairs; the others stay as they are.",
	}
}

// Overlay says for each location in which a facility of the list stands that
// port pairs are offered. Facilities whose location the catalogue does not
// tell are not in it: Compare names them.
func (l *PortList) Overlay(c *Catalog) Overlay {
	var o Overlay
	seen := map[*Location]bool{}
	for _, f := range l.Facilities {
		place, ok := c.PortLocation(l.Cloud, f.Name)
		if !ok || seen[place] {
			continue
		}
		seen[place] = true
		table, key := "peering_locations", place.Name+"/"+string(place.Cloud)
		if place.Metro {
			table, key = "metro_locations", place.Name
		}
		o = append(o, Override{Table: table, Key: key, Set: map[string]any{"direct": true}, Reason: l.Reason, Source: l.Source})
	}
	slices.SortStableFunc(o, func(a, b Override) int {
		return cmp.Or(-cmp.Compare(a.Table, b.Table), cmp.Compare(a.Key, b.Key))
	})
	return o
}

// A FacilityAt is a facility of the list and its location in the catalogue.
type FacilityAt struct{ Facility, Location string }

// A FacilitySpeeds is a facility with the speeds that the list gives.
type FacilitySpeeds struct {
	Facility string
	Gbps     []int
}

// A PortComparison is how a list of facilities differs from a catalogue, and
// what of it the catalogue has no column for. All lists are sorted.
type PortComparison struct {
	Added     []FacilityAt // port pairs are not offered there by the catalogue
	Confirmed []FacilityAt // offered by the catalogue with a doubt, which goes
	Unknown   []Name       // facilities whose location the catalogue does not tell
	Absent    []string     // locations with port pairs by the catalogue alone: unchanged

	Speeds              []FacilitySpeeds // no column: speeds with free ports
	Addresses, Contacts int              // no column: how many facilities have one
}

// Compare says what the list changes in a catalogue.
func (l *PortList) Compare(c *Catalog) *PortComparison {
	d := &PortComparison{}
	listed := map[*Location]bool{}
	for _, f := range l.Facilities {
		d.uncarried(f)
		place, ok := c.PortLocation(l.Cloud, f.Name)
		if !ok {
			d.Unknown = append(d.Unknown, Name{Written: f.Name, Nearest: c.nearFacility(l.Cloud, f.Name)})
			continue
		}
		listed[place] = true
		switch {
		case !place.Direct:
			d.Added = append(d.Added, FacilityAt{f.Name, place.Name})
		case place.About("direct").Doubt != "":
			d.Confirmed = append(d.Confirmed, FacilityAt{f.Name, place.Name})
		}
	}
	for _, place := range c.Locations() {
		if place.Cloud.or() == l.Cloud.or() && place.Direct && !place.Metro && !listed[place] {
			d.Absent = append(d.Absent, place.Name)
		}
	}
	return d
}

// uncarried notes what of an entry has no column.
func (d *PortComparison) uncarried(f ImportedFacility) {
	if len(f.Gbps) > 0 {
		d.Speeds = append(d.Speeds, FacilitySpeeds{f.Name, f.Gbps})
	}
	if f.Address != "" {
		d.Addresses++
	}
	if f.Contact != "" {
		d.Contacts++
	}
}

// nearFacility gives the locations in the city that the name of a facility
// has in it, else those whose names are near to a part of it.
func (c *Catalog) nearFacility(cloud Cloud, name string) []string {
	var near []string
	for _, l := range c.Locations() {
		if !l.Metro && l.Cloud.or() == cloud.or() && l.inCity(Fold(name)) {
			near = append(near, l.Name)
		}
	}
	if len(near) > 0 {
		return near[:min(len(near), 3)]
	}
	return c.SuggestLocations(cloud, name)
}
