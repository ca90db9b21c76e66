package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// sees looks for texts on the screen.
func sees(t *testing.T, m *Model, texts ...string) {
	t.Helper()
	got := shot(m)
	for _, text := range texts {
		if !strings.Contains(got, text) {
			t.Errorf("%q is not on the screen:\n%s", text, got)
		}
	}
}

// TestStory is the session that a reviewer would have: open, fail a location,
// see what is lost, ask why, undo, compare, try, save an option.
func TestStory(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 120, 40)
	sees(t, m, "nothing has failed", "✓ 3 kept")
	press(m, "f 'internet:leeds' enter x")
	sees(t, m, "✗ internet:leeds", "✗ 1 lost", "no way is left")
	press(m, "w")
	sees(t, m, "Why: tills", "internet:leeds fails", "To Azure", "To the site")
	press(m, "esc f 'peering-location:London' enter x")
	sees(t, m, "! 2 degraded", "✗ 1 lost", "140%")
	press(m, "u")
	sees(t, m, "✓ 2 kept  ✗ 1 lost")
	press(m, "ctrl+r")
	sees(t, m, "! 2 degraded")
	press(m, "0")
	sees(t, m, "nothing has failed", "✓ 3 kept")
	press(m, "4 c")
	sees(t, m, "worst load", "140%", "▲ 70%")
	press(m, "t / 'er-amsterdam.bandwidth' enter i")
	press(m, "backspace backspace backspace backspace backspace backspace backspace backspace '2_Gbps' enter")
	sees(t, m, `‹ "2 Gbps" ›`, "1 change is tried")
	press(m, "S 'broad' enter 'Room_to_grow' enter")
	sees(t, m, `+[options.broad]`, `+description = "Room to grow"`, `+bandwidth = "2 Gbps"`)
	press(m, "y")
	sees(t, m, "option broad", "saved as option broad")
	if !strings.Contains(d.text, "bandwidth        = \"500 Mbps\"\n") || !strings.Contains(d.text, "# half as wide") {
		t.Error("the rest of the file has changed:\n", d.text)
	}
	press(m, "1 esc esc")
	if !strings.HasSuffix(d.text, "[options.broad]\ndescription = \"Room to grow\"\n\n[options.broad.circuits.er-amsterdam]\nbandwidth = \"2 Gbps\"\n") {
		t.Error("the option is not as previewed:\n", d.text)
	}
}

// TestNumbers compares the screen with what the analysis says.
func TestNumbers(t *testing.T) {
	m := start(t, newDesk(t), 160, 50)
	press(m, "f 'peering-location:London' enter x")
	a := m.facts.a
	change, err := a.Change([]string{"peering-location:London"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Scenario(change).Flows {
		u, _ := a.Availability(f.Flow)
		sees(t, m, a.Flows[f.Flow].Name, view.Sign(f.Outcome)+" "+f.Outcome.String(), outcome.AvailablePercent(u.Unavailability))
		if f.Recovery.Affected {
			sees(t, m, view.Span(f.Recovery))
		}
	}
}

func TestAcceptRisk(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 120, 40)
	press(m, "3 / 'internet_access_single' enter a")
	sees(t, m, "Why is this risk accepted?")
	press(m, "enter")
	sees(t, m, "a risk is accepted with a reason")
	press(m, "a 'A_line_is_ordered' enter")
	sees(t, m, "+[[exceptions]]", `+target = "sites.leeds.internet"`, `+reason = "A line is ordered"`, `+owner  = "network architecture"`)
	before := d.text
	press(m, "esc")
	if d.text != before {
		t.Fatal("esc has written")
	}
	press(m, "a 'A_line_is_ordered' enter y")
	sees(t, m, "accepted (1)")
	if !strings.Contains(d.text, "[[exceptions]]") {
		t.Error("the exception is not in the file")
	}
}

func TestJump(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	press(m, "3 / 'internet_access_single' enter enter")
	if m.view != topologyView || m.topo.chosen != "internet:leeds" && m.topo.chosen != "site:leeds" {
		t.Error("view", m.view, "chosen", m.topo.chosen)
	}
	press(m, "esc")
	if m.view != findingsView {
		t.Error("esc does not go back to", viewNames[findingsView])
	}
}

// TestInvalidFile keeps the last good state while the file is broken, and says
// what has changed when it is sound again.
func TestInvalidFile(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 100, 30)
	press(m, "f 'internet:leeds' enter x")
	good := d.text
	d.text = strings.Replace(good, `circuit        = "er-london"`, `circuit        = "er-londno"`, 1)
	settle(m, m.reload())
	sees(t, m, "erplan.toml:", "er-londno", "the last good state", "✗ lost")
	checkFrame(t, m)
	d.text = strings.Replace(good, "bandwidth = \"400 Mbps\"", "bandwidth = \"900 Mbps\"", 1) + "\n[flows.extra]\nfrom = \"sites/leeds\"\nto = \"vnets/hub\"\n"
	settle(m, m.reload())
	sees(t, m, "new flow extra", "erp is degraded, was kept", "✗ internet:leeds")
	d.text = strings.ReplaceAll(d.text, "internet = true", "") // the component is still implied by the VPN, or gone
	settle(m, m.reload())
	checkFrame(t, m)
}

