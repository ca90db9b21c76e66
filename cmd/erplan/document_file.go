package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/document/html"
	"github.com/erplan/erplan/planner/document/living"
)

// documentText writes Markdown: to standard output, or to a file of which it
// keeps what people wrote.
func (p *program) documentText(d *document.Data, f documentFlags, wanted []string) error {
	old, there, err := readOld(f.output)
	if err != nil {
		return err
	}
	if !there {
		text, err := document.New(d, wanted)
		if err != nil {
			return err
		}
		return p.finish(f, old, text)
	}
	text, err := renew(d, f.output, old, wanted)
	if err != nil {
		return err
	}
	return p.finish(f, old, text)
}

// readOld reads the file that is to be renewed, if it is there.
func readOld(name string) (text string, there bool, err error) {
	if name == "" {
		return "", false, nil
	}
	b, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", name, reason(err))
	}
	return string(b), len(strings.TrimSpace(string(b))) > 0, nil
}

// finish writes the text, or compares it with what is there.
func (p *program) finish(f documentFlags, old, text string) error {
	switch {
	case f.output == "":
		_, err := io.WriteString(p.stdout, text)
		return err
	case !f.check:
		if old == text {
			return nil
		}
		return replaceFile(f.output, text)
	case old == text:
		return nil
	}
	p.code = exitFindings
	_, err := io.WriteString(p.stdout, living.Diff(f.output, old, text))
	return err
}

// documentPage writes a page: of the sections that are wanted or, with --from,
// of a Markdown document as it would be when renewed.
func (p *program) documentPage(d *document.Data, f documentFlags, wanted []string) error {
	text, err := p.pageText(d, f, wanted)
	if err != nil {
		return err
	}
	page, err := document.Page(d, text)
	if err != nil {
		return err
	}
	old, there, err := readOld(f.output)
	if err != nil {
		return err
	}
	if there && !strings.Contains(old, html.Mark) {
		return hint(fmt.Errorf("%s: erplan did not write this file, and leaves it alone", f.output), "Name another file.")
	}
	return p.finish(f, old, page)
}

// pageText returns the Markdown that a page is made of.
func (p *program) pageText(d *document.Data, f documentFlags, wanted []string) (string, error) {
	if f.from == "" {
		return document.New(d, wanted)
	}
	old, there, err := readOld(f.from)
	if err != nil {
		return "", err
	}
	if !there {
		return "", hint(fmt.Errorf("%s: there is no such document", f.from), "Write it first: erplan document -o %s", f.from)
	}
	return renew(d, f.from, old, wanted)
}

// renew renews a Markdown document.
func renew(d *document.Data, name, old string, wanted []string) (string, error) {
	text, err := document.Renew(d, old, wanted)
	if fault := (*living.Fault)(nil); errors.As(err, &fault) {
		return "", hint(fmt.Errorf("%s:%d: %w", name, fault.Line, err), "Mend the marker; the file is left as it is.")
	}
	if errors.Is(err, document.ErrNoMarkers) {
		return "", hint(fmt.Errorf("%s: %w", name, err), "Name another file or, where a section is to stand in it, write:\n%s\n%s", living.Begin("summary"), living.End("summary"))
	}
	return text, err
}

// readTemplates reads the templates of a folder: SECTION.md each.
func readTemplates(d *document.Data, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("%s: %w", folder, reason(err))
	}
	texts := map[string]string{}
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ".md")
		if !ok || e.IsDir() || strings.HasPrefix(id, ".") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Join(folder, e.Name()), reason(err))
		}
		texts[id] = string(text)
	}
	if len(texts) == 0 {
		return hint(fmt.Errorf("%s: there is no template in this folder", folder), "A template is called SECTION.md, such as summary.md.")
	}
	if err := d.Use(texts); err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	return nil
}
