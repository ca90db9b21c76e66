package catalog

import (
	"fmt"
	"testing"
)

// The checks below hold the tables together. TestCrossReferences expects them
// to be silent on the embedded edition, TestCrossReferencesBite breaks the
// data in one place at a time and expects the check named there to speak.

// What the documentation itself leaves open; see data/README.md.
var (
	unlistedSites   = []string{"New York2", "Oslo2", "Copenhagen2", "Johannesburg2"} // sites of Metros without a row
	unlistedGeo     = []string{"New York2", "Oslo2"}                                 // in the list of geopolitical regions all the same
	exchangeCities  = []string{"Hamburg", "Slough"}                                  // cities of exchanges, no peering locations
	unlistedRegions = []string{"swedensouth"}                                        // named as a pair only
)

type complain func(format string, args ...any)

var checks = []struct {
	name  string
	check func(*Catalog, complain)
}{
	{"locations", checkLocations},
	{"metros", checkMetros},
	{"pairs", checkPairs},
	{"regions", checkRegions},
	{"geopolitical", checkGeopolitical},
	{"global reach", checkGlobalReach},
	{"communities", checkCommunities},
	{"latency", checkLatency},
	{"indirect", checkIndirect},
	{"tiers", checkTiers},
	{"gateways", checkGateways},
	{"limits", checkLimits},
	{"figures", checkFigures},
	{"names", checkNames},
	{"lists", checkLists},
	{"sources", checkSources},
}

func TestCrossReferences(t *testing.T) {
	c := newCatalog()
	for _, k := range checks {
		t.Run(k.name, func(t *testing.T) { k.check(c, t.Errorf) })
	}
}

func TestCrossReferencesBite(t *testing.T) {
	tests := []struct {
		check, table, key, column, cell string
	}{
		{"locations", "peering_locations", "London", "providers", "Colt|Nobody"},
		{"locations", "peering_locations", "London", "providers", "Equinix|Colt"},
		{"locations", "peering_locations", "London", "local_regions", "uknorth"},
		{"locations", "peering_locations", "London", "local_regions", "chinaeast"},
		{"locations", "peering_locations", "London", "geopolitical_region", "Atlantis"},
		{"locations", "peering_locations", "London", "lat", "-51.5"},
		{"metros", "peering_locations", "Amsterdam", "metros", ""},
		{"metros", "metro_locations", "Oslo Metro", "site2_listed", "yes"},
		{"metros", "metro_locations", "Zurich Metro", "site2", "Zurich3"},
		{"pairs", "providers", "Colt", "locations", "Amsterdam"},
		{"pairs", "providers", "Colt", "metros", "Oslo Metro"},
		{"pairs", "peering_locations", "Perth", "providers", "Equinix"},
		{"pairs", "providers", "Packet", "locations_doubtful", "Perth"},
		{"pairs", "metro_locations", "Milan Metro", "providers_planned", ""},
		{"regions", "regions", "uksouth", "paired_region", "ukmiddle"},
		{"regions", "regions", "uksouth", "community_private", "12076:50025"},
		{"geopolitical", "geopolitical_regions", "Europe", "locations", "London"},
		{"geopolitical", "regions", "uksouth", "geopolitical_region", "Asia"},
		{"geopolitical", "peering_locations", "Portland", "inferred", ""},
		{"global reach", "global_reach", "France", "locations", "Paris"},
		{"global reach", "global_reach", "France", "locations", "Paris|Paris2|Marseille|London"},
		{"communities", "bgp_communities", "storage.uksouth", "region", "uknorth"},
		{"communities", "bgp_communities", "storage.uksouth", "value", "12076:53024"},
		{"communities", "bgp_communities", "exchange-online", "m365", "no"},
		{"latency", "latency", "eastus/westus", "to", "westus9"},
		{"indirect", "indirect_exchanges", "London", "exchanges", "Nobody"},
		{"indirect", "indirect_providers", "Zain", "locations", "Atlantis"},
		{"tiers", "vnet_links", "1000", "premium", "500"},
		{"tiers", "circuit_tiers", "premium/metered", "private_ipv4_prefixes", "4000"},
		{"gateways", "ergwscale_units", "20", "packets_per_second", "2000000"},
		{"gateways", "gateway_skus", "ErGw3AZ", "max_circuits", "8"},
		{"gateways", "hub_scale_units", "3", "throughput_mbps", "5000"},
		{"limits", "limits", "ergwscale.regions_excluded", "value", "nowhere"},
		{"limits", "limits", "bfd.detection_time", "value", "600"},
		{"figures", "figures", "router", "unavailability", "99.95"},
		{"figures", "sla", "gateway", "availability", "0.9995"},
		{"figures", "timers", "link-loss-bfd", "worst_s", "0.1"},
		{"names", "providers", "Colt", "aliases", "Zayo"},
		{"names", "regions", "uksouth", "aliases", "UK West"},
		{"lists", "peering_locations", "Perth", "providers", "Megaport|Equinix|Megaport"},
		{"sources", "limits", "bgp.md5_supported", "source_date", "08/27/2026"},
		{"sources", "limits", "bgp.md5_supported", "source_page", ""},
		{"sources", "regions", "uksouth", "doubt", "zones=perhaps"},
		{"sources", "regions", "uksouth", "inferred", "zones"},
	}
	for _, tt := range tests {
		t.Run(tt.check+"/"+tt.table+"/"+tt.key+"/"+tt.column, func(t *testing.T) {
			c := newCatalog()
			rows := c.table(tt.table).find(tt.key)
			if len(rows) == 0 {
				t.Fatalf("no row %s in %s", tt.key, tt.table)
			}
			rows[0].set(tt.column, tt.cell)
			var said []string
			for _, k := range checks {
				if k.name == tt.check {
					k.check(c, func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) })
				}
			}
			if len(said) == 0 {
				t.Error("the check says nothing")
			}
		})
	}
}
