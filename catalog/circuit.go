package catalog

import "slices"

// A Tier is a tier of a circuit, which Azure calls its SKU: how far it
// reaches and how much it may carry.
type Tier struct {
	Fact
	Name                  string // "local", "standard", "premium"
	Scope                 string // "local-regions", "geopolitical-region", "global": regions it reaches
	LocalRegionsMax       int    // Local: most regions at one location; otherwise 0
	CrossesGeopolitical   bool
	VNetLinksMin          int // over the bandwidths, see Catalog.VNetLinks
	VNetLinksMax          int
	PrivateIPv4Prefixes   int // most prefixes to Microsoft on private peering
	PrivateIPv6Prefixes   int
	MicrosoftIPv4Prefixes int // most prefixes to Microsoft on Microsoft peering, a session
	MicrosoftIPv6Prefixes int
	AzureIPv4Prefixes     int // most prefixes from Azure to the sites, a connection
	AzureIPv6Prefixes     int
	GlobalReach           bool
	GlobalReachAcross     bool // also between geopolitical regions
	Microsoft365          bool // needs an authorization by Microsoft too
	MicrosoftPeering      bool
	VirtualWAN            bool
	Direct                bool
	Billing               []TierBilling // in catalogue order
}

// A TierBilling is a billing model of a tier.
type TierBilling struct {
	Name      string // "metered", "unlimited"
	Available bool
	Egress    string // how outbound data is charged, in words
	Source    Source
}

// Offers reports whether the tier can be had with a billing model.
func (t *Tier) Offers(billing string) bool {
	return slices.ContainsFunc(t.Billing, func(b TierBilling) bool {
		return b.Available && Fold(b.Name) == Fold(billing)
	})
}

// Tier finds a tier by name.
func (c *Catalog) Tier(name string) (*Tier, bool) { return c.tierIndex().find(name) }

// Tiers gives the tiers: local, standard, premium.
func (c *Catalog) Tiers() []*Tier { return c.tierIndex().all }

func (c *Catalog) tierIndex() *index[Tier] {
	return c.tiers.get(func() *index[Tier] {
		x := &index[Tier]{byName: map[string]*Tier{}}
		for _, r := range c.table("circuit_tiers").rows {
			t, known := x.find(r.text("tier"))
			if !known {
				t = tier(r)
				x.add(t, t.Name, nil)
			}
			t.Billing = append(t.Billing, TierBilling{
				Name: r.text("billing"), Available: r.yes("available"), Egress: r.text("egress"),
				Source: r.about("available"),
			})
		}
		return x
	})
}

func tier(r *row) *Tier {
	return &Tier{
		Fact:                  r.fact(),
		Name:                  r.text("tier"),
		Scope:                 r.text("region_scope"),
		LocalRegionsMax:       r.whole("local_regions_max"),
		CrossesGeopolitical:   r.yes("crosses_geopolitical_region"),
		VNetLinksMin:          r.whole("vnet_links_min"),
		VNetLinksMax:          r.whole("vnet_links_max"),
		PrivateIPv4Prefixes:   r.whole("private_ipv4_prefixes"),
		PrivateIPv6Prefixes:   r.whole("private_ipv6_prefixes"),
		MicrosoftIPv4Prefixes: r.whole("microsoft_ipv4_prefixes"),
		MicrosoftIPv6Prefixes: r.whole("microsoft_ipv6_prefixes"),
		AzureIPv4Prefixes:     r.whole("azure_to_onprem_ipv4_prefixes"),
		AzureIPv6Prefixes:     r.whole("azure_to_onprem_ipv6_prefixes"),
		GlobalReach:           r.yes("global_reach"),
		GlobalReachAcross:     r.yes("global_reach_across_geopolitical_regions"),
		Microsoft365:          r.yes("microsoft365"),
		MicrosoftPeering:      r.yes("microsoft_peering"),
		VirtualWAN:            r.yes("virtual_wan"),
		Direct:                r.yes("direct"),
	}
}

// A PortSpeed is a speed of an ExpressRoute Direct port pair with the
// circuits that it carries.
type PortSpeed struct {
	Gbps                int
	CircuitMbps         []int // bandwidths that a circuit on the pair may have
	SubscribedMbps      int   // most bandwidth of all circuits on the pair; 0: no figure published
	LimitedAvailability bool  // few locations, by enrolment
	Source              Source
}

