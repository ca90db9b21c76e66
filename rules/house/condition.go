package house

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A condition is a rule of a pack, compiled.
type condition struct {
	over    []string // the table whose elements are judged, nil: the design as a whole
	at      string   // key of the element that findings stand at, "" its header
	holds   *vm.Program
	message []piece
	fix     []piece
}

// A piece of a message is text, or an expression.
type piece struct {
	text    string
	program *vm.Program
}

// unknown is the error of a condition that reads what is not stated.
type unknown struct{ key string }

func (u unknown) Error() string { return u.key + " is not stated" }

// compile compiles the expressions of a rule; nil where one is wrong.
func (r *reader) compile(at *source.Value, raw *ruleFile) *condition {
	c := &condition{at: raw.At}
	over, text := raw.For, raw.Condition
	if over == "" {
		over = overAll(text)
	}
	env := types.Map{}
	for key, of := range modelShape().keys {
		env[key] = of.typ()
	}
	if over != "" {
		c.over = strings.Split(over, ".")
		element, err := elementShape(c.over)
		if err != nil {
			r.report(valueOf(at, "for"), nearTable(c.over[0]), "%v", err)
			return nil
		}
		env["it"] = element.typ()
		if c.at != "" && element.keys[c.at] == nil {
			r.report(valueOf(at, "at"), "", "%q is no key of %s", c.at, over)
		}
	}
	before := len(r.diags)
	run := text
	if raw.For == "" && over != "" {
		run = strings.Replace(text, over, "[it]", 1) // all(TABLE, …) of one element
	}
	c.holds = r.program(at, text, run, env)
	c.message, c.fix = r.pieces(at, "message", raw.Message, env), r.pieces(at, "fix", raw.Fix, env)
	if c.at == "" {
		c.at = firstKey(text)
	}
	if len(r.diags) > before {
		return nil
	}
	return c
}

// elementShape returns the shape of the elements of a table.
func elementShape(over []string) (*shape, error) {
	at := modelShape()
	for _, key := range over {
		if at = at.keys[key]; at == nil {
			return nil, fmt.Errorf("there is no table %q", strings.Join(over, "."))
		}
		if at.item != nil {
			at = at.item
		}
	}
	if at.keys == nil {
		return nil, fmt.Errorf("%q is no table", strings.Join(over, "."))
	}
	return at, nil
}

func nearTable(name string) string {
	var tables []string
	for key := range modelShape().keys {
		if _, err := elementShape([]string{key}); err == nil {
			tables = append(tables, key)
		}
	}
	slices.Sort(tables)
	if near := catalog.Nearest(name, tables); len(near) > 0 {
		return fmt.Sprintf("Did you mean %q?", near[0])
	}
	return "Tables are " + strings.Join(tables, ", ") + "."
}

// overAll returns the table of a condition all(TABLE, …), or "".
func overAll(text string) string {
	tree, err := parser.Parse(text)
	if err != nil {
		return ""
	}
	if all, ok := tree.Node.(*ast.BuiltinNode); ok && all.Name == "all" && len(all.Arguments) == 2 {
		if table, ok := all.Arguments[0].(*ast.IdentifierNode); ok {
			if _, err := elementShape([]string{table.Value}); err == nil {
				return table.Value
			}
		}
	}
	return ""
}

// program compiles a condition twice: as it is written, for its types, and as
// it runs, so that what is not stated stops it.
func (r *reader) program(at *source.Value, text, run string, env types.Map) *vm.Program {
	options := append([]expr.Option{expr.Env(env), expr.AsBool()}, functions...)
	if _, err := expr.Compile(text, options...); err != nil {
		r.wrong(at, "condition", text, err)
		return nil
	}
	program, err := expr.Compile(run, append(options, expr.Patch(&guard{}))...)
	if err != nil {
		r.wrong(at, "condition", text, err)
	}
	return program
}

// wrong reports an error of an expression at its place in the pack.
func (r *reader) wrong(at *source.Value, key, text string, err error) {
	span := valueOf(at, key)
	message := err.Error()
	if fe := (*file.Error)(nil); errors.As(err, &fe) {
		message = fe.Message
		if start := strings.Index(r.file.Text[span.Start:span.End], text); start >= 0 && fe.Line == 1 {
			from := min(span.Start+start+fe.Column, span.End)
			span = source.Span{Start: from, End: min(from+1, span.End)}
		}
	}
	r.report(span, "", "%s: %s", key, message)
}

// pieces compiles a message.
func (r *reader) pieces(at *source.Value, key, text string, env types.Map) []piece {
	var out []piece
	for text != "" {
		before, rest, open := strings.Cut(text, "{")
		if before != "" {
			out = append(out, piece{text: before})
		}
		if !open {
			break
		}
		inner, after, closed := strings.Cut(rest, "}")
		if !closed {
			r.report(valueOf(at, key), "Close it, or leave it out.", "%s: { without }", key)
			return nil
		}
		options := append([]expr.Option{expr.Env(env)}, functions...)
		program, err := expr.Compile(inner, options...)
		if err != nil {
			r.wrong(at, key, inner, err)
			return nil
		}
		out = append(out, piece{program: program})
		text = after
	}
	return out
}

// A guard makes every key that is read one that has to be stated, but for the
// arguments of stated() and the left side of "??".
type guard struct{}

