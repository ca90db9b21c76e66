package planner

import (
	"fmt"
	"io/fs"
	"reflect"
	"sync/atomic"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// SchemaVersion is the version of the language that this package reads.
const SchemaVersion = 1

// A Draft is a design file that has been read and whose every key and value
// is of the language, in the base and in all options. A design is drawn from
// it for the base or for one option, as often as wanted.
type Draft struct {
	File  *source.File // the file that was asked for
	Files []*source.File

	name    string
	bare    *source.Value // merged over the files that it extends, without options
	options []*Option
	removed []removal              // by files that extend others
	first   atomic.Pointer[Design] // the base as it was decoded, until somebody draws it; nil where defaults fill it
}

// Load reads a design and merges one option into it, or none where option is
// "". It returns nil with at least one error among the diagnostics where the
// design is not sound.
func Load(fsys fs.FS, name, option string) (*Design, []diag.Diagnostic) {
	draft, diags := Read(fsys, name)
	if draft == nil {
		return nil, diags
	}
	d, more := draft.Design(option)
	return d, append(diags, more...)
}

// Read reads the file called name from fsys, and the files that it extends,
// which must be in fsys too. Diagnostics are sorted by place. The draft is nil
// if there is an error among them.
func Read(fsys fs.FS, name string) (*Draft, []diag.Diagnostic) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		f := &source.File{Name: name}
		return nil, []diag.Diagnostic{finding("syntax/unreadable", source.Place{File: f}, "Check the path and its permissions.", "the file cannot be read: %v", reason(err))}
	}
	return ReadText(fsys, name, text)
}

// ReadText is Read for a text that is already there, such as standard input
// or the buffer of an editor. It may be given no file system where the text
// extends nothing. The name is that of the text in fsys; what it extends is
// looked for beside it.
func ReadText(fsys fs.FS, name string, text []byte) (*Draft, []diag.Diagnostic) {
	r := reader{fsys: fsys}
	root := r.read(name, text, nil)
	var draft *Draft
	if root != nil {
		draft = r.draft(root)
	}
	diag.Sort(r.diags)
	if diag.HasErrors(r.diags) {
		return nil, r.diags
	}
	return draft, r.diags
}

// draft decodes what was read. Where files extend others each is looked at on
// its own first: what is wrong in one may be covered by another.
func (r *reader) draft(root *source.Value) *Draft {
	dec := decoder{}
	if len(r.files) > 1 {
		for _, f := range r.files {
			dec.design(f.Root, &Design{})
		}
	}
	top := &Design{}
	if len(dec.diags) == 0 {
		dec.design(root, top)
	}
	r.diags = append(r.diags, dec.diags...)
	r.version(root)
	r.diags = append(r.diags, chains(top.Options)...)
	draft := &Draft{File: r.files[0], Files: r.files, name: top.Info.DisplayName, options: top.Options, removed: r.removed}
	draft.bare = root.Without(func(key string) bool { return key == "options" })
	if root.Lookup("defaults") == nil {
		draft.first.Store(top)
	}
	return draft
}

// design decodes a whole tree.
func (d *decoder) design(root *source.Value, into *Design) {
	d.table(root, reflect.ValueOf(into).Elem(), "", "")
}

// version reports a design that is not of the version that this package reads.
func (r *reader) version(root *source.Value) {
	if root.Lookup("schema") == nil {
		place := source.Place{File: r.files[0], Path: "schema"}
		r.report("schema/version", place, fmt.Sprintf("Write \"schema = %d\" at the top.", SchemaVersion), "the design does not say which version of the language it is written in")
	}
	for _, f := range r.files {
		if v := f.Root.Lookup("schema"); v != nil && v.Kind == source.Integer && v.Data.(int64) != SchemaVersion {
			r.report("schema/version", v.ValuePlace("schema"), fmt.Sprintf("Write %d, or use an erplan that knows version %d.", SchemaVersion, v.Data), "schema = %d is not known", v.Data)
		}
	}
}
