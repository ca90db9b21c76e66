package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/drift"
)

// driftFlags are the flags of drift.
type driftFlags struct {
	option         string
	json, unknowns bool
}

func (p *program) drift() *cobra.Command {
	var f driftFlags
	c := &cobra.Command{
		Use:   "drift DESIGN EXPORT…",
		Short: "Compare a design with an export of the live state",
		Long: `Drift reads an export of the live state as import does, and says in which
circuits, peerings, gateways, connections and so on it differs from a design.

What one side does not state is no difference. A table of which the export has
no resources at all is not taken as missing. What has another name in Azure is
matched by what it is, such as the prefix of a circuit's peering.

The exit code is 1 where they differ.`,
		Example: `  az network express-route list > circuits.json
  erplan drift erplan.toml circuits.json
  erplan drift erplan.toml --json exports/`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return p.runDrift(args, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.option, "option", "", "compare this option of the design")
	jsonFlags(c, &f.json)
	flags.BoolVar(&f.unknowns, "unknowns", false, "list what only one side states")
	return c
}

func (p *program) runDrift(args []string, f driftFlags) error {
	d, _, err := p.sound(args[0], f.option)
	if d == nil {
		return err
	}
	r, err := p.ingest(args[1:], "")
	if err != nil {
		return err
	}
	live := designOf(r.Text)
	if live == nil {
		return fmt.Errorf("the export does not make a design that can be read; \"erplan import\" says why")
	}
	report := drift.Compare(d, drift.Live{
		Design: live,
		Covers: func(collection string) bool { return slices.Contains(r.Has, collection) },
		Stub:   func(path string) bool { return slices.Contains(r.Stubs, path) },
	})
	t := tool()
	h := drift.Header{Tool: t.Name + " " + t.Version, Catalog: t.Catalog, Design: args[0], Option: f.option, Unknowns: f.unknowns}
	for _, name := range args[1:] {
		h.Exports = append(h.Exports, strings.TrimSuffix(filepath.ToSlash(name), "/"))
	}
	if len(report.Differences) > 0 {
		p.code = exitFindings
	}
	if f.json {
		return drift.JSON(p.stdout, report, h)
	}
	return drift.Text(p.stdout, report, h)
}

// designOf reads the design that an import has made; nil where it cannot be.
func designOf(text string) *planner.Design {
	draft, _ := planner.ReadText(nil, "the export", []byte(text))
	if draft == nil {
		return nil
	}
	d, _ := draft.Design("")
	return d
}
