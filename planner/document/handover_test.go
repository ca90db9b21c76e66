package document_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

const handOver = "../../testdata/document/handover"

// golden compares a text with a file, which was read by a person.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join(handOver, name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(strings.Split(readFile(t, file), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got); -update writes it:\n%s", file, diff)
	}
}

func handOverData(t testing.TB) *document.Data {
	t.Helper()
	return data(t, readFile(t, handOver+"/erplan.toml"), "")
}

// TestHandOver compares what is handed over with files.
func TestHandOver(t *testing.T) {
	d := handOverData(t)
	for _, router := range []string{"hq/ce1", "hq/ce2", "branch/edge"} {
		for _, vendor := range document.Vendors {
			text, err := document.RouterConfig(d, router, vendor)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, strings.ReplaceAll(router, "/", "-")+"."+vendor, text)
		}
	}
	sheet, err := document.Sheet(d, "")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "tests.toml", sheet)
	golden(t, "handover.md", written(t, handOverData(t), []string{"bill-of-materials", "runbook", "test-plan", "observed", "ce-configuration", "monitoring"}))
}

func TestRouterConfigErrors(t *testing.T) {
	d := handOverData(t)
	if _, err := document.RouterConfig(d, "hq/ce3", "junos"); err == nil || !strings.Contains(err.Error(), `did you mean "hq/ce`) {
		t.Error(err)
	}
	bare := data(t, "schema = 1\n[sites.a.routers.r]\n", "")
	if _, err := document.RouterConfig(bare, "a/r", ""); err == nil || !strings.Contains(err.Error(), "nothing of the design ends on") {
		t.Error(err)
	}
}

