package lsp

import (
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// An entry of the outline while it is made.
type outlineNode struct {
	name   string
	kind   int
	first  source.Span // the header, or the key
	end    int
	below  []*outlineNode
	within bool // of a table: a key
}

// symbols returns the outline of a text: collections, their tables, the tables
// in those, and keys.
func (d *document) symbols() []documentSymbol {
	top := &outlineNode{}
	for i, s := range d.spots {
		end := s.Span.End
		if s.Header {
			for j := i + 1; j < len(d.spots) && !d.spots[j].Header; j++ {
				end = d.spots[j].Span.End
			}
		}
		top.add(s, end)
	}
	return d.tree(top)
}

// add puts a statement below the tables that its path names, which are made
// where they are not there yet.
func (n *outlineNode) add(s edit.Spot, end int) {
	at := n
	for i, step := range s.Steps {
		if step == "" {
			continue
		}
		last := i == len(s.Steps)-1 || i == len(s.Steps)-2 && s.Steps[i+1] == ""
		at = at.child(step, s, last && !(s.Header && s.Array))
		at.end = max(at.end, end)
		if last && s.Header {
			at.kind = symbolObject
		}
		if last && !s.Header {
			at.kind, at.within = symbolProperty, true
		}
	}
}

// child returns the entry of a name below another one: of a table the one that
// is there, of a further element of an array of tables a new one.
func (n *outlineNode) child(name string, s edit.Spot, last bool) *outlineNode {
	for i := len(n.below) - 1; i >= 0; i-- {
		if n.below[i].name == name && !(s.Header && s.Array && s.Names[len(s.Names)-1].Text == name) {
			if last && s.Header {
				n.below[i].first = s.Span
			}
			return n.below[i]
		}
	}
	c := &outlineNode{name: name, kind: symbolNamespace, first: s.Span, end: s.Span.End}
	n.below = append(n.below, c)
	return c
}

func (d *document) tree(n *outlineNode) []documentSymbol {
	out := []documentSymbol{}
	for _, c := range n.below {
		start := c.start()
		sym := documentSymbol{
			Name: source.Clean(c.name), Kind: c.kind,
			Range:          d.span(source.Span{Start: start, End: c.end}),
			SelectionRange: d.span(c.first),
		}
		if sym.Name == "" {
			sym.Name = "\"\""
		}
		if len(c.below) > 0 {
			sym.Children = d.tree(c)
		}
		out = append(out, sym)
	}
	return out
}

// start returns where an entry starts, with all that is below it.
func (n *outlineNode) start() int {
	start := n.first.Start
	for _, c := range n.below {
		start = min(start, c.start())
	}
	return start
}
