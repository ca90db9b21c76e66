package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
)

// A topic is a part of the catalogue as people ask for it: tables, and the
// columns that a list of it shows.
type topic struct {
	name    string
	about   string
	tables  []string
	columns []string
}

var topics = []topic{
	{"locations", "peering locations and Metros, with their providers and local regions", []string{"peering_locations", "metro_locations"}, []string{"name", "cloud", "geopolitical_region", "local_regions", "direct", "providers"}},
	{"providers", "connectivity providers and where they are", []string{"providers"}, []string{"name", "model", "locations", "metros", "bandwidths_mbps"}},
	{"carriers", "carriers, data centres and research networks reached through an exchange", []string{"indirect_providers"}, []string{"name", "kind", "exchanges", "locations"}},
	{"exchanges", "exchange providers by city", []string{"indirect_exchanges"}, []string{"location", "exchanges"}},
	{"regions", "Azure regions", []string{"regions"}, []string{"name", "display_name", "cloud", "geopolitical_region", "availability_zones", "paired_region"}},
	{"geopolitical", "geopolitical regions, the reach of the Standard tier", []string{"geopolitical_regions"}, []string{"name", "cloud", "regions"}},
	{"global-reach", "where Global Reach is offered", []string{"global_reach"}, []string{"place", "restriction", "locations", "metros"}},
	{"tiers", "circuit tiers", []string{"circuit_tiers"}, []string{"tier", "billing", "region_scope", "private_ipv4_prefixes", "global_reach", "microsoft365"}},
	{"bandwidths", "circuit bandwidths by model", []string{"circuit_bandwidths"}, []string{"model", "port_gbps", "bandwidth_mbps"}},
	{"links", "VNet links of a circuit by bandwidth and tier", []string{"vnet_links"}, []string{"bandwidth_mbps", "local", "standard", "premium"}},
	{"transitions", "changes of a live circuit", []string{"circuit_transitions"}, []string{"property", "from", "to", "supported", "condition"}},
	{"gateways", "ExpressRoute and VPN gateway SKUs", []string{"gateway_skus", "vpn_gateway_skus"}, []string{"name", "family", "generation", "throughput_mbps", "aggregate_throughput_mbps", "max_circuits", "s2s_tunnels", "zone_redundant"}},
	{"scale-units", "sizes of the scalable gateway and of a hub's gateway", []string{"ergwscale_units", "hub_scale_units"}, []string{"units", "throughput_mbps", "max_circuits", "fastpath"}},
	{"communities", "BGP communities and the names for them", []string{"bgp_communities"}, []string{"name", "value", "kind", "title", "cloud"}},
	{"limits", "limits and other single facts", []string{"limits"}, []string{"key", "value", "unit", "note"}},
	{"latency", "median round-trip times between regions", []string{"latency"}, []string{"from", "to", "rtt_ms"}},
	{"figures", "unavailability by kind of component, for predictions", []string{"figures"}, []string{"kind", "unavailability", "note"}},
	{"sla", "contract figures", []string{"sla"}, []string{"topology", "availability", "verified", "condition"}},
	{"timers", "detection and convergence times", []string{"timers"}, []string{"key", "expected_s", "worst_s", "event"}},
}

func topicNames() []string {
	names := make([]string, len(topics))
	for i, t := range topics {
		names[i] = t.name
	}
	return names
}

func (p *program) catalog() *cobra.Command {
	var asJSON, full bool
	var lines strings.Builder
	for _, t := range topics {
		fmt.Fprintf(&lines, "  %-13s %s\n", t.name, t.about)
	}
	c := &cobra.Command{
		Use:   "catalog TOPIC [QUERY]",
		Short: "Look up Azure's facts, each with source and date",
		Long: "Catalog shows what the rules know about Azure, each fact with its source and\ndate. QUERY selects the entries that contain it; one that names an entry shows\nall of it.\n\nTopics:\n" +
			lines.String(),
		Example: "  erplan catalog locations london\n  erplan catalog gateways ErGw1AZ\n  erplan catalog limits bgp\n  erplan catalog import providers.json -o overlay.toml",
		Args:    cobra.MaximumNArgs(2),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return topicNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			i := slices.IndexFunc(topics, func(t topic) bool { return t.name == args[0] })
			if i < 0 {
				return oneOf("topic", args[0], topicNames())
			}
			rows, others := topics[i].rows(strings.Join(args[1:], " "))
			switch {
			case len(rows) == 0:
				return topics[i].nothing(args[1])
			case asJSON:
				return rowsJSON(p.stdout, rows)
			case full || others != nil || len(rows) == 1:
				return rowsFull(p.stdout, rows, others)
			}
			return topics[i].list(p.stdout, rows)
		},
	}
	jsonFlags(c, &asJSON)
	c.Flags().BoolVar(&full, "full", false, "show every column and source of each entry")
	c.AddCommand(p.catalogImport())
	return c
}

