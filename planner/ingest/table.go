package ingest

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// A table is a table of the design that is being written.
type table struct {
	path  string
	above []string // comments above the header
	rows  []row
	imp   *importer
}

// A row is a line of a table: a key and its value, or a comment.
type row struct {
	key, value string
	comment    string // behind the value; or the whole line where there is no key
	off        bool   // commented out: a placeholder
}

func (t *table) put(key, value string) { t.rows = append(t.rows, row{key: key, value: value}) }

// remark adds a line of comment.
func (t *table) remark(format string, args ...any) {
	t.rows = append(t.rows, row{comment: fmt.Sprintf(format, args...)})
}

// placeholder adds a line that a person is to complete.
func (t *table) placeholder(key, value, why string) {
	t.rows = append(t.rows, row{key: key, value: value, comment: why, off: true})
}

// has reports whether the table states a key.
func (t *table) has(key string) bool {
	for _, r := range t.rows {
		if r.key == key && !r.off {
			return true
		}
	}
	return false
}

// states reports whether the table states a value of a key.
func (t *table) states(key, value string) bool {
	for _, r := range t.rows {
		if r.key == key && r.value == value && !r.off {
			return true
		}
	}
	return false
}

// doubt reports a value that cannot be written, and leaves a placeholder.
func (t *table) doubt(key string, v *tree.Value, format string, args ...any) {
	v.Mark(tree.Doubted)
	why := fmt.Sprintf(format, args...)
	t.placeholder(key, `""`, why)
	t.imp.doubts = append(t.imp.doubts, Doubt{source.Join(t.path, key), why, v.Where()})
}

// text returns the text of a value that is to be written, or reports why there
// is none.
func (t *table) text(key string, v *tree.Value) (string, bool) {
	if v.Blank() {
		v.Mark(tree.Dropped)
		return "", false
	}
	s, ok := v.Str()
	_, control := source.Control(s)
	switch {
	case v.Kind == tree.Unknown:
		t.doubt(key, v, "%s", v.Text)
	case v.Kind == tree.Secret:
		v.Mark(tree.Sealed)
		t.doubt(key, v, "a secret stands in its place")
	case !ok:
		t.doubt(key, v, "the source has a list or an object in its place")
	case placeholderText(s):
		t.doubt(key, v, "the source has a placeholder in its place: %s", source.Quote(s))
	case control || strings.Contains(s, "\n"):
		t.doubt(key, v, "the text has control characters")
	case source.SecretValue(s):
		t.doubt(key, v, "the text has the form of a key")
	default:
		return strings.TrimSpace(s), true
	}
	return "", false
}

// placeholderText reports whether a text of a template stands for one that
// somebody was to fill in.
func placeholderText(s string) bool {
	s = strings.TrimSpace(s)
	pair := func(open, end string) bool {
		return len(s) > len(open)+len(end) && strings.HasPrefix(s, open) && strings.HasSuffix(s, end)
	}
	return pair("<", ">") || pair("#_", "_#") || pair("__", "__") || pair("{{", "}}") || strings.Contains(s, "${")
}

// str carries a text.
func (t *table) str(key string, v *tree.Value) {
	if s, ok := t.text(key, v); ok {
		v.Mark(tree.Carried)
		t.put(key, quote(s))
	}
}

// flag carries a boolean.
func (t *table) flag(key string, v *tree.Value) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	b, ok := v.Truth()
	if !ok {
		t.doubt(key, v, "%s is neither true nor false", source.Quote(s))
		return
	}
	v.Mark(tree.Carried)
	t.put(key, fmt.Sprint(b))
}

// number carries a whole number from lo to hi.
func (t *table) number(key string, v *tree.Value, lo, hi int64) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	n, ok := v.Int()
	if !ok || n < lo || n > hi {
		t.doubt(key, v, "%s is not a whole number from %d to %d", source.Quote(s), lo, hi)
		return
	}
	v.Mark(tree.Carried)
	t.put(key, fmt.Sprint(n))
}

// highest is the highest number that a design may hold.
const highest = 1<<32 - 1

// bandwidth carries a rate in units of so many Mbps.
func (t *table) bandwidth(key string, v *tree.Value, mbps float64) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	n, ok := v.Float()
	b := planner.Bandwidth(n*mbps + 0.5)
	if !ok || n <= 0 || n*mbps > 1e8 || b <= 0 {
		t.doubt(key, v, "%s is not a bandwidth", source.Quote(s))
		return
	}
	v.Mark(tree.Carried)
	t.put(key, quote(b.String()))
}

// word carries a word of Azure as the word of the language, by a table that is
// looked up without case.
func (t *table) word(key string, v *tree.Value, words ...string) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	var known []string
	for i := 0; i+1 < len(words); i += 2 {
		if strings.EqualFold(words[i], s) {
			v.Mark(tree.Carried)
			t.put(key, quote(words[i+1]))
			return
		}
		known = append(known, words[i])
	}
	t.doubt(key, v, "%s is not one of %s", source.Quote(s), strings.Join(known, ", "))
}

