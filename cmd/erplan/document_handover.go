package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner/document"
)

// handOver are the flags of document for those who build and test a network.
type handOver struct {
	sheet    string
	observed string
	router   string
	vendor   string
}

func (h *handOver) flags(c *cobra.Command) {
	c.Flags().StringVar(&h.sheet, "test-sheet", "", "write the tests to this TOML `FILE`, to be filled in; what a tester wrote in it is kept")
	c.Flags().StringVar(&h.observed, "observed", "", "`FILE`: show what testers wrote in this test sheet beside the predictions")
	c.Flags().StringVar(&h.router, "router", "", "print the configuration of one router, `SITE/NAME`, and nothing else")
	c.Flags().StringVar(&h.vendor, "vendor", "", "with --router: "+strings.Join(document.Vendors, " or ")+" (default that of the router's model)")
	complete(c, "vendor", document.Vendors...)
}

// judge refuses flags that contradict each other or mean nothing.
func (h handOver) judge(f documentFlags) error {
	written := f.output != "" || f.html || f.check
	switch {
	case h.vendor != "" && h.router == "":
		return errors.New("--vendor is for --router")
	case h.vendor != "" && !slices.Contains(document.Vendors, h.vendor):
		return oneOf("vendor", h.vendor, document.Vendors)
	case h.router != "" && h.sheet != "":
		return errors.New("--router and --test-sheet write different things; give one of them")
	case h.router != "" && written:
		return errors.New("--router prints one configuration; it goes with none of -o, --html and --check")
	case h.sheet != "" && written:
		return errors.New("--test-sheet writes a sheet and no document; it goes with none of -o, --html and --check")
	}
	return nil
}

// testSheet reads a filled test sheet; nil where none is named.
func testSheet(name string) (*document.TestSheet, error) {
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	sheet, err := document.ReadSheet(name, string(text))
	return sheet, sheetError(name, err)
}

// sheetError says what is wrong with a test sheet, and what to do.
func sheetError(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, document.ErrNoSheet):
		return hint(fmt.Errorf("%s: %w", name, err), "Write a sheet first: erplan document --test-sheet FILE")
	}
	return fmt.Errorf("%s:%w", name, err)
}

// handOver writes a router's configuration or a test sheet; done where one of
// them was asked for.
func (p *program) handOver(d *document.Data, h handOver) (done bool, err error) {
	switch {
	case h.router != "":
		text, err := document.RouterConfig(d, h.router, h.vendor)
		if err != nil {
			return true, err
		}
		_, err = io.WriteString(p.stdout, text)
		return true, err
	case h.sheet != "":
		old, _, err := readOld(h.sheet)
		if err != nil {
			return true, err
		}
		text, err := document.Sheet(d, old)
		if err != nil || text == old {
			return true, sheetError(h.sheet, err)
		}
		return true, replaceFile(h.sheet, text)
	}
	return false, nil
}

// mismatches shows which tests went otherwise than predicted, on standard
// error. With --check they make the command exit with 1.
func (p *program) mismatches(d *document.Data, check bool) {
	for _, f := range document.Mismatches(d) {
		at := f.Place.Start()
		fmt.Fprintf(p.stderr, "%s:%d:%d: %s\n", f.Place.Name(), at.Line, at.Col, f.Message)
		if check {
			p.code = exitFindings
		}
	}
}
