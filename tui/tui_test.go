package tui

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// folder holds the design of the tests, and the golden screens.
const folder = "../testdata/tui"

// A desk is a host in memory, and what it was asked to do.
type desk struct {
	text    string
	created map[string]string
}

func newDesk(t testing.TB) *desk {
	text, err := os.ReadFile(filepath.Join(folder, "erplan.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return &desk{text: string(text), created: map[string]string{}}
}

func (d *desk) host() Host {
	return Host{
		File: "erplan.toml",
		Read: func() (*planner.Draft, []diag.Diagnostic) {
			return planner.ReadText(nil, "erplan.toml", []byte(d.text))
		},
		Write: func(file, old, text string) error {
			if old != d.text {
				return errors.New("it has changed in the meantime")
			}
			d.text = text
			return nil
		},
		Create: func(name, text string) (string, error) {
			if _, ok := d.created[name]; ok {
				return "", fmt.Errorf("%s exists", name)
			}
			d.created[name] = text
			return name, nil
		},
	}
}

// settle does all work that is asked for, and what follows from it.
func settle(m *Model, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			settle(m, c)
		}
	default:
		_, next := m.Update(msg)
		settle(m, next)
	}
}

func start(t testing.TB, d *desk, w, h int) *Model {
	m := New(d.host())
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	settle(m, m.Init())
	m.View()
	return m
}

// codes are the keys that have names.
var codes = map[string]tea.KeyPressMsg{
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "backspace": {Code: tea.KeyBackspace},
	"space": {Code: ' ', Text: " "}, "ctrl+r": {Code: 'r', Mod: tea.ModCtrl},
}

// press presses keys: names, or 'text' in quotes that is typed.
func press(m *Model, keys string) {
	for key := range strings.FieldsSeq(keys) {
		if text, ok := strings.CutPrefix(key, "'"); ok {
			for _, r := range strings.ReplaceAll(strings.TrimSuffix(text, "'"), "_", " ") {
				tap(m, tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		if k, ok := codes[key]; ok {
			tap(m, k)
			continue
		}
		tap(m, tea.KeyPressMsg{Code: []rune(key)[0], Text: key})
	}
}

func tap(m *Model, k tea.KeyPressMsg) {
	_, cmd := m.Update(k)
	settle(m, cmd)
	m.View()
}

// shot is what is on the screen.
func shot(m *Model) string {
	lines := strings.Split(ansi.Strip(m.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// counted is what a golden screen does not hold: how long a document is.
var counted = regexp.MustCompile(`─+ [\d,]+–[\d,]+ of [\d,]+ lines`)

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = counted.ReplaceAllString(got, "─ 1–N of N lines")
	file := filepath.Join(folder, name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./tui -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// sizes are the screens on which everything is looked at.
var sizes = [][2]int{{80, 24}, {120, 40}}

// sessions are what people do; the screen at the end is compared.
var sessions = []struct{ name, keys string }{
	{"topology", ""},
	{"failed-location", "f 'peering-location:London' enter x"},
	{"why-moved", "f 'peering-location:London' enter x w"},
	{"drained", "f 'msee:er-london/primary' enter d"},
	{"lost", "f 'internet:leeds' enter x"},
	{"undone", "f 'internet:leeds' enter x f 'site:london' enter x u"},
	{"directions", "4 t / 'london-hub.routing' enter right 1"},
	{"details", "f 'router:london-dc/ce1' enter enter"},
	{"folded", "z z z"},
	{"found", "f 'zone'"},
	{"help", "?"},
	{"palette", ": 'scenario'"},
	{"worst", "n n n"},
	{"failures", "2"},
	{"cut-sets", "2 tab"},
	{"scenarios", "2 tab tab"},
	{"scenario-run", "2 tab tab down enter"},
	{"requirements", "2 tab tab tab"},
	{"requirement", "2 tab tab tab enter"},
	{"findings", "3 / 'single_point' enter"},
	{"options", "4"},
	{"compare", "4 c"},
	{"option-chosen", "4 down enter 1"},
	{"try", "4 t / 'er-amsterdam' enter down right right"},
	{"try-removed", "4 t / 'london-hub' enter down enter"},
	{"save-preview", "4 t / 'amsterdam.bandwidth' enter right S 'faster' enter 'As_asked' enter"},
	{"document", "5"},
}

func TestScreens(t *testing.T) {
	for _, s := range sessions {
		for _, size := range sizes {
			name := fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				m := start(t, newDesk(t), size[0], size[1])
				press(m, s.keys)
				checkFrame(t, m)
				golden(t, name, shot(m))
			})
		}
	}
}

// checkFrame looks for lines that do not fit the screen exactly.
func checkFrame(t *testing.T, m *Model) {
	t.Helper()
	lines := strings.Split(m.View().Content, "\n")
	if len(lines) != m.h {
		t.Errorf("%d lines on a screen of %d", len(lines), m.h)
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n != m.w {
			t.Errorf("line %d has %d cells, the screen %d: %q", i+1, n, m.w, ansi.Strip(l))
		}
	}
}