// region carries the name of an Azure region.
func (t *table) region(key string, v *tree.Value) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	r, ok := t.imp.catalog.Region(s)
	if !ok {
		t.doubt(key, v, "%s is not a region of the catalogue", source.Quote(s))
		return
	}
	v.Mark(tree.Carried)
	t.put(key, quote(r.Name))
}

// link carries a prefix that may have host bits: that of a peering.
func (t *table) link(key string, v *tree.Value) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		t.doubt(key, v, "%s is not a prefix", source.Quote(s))
		return
	}
	v.Mark(tree.Carried)
	t.put(key, quote(p.String()))
}

// prefixes carries a list of prefixes; several values make one list.
func (t *table) prefixes(key string, lists ...*tree.Value) {
	var out []string
	for _, v := range lists {
		items := v.Items()
		if v != nil && v.Kind != tree.Array {
			items = []*tree.Value{v}
		}
		for _, item := range items {
			if p, ok := t.prefix(key, item); ok {
				out = append(out, quote(p.String()))
			}
		}
		if len(items) > 0 && v.Use < tree.Carried {
			v.Use = tree.Carried
		}
	}
	if len(out) > 0 {
		t.put(key, list(out))
	}
}

// prefix reads a prefix without host bits; an address alone is one too.
func (t *table) prefix(key string, v *tree.Value) (netip.Prefix, bool) {
	s, ok := t.text(key, v)
	if !ok {
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(s)
	if a, bad := netip.ParseAddr(s); bad == nil && a.Zone() == "" {
		p, err = netip.PrefixFrom(a, a.BitLen()), nil
	}
	if err != nil || p != p.Masked() {
		t.doubt(key, v, "%s is not a prefix, or has bits set right of its length", source.Quote(s))
		return netip.Prefix{}, false
	}
	v.Mark(tree.Carried)
	return p, true
}

// strs carries a list of texts.
func (t *table) strs(key string, v *tree.Value) {
	if v.Blank() {
		return
	}
	if v.Kind != tree.Array {
		t.text(key, v)
		return
	}
	var out []string
	for _, item := range v.Items() {
		if s, ok := t.text(key, item); ok {
			item.Mark(tree.Carried)
			out = append(out, quote(s))
		}
	}
	v.Use = max(v.Use, tree.Carried)
	if len(out) > 0 {
		t.put(key, list(out))
	}
}

// azure notes what Azure says and the language has no key for, or what is
// only recorded. False and empty values are not worth a comment.
func (t *table) azure(r interface {
	Get(string, ...string) *tree.Value
}, names ...string) {
	var parts []string
	for _, name := range names {
		path := strings.Split(name, ".")
		v := r.Get(path[0], path[1:]...)
		if v.Blank() || v.Use == tree.Usual {
			continue
		}
		mark(v, tree.Noted)
		if b, ok := v.Truth(); ok && v.Kind == tree.Bool && !b {
			continue
		}
		parts = append(parts, name+" = "+show(v))
	}
	if len(parts) > 0 {
		t.remark("azure: %s", strings.Join(parts, ", "))
	}
}

// mark notes what became of a value; secrets in it stay sealed.
func mark(v *tree.Value, use tree.Use) {
	if v.Kind == tree.Secret {
		v.Mark(tree.Sealed)
		return
	}
	v.Use = max(v.Use, use)
	for _, kid := range v.Kids {
		mark(kid, use)
	}
}

// shortID leaves the end of a long id, which says what is meant: type and name.
// Other texts stay as they are.
func shortID(text string) string {
	if _, ok := estate.ParseID(text); !ok || len(text) < 60 {
		return text
	}
	parts := strings.Split(strings.Trim(strings.TrimSpace(text), "/"), "/")
	return "…/" + strings.Join(parts[len(parts)-2:], "/")
}

// show writes a value in a comment.
func show(v *tree.Value) string {
	switch v.Kind {
	case tree.String:
		return source.Quote(shortID(v.Text))
	case tree.Secret:
		return "(secret)"
	case tree.Unknown:
		return "(" + source.Clean(v.Text) + ")"
	case tree.Array, tree.Object:
		var parts []string
		for _, kid := range v.Kids {
			switch {
			case len(parts) == 8:
				return bracket(v, append(parts, "…"))
			case kid.Blank():
			case v.Kind == tree.Object:
				parts = append(parts, source.Clean(kid.Name)+" = "+show(kid))
			default:
				parts = append(parts, show(kid))
			}
		}
		return bracket(v, parts)
	}
	return source.Clean(v.Text)
}

func bracket(v *tree.Value, parts []string) string {
	if v.Kind == tree.Array {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
