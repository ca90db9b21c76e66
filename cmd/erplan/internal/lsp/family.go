package lsp

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A family is the files of a folder that extend each other, as far as they have
// been read.
type family struct {
	home
	texts map[string]*text // by name; nil of what cannot be read
}

// family returns the family of a document.
func (s *Server) family(d *document) *family {
	h := s.home(d.uri)
	return &family{h, map[string]*text{h.name: d.text}}
}

// read returns a file of the folder, or nil.
func (f *family) read(name string) *text {
	if t, ok := f.texts[name]; ok {
		return t
	}
	f.texts[name] = nil
	if f.fsys != nil {
		if content, err := fs.ReadFile(f.fsys, name); err == nil {
			f.texts[name] = newText(name, string(content))
		}
	}
	return f.texts[name]
}

// deepest is how many files may extend one another.
const deepest = 100

// chain returns a file and those that it extends, the nearest first. It ends
// before one that cannot be read.
func (f *family) chain(name string) []*text {
	var out []*text
	for range deepest {
		t := f.read(name)
		if t == nil || slices.Contains(out, t) {
			break
		}
		out = append(out, t)
		target, _ := t.extends()
		next := path.Join(path.Dir(name), target)
		if target == "" || path.IsAbs(target) || !fs.ValidPath(next) || strings.ContainsAny(target, "\\\x00") {
			break
		}
		name = next
	}
	return out
}

// below returns a file and those that extend it, sorted by name.
func (f *family) below(top *text) []*text {
	names := append(f.designs(), top.name, f.name)
	if b, ok := f.fsys.(buffers); ok {
		for name := range b.texts {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	var out []*text
	for _, name := range names {
		if chain := f.chain(name); slices.Contains(chain, top) {
			out = append(out, chain[0])
		}
	}
	return out
}

// most is how many files and folders are looked through for those that extend
// another.
const most = 20000

// designs returns the TOML files of the folder that extend another file.
func (f *family) designs() []string {
	if f.fsys == nil {
		return nil
	}
	var out []string
	seen := 0
	_ = fs.WalkDir(f.fsys, ".", func(name string, e fs.DirEntry, err error) error {
		seen++
		switch {
		case seen > most:
			return fs.SkipAll
		case err != nil:
			return nil // what cannot be read extends nothing
		case e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules"):
			return fs.SkipDir
		case !e.IsDir() && strings.HasSuffix(name, ".toml"):
			if content, err := fs.ReadFile(f.fsys, name); err == nil && bytes.Contains(content, []byte("extends")) {
				out = append(out, name)
			}
		}
		return nil
	})
	return out
}

// scope returns the files in which a thing of a document is the same thing:
// the one highest in its chain that defines or names it, and all that extend
// that; and those above it, in which it is not.
func (f *family) scope(t thing) (in, above []*text) {
	chain := f.chain(f.name)
	top := 0
	for i, file := range chain {
		if len(definitions(file.spots, t)) > 0 || slices.ContainsFunc(mentions(file.file), func(m mention) bool { return m.thing == t }) {
			top = i
		}
	}
	return f.below(chain[top]), chain[top+1:]
}
