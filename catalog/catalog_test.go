package catalog

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestEdition(t *testing.T) {
	if got := Embedded().Edition(); got != "2026-09" {
		t.Errorf("Edition() = %q", got)
	}
	if first, second := Embedded(), Embedded(); first != second {
		t.Error("Embedded makes a new catalogue at each call")
	}
}

// TestCounts ties the tables to the counts of the pages that they were made
// from.
func TestCounts(t *testing.T) {
	rows := map[string]int{
		"peering_locations": 118, "metro_locations": 28, "providers": 183, "indirect_providers": 86,
		"indirect_exchanges": 28, "regions": 70, "geopolitical_regions": 16, "global_reach": 25,
		"circuit_tiers": 6, "circuit_bandwidths": 22, "circuit_transitions": 10, "vnet_links": 10,
		"gateway_skus": 9, "ergwscale_units": 40, "vpn_gateway_skus": 15, "hub_scale_units": 10,
		"bgp_communities": 279, "limits": 251, "latency": 2862, "figures": 20, "sla": 15, "timers": 12,
	}
	c := newCatalog()
	if len(rows) != len(schemas()) {
		t.Errorf("%d tables, want %d", len(schemas()), len(rows))
	}
	for _, s := range schemas() {
		if got := len(c.table(s.name).rows); got != rows[s.name] {
			t.Errorf("%s has %d rows, want %d", s.name, got, rows[s.name])
		}
	}

	count := map[Cloud]int{}
	pairs, doubtful := 0, 0
	for _, l := range c.Locations() {
		if l.Metro {
			continue
		}
		count[l.Cloud]++
		if l.Cloud == Public {
			pairs += len(l.Providers)
			doubtful += len(l.DoubtfulProviders)
		}
	}
	if count[Public] != 105 || count[USGov] != 9 || count[China] != 4 {
		t.Errorf("plain locations by cloud: %v, want 105, 9 and 4", count)
	}
	if pairs != 843 || doubtful != 12 {
		t.Errorf("%d public pairs and %d doubtful ones, want 843 and 12", pairs, doubtful)
	}

	listed := map[string]int{}
	for _, p := range c.Providers() {
		listed[p.ListedIn]++
	}
	want := map[string]int{"both": 166, "by-location": 12, "by-provider": 2, "metro": 3}
	for page, n := range want {
		if listed[page] != n {
			t.Errorf("%d providers listed in %s, want %d", listed[page], page, n)
		}
	}
}

// TestLazy holds that a look-up parses the tables it needs and no other.
func TestLazy(t *testing.T) {
	tests := []struct {
		name string
		ask  func(*Catalog)
		want []string
	}{
		{"nothing", func(*Catalog) {}, nil},
		{"edition", func(c *Catalog) { c.Edition() }, nil},
		{"location", func(c *Catalog) { c.Location(Public, "London") }, []string{"peering_locations"}},
		{"metro", func(c *Catalog) { c.Location(Public, "Amsterdam Metro") }, []string{"metro_locations"}},
		{"provider", func(c *Catalog) { c.Provider("Colt") }, []string{"providers"}},
		{"limit", func(c *Catalog) { c.Limit("mtu.max") }, []string{"limits"}},
		{"latency", func(c *Catalog) { c.Latency("eastus", "westus") }, []string{"latency"}},
		{"community", func(c *Catalog) { c.Community(Public, "uksouth") }, []string{"bgp_communities"}},
		{"overlay", func(c *Catalog) {
			c.With(Overlay{{Table: "limits", Key: "mtu.max", Set: map[string]any{"value": 1500}}})
		}, []string{"limits"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCatalog()
			tt.ask(c)
			if got := parsedTables(c); !slices.Equal(got, tt.want) {
				t.Errorf("parsed %v, want %v", got, tt.want)
			}
		})
	}
}

