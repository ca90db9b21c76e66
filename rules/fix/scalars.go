package fix

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// fits reports whether a scalar is of the type that a form takes.
func fits(v *source.Value, k *schema.Key) bool {
	switch k.Form {
	case schema.Integer:
		return v.Kind == source.Integer
	case schema.Number, schema.Percent:
		return v.Kind == source.Integer || v.Kind == source.Float
	case schema.Flag:
		return v.Kind == source.Bool
	}
	return v.Kind == source.String
}

// scalar returns how a scalar is to be written, as TOML, and whether that is
// safe; "" where it is right or nothing is known.
func (w *walker) scalar(v *source.Value, k *schema.Key, names []string, table *source.Value) (to string, safe bool) {
	text, isText := v.Data.(string)
	switch {
	case !isText:
		return unquoted(v, k)
	case k.Form == schema.Enum:
		if word, ok := k.Spelling(text); ok {
			return differs(text, word)
		}
		if near := catalog.Nearest(text, k.Words); len(near) == 1 && len(text) <= 60 {
			return edit.Value(near[0]), false
		}
		return "", false
	case k.Form == schema.Text:
		return w.named(text, names, table)
	}
	return quantity(text, k.Form)
}

// differs returns a text as TOML where it is not the one that is written.
func differs(old, text string) (to string, safe bool) {
	if old == text {
		return "", false
	}
	return edit.Value(text), true
}

// plainRate is a bandwidth that is written as the language does, if perhaps in
// the smaller unit: "1500 Mbps".
var plainRate = regexp.MustCompile(`^[0-9]+(\.[0-9]+)? [MGT]bps$`)

// quantity returns how a text that stands for a quantity, number or address is
// to be written.
func quantity(text string, form schema.Form) (to string, safe bool) {
	switch form {
	case schema.Bandwidth:
		if b, err := planner.ParseBandwidth(text); err == nil && !plainRate.MatchString(text) {
			return differs(text, b.String())
		}
	case schema.Duration:
		if d, err := planner.ParseDuration(text); err == nil && !strings.ContainsAny(d.String(), ".µn") && short(d.String()) {
			return differs(text, longer(text, d.String()))
		}
	case schema.Prefix:
		if p, err := netip.ParsePrefix(strings.TrimSpace(text)); err == nil && !p.Addr().Is4In6() {
			return differs(text, p.Masked().String())
		}
	case schema.Address:
		if a, err := netip.ParseAddr(strings.TrimSpace(text)); err == nil && a.Zone() == "" {
			return differs(text, a.Unmap().String())
		}
		if p, err := netip.ParsePrefix(strings.TrimSpace(text)); err == nil {
			return edit.Value(p.Addr().String()), true
		}
	case schema.Flag:
		switch strings.ToLower(text) {
		case "true", "yes", "on", "enabled":
			return "true", true
		case "false", "no", "off", "disabled":
			return "false", true
		}
	case schema.Integer:
		if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
			return strconv.FormatInt(n, 10), true
		}
	case schema.Number, schema.Percent, schema.Figure:
		plain := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
		if _, err := strconv.ParseFloat(plain, 64); err == nil && strings.Trim(plain, "0123456789.") == "" {
			return plain, true
		}
	}
	return "", false
}

// short reports whether a duration is written with one unit.
func short(s string) bool {
	return strings.TrimLeft(s, "0123456789") == strings.TrimRight(strings.TrimLeft(s, "0123456789"), "0123456789")
}

// longer returns the text that is written where it is a plain one already:
// "180s" is as good as "3m", and so is "1m30s".
func longer(text, canonical string) string {
	if strings.Trim(text, "0123456789mshdy") == "" {
		return text
	}
	return canonical
}

// unquoted returns how a number, boolean or date is to be written where a key
// takes something else.
func unquoted(v *source.Value, k *schema.Key) (to string, safe bool) {
	switch data := v.Data.(type) {
	case int64:
		switch k.Form {
		case schema.Bandwidth:
			if data > 0 && data < 1e6 {
				return edit.Value(planner.Bandwidth(data)), false // Mbps, as far as one can tell
			}
		case schema.Duration:
			if data > 0 && data < 1e6 {
				return edit.Value(strconv.FormatInt(data, 10) + "s"), false
			}
		case schema.Text:
			return edit.Value(strconv.FormatInt(data, 10)), true
		}
	case float64:
		if k.Form == schema.Integer && data == float64(int64(data)) && data >= 0 {
			return strconv.FormatInt(int64(data), 10), true
		}
	case time.Time:
		if k.Form == schema.Date && data.Location().String() != "date-local" {
			return data.Format(time.DateOnly), true
		}
	}
	return "", false
}

// named returns how a name of the catalogue is to be written.
func (w *walker) named(text string, names []string, table *source.Value) (to string, safe bool) {
	if len(text) > 200 {
		return "", false
	}
	for _, n := range names {
		var near []string
		found := ""
		switch n {
		case "@location":
			if l, ok := w.cat.Location(w.cloud, text); ok {
				found = l.Name
			} else {
				near = w.cat.SuggestLocations(w.cloud, text)
			}
		case "@provider":
			if p, ok := w.cat.Provider(text); ok {
				found = p.Name
			} else {
				near = w.cat.SuggestProviders(text)
			}
		case "@region":
			if r, ok := w.cat.Region(text); ok {
				found = r.Name
			} else {
				near = w.cat.SuggestRegions(text)
			}
		case "@sku":
			found, near = w.sku(text, table)
		case "@community":
			found, near = w.community(text)
		}
		switch {
		case found != "":
			return differs(text, found)
		case len(near) == 1:
			return edit.Value(near[0]), false
		}
	}
	return "", false
}

// sku looks a gateway's SKU up among those of its kind.
func (w *walker) sku(text string, table *source.Value) (found string, near []string) {
	kind := ""
	if v := table.Lookup("kind"); v != nil && v.Kind == source.String {
		kind, _ = schema.Find("gateways", "x", "kind").Spelling(v.Data.(string))
	}
	if kind == "vpn" {
		if s, ok := w.cat.VPNSKU(text, 0); ok {
			return s.Name, nil
		}
		return "", w.cat.SuggestVPNSKUs(text)
	}
	if s, ok := w.cat.GatewaySKU(text); ok {
		return s.Name, nil
	}
	if kind == "expressroute" {
		return "", w.cat.SuggestGatewaySKUs(text)
	}
	return "", nil
}

// community looks a BGP community up; its value is as good as its name.
func (w *walker) community(text string) (found string, near []string) {
	list, ok := w.cat.Community(w.cloud, text)
	if !ok {
		return "", w.cat.SuggestCommunities(w.cloud, text)
	}
	for _, c := range list {
		if catalog.Fold(c.Name) == catalog.Fold(text) {
			return c.Name, nil
		}
	}
	return text, nil
}
