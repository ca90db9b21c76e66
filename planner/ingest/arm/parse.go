package arm

import (
	"fmt"
	"strings"
)

// A node is a part of an expression.
type node struct {
	op   op
	text string  // of a literal; the name of a function or a property
	args []*node // of a call; of a property or index what it is taken of, then the index
	safe bool    // .? and [?: nothing where there is nothing
}

type op uint8

const (
	literal op = iota
	number
	call
	property
	index
)

// deepest is how deep an expression may nest.
const deepest = 100

// A reader walks over an expression.
type reader struct {
	text  string
	pos   int
	depth int
}

// parse reads an expression without its brackets.
func parse(text string) (*node, error) {
	r := &reader{text: text}
	n, err := r.expr()
	if err != nil {
		return nil, err
	}
	if r.space(); r.pos < len(r.text) {
		return nil, fmt.Errorf("the expression goes on after its end, at character %d", r.pos+2)
	}
	return n, nil
}

func (r *reader) space() {
	for r.pos < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// take passes over a byte, if it is next.
func (r *reader) take(c byte) bool {
	r.space()
	if r.pos < len(r.text) && r.text[r.pos] == c {
		r.pos++
		return true
	}
	return false
}

func (r *reader) expr() (*node, error) {
	if r.depth++; r.depth > deepest {
		return nil, fmt.Errorf("the expression nests too deep")
	}
	defer func() { r.depth-- }()
	n, err := r.primary()
	for levels := 0; err == nil; levels++ {
		if levels > deepest {
			return nil, fmt.Errorf("the expression nests too deep")
		}
		switch {
		case r.take('.'):
			n, err = r.property(n)
		case r.take('['):
			n, err = r.index(n)
		default:
			return n, nil
		}
	}
	return nil, err
}

func (r *reader) property(of *node) (*node, error) {
	safe := r.take('?')
	name := r.word()
	if name == "" {
		return nil, fmt.Errorf("the name of a property is missing at character %d", r.pos+2)
	}
	return &node{op: property, text: name, args: []*node{of}, safe: safe}, nil
}

func (r *reader) index(of *node) (*node, error) {
	safe := r.take('?')
	at, err := r.expr()
	if err == nil && !r.take(']') {
		err = fmt.Errorf("a closing bracket is missing at character %d", r.pos+2)
	}
	return &node{op: index, args: []*node{of, at}, safe: safe}, err
}

func (r *reader) primary() (*node, error) {
	r.space()
	if r.pos >= len(r.text) {
		return nil, fmt.Errorf("the expression ends too early")
	}
	switch c := r.text[r.pos]; {
	case c == '\'':
		return r.str()
	case c == '-' || c >= '0' && c <= '9':
		start := r.pos
		for r.pos++; r.pos < len(r.text) && r.text[r.pos] >= '0' && r.text[r.pos] <= '9'; r.pos++ {
		}
		return &node{op: number, text: r.text[start:r.pos]}, nil
	}
	name := r.word()
	for name != "" && r.pos < len(r.text) && r.text[r.pos] == '.' { // namespace.function
		r.pos++
		name += "." + r.word()
	}
	if name == "" || !r.take('(') {
		return nil, fmt.Errorf("a function is expected at character %d", r.pos+2)
	}
	return r.call(name)
}

func (r *reader) call(name string) (*node, error) {
	n := &node{op: call, text: name}
	if r.take(')') {
		return n, nil
	}
	for {
		arg, err := r.expr()
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
		switch {
		case r.take(')'):
			return n, nil
		case !r.take(','):
			return nil, fmt.Errorf("a comma or a closing parenthesis is missing at character %d", r.pos+2)
		}
	}
}

func (r *reader) word() string {
	start := r.pos
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '-' && r.pos > start) {
			break
		}
		r.pos++
	}
	return r.text[start:r.pos]
}

func (r *reader) str() (*node, error) {
	var b strings.Builder
	for r.pos++; r.pos < len(r.text); r.pos++ {
		if r.text[r.pos] == '\'' {
			if r.pos+1 >= len(r.text) || r.text[r.pos+1] != '\'' {
				r.pos++
				return &node{op: literal, text: b.String()}, nil
			}
			r.pos++
		}
		b.WriteByte(r.text[r.pos])
	}
	return nil, fmt.Errorf("a text in the expression has no end")
}
