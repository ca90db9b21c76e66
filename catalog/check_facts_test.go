package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func checkCommunities(c *Catalog, complain complain) {
	families := map[string]int{
		"regional-private": 50000, "regional-microsoft": 51000, "storage": 52000,
		"sql": 53000, "cosmosdb": 54000, "backup": 55000,
	}
	office := regexp.MustCompile(`Exchange|SharePoint|Skype|Office 365`)
	for _, v := range c.Communities() {
		if v.M365 != office.MatchString(v.Title) || v.M365 != slices.Contains(v.Groups, "microsoft-365") {
			complain("%s (%s): Microsoft 365 %v", v.Name, v.Cloud, v.M365)
		}
		base, regional := families[v.Kind]
		if !regional {
			continue
		}
		g, ok := c.Region(v.Region)
		if !ok || g.Name != v.Region || g.Cloud != v.Cloud {
			complain("%s: region %q", v.Name, v.Region)
			continue
		}
		if v.Cloud != Public {
			continue
		}
		private, _ := strconv.Atoi(strings.TrimPrefix(g.PrivateCommunity, "12076:"))
		if want := fmt.Sprintf("12076:%d", private-50000+base); v.Value != want {
			complain("%s: %s, want %s", v.Name, v.Value, want)
		}
	}
}

func checkLatency(c *Catalog, complain complain) {
	regions := map[string]bool{}
	for _, r := range c.table("latency").rows {
		for _, column := range []string{"from", "to"} {
			name := r.text(column)
			regions[name] = true
			if g, ok := c.Region(name); !ok || g.Name != name {
				complain("latency: region %q does not exist", name)
			}
		}
		if ms := r.whole("rtt_ms"); ms <= 0 || ms > 500 || r.text("from") == r.text("to") {
			complain("latency: %s", strings.Join(r.cells, " "))
		}
	}
	if len(regions) != 54 {
		complain("latency: %d regions, want 54", len(regions))
	}
}

func checkIndirect(c *Catalog, complain complain) {
	for _, p := range c.IndirectProviders() {
		if !slices.Contains([]string{"additional", "datacenter", "nren"}, p.Kind) {
			complain("%s: kind %q", p.Name, p.Kind)
		}
		checkExchanges(c, p.Name, p.Exchanges, complain)
		for _, city := range slices.Concat(p.Locations, p.LocationsDoubtful) {
			checkCity(c, p.Name, city, complain)
		}
	}
	for _, e := range c.IndirectExchanges() {
		checkExchanges(c, e.Location, e.Exchanges, complain)
		checkCity(c, "exchanges", e.Location, complain)
	}
}

func checkExchanges(c *Catalog, where string, names []string, complain complain) {
	for _, name := range names {
		if p, ok := c.Provider(name); !ok || p.Name != name {
			complain("%s: exchange %q does not exist", where, name)
		}
	}
}

func checkCity(c *Catalog, where, city string, complain complain) {
	if _, ok := c.Location(Public, city); !ok && !slices.Contains(exchangeCities, city) {
		complain("%s: %q is not a location", where, city)
	}
}

func checkTiers(c *Catalog, complain complain) {
	for _, tier := range c.Tiers() {
		least, most := 1<<30, 0
		for _, mbps := range c.allBandwidths() {
			if n, _, ok := c.VNetLinks(tier.Name, mbps); ok {
				least, most = min(least, n), max(most, n)
			} else if mbps <= 100000 {
				complain("no links of %s at %d Mbps", tier.Name, mbps)
			}
		}
		if least != tier.VNetLinksMin || most != tier.VNetLinksMax {
			complain("%s: %d to %d links in the table, %d to %d in the tier", tier.Name, least, most, tier.VNetLinksMin, tier.VNetLinksMax)
		}
		prefixes := "prefix.private_ipv4_standard"
		if tier.Name == "premium" {
			prefixes = "prefix.private_ipv4_premium"
		}
		for key, n := range map[string]int{
			prefixes: tier.PrivateIPv4Prefixes, "prefix.private_ipv6": tier.PrivateIPv6Prefixes,
			"prefix.microsoft_ipv4": tier.MicrosoftIPv4Prefixes, "prefix.microsoft_ipv6": tier.MicrosoftIPv6Prefixes,
			"prefix.azure_to_onprem_ipv4": tier.AzureIPv4Prefixes, "prefix.azure_to_onprem_ipv6": tier.AzureIPv6Prefixes,
		} {
			if limit := c.Limit(key).Int(); limit != n {
				complain("%s: %d, but %s is %d", tier.Name, n, key, limit)
			}
		}
	}
}

