package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/fsnotify/fsnotify"
	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules/report"
	"github.com/erplan/erplan/tui"
)

func (p *program) explore() *cobra.Command {
	var option string
	c := &cobra.Command{
		Use:   "explore [PATH]",
		Short: "See the network, break it, and watch what happens",
		Long: `Explore shows a design in the terminal: the network as a picture, what fails, and
what becomes of each flow at once. A key fails or drains what is chosen, another
says why the traffic goes as it does. Further views list the worst failures, the
findings with their rules, the options side by side with changes to try, and the
design document.

? lists what can be done, and does it; esc goes back; q quits. The file is
watched: save it in an editor, and the screen follows. What is tried is written
only after a preview.`,
		Example: `  erplan explore
  erplan explore --option second-location
  erplan explore branches.erplan.toml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.runExplore(args, option) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	c.Flags().StringVar(&option, "option", "", "look at this option (`NAME`) of the design first")
	return c
}

func (p *program) runExplore(args []string, option string) error {
	files, err := designs(args)
	switch {
	case err != nil:
		return err
	case len(files) > 1:
		return hint(fmt.Errorf("there are %d designs in %s", len(files), args[0]), "Name one of them: %s.", strings.Join(files, ", "))
	case files[0] == "-":
		return hint(errors.New("explore needs a file: standard input is the keyboard"), "Save the design as a file first.")
	}
	in, out, err := p.terminal(files[0])
	if err != nil {
		return err
	}
	if draft, _ := p.read(files[0]); draft != nil && option != "" && !slices.Contains(draft.Options(), option) {
		return oneOf("option", option, draft.Options())
	}
	changes, stop := watchFile(files[0])
	defer stop()
	host := tui.Host{
		File: filepath.ToSlash(files[0]), Option: option,
		Read:    func() (*planner.Draft, []diag.Diagnostic) { return p.read(files[0]) },
		Write:   replaceText,
		Create:  func(name, text string) (string, error) { return createBeside(files[0], name, text) },
		Editor:  editorAt,
		Changes: changes,
	}
	_, err = tea.NewProgram(tui.New(host), tea.WithInput(in), tea.WithOutput(out)).Run()
	switch {
	case errors.Is(err, tea.ErrInterrupted):
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return hint(errors.New("explore has crashed; the design was not touched"), "The text above says where. Please report it: %s/issues", report.Home)
	}
	return err
}

// terminal returns the terminal that the screen is drawn on.
func (p *program) terminal(file string) (in, out *os.File, err error) {
	in, inOK := p.stdin.(*os.File)
	out, outOK := p.stdout.(*os.File)
	if !inOK || !outOK || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return nil, nil, hint(errors.New("explore needs a terminal"), "For a pipe or a file use \"erplan failover %[1]s\", \"erplan check %[1]s\" or \"erplan graph %[1]s\".", file)
	}
	return in, out, nil
}

// quiet is how long a file has to be left alone before it is read again:
// editors write in several steps.
const quiet = 100 * time.Millisecond

// watchFile tells when something in the folder of a file changes that looks
// like a design. Whole folders are watched, because editors replace files.
func watchFile(file string) (changes <-chan struct{}, stop func()) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, func() {}
	}
	if err := w.Add(filepath.Dir(file)); err != nil {
		w.Close()
		return nil, func() {}
	}
	out := make(chan struct{}, 1)
	go func() {
		defer close(out)
		timer := time.NewTimer(time.Hour)
		defer timer.Stop()
		for {
			select {
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				if filepath.Ext(e.Name) == ".toml" || filepath.Base(e.Name) == filepath.Base(file) {
					timer.Reset(quiet)
				}
			case <-w.Errors:
			case <-timer.C:
				select {
				case out <- struct{}{}:
				default:
				}
			}
		}
	}()
	return out, func() { w.Close() }
}

// replaceText gives a file another text, unless somebody else has changed it
// in the meantime.
func replaceText(file, old, text string) error {
	now, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, reason(err))
	}
	mark := ""
	if strings.HasPrefix(string(now), "\ufeff") {
		mark = "\ufeff"
	}
	if string(now) != mark+old {
		return fmt.Errorf("%s has changed in the meantime; look at it again", file)
	}
	return replaceFile(file, mark+text)
}

// createBeside writes a new file in the folder of another.
func createBeside(file, name, text string) (string, error) {
	if !filepath.IsLocal(name) {
		return "", fmt.Errorf("%q is not beside the design", name)
	}
	at := filepath.Join(filepath.Dir(file), name)
	return filepath.ToSlash(at), createFile(at, text)
}

// jumps are how editors are told a line: by its number, or in the name.
var jumps = map[string]string{"code": "--goto", "codium": "--goto", "subl": "", "zed": "", "hx": ""}

// editorAt returns the person's editor at a line of a file.
func editorAt(file string, line, column int) (*exec.Cmd, error) {
	words := strings.Fields(os.Getenv("VISUAL"))
	if len(words) == 0 {
		words = strings.Fields(os.Getenv("EDITOR"))
	}
	if len(words) == 0 {
		words = []string{"vi"}
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return nil, fmt.Errorf("there is no editor %q; set VISUAL or EDITOR", words[0])
	}
	args := append(words[1:], fmt.Sprintf("+%d", line), file)
	if flag, ok := jumps[strings.TrimSuffix(filepath.Base(path), ".exe")]; ok {
		args = append(words[1:], slices.DeleteFunc([]string{flag, fmt.Sprintf("%s:%d:%d", file, line, column)}, func(s string) bool { return s == "" })...)
	}
	return exec.Command(path, args...), nil
}
