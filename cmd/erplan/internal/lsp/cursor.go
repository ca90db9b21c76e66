package lsp

import (
	"strings"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// A cursor is what is being typed at an offset of a text that need not be
// whole.
type cursor struct {
	where   where
	table   []string // steps of the table that the key stands in; of a header, those before the name being typed
	key     []string // steps of the value being typed, from the top of the design
	array   bool     // the header has two brackets
	typed   string   // what is there of the name or value, without a quote
	start   int      // offset of typed
	quote   string   // the quote that is open, or ""
	present []string // keys that the table in braces has already
	braces  bool     // the table is one in braces
}

type where int

const (
	nowhere where = iota
	inHeader
	inKey
	inValue
)

// cursorAt returns what is being typed at an offset.
func cursorAt(text string, offset int) cursor {
	f := &source.File{Text: text[:offset]}
	spots := edit.Spots(f)
	row := f.Text[strings.LastIndexByte(f.Text, '\n')+1:]
	if len(spots) == 0 {
		return fresh(nil, row, offset)
	}
	last := spots[len(spots)-1]
	table := last.Steps[:last.Depth]
	rest := f.Text[last.Span.End:]
	switch {
	case last.Comment != (source.Span{}) && !strings.Contains(f.Text[last.Comment.End:], "\n"):
		return cursor{}
	case strings.Contains(rest, "\n"), last.Value == (source.Span{}) && strings.Contains(f.Text[last.Span.Start:], "\n"):
		return fresh(table, row, offset)
	case last.Header:
		return header(f.Text, last, offset)
	}
	raw, ok := valueText(f.Text, last)
	if !ok {
		return key(last, table, rest, offset)
	}
	return value(last.Steps, raw, offset)
}

// fresh is a cursor at the start of a statement.
func fresh(table []string, row string, offset int) cursor {
	if strings.TrimSpace(row) != "" {
		return cursor{}
	}
	return cursor{where: inKey, table: table, start: offset}
}

// header is a cursor within a header.
func header(text string, s edit.Spot, offset int) cursor {
	raw := text[s.Span.Start:]
	if strings.Contains(raw, "]") {
		return cursor{}
	}
	c := cursor{where: inHeader, array: s.Array, start: offset}
	names := strings.TrimLeft(raw, "[")
	c.typed = names[strings.LastIndexByte(names, '.')+1:]
	c.typed = strings.TrimLeft(c.typed, " ")
	c.start = offset - len(c.typed)
	for _, n := range s.Names {
		if n.Span.End < c.start && n.Text != "" {
			c.table = append(c.table, n.Text)
		}
	}
	return c
}

// key is a cursor within a key.
func key(s edit.Spot, table []string, rest string, offset int) cursor {
	last := s.Names[len(s.Names)-1]
	if last.Span.End != offset && strings.TrimLeft(rest, " \t") != "." {
		return cursor{}
	}
	c := cursor{where: inKey, table: table, typed: last.Text, start: last.Span.Start}
	c.table = s.Steps[:max(len(s.Steps)-1, 0)]
	if strings.HasSuffix(strings.TrimRight(rest, " \t"), ".") {
		c.table, c.typed, c.start = s.Steps, "", offset
	}
	return c
}

// valueText returns what stands right of "=" of a statement, up to the end of
// the text.
func valueText(text string, s edit.Spot) (raw string, ok bool) {
	end := s.Names[len(s.Names)-1].Span.End
	after := strings.TrimLeft(text[end:], " \t")
	if !strings.HasPrefix(after, "=") {
		return "", false
	}
	return after[1:], true
}

// A level is an array or a table in braces that is open.
type level struct {
	braces  bool
	key     string   // of a table: the key whose value is being typed
	keys    []string // of a table: those before
	inValue bool     // of a table: right of "="
}

// value is a cursor within a value, which may be one in brackets or braces.
func value(steps []string, raw string, offset int) cursor {
	c := cursor{where: inValue, key: steps, start: offset}
	var open []level
	token := len(raw) // where the token being typed starts
	for i := 0; i < len(raw); {
		switch ch := raw[i]; {
		case ch == '"' || ch == '\'':
			end, closed := closing(raw, i)
			token = i
			if !closed {
				c.quote, c.typed, c.start = string(ch), raw[i+1:], offset-len(raw[i+1:])
				i = len(raw)
				continue
			}
			i = end
			continue
		case ch == '#':
			n := strings.IndexByte(raw[i:], '\n')
			if n < 0 {
				return cursor{}
			}
			i += n
			token = len(raw)
		case ch == '[' || ch == '{':
			open = append(open, level{braces: ch == '{'})
			token = len(raw)
		case ch == ']' || ch == '}':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
			token = len(raw)
		case ch == ',':
			if n := len(open); n > 0 && open[n-1].braces {
				open[n-1].keys, open[n-1].inValue = append(open[n-1].keys, open[n-1].key), false
			}
			token = len(raw)
		case ch == '=':
			if n := len(open); n > 0 && open[n-1].braces {
				open[n-1].key, open[n-1].inValue = strings.Trim(raw[min(token, i):i], " \t\"'"), true
			}
			token = len(raw)
		case ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n':
		default:
			if token == len(raw) {
				token = i
			}
		}
		i++
	}
	return c.within(steps, open, raw, token, offset)
}

// within follows the brackets and braces that are open around a cursor.
func (c cursor) within(steps []string, open []level, raw string, token, offset int) cursor {
	steps = append([]string{}, steps...)
	for i, l := range open {
		switch {
		case !l.braces:
			steps = append(steps, "")
		case l.inValue:
			steps = append(steps, strings.Split(l.key, ".")...)
		case i == len(open)-1:
			c.where, c.table, c.present, c.braces = inKey, steps, l.keys, true
		default:
			return cursor{}
		}
	}
	c.key = steps
	if c.quote == "" {
		c.typed = raw[min(token, len(raw)):]
		if strings.HasPrefix(c.typed, `"`) || strings.HasPrefix(c.typed, "'") || c.where == inValue && strings.TrimRight(c.typed, " \t") != c.typed {
			return cursor{} // after a whole value
		}
		c.start = offset - len(c.typed)
	}
	if len(open) == 0 && strings.Contains(raw, "\n") {
		return cursor{}
	}
	return c
}

// closing returns the offset after the string that starts at i, and whether it
// ends before the text or the line does.
func closing(raw string, i int) (end int, closed bool) {
	for j := i + 1; j < len(raw); j++ {
		switch {
		case raw[j] == '\\' && raw[i] == '"':
			j++
		case raw[j] == raw[i]:
			return j + 1, true
		case raw[j] == '\n':
			return j, true
		}
	}
	return len(raw), false
}

// language returns what the language has at steps, or nil.
func language(steps []string) *schema.Key {
	return schema.Find(steps...)
}
