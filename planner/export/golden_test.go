package export_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/export"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares what is written of a design that has a little of
// everything with files that a person has read.
func TestGolden(t *testing.T) {
	const folder = "../../testdata/export/"
	text, err := os.ReadFile(folder + "erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	d := load(t, string(text))
	for _, c := range []struct {
		file, notes string
		write       func(*planner.Design) export.Result
	}{{"want.json", "want.json.txt", export.ARM}, {"want.tf", "want.tf.txt", export.Terraform}} {
		r := c.write(d)
		golden(t, folder+c.file, r.Text)
		golden(t, folder+c.notes, strings.Join(r.Notes, "\n")+"\n")
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./planner/export -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
