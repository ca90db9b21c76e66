package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// version is set when a release is built; otherwise the module's is used.
var version string

// tool names this program for reports.
func tool() report.Tool {
	return report.Tool{Name: "erplan", Version: programVersion(), Catalog: catalog.Embedded().Edition()}
}

func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

func (p *program) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version and the catalogue's edition",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			t := tool()
			_, err := fmt.Fprintf(p.stdout, "%s %s\ncatalogue %s, %d rules\n%s %s/%s\n", t.Name, t.Version, t.Catalog, len(book.Rules), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
