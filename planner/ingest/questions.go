package ingest

import (
	"fmt"
	"slices"
	"strings"
)

// A Question is something that no source says.
type Question struct {
	Number int      `json:"number"`
	Text   string   `json:"question"`
	Paths  []string `json:"paths"` // of the design, where the answer belongs
}

// ask adds a question about one place.
func (i *importer) ask(path, format string, args ...any) {
	q := Question{Text: fmt.Sprintf(format, args...), Paths: []string{path}}
	if !slices.ContainsFunc(i.asked, func(o Question) bool { return o.Text == q.Text }) {
		i.asked = append(i.asked, q)
	}
}

// A topic is a question about what no Azure resource says. The comments of the
// design name it by its number.
type topic struct {
	id    int
	needs string // circuits or providers: it is only asked where there are any
	text  string // a star is the list of them
	keys  string // of a circuit, where the answers belong; or a path
}

var topics = []topic{
	{1, "", "Which sites are there, with which routers, and on which router does each link of a circuit end*? Write [sites.NAME], [sites.NAME.routers.NAME], and links.primary.router and links.secondary.router of the circuit.", "sites"},
	{2, "", "Which prefixes does each site announce to Azure? Write prefixes of the site, or advertised_prefixes of a peering or link where they differ.", "sites"},
	{3, "providers", "By which connectivity model does the provider hand over, and who holds the BGP sessions*? Write connectivity and layer of the circuit.", "connectivity"},
	{4, "", "Do the routers run BFD, with which interval, multiplier and BGP hold time? Write bfd, bfd_interval, bfd_multiplier and bgp_hold_time of the router.", "sites"},
	{5, "circuits", "Which links share a carrier, a duct, a building or a provider's edge device, and which circuits are promised to be diverse? Write carrier, shared_risk and provider_edge of the link, and diverse_from of the circuit.", "links"},
	{6, "", "What is the network to reach: resiliency level, criticality, availability, recovery time, and what must it survive? Write [requirements].", "requirements"},
	{7, "", "Which traffic is the network for, and how much of it? Write [flows.NAME].", "flows"},
}

// askConnections asks what is connected to what, where no source has any
// connection: they are a list of their own in every export.
func (i *importer) askConnections() {
	circuits, gateways := i.about(topics[0]), i.expressRoute()
	if len(i.estate.Of(connectionType))+len(i.estate.Of(hubJointType)) > 0 || len(circuits)+len(gateways) == 0 {
		return
	}
	what := "which circuits are connected to " + first6(gateways)
	switch {
	case len(gateways) == 0:
		what = "which gateways are connected to " + first6(circuits)
	case len(circuits) > 0:
		what = "which of " + first6(circuits) + " are connected to " + first6(gateways)
	}
	i.ask("connections", "%s? None of the files has a connection. Write [connections.NAME].", upper(what))
}

// expressRoute returns the names of the ExpressRoute gateways, hubs among them.
func (i *importer) expressRoute() []string {
	var out []string
	for _, t := range i.tables {
		collection, name, _ := strings.Cut(t.path, ".")
		if collection == "virtual_hubs" && t.has("expressroute_scale_units") || collection == "gateways" && t.states("kind", `"expressroute"`) {
			out = append(out, name)
		}
	}
	return out
}

// question returns "question N" for a topic.
func (i *importer) question(id int) string {
	n := 0
	for _, t := range topics {
		if len(i.about(t)) > 0 || t.needs == "" {
			n++
		}
		if t.id == id {
			break
		}
	}
	return fmt.Sprintf("question %d", n)
}

// about returns the names of the circuits that a topic is about.
func (i *importer) about(t topic) []string {
	if i.named == nil {
		i.named = map[string][]string{}
		for _, r := range i.estate.Of(circuitType) {
			name := i.circuits.name(r)
			i.named["circuits"] = append(i.named["circuits"], name)
			if r.Get("expressRoutePort", "id").Blank() {
				i.named["providers"] = append(i.named["providers"], name)
			}
		}
	}
	if t.needs == "" {
		return i.named["circuits"]
	}
	return i.named[t.needs]
}

// general returns the questions about what no Azure resource says.
func (i *importer) general() []Question {
	var out []Question
	for _, t := range topics {
		names := i.about(t)
		if t.needs != "" && len(names) == 0 {
			continue
		}
		q := Question{Paths: []string{t.keys}}
		if t.needs != "" {
			q.Paths = nil
			for _, name := range names {
				q.Paths = append(q.Paths, "circuits."+name+"."+t.keys)
			}
		}
		list := ""
		if len(names) > 0 {
			list = " (" + first6(names) + ")"
		}
		q.Text = strings.Replace(t.text, "*", list, 1)
		if t.id == 1 && len(names) == 0 {
			q.Text = "Which sites are there, with which routers? Write [sites.NAME] and [sites.NAME.routers.NAME]."
		}
		out = append(out, q)
	}
	return out
}

// first6 lists names, and says how many more there are.
func first6(names []string) string {
	const most = 6
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// questions returns all questions: the general ones, then those that stand for
// values that the sources do not say, each reason once.
func (i *importer) questions() []Question {
	out := append(i.general(), i.asked...)
	var order []string
	byWhy := map[string]*Question{}
	where := map[string]string{}
	for _, d := range i.doubts {
		if byWhy[d.Why] == nil {
			byWhy[d.Why] = &Question{}
			order = append(order, d.Why)
			where[d.Why] = d.Where
		}
		q := byWhy[d.Why]
		if !slices.Contains(q.Paths, d.Path) {
			q.Paths = append(q.Paths, d.Path)
		}
	}
	for _, why := range order {
		q := byWhy[why]
		verb := "is "
		if len(q.Paths) > 1 {
			verb = "are "
		}
		q.Text = "What " + verb + first6(q.Paths) + "? " + upper(why)
		if where[why] != "" {
			q.Text += " (" + where[why] + ")"
		}
		q.Text += "."
		out = append(out, *q)
	}
	for n := range out {
		out[n].Number = n + 1
	}
	return out
}

// upper begins a sentence.
func upper(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if s != "" && s[0] >= 'a' && s[0] <= 'z' && !strings.Contains(word, "(") {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