// allBandwidths gives the bandwidths that any circuit may have.
func (c *Catalog) allBandwidths() []int {
	all := slices.Clone(c.ProviderBandwidths())
	for _, p := range c.PortSpeeds() {
		all = append(all, p.CircuitMbps...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func checkGateways(c *Catalog, complain complain) {
	scale, ok := c.GatewaySKU("ErGwScale")
	if !ok || scale.MinUnits != 1 || scale.MaxUnits != c.Limit("ergwscale.scale_units_max").Int() {
		complain("ErGwScale: %+v", scale)
		return
	}
	for n := scale.MinUnits; n <= scale.MaxUnits; n++ {
		u, ok := c.ScaleUnits(n)
		above := max(0, n-10)
		if !ok || u.ThroughputMbps != n*scale.ThroughputMbps || u.Flows != n*scale.Flows ||
			u.ConnectionsPerSecond != n*scale.ConnectionsPerSecond ||
			u.PacketsPerSecond != (n-above)*100000+above*200000 || u.VMs != (n-above)*2000+above*1000 {
			complain("%d units of ErGwScale: %+v", n, u)
		}
		if u.FastPath != (n >= c.Limit("fastpath.ergwscale_min_units").Int()) ||
			u.AutoscaleMinimum != (n >= c.Limit("ergwscale.autoscale_min_units").Int()) {
			complain("%d units of ErGwScale: FastPath %v, autoscaling %v", n, u.FastPath, u.AutoscaleMinimum)
		}
	}
	for sku, key := range map[string]string{
		"Standard": "standard_ergw1az", "ErGw1AZ": "standard_ergw1az", "HighPerformance": "highperf_ergw2az",
		"ErGw2AZ": "highperf_ergw2az", "UltraPerformance": "ultra_ergw3az", "ErGw3AZ": "ultra_ergw3az",
	} {
		g, ok := c.GatewaySKU(sku)
		if !ok || g.MaxCircuits != c.Limit("circuit.different_locations_same_vnet_max_"+key).Int() {
			complain("%s: circuits %+v", sku, g)
		}
	}
	for n := 1; n <= c.Limit("vwan.er_scale_units_max").Int(); n++ {
		h, ok := c.HubScaleUnits(n)
		if !ok || h.ThroughputMbps != n*1000*c.Limit("vwan.er_scale_unit").Int() ||
			h.FastPathDirect != (n >= c.Limit("fastpath.vwan_min_units").Int()) {
			complain("%d hub units: %+v", n, h)
		}
	}
}

func checkLimits(c *Catalog, complain complain) {
	for _, key := range []string{"ergwscale.regions_excluded", "fastpath.private_link_regions"} {
		for _, name := range c.Limit(key).List() {
			if g, ok := c.Region(name); !ok || g.Name != name {
				complain("%s: region %q", key, name)
			}
		}
	}
	for _, name := range c.Limit("fastpath.gateway_skus").List() {
		if g, ok := c.GatewaySKU(name); !ok || !g.FastPath && !g.Scalable {
			complain("fastpath.gateway_skus: %q", name)
		}
	}
	bfd := c.Limit("bfd.tx_interval").Duration() * time.Duration(c.Limit("bfd.multiplier").Int())
	if got := c.Limit("bfd.detection_time").Duration(); got != bfd {
		complain("BFD finds a loss in %v, want %v", got, bfd)
	}
	if got := c.Timer("link-loss-bfd").Expected; got != bfd {
		complain("timer link-loss-bfd is %v, want %v", got, bfd)
	}
	if got := c.Timer("link-loss-hold-timer").Worst; got != c.Limit("bgp.hold_time").Duration() {
		complain("timer link-loss-hold-timer is %v", got)
	}
	if n := c.Limit("global_reach.places").Int(); n != len(c.GlobalReachPlaces()) {
		complain("global_reach.places is %d", n)
	}
	var speeds []string
	for _, p := range c.PortSpeeds() {
		speeds = append(speeds, strconv.Itoa(p.Gbps))
	}
	if !slices.Equal(speeds, c.Limit("erdirect.port_speeds").List()) {
		complain("port speeds %v", speeds)
	}
	for _, l := range c.Limits() {
		if !l.Known() && l.Source.Doubt == "" {
			complain("%s: no value and no doubt", l.Key)
		}
	}
}

func checkFigures(c *Catalog, complain complain) {
	for _, f := range c.Figures() {
		if f.Unavailability <= 0 || f.Unavailability > 0.01 || !f.Source.Inferred || f.Note == "" {
			complain("figure %s: %+v", f.Kind, f)
		}
	}
	for _, s := range c.SLAs() {
		if s.Known() && (s.Percent < 99 || s.Percent >= 100) || !s.Known() && s.Verified {
			complain("contract %s: %+v", s.Topology, s)
		}
	}
	for _, t := range c.Timers() {
		if t.Expected < 0 || t.Worst < t.Expected || t.Event == "" {
			complain("timer %s: %+v", t.Key, t)
		}
	}
}
