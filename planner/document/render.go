package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/document/living"
)

// Build writes all sections, in document order. It does so once: what a
// section says does not depend on which of them are wanted, but for links to
// those that are not.
//
// An error is one of a template.
func (d *Data) Build() ([]Built, error) {
	if d.built != nil {
		return d.built, nil
	}
	d.built = make([]Built, len(d.sections))
	for i, s := range d.sections {
		d.built[i].Section = s
	}
	for _, last := range []bool{false, true} {
		for i, s := range d.sections {
			if s.Last == last {
				d.built[i] = d.build(s)
			}
		}
	}
	return d.built, d.fill()
}

// build writes one section.
func (d *Data) build(s *Section) Built {
	out := Built{Section: s}
	d.section = s.ID
	if body := s.Build(d); len(body) > 0 {
		head := []block.Block{block.Title(2, s.Title)}
		if s.ID == titled {
			head = []block.Block{block.Title(1, d.Name()), head[0]}
		}
		out.Blocks = append(head, body...)
		out.Markdown = block.Markdown(out.Blocks)
	}
	return out
}

// titled is the id of the section that has the title of the document.
const titled = "document-control"

// SectionIDs returns the ids of the sections, in document order: those of [Sections],
// and of templates that are sections of their own.
func (d *Data) SectionIDs() []string { return ids(d.sections) }

// Notice is the comment at the head of a new document.
const Notice = "<!-- What stands between two markers is written by erplan and renewed in place. Everything else is yours, and is kept. -->"

// New writes a new document: of the wanted sections, or of all where that is
// nil, those that have something to say, each between its markers.
func New(d *Data, wanted []string) (string, error) {
	d.Wanted = wanted
	built, err := d.Build()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(Notice + "\n")
	for i := range built {
		if s := &built[i]; (wanted == nil || slices.Contains(wanted, s.ID)) && !s.Empty() {
			b.WriteString("\n" + living.Begin(s.ID) + "\n" + s.Markdown + living.End(s.ID) + "\n")
		}
	}
	return b.String(), nil
}

// ErrNoMarkers says that a text has no part that could be renewed.
var ErrNoMarkers = errors.New("this file has no markers, so erplan did not write it and leaves it alone")

// Renew writes the sections of a document anew, in place. Which sections it
// has stays as it is: a section that somebody took out does not come back, and
// none is taken out. Wanted sections that it lacks are added at their place;
// without any (nil) none is. An error about a marker is a [living.Fault].
func Renew(d *Data, old string, wanted []string) (string, error) {
	f, err := living.Parse(old)
	if err != nil {
		return "", err
	}
	have := f.Sections()
	if len(have) == 0 {
		return "", ErrNoMarkers
	}
	if err := d.known(f); err != nil {
		return "", err
	}
	d.Wanted = append(slices.Clone(have), wanted...)
	built, err := d.Build()
	if err != nil {
		return "", err
	}
	for i := range built {
		s := &built[i]
		switch {
		case f.Has(s.ID):
			f.Renew(s.ID, s.Markdown)
		case slices.Contains(wanted, s.ID) && !s.Empty():
			f.Insert(d.before(f, i), s.ID, s.Markdown)
		}
	}
	return f.Text(), nil
}

// known refuses a file with a section that does not exist.
func (d *Data) known(f *living.File) error {
	for _, id := range f.Sections() {
		if slices.Contains(d.SectionIDs(), id) {
			continue
		}
		message := fmt.Sprintf("there is no section %q", id)
		if near := catalog.Nearest(id, d.SectionIDs()); len(near) > 0 {
			message += fmt.Sprintf("; did you mean %q?", near[0])
		}
		return &living.Fault{Line: f.Line(id), Message: message}
	}
	return nil
}

// before returns the nearest section before one that the file has, or "".
func (d *Data) before(f *living.File, i int) string {
	for i--; i >= 0; i-- {
		if f.Has(d.built[i].ID) {
			return d.built[i].ID
		}
	}
	return ""
}
