package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A scope says where an action is at hand.
type scope uint16

// The scopes: the views, and the parts of the first one that have the keyboard.
const (
	inPicture scope = 1 << iota
	inDetails
	inFlows
	inFailures
	inFindings
	inOptions
	inDocument

	inTopology = inPicture | inDetails | inFlows
	everywhere = inTopology | inFailures | inFindings | inOptions | inDocument
)

// An action is something that a person can do. From the table of actions come
// the keys, the hint bar, the list of "?" and the palette of ":".
type action struct {
	keys  []string // the first one is shown
	short string   // for the hint bar; "" keeps it out
	words string   // what it does
	where scope
	do    func(*Model) tea.Cmd
}

// actionTable returns all actions, in the order in which they are shown.
func actionTable() []action {
	return slices.Concat(topologyActions(), failureActions(), findingActions(), optionActions(), documentActions(), generalActions())
}

func generalActions() []action {
	return []action{
		{[]string{"1"}, "", "topology: the network, what fails, the flows", everywhere, func(m *Model) tea.Cmd { return m.open(topologyView) }},
		{[]string{"2"}, "", "failures: the worst ones, cut sets, declared scenarios", everywhere, func(m *Model) tea.Cmd { return m.open(failuresView) }},
		{[]string{"3"}, "", "findings: what the rules say of the design", everywhere, func(m *Model) tea.Cmd { return m.open(findingsView) }},
		{[]string{"4"}, "", "options: switch, compare, and try changes", everywhere, func(m *Model) tea.Cmd { return m.open(optionsView) }},
		{[]string{"5"}, "", "document: the design document", everywhere, func(m *Model) tea.Cmd { return m.open(documentView) }},
		{[]string{"e"}, "edit", "open the line in your editor ($VISUAL, $EDITOR)", everywhere, (*Model).edit},
		{[]string{"u"}, "undo", "undo the last failure, switch or try", everywhere, (*Model).undo},
		{[]string{"ctrl+r", "U"}, "", "redo what was undone", everywhere, (*Model).redo},
		{[]string{"0"}, "", "restore everything that has failed or is drained", everywhere, func(m *Model) tea.Cmd { return m.do(m.sess.Only(nil, nil)) }},
		{[]string{"y"}, "", "copy what is chosen", everywhere, (*Model).copyOne},
		{[]string{"Y"}, "", "copy the view as Markdown", everywhere, (*Model).copyView},
		{[]string{"r"}, "", "read the file again", everywhere, func(m *Model) tea.Cmd { return m.reload() }},
		{[]string{"/"}, "filter", "filter what is listed, or find a component", everywhere, (*Model).startFilter},
		{[]string{":"}, "", "palette: anything, by name", everywhere, (*Model).palette},
		{[]string{"?"}, "help", "this list", everywhere, (*Model).help},
		{[]string{"esc"}, "", "back", everywhere, (*Model).back},
		{[]string{"ctrl+z"}, "", "suspend: fg comes back to where you were", everywhere, func(*Model) tea.Cmd { return tea.Suspend }},
		{[]string{"q", "ctrl+c"}, "quit", "quit", everywhere, (*Model).quit},
	}
}

// scope is where the keyboard is.
func (m *Model) scope() scope {
	switch m.view {
	case failuresView:
		return inFailures
	case findingsView:
		return inFindings
	case optionsView:
		return inOptions
	case documentView:
		return inDocument
	}
	return [...]scope{inPicture, inDetails, inFlows}[m.topo.focus]
}

// bound returns the action of a key where the keyboard is, or nil.
func (m *Model) bound(key string) *action {
	here := m.scope()
	for i := range m.table {
		if a := &m.table[i]; a.where&here != 0 && slices.Contains(a.keys, key) && m.usable(a) {
			return a
		}
	}
	return nil
}

// withoutDesign are the keys that mean something before there is a design.
var withoutDesign = []string{"1", "2", "3", "4", "5", "r", "e", ":", "?", "esc", "q", "ctrl+z"}

// usable reports whether an action means something now.
func (m *Model) usable(a *action) bool {
	return m.facts != nil || slices.Contains(withoutDesign, a.keys[0])
}

// hints returns the keys of the hint bar.
func (m *Model) hints() []action {
	if m.over != nil {
		return m.over.hints()
	}
	var out []action
	here := m.scope()
	for _, a := range m.table {
		if a.where&here != 0 && a.short != "" && m.usable(&a) {
			out = append(out, a)
		}
	}
	return out
}

// keyNames are how keys are shown.
var keyNames = strings.NewReplacer("up", "↑", "down", "↓", "left", "←", "right", "→", "enter", "⏎", "shift+", "⇧", "space", "␣")

func keyName(key string) string {
	switch key {
	case "pgup", "pgdown":
		return key
	}
	return keyNames.Replace(key)
}
