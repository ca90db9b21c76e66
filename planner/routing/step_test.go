package routing_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/routing"
)

// TestSteps: every step has a name of its own, a sentence and a source, and
// some fact shows it deciding.
func TestSteps(t *testing.T) {
	shown := map[string]bool{}
	files, _ := filepath.Glob("../../testdata/routing/*.txtar")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`because ([a-z-]+)`).FindAllStringSubmatch(string(text), -1) {
			shown[m[1]] = true
		}
	}
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for i, info := range routing.Steps {
		s := routing.Step(i)
		if !name.MatchString(s.String()) || !strings.HasSuffix(info.Sentence, ".") {
			t.Errorf("step %d: %+v", i, info)
		}
		if got, ok := routing.ParseStep(s.String()); !ok || got != s {
			t.Errorf("step %s is found as %s", s, got)
		}
		if s != routing.NoWay && s != routing.OnlyWay && len(info.Sources) == 0 {
			t.Errorf("step %s has no source", s)
		}
		for _, source := range info.Sources {
			if source.Page == "" || source.Section == "" || source.Date == "" {
				t.Errorf("step %s: the source %v is not whole", s, source)
			}
		}
		if !shown[s.String()] {
			t.Errorf("no fact shows step %s", s)
		}
	}
	if _, ok := routing.ParseStep("by-luck"); ok {
		t.Error("by-luck is no step")
	}
}
