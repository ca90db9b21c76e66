package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// deskOf is a desk with a design of its own.
func deskOf(t *testing.T, file string) *desk {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{text: string(text), created: map[string]string{}}
}

// TestAcceptsMore says before it is written which other findings an exception
// accepts: those on parts of what it names.
func TestAcceptsMore(t *testing.T) {
	m := start(t, deskOf(t, "../testdata/designs/first-draft/erplan.toml"), 100, 40)
	press(m, "3 / 'circuit_\"er-paris\"_is_a_single_point' enter a 'a_small_plant' enter")
	sees(t, m, "accepts 2 more findings", `provider "Comcast"`, `peering location "Paris"`, "+[[exceptions]]")
	checkFrame(t, m)
	press(m, "esc esc / 'peering_location_\"Paris\"_is_a_single_point' enter a 'a_small_plant' enter")
	sees(t, m, "+[[exceptions]]")
	if strings.Contains(shot(m), "more finding") {
		t.Errorf("one finding is accepted:\n%s", shot(m))
	}
}

// TestFaultInFull shows an error that is longer than a line in full, says how
// many more there are, and opens the editor where it is.
func TestFaultInFull(t *testing.T) {
	for _, size := range sizes {
		d := newDesk(t)
		m := start(t, d, size[0], size[1])
		good := d.text
		d.text = strings.Replace(strings.Replace(good, `"ErGw1AZ"`, `"ErGw9"`, 1), `"VpnGw2AZ"`, `"VpnGw9"`, 1)
		settle(m, m.reload())
		checkFrame(t, m)
		message := firstError(m.broken)
		if words := strings.Join(strings.Fields(shot(m)), " "); !strings.Contains(words, message) {
			t.Errorf("%q is not in full on the screen:\n%s", message, shot(m))
		}
		sees(t, m, "1 more error", "the last good state", "e opens the line")
		press(m, "1")
		if at, ok := m.placeOfChosen(); !ok || !strings.Contains(at.File.Line(at.Start().Line), "ErGw9") {
			t.Errorf("e opens %s", place(at))
		}
		d.text = good
		settle(m, m.reload())
		sees(t, m, "is sound again, and as it was")
	}
}

// TestBodyMoves clicks a box while the fault takes more lines than usual.
func TestBodyMoves(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 80, 24)
	d.text = strings.Replace(d.text, `"ErGw1AZ"`, `"ErGw9"`, 1)
	settle(m, m.reload())
	if h := m.areas.body.H + m.areas.body.Y; h != m.h-1 {
		t.Errorf("the body ends at line %d of %d", h, m.h)
	}
}

// TestTryAndBack goes through the values of a knob until it is where it began:
// then nothing is tried.
func TestTryAndBack(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, "4 t / 'ce1.bfd' enter right")
	sees(t, m, "‹ false ›", "was true", "1 change is tried", "slowest survived failure takes")
	press(m, "right")
	sees(t, m, "‹ true ›")
	if len(m.sess.Tries) != 0 || strings.Contains(shot(m), "was true") {
		t.Errorf("tried: %v\n%s", m.sess.Tries, shot(m))
	}
	press(m, "u")
	sees(t, m, "1 change is tried")
}

// TestTypedAgain keeps what was typed when it cannot be taken.
func TestTypedAgain(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, "4 t / 'ce1.bfd' enter right S 'Plan_B' enter")
	sees(t, m, "Name of the option: Plan B", "! a-z, 0-9 and -")
	checkFrame(t, m)
	for range len("Plan B") {
		press(m, "backspace")
	}
	if strings.Contains(shot(m), "a-z") {
		t.Error("the complaint stays:\n" + shot(m))
	}
	press(m, "'wide' enter")
	sees(t, m, "there is an option wide already")
	press(m, "'r' enter")
	sees(t, m, "What is it, in a sentence?")
}

// TestSavedBeside does not ask again about what was written as a file.
func TestSavedBeside(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 80, 24)
	press(m, "4 t / 'ce1.bfd' enter right B 'slow' enter y")
	if d.created["slow.erplan.toml"] == "" {
		t.Fatal("nothing was written")
	}
	if cmd := m.quit(); cmd == nil || m.over != nil {
		t.Error("quit asks about what was saved")
	}
	press(m, "4 t esc / 'ce2.bfd' enter right")
	if m.quit(); m.over == nil {
		t.Error("quit does not ask about what was not saved")
	}
}

