package book

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated pages anew")

// TestPages says when a generated page is stale.
func TestPages(t *testing.T) {
	for _, page := range Pages() {
		path := filepath.Join("..", "..", page.Path)
		if *update {
			if err := os.WriteFile(path, []byte(page.Text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != page.Text {
			t.Errorf("%s is stale; run: go test ./rules/book -update", page.Path)
		}
	}
}

var (
	idForm   = regexp.MustCompile(`^[a-z][a-z-]*/[a-z0-9][a-z0-9-]*$`)
	codeForm = regexp.MustCompile(`^[A-Z]+-\d{3}$`)
	dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// TestDeclarations holds every rule to the form of a declaration.
func TestDeclarations(t *testing.T) {
	ids, codes := map[string]bool{}, map[string]bool{}
	for _, f := range Families {
		for _, r := range f.Rules {
			if !idForm.MatchString(r.ID) || r.Family() != f.Name {
				t.Errorf("%s: the id is not %s/name", r.ID, f.Name)
			}
			if ids[r.ID] || r.Code != "" && codes[r.Code] {
				t.Errorf("%s %s: declared twice", r.ID, r.Code)
			}
			ids[r.ID], codes[r.Code] = true, true
			if r.Code != "" && !codeForm.MatchString(r.Code) {
				t.Errorf("%s: code %q", r.ID, r.Code)
			}
			if r.Title == "" || r.Why == "" || r.Fix == "" || r.Severity == 0 {
				t.Errorf("%s: title, why, fix or severity is missing", r.ID)
			}
			if strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Why, ".") || !strings.HasSuffix(r.Fix, ".") {
				t.Errorf("%s: a title has no full stop; why and fix are sentences", r.ID)
			}
			if r.Check != nil && len(r.Refs) == 0 {
				t.Errorf("%s: no source", r.ID)
			}
			for _, ref := range r.Refs {
				if ref.Doc == "" || ref.Section == "" || !dateForm.MatchString(ref.Date) {
					t.Errorf("%s: a source has a page, a section and an ISO date: %+v", r.ID, ref)
				}
			}
		}
	}
}
