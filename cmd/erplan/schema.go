package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

func (p *program) schema() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of designs, for editors",
		Long: `Schema prints the JSON Schema (2020-12) of the design language: every key with
what it means, the words that it takes, and examples. Editors that know TOML
complete and check a design with it:

  #:schema ` + schema.ID + `

as the first line of a design does it for Taplo and Even Better TOML. "erplan
lsp" knows more: names of the design, and what the rules say.`,
		Example: `  erplan schema
  erplan schema -o erplan.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text := schema.JSON(catalog.Embedded())
			if file != "" {
				return writeSchema(file, string(text))
			}
			_, err := p.stdout.Write(text)
			return err
		},
	}
	c.Flags().StringVarP(&file, "output", "o", "", "write to `FILE`")
	return c
}

// writeSchema writes the schema to a file, unless something else is there.
func writeSchema(file, text string) error {
	old, err := os.ReadFile(file)
	if err == nil && len(old) > 0 && !bytes.Contains(old, []byte(schema.ID)) {
		return hint(fmt.Errorf("%s is there and is no schema of designs; it is not written over", source.Clean(file)), "Name another file, or remove this one first.")
	}
	return replaceFile(file, text)
}