// TestBrokenFromTheStart shows what is wrong, and follows the file.
func TestBrokenFromTheStart(t *testing.T) {
	d := newDesk(t)
	good := d.text
	d.text = "schema = 1\n[circuits.a]\nteir = \"standard\"\n"
	m := start(t, d, 80, 24)
	sees(t, m, "not sound", "erplan.toml:3:1", "teir")
	for _, keys := range []string{"1 2 3 4 5", "x d w n s z f enter esc", "tab / esc : esc ? esc", "y Y u U 0 e", "up down left right G g"} {
		press(m, keys)
		checkFrame(t, m)
	}
	d.text = good
	settle(m, m.reload())
	press(m, "1")
	sees(t, m, "✓ 3 kept")
}

func TestTooSmall(t *testing.T) {
	m := start(t, newDesk(t), 60, 12)
	sees(t, m, "60 × 12", "80 × 24")
	checkFrame(t, m)
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	sees(t, m, "Network")
	m.Update(tea.WindowSizeMsg{Width: 1, Height: 1})
	m.View()
}

// TestEveryKeyEverywhere presses every key of the table in every view: nothing
// panics, every screen is whole, and esc closes what has opened.
func TestEveryKeyEverywhere(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	for v := range viewNames {
		for _, a := range actionTable() {
			for _, key := range a.keys {
				if key == "q" || key == "ctrl+c" {
					continue
				}
				settle(m, m.open(viewID(v)))
				press(m, key)
				checkFrame(t, m)
				press(m, "esc")
				if m.over != nil || m.input != nil {
					t.Fatalf("view %s: esc does not close what %q has opened", viewNames[v], key)
				}
			}
		}
	}
}

// TestStepping steps through the list that is open in the failures view.
func TestStepping(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	press(m, "n")
	sees(t, m, "✗ region:uksouth", "1 of 37 single failures")
	press(m, "n N N")
	sees(t, m, "37 of 37 single failures")
	press(m, "2 tab / 'replication_ce1' enter enter")
	sees(t, m, "✗ router:london-dc/ce1, ✗ router:london-dc/ce2", "✗ 2 lost")
	press(m, "n")
	sees(t, m, "cut sets, by flow", "✗ 2 lost")
	press(m, "2 esc tab 1 n")
	sees(t, m, "✗ internet:leeds", "1 of 2 scenarios")
	press(m, "n")
	sees(t, m, "✗ peering-location:London", "2 of 2 scenarios")
}