// Visit is called for each node after those below it.
func (g *guard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.MemberNode:
		if key, ok := n.Property.(*ast.StringNode); ok && !n.Method {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "known"}, Arguments: []ast.Node{n, &ast.StringNode{Value: key.Value}}})
		}
	case *ast.CallNode:
		if f, ok := n.Callee.(*ast.IdentifierNode); ok && f.Value == "stated" && len(n.Arguments) == 1 {
			n.Arguments[0] = unguarded(n.Arguments[0])
		}
	case *ast.BinaryNode:
		if n.Operator == "??" {
			n.Left = unguarded(n.Left)
		}
	}
}

func unguarded(n ast.Node) ast.Node {
	if call, ok := n.(*ast.CallNode); ok {
		if f, ok := call.Callee.(*ast.IdentifierNode); ok && f.Value == "known" {
			return call.Arguments[0]
		}
	}
	return n
}

// firstKey returns the first key that a condition reads of the element.
func firstKey(text string) string {
	tree, err := parser.Parse(text)
	if err != nil {
		return ""
	}
	f := &finder{}
	ast.Walk(&tree.Node, f)
	return f.key
}

type finder struct{ key string }

// Visit notes the first key of "it" or of the element of all().
func (f *finder) Visit(node *ast.Node) {
	m, ok := (*node).(*ast.MemberNode)
	if !ok || f.key != "" {
		return
	}
	id, isID := m.Node.(*ast.IdentifierNode)
	_, pointer := m.Node.(*ast.PointerNode)
	if key, ok := m.Property.(*ast.StringNode); ok && (pointer || isID && id.Value == "it") {
		for _, unit := range []string{"_mbps", "_seconds"} {
			key.Value = strings.TrimSuffix(key.Value, unit)
		}
		f.key = key.Value
	}
}

// functions are what conditions can call beyond the language's own.
var functions = []expr.Option{
	expr.Function("known", func(args ...any) (any, error) {
		if args[0] == nil {
			return nil, unknown{args[1].(string)}
		}
		return args[0], nil
	}, new(func(any, string) any)),
	expr.Function("stated", func(args ...any) (any, error) { return args[0] != nil, nil }, new(func(any) bool)),
	expr.Function("cidr_overlaps", prefixes(netip.Prefix.Overlaps), new(func(string, string) bool)),
	expr.Function("cidr_contains", prefixes(func(a, b netip.Prefix) bool { return a.Bits() <= b.Bits() && a.Contains(b.Addr()) }), new(func(string, string) bool)),
}

func prefixes(compare func(a, b netip.Prefix) bool) func(...any) (any, error) {
	return func(args ...any) (any, error) {
		a, err := netip.ParsePrefix(args[0].(string))
		if err != nil {
			return nil, err
		}
		b, err := netip.ParsePrefix(args[1].(string))
		if err != nil {
			return nil, err
		}
		return compare(a.Masked(), b.Masked()), nil
	}
}

// check judges a design.
func (c *condition) check(p *rules.Pass) {
	env := modelOf(p.Design)
	if c.over == nil {
		c.judge(p, env, nil)
		return
	}
	for _, element := range elements(env, c.over) {
		node, _ := element[nodeKey].(nodeOf)
		env["it"] = element
		c.judge(p, env, node)
	}
}

// elements returns the elements of a table in order.
func elements(at map[string]any, over []string) []map[string]any {
	if len(over) == 0 {
		if node, ok := at[nodeKey].(nodeOf); ok && node.Here().File == nil {
			return nil // the design does not write the table
		}
		return []map[string]any{at}
	}
	var out []map[string]any
	switch next := at[over[0]].(type) {
	case map[string]any:
		out = elements(next, over[1:])
	case []any:
		for _, x := range next {
			if m, ok := x.(map[string]any); ok {
				out = append(out, elements(m, over[1:])...)
			}
		}
	}
	return out
}

// judge evaluates the condition for the design, or for one element.
func (c *condition) judge(p *rules.Pass, env map[string]any, node nodeOf) {
	out, err := expr.Run(c.holds, env)
	var u unknown
	switch {
	case errors.As(err, &u):
		p.Unknown(c.place(node, trimUnit(u.key)), "%s", u.Error())
	case err != nil:
		p.Unknown(c.place(node, c.at), "the condition cannot be judged: %v", firstLine(err))
	case out == false:
		f := p.Report(c.place(node, c.at), "%s", say(c.message, env))
		if len(c.fix) > 0 {
			f.Fix("%s", say(c.fix, env))
		}
	}
}

func trimUnit(key string) string {
	return strings.TrimSuffix(strings.TrimSuffix(key, "_mbps"), "_seconds")
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// place returns where a finding stands.
func (c *condition) place(node nodeOf, key string) source.Place {
	switch {
	case node == nil:
		return source.Place{}
	case key != "":
		return node.ValueAt(key)
	}
	return node.Here()
}

// say writes a message.
func say(pieces []piece, env map[string]any) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.program == nil {
			b.WriteString(p.text)
			continue
		}
		v, err := expr.Run(p.program, env)
		switch {
		case err != nil || v == nil:
			b.WriteString("unknown")
		default:
			b.WriteString(source.Clean(fmt.Sprint(v)))
		}
	}
	return b.String()
}