// bandwidths are what circuit_bandwidths holds.
type bandwidths struct {
	provider []int
	ports    []PortSpeed
}

// ProviderBandwidths gives the bandwidths in Mbps that a circuit of a
// connectivity provider may have, ascending. A provider may sell fewer of
// them: see Provider.BandwidthsMbps.
func (c *Catalog) ProviderBandwidths() []int { return c.circuitBandwidths().provider }

// PortSpeeds gives the speeds of ExpressRoute Direct, ascending.
func (c *Catalog) PortSpeeds() []PortSpeed { return c.circuitBandwidths().ports }

func (c *Catalog) circuitBandwidths() *bandwidths {
	return c.bandwidths.get(func() *bandwidths {
		b := &bandwidths{}
		for _, r := range c.table("circuit_bandwidths").rows {
			if r.text("model") == "provider" {
				b.provider = append(b.provider, r.whole("bandwidth_mbps"))
				continue
			}
			b.port(r)
		}
		slices.Sort(b.provider)
		slices.SortStableFunc(b.ports, func(a, b PortSpeed) int { return a.Gbps - b.Gbps })
		return b
	})
}

// port adds a circuit bandwidth to its port speed.
func (b *bandwidths) port(r *row) {
	gbps := r.whole("port_gbps")
	i := slices.IndexFunc(b.ports, func(p PortSpeed) bool { return p.Gbps == gbps })
	if i < 0 {
		i = len(b.ports)
		b.ports = append(b.ports, PortSpeed{
			Gbps: gbps, SubscribedMbps: 1000 * r.whole("subscribed_gbps"),
			LimitedAvailability: r.yes("limited_availability"), Source: r.source(),
		})
	}
	p := &b.ports[i]
	p.CircuitMbps = append(p.CircuitMbps, r.whole("bandwidth_mbps"))
	slices.Sort(p.CircuitMbps)
}

// vnetLinks is a row of vnet_links.
type vnetLinks struct {
	Fact
	mbps                     int
	local, standard, premium int
}

// VNetLinks gives how many virtual networks a circuit of a tier and a
// bandwidth may be linked to; Global Reach connections count too. Not ok: the
// documentation has no figure (a tier or bandwidth that does not exist, or
// circuits of 200 and 400 Gbps).
func (c *Catalog) VNetLinks(tier string, mbps int) (limit int, src Source, ok bool) {
	for _, l := range c.vnetLinks() {
		if l.mbps != mbps {
			continue
		}
		column := Fold(tier)
		limit, ok = map[string]int{"local": l.local, "standard": l.standard, "premium": l.premium}[column]
		if !ok {
			return 0, Source{}, false
		}
		return limit, l.About(column), true
	}
	return 0, Source{}, false
}

func (c *Catalog) vnetLinks() []*vnetLinks {
	return c.links.get(func() *index[vnetLinks] {
		return newIndex(c.table("vnet_links"), func(r *row) *vnetLinks {
			return &vnetLinks{
				Fact: r.fact(), mbps: r.whole("bandwidth_mbps"),
				local: r.whole("local"), standard: r.whole("standard"), premium: r.whole("premium"),
			}
		}, func(l *vnetLinks) (string, []string) { return l.row.text("bandwidth_mbps"), nil })
	}).all
}

// A Transition is a change of a live circuit.
type Transition struct {
	Property  string // "tier", "billing", "bandwidth"
	From, To  string // a tier, a billing model, "lower" or "higher"
	Supported Answer // Unknown: the documentation does not list it
	Condition string // what it needs, in words
	Source    Source
}

// Transitions gives the documented changes of live circuits, in catalogue
// order.
func (c *Catalog) Transitions() []Transition {
	return c.transitions.get(func() []Transition {
		var ts []Transition
		for _, r := range c.table("circuit_transitions").rows {
			ts = append(ts, Transition{
				Property: r.text("property"), From: r.text("from"), To: r.text("to"),
				Supported: r.answer("supported"), Condition: r.text("condition"), Source: r.source(),
			})
		}
		return ts
	})
}
