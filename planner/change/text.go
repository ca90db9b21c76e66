package change

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// mapped reads a table whose keys are data; not ok where a value is none.
func (t *thing) mapped(prefix string, f reflect.Value) bool {
	if f.Kind() != reflect.Slice || f.Type().Elem().Kind() != reflect.Struct || f.Type().Elem().NumField() != 2 || f.Type().Elem().Field(0).Name != "Key" {
		return false
	}
	for i := range f.Len() {
		values, list := texts(f.Index(i).Field(1))
		t.props = append(t.props, prop{prefix + f.Index(i).Field(0).String(), values, list})
	}
	return true
}

// texts writes a value in the one spelling that counts. The order of a list
// does not, but of coordinates.
func texts(f reflect.Value) (values []string, list bool) {
	if f.Kind() != reflect.Slice {
		return []string{text(f.Interface())}, false
	}
	for i := range f.Len() {
		if x := f.Index(i); isTable(x) {
			values = append(values, rawText(nodeOf(x).Value()))
		} else {
			values = append(values, text(x.Interface()))
		}
	}
	if f.Type().Elem().Kind() != reflect.Float64 {
		slices.Sort(values)
	}
	return values, true
}

// text writes a scalar.
func text(v any) string {
	switch x := v.(type) {
	case planner.Opt[bool]:
		return strconv.FormatBool(x.Value())
	case planner.Opt[int]:
		return strconv.Itoa(x.Value())
	case planner.Opt[int64]:
		return strconv.FormatInt(x.Value(), 10)
	case planner.Opt[float64]:
		return number(x.Value())
	case planner.Opt[planner.Percent]:
		return number(float64(x.Value()))
	case planner.NameOrFlag:
		if x.Flag.Known() {
			return strconv.FormatBool(x.Flag.Value())
		}
		return x.Name
	case planner.Figure:
		return figureText(x)
	case netip.Prefix:
		return x.String()
	case float64:
		return number(x)
	case fmt.Stringer:
		return x.String()
	}
	return fmt.Sprint(v)
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// figureText writes the figure of a component.
func figureText(f planner.Figure) string {
	out := fmt.Sprintf("unavailability %.6g", f.Unavailability)
	if f.MTBF > 0 {
		out = "MTBF " + f.MTBF.String() + ", MTTR " + f.MTTR.String()
	}
	if f.Source != "" {
		out += ", " + f.Source
	}
	return out
}

// rawText writes a value as it stands in the tree of the text.
func rawText(v *source.Value) string {
	var out []string
	switch {
	case v == nil:
		return ""
	case v.Kind == source.Array:
		for _, x := range v.Items() {
			out = append(out, rawText(x))
		}
		slices.Sort(out)
		return "[" + strings.Join(out, ", ") + "]"
	case v.Kind == source.Table:
		for _, e := range v.Entries() {
			out = append(out, e.Name+" = "+rawText(e.Value))
		}
		slices.Sort(out)
		return "{" + strings.Join(out, ", ") + "}"
	}
	if day, ok := v.Data.(time.Time); ok {
		return day.Format(time.DateOnly)
	}
	return fmt.Sprint(v.Data)
}
