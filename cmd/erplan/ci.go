package main

import (
	"embed"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed ci/*.yml
var pipelines embed.FS

// pipelineNames are the continuous integration services with a template, in
// the order of the help.
var pipelineNames = []string{"github", "gitlab", "azure", "pre-commit"}

func (p *program) ci() *cobra.Command {
	var service string
	c := &cobra.Command{
		Use:   "ci SERVICE",
		Short: "Print a pipeline that checks designs, ready to paste",
		Long: `Ci prints a pipeline for GitHub Actions, GitLab CI, Azure Pipelines or
pre-commit. It checks every design of a repository and shows the findings where
changes are reviewed.`,
		Example:   "  erplan ci github > .github/workflows/erplan.yml",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: pipelineNames,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				service = args[0]
			}
			if service == "" {
				return hint(errors.New("which service?"), "Use one of: %s.", strings.Join(pipelineNames, ", "))
			}
			if !slices.Contains(pipelineNames, service) {
				return oneOf("service", service, pipelineNames)
			}
			text, err := pipelines.ReadFile("ci/" + service + ".yml")
			if err != nil {
				return err
			}
			_, err = p.stdout.Write(text)
			return err
		},
	}
	c.Flags().StringVar(&service, "print", "", "the same as the argument: `SERVICE`")
	complete(c, "print", pipelineNames...)
	return c
}
