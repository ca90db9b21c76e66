package catalog

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
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

// importMax is the most that Import reads, in bytes, and entriesMax the most
// entries; the live list has a quarter of a megabyte and some two hundred.
const importMax, entriesMax = 64 << 20, 5000

// Import reads the provider list of the live service in any of its shapes:
// the REST answer {"value": […]} with properties, the flat array of the az
// CLI and of PowerShell, or a single entry. A byte-order mark is allowed, and
// so is UTF-16, which PowerShell writes. Errors name the line.
func Import(r io.Reader) (*Imported, error) {
	text, err := io.ReadAll(io.LimitReader(r, importMax+1))
	if err != nil {
		return nil, fmt.Errorf("reading the provider list: %w", err)
	}
	if len(text) > importMax {
		return nil, fmt.Errorf("the provider list is larger than %d MB", importMax>>20)
	}
	if text, err = toUTF8(text); err != nil {
		return nil, err
	}
	im := &Imported{
		Cloud:  Public,
		Reason: "the list of the live service",
		Source: "az network express-route list-service-providers",
	}
	if err := im.read(text); err != nil {
		return nil, err
	}
	return im, nil
}

// toUTF8 takes the byte-order mark away and decodes UTF-16.
func toUTF8(text []byte) ([]byte, error) {
	if rest, ok := bytes.CutPrefix(text, []byte("\xEF\xBB\xBF")); ok {
		text = rest
	}
	if rest, ok := bytes.CutPrefix(text, []byte("\xFF\xFE")); ok {
		return fromUTF16(rest, binary.LittleEndian)
	}
	if rest, ok := bytes.CutPrefix(text, []byte("\xFE\xFF")); ok {
		return fromUTF16(rest, binary.BigEndian)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("the provider list is not UTF-8 text")
	}
	return text, nil
}

func fromUTF16(text []byte, order binary.ByteOrder) ([]byte, error) {
	if len(text)%2 != 0 {
		return nil, errors.New("the provider list is cut short: UTF-16 with half a letter at its end")
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units))), nil
}

// The JSON shapes. Keys are matched without regard to case, as the CLI writes
// peeringLocations and PowerShell PeeringLocations.
type (
	listJSON struct {
		Value    *[]json.RawMessage `json:"value"`
		NextLink string             `json:"nextLink"`
	}
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

func (im *Imported) read(text []byte) error {
	var entries []json.RawMessage
	switch first := firstByte(text); first {
	case 0:
		return errors.New("the provider list is empty")
	case '[':
		if err := json.Unmarshal(text, &entries); err != nil {
			return explain(err, text, 0)
		}
	case '{':
		var list listJSON
		if err := json.Unmarshal(text, &list); err != nil {
			return explain(err, text, 0)
		}
		entries, im.Partial = []json.RawMessage{text}, list.NextLink != ""
		if list.Value != nil {
			entries = *list.Value
		}
	default:
		return fmt.Errorf("line %d: the provider list is not JSON: it begins with %q", lineOf(text, bytes.IndexByte(text, first)), first)
	}
	return im.entries(entries, text)
}

// firstByte gives the first byte that is not white space, 0 if there is none.
func firstByte(text []byte) byte {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) == 0 {
		return 0
	}
	return trimmed[0]
}

// entries reads the entries one after the other. Where an entry stands in the
// text is found by looking for its bytes after those of the one before.
func (im *Imported) entries(entries []json.RawMessage, text []byte) error {
	if len(entries) > entriesMax {
		return fmt.Errorf("the provider list has %d entries, more than %d: it is another list", len(entries), entriesMax)
	}
	byName := map[string]*ImportedProvider{}
	at := 0
	for _, raw := range entries {
		if i := bytes.Index(text[at:], raw); i >= 0 {
			at += i
		}
		p, err := readEntry(raw, text, at)
		if err != nil {
			return err
		}
		at += len(raw)
		if old := byName[p.Name]; old != nil {
			old.Locations = append(old.Locations, p.Locations...)
			old.BandwidthsMbps = append(old.BandwidthsMbps, p.BandwidthsMbps...)
			continue
		}
		byName[p.Name] = &p
	}
	for _, p := range byName {
		p.Locations = tidy(p.Locations)
		p.BandwidthsMbps = tidy(p.BandwidthsMbps)
		im.Providers = append(im.Providers, *p)
	}
	slices.SortFunc(im.Providers, func(a, b ImportedProvider) int { return cmp.Compare(a.Name, b.Name) })
	if len(im.Providers) == 0 {
		return errors.New("the provider list names no provider")
	}
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

// explain puts the line in front of an error of the JSON decoder, whose
// offset counts from a place in the text.
func explain(err error, text []byte, at int) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: the provider list is not JSON: %w", lineOf(text, at+int(syntax.Offset)-1), err)
	case errors.As(err, &kind):
		what := cmp.Or(kind.Field, "an entry")
		return fmt.Errorf("line %d: %s cannot be a %s", lineOf(text, at+int(kind.Offset)-1), what, kind.Value)
	}
	return fmt.Errorf("the provider list is not JSON: %w", err)
}

// lineOf gives the line of an offset, from 1.
func lineOf(text []byte, offset int) int {
	offset = max(0, min(offset, len(text)))
	return 1 + bytes.Count(text[:offset], []byte("\n"))
}
