package catalog

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// cellOf gives the text of a value in a column of a kind.
func cellOf(kind Kind, value any) (string, error) {
	switch kind {
	case Text:
		if s, ok := value.(string); ok {
			return s, nil
		}
	case Whole:
		if n, ok := wholeOf(value); ok {
			return strconv.Itoa(n), nil
		}
	case Number:
		if x, ok := numberOf(value); ok {
			return strconv.FormatFloat(x, 'g', -1, 64), nil
		}
	case Bool:
		if b, ok := value.(bool); ok {
			return yesNo(b), nil
		}
	case List, Numbers:
		return listCell(kind, value)
	case Any:
		return anyCell(value)
	}
	return "", mismatch(kind, value)
}

// mismatch says that a value is not of a kind.
func mismatch(kind Kind, value any) error {
	return fmt.Errorf("takes %s, not %s", kind.phrase(), describe(value))
}

// phrase names the kind with its article.
func (k Kind) phrase() string {
	if k == Bool {
		return string(k)
	}
	return "a " + string(k)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// wholeOf accepts the whole numbers that decoders make.
func wholeOf(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case int64:
		return int(n), int64(int(n)) == n
	case float64:
		return int(n), n == math.Trunc(n) && math.Abs(n) < 1<<53
	}
	return 0, false
}

func numberOf(value any) (float64, bool) {
	if x, ok := value.(float64); ok {
		return x, !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	n, ok := wholeOf(value)
	return float64(n), ok
}

// listCell joins the items of a list. Cells separate items by a bar, so an
// item cannot hold one.
func listCell(kind Kind, value any) (string, error) {
	items, ok := itemsOf(value)
	if !ok {
		return "", mismatch(kind, value)
	}
	itemKind := Text
	if kind == Numbers {
		itemKind = Whole
	}
	cells := make([]string, len(items))
	for i, item := range items {
		text, err := cellOf(itemKind, item)
		if err != nil {
			return "", fmt.Errorf("takes %s, and its item %d is %s", kind.phrase(), i+1, describe(item))
		}
		if text == "" || strings.Contains(text, "|") {
			return "", fmt.Errorf("item %d of the list cannot be %q", i+1, text)
		}
		cells[i] = text
	}
	return strings.Join(cells, "|"), nil
}

func itemsOf(value any) ([]any, bool) {
	var items []any
	switch list := value.(type) {
	case []any:
		return list, true
	case []string:
		for _, item := range list {
			items = append(items, item)
		}
	case []int:
		for _, item := range list {
			items = append(items, item)
		}
	case []int64:
		for _, item := range list {
			items = append(items, item)
		}
	default:
		return nil, false
	}
	return items, true
}

// anyCell gives the text of a value whose kind is its own.
func anyCell(value any) (string, error) {
	for _, kind := range []Kind{Text, Whole, Number, Bool, List, Numbers} {
		if text, err := cellOf(kind, value); err == nil {
			return text, nil
		}
	}
	return "", mismatch(Any, value)
}

// kindOfCell tells the kind of value that a cell of a limit holds.
func kindOfCell(text string) Kind {
	if _, err := strconv.Atoi(text); err == nil {
		return Whole
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return Number
	}
	switch {
	case text == "yes" || text == "no":
		return Bool
	case strings.Contains(text, "|"):
		return List
	}
	return Text
}

// ranges are the bounds of the columns that can be wrong by their size.
var ranges = map[string][2]float64{
	"unavailability": {0, 1}, "availability": {0, 100}, "lat": {-90, 90}, "lon": {-180, 180},
}

// checkValue checks what the kind of a column does not say: the clouds there
// are, the bounds of figures; all others are not negative.
func checkValue(column string, value any) error {
	if cloud, ok := value.(string); ok && column == "cloud" {
		switch Cloud(cloud) {
		case Public, USGov, China:
			return nil
		}
		return fmt.Errorf("must be public, usgov or china, not %q", cloud)
	}
	x, ok := numberOf(value)
	if !ok {
		return nil
	}
	bounds, bounded := ranges[column]
	if !bounded {
		bounds = [2]float64{0, math.MaxInt32}
	}
	if x < bounds[0] || x > bounds[1] {
		return fmt.Errorf("must be between %g and %g, not %g", bounds[0], bounds[1], x)
	}
	return nil
}

// describe names the kind of a value for a message.
func describe(value any) string {
	switch value.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int, int64, float64:
		return "the number " + fmt.Sprint(value)
	case []any, []string, []int, []int64:
		return "a list"
	case nil:
		return "nothing"
	}
	return "a " + fmt.Sprintf("%T", value)
}