// TestMonkey presses keys at random.
func TestMonkey(t *testing.T) {
	var keys []string
	for _, a := range actionTable() {
		keys = append(keys, a.keys...)
	}
	keys = append(keys, "up", "down", "left", "right", "enter", "esc", "enter", "esc", "y", "a", "o", "e", "g", "G", "space")
	random := rand.New(rand.NewPCG(1, 2))
	m := start(t, newDesk(t), 80, 24)
	var pressed []string
	for range 600 {
		key := keys[random.IntN(len(keys))]
		if key == "ctrl+c" {
			continue
		}
		pressed = append(pressed, key)
		if k, ok := codes[key]; ok {
			tap(m, k)
		} else {
			tap(m, tea.KeyPressMsg{Code: []rune(key)[0], Text: key})
		}
		if checkFrame(t, m); t.Failed() {
			t.Fatal(pressed)
		}
	}
}

// TestOptionGone looks at an option that is no longer in the file.
func TestOptionGone(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 100, 30)
	press(m, "4 down enter")
	sees(t, m, "option wide")
	d.text, _, _ = strings.Cut(d.text, "[options.wide]")
	settle(m, m.reload())
	sees(t, m, `there is no option "wide" any more`, "the last good state")
	press(m, "4 up enter")
	sees(t, m, "· base", "nothing has failed")
	if len(m.facts.draft.Options()) != 0 {
		t.Error("the design is not that of the file")
	}
}

// TestEscLeadsBack never leaves a person somewhere.
func TestEscLeadsBack(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	press(m, "2 tab 3 / 'x' enter 4 t / 'bfd' enter i 'y'")
	for range 20 {
		press(m, "esc")
	}
	if m.view != topologyView || m.over != nil || m.input != nil {
		t.Error("view", m.view)
	}
	sees(t, m, "q quits")
}

func TestKeysAreUnique(t *testing.T) {
	for here := scope(1); here < everywhere; here <<= 1 {
		seen := map[string]string{}
		for _, a := range actionTable() {
			for _, k := range a.keys {
				if a.where&here == 0 {
					continue
				}
				if other, ok := seen[k]; ok {
					t.Errorf("scope %b: %q is both %q and %q", here, k, other, a.words)
				}
				seen[k] = a.words
				if _, _, moves := (&Model{h: 24}).step(k); moves {
					t.Errorf("scope %b: %q moves, and is %q", here, k, a.words)
				}
			}
		}
	}
}

// TestMouse chooses and fails by clicks.
func TestMouse(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	x, y := find(t, m, "Equinix")
	click(m, x, y)
	if m.topo.chosen != "provider-edge:er-london/primary" {
		t.Fatal("chosen:", m.topo.chosen)
	}
	click(m, x, y)
	sees(t, m, "✗ provider-edge:er-london/primary")
	x, y = find(t, m, "w why")
	click(m, x, y)
	sees(t, m, "Why: erp")
	x, y = find(t, m, "esc back")
	click(m, x, y)
	x, y = find(t, m, "3 Findings")
	click(m, x, y)
	if m.view != findingsView {
		t.Error("the tab did not open")
	}
	m.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 10, Y: 10})
	checkFrame(t, m)
	press(m, "?")
	click(m, 1, 39)
	if m.over != nil {
		t.Error("a click beside it does not close a dialog")
	}
}

func click(m *Model, x, y int) {
	_, cmd := m.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: y})
	settle(m, cmd)
	m.View()
}

// find returns where a text stands on the screen.
func find(t *testing.T, m *Model, text string) (x, y int) {
	t.Helper()
	for y, line := range strings.Split(shot(m), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return ansi.StringWidth(before), y
		}
	}
	t.Fatalf("%q is not on the screen:\n%s", text, shot(m))
	return 0, 0
}

// TestNothingByColourAlone compares screens without colours: what has failed
// must still be told apart.
func TestNothingByColourAlone(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	calm := shot(m)
	press(m, "x")
	if shot(m) == calm {
		t.Error("a failure is told by colour alone")
	}
}

func TestLightAndDark(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	dark := m.View().Content
	m.theme = newTheme(false)
	if m.View().Content == dark {
		t.Error("light and dark look the same")
	}
	if ansi.Strip(m.View().Content) != ansi.Strip(dark) {
		t.Error("light and dark say something else")
	}
}

