package planner

import (
	"reflect"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// text decodes a string. Line ends are made those of Unix.
func text(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if s, ok := d.str(v, at, ""); ok {
		into.SetString(s)
	}
}

// str returns the string that a value holds. It refuses what has the form of a
// key, and characters that would act on the terminal that shows them. The fix
// is for a value that is no string; without one it is to put it in quotes.
func (d *decoder) str(v *source.Value, at spot, fix string) (string, bool) {
	if v.Kind != source.String {
		if fix == "" {
			fix = rewrite(v, source.String, at)
		}
		d.wrongType(v, source.String.String(), fix, at)
		return "", false
	}
	s := v.Data.(string)
	if source.SecretValue(s) {
		d.secret(v.Place(at.path()), at)
		return "", false
	}
	if r, bad := source.Control(s); bad {
		d.report("schema/bad-value", v.ValuePlace(at.path()), "Remove it.", "%s has the control character U+%04X, which no text may have", at.shown(), r)
		return "", false
	}
	return strings.ReplaceAll(s, "\r\n", "\n"), true
}

// dataKey reports whether a key that is data may stand in a design, and notes
// it where it may not.
func (d *decoder) dataKey(e source.Entry, at spot) bool {
	switch r, bad := source.Control(e.Name); {
	case source.SecretKey(e.Name), source.SecretValue(e.Name):
		d.secret(e.Value.Place(at.path()), at)
	case bad || strings.Contains(e.Name, "\n"):
		d.report("schema/bad-name", e.Value.Place(at.path()), "Remove it.", "the key %s has the control character U+%04X", source.Quote(e.Name), max(r, '\n'))
	default:
		return true
	}
	return false
}

// secret reports that a value is, or may be, a secret; it never shows it.
func (d *decoder) secret(place source.Place, at spot) {
	d.report("security/secrets-in-design", place,
		"Remove it and keep it in a key vault. A design never needs the key itself.",
		"%q holds a secret, which must not stand in a design", at.shown())
}
