package schema

import (
	_ "embed"
	"strings"
	"sync"
)

// keysText describes the keys; written by hand, and tested to be complete.
//
//go:embed keys.txt
var keysText string

// commentsText holds the comments of the model's fields, for keys that nobody
// has described yet. It is written by the tests.
//
//go:embed comments.txt
var commentsText string

// A Description says what a key or a table means.
type Description struct {
	Text     string
	Names    []string // what a value names: a collection of the design, or a list of the catalogue after "@"
	Examples []string // TOML values
}

// descriptions holds the descriptions by TABLE.KEY.
var descriptions = sync.OnceValue(func() map[string]Description {
	out := map[string]Description{}
	for row := range strings.Lines(commentsText) {
		if key, text, ok := strings.Cut(strings.TrimSpace(row), "\t"); ok {
			out[key] = Description{Text: text}
		}
	}
	for row := range strings.Lines(keysText) {
		if part := strings.SplitN(strings.TrimSpace(row), "|", 4); len(part) == 4 && !strings.HasPrefix(row, "#") {
			d := Description{Text: strings.TrimSpace(part[3]), Names: strings.Fields(part[1])}
			if text := strings.TrimSpace(part[2]); text != "" {
				d.Examples = strings.Split(text, ";;")
			}
			out[strings.TrimSpace(part[0])] = d
		}
	}
	return out
})

// keyLines holds the numbers of the lines that describe keys, by TABLE.KEY.
var keyLines = sync.OnceValue(func() map[string]int {
	out, n := map[string]int{}, 0
	for row := range strings.Lines(keysText) {
		n++
		name, _, _ := strings.Cut(row, " ")
		out[name] = n
	}
	return out
})

// keyLine returns the line that describes a key of a table, or 0.
func keyLine(k *Key) int {
	if n := keyLines()[k.Owner.Name+"."+k.Name]; n > 0 {
		return n
	}
	return keyLines()[k.home()+"."+k.Name]
}

// Describe returns what a key means. The zero Description means that nobody
// has said so.
func (k *Key) Describe() Description {
	if k.Owner == nil {
		return k.described()
	}
	for _, owner := range []string{k.Owner.Name, k.home(), "*"} {
		if d, ok := descriptions()[owner+"."+k.Name]; ok {
			return d
		}
	}
	return k.described()
}

// home returns the table that is described for a key of a table that takes
// over the keys of another: an option has those of a design, and so have the
// defaults.
func (k *Key) home() string {
	if k.Owner.Name == "Option" || k.Owner.Name == "Defaults" {
		return "Design"
	}
	return k.Owner.Name
}

// described returns the description of the table that a key takes.
func (k *Key) described() Description {
	if k.Table == nil {
		return Description{}
	}
	return k.Table.Describe()
}

// Describe returns what a table is.
func (t *Table) Describe() Description { return descriptions()[t.Name] }
