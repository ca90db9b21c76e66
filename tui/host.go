package tui

import (
	"os/exec"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
)

// A Host is what the screen stands on: the design's file and the programs
// beside it. The screen itself touches nothing.
type Host struct {
	File   string // of the design, as shown to people
	Option string // that is looked at first; "" is the design itself

	// Read reads the design anew.
	Read func() (*planner.Draft, []diag.Diagnostic)

	// Write gives a file that Read has read another text, unless it no longer
	// holds the text that the change was made for.
	Write func(file, old, text string) error

	// Create writes a new file beside the design, which must not exist, and
	// returns its path as shown to people.
	Create func(name, text string) (path string, err error)

	// Editor returns the person's editor, at a line of a file that Read has
	// read. It is nil where there is none to start.
	Editor func(file string, line, column int) (*exec.Cmd, error)

	// Changes tells that a file of the design has changed. It may be nil.
	Changes <-chan struct{}
}
