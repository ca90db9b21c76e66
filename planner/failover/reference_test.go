package failover

import (
	"math"
	"os"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

const testdata = "../../testdata/failover/structure"

// open makes the structure of a design of the test data.
func open(t testing.TB, name string) *Structure {
	t.Helper()
	d, diags := planner.Load(os.DirFS(testdata), name, "")
	if d == nil {
		t.Fatalf("%s is not sound: %v", name, diags)
	}
	return NewStructure(topology.New(d))
}

// The reference answers were found by enumeration of all states in integers
// and by hand.
func TestReferenceDesigns(t *testing.T) {
	for _, test := range []struct {
		file  string
		parts int // components with a figure that matter
		u     float64
	}{
		{"closed-form.toml", 11, 8.613796651714176e-4},
		{"two-routers.toml", 13, 6.628987826587055e-4},
		{"two-circuits.toml", 20, 2.106720863178543e-4},
	} {
		s := open(t, test.file)
		if len(s.Flows) != 1 || s.Flows[0].Name != "hq->hub" {
			t.Fatalf("%s: flows %v", test.file, s.Flows)
		}
		a := s.Availability(0)
		if got := a.Unavailability; math.Abs(got-test.u) > 1e-15*test.u || a.Method != Exact || a.Lower != got {
			t.Errorf("%s: unavailability %.16g (%s), want %.16g", test.file, got, a.Method, test.u)
		}
		parts := 0
		for _, i := range s.Importance(0) {
			if s.Topology.Components[i.Component].Unavailability > 0 {
				parts++
			}
		}
		if parts != test.parts {
			t.Errorf("%s: %d components matter, want %d", test.file, parts, test.parts)
		}
	}
}
