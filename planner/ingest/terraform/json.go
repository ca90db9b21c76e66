package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// labels says how many labels the blocks of a configuration have, which JSON
// writes as objects in objects.
var labels = map[string]int{"variable": 1, "locals": 0, "output": 1, "resource": 2, "data": 2, "module": 1}

// parseJSON parses a file of the JSON syntax. It becomes what the same
// configuration in HCL would be, so that one evaluation serves both; only
// blocks within resources, which JSON cannot tell from objects, are attributes
// with objects or lists of them.
func parseJSON(f File) (*hclsyntax.Body, error) {
	root, err := tree.Parse(f.Name, f.Text)
	if err != nil {
		return nil, err
	}
	p := &jsonParser{name: f.Name}
	body := p.empty(root)
	for _, v := range root.Elements() {
		if n, ok := labels[v.Name]; ok {
			p.blocks(body, v.Name, nil, v, n)
		}
	}
	return body, p.err
}

// A jsonParser turns values of JSON into what HCL has for them.
type jsonParser struct {
	name string
	err  error
}

// at returns the place of a value.
func (p *jsonParser) at(v *tree.Value) hcl.Range {
	line, col := v.File.Position(v.At)
	pos := hcl.Pos{Line: line, Column: col, Byte: v.At}
	return hcl.Range{Filename: p.name, Start: pos, End: pos}
}

func (p *jsonParser) empty(v *tree.Value) *hclsyntax.Body {
	return &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: p.at(v), EndRange: p.at(v)}
}

// blocks adds the blocks of a type: an object for each label, then one or
// several bodies.
func (p *jsonParser) blocks(into *hclsyntax.Body, kind string, names []string, v *tree.Value, depth int) {
	if v.Kind == tree.Array {
		for _, item := range v.Kids {
			p.blocks(into, kind, names, item, depth)
		}
		return
	}
	if v.Kind != tree.Object {
		return
	}
	if depth > 0 {
		for _, kid := range v.Kids {
			if kid.Name != "//" {
				p.blocks(into, kind, append(names[:len(names):len(names)], kid.Name), kid, depth-1)
			}
		}
		return
	}
	g := p.at(v)
	b := &hclsyntax.Block{Type: kind, Labels: names, Body: p.body(v), TypeRange: g, OpenBraceRange: g, CloseBraceRange: g}
	into.Blocks = append(into.Blocks, b)
}

// body turns an object into a body.
func (p *jsonParser) body(v *tree.Value) *hclsyntax.Body {
	body := p.empty(v)
	for _, kid := range v.Kids {
		switch {
		case kid.Name == "//":
		case kid.Name == "dynamic":
			p.dynamic(body, kid)
		case kid.Kind == tree.Object && kid.Get("dynamic") != nil:
			p.blocks(body, kid.Name, nil, kid, 0)
		default:
			g := p.at(kid)
			body.Attributes[kid.Name] = &hclsyntax.Attribute{Name: kid.Name, Expr: p.expr(kid), SrcRange: g, NameRange: g, EqualsRange: g}
		}
	}
	return body
}

// dynamic adds dynamic blocks.
func (p *jsonParser) dynamic(into *hclsyntax.Body, v *tree.Value) {
	n := len(into.Blocks)
	p.blocks(into, "dynamic", nil, v, 1)
	for _, b := range into.Blocks[n:] {
		if it := b.Body.Attributes["iterator"]; it != nil {
			if name, _ := it.Expr.Value(nil); name.Type() == cty.String && name.IsKnown() && !name.IsNull() {
				it.Expr = &hclsyntax.ScopeTraversalExpr{Traversal: hcl.Traversal{hcl.TraverseRoot{Name: name.AsString()}}}
			}
		}
		for _, kid := range v.Elements() {
			content := kid.Get("content")
			if kid.Name != b.Labels[0] || content == nil {
				continue
			}
			delete(b.Body.Attributes, "content")
			p.blocks(b.Body, "content", nil, content, 0)
		}
	}
}

// expr turns a value into an expression. Texts are templates.
func (p *jsonParser) expr(v *tree.Value) hclsyntax.Expression {
	g := p.at(v)
	literal := func(c cty.Value) hclsyntax.Expression { return &hclsyntax.LiteralValueExpr{Val: c, SrcRange: g} }
	switch v.Kind {
	case tree.String:
		return p.template(v)
	case tree.Bool:
		return literal(cty.BoolVal(v.Text == "true"))
	case tree.Number:
		return literal(numberOf(v.Text))
	case tree.Null:
		return literal(cty.NullVal(cty.DynamicPseudoType))
	case tree.Array:
		list := &hclsyntax.TupleConsExpr{SrcRange: g, OpenRange: g}
		for _, kid := range v.Kids {
			list.Exprs = append(list.Exprs, p.expr(kid))
		}
		return list
	case tree.Object:
		object := &hclsyntax.ObjectConsExpr{SrcRange: g, OpenRange: g}
		for _, kid := range v.Kids {
			if kid.Name != "//" {
				name := &hclsyntax.LiteralValueExpr{Val: cty.StringVal(kid.Name), SrcRange: g}
				object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: name, ValueExpr: p.expr(kid)})
			}
		}
		return object
	}
	return literal(cty.DynamicVal) // a key, of which nothing is kept
}

// template parses a text.
func (p *jsonParser) template(v *tree.Value) hclsyntax.Expression {
	g := p.at(v)
	if !strings.Contains(v.Text, "${") && !strings.Contains(v.Text, "%{") {
		return &hclsyntax.LiteralValueExpr{Val: cty.StringVal(v.Text), SrcRange: g}
	}
	e, diags := hclsyntax.ParseTemplate([]byte(v.Text), p.name, g.Start)
	if diags.HasErrors() && p.err == nil {
		p.err = place(diags)
	}
	return e
}
