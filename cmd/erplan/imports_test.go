package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/erplan/erplan/"

// allowed says which packages of ours a package may import, besides itself
// and the packages below it; a name ending in "/" stands for every package
// below. Packages that are not listed may import nothing of ours.
var allowed = map[string][]string{
	"planner/ingest":           {"planner", "planner/source", "catalog"},
	"planner/ingest/arm":       {"planner/ingest/tree", "planner/source"},
	"planner/ingest/estate":    {"planner/ingest/tree", "planner/source"},
	"planner/ingest/terraform": {"planner/ingest/tree", "planner/source"},
	"planner/ingest/tree":      {"planner/source"},
	"planner/export":           {"planner", "planner/source", "catalog"},
	"planner/drift":            {"planner", "planner/source", "catalog"},
	"planner/diag":             {"planner/source"},
	"planner":                  {"planner/source", "planner/diag", "catalog"},
	"planner/topology":         {"planner", "planner/source", "catalog"},
	"planner/routing":          {"planner", "planner/topology", "planner/source", "catalog"},
	"planner/failover":         {"planner/parallel", "planner", "planner/topology", "planner/routing", "planner/source", "catalog"},
	"planner/outcome/view":     {"planner", "planner/topology", "planner/routing", "planner/failover", "planner/outcome", "planner/source", "catalog"},
	"planner/outcome":          {"planner/parallel", "planner", "planner/topology", "planner/routing", "planner/failover", "planner/source", "catalog"},
	"planner/gate":             {"planner", "planner/outcome", "catalog"},
	"planner/acceptance":       {"planner", "planner/topology", "planner/outcome", "planner/source"},
	"planner/document":         {"planner", "planner/acceptance", "planner/source", "planner/diag", "planner/topology", "planner/routing", "planner/failover", "planner/outcome", "planner/outcome/view", "planner/compare", "planner/cost", "planner/diagram", "planner/edit", "rules", "catalog"},
	"planner/document/block":   {"planner/source"},
	"planner/document/html":    {"planner/document/block"},
	"planner/document/living":  {},
	"planner/cost":             {"planner", "planner/topology", "planner/source", "catalog"},
	"planner/compare":          {"planner/parallel", "planner", "planner/topology", "planner/failover", "planner/outcome", "planner/cost", "planner/source", "planner/diag", "rules", "rules/book", "catalog"},
	"planner/compare/view":     {"planner/compare", "planner/outcome/view", "planner/cost", "planner/outcome", "planner/source", "planner/diag"},
	"planner/change":           {"planner", "planner/outcome", "planner/compare", "planner/source", "planner/diag", "catalog"},
	"planner/change/view":      {"planner/change", "planner/compare", "planner/outcome", "planner/failover", "planner/source", "planner/diag"},
	"planner/diagram":          {"planner", "planner/source", "planner/topology", "planner/routing", "catalog"},
	"planner/schema":           {"planner", "planner/source", "catalog"},
	"planner/edit":             {"planner", "planner/schema", "planner/source"},
	"planner/suggest":          {"planner", "planner/source", "planner/diag", "planner/edit", "planner/failover", "planner/outcome", "planner/routing", "rules", "catalog"},
	"planner/suggest/view":     {"planner", "planner/source", "planner/diag", "planner/edit", "planner/outcome", "planner/outcome/view", "planner/suggest"},
	"planner/example":          {"planner/edit", "catalog"},
	"rules":                    {"planner", "planner/acceptance", "planner/source", "planner/diag", "planner/topology", "planner/routing", "planner/failover", "planner/outcome", "catalog"},
	"rules/book":               {"rules", "rules/", "planner", "planner/source", "planner/diag", "catalog", "testdata"},
	"rules/report":             {"rules", "planner/source", "planner/diag", "catalog"},
	"rules/fix":                {"planner", "planner/source", "planner/diag", "planner/edit", "planner/schema", "catalog"},
	"cmd/erplan/internal/lsp":  {"rules", "rules/", "planner", "planner/", "catalog"},
	"cmd/erplan":               {"rules", "rules/", "planner", "planner/", "catalog", "tui", "testdata"},
	"tui":                      {"rules", "rules/", "planner", "planner/", "catalog"},
}

// family is what a family of rules may import.
var family = []string{"rules", "planner", "planner/source", "planner/diag", "planner/topology", "planner/routing", "planner/failover", "planner/outcome", "catalog"}

// forbidden says which packages of others a package must not import.
var forbidden = map[string][]string{
	"planner":         {"os", "gonum.org/", "charm.land/", "github.com/yuin/"},
	"planner/source":  {"os", "gonum.org/"},
	"planner/diag":    {"os", "fmt"},
	"planner/routing": {"os"},
	"rules":           {"os", "charm.land/"},
	"rules/book":      {"os"},
	"catalog":         {"os"},
}

// TestImports holds the directions in which packages import each other.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Skip("go list does not run here:", err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		path, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		seen++
		checkImports(t, strings.TrimPrefix(path, module), strings.Fields(imports))
	}
	if seen < 10 {
		t.Errorf("only %d packages were looked at", seen)
	}
}

func checkImports(t *testing.T, pkg string, imports []string) {
	for _, imported := range imports {
		if ours, ok := strings.CutPrefix(imported, module); ok {
			if !strings.HasPrefix(ours, pkg+"/") && !slices.ContainsFunc(allowedTo(pkg), func(a string) bool { return under(a, ours) }) {
				t.Errorf("%s must not import %s", pkg, ours)
			}
			continue
		}
		if slices.ContainsFunc(forbidden[pkg], func(f string) bool { return under(f, imported) }) {
			t.Errorf("%s must not import %s", pkg, imported)
		}
	}
}

// allowedTo returns what a package may import: every package below rules that
// is not listed is a family.
func allowedTo(pkg string) []string {
	if list, ok := allowed[pkg]; ok || !strings.HasPrefix(pkg, "rules/") {
		return list
	}
	return family
}

// under reports whether a package is pattern or, for a pattern that ends in
// "/", below it.
func under(pattern, pkg string) bool {
	return pattern == pkg || strings.HasSuffix(pattern, "/") && strings.HasPrefix(pkg, pattern)
}
