package gate

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

func analysed(t *testing.T, text string) *outcome.Analysis {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatal(diags)
	}
	return outcome.New(d, outcome.Settings{Workers: 1})
}

func shipped(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../testdata/designs/" + name + "/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestJudge holds figures to what failover prints of the same design.
func TestJudge(t *testing.T) {
	s := Subject{Analysis: analysed(t, shipped(t, "standard")), Errors: 2}
	for _, test := range []struct {
		gate  string
		holds bool
	}{
		{"availability >= 99", true},
		{"availability>=99.999%", false},
		{"downtime<=1", false},
		{"single_points>0", true},
		{"single_points == 0", false},
		{"worst_utilisation<=1000", true},
		{"worst_utilisation<=1", false},
		{"recovery_time<=10m", true},
		{"recovery_time<=1", false},
		{"latency<1s", true},
		{"latency<=0.001", false},
		{"index_ceiling>=1", true},
		{"index_ceiling>=99.5", false},
		{"errors==2", true},
		{"errors!=2", false},
		{"errors<=1", false},
		{"warnings<1", true},
		{"advice>=0", true},
		{"unknowns==0", true},
	} {
		g, err := Parse(test.gate)
		if err != nil {
			t.Fatal(err)
		}
		v, err := g.Judge(s)
		if err != nil {
			t.Fatal(err)
		}
		if v.Holds != test.holds || !v.Known {
			t.Errorf("%s holds: %v, known: %v", v, v.Holds, v.Known)
		}
		if !v.Holds && v.Cause == "" && !strings.HasPrefix(v.Gate.Text, "errors") && !strings.HasPrefix(v.Gate.Text, "latency") {
			t.Errorf("%s names no cause", v)
		}
	}
}

// TestWorst judges all flows by the worst, and one by its name.
func TestWorst(t *testing.T) {
	a := analysed(t, shipped(t, "microsoft-peering"))
	judge := func(text string) Verdict {
		g, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		v, err := g.Judge(Subject{Analysis: a})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for i, flow := range a.Flows {
		u, _ := a.Availability(i)
		if got := judge("availability:" + flow.Name + ">=0").Found; got != outcome.AvailablePercent(u.Unavailability) {
			t.Errorf("%s: %s", flow.Name, got)
		}
	}
	if v := judge("index>=1"); v.Known || v.Holds {
		t.Errorf("a design without a gateway has an index: %v", v)
	}
	if _, err := (Gate{Flow: "storage-wst", figure: &figures[0]}).Judge(Subject{Analysis: a}); err == nil || !strings.Contains(err.Error(), "storage-west") {
		t.Error("an unknown flow:", err)
	}
}

// TestNines compares availabilities that differ in the eleventh digit.
func TestNines(t *testing.T) {
	g, err := Parse("availability>=99.999999999")
	if err != nil {
		t.Fatal(err)
	}
	for unavailability, want := range map[float64]bool{1e-11: true, 0.99e-11: true, 1.01e-11: false, 0: true} {
		if got := g.compare(-100 * unavailability); got != want {
			t.Errorf("%g: %v", unavailability, got)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "is no gate",
		"availability":           "is no gate",
		"availabilty>=99":        `did you mean "availability"`,
		"nothing>=1":             "use one of",
		"availability>=":         "not a number",
		"availability>=many":     "not a number",
		"availability>=2000":     "not a percentage",
		"index:erp>=1":           "not a figure of a flow",
		"recovery_time<=3 years": "3 years",
		"errors==NaN":            "not a number",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, about := range About() {
		if _, err := Parse(about[0] + ">=1"); err != nil || about[1] == "" {
			t.Errorf("%s: %v", about[0], err)
		}
	}
}

// TestLowered changes one word at a time.
func TestLowered(t *testing.T) {
	const head = "schema = 1\n[requirements]\n"
	full := head + "resiliency = \"high\"\ncriticality = \"business\"\navailability = 99.9\nrecovery_time = \"60s\"\nsurvive = [\"link\", \"circuit\"]\nmax_utilisation = 80\n"
	for _, test := range []struct {
		old, new string
		want     []string
	}{
		{"", "", nil},
		{`"high"`, `"maximum"`, nil},
		{`"high"`, `"standard"`, []string{`resiliency "standard" is asked for; it was "high"`}},
		{`resiliency = "high"`, "", []string{`resiliency none is asked for; it was "high"`}},
		{`"business"`, `"test"`, []string{`criticality is "test"; it was "business"`}},
		{"99.9", "99.95", nil},
		{"99.9", "99", []string{"an availability of 99% is asked for; it was 99.9%"}},
		{`"60s"`, `"30s"`, nil},
		{`"60s"`, `"90s"`, []string{"interruptions of 90s are allowed; it was 1m"}},
		{`recovery_time = "60s"`, "", []string{"interruptions of any length are allowed; it was 1m"}},
		{`, "circuit"`, "", []string{"the failure of one circuit need no longer be survived"}},
		{"max_utilisation = 80", "max_utilisation = 70", nil},
		{"max_utilisation = 80", "max_utilisation = 90", []string{"a utilisation of 90% is allowed; it was 80%"}},
	} {
		got := Lowered(analysed(t, full), analysed(t, strings.Replace(full, test.old, test.new, 1)))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s -> %s: %s", test.old, test.new, diff)
		}
	}
	maximum := shipped(t, "maximum")
	one := strings.Replace(maximum, `peering_location = "Frankfurt"`, `peering_location = "Amsterdam"`, 1)
	got := Lowered(analysed(t, maximum), analysed(t, one))
	if len(got) != 1 || !strings.Contains(got[0], `it reached "maximum"`) {
		t.Error("both circuits at one location:", got)
	}
	if got := Lowered(analysed(t, one), analysed(t, maximum)); got != nil {
		t.Error("two locations are lower than one:", got)
	}
}
