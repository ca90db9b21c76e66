package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/export"
)

// exportFlags are the flags of export.
type exportFlags struct {
	option, output string
	force          bool
}

// exportForms are the forms that a design is exported in.
var exportForms = []struct {
	name  string
	write func(*planner.Design) export.Result
}{{"arm", export.ARM}, {"terraform", export.Terraform}}

func (p *program) export() *cobra.Command {
	var f exportFlags
	c := &cobra.Command{
		Use:   "export arm|terraform [PATH]",
		Short: "Write the Azure part of a design as a template or configuration",
		Long: `Export writes the port pairs, circuits, peerings, route filters, Global Reach,
VNets, gateways, connections, virtual hubs and tunnels of a design as an ARM
template or as a Terraform configuration. Importing it gives the same design, as
far as Azure carries it.

Keys are no part of a design: each is a parameter without a default. What is not
written is listed on standard error. Review the result, and look at it with
what-if or plan, before anything is deployed.`,
		Example:   "  erplan export arm -o network.json\n  erplan export terraform erplan.toml -o network.tf",
		Args:      cobra.RangeArgs(1, 2),
		ValidArgs: []string{"arm", "terraform"},
		RunE:      func(_ *cobra.Command, args []string) error { return p.runExport(args, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.option, "option", "", "export this option of the design")
	flags.StringVarP(&f.output, "output", "o", "", "write to this `FILE` (default standard output)")
	flags.BoolVar(&f.force, "force", false, "overwrite a file that exists")
	return c
}

func (p *program) runExport(args []string, f exportFlags) error {
	var write func(*planner.Design) export.Result
	var names []string
	for _, form := range exportForms {
		names = append(names, form.name)
		if form.name == args[0] {
			write = form.write
		}
	}
	if write == nil {
		return oneOf("form", args[0], names)
	}
	if err := mayWrite(f.output, f.force); err != nil {
		return err
	}
	files, err := designs(args[1:])
	if err != nil {
		return err
	}
	if len(files) > 1 {
		return hint(fmt.Errorf("there are %d designs in %s", len(files), args[1]), "Name one of them.")
	}
	d, _, err := p.sound(files[0], f.option)
	if d == nil {
		return err
	}
	r := write(d)
	if len(r.Notes) > 0 {
		var b strings.Builder
		b.WriteString("To know before it is deployed:\n")
		for _, n := range r.Notes {
			wrapped(&b, "  - ", n)
		}
		if _, err := io.WriteString(p.stderr, b.String()); err != nil {
			return err
		}
	}
	if f.output != "" {
		return replaceFile(f.output, r.Text)
	}
	_, err = io.WriteString(p.stdout, r.Text)
	return err
}