// TestQuit asks before something that is tried is lost.
func TestQuit(t *testing.T) {
	m := start(t, newDesk(t), 80, 24)
	if _, cmd := m.Update(codeOf("q")); cmd == nil || cmd() != (tea.QuitMsg{}) {
		t.Error("q does not quit")
	}
	press(m, "4 t right")
	if _, cmd := m.Update(codeOf("q")); cmd != nil {
		t.Error("q quits although something is tried")
	}
	sees(t, m, "Quit?", "not saved")
	if _, cmd := m.Update(codeOf("y")); cmd == nil || cmd() != (tea.QuitMsg{}) {
		t.Error("y does not quit")
	}
}

func codeOf(key string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: []rune(key)[0], Text: key} }

// TestHostileNames shows texts that would act on a terminal, or are wider than
// they look. A design with the worst of them is refused, and shown why.
func TestHostileNames(t *testing.T) {
	for _, name := range []string{`\u001b[31mred\u202egnp \u0007`, `<script> | ` + "`*日本* 网络" + strings.Repeat("名", 60)} {
		d := newDesk(t)
		d.text = strings.Replace(d.text, `"Fabrikam hybrid network"`, `"`+name+`"`, 1)
		d.text = strings.Replace(d.text, `"Amsterdam as wide as London"`, `"`+name+strings.Repeat("long ", 200)+`"`, 1)
		d.text = strings.Replace(d.text, `"riser-north"`, `"riser | `+name+`"`, 1)
		d.text = strings.Replace(d.text, `city        = "London"`, `city        = "`+name+`"`, 1)
		m := start(t, d, 80, 24)
		for _, keys := range []string{"1", "Z", "right right right", "2", "3", "4", "4 c", "5", ":", "esc 1 f", "esc enter", "x w"} {
			press(m, keys)
			checkFrame(t, m)
			for _, bad := range []string{"\x1b[31mred", "\x1b[2J", "\x1b]0", "\u202e", "\x07"} {
				if strings.Contains(m.View().Content, bad) {
					t.Errorf("%s: %q is on the screen", keys, bad)
				}
			}
		}
	}
}

// TestSecrets never shows what stands in a file as a key.
func TestSecrets(t *testing.T) {
	d := newDesk(t)
	key := strings.Repeat("0123456789abcdef", 2)
	d.text += "\n# shared_key = \"" + key + "\"\n"
	m := start(t, d, 120, 40)
	press(m, "4 t right S 'new' enter enter")
	sees(t, m, "options.new")
	if strings.Contains(shot(m), key) {
		t.Error("the preview shows a key")
	}
}

func TestCopy(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	for v := range viewNames {
		press(m, fmt.Sprint(v+1))
		text := m.pane().markdown(m)
		if !strings.HasPrefix(strings.TrimSpace(text), "#") && !strings.HasPrefix(text, "<!--") {
			t.Errorf("%s: %.80q is no Markdown with a title", viewNames[v], text)
		}
		if strings.Contains(text, "\x1b") {
			t.Errorf("%s: colours in the Markdown", viewNames[v])
		}
		press(m, "Y")
		sees(t, m, "copied: the view")
	}
	press(m, "1 f 'msee:er-london/primary' enter y")
	sees(t, m, "copied: msee:er-london/primary")
}

func TestExport(t *testing.T) {
	d := newDesk(t)
	m := start(t, d, 120, 40)
	press(m, "5 E enter")
	sees(t, m, "written: erplan.md")
	if d.created["erplan.md"] != m.doc.text || m.doc.text == "" {
		t.Error("the document was not written")
	}
	press(m, "E enter")
	sees(t, m, "exists")
	press(m, "4 t right B 'variant' enter")
	sees(t, m, "variant.erplan.toml", `+extends = "erplan.toml"`)
	press(m, "y")
	if !strings.Contains(d.created["variant.erplan.toml"], "extends") {
		t.Error("the variant was not written:", d.created)
	}
}

