package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/example"
	"github.com/erplan/erplan/planner/source"
)

// initFlags are the flags of init.
type initFlags struct {
	example              string
	list, force, vpn     bool
	name, level, region  string
	locations, providers []string
	vpnAnswered          bool // by the flag
}

const initHelp = `Init writes a design to start from: an example, or one that is made from the
answers to a few questions. Questions are asked at a terminal; flags answer them
too. With --location nothing is asked, and what is left out is chosen: the
nearest second location, the provider that sells circuits at most places, the
nearest region.

PATH is the file to write, erplan.toml unless it is named, or - for standard
output. A file that exists is only replaced with --force.

Examples:
`

func (p *program) initialise() *cobra.Command {
	var f initFlags
	var lines strings.Builder
	for _, e := range example.All() {
		fmt.Fprintf(&lines, "  %-14s %s\n", e.Name, e.About)
	}
	c := &cobra.Command{
		Use:   "init [PATH]",
		Short: "Write a design to start from: an example, or from a few answers",
		Long:  initHelp + lines.String(),
		Example: `  erplan init
  erplan init --example maximum
  erplan init --level high --location Amsterdam --region westeurope
  erplan init --location London --provider Colt --vpn-backup network.erplan.toml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.vpnAnswered = c.Flags().Changed("vpn-backup")
			return p.runInit(args, f)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	flags := c.Flags()
	flags.StringVarP(&f.example, "example", "e", "", "write this example: "+strings.Join(example.Names(), ", "))
	flags.BoolVarP(&f.list, "list", "l", false, "list the examples")
	flags.BoolVar(&f.force, "force", false, "replace the file where it exists")
	flags.StringVar(&f.name, "name", "", "`NAME` of the design")
	flags.StringVar(&f.level, "level", "", "resiliency: standard, high or maximum (default maximum)")
	flags.StringArrayVar(&f.locations, "location", nil, "peering `LOCATION`; twice for maximum")
	flags.StringArrayVar(&f.providers, "provider", nil, "service `PROVIDER` of the location; twice for maximum")
	flags.StringVar(&f.region, "region", "", "Azure `REGION` (default the nearest to the location)")
	flags.BoolVar(&f.vpn, "vpn-backup", false, "a VPN over the Internet behind the circuits")
	complete(c, "example", example.Names()...)
	complete(c, "level", example.Levels...)
	return c
}

// answered reports whether flags answer questions.
func (f initFlags) answered() bool {
	return f.name != "" || f.level != "" || f.region != "" || len(f.locations) > 0 || len(f.providers) > 0 || f.vpnAnswered
}

func (f initFlags) answers() example.Answers {
	return example.Answers{Name: f.name, Level: f.level, Locations: f.locations, Providers: f.providers, Region: f.region, VPN: f.vpn}
}

func (p *program) runInit(args []string, f initFlags) error {
	if f.list {
		for _, e := range example.All() {
			fmt.Fprintf(p.stdout, "%-14s %s\n", e.Name, e.About)
		}
		fmt.Fprintf(p.stdout, "Next: erplan init --example %s\n", example.Names()[2])
		return nil
	}
	path := designName
	if len(args) > 0 {
		path = args[0]
	}
	if err := vacant(path, f.force); err != nil {
		return err
	}
	text, err := p.draft(f)
	if err != nil {
		return err
	}
	if path == "-" {
		_, err := io.WriteString(p.stdout, text)
		return err
	}
	if err := saveDesign(path, text, f.force); err != nil {
		return err
	}
	next := "erplan check"
	if path != designName {
		next += " " + path
	}
	fmt.Fprintf(p.stdout, "Wrote %s, a design to change: names, prefixes, bandwidths.\nNext: %s\n", path, next)
	return nil
}

// vacant refuses a path at which something is that must not be replaced: before
// questions are asked, not after.
func vacant(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case path == "-" || err != nil:
		return nil
	case info.IsDir():
		return hint(fmt.Errorf("%s is a folder", path), "Name a file, such as %s/%s.", strings.TrimSuffix(path, "/"), designName)
	case !force:
		return hint(fmt.Errorf("%s exists", path), "Name another file, or replace it with --force.")
	}
	return nil
}

// draft returns the text of the design that is asked for.
func (p *program) draft(f initFlags) (string, error) {
	if f.example != "" {
		if f.answered() {
			return "", hint(errors.New("an example takes no answers"), "Leave --example out, or the other flags.")
		}
		e, ok := example.Find(f.example)
		if !ok {
			return "", oneOf("example", f.example, example.Names())
		}
		return e.Text, nil
	}
	a := f.answers()
	if in, ok := p.stdin.(*os.File); ok && len(f.locations) == 0 && isTerminal(in) {
		q := &questions{c: catalog.Embedded(), in: bufio.NewScanner(p.stdin), out: p.stderr, vpn: f.vpnAnswered}
		var err error
		if a, err = q.ask(a); err != nil {
			return "", err
		}
	} else if !f.answered() {
		return "", hint(errors.New("there is no terminal to ask questions at"), "Use --example, or answer with --level and --location; \"erplan init --list\" lists the examples.")
	}
	text, bad := example.Compose(catalog.Embedded(), a)
	if bad != nil {
		return "", hint(bad, "%s", bad.Hint)
	}
	return inForm(text), nil
}

// inForm puts a design in the form in which "erplan fmt" leaves it.
func inForm(text string) string {
	f, _ := source.Parse(designName, []byte(text))
	out, err := edit.Format(f)
	if err != nil {
		panic("erplan: a composed design is no design: " + err.Error())
	}
	return out
}
