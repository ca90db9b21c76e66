package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/document"
)

// said runs a command over a design and returns what it says.
func said(args ...string) string {
	var out, errs bytes.Buffer
	run(args, strings.NewReader(""), &out, &errs)
	return out.String() + errs.String()
}

var (
	predictions = regexp.MustCompile(`predicted +([0-9.]+%)[^,]*, down ([0-9.]+ [a-z]+) a year`)
	tallies     = regexp.MustCompile(`(?m)^[^ \n]*erplan\.toml: (\d+ errors?), (\d+ warnings?), (\d+ advice)`)
	cells       = regexp.MustCompile(`(?m)^  (\S+) +([✓→!✗] [a-z]+)(?: ([0-9.]+%), ([0-9.–]+ s))?$`)
	criteria    = regexp.MustCompile(`(?m)^  (requirements not met|availability, worst flow|downtime, all flows|worst load|longest interruption|single points of failure) {2,}(\S.*\S)$`)
	indexes     = regexp.MustCompile(`(?m)^  (\S+): (\S+) of 100, at most (\d+);`)
)

// TestDocumentIsDescribed holds that the page about documents names every
// section, and whether the high-level document has it.
func TestDocumentIsDescribed(t *testing.T) {
	page, err := os.ReadFile("docs/document.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range document.Sections {
		row := regexp.MustCompile("(?m)^\\| `" + s.ID + "` \\|.*\\| (yes )?\\|$").FindStringSubmatch(string(page))
		if row == nil || (row[1] != "") != (s.Preset&document.HighLevel != 0) {
			t.Errorf("docs/document.md has no row for section %q, or is wrong about its preset", s.ID)
		}
	}
}

// TestDocumentSaysTheSame compares the numbers of documents with those that
// failover, check and compare print of the same designs.
func TestDocumentSaysTheSame(t *testing.T) {
	designs, err := filepath.Glob("../../testdata/designs/*/erplan.toml")
	if err != nil || len(designs) < 11 {
		t.Fatal("designs are missing:", designs, err)
	}
	compared := 0
	for _, design := range designs {
		text := said("document", design)
		has := func(want string) {
			t.Helper()
			compared++
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not in the document", design, want)
			}
		}
		failover := said("failover", design)
		for _, m := range predictions.FindAllStringSubmatch(failover, -1) {
			has("| " + m[1] + " | " + m[2] + " |")
		}
		for _, m := range cells.FindAllStringSubmatch(failover, -1) {
			if m[3] != "" {
				has("`" + m[1] + "`")
				has(m[2] + " " + m[3] + ", " + m[4])
			}
		}
		for _, m := range indexes.FindAllStringSubmatch(failover, -1) {
			if m[2] == "unknown" {
				m[2] = "*unknown*"
			}
			has("| `" + m[1] + "` | " + m[2] + " | " + m[3] + " |")
		}
		for _, m := range criteria.FindAllStringSubmatch(said("compare", design), -1) {
			values := regexp.MustCompile(` {2,}`).Split(strings.ReplaceAll(m[2], " *", "  "), -1)
			has("| " + strings.ToUpper(m[1][:1]) + m[1][1:] + " | " + strings.TrimSpace(strings.Join(values, " | ")))
		}
		m := tallies.FindStringSubmatch(said("check", design))
		if m == nil {
			t.Fatalf("%s: check counts nothing", design)
		}
		has(strings.Join(m[1:], ", ") + ",")
	}
	if compared < 60 {
		t.Errorf("only %d numbers were compared", compared)
	}
}
