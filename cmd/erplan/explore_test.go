package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A pane is a terminal in which the real program runs.
type pane struct {
	t      *testing.T
	socket string
}

// tmux runs a command of tmux, on a server of its own.
func (p *pane) tmux(args ...string) string {
	p.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-L", p.socket, "-f", os.DevNull}, args...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (p *pane) keys(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.tmux("send-keys", "-t", "s", k)
		time.Sleep(30 * time.Millisecond)
	}
}

func (p *pane) screen() string { return p.tmux("capture-pane", "-p", "-t", "s") }

// start starts the server. On a busy machine tmux sometimes finds its own
// server gone before it has come up; then it is tried again.
func (p *pane) start(args ...string) {
	p.t.Helper()
	for try := 1; ; try++ {
		out, err := exec.Command("tmux", append([]string{"-L", fmt.Sprintf("%s-%d", p.socket, try), "-f", os.DevNull}, args...)...).CombinedOutput()
		if err == nil {
			p.socket = fmt.Sprintf("%s-%d", p.socket, try)
			return
		}
		if try == 5 || !strings.Contains(string(out), "server exited unexpectedly") {
			p.t.Fatalf("tmux %v: %s", args, out)
		}
		time.Sleep(500 * time.Millisecond)
	}
}

// waits waits until a text is on the screen.
func (p *pane) waits(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		for deadline := time.Now().Add(30 * time.Second); !strings.Contains(p.screen(), text); time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				p.t.Fatalf("%q does not come:\n%s", text, p.screen())
			}
		}
	}
}

// explorer starts erplan explore on a copy of a design.
func explorer(t *testing.T, w, h int) (p *pane, file string) {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not here; the terminal UI was tested by messages alone")
	}
	if testing.Short() {
		t.Skip("the real terminal is left out of short tests")
	}
	dir := t.TempDir()
	text, err := os.ReadFile("../../testdata/tui/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "erplan.toml")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := filepath.Join(dir, "erplan") // the test binary is the command when it is called so
	if err := os.Symlink(self, command); err != nil {
		t.Skip("no links here:", err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	editor := filepath.Join(dir, "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\necho \"# edited $1\" >>\"$2\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	p = &pane{t, fmt.Sprintf("erplan-%d-%s", os.Getpid(), t.Name())}
	p.start("new-session", "-d", "-s", "s", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "-c", dir, "-e", "VISUAL="+editor, command+" explore; echo left with $?; sleep 60")
	t.Cleanup(func() { exec.Command("tmux", "-L", p.socket, "kill-server").Run() })
	return p, file
}

// TestExplore drives the real program in a real terminal: it fails something,
// resizes the screen, changes the file under it, breaks it, and leaves.
func TestExplore(t *testing.T) {
	p, file := explorer(t, 120, 40)
	p.waits("Fabrikam hybrid network", "✓ 3 kept", "london-dc")
	p.keys("f")
	p.waits("Find one of")
	p.keys("internet:leeds", "Enter", "x")
	p.waits("✗ internet:leeds", "✗ 1 lost", "no way is left")
	p.keys("w")
	p.waits("Why: tills")
	p.keys("Escape")

	p.tmux("resize-window", "-t", "s", "-x", "80", "-y", "24")
	p.waits("▸ internet:leeds")
	p.tmux("resize-window", "-t", "s", "-x", "60", "-y", "20")
	p.waits("explore needs 80 × 24")
	p.tmux("resize-window", "-t", "s", "-x", "100", "-y", "30")
	p.waits("✗ 1 lost")

	text := []byte(read(t, file))
	save := func(old, new string) {
		t.Helper()
		if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte(old), []byte(new)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save("tills", "checkouts")
	p.waits("checkouts", "new flow checkouts")
	save(`"ergw"`, `"ergv"`)
	p.waits("the last good state", "ergv")
	save("unchanged", "unchanged")
	p.waits("tills", "has changed")

	p.keys("e") // at internet:leeds, which stands in the table of the site
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(read(t, file), "# edited +28"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the editor was not started:\n%s", p.screen())
		}
	}
	p.waits("✗ 1 lost")
	p.keys("q")
	p.waits("left with 0")
	if s := p.screen(); strings.Contains(s, "london-dc") {
		t.Errorf("the screen is not clean:\n%s", s)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
