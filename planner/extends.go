package planner

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// deepest is how many files, or options, may build one on another.
const deepest = 100

// A reader reads a file and those that it extends.
type reader struct {
	fsys  fs.FS
	files []*source.File // the one that was asked for first
	diags []diag.Diagnostic

	removed []removal // by files that extend others
}

func (r *reader) report(rule string, place source.Place, fix, format string, args ...any) {
	r.diags = append(r.diags, finding(rule, place, fix, format, args...))
}

// read parses a file and lays it over the file that it extends. It returns nil
// where one of them cannot be read.
func (r *reader) read(name string, text []byte, below []string) *source.Value {
	f, faults := source.Parse(name, text)
	r.files = append(r.files, f)
	for _, fault := range faults {
		d := finding("syntax/"+fault.Rule, source.Place{File: f, Span: fault.Span}, fault.Fix, "%s", fault.Message)
		if fault.First != (source.Span{}) {
			d.Related = []diag.Related{{Place: source.Place{File: f, Span: fault.First}, Message: "the first definition"}}
		}
		r.diags = append(r.diags, d)
	}
	if f.Root == nil {
		return nil
	}
	extends := f.Root.Lookup("extends")
	if extends == nil || extends.Kind != source.String {
		r.removesNothing(f)
		return f.Root
	}
	base := r.base(extends, name, append(below, name))
	if base == nil {
		return nil
	}
	base = base.Without(func(key string) bool { return key == "extends" || key == "remove" })
	removed := removals(f.Root, base)
	r.removed = append(r.removed, removed...)
	base, bad := prune(base, removed)
	r.diags = append(r.diags, bad...)
	return source.Merge(base, f.Root)
}

// removesNothing reports a list of what to remove in a file without a base.
func (r *reader) removesNothing(f *source.File) {
	if v := f.Root.Lookup("remove"); v != nil && v.Kind == source.Array {
		r.report("schema/bad-remove", v.Place("remove"), "Remove the tables themselves; only a file that extends another, and an option, remove what is in their base.", "the file extends no other, so there is nothing to remove")
	}
}

// base reads the file that a file extends.
func (r *reader) base(extends *source.Value, from string, below []string) *source.Value {
	target, _ := extends.Data.(string)
	name := path.Join(path.Dir(from), target)
	fail := func(format string, args ...any) *source.Value {
		r.report("schema/bad-extends", extends.ValuePlace("extends"),
			"Name a file by its path relative to this one, with \"/\", inside the folder that erplan was given.", format, args...)
		return nil
	}
	shown := source.Quote(target)
	switch {
	case target == "" || strings.HasSuffix(target, "/"):
		return fail("extends = %s names no file", shown)
	case path.IsAbs(target) || !fs.ValidPath(name) || strings.ContainsAny(target, "\\\x00"):
		return fail("%s is outside the folder of the design", shown)
	case slices.Contains(below, name):
		return fail("%s extends itself: %s", shown, source.Clean(strings.Join(append(below, name), " → ")))
	case len(below) >= deepest:
		return fail("%s is the base of more than %d files, one on another", shown, deepest)
	case r.fsys == nil:
		return fail("%s cannot be read: this text has no folder", shown)
	}
	text, err := fs.ReadFile(r.fsys, name)
	if err != nil {
		return fail("%s cannot be read: %v", shown, reason(err))
	}
	return r.read(name, text, below)
}

// reason drops the operation and the path from an error of a file system.
func reason(err error) error {
	if pe, ok := err.(*fs.PathError); ok {
		return pe.Err
	}
	return err
}

// chains reports options that build on one that is not there, on themselves,
// or on too many.
func chains(options []*Option) []diag.Diagnostic {
	c := chainer{options: options, length: make(map[*Option]int, len(options))}
	for _, o := range options {
		c.follow(o)
	}
	return c.diags
}

// A chainer follows the chains of options; each option is visited once.
type chainer struct {
	adviser
	options []*Option
	length  map[*Option]int // of the chain that an option ends; -1 while it is followed
	diags   []diag.Diagnostic
}

func (c *chainer) report(rule string, o *Option, fix, format string, args ...any) {
	c.diags = append(c.diags, finding(rule, o.ValueAt("extends"), fix, format, args...))
}

// follow walks from an option to the first whose chain is known, or that is
// built on no other, and counts back from there.
func (c *chainer) follow(o *Option) {
	var way []*Option
	for o != nil && c.length[o] == 0 {
		c.length[o] = -1
		way = append(way, o)
		o = c.base(o)
	}
	length := 0
	if o != nil {
		length = c.length[o]
	}
	if length < 0 {
		c.report("schema/bad-extends", way[len(way)-1], "Let the chain of options end.", "option %q builds on itself: %s", o.Name(), circle(way, o))
		length = 0
	}
	for _, o := range slices.Backward(way) {
		length++
		c.length[o] = length
		if length == deepest+1 {
			c.report("schema/bad-extends", o, "Build on an option that is nearer to the base.", "option %q builds on %d others, one on another", o.Name(), deepest)
		}
	}
}

// base returns the option that another is built on, if it is built on one.
func (c *chainer) base(o *Option) *Option {
	if !o.Has("extends") {
		return nil
	}
	base := find(c.options, o.Extends)
	switch {
	case o.Extends == "":
		c.report("schema/bad-value", o, "Name it, or leave the key out.", "the name of the option is empty")
	case base == nil:
		c.report("link/unknown-reference", o, c.suggest(o.Extends, len(c.options), func() []string { return names(c.options) }), "there is no option %s", source.Quote(o.Extends))
	}
	return base
}

// circle writes the options that build on each other, shortened in the middle.
func circle(way []*Option, at *Option) string {
	way = way[slices.Index(way, at):]
	list := names(way)
	if len(list) > 6 {
		list = slices.Concat(list[:3], []string{"…"}, list[len(list)-2:])
	}
	return strings.Join(append(list, at.Name()), " → ")
}
