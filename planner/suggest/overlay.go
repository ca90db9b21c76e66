package suggest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// An Overlay is changes to the text of a design, in order: what an option says.
type Overlay struct {
	sets   []set
	remove []string
}

// A set gives the key at the end of a path a value.
type set struct {
	path  []string
	value any // string, int, int64, bool, []string, or raw TOML
}

// raw is a value that is TOML already.
type raw string

// Set gives the key at the end of a path a value, which replaces one that it
// was given before. Values are strings, whole numbers, booleans and lists of
// strings.
func (o *Overlay) Set(value any, path ...string) {
	if i := slices.IndexFunc(o.sets, func(s set) bool { return slices.Equal(s.path, path) }); i >= 0 {
		o.sets[i].value = value
		return
	}
	o.sets = append(o.sets, set{slices.Clone(path), value})
}

// Remove leaves a table or key out.
func (o *Overlay) Remove(path ...string) { o.remove = append(o.remove, strings.Join(path, ".")) }

// Empty reports whether nothing is changed.
func (o *Overlay) Empty() bool { return len(o.sets) == 0 && len(o.remove) == 0 }

// And returns the changes of one overlay, then those of another.
func (o Overlay) And(p Overlay) Overlay {
	out := Overlay{slices.Clone(o.sets), slices.Clone(o.remove)}
	for _, s := range p.sets {
		out.Set(s.value, s.path...)
	}
	out.remove = append(out.remove, p.remove...)
	return out
}

// against reports whether two overlays give one key two values.
func (o *Overlay) against(p *Overlay) bool {
	for _, s := range o.sets {
		if slices.ContainsFunc(p.sets, func(t set) bool { return slices.Equal(s.path, t.path) && text(s.value) != text(t.value) }) {
			return true
		}
	}
	return false
}

// file returns the overlay as a file that can be laid over a design.
func (o *Overlay) file() *source.File {
	f, faults := source.Parse("suggestion", []byte(o.body(nil)))
	if len(faults) > 0 {
		panic("suggest: an overlay is not TOML: " + faults[0].Message)
	}
	return f
}

// TOML writes the overlay as an option of a design, in canonical form. It builds
// on another option where extends names one; the comment stands above it, one
// line each.
func (o *Overlay) TOML(name, extends, description string, comment ...string) string {
	var b strings.Builder
	for _, line := range comment {
		fmt.Fprintf(&b, "# %s\n", strings.Map(printable, line))
	}
	fmt.Fprintf(&b, "[options.%s]\n", key(name))
	if description != "" {
		fmt.Fprintf(&b, "description = %s\n", quote(description))
	}
	if extends != "" {
		fmt.Fprintf(&b, "extends = %s\n", quote(extends))
	}
	f, faults := source.Parse("option", []byte(b.String()+o.body([]string{"options", name})))
	if len(faults) > 0 {
		panic("suggest: an option is not TOML: " + faults[0].Message)
	}
	out, err := edit.Format(f)
	if err != nil {
		panic("suggest: an option cannot be formatted: " + err.Error())
	}
	return out
}

// printable keeps a comment on its line.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// body writes the tables below some keys. Those of the option itself have their
// header already.
func (o *Overlay) body(under []string) string {
	var b strings.Builder
	if len(o.remove) > 0 {
		fmt.Fprintf(&b, "remove = %s\n", text(o.remove))
	}
	for _, table := range o.tables() {
		var keys []string
		width := 0
		for _, k := range append(slices.Clone(under), table...) {
			keys = append(keys, key(k))
		}
		fmt.Fprintf(&b, "[%s]\n", strings.Join(keys, "."))
		own := slices.DeleteFunc(slices.Clone(o.sets), func(s set) bool { return !slices.Equal(s.path[:len(s.path)-1], table) })
		for _, s := range own {
			width = max(width, len(key(s.path[len(s.path)-1])))
		}
		for _, s := range own {
			fmt.Fprintf(&b, "%-*s = %s\n", width, key(s.path[len(s.path)-1]), text(s.value))
		}
	}
	return b.String()
}

// tables returns the tables that are changed, those of one table of the design
// together, in the order in which they come first.
func (o *Overlay) tables() [][]string {
	var out [][]string
	for _, s := range o.sets {
		table := s.path[:len(s.path)-1]
		if slices.ContainsFunc(out, func(t []string) bool { return slices.Equal(t, table) }) {
			continue
		}
		at := len(out)
		for i, t := range out {
			if len(table) > 1 && len(t) > 1 && slices.Equal(t[:2], table[:2]) {
				at = i + 1
			}
		}
		out = slices.Insert(out, at, table)
	}
	return out
}

// key writes a key, in quotes where TOML asks for them.
func key(k string) string {
	bare := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
	}
	if k != "" && !strings.ContainsFunc(k, func(r rune) bool { return !bare(r) }) {
		return k
	}
	return quote(k)
}

// text writes a value.
func text(value any) string {
	switch v := value.(type) {
	case raw:
		return string(v)
	case string:
		return quote(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case []string:
		items := make([]string, len(v))
		for i := range v {
			items[i] = quote(v[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	panic(fmt.Sprintf("suggest: no TOML for a %T", value))
}

// quote writes a basic string.
func quote(s string) string { return edit.Value(s) }
