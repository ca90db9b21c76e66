package catalog

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// importMax is the most that one input may have, in bytes, and entriesMax the most
// entries; the live list has a quarter of a megabyte and some two hundred.
const importMax, entriesMax = 64 << 20, 5000

// A rawList is a list of the live service whose entries are not read yet.
type rawList struct {
	text    []byte // UTF-8
	entries []json.RawMessage
	partial bool // it says that it goes on elsewhere
}

// listJSON is the answer of REST. Keys are matched without regard to case, as
// the CLI writes nextLink and PowerShell NextLink.
type listJSON struct {
	Value    *[]json.RawMessage `json:"value"`
	NextLink string             `json:"nextLink"`
}

// readList cuts an input into entries: {"value": […]}, an array, or one entry.
func readList(r io.Reader) (*rawList, error) {
	text, err := io.ReadAll(io.LimitReader(r, importMax+1))
	if err != nil {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	if len(text) > importMax {
		return nil, fmt.Errorf("the list is larger than %d MB", importMax>>20)
	}
	if text, err = toUTF8(text); err != nil {
		return nil, err
	}
	l := &rawList{text: text}
	if err := l.cut(); err != nil {
		return nil, err
	}
	if len(l.entries) > entriesMax {
		return nil, fmt.Errorf("the list has %d entries, more than %d: it is another list", len(l.entries), entriesMax)
	}
	return l, nil
}

func (l *rawList) cut() error {
	switch first := firstByte(l.text); first {
	case 0:
		return errors.New("the list is empty")
	case '[':
		if err := json.Unmarshal(l.text, &l.entries); err != nil {
			return explain(err, l.text, 0)
		}
	case '{':
		var list listJSON
		if err := json.Unmarshal(l.text, &list); err != nil {
			return explain(err, l.text, 0)
		}
		l.entries, l.partial = []json.RawMessage{l.text}, list.NextLink != ""
		if list.Value != nil {
			l.entries = *list.Value
		}
	default:
		return fmt.Errorf("line %d: the list is not JSON: it begins with %q", lineOf(l.text, bytes.IndexByte(l.text, first)), first)
	}
	return nil
}

// each reads the entries one after the other. Where an entry stands in the
// text is found by looking for its bytes after those of the one before.
func (l *rawList) each(read func(raw json.RawMessage, at int) error) error {
	at := 0
	for _, raw := range l.entries {
		if i := bytes.Index(l.text[at:], raw); i >= 0 {
			at += i
		}
		if err := read(raw, at); err != nil {
			return err
		}
		at += len(raw)
	}
	return nil
}

// firstByte gives the first byte that is not white space, 0 if there is none.
func firstByte(text []byte) byte {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) == 0 {
		return 0
	}
	return trimmed[0]
}

// toUTF8 takes the byte-order mark away and decodes UTF-16.
func toUTF8(text []byte) ([]byte, error) {
	if rest, ok := bytes.CutPrefix(text, []byte("\xEF\xBB\xBF")); ok {
		text = rest
	}
	if rest, ok := bytes.CutPrefix(text, []byte("\xFF\xFE")); ok {
		return fromUTF16(rest, binary.LittleEndian)
	}
	if rest, ok := bytes.CutPrefix(text, []byte("\xFE\xFF")); ok {
		return fromUTF16(rest, binary.BigEndian)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("the list is not UTF-8 text")
	}
	return text, nil
}

func fromUTF16(text []byte, order binary.ByteOrder) ([]byte, error) {
	if len(text)%2 != 0 {
		return nil, errors.New("the list is cut short: UTF-16 with half a letter at its end")
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units))), nil
}

// explain puts the line in front of an error of the JSON decoder, whose
// offset counts from a place in the text.
func explain(err error, text []byte, at int) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: the list is not JSON: %w", lineOf(text, at+int(syntax.Offset)-1), err)
	case errors.As(err, &kind):
		what := cmp.Or(kind.Field, "an entry")
		return fmt.Errorf("line %d: %s cannot be a %s", lineOf(text, at+int(kind.Offset)-1), what, kind.Value)
	}
	return fmt.Errorf("the list is not JSON: %w", err)
}

// lineOf gives the line of an offset, from 1.
func lineOf(text []byte, offset int) int {
	offset = max(0, min(offset, len(text)))
	return 1 + bytes.Count(text[:offset], []byte("\n"))
}