// TestCancel stops what goes on behind a design, for good: its results do not
// come, and r begins anew.
func TestCancel(t *testing.T) {
	d := newDesk(t)
	m := New(d.host())
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	late := m.reload()
	_, behind := m.Update(m.reload()())
	if late() != nil {
		t.Error("a reading that was overtaken still brings something")
	}
	sees(t, m, "checking the rules…", "✓ 3 kept")
	press(m, "esc")
	sees(t, m, "stopped checking the rules, simulating every single failure")
	settle(m, behind)
	if m.facts.swept != nil || m.facts.checked != nil {
		t.Error("what was stopped has come all the same")
	}
	press(m, "2")
	sees(t, m, "stopped; r starts again")
	press(m, "n 3")
	sees(t, m, "stopped; r starts again")
	press(m, "1 n")
	sees(t, m, "stopped; r starts again")
	press(m, "r 2")
	sees(t, m, "region:uksouth")
}

// TestCancelFailure stops the simulation of a failure: the screen and the state
// stay at what was shown.
func TestCancelFailure(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	press(m, "f 'internet:leeds' enter x")
	m.topo.choose("site:london-dc")
	_, first := m.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	m.topo.choose("region:uksouth")
	_, second := m.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	if first() != nil {
		t.Error("a simulation that was overtaken still brings something")
	}
	press(m, "esc")
	sees(t, m, "stopped simulating the failure", "✗ internet:leeds ", "✓ 2 kept  ✗ 1 lost")
	settle(m, second)
	sees(t, m, "✗ internet:leeds ", "✓ 2 kept  ✗ 1 lost")
	press(m, "u")
	sees(t, m, "nothing has failed")
}

// TestCancelOption stops going to another option, and to the document.
func TestCancelOption(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	press(m, "4 down")
	_, cmd := m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	sees(t, m, "reading the design…")
	press(m, "esc")
	settle(m, cmd)
	sees(t, m, "· base")
	_, cmd = m.Update(tea.KeyPressMsg{Code: '5', Text: "5"})
	sees(t, m, "writing the document…")
	press(m, "esc")
	settle(m, cmd)
	sees(t, m, "stopped; r starts again")
	press(m, "1 5")
	sees(t, m, "Fabrikam hybrid network")
	if m.doc.text == "" {
		t.Error("the document does not come when it is asked for again")
	}
}

// TestAvailabilityFollows shows what a failure takes from the availability,
// also of flows that it does not touch.
func TestAvailabilityFollows(t *testing.T) {
	m := start(t, newDesk(t), 120, 40)
	press(m, "f 'circuit:er-amsterdam' enter x")
	a := m.facts.a
	change, err := a.Change([]string{"circuit:er-amsterdam"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	i, _ := a.Flow("erp")
	w := a.While(change)
	u, _ := a.Availability(i)
	sees(t, m, view.Available(u)+" → "+view.AvailableNow(&w.Flows[i]))
	press(m, "w")
	sees(t, m, "predicted", "as long as this lasts", "now fatal", "peering-location:London", "as always")
	press(m, "esc 0 f 'internet:leeds' enter x")
	sees(t, m, "99.7191% → down")
}

// TestRefold folds and unfolds a large network: something on the screen is
// always chosen.
func TestRefold(t *testing.T) {
	m := start(t, &desk{text: branches(24)}, 120, 40)
	for range 2 * len(foldings) {
		press(m, "z")
		if at, _, _ := m.topo.place(m); at.W == 0 {
			t.Errorf("folded %s: %s is nowhere", foldings[m.topo.fold].name, m.topo.chosen)
		}
		if strings.Contains(shot(m), "Nothing is chosen") {
			t.Errorf("folded %s:\n%s", foldings[m.topo.fold].name, shot(m))
		}
	}
}

// TestManyFlows lists cut sets however many flows there are, and says where
// not all are listed.
func TestManyFlows(t *testing.T) {
	m := start(t, &desk{text: branches(70)}, 120, 40)
	press(m, "2 tab")
	sees(t, m, "site:s0", "the first 34 of each flow")
	press(m, "/ 'f69_' enter")
	sees(t, m, "site:s69")
}
