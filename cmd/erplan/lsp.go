package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/cmd/erplan/internal/lsp"
	"github.com/erplan/erplan/rules/book"
)

// typing is how long an editor's user must pause before findings are looked
// for.
const typing = 200 * time.Millisecond

func (p *program) lsp() *cobra.Command {
	var stdio bool
	c := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor over standard input and output",
		Long: `Lsp is a language server for designs: an editor starts it and speaks the
Language Server Protocol with it. It shows findings as you type, what keys, names
and rules mean, completes keys and values, finds and renames names, mends
findings, accepts risks, and formats.

The documentation has the settings for VS Code, Neovim and Helix.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			s := lsp.Server{
				Name: "erplan", Version: tool().Version, Catalog: catalog.Embedded(), Book: book.Rules, Describe: book.Describe,
				Open: openFolder, Here: here(), Delay: typing,
			}
			err := s.Run(p.stdin, p.stdout)
			if errors.Is(err, lsp.ErrNoShutdown) {
				p.code = exitFindings // as the protocol has it
				return nil
			}
			return err
		},
	}
	c.Flags().BoolVar(&stdio, "stdio", true, "speak over standard input and output; the only way")
	_ = c.Flags().MarkHidden("stdio") // editors pass it
	return c
}

// openFolder opens a folder that links cannot leave.
func openFolder(name string) (fs.FS, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return root.FS(), nil
}

// here returns the path of the working folder, with slashes, or "".
func here() string {
	name, err := os.Getwd()
	if err != nil {
		return ""
	}
	return filepath.ToSlash(name)
}
