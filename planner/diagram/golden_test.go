package diagram

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// drawings are the goldens in testdata/diagram, each of which was looked at.
var drawings = []struct {
	name, design, fail, drain string
}{
	{name: "standard"},
	{name: "metro"},
	{name: "maximum"},
	{name: "vpn-backup"},
	{name: "global-reach"},
	{name: "microsoft-peering"},
	{name: "first-draft"},
	{name: "direct-macsec"},
	{name: "dual-metro"},
	{name: "ipsec"},
	{name: "maximum-failed", design: "maximum", fail: "peering-location:Amsterdam"},
	{name: "vpn-backup-failed", design: "vpn-backup", fail: "router:seattle/mx03-01, gateway-instance:vpngw/1", drain: "msee:er-seattle/secondary"},
	{name: "everything"},
	{name: "branches-200", fail: "router:branch-007/ce1"},
}

var endings = map[string]string{"text": "txt", "mermaid": "mmd", "dot": "dot", "svg": "svg", "json": "json"}

func TestGolden(t *testing.T) {
	for _, d := range drawings {
		if d.design == "" {
			d.design = d.name
		}
		var text string
		switch d.design {
		case "everything":
			text = read(t, "diagram/everything.toml")
		case "branches-200":
			text = branches(200)
		default:
			text = read(t, "designs/"+d.design+"/erplan.toml")
		}
		p := draw(t, text, d.fail, d.drain, "auto")
		for _, f := range Formats {
			if f.Name == "json" && d.name != "standard" {
				continue
			}
			t.Run(d.name+"/"+f.Name, func(t *testing.T) {
				var b bytes.Buffer
				if err := f.Write(&b, p); err != nil {
					t.Fatal(err)
				}
				compareGolden(t, "../../testdata/diagram/"+d.name+"."+endings[f.Name], b.String())
			})
		}
	}
}

func compareGolden(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; go test ./planner/diagram -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}
