// Command erplan plans and checks Azure ExpressRoute hybrid networks offline:
// it reads a design in TOML and says whether it is right, what survives, which
// option is better, and hands it over as a document.
//
// Exit codes: 0 nothing at or above the threshold, 1 findings, 2 could not run.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // most runs end before there is anything to collect
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2
)

// A program is one run of the command: its streams, and the code it ends with.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	code           int
}

// run runs the command and returns its exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.Execute(); err != nil {
		fmt.Fprintf(stderr, "erplan: %s\n", strings.TrimSpace(err.Error()))
		var hint *hinted
		if errors.As(err, &hint) {
			fmt.Fprintf(stderr, "%s\n", hint.hint)
		}
		return exitFailed
	}
	return p.code
}

// A hinted error says what to do about it.
type hinted struct {
	error
	hint string
}

func hint(err error, format string, args ...any) error {
	return &hinted{err, fmt.Sprintf(format, args...)}
}

const about = `erplan plans and checks Azure ExpressRoute hybrid networks before they are built.

A design is one TOML file, by convention erplan.toml or NAME.erplan.toml. All
work is offline; the facts about Azure are embedded, each with source and date.`

const welcome = `erplan plans and checks Azure ExpressRoute hybrid networks, offline.

  erplan check     is the design right?
  erplan failover  what survives, by which way, how fast?
  erplan compare   which option is better?
  erplan document  the design document, for the review

For example:  erplan init --example maximum, then erplan check
To look:      erplan explore
Help:         erplan --help, erplan COMMAND --help
`

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "erplan",
		Short:         "Plan and check Azure ExpressRoute hybrid networks, offline",
		Long:          about,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       programVersion(),
		Args:          unknownCommand,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(p.stdout, welcome)
			return err
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return hint(err, "See \"%s --help\".", c.CommandPath())
	})
	for _, add := range []func() *cobra.Command{p.check, p.failover, p.explore, p.compare, p.document, p.fmt, p.graph, p.suggest, p.initialise, p.importCommand, p.export, p.drift, p.rules, p.explain, p.catalog, p.schema, p.lsp, p.ci, p.version, p.man} {
		root.AddCommand(add())
	}
	showUsage(root)
	group(root)
	return root
}

// unknownCommand answers a word that is no command with the nearest ones.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("unknown command %q", args[0])
	var known []string
	for _, sub := range c.Commands() {
		known = append(known, sub.Name())
	}
	if near := catalog.Nearest(args[0], known); len(near) > 0 {
		return hint(err, "Did you mean %q?", near[0])
	}
	if strings.HasSuffix(args[0], ".toml") {
		return hint(err, "Did you mean \"erplan check %s\"?", args[0])
	}
	return hint(err, "See \"erplan --help\".")
}
