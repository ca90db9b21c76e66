package catalog

// A Provider sells circuits. Its locations are plain ones; Metros stand by
// themselves. Locations that only an older page names are not among them:
// see Doubtful.
type Provider struct {
	Fact
	Name           string
	Aliases        []string
	Metros         []string // where it is active
	MetrosPlanned  []string // announced only
	Model          string   // "exchange", "satellite"; empty: not documented
	Azure          Answer   // sells access to Azure services
	Microsoft365   Answer   // sells access to Microsoft 365
	BandwidthsMbps []int    // what it offers; nil: not known, any provider bandwidth may be
	ListedIn       string   // "both", "by-location", "by-provider", "metro": pages that name it

	locations map[Cloud][]string
	doubtful  map[Cloud][]string
}

// Locations gives the plain locations of a cloud where the provider is
// active, in catalogue order.
func (p *Provider) Locations(cloud Cloud) []string { return p.locations[cloud.or()] }

// Doubtful gives the plain locations of a cloud that only the older
// by-provider page gives to the provider.
func (p *Provider) Doubtful(cloud Cloud) []string { return p.doubtful[cloud.or()] }

// Provider finds a provider by name or alias. The look-up forgives case,
// spaces, punctuation and accents.
func (c *Catalog) Provider(name string) (*Provider, bool) { return c.providerIndex().find(name) }

// Providers gives all providers of all clouds, in catalogue order.
func (c *Catalog) Providers() []*Provider { return c.providerIndex().all }

// SuggestProviders gives the names of the providers that are nearest to a
// name: best first, at most three, none when nothing is near.
func (c *Catalog) SuggestProviders(name string) []string { return c.providerIndex().suggest(name) }

func (c *Catalog) providerIndex() *index[Provider] {
	return c.providers.get(func() *index[Provider] {
		return newIndex(c.table("providers"), provider, func(p *Provider) (string, []string) { return p.Name, p.Aliases })
	})
}

func provider(r *row) *Provider {
	return &Provider{
		Fact:           r.fact(),
		Name:           r.text("name"),
		Aliases:        r.list("aliases"),
		Metros:         r.list("metros"),
		MetrosPlanned:  r.list("metros_planned"),
		Model:          r.text("model"),
		Azure:          r.answer("azure"),
		Microsoft365:   r.answer("microsoft365"),
		BandwidthsMbps: r.wholes("bandwidths_mbps"),
		ListedIn:       r.text("listed_in"),
		locations: map[Cloud][]string{
			Public: r.list("locations"), USGov: r.list("locations_usgov"), China: r.list("locations_china"),
		},
		doubtful: map[Cloud][]string{
			Public: r.list("locations_doubtful"), USGov: r.list("locations_usgov_doubtful"),
		},
	}
}

// An IndirectProvider is reached through a provider of the type exchange: a
// carrier without circuits of its own at the place, a data-centre operator,
// or a national research network.
type IndirectProvider struct {
	Fact
	Name              string
	Kind              string // "additional", "datacenter" or "nren"
	Aliases           []string
	Exchanges         []string // providers to order the circuit from; none: not documented
	Locations         []string // cities; not all are peering locations
	LocationsDoubtful []string // cities that only the older page gives
}

// An IndirectExchange is a city with the exchange providers through which
// further carriers reach Microsoft there.
type IndirectExchange struct {
	Fact
	Location  string
	Exchanges []string
}

// Indirect finds carriers, data-centre operators and research networks by
// name or alias; a name can stand for one of each kind.
func (c *Catalog) Indirect(name string) ([]*IndirectProvider, bool) {
	var found []*IndirectProvider
	folded := Fold(name)
	for _, p := range c.IndirectProviders() {
		if Fold(p.Name) == folded || foldedContains(p.Aliases, folded) {
			found = append(found, p)
		}
	}
	return found, len(found) > 0
}

// IndirectProviders gives all carriers, data-centre operators and research
// networks, in catalogue order.
func (c *Catalog) IndirectProviders() []*IndirectProvider { return c.indirectIndex().all }

// SuggestIndirect gives the nearest names of IndirectProviders.
func (c *Catalog) SuggestIndirect(name string) []string { return c.indirectIndex().suggest(name) }

// IndirectExchanges gives the exchange providers by city.
func (c *Catalog) IndirectExchanges() []*IndirectExchange {
	return c.exchanges.get(func() *index[IndirectExchange] {
		return newIndex(c.table("indirect_exchanges"), func(r *row) *IndirectExchange {
			return &IndirectExchange{Fact: r.fact(), Location: r.text("location"), Exchanges: r.list("exchanges")}
		}, func(e *IndirectExchange) (string, []string) { return e.Location, nil })
	}).all
}

func (c *Catalog) indirectIndex() *index[IndirectProvider] {
	return c.indirect.get(func() *index[IndirectProvider] {
		return newIndex(c.table("indirect_providers"), func(r *row) *IndirectProvider {
			return &IndirectProvider{
				Fact: r.fact(), Name: r.text("name"), Kind: r.text("kind"), Aliases: r.list("aliases"),
				Exchanges: r.list("exchanges"), Locations: r.list("locations"),
				LocationsDoubtful: r.list("locations_doubtful"),
			}
		}, func(p *IndirectProvider) (string, []string) { return p.Name, p.Aliases })
	})
}

func foldedContains(names []string, folded string) bool {
	for _, name := range names {
		if Fold(name) == folded {
			return true
		}
	}
	return false
}
