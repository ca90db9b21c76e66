package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// liveReason is why an overlay of a live list replaces facts.
const liveReason = "the list of the live service"

// Live is what has been read of the lists that the live service gives of
// itself. A nil list has not been read.
type Live struct {
	Cloud       Cloud // that was asked: the lists do not say; empty means Public
	Providers   *Imported
	Ports       *PortList
	Communities *CommunityList
}

// Read reads one list more, and tells its kind by its shape: service providers
// (peeringLocations), locations of port pairs (availableBandwidths, address)
// or BGP communities (bgpCommunities), nested as REST writes them or flat as
// the az CLI does. Several inputs of one kind are taken as pages of one list.
func (l *Live) Read(r io.Reader) error {
	list, err := readList(r)
	if err != nil {
		return err
	}
	if len(list.entries) == 0 {
		return fmt.Errorf("the list has no entries")
	}
	switch shapeOf(list.entries[0]) {
	case providerShape:
		if l.Providers == nil {
			l.Providers = newImported()
		}
		l.Providers.Cloud = l.Cloud.or()
		return l.Providers.take(list)
	case portShape:
		if l.Ports == nil {
			l.Ports = newPortList()
		}
		l.Ports.Cloud = l.Cloud.or()
		return l.Ports.take(list)
	case communityShape:
		if l.Communities == nil {
			l.Communities = newCommunityList()
		}
		l.Communities.Cloud = l.Cloud.or()
		return l.Communities.take(list)
	}
	return fmt.Errorf("line %d: neither a service provider (peeringLocations) nor a location of port pairs (availableBandwidths, address) nor a BGP community (bgpCommunities)",
		lineOf(list.text, bytes.Index(list.text, list.entries[0])))
}

// Partial reports whether one of the lists says that it goes on elsewhere.
func (l *Live) Partial() bool {
	return l.Providers != nil && l.Providers.Partial || l.Ports != nil && l.Ports.Partial ||
		l.Communities != nil && l.Communities.Partial
}

// Overlay gives the lists as one overlay of a catalogue.
func (l *Live) Overlay(c *Catalog) Overlay {
	var o Overlay
	if l.Providers != nil {
		o = append(o, l.Providers.Overlay()...)
	}
	if l.Ports != nil {
		o = append(o, l.Ports.Overlay(c)...)
	}
	if l.Communities != nil {
		o = append(o, l.Communities.Overlay(c)...)
	}
	return o
}

// TOML renders the overlay as a file that a design can extend, with comments
// on what it is.
func (l *Live) TOML(c *Catalog) string {
	var comment []string
	if l.Providers != nil {
		comment = append(comment, l.Providers.comment()...)
	}
	if l.Ports != nil {
		comment = append(comment, l.Ports.comment()...)
	}
	if l.Communities != nil {
		comment = append(comment, l.Communities.comment()...)
	}
	if l.Partial() {
		comment = append(comment, "The input was one page of several: "+l.missing()+" may be missing.")
	}
	return l.Overlay(c).TOML(comment...)
}

// missing names what an input that goes on elsewhere may lack.
func (l *Live) missing() string {
	if l.Ports == nil && l.Communities == nil {
		return "providers"
	}
	return "entries"
}

type shape int

const (
	unknownShape shape = iota
	providerShape
	portShape
	communityShape
)

// shapeJSON has the keys that tell the kinds of entries apart.
type shapeJSON struct {
	Type                json.RawMessage `json:"type"`
	Properties          *shapeJSON      `json:"properties"`
	PeeringLocations    json.RawMessage `json:"peeringLocations"`
	AvailableBandwidths json.RawMessage `json:"availableBandwidths"`
	Address             json.RawMessage `json:"address"`
	BGPCommunities      json.RawMessage `json:"bgpCommunities"`
}

// shapeOf tells what an entry is: by its type, else by the keys that it has.
func shapeOf(raw json.RawMessage) shape {
	var e shapeJSON
	if json.Unmarshal(raw, &e) != nil {
		return unknownShape
	}
	kind := strings.ToLower(strings.Trim(string(e.Type), `"`))
	switch {
	case strings.HasSuffix(kind, "/expressrouteserviceproviders"):
		return providerShape
	case strings.HasSuffix(kind, "/expressrouteportslocations"):
		return portShape
	case strings.HasSuffix(kind, "/bgpservicecommunities"):
		return communityShape
	}
	for _, p := range []*shapeJSON{&e, e.Properties} {
		switch {
		case p == nil:
		case p.PeeringLocations != nil:
			return providerShape
		case p.BGPCommunities != nil:
			return communityShape
		case p.AvailableBandwidths != nil, p.Address != nil:
			return portShape
		}
	}
	return unknownShape
}
