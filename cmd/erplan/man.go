package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/erplan/erplan/catalog"
)

func (p *program) man() *cobra.Command {
	return &cobra.Command{
		Use:     "man [COMMAND…]",
		Short:   "Print the manual page of a command",
		Example: "  erplan man check | man -l -",
		RunE: func(c *cobra.Command, args []string) error {
			target, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(c.Root(), args)
			}
			// The page bears the date of the catalogue, not that of the day.
			day, err := time.Parse("2006-01", catalog.Embedded().Edition())
			if err != nil {
				return err
			}
			header := &doc.GenManHeader{Title: strings.ToUpper(strings.ReplaceAll(target.CommandPath(), " ", "-")), Section: "1", Date: &day, Source: "erplan " + programVersion(), Manual: "erplan"}
			return doc.GenMan(target, header, p.stdout)
		},
	}
}
