package view

import (
	"bufio"
	"bytes"
	"encoding/json"
)

// A writer writes an object field by field.
type writer struct {
	w      *bufio.Writer
	fields int
	err    error
}

// open starts a field.
func (x *writer) open(name string) {
	start := ",\n"
	if x.fields++; x.fields == 1 {
		start = "{\n"
	}
	x.w.WriteString(start + "  \"" + name + "\": ")
}

func (x *writer) field(name string, v any) {
	x.open(name)
	x.value("  ", v)
}

// list writes a field that is a list, item by item.
func (x *writer) list(name string, each func(add func(any))) {
	x.open(name)
	x.w.WriteString("[")
	n := 0
	each(func(v any) {
		if n++; n > 1 {
			x.w.WriteString(",")
		}
		x.w.WriteString("\n    ")
		x.value("    ", v)
	})
	if n > 0 {
		x.w.WriteString("\n  ")
	}
	x.w.WriteString("]")
}

// value writes a value; indent is that of the line on which it starts.
func (x *writer) value(indent string, v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(indent, "  ")
	if err := enc.Encode(v); err != nil && x.err == nil {
		x.err = err
	}
	x.w.Write(bytes.TrimRight(b.Bytes(), "\n"))
}

func (x *writer) close() error {
	x.w.WriteString("\n}\n")
	if x.err != nil {
		return x.err
	}
	return x.w.Flush()
}
