package document

import (
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/document/block"
)

// Own begins the ids of sections that only a template has.
const Own = "own-"

// Use puts templates in the place of sections: the template of an id, in the
// language of package text/template, writes what stands below the heading of
// that section. An id that begins with [Own] makes a section of its own, after
// all others, with the rest of the id as title.
//
// The data of a template is [Data]. Its functions are
//
//	section ID   what erplan itself would write below the heading
//	md VALUE     a text, so that Markdown shows exactly that
//	code VALUE   the same as code
//	cell VALUE   the same within a table
//
// Texts of the design are to go through md, code or cell. Errors name the
// template and its line.
func (d *Data) Use(templates map[string]string) error {
	order := make([]string, 0, len(templates))
	for id := range templates {
		order = append(order, id)
	}
	slices.Sort(order)
	d.sections = slices.Clone(d.sections)
	for _, id := range order {
		if err := d.use(id, templates[id]); err != nil {
			return err
		}
	}
	return nil
}

func (d *Data) use(id, text string) error {
	i := slices.IndexFunc(d.sections, func(s *Section) bool { return s.ID == id })
	if i < 0 && !strings.HasPrefix(id, Own) {
		hint := ""
		if near := catalog.Nearest(id, d.SectionIDs()); len(near) > 0 {
			hint = fmt.Sprintf("did you mean %q? ", near[0])
		}
		return fmt.Errorf("template %q: there is no such section; %sa section of its own begins with %q", id+".md", hint, Own)
	}
	t, err := template.New(id + ".md").Funcs(d.functions()).Option("missingkey=error").Parse(text)
	if err != nil {
		return err
	}
	if i < 0 {
		s := &Section{ID: id, Title: ownTitle(id), Preset: Both, Last: true, Build: func(*Data) []block.Block { return nil }}
		d.sections = append(d.sections, s)
	}
	d.templates = append(d.templates, override{id, t})
	return nil
}

// An override is a template that takes the place of a section.
type override struct {
	id   string
	text *template.Template
}

func ownTitle(id string) string {
	words := strings.ReplaceAll(strings.TrimPrefix(id, Own), "-", " ")
	if words == "" {
		return "Notes"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

func (d *Data) functions() template.FuncMap {
	return template.FuncMap{
		"section": func(id string) (string, error) {
			if b := Find(d.built, id); b != nil && len(b.Blocks) > 0 {
				return block.Markdown(body(b)), nil
			}
			if !slices.Contains(d.SectionIDs(), id) {
				return "", fmt.Errorf("there is no section %q", id)
			}
			return "", nil
		},
		"md":   func(v any) string { return line(block.Text(fmt.Sprint(v))) },
		"code": func(v any) string { return line(block.Name(fmt.Sprint(v))) },
		"cell": func(v any) string { return block.Cell(block.Text(fmt.Sprint(v))) },
	}
}

// body returns the blocks of a section without its heading.
func body(b *Built) []block.Block {
	i := slices.IndexFunc(b.Blocks, func(x block.Block) bool { h, ok := x.(block.Heading); return ok && h.Level == 2 })
	return b.Blocks[i+1:]
}

func line(t block.Inline) string {
	return strings.TrimSuffix(block.Markdown([]block.Block{block.Paragraph{Text: t}}), "\n")
}

// fill runs the templates, once all sections are built.
func (d *Data) fill() error {
	for _, o := range d.templates {
		var b strings.Builder
		if err := o.text.Execute(&b, d); err != nil {
			return err
		}
		s := Find(d.built, o.id)
		head := []block.Block{block.Title(2, s.Title)}
		if s.ID == titled {
			head = []block.Block{block.Title(1, d.Name()), head[0]}
		}
		text := strings.TrimSpace(strings.ReplaceAll(b.String(), "\r\n", "\n"))
		if text == "" {
			s.Markdown = ""
			continue
		}
		s.Markdown = block.Markdown(head) + "\n" + strings.ReplaceAll(text, "<!-- erplan:", "<! -- erplan:") + "\n"
	}
	return nil
}