// rows returns the entries that a query selects. Where it names some, those
// are the entries, and others are the keys of the rest that it selects.
func (t topic) rows(query string) (rows []catalog.Row, others []string) {
	var exact []catalog.Row
	for _, table := range t.tables {
		in, _ := catalog.Embedded().Rows(table)
		for _, r := range in {
			if query == "" || r.Matches(query) {
				rows = append(rows, r)
			}
			switch {
			case query != "" && r.Is(query):
				exact = append(exact, r)
			case query != "" && (catalog.Row{Cells: r.Cells[:1]}).Matches(query):
				others = append(others, r.Key)
			}
		}
	}
	if len(exact) == 0 || t.name == "latency" {
		return rows, nil
	}
	return exact, append([]string{}, others...)
}

// nothing is the error for a query that selects nothing.
func (t topic) nothing(query string) error {
	var known []string
	rows, _ := t.rows("")
	for _, r := range rows {
		known = append(known, r.Cells[0].Value)
	}
	return oneOf("entry of "+t.name, query, known)
}

// list writes one line for each entry.
func (t topic) list(w io.Writer, rows []catalog.Row) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	table := ""
	for _, r := range rows {
		columns := t.present(r)
		if r.Table != table {
			if table != "" {
				fmt.Fprintln(tw)
			}
			table = r.Table
			fmt.Fprintln(tw, strings.ToUpper(strings.Join(columns, "\t")))
		}
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = short(r.Value(c))
		}
		if slices.ContainsFunc(columns, func(c string) bool { return r.About(c).Doubt != "" }) {
			cells[len(cells)-1] += " (doubtful)"
		}
		fmt.Fprintln(tw, strings.Join(cells, "\t"))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d entries, catalogue %s. Name one, or add --full, for all of it with its sources.\n", len(rows), catalog.Embedded().Edition())
	return err
}

// present returns the columns of the list that a row has.
func (t topic) present(r catalog.Row) []string {
	return slices.DeleteFunc(slices.Clone(t.columns), func(column string) bool {
		return !slices.ContainsFunc(r.Cells, func(c catalog.Cell) bool { return c.Column == column })
	})
}

// short cuts a list after its first items.
func short(cell string) string {
	const most = 40
	items := strings.Split(cell, "|")
	text := strings.Join(items, ", ")
	if len([]rune(text)) <= most {
		return text
	}
	if len(items) == 1 {
		return string([]rune(text)[:most-1]) + "…"
	}
	n := 1
	for n < len(items) && len([]rune(strings.Join(items[:n+1], ", "))) <= most-8 {
		n++
	}
	return fmt.Sprintf("%s, +%d", strings.Join(items[:n], ", "), len(items)-n)
}

// rowsFull writes every column of each entry, with its source.
func rowsFull(w io.Writer, rows []catalog.Row, others []string) error {
	for i, r := range rows {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if _, err := fmt.Fprintf(w, "%s %s\n", strings.ReplaceAll(r.Table, "_", " "), r.Key); err != nil {
			return err
		}
		for _, c := range r.Cells {
			if c.Value == "" {
				continue
			}
			fmt.Fprintf(w, "  %-32s %s\n", c.Column, strings.ReplaceAll(c.Value, "|", ", "))
			if s := r.About(c.Column); s != r.Source && (s.Page != r.Source.Page || s.Inferred != r.Source.Inferred) {
				fmt.Fprintf(w, "  %-32s   source: %s\n", "", origin(s))
			}
		}
		fmt.Fprintf(w, "  source: %s\n", origin(r.Source))
		if r.Source.Doubt != "" {
			fmt.Fprintf(w, "  doubtful: %s\n", r.Source.Doubt)
		}
	}
	fmt.Fprintf(w, "\nCatalogue %s.", catalog.Embedded().Edition())
	if len(others) > 0 {
		fmt.Fprintf(w, " See also: %s.", short(strings.Join(others, "|")))
	}
	_, err := fmt.Fprintln(w)
	return err
}

func origin(s catalog.Source) string {
	text := s.String()
	if s.Inferred {
		text += ", inferred"
	}
	return text
}

// rowJSON is an entry as machines read it.
type rowJSON struct {
	Table  string            `json:"table"`
	Key    string            `json:"key"`
	Values map[string]string `json:"values"` // lists are joined by "|"
	Source sourceJSON        `json:"source"`
}

type sourceJSON struct {
	Page     string `json:"page"`
	Section  string `json:"section"`
	Date     string `json:"date"`
	Inferred bool   `json:"inferred"`
	Doubt    string `json:"doubt"`
}

func rowsJSON(w io.Writer, rows []catalog.Row) error {
	out := struct {
		Schema  int       `json:"schema"`
		Catalog string    `json:"catalog"`
		Entries []rowJSON `json:"entries"`
	}{1, catalog.Embedded().Edition(), []rowJSON{}}
	for _, r := range rows {
		s := r.Source
		j := rowJSON{r.Table, r.Key, map[string]string{}, sourceJSON{s.Page, s.Section, s.Date, s.Inferred, s.Doubt}}
		for _, c := range r.Cells {
			j.Values[c.Column] = c.Value
		}
		out.Entries = append(out.Entries, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
