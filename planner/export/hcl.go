package export

import (
	"fmt"
	"strings"
)

// A block is a block of a Terraform configuration.
type block struct {
	head   string
	rows   []attribute
	blocks []*block
}

type attribute struct{ name, value string }

// set adds an attribute whose value is HCL already, where there is one.
func (b *block) set(name, value string) {
	if value != "" {
		b.rows = append(b.rows, attribute{name, value})
	}
}

// text adds a text, where there is one.
func (b *block) text(name, value string) {
	if value != "" {
		b.set(name, hclQuote(value))
	}
}

// value adds a number or a boolean, where it is known.
func (b *block) value(name string, v any) {
	if v != nil {
		b.set(name, fmt.Sprint(v))
	}
}

// list adds a list of texts, where it has any.
func (b *block) list(name string, items []string) {
	if len(items) > 0 {
		b.set(name, hclList(items))
	}
}

func hclList(items []string) string {
	quoted := make([]string, len(items))
	for i, s := range items {
		quoted[i] = hclQuote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// sub adds a block in the block, if it has anything.
func (b *block) sub(inner *block) {
	if len(inner.rows)+len(inner.blocks) > 0 {
		b.blocks = append(b.blocks, inner)
	}
}

// write writes the block with its attributes aligned.
func (b *block) write(out *strings.Builder, indent string) {
	out.WriteString(indent + b.head + " {\n")
	width := 0
	for _, r := range b.rows {
		width = max(width, len(r.name))
	}
	for _, r := range b.rows {
		fmt.Fprintf(out, "%s  %-*s = %s\n", indent, width, r.name, r.value)
	}
	for _, inner := range b.blocks {
		inner.write(out, indent+"  ")
	}
	out.WriteString(indent + "}\n")
}

// hclQuote writes a text as HCL does: no part of it is a template.
func hclQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case (r == '$' || r == '%') && strings.HasPrefix(s[i+1:], "{"):
			b.WriteRune(r)
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
