package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// A completer collects what may stand at a cursor.
type completer struct {
	s      *Server
	cat    *catalog.Catalog
	d      *document
	c      cursor
	offset int
	files  []*source.File // the design and what it extends
	items  []completionItem
}

func (s *Server) complete(d *document, offset int) completionList {
	p := completer{s: s, cat: s.facts(d), d: d, c: cursorAt(d.file.Text, offset), offset: offset}
	if d.good.Root != nil {
		p.files = append(p.files, d.good)
		f := s.family(d)
		for _, base := range f.chain(f.name)[1:] {
			p.files = append(p.files, base.file)
		}
	}
	switch p.c.where {
	case inHeader:
		p.headers()
	case inKey:
		p.keys()
	case inValue:
		p.values()
	}
	if p.items == nil {
		p.items = []completionItem{}
	}
	for i := range p.items {
		p.items[i].SortText = fmt.Sprintf("%04d", i)
	}
	return completionList{false, p.items}
}

// put adds an item that replaces what is typed by a text.
func (p *completer) put(label, text string, kind int, detail, about string) {
	item := completionItem{Label: label, Kind: kind, Detail: detail, FilterText: text}
	start := p.c.start - len(p.c.quote)
	item.FilterText = p.d.file.Text[start:p.c.start] + label
	if about != "" {
		item.Documentation = &markup{"markdown", about}
	}
	item.TextEdit = &textEdit{p.d.span(source.Span{Start: start, End: p.end()}), text}
	p.items = append(p.items, item)
}

// end returns where the text that an item replaces ends: at the cursor, or
// after the quote or the rest of the name that is there already.
func (p *completer) end() int {
	text := p.d.file.Text
	end := p.offset
	row := text[end:]
	if n := strings.IndexByte(row, '\n'); n >= 0 {
		row = row[:n]
	}
	if p.c.quote != "" {
		if n := strings.Index(row, p.c.quote); n >= 0 && !strings.ContainsAny(row[:n], "=#,") {
			return end + n + len(p.c.quote)
		}
		return end
	}
	if p.c.where != inValue {
		for end < len(text) && (text[end] >= 'a' && text[end] <= 'z' || text[end] >= '0' && text[end] <= '9' || text[end] == '_' || text[end] == '-') {
			end++
		}
	}
	return end
}

// headers offers the tables that a header may name.
func (p *completer) headers() {
	k := language(p.c.table)
	if k == nil {
		return
	}
	switch k.Form {
	case schema.Group:
		for _, in := range k.Table.Keys {
			table := in.Form == schema.Group || in.Form == schema.Collection || in.Form == schema.Map || in.Form == schema.Overrides
			if in.Form == schema.List && p.c.array || table && !p.c.array {
				p.put(in.Name, in.Name, kindModule, in.Form.String(), describe(in.Name, in))
			}
		}
	case schema.Collection:
		for _, name := range p.names(p.c.table) {
			p.put(name, edit.Key(name), kindReference, "of this design", "")
		}
	}
}

// names returns the names of the tables that stand in a collection at steps.
func (p *completer) names(steps []string) []string {
	if len(steps) == 1 {
		return p.defined(steps[0])
	}
	if len(steps) > 2 && steps[0] == "options" {
		return p.names(steps[2:])
	}
	var out []string
	for _, f := range p.files {
		v := f.Root
		for _, s := range steps {
			v = v.Lookup(s)
		}
		for _, e := range entries(v) {
			if !slices.Contains(out, e.Name) {
				out = append(out, e.Name)
			}
		}
	}
	return out
}

// defined returns the names of a collection: those of files, and those that
// stand in the text as far as it can be made out.
func (p *completer) defined(collection string) []string {
	out := defined(p.files, collection)
	seen := make(map[string]bool, len(out))
	for _, name := range out {
		seen[name] = true
	}
	for _, s := range p.d.spots {
		steps := s.Steps
		if len(steps) > 2 && steps[0] == "options" {
			steps = steps[2:]
		}
		if s.Span.Start <= p.offset && p.offset <= s.Span.End {
			continue // is being typed
		}
		name := ""
		switch {
		case collection == "sites/routers" && len(steps) > 3 && steps[0] == "sites" && steps[2] == "routers":
			name = steps[1] + "/" + steps[3]
		case len(steps) > 1 && steps[0] == collection:
			name = steps[1]
		}
		if name != "" && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

// keys offers the keys that a table does not have yet.
func (p *completer) keys() {
	k := language(p.c.table)
	if k == nil {
		return
	}
	if k.Form == schema.Map {
		p.mapKeys(k)
		return
	}
	if k.Form != schema.Group {
		return
	}
	have := p.present()
	for _, in := range k.Table.Keys {
		if slices.Contains(have, in.Name) || p.c.braces && (in.Form == schema.Collection || in.Form == schema.List) {
			continue
		}
		if in.Form == schema.Collection || in.Form == schema.List || in.Form == schema.Overrides {
			continue // have headers of their own
		}
		p.put(in.Name, in.Name+" = ", kindProperty, takes(in), describe(in.Name, in))
	}
	if k.Table.Rest != nil {
		for _, kind := range planner.ComponentKinds {
			if !slices.Contains(have, string(kind)) {
				p.put(string(kind), string(kind)+" = ", kindProperty, k.Table.Rest.Form.String(), "")
			}
		}
	}
}

// present returns the keys that stand in the table of the cursor already.
func (p *completer) present() []string {
	out := slices.Clone(p.c.present)
	for _, s := range p.d.spots {
		if !s.Header && len(s.Steps) == len(p.c.table)+1 && slices.Equal(s.Steps[:len(p.c.table)], p.c.table) && (p.offset < s.Span.Start || p.offset > s.Span.End) && s.Value != (source.Span{}) {
			out = append(out, s.Steps[len(s.Steps)-1])
		}
	}
	return out
}

// mapKeys offers what the keys of a table name.
func (p *completer) mapKeys(k *schema.Key) {
	have := p.present()
	for _, n := range k.Describe().Names {
		list := p.defined(n)
		if n == "@rule" {
			for _, r := range p.s.Book {
				list = append(list, r.ID)
			}
		}
		for _, name := range list {
			if !slices.Contains(have, name) {
				p.put(name, edit.Key(name)+" = ", kindReference, "", p.s.rule(name))
			}
		}
	}
}
