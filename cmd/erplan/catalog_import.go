package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// A catalogImport is one call of "catalog import".
type catalogImport struct {
	p       *program
	out     string
	cloud   string
	designs []string
}

func (p *program) catalogImport() *cobra.Command {
	j := &catalogImport{p: p}
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Turn lists of the live service into an overlay of the catalogue",
		Long: `Import reads lists that Azure gives of itself, and writes an overlay: a file of
[catalog_overrides] that a design can extend. What the lists add to the
catalogue, what they take away and what has no place in it goes to standard
error. The kind of a list is told by its shape; several make one overlay:

  az network express-route list-service-providers          service providers
  az network express-route port location list              ExpressRoute Direct
  az network route-filter rule list-service-communities    BGP communities

FILE may be - for standard input.`,
		Example: "  az network express-route list-service-providers > providers.json\n  erplan catalog import providers.json -o live.overlay.toml\n  erplan catalog import providers.json ports.json communities.json --designs designs",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return j.run(args) },
	}
	c.Flags().StringVarP(&j.out, "output", "o", "", "write the overlay to this `FILE`, which must not exist (default standard output)")
	c.Flags().StringVar(&j.cloud, "cloud", string(catalog.Public), "the `CLOUD` that was asked: public, usgov or china")
	c.Flags().StringSliceVar(&j.designs, "designs", nil, "say which of these designs (`PATH`, a file or a folder) are judged otherwise with the lists")
	return c
}

func (j *catalogImport) run(names []string) error {
	clouds := []string{string(catalog.Public), string(catalog.USGov), string(catalog.China)}
	if err := j.checkCloud(clouds); err != nil {
		return err
	}
	var files []string
	if len(j.designs) > 0 {
		var err error
		if files, err = designs(j.designs); err != nil {
			return err
		}
	}
	live, err := j.read(names)
	if err != nil {
		return err
	}
	overlay := live.TOML(catalog.Embedded())
	if err := showLive(j.p.stderr, live); err != nil {
		return err
	}
	if err := j.write(overlay); err != nil || len(files) == 0 {
		return err
	}
	return j.p.judgeAgain(files, overlay)
}

func (j *catalogImport) checkCloud(clouds []string) error {
	for _, c := range clouds {
		if j.cloud == c {
			return nil
		}
	}
	return oneOf("cloud", j.cloud, clouds)
}

// read reads all lists. Standard input can be read once.
func (j *catalogImport) read(names []string) (*catalog.Live, error) {
	live := &catalog.Live{Cloud: catalog.Cloud(j.cloud)}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return nil, fmt.Errorf("%s is named twice", source.Clean(name))
		}
		seen[name] = true
		text, err := j.p.readAll(name)
		if err != nil {
			return nil, err
		}
		if err := live.Read(bytes.NewReader(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return live, nil
}

func (j *catalogImport) write(overlay string) error {
	if j.out == "" {
		_, err := io.WriteString(j.p.stdout, overlay)
		return err
	}
	return createFile(j.out, overlay)
}
