package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// cloud returns the cloud of a design.
func (d *document) cloud() catalog.Cloud {
	if d.good.Root != nil {
		if v := d.good.Root.Lookup("design").Lookup("cloud"); v != nil && v.Kind == source.String {
			if word, ok := schema.Find("design", "cloud").Spelling(v.Data.(string)); ok {
				return catalog.Cloud(word)
			}
		}
	}
	return catalog.Cloud(planner.PublicCloud)
}

// hover returns what is known of what stands at an offset: of a key what it
// means, of a value what it names.
func (s *Server) hover(d *document, offset int) *hover {
	i := d.spotAt(offset)
	if i < 0 {
		return nil
	}
	spot := d.spots[i]
	for n, name := range spot.Names {
		if name.Span.Start <= offset && offset <= name.Span.End {
			return d.hoverName(s, spot.Steps[:spot.Parts[n]], name.Span)
		}
	}
	if spot.Header || d.file.Root == nil {
		return nil
	}
	v, steps := scalarAt(d.file.Root, offset, nil)
	if v == nil {
		return nil
	}
	if v.Key != v.Span && v.Key.Start <= offset && offset <= v.Key.End { // a key in braces
		if t, span, ok := d.thingAt(offset); ok && span == v.Key {
			if text := s.outline(d, t); text != "" {
				return &hover{markup{"markdown", text}, d.span(span)}
			}
		}
		return d.hoverName(s, steps, v.Key)
	}
	return s.hoverValue(d, v, steps, offset)
}

// scalarAt returns the innermost value at an offset, or whose key is there,
// and the steps that lead to it.
func scalarAt(v *source.Value, offset int, steps []string) (*source.Value, []string) {
	try := func(in *source.Value, name string) (*source.Value, []string) {
		way := append(append([]string{}, steps...), name)
		if in.Kind <= source.Array {
			if found, at := scalarAt(in, offset, way); found != nil {
				return found, at
			}
		} else if in.Span.Start <= offset && offset <= in.Span.End {
			return in, way
		}
		if in.Key != in.Span && in.Key.Start <= offset && offset <= in.Key.End {
			return in, way
		}
		return nil, nil
	}
	for _, e := range v.Entries() {
		if found, at := try(e.Value, e.Name); found != nil {
			return found, at
		}
	}
	for _, item := range v.Items() {
		if found, at := try(item, ""); found != nil {
			return found, at
		}
	}
	return nil, nil
}

// hoverName describes the key or table that steps lead to.
func (d *document) hoverName(s *Server, steps []string, span source.Span) *hover {
	k := language(steps)
	if k == nil {
		return nil
	}
	name := steps[len(steps)-1]
	if name == "" && len(steps) > 1 {
		name = steps[len(steps)-2]
	}
	if len(steps) > 1 && steps[len(steps)-2] == "severity" {
		if card := s.rule(name); card != "" {
			return &hover{markup{"markdown", card}, d.span(span)}
		}
	}
	return &hover{markup{"markdown", describe(name, k)}, d.span(span)}
}

// describe writes what a key means as Markdown.
func describe(name string, k *schema.Key) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** — %s\n", plain(name), takes(k))
	d := k.Describe()
	if d.Text != "" {
		fmt.Fprintf(&b, "\n%s\n", plain(d.Text))
	}
	words := k.Words
	if k.Item != nil {
		words = k.Item.Words
	}
	if len(words) > 0 {
		fmt.Fprintf(&b, "\nOne of: %s\n", plain(strings.Join(words, ", ")))
	}
	if len(d.Examples) > 0 && k.Owner != nil {
		b.WriteString("\n```toml\n")
		for _, e := range d.Examples {
			fmt.Fprintf(&b, "%s = %s\n", k.Name, e)
		}
		b.WriteString("```\n")
	}
	return b.String()
}

// takes says in words what a key takes.
func takes(k *schema.Key) string {
	if k.Form == schema.Array {
		return "list: " + k.Item.Form.String()
	}
	return k.Form.String()
}

// hoverValue describes what a value names, or the part of it at an offset.
func (s *Server) hoverValue(d *document, v *source.Value, steps []string, offset int) *hover {
	k, names := keyOf(steps)
	if k == nil {
		return nil
	}
	text, _ := v.Data.(string)
	for _, n := range names {
		if n == "@rule" {
			if card := s.rule(text); card != "" {
				return &hover{markup{"markdown", card}, d.span(v.Span)}
			}
		}
		if c := fact(s.facts(d), d.cloud(), n, text); c != nil {
			return &hover{markup{"markdown", c.String()}, d.span(v.Span)}
		}
	}
	if t, span, ok := d.thingAt(offset); ok {
		if text := s.outline(d, t); text != "" {
			return &hover{markup{"markdown", text}, d.span(span)}
		}
	}
	if service, ok := strings.CutPrefix(text, "microsoft/"); ok {
		if c := fact(s.facts(d), d.cloud(), "@community", service); c != nil {
			return &hover{markup{"markdown", c.String()}, d.span(v.Span)}
		}
	}
	return d.hoverName(s, trimItems(steps), v.Span)
}

// trimItems drops the steps into an array at the end.
func trimItems(steps []string) []string {
	for len(steps) > 1 && steps[len(steps)-1] == "" {
		steps = steps[:len(steps)-1]
	}
	return steps
}

// keyOf returns what the value at steps takes, and what it names: an element
// of an array names what its key does.
func keyOf(steps []string) (*schema.Key, []string) {
	k := language(steps)
	if k == nil {
		return nil, nil
	}
	if owner := language(trimItems(steps)); owner != nil {
		return k, owner.Describe().Names
	}
	return k, nil
}

// outline shows the scalars of a thing of the design as TOML: of each file that
// has it, those that it is laid over first.
func (s *Server) outline(d *document, t thing) string {
	out, f := "", s.family(d)
	for _, in := range slices.Backward(f.chain(f.name)) {
		text := in.outline(t)
		if text != "" && in != d.text {
			text = fmt.Sprintf("In `%s`:\n\n%s", strings.ReplaceAll(source.Clean(in.name), "`", "'"), text)
		}
		out += text
	}
	return out
}

func (t *text) outline(of thing) string {
	v := t.file.Root
	for _, step := range of.path() {
		if v = v.Lookup(step); v == nil {
			return ""
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "```toml\n[%s]\n", pathOf(of.path()))
	for _, e := range v.Entries() {
		if e.Value.Kind > source.Table && !source.SecretKey(e.Name) {
			text := t.file.Text[e.Value.Span.Start:e.Value.Span.End]
			if strings.ContainsAny(text, "\n`") || len(text) > 120 {
				text = "…"
			}
			fmt.Fprintf(&b, "%s = %s\n", e.Name, source.Mask(text))
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// rule describes a rule as Markdown, or returns "".
func (s *Server) rule(id string) string {
	r := rules.Find(s.Book, id)
	if r == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** %s — %s\n\n%s\n\n%s\n\nTo mend it: %s\n", plain(r.ID), r.Code, r.Severity, plain(r.Title), plain(r.Why), plain(r.Fix))
	for _, ref := range r.Refs {
		fmt.Fprintf(&b, "\n[%s](%s)", plain(ref.Section), ref.URL())
	}
	return b.String()
}
