// Package block holds what a document is made of: headings, paragraphs,
// tables, lists, code, figures and notes, as plain values, and writes them as
// Markdown.
//
// Text is never pasted into markup. A caller says what a text is, plain words,
// a name in code, a link, and the writer escapes it for where it stands:
//
//	block.Say("Link ", block.Code(link.ID()), " ends at ", site.City)
//	block.Table{Columns: block.Columns("Flow", "Outcome"), Rows: rows}
//
// So a name of a design cannot break a table, open a tag or a link, or forge
// the markers of a living document. Control characters and marks that reorder
// text are replaced, line ends become blanks, what has the form of a key
// or follows the name of one is covered with dots, and a very long text is cut in a table or a heading.
//
// The Markdown is that of GitHub: tables and footnotes. It is the same for the
// same blocks.
package block

import (
	"fmt"
	"strings"
	"unicode"
)

// A Block is a piece of a document that stands by itself. The types of this
// package are all there are.
type Block interface{ write(w *writer) }

// A Heading starts a part of a document. The title of the document has level 1,
// a section 2, what is below it 3 and 4.
type Heading struct {
	Level int
	Text  Inline
}

// A Paragraph is running text.
type Paragraph struct{ Text Inline }

// A Table has a heading and rows. A table without rows is not written, nor a
// column in which no row says anything. Rows may be shorter than the heading.
type Table struct {
	Columns []Column
	Rows    [][]Inline
}

// A Column is a column of a table.
type Column struct {
	Title string
	Right bool // numbers
}

// A List is a list of items, numbered if it is ordered.
type List struct {
	Ordered bool
	Items   []Item
}

// An Item is an entry of a list: a text and, below it, more blocks.
type Item struct {
	Text Inline
	More []Block
}

// Code is text that is shown as it is, such as a configuration. Language is
// the word after the fence, or "".
type Code struct{ Language, Text string }

// A Figure is a drawing: a Mermaid diagram in Markdown, an SVG drawing of the
// same model in HTML. Title is the text that stands below it.
type Figure struct {
	Title        Inline
	Mermaid, SVG string
}

// A Note stands out from the text. Label says what it is: "Note", "Inferred",
// "Doubtful".
type Note struct {
	Label string
	Text  Inline
}

// A Footnote is the text that a [Foot] of the same name leads to. The name
// holds letters, digits and hyphens, and is used once in a document.
type Footnote struct {
	Name string
	Text Inline
}

// A Kind says what a piece of text is.
type Kind uint8

// The kinds of text.
const (
	Plain Kind = iota
	IsCode
	IsStrong
	IsEmphasis
	IsLink
	IsFoot
)

// A Span is a piece of text of one kind.
type Span struct {
	Kind   Kind
	Text   string
	Target string // of a link: an address, or "#" and an anchor
}

// An Inline is text within a block.
type Inline []Span

// Text joins pieces: strings are plain words, a [Span] and an [Inline] are what
// they are, and anything else is written as package fmt does.
func Text(parts ...any) Inline {
	var out Inline
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			if p != "" {
				out = append(out, Span{Text: p})
			}
		case Span:
			out = append(out, p)
		case Inline:
			out = append(out, p...)
		default:
			out = append(out, Span{Text: fmt.Sprint(p)})
		}
	}
	return out
}

// String returns the words alone.
func (t Inline) String() string {
	var b strings.Builder
	for _, s := range t {
		if s.Kind != IsFoot {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// Name is a name or a value in code; an empty one is nothing.
func Name(s string) Inline {
	if s == "" {
		return nil
	}
	return Inline{Monospace(s)}
}

// Monospace is a span of code.
func Monospace(s string) Span { return Span{Kind: IsCode, Text: s} }

// Strong is a span of strong words.
func Strong(s string) Span { return Span{Kind: IsStrong, Text: s} }

// Emphasis is a span of emphasized words.
func Emphasis(s string) Span { return Span{Kind: IsEmphasis, Text: s} }

// Link is a span that leads to an address, which is https or an anchor ("#…");
// to any other address it is plain words.
func Link(text, target string) Span {
	if !strings.HasPrefix(target, "https://") && !strings.HasPrefix(target, "#") || strings.ContainsFunc(target, unicode.IsSpace) {
		return Span{Text: text}
	}
	return Span{Kind: IsLink, Text: text, Target: target}
}

// To is a span that leads to the heading of a title.
func To(title string) Span { return Link(title, "#"+Anchor(title)) }

// Foot is the mark of a footnote.
func Foot(name string) Span { return Span{Kind: IsFoot, Target: name} }

// Say is a paragraph of pieces, as [Text] joins them.
func Say(parts ...any) Paragraph { return Paragraph{Text(parts...)} }

// Title is a heading of a level.
func Title(level int, parts ...any) Heading { return Heading{level, Text(parts...)} }

// Columns are columns of words; one whose title starts with "#" holds numbers.
func Columns(titles ...string) []Column {
	out := make([]Column, len(titles))
	for i, t := range titles {
		name, right := strings.CutPrefix(t, "#")
		out[i] = Column{name, right}
	}
	return out
}

// Row makes a row of a table: each cell is what [Text] makes of it.
func Row(cells ...any) []Inline {
	out := make([]Inline, len(cells))
	for i, c := range cells {
		out[i] = Text(c)
	}
	return out
}

// Items are the items of a list, without more below them.
func Items(texts ...Inline) []Item {
	out := make([]Item, len(texts))
	for i, t := range texts {
		out[i] = Item{Text: t}
	}
	return out
}

// Bullets is a list of texts that is not ordered.
func Bullets(texts ...Inline) List { return List{Items: Items(texts...)} }

// Join puts a text between others.
func Join(texts []Inline, between string) Inline {
	var out Inline
	for i, t := range texts {
		if i > 0 {
			out = append(out, Span{Text: between})
		}
		out = append(out, t...)
	}
	return out
}

// Names joins names in code with commas. Of more than most it writes the first
// and says how many more there are.
func Names(names []string, most int) Inline {
	var out []Inline
	for i, n := range names {
		if i == most && len(names) > most+1 {
			return append(Join(out, ", "), Span{Text: fmt.Sprintf(" and %d more", len(names)-i)})
		}
		out = append(out, Name(n))
	}
	return Join(out, ", ")
}
