package lsp

import (
	"sync/atomic"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// A document is a text that the editor has open.
type document struct {
	*text
	uri     string
	version int
	good    *source.File // the last text that was TOML, for names while it is not

	checked bool        // it is being looked at, or has been
	stale   atomic.Bool // there is a newer text
	found               // in it; empty until it has been looked at
}

// newDocument reads a text. What an older version knew is kept while the new
// one is not TOML.
func newDocument(uri, name string, version int, content string, old *document) *document {
	t := newText(name, content)
	d := &document{text: t, uri: uri, version: version, good: t.file}
	if old == nil {
		return d
	}
	if t.file.Root == nil {
		d.good = old.good
	}
	d.catalog = old.catalog
	return d
}

// facts returns the catalogue with what the design replaces in it.
func (s *Server) facts(d *document) *catalog.Catalog {
	if d.catalog != nil {
		return d.catalog
	}
	return s.Catalog
}

// change returns edits of a document as a change of the workspace.
func (d *document) change(list []edit.Edit) workspaceEdit {
	return workspaceEdit{map[string][]textEdit{d.uri: d.edits(list)}}
}
