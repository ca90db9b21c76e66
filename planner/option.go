package planner

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// Name returns what the design calls itself, or "".
func (d *Draft) Name() string { return d.name }

// Options returns the names of the options, sorted.
func (d *Draft) Options() []string { return names(d.options) }

// Description returns what an option says of itself.
func (d *Draft) Description(option string) string {
	if o := find(d.options, option); o != nil {
		return o.Description
	}
	return ""
}

// Design draws the base design, or that of an option, fills in the defaults,
// and links it. It returns nil where there is an error among the diagnostics.
func (d *Draft) Design(option string) (*Design, []diag.Diagnostic) {
	if option == "" {
		if out := d.first.Swap(nil); out != nil {
			out.Node = source.NewNode(d.bare, "", "")
			return d.link(out, "", d.removed)
		}
	}
	return d.With(option, nil)
}

// With draws the design of an option with one more overlay over it: text that
// is written like the tables of an option. It serves what-if edits.
func (d *Draft) With(option string, overlay *source.File) (*Design, []diag.Diagnostic) {
	root, removed, diags := d.merge(option)
	if diags == nil && overlay != nil && overlay.Root != nil {
		var gone []removal
		root, gone, diags = lay(root, overlay.Root)
		removed = append(removed, gone...)
	}
	if diags != nil {
		diag.Sort(diags)
		return nil, diags
	}
	out, dec := &Design{}, decoder{}
	dec.design(fillDefaults(root), out)
	if len(dec.diags) > 0 {
		diag.Sort(dec.diags)
		return nil, dec.diags
	}
	out.Options = d.options
	return d.link(out, option, removed)
}

// link links a design that has been decoded.
func (d *Draft) link(out *Design, option string, removed []removal) (*Design, []diag.Diagnostic) {
	out.File, out.Option = d.File, option
	diags := link(out, removed)
	diag.Sort(diags)
	if diag.HasErrors(diags) {
		return nil, diags
	}
	return out, diags
}

// merge lays an option, and those that it builds on, over the base, and returns
// what has been removed on the way.
func (d *Draft) merge(option string) (*source.Value, []removal, []diag.Diagnostic) {
	var chain []*Option
	for name := option; name != ""; {
		o := find(d.options, name)
		if o == nil {
			place := source.Place{File: d.File, Path: "options"}
			return nil, nil, []diag.Diagnostic{finding("link/unknown-reference", place, suggest(name, d.Options()), "there is no option %s", source.Quote(name))}
		}
		chain = append(chain, o)
		name = o.Extends
	}
	root, removed := d.bare, slices.Clone(d.removed)
	for _, o := range slices.Backward(chain) {
		next, gone, bad := lay(root, o.Value())
		if bad != nil {
			return nil, nil, bad
		}
		root, removed = next, append(removed, gone...)
	}
	return root, removed, nil
}

// lay removes from a design what an overlay removes, which it returns too, and
// merges the rest of it.
func lay(root, over *source.Value) (*source.Value, []removal, []diag.Diagnostic) {
	removed := removals(over, root)
	root, bad := prune(root, removed)
	if bad != nil {
		return nil, nil, bad
	}
	over = over.Without(func(key string) bool { return key == "description" || key == "extends" || key == "remove" })
	return source.Merge(root, over), removed, nil
}

// A removal is a path that an overlay removes, where it says so, and from what.
type removal struct {
	target string
	place  source.Place
	from   *source.Value
}

// removals returns what an overlay removes from a design.
func removals(over, from *source.Value) []removal {
	var out []removal
	if list := over.Lookup("remove"); list != nil {
		for i, item := range list.Items() {
			if target, ok := item.Data.(string); ok {
				out = append(out, removal{target, item.Place(source.Index("remove", i)), from})
			}
		}
	}
	return out
}

// A cut is what is to be removed below one table.
type cut struct {
	here  []removal // what names the table or key itself
	below map[string]*cut
}

// A loss is a removal of what is not there: its key of a depth is not in the
// table, the last one on its way that is there.
type loss struct {
	removal
	table *source.Value
	depth int
}

// prune returns a tree without what the removals name, and those that name
// nothing. The tree that others hold is not changed, and each table of it is
// copied once, however many removals there are.
func prune(root *source.Value, list []removal) (*source.Value, []diag.Diagnostic) {
	if len(list) == 0 {
		return root, nil
	}
	var lost []loss
	top := &cut{}
	for _, r := range list {
		if keys, ok := split(r.target); ok {
			top.add(keys, r)
		} else {
			lost = append(lost, loss{removal: r})
		}
	}
	root = top.from(root, 0, &lost)
	return root, badRemoves(lost)
}

// split cuts the path of a removal into its keys; none is as long as that of
// the longest key.
func split(target string) ([]string, bool) {
	if len(target) > source.MaxKey {
		return nil, false
	}
	return source.SplitPath(target)
}

func (c *cut) add(keys []string, r removal) {
	for _, key := range keys {
		if c.below == nil {
			c.below = map[string]*cut{}
		}
		if c.below[key] == nil {
			c.below[key] = &cut{}
		}
		c = c.below[key]
	}
	c.here = append(c.here, r)
}

// from returns a table without what is cut from it. The depth is how many keys
// lead to the table.
func (c *cut) from(v *source.Value, depth int, lost *[]loss) *source.Value {
	for key, below := range c.below {
		if v.Lookup(key) == nil {
			below.missing(v, depth, lost)
		}
	}
	out := v.Without(func(key string) bool { return c.below[key] != nil && c.below[key].here != nil })
	for _, e := range out.Entries() {
		if below := c.below[e.Name]; below != nil {
			out.Set(e.Name, below.from(e.Value, depth+1, lost))
		}
	}
	return out
}

// missing notes every removal below a key that a table does not have.
func (c *cut) missing(v *source.Value, depth int, lost *[]loss) {
	for _, r := range c.here {
		*lost = append(*lost, loss{r, v, depth})
	}
	for _, below := range c.below {
		below.missing(v, depth, lost)
	}
}

// badRemoves reports removals of what is not there, in the order of the text.
func badRemoves(lost []loss) []diag.Diagnostic {
	slices.SortFunc(lost, func(a, b loss) int { return a.place.Compare(b.place) })
	var out []diag.Diagnostic
	for i, l := range lost {
		fix := "Name a table or key of the design, such as \"connections.london-to-hub\"."
		if kind, name, ok := strings.Cut(l.target, "/"); ok && !strings.Contains(l.target, ".") {
			fix = didYouMean([]string{kind + "." + name})
		} else if path := l.nearest(i < 100); path != "" {
			fix = didYouMean([]string{path})
		}
		out = append(out, finding("schema/bad-remove", l.place, fix, "%s is not in the design", source.Quote(l.target)))
	}
	return out
}

// nearest returns the path that may have been meant, or "". It takes a while
// in a large table, and so is only worth it for the first.
func (l loss) nearest(worth bool) string {
	keys, _ := split(l.target)
	if !worth || l.table == nil || len(l.table.Entries()) > 1000 || l.depth >= len(keys) {
		return ""
	}
	have := make([]string, len(l.table.Entries()))
	for i, e := range l.table.Entries() {
		have[i] = e.Name
	}
	near := nearest(keys[l.depth], have)
	if len(near) == 0 {
		return ""
	}
	keys[l.depth] = near[0]
	path := ""
	for _, key := range keys {
		path = source.Join(path, key)
	}
	return path
}
