package rules

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
)

// TestFold checks that a value of [defaults] that several tables have is one
// finding, unless what is said of the tables differs or only some of it is
// accepted.
func TestFold(t *testing.T) {
	const design = `
schema = 1
[defaults.routers]
mtu = 900
[sites.hq.routers.ce1]
[sites.hq.routers.ce2]
[sites.far.routers.ce1]
`
	rule := func(words string) *Rule {
		return &Rule{ID: "test/mtu", Severity: diag.Warning, Fix: "Mend it.", Check: func(p *Pass) {
			for _, s := range p.Sites {
				for _, r := range s.Routers {
					p.Report(r.ValueAt("mtu"), words, r.ID(), s.City)
				}
			}
		}}
	}
	for _, c := range []struct {
		name, more, words string
		want              []string
	}{
		{"alike", "", "router %q is slow%s", []string{`router "far/ce1" is slow; the same goes for sites.hq.routers.ce1 and sites.hq.routers.ce2`}},
		{"different", "[sites.far]\ncity = \"Oslo\"\n", "router %q is slow %s", []string{
			`router "far/ce1" is slow Oslo`, `router "hq/ce1" is slow ; the same goes for sites.hq.routers.ce2`}},
		{"accepted", "[[exceptions]]\nrule = \"test/mtu\"\ntarget = \"sites.far\"\nreason = \"old\"\n", "router %q is slow%s", []string{
			`router "far/ce1" is slow`, `router "hq/ce1" is slow; the same goes for sites.hq.routers.ce2`}},
	} {
		d, diags := planner.Load(fstest.MapFS{"d.toml": {Data: []byte(design + c.more)}}, "d.toml", "")
		if d == nil {
			t.Fatalf("%s: %v", c.name, diags)
		}
		var got []string
		for _, f := range Run(d, []*Rule{rule(c.words)}, Settings{}).Findings {
			got = append(got, f.Message)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}
