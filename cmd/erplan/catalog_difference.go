package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// showLive writes how live lists differ from the embedded catalogue, and what
// of them it has no column for.
func showLive(w io.Writer, live *catalog.Live) error {
	var b difference
	if live.Providers != nil {
		b.providers(live.Providers)
	}
	if live.Ports != nil {
		b.ports(live.Ports)
	}
	if live.Communities != nil {
		b.communities(live.Communities)
	}
	if live.Partial() {
		b.WriteString("The list goes on elsewhere (nextLink): fetch the rest too.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A difference is the text on how lists differ from the catalogue. Names in it
// come from the lists and are cleaned.
type difference struct{ strings.Builder }

// section writes a title with the number of its lines, and the lines; nothing
// if there are none.
func (b *difference) section(title string, lines []string) {
	if len(lines) > 0 {
		b.always(title, lines)
	}
}

// always writes a section that says 0 too.
func (b *difference) always(title string, lines []string) {
	fmt.Fprintf(b, "%s: %d\n", title, len(lines))
	for _, line := range lines {
		fmt.Fprintf(b, "  %s\n", line)
	}
}

// names writes names in lines, at most so many of them; nothing if there are
// none.
func (b *difference) names(title string, most int, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(b, "%s: %d", title, len(names))
	column := 1 << 10 // the first name begins a line
	for i, name := range names[:min(len(names), most)] {
		if i > 0 {
			b.WriteString(",")
		}
		if column += len(name) + 2; column > 96 {
			b.WriteString("\n ")
			column = len(name) + 4
		}
		b.WriteString(" " + name)
	}
	if more := len(names) - most; more > 0 {
		fmt.Fprintf(b, " and %d more", more)
	}
	b.WriteString("\n")
}

func (b *difference) providers(list *catalog.Imported) {
	c := list.Compare(catalog.Embedded())
	fmt.Fprintf(b, "Service providers: %d\n", len(list.Providers))
	pairs := func(p catalog.Pair) string { return source.Clean(p.Provider) + " at " + source.Clean(p.Location) }
	b.always("Added", each(c.Added, pairs))
	b.always("Taken away", each(c.Removed, pairs))
	b.section("Providers that the catalogue does not know", each(c.UnknownProviders, nameLine))
	b.section("Locations that the catalogue does not know", each(c.UnknownLocations, nameLine))
	b.section("Spelt otherwise in the catalogue", each(c.Respelled, nameLine))
	fmt.Fprintf(b, "Not in the list, unchanged: %d providers\n", len(c.Absent))
}

func (b *difference) ports(list *catalog.PortList) {
	c := list.Compare(catalog.Embedded())
	at := func(f catalog.FacilityAt) string { return f.Location + ", in " + source.Clean(f.Facility) }
	fmt.Fprintf(b, "ExpressRoute Direct: %d facilities\n", len(list.Facilities))
	b.always("Added, offered by the list alone", each(c.Added, at))
	b.section("Confirmed, doubtful in the catalogue", each(c.Confirmed, at))
	b.section("Not taken over, buildings that the catalogue does not know", each(c.Unknown, nameLine))
	b.names("Offered by the catalogue alone, unchanged", len(c.Absent), c.Absent)
	b.section("No column in the catalogue, not taken over: free speeds", each(c.Speeds, speedLine))
	if n := c.Addresses + c.Contacts; n > 0 {
		fmt.Fprintf(b, "No column in the catalogue, not taken over: addresses %d, contacts %d\n", c.Addresses, c.Contacts)
	}
}

func speedLine(s catalog.FacilitySpeeds) string {
	texts := each(s.Gbps, func(n int) string { return fmt.Sprint(n) })
	return fmt.Sprintf("%s: %s Gbps", source.Clean(s.Facility), strings.Join(texts, ", "))
}

func (b *difference) communities(list *catalog.CommunityList) {
	c := list.Compare(catalog.Embedded())
	fmt.Fprintf(b, "BGP communities: %d\n", len(list.Communities))
	b.always("Added", each(c.Added, func(x catalog.CommunityChange) string {
		return fmt.Sprintf("%s = %s (%s)", x.Name, x.New, source.Clean(x.Written))
	}))
	b.section("Other value", each(c.Changed, func(x catalog.CommunityChange) string {
		return fmt.Sprintf("%s = %s, in the catalogue %s", x.Name, x.New, x.Old)
	}))
	b.section("Called otherwise in the catalogue, which takes the name as an alias", each(c.Respelled, nameLine))
	b.section("Not taken over", each(c.Refused, func(x catalog.RefusedFact) string { return source.Clean(x.Entry) + ": " + x.Why }))
	b.names("In the catalogue alone, unchanged", 12, c.Absent)
	if c.Prefixes > 0 {
		fmt.Fprintf(b, "No column in the catalogue, not taken over: %d prefixes of %d communities\n", c.Prefixes, c.WithPrefixes)
	}
	if c.WithRegion > 0 {
		fmt.Fprintf(b, "No column in the catalogue, not taken over: serviceSupportedRegion of %d communities\n", c.WithRegion)
	}
	b.names("No column in the catalogue, not taken over: not authorized for this subscription", len(c.Unauthorized), each(c.Unauthorized, source.Clean))
}

// each turns the items of a list into lines.
func each[T any](list []T, line func(T) string) []string {
	lines := make([]string, len(list))
	for i, item := range list {
		lines[i] = line(item)
	}
	return lines
}

func nameLine(n catalog.Name) string { return source.Clean(n.Written) + nearest(n) }

func nearest(n catalog.Name) string {
	switch {
	case n.Known != "":
		return " = " + n.Known
	case len(n.Nearest) > 0:
		return " (nearest: " + strings.Join(n.Nearest, ", ") + ")"
	}
	return ""
}