// What a line of a configuration may begin with. Everything else would be a
// statement that nobody meant.
var (
	iosLine   = regexp.MustCompile(`^( *!.*| *(interface|description|no|mka|macsec|encapsulation|ip|ipv6|bfd|shutdown|key|cryptographic-algorithm|key-string|macsec-cipher-suite|route-map|match|set|router|bgp|neighbor|network|address-family|exit-address-family|crypto|encryption|integrity|prf|group|proposal|peer|address|pre-shared-key|authentication|keyring|dpd|mode|tunnel|end)( .*)?)$`)
	junosLine = regexp.MustCompile(`^(# .*|set (routing-options|interfaces|security|policy-options|protocols) .*)$`)
	// Outside of quotes a word of a command holds nothing that a shell acts on.
	bareWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]*$`)
)

var hostileWords = append([]string{"Gi0/0\nshutdown", "a; reboot", "x\" y", "it's $(reboot) `id`", "!", "? help", "a\\", "\tend\r\nend", "<b>", "{}[]|"}, evil...)

// hostileDesign puts a text wherever a word of the design reaches a
// configuration, a command or a sheet.
func hostileDesign(text string) string {
	q := strconv.Quote(text)
	s := evilDesign(text)
	s = strings.Replace(s, "[vnets.hub]", "[ports.pair]\npeering_location = "+q+"\nbandwidth = \"10 Gbps\"\nencapsulation = \"qinq\"\noptics = "+q+"\nsubscription = "+q+
		"\n[ports.pair.macsec]\ncipher = "+q+"\nkey_vault = "+q+"\nlinks = [\"link1\"]\n[route_policies.p]\nset_communities = ["+q+"]\n[vnets.hub]\nsubscription = "+q+"\nsubnets = {"+q+" = \"10.100.1.0/24\"}", 1)
	return s + "[vpn_tunnels.v]\nsite = \"hq\"\ngateway = \"vpn\"\nbgp = true\ncarrier = " + q + "\nipsec = {encryption = " + q + ", integrity = " + q + ", dh_group = " + q + ", pfs = " + q + "}\n[gateways.vpn]\nkind = \"vpn\"\nvnet = \"hub\"\nactive_active = true\nsku = \"VpnGw1AZ\"\n"
}

// TestHostileHandOver holds that no text of a design adds a statement to a
// configuration, a word to a command or a table to a test sheet.
func TestHostileHandOver(t *testing.T) {
	tried := 0
	for _, text := range hostileWords {
		draft, _ := planner.ReadText(nil, "erplan.toml", []byte(hostileDesign(text)))
		if draft == nil {
			continue
		}
		design, _ := draft.Design("")
		if design == nil {
			continue
		}
		tried++
		a := outcome.New(design, outcome.Settings{})
		d := document.NewData(a, rules.Result{}, book.Rules, document.Tool{}, "erplan.toml")
		checkHostileConfigs(t, text, d)
		checkHostileRunbook(t, text, d)
		sheet, err := document.Sheet(d, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := document.ReadSheet("s", sheet); err != nil {
			t.Errorf("%.40q: the sheet does not read: %v", text, err)
		}
		if again, err := document.Sheet(d, sheet); err != nil || again != sheet {
			t.Errorf("%.40q: a second sheet differs: %v\n%s", text, err, cmp.Diff(sheet, again))
		}
	}
	if tried < 10 {
		t.Errorf("only %d of %d texts get into a design", tried, len(hostileWords))
	}
}

func checkHostileConfigs(t *testing.T, text string, d *document.Data) {
	t.Helper()
	for vendor, line := range map[string]*regexp.Regexp{"ios-xe": iosLine, "junos": junosLine} {
		config, err := document.RouterConfig(d, "hq/r1", vendor)
		if err != nil {
			t.Fatal(err)
		}
		for l := range strings.Lines(config) {
			l = strings.TrimSuffix(l, "\n")
			if !line.MatchString(l) || strings.ContainsAny(l, "?;\r\t`$\\") || vendor == "junos" && strings.Count(l, `"`)%2 != 0 || len(l) > 400 {
				t.Errorf("%.40q: %s has a line %.200q", text, vendor, l)
			}
		}
	}
}

// checkHostileRunbook reads the commands as a shell does.
func checkHostileRunbook(t *testing.T, text string, d *document.Data) {
	t.Helper()
	runbook := written(t, d, []string{"runbook"})
	blocks := strings.Split(runbook, "```sh\n")[1:]
	if len(blocks) < 5 {
		t.Fatalf("%.40q: the runbook has %d commands", text, len(blocks))
	}
	for _, b := range blocks {
		code, _, _ := strings.Cut(b, "\n```")
		for i, part := range strings.Split(strings.ReplaceAll(code, `'\''`, ""), "'") {
			if i%2 == 1 {
				if strings.ContainsAny(part, "\n\r") {
					t.Errorf("%.40q: a quoted word goes on in the next line: %.200q", text, part)
				}
				continue
			}
			for _, word := range strings.Fields(strings.ReplaceAll(part, " \\\n", " ")) {
				if !bareWord.MatchString(word) {
					t.Errorf("%.40q: a shell acts on %.200q", text, word)
				}
			}
		}
	}
}

