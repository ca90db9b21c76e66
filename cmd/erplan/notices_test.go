package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNotices compares THIRD_PARTY_NOTICES.md with the licences of the modules
// that are linked into the program, on any system that it is built for.
func TestNotices(t *testing.T) {
	modules := linkedModules(t)
	var b strings.Builder
	b.WriteString("# Third-party notices\n\nThe program contains these modules. To write this file anew: go test ./cmd/erplan -run Notices -update\n")
	for _, m := range modules {
		fmt.Fprintf(&b, "\n## %s %s\n\n```\n%s\n```\n", m.path, m.version, licence(t, m))
	}
	b.WriteString("\n## Test data\n\n`rules/report/testdata/sarif-schema-2.1.0.json` is the schema of the OASIS standard SARIF 2.1.0, copyright OASIS Open; it is used to test and is not part of the program.\n\nThe catalogue in `catalog/data` states facts of Microsoft's public documentation, in our own tables and words; each table names its pages and their dates.\n")
	compareGolden(t, "../../THIRD_PARTY_NOTICES.md", b.String())
}

type linked struct{ path, version, folder string }

func linkedModules(t *testing.T) []linked {
	t.Helper()
	var out []linked
	for _, system := range []string{"linux", "windows", "darwin"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		text, err := cmd.Output()
		if err != nil {
			t.Skip("go list does not run here:", err)
		}
		for line := range strings.Lines(string(text)) {
			parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(parts) == 3 {
				out = append(out, linked{parts[0], parts[1], parts[2]})
			}
		}
	}
	slices.SortFunc(out, func(a, b linked) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(out)
}

// licence returns the texts of a module's licence and notice.
func licence(t *testing.T, m linked) string {
	t.Helper()
	files, err := os.ReadDir(m.folder)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, f := range files {
		name := strings.ToUpper(f.Name())
		if !f.IsDir() && (strings.HasPrefix(name, "LICEN") || strings.HasPrefix(name, "COPYING") || strings.HasPrefix(name, "NOTICE")) {
			text, err := os.ReadFile(filepath.Join(m.folder, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	if len(texts) == 0 {
		t.Fatalf("%s has no licence file", m.path)
	}
	return strings.Join(texts, "\n\n")
}
