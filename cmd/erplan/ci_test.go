package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A step is what one of the pipelines runs in a shell.
type step struct{ name, run string }

func yamlFile(t *testing.T, name string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := yaml.Unmarshal(text, &out); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// steps returns what a list of steps runs in a shell.
func steps(list any) []step {
	var out []step
	for _, x := range list.([]any) {
		m := x.(map[string]any)
		for _, key := range []string{"run", "script"} {
			if text, ok := m[key].(string); ok {
				name, _ := m["name"].(string)
				out = append(out, step{name, text})
			}
		}
	}
	return out
}

// pipelineSteps returns the shell steps of every pipeline that is shipped.
func pipelineSteps(t *testing.T) map[string][]step {
	t.Helper()
	github := yamlFile(t, "ci/github.yml")["jobs"].(map[string]any)["check"].(map[string]any)
	out := map[string][]step{
		"github": steps(github["steps"]),
		"azure":  steps(yamlFile(t, "ci/azure.yml")["steps"]),
		"action": steps(yamlFile(t, "../../action.yml")["runs"].(map[string]any)["steps"]),
	}
	for _, line := range yamlFile(t, "ci/gitlab.yml")["erplan"].(map[string]any)["script"].([]any) {
		out["gitlab"] = append(out["gitlab"], step{"script", line.(string)})
	}
	return out
}

// TestPipelines runs what the pipelines run, but for what they install, in a
// repository with one good design and one with a mistake.
func TestPipelines(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not installed")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	bin := built(t)
	for name, steps := range pipelineSteps(t) {
		t.Run(name, func(t *testing.T) {
			for _, mistake := range []bool{false, true} {
				dir := repository(t, mistake)
				env := append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"),
					"GITHUB_BASE_REF=main", "PATHS=.", "FAIL_ON=", "ARGUMENTS=--only location --only check", "SARIF=out.sarif", "VERSION=latest")
				failed := false
				for _, s := range steps {
					if strings.Contains(s.run, "go install") {
						continue
					}
					failed = !bash(t, dir, env, s) || failed
				}
				if failed != mistake {
					t.Errorf("with a mistake: %v; failed: %v", mistake, failed)
				}
			}
		})
	}
}

// bash runs a step as the services do, and reports whether it succeeded.
func bash(t *testing.T, dir string, env []string, s step) bool {
	t.Helper()
	c := exec.Command("bash", "-e", "-o", "pipefail", "-c", s.run)
	c.Dir, c.Env = dir, env
	out, err := c.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !asExit(err, &exit) {
		t.Fatal(err)
	}
	if err != nil && !bytes.Contains(out, []byte("error")) {
		t.Errorf("%s: %v without a finding:\n%s", s.name, err, out)
	}
	return err == nil
}

func asExit(err error, into **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*into = e
	return ok && e.ExitCode() == exitFindings
}

// repository makes a repository with a branch origin/main to compare with.
func repository(t *testing.T, mistake bool) string {
	t.Helper()
	dir := t.TempDir()
	text := "schema = 1\n[circuits.er-a]\npeering_location = \"London\"\nservice_provider = \"Colt\"\n"
	if mistake {
		text = strings.Replace(text, "Colt", "Nobody", 1)
	}
	if err := os.WriteFile(filepath.Join(dir, "erplan.toml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q", "."}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "one"},
		{"update-ref", "refs/remotes/origin/main", "HEAD"},
	} {
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %s", args, out)
		}
	}
	return dir
}

// built builds the program once and returns its folder.
func built(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "erplan"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%s", out)
	}
	return dir
}

// TestHooks holds the hooks of pre-commit to commands that exist, and the
// shipped configuration to hooks that exist.
func TestHooks(t *testing.T) {
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []map[string]string
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, h := range hooks {
		ids[h["id"]] = true
		var out, errs bytes.Buffer
		if code := run(append(strings.Fields(h["entry"])[1:], "--help"), nil, &out, &errs); code != exitClean {
			t.Errorf("%s: %s", h["entry"], errs.String())
		}
	}
	repos := yamlFile(t, "ci/pre-commit.yml")["repos"].([]any)[0].(map[string]any)
	for _, h := range repos["hooks"].([]any) {
		if id := h.(map[string]any)["id"].(string); !ids[id] {
			t.Errorf("there is no hook %q", id)
		}
	}
}

// TestRelease builds a release twice: the same bytes, checksums that hold, and
// a bill of materials that names what is linked in.
func TestRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("a release takes a while to build")
	}
	for _, tool := range []string{"bash", "tar", "gzip", "awk", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool, "is not installed")
		}
	}
	var sums [2]string
	for i := range sums {
		dir := t.TempDir()
		c := exec.Command("bash", "../../.ci/release", "v9.9.9", dir, runtime.GOOS+"/"+runtime.GOARCH)
		c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1000000000")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		check := exec.Command("sha256sum", "-c", "erplan_v9.9.9_checksums.txt")
		check.Dir = dir
		if out, err := check.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		sums[i] = read(t, filepath.Join(dir, "erplan_v9.9.9_checksums.txt"))
		if i == 0 {
			checkMaterials(t, read(t, filepath.Join(dir, "erplan_v9.9.9_sbom.cdx.json")))
		}
	}
	if sums[0] != sums[1] {
		t.Errorf("two builds differ:\n%s\n%s", sums[0], sums[1])
	}
}

func checkMaterials(t *testing.T, text string) {
	t.Helper()
	var bom struct {
		BOMFormat  string `json:"bomFormat"`
		Components []struct{ Name, Version, Purl string }
	}
	if err := json.Unmarshal([]byte(text), &bom); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, c := range bom.Components {
		names[c.Name] = c.Version != "" && c.Purl != ""
	}
	for _, want := range []string{"github.com/BurntSushi/toml", "gonum.org/v1/gonum", "github.com/spf13/cobra"} {
		if !names[want] {
			t.Errorf("the bill of materials lacks %s", want)
		}
	}
}
