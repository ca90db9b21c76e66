package edit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// large is a design of a thousand circuits, some 8,000 lines.
func large(b *testing.B) *source.File {
	var t strings.Builder
	t.WriteString("schema = 1\n")
	for i := range 1000 {
		fmt.Fprintf(&t, "\n[circuits.er-%d]\nservice_provider = \"Equinix\"\npeering_location = \"London\"\nbandwidth = \"1 Gbps\"\n[circuits.er-%d.links]\nprimary.router = \"dc/ce1\"\nsecondary.router = \"dc/ce2\"\n", i, i)
	}
	f, faults := source.Parse("erplan.toml", []byte(t.String()))
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	return f
}

func BenchmarkSet(b *testing.B) {
	f := large(b)
	for b.Loop() {
		if _, err := edit.Set(f, "circuits.er-999.tier", `"premium"`); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	f := large(b)
	for b.Loop() {
		if _, err := edit.Format(f); err != nil {
			b.Fatal(err)
		}
	}
}
