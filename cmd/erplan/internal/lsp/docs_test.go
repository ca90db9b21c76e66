package lsp

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/source"
)

// TestSettings holds that the settings in the documentation can be read by
// what they are for.
func TestSettings(t *testing.T) {
	text, err := os.ReadFile("../../docs/editor.md")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	parts := strings.Split(string(text), "```")
	for i := 1; i < len(parts); i += 2 {
		kind, body, _ := strings.Cut(parts[i], "\n")
		counts[kind]++
		switch kind {
		case "json":
			if !json.Valid([]byte(body)) {
				t.Errorf("not JSON: %s", body)
			}
		case "toml":
			if _, faults := source.Parse("", []byte(body)); len(faults) > 0 {
				t.Errorf("not TOML: %v\n%s", faults, body)
			}
		}
	}
	if counts["json"] < 3 || counts["toml"] < 3 || counts["lua"] != 1 || counts["js"] != 1 {
		t.Errorf("found %v", counts)
	}
}