// parsedTables names the tables that a catalogue has parsed so far.
func parsedTables(c *Catalog) []string {
	var names []string
	for _, s := range schemas() {
		if c.tables[s.name].parsed.Load() {
			names = append(names, s.name)
		}
	}
	return names
}

// TestConcurrent asks everything at once; the race detector watches.
func TestConcurrent(t *testing.T) {
	c := newCatalog()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			touchAll(c)
			d, _ := c.With(Overlay{{Table: "providers", Key: "Colt", Set: map[string]any{"add_locations": []string{"Perth"}}}})
			touchAll(d)
		})
	}
	wg.Wait()
	if l, _ := c.Location(Public, "Perth"); slices.Contains(l.Providers, "Colt") {
		t.Error("an overlay has changed the catalogue that it was laid over")
	}
}

// touchAll uses every typed table of a catalogue.
func touchAll(c *Catalog) {
	for _, l := range c.Locations() {
		c.GlobalReach(l)
		c.SuggestLocations(l.Cloud, l.Name)
	}
	for _, p := range c.Providers() {
		c.Indirect(p.Name)
	}
	c.Regions()
	c.Geopoliticals()
	c.Tiers()
	c.ProviderBandwidths()
	c.PortSpeeds()
	c.VNetLinks("premium", 50)
	c.Transitions()
	c.GatewaySKUs()
	c.ScaleUnits(1)
	c.VPNSKUs()
	c.HubScaleUnits(1)
	c.Communities()
	c.Limits()
	c.Latency("eastus", "westus")
	c.Figures()
	c.SLAs()
	c.Timers()
	c.IndirectExchanges()
}

// TestTables holds that the description of the tables is complete.
func TestTables(t *testing.T) {
	for _, table := range Tables() {
		var names []string
		for _, c := range table.Columns {
			names = append(names, c.Name)
			if c.Name == "doubt" || c.Name == "source_page" {
				t.Errorf("%s: the column %s is offered to overlays", table.Name, c.Name)
			}
		}
		for _, name := range slices.Concat(table.Key, table.Required) {
			if !slices.Contains(names, name) {
				t.Errorf("%s: key or required column %s does not exist", table.Name, name)
			}
		}
	}
}

func TestParsePanics(t *testing.T) {
	s := newSchema("things", keys("name"), nil, nil, text("name"), whole("size"))
	for _, text := range []string{"name\n", "size\tname\n", "name\tsize\na\n", "name\tsize\na\t1\t2\n"} {
		t.Run(text, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			parseTable(s, text)
		})
	}
}

func BenchmarkFirstLocation(b *testing.B) {
	for b.Loop() {
		c := newCatalog()
		if _, ok := c.Location(Public, "London"); !ok {
			b.Fatal("London is not found")
		}
	}
}

func BenchmarkFirstOfEach(b *testing.B) {
	asks := []struct {
		name string
		ask  func(*Catalog)
	}{
		{"provider", func(c *Catalog) { c.Provider("Colt") }},
		{"region", func(c *Catalog) { c.Region("uksouth") }},
		{"community", func(c *Catalog) { c.Community(Public, "uksouth") }},
		{"limit", func(c *Catalog) { c.Limit("mtu.max") }},
		{"latency", func(c *Catalog) { c.Latency("eastus", "westus") }},
		{"everything", touchAll},
	}
	for _, a := range asks {
		b.Run(a.name, func(b *testing.B) {
			for b.Loop() {
				a.ask(newCatalog())
			}
		})
	}
}

func BenchmarkLocation(b *testing.B) {
	c := Embedded()
	for b.Loop() {
		c.Location(Public, "Washington DC")
	}
}

// TestReadme holds that data/README.md lists each table with its rows.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	c := newCatalog()
	for _, table := range Tables() {
		want := fmt.Sprintf("| `%s` | %d | %s |", table.Name, len(c.table(table.Name).rows), strings.Join(table.Key, "/"))
		if !strings.Contains(string(readme), want) {
			t.Errorf("data/README.md has no line that begins with %s", want)
		}
	}
}