// TestPaletteChooses fails by name, and what was named is chosen then.
func TestPaletteChooses(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, ": 'fail_msee:er-london/primary' enter")
	sees(t, m, "✗ msee:er-london/primary", "▸ msee:er-london/primary")
	press(m, ": 'restore_msee:er-london/primary' enter")
	sees(t, m, "nothing has failed")
	press(m, ": 'drain_msee:er-london/primary' enter")
	sees(t, m, "~ msee:er-london/primary drained")
	press(m, ": 'end_the_maintenance' enter")
	sees(t, m, "nothing has failed")
	press(m, "2 : 'show_gateway:vpngw' enter")
	sees(t, m, "▸ gateway:vpngw", "Network")
}

// TestDocumentSearch finds, goes on and back, and marks what it found.
func TestDocumentSearch(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, "5 / 'failure_matrix' enter")
	n := len(m.doc.hits)
	if n < 2 {
		t.Fatalf("%d matches", n)
	}
	for i := range n + 1 {
		sees(t, m, fmt.Sprintf("match %d of %d: failure matrix", i%n+1, n))
		line := m.doc.hits[m.doc.hit]
		if line < m.doc.top || line >= m.doc.top+m.doc.h || !matches(plain(m.doc.lines[line]), "failure matrix") {
			t.Errorf("match %d is not on the screen", i+1)
		}
		if !strings.Contains(shot(m), "▸ ") {
			t.Error("no match is marked")
		}
		press(m, "n")
	}
	press(m, "N")
	sees(t, m, fmt.Sprintf("match 1 of %d", n))
	press(m, "/ 'zzz'")
	sees(t, m, "nothing matches failure matrixzzz")
	checkFrame(t, m)
	press(m, "esc")
	if m.doc.search != "" || len(m.doc.hits) != 0 {
		t.Error("esc does not end the search")
	}
}

// TestHelpFits has room for every line of "?" on the smallest screen.
func TestHelpFits(t *testing.T) {
	m := start(t, newDesk(t), leastW, leastH)
	for _, keys := range []string{"1", "tab", "tab", "2", "3", "4", "5"} {
		press(m, keys+" ?")
		_, lines := m.over.box(m, leastW-6, 200)
		for _, line := range lines {
			if strings.Contains(plain(line), "…") {
				t.Errorf("cut off: %s", plain(line))
			}
		}
		press(m, "esc")
	}
}

// TestNotStatedSign has the same sign beside the list as in it.
func TestNotStatedSign(t *testing.T) {
	m := start(t, deskOf(t, "../testdata/designs/first-draft/erplan.toml"), 80, 24)
	press(m, "3 o")
	sees(t, m, "? not stated")
}

// TestSwitchSaysWhatGoes says that what is tried goes with the option.
func TestSwitchSaysWhatGoes(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, "4 t / 'ce1.bfd' enter right esc esc down enter")
	sees(t, m, "without 1 change that was tried; u brings")
	press(m, "u")
	if len(m.sess.Tries) != 1 {
		t.Error("u does not bring it back")
	}
}

// TestPasteFinds pastes a name into a list that is narrowed down.
func TestPasteFinds(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, "f")
	m.Update(tea.PasteMsg{Content: "gateway:vpngw\n"})
	press(m, "enter")
	sees(t, m, "▸ gateway:vpngw")
}

// TestClickAnswers answers a question with the mouse.
func TestClickAnswers(t *testing.T) {
	for _, answer := range []string{"y quit without saving", "esc back"} {
		m := start(t, newDesk(t), 80, 24)
		press(m, "4 t / 'ce1.bfd' enter right q")
		var cmd tea.Cmd
		for y, line := range strings.Split(shot(m), "\n") {
			if before, _, ok := strings.Cut(line, answer); ok && strings.Contains(line, "│") && cmd == nil && m.over != nil {
				_, cmd = m.Update(tea.MouseClickMsg{X: len([]rune(before)) + 1, Y: y, Button: tea.MouseLeft})
			}
		}
		if m.over != nil || (cmd != nil) != strings.HasPrefix(answer, "y") {
			t.Errorf("%s: %v\n%s", answer, cmd != nil, shot(m))
		}
	}
}