// TestSheet holds that a sheet keeps what a tester wrote, and renews what is
// predicted.
func TestSheet(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	sheet, err := document.Sheet(data(t, design, ""), "")
	if err != nil {
		t.Fatal(err)
	}
	mine := "date     = 2026-10-02\nseconds  = 3.5\nobserved = { erp = \"kept\" }\nnote = \"\"\"\n#: mine\n[tests.not-a-table]\n\"\"\"\n# my words\n"
	filled := strings.Replace(sheet, "#date     = 2026-01-31\n", mine, 1) + "\n# the end"
	other := strings.Replace(filled, "#: flow erp", "#: flow of old", 1)
	got, err := document.Sheet(data(t, design, ""), other)
	if err != nil || got != filled {
		t.Errorf("what the tester wrote is not kept, or the prediction not renewed: %v\n%s", err, cmp.Diff(filled, got))
	}
	cut := strings.Index(filled, "\n#: takes away circuit:")
	got, err = document.Sheet(data(t, design, ""), filled[:cut])
	if err != nil || !strings.HasPrefix(got, filled[:cut]) || !strings.Contains(got, "[tests.circuit-er-frankfurt]") || strings.Count(got, "[tests.link-er-amsterdam-primary]") != 1 {
		t.Errorf("tests that are missing are not added behind what is there: %v\n%s", err, got)
	}
	for text, want := range map[string]string{
		"[tests.a]\n":                            "does not begin with",
		document.SheetMark + "\n[circuits.er]\n": `not "circuits"`,
		document.SheetMark + "\n[tests\n":        "2:",
	} {
		if _, err := document.Sheet(data(t, design, ""), text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
}

// observedData lays a filled sheet over a design, as the command does.
func observedData(t *testing.T, design, sheet string) *document.Data {
	t.Helper()
	read, err := document.ReadSheet("tests.toml", sheet)
	if err != nil {
		t.Fatal(err)
	}
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(design))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := read.Lay(draft, "")
	if d == nil {
		t.Fatal(diags)
	}
	check := rules.Run(d, book.Rules, rules.Settings{})
	check.Findings = append(diags, check.Findings...)
	return document.NewData(outcome.New(d, outcome.Settings{}), check, book.Rules, document.Tool{}, "erplan.toml")
}

// TestObserved holds that a test that went otherwise is a finding, that one
// that is not done counts for nothing, and that the index takes the dates.
func TestObserved(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	sheet, err := document.Sheet(data(t, design, ""), "")
	if err != nil {
		t.Fatal(err)
	}
	empty := observedData(t, design, sheet)
	if n := len(empty.Design.Tests); n != 0 || len(document.Mismatches(empty)) > 0 {
		t.Errorf("a sheet that nobody filled in has %d tests", n)
	}
	before := empty.Analysis.Indexes()[0].Points
	fill := func(name, lines string) {
		at := strings.Index(sheet, "[tests."+name+"]")
		end := at + strings.Index(sheet[at:], "#date")
		sheet = sheet[:end] + lines + sheet[end:]
	}
	fill("site-amsterdam-ergw", "date = 2026-09-20\nseconds = 90\nobserved = { erp = \"moved\" }\n")
	fill("site-frankfurt-ergw", "date = 2026-09-21\nobserved = { erp = \"survives\" }\n")
	fill("link-er-amsterdam-primary", "date = 2026-09-22\nseconds = 60\nobserved = { erp = \"lost\" }\n")
	fill("circuit-er-amsterdam", "date = 2026-09-22\nobserved = { erp = \"\" }\n")
	d := observedData(t, design, sheet)
	if after := d.Analysis.Indexes()[0].Points; after <= before {
		t.Errorf("the index is %v with tests of both locations, %v without", after, before)
	}
	var got []string
	for _, f := range document.Mismatches(d) {
		got = append(got, f.Message)
		if f.Place.Name() != "tests.toml" || !strings.HasPrefix(sheet[f.Place.Span.Start:], map[bool]string{true: "erp = ", false: "60"}[strings.Contains(f.Message, "was lost")]) {
			t.Errorf("%s is shown in %q at %q", f.Message, f.Place.Name(), sheet[f.Place.Span.Start:][:20])
		}
	}
	if len(got) != 2 || !strings.Contains(got[1], "flow erp was lost, and kept is predicted") || !strings.Contains(got[0], "interrupted for 60 s, and at most 7.25 s is predicted") {
		t.Errorf("findings: %q", got)
	}
	text := written(t, d, []string{"observed"})
	if strings.Count(text, "✗ **otherwise**") != 2 || !strings.Contains(text, "4 of 8 tests done") {
		t.Error(text)
	}
}

// TestSheetFindings holds what a sheet says of tests that were not done, that
// are old, and that are of what the design has no more.
func TestSheetFindings(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	sheet := document.SheetMark + `
[tests.link-er-amsterdam-primary]
kind = "link-failover"
target = "link:er-amsterdam/primary"
date = 2026-05-01
observed = { erp = "kept", crm = "lost" }
[tests.circuit-er-paris]
kind = "circuit-failover"
target = "circuit:er-paris"
date = 2026-09-01
[tests.circuit-er-amsterdam]
kind = "circuit-failover"
target = "circuit:er-amsterdam"
[tests.circuit-er-frankfurt]
kind = "circuit-failover"
target = "circuit:er-frankfurt"
`
	d := observedData(t, design, sheet)
	for rule, want := range map[string]string{
		"link/unknown-reference":         `6:28 warning: there is no flow "crm", and what the test saw of it is left out`,
		"requirements/unknown-component": `9:10 error: the design has no component "circuit:er-paris"`,
		"operations/test-out-of-date":    `5:8 advice: test link-er-amsterdam-primary was done on 2026-05-01, 152 days ago`,
		"operations/test-not-done":       `11:1 advice: 2 of 4 tests of the sheet are not done yet: circuit-er-amsterdam and circuit-er-frankfurt`,
	} {
		var got []string
		for _, f := range d.Check.Findings {
			if f.Rule == rule {
				at := f.Place.Start()
				got = append(got, fmt.Sprintf("%d:%d %s: %s", at.Line, at.Col, f.Severity, f.Message))
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q; want %q", rule, got, want)
		}
	}
	text := written(t, d, []string{"observed", "findings"})
	for _, want := range []string{"2 of 9 tests done", "crm", "152 days ago", "2 of 4 tests of the sheet"} {
		if !strings.Contains(text, want) {
			t.Errorf("the document does not say %q:\n%s", want, text)
		}
	}
	if read, err := document.ReadSheet("tests.toml", sheet+"target = 3\n"); err == nil {
		draft, _ := planner.ReadText(nil, "erplan.toml", []byte(design))
		if d, _ := read.Lay(draft, ""); d != nil {
			t.Error("a sheet that is wrong otherwise is taken")
		}
	}
}

// TestTrialNames holds that the tests of every shipped design have names that
// a design may hold, each once.
func TestTrialNames(t *testing.T) {
	header := regexp.MustCompile(`(?m)^\[tests\.(.*)\]$`)
	valid := regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	for _, file := range shipped(t) {
		sheet, err := document.Sheet(data(t, readFile(t, file), ""), "")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, m := range header.FindAllStringSubmatch(sheet, -1) {
			if !valid.MatchString(m[1]) || slices.Contains(names, m[1]) {
				t.Errorf("%s: test %q", file, m[1])
			}
			names = append(names, m[1])
		}
		if len(names) == 0 {
			t.Errorf("%s has no tests", file)
		}
	}
}

// TestConfigsKeepSecrets holds that a configuration has a placeholder where a
// key belongs.
func TestConfigsKeepSecrets(t *testing.T) {
	d := handOverData(t)
	for _, vendor := range document.Vendors {
		text, err := document.RouterConfig(d, "hq/ce1", vendor)
		if err != nil {
			t.Fatal(err)
		}
		if want := "<MD5-KEY er-london private>"; strings.Count(text, want) != 2 {
			t.Errorf("%s has %d of %s", vendor, strings.Count(text, want), want)
		}
	}
}

// TestMaskedHandOver holds that what follows the name of a secret in a text of
// the design is covered in configurations, commands and sheets too, where the
// "=" between them does not stand.
func TestMaskedHandOver(t *testing.T) {
	for _, word := range []string{"shared_key=Sup3rSecret", "psk=Sup3rSecret", "password: Sup3rSecret"} {
		design := readFile(t, designs+"/direct-microsoft/erplan.toml")
		for _, at := range []string{"optics                 = \"LR4\"", "key_vault     = \"kv-network\"", "model = \"Cisco 8201\"", "carrier   = \"Zayo\"", "owner       = \"network architecture\""} {
			key, _, _ := strings.Cut(at, "=")
			changed := strings.Replace(design, at, key+"= "+strconv.Quote(word), 1)
			if changed == design {
				t.Fatal(at, "is not in the design")
			}
			design = changed
		}
		design = strings.Replace(design, "[circuits.er-london.links]", "resource_group = "+strconv.Quote(word)+"\nsubscription = "+strconv.Quote(word)+"\n[circuits.er-london.links]\nprimary.interface = "+strconv.Quote(word)+"\nprimary.carrier = "+strconv.Quote(word), 1)
		d := data(t, design, "")
		text := written(t, d, nil)
		for _, vendor := range document.Vendors {
			config, err := document.RouterConfig(d, "london-dc/lon1", vendor)
			if err != nil {
				t.Fatal(err)
			}
			text += config
		}
		sheet, err := document.Sheet(d, "")
		if err != nil {
			t.Fatal(err)
		}
		for l := range strings.Lines(text + sheet) {
			if strings.Contains(strings.ToLower(l), "sup3rsecret") {
				t.Errorf("%s: %.300s", word, l)
			}
		}
	}
}

// TestRedundantPrefixes holds that a prefix is redundant where the other link
// announces it or prefixes that fill it.
func TestRedundantPrefixes(t *testing.T) {
	design := strings.Replace(readFile(t, designs+"/maximum/erplan.toml"), "primary.router   = \"dc-amsterdam/ams1\"",
		"primary.router   = \"dc-amsterdam/ams1\"\nprimary.advertised_prefixes = [\"10.1.11.0/25\", \"10.1.11.128/25\", \"10.9.0.0/16\"]", 1)
	text := written(t, data(t, design, ""), []string{"test-plan"})
	for _, want := range []string{
		"| circuit `er-amsterdam`, private | `10.1.11.0/24`, `10.1.11.0/25`, `10.1.11.128/25` | **✗** `10.9.0.0/16` | its links |",
		"| circuit `er-frankfurt`, private | `10.1.11.0/24` | none | its links |",
		"**✗** `10.9.0.0/16` | Amsterdam and Frankfurt |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the plan does not say %s:\n%s", want, text[strings.Index(text, "### Prefixes"):])
		}
	}
}

// TestVendors holds that a router is shown for its own system where the design
// tells which that is.
func TestVendors(t *testing.T) {
	text := written(t, data(t, readFile(t, designs+"/virtual-wan/erplan.toml"), ""), []string{"ce-configuration"})
	if strings.Count(text, "router bgp 65010") != 2 || strings.Count(text, "autonomous-system 65020") != 2 || strings.Contains(text, "router bgp 65020") {
		t.Error("the names of the interfaces do not decide")
	}
	text = written(t, data(t, readFile(t, designs+"/maximum/erplan.toml"), ""), []string{"ce-configuration"})
	if strings.Count(text, "router bgp 65020") != 4 || strings.Count(text, "autonomous-system 65020") != 4 {
		t.Error("a router of which nothing is known is not shown for all")
	}
}

// TestTrace holds that the trace leads from requirements to tests and back, and
// that an id stays the same when another requirement is added.
func TestTrace(t *testing.T) {
	design := readFile(t, designs+"/maximum/erplan.toml")
	text := written(t, data(t, design, ""), []string{"requirements", "test-plan"})
	ids := regexp.MustCompile("(?m)^\\| `(REQ-[^`]*)` \\|.*\\|$")
	tests := map[string][]string{} // by requirement
	name := regexp.MustCompile("`((?:link|circuit|site|vpn)-[^`:]*)`")
	for _, m := range ids.FindAllStringSubmatch(text, -1) {
		cells := strings.Split(m[0], " | ")
		if len(cells) < 6 {
			continue // a heading of what follows
		}
		for _, n := range name.FindAllStringSubmatch(cells[4], -1) {
			tests[m[1]] = append(tests[m[1]], n[1])
		}
	}
	back := map[string][]string{}
	_, shown, _ := strings.Cut(text, "### What each test shows")
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\| .*REQ-.*$").FindAllStringSubmatch(shown, -1) {
		for _, id := range regexp.MustCompile("REQ-[^`]*").FindAllString(row[0], -1) {
			back[id] = append(back[id], row[1])
		}
	}
	if diff := cmp.Diff(tests, back); diff != "" || len(tests) < 6 {
		t.Errorf("the trace and the way back differ (-from requirements +from tests):\n%s", diff)
	}
	if want := []string{"site-amsterdam-ergw", "site-frankfurt-ergw"}; !slices.Equal(tests["REQ-SURVIVE-peering-location"], want) {
		t.Errorf("peering locations are tried by %q; want %q", tests["REQ-SURVIVE-peering-location"], want)
	}
	more := written(t, data(t, strings.Replace(design, "survive     = [", "availability = 99.9\nsurvive     = [\"site\", ", 1), ""), []string{"requirements"})
	for id := range tests {
		if !strings.Contains(more, "`"+id+"`") {
			t.Errorf("%s is called otherwise once there are more requirements", id)
		}
	}
}
