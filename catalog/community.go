package catalog

import "strings"

// A Community is a BGP community of Microsoft.
//
// Name is what a design writes: a region ("uksouth": its prefixes on
// Microsoft peering), a service of a region ("storage.uksouth",
// "sql.uksouth", "cosmosdb.uksouth", "backup.uksouth"), a region on private
// peering ("private.uksouth") or a service ("exchange-online"). Values,
// titles, aliases and the names of groups ("microsoft-365") find it too.
type Community struct {
	Fact
	Name    string
	Value   string // "12076:51024"
	Kind    string // "regional-private", "regional-microsoft", "storage", "sql", "cosmosdb", "backup", "service", "custom"
	Region  string // programmatic name; empty for services
	Cloud   Cloud
	Title   string // for people: "Exchange Online"
	Aliases []string
	Groups  []string // names that stand for several communities
	M365    bool     // carries Microsoft 365: needs Premium and an authorization
	Meaning string
	Note    string
}

// communities finds communities by cloud and value or folded name.
type communities struct {
	all    []*Community
	byKey  map[string][]*Community
	byText map[Cloud][]candidate
}

// Community finds the communities of a cloud that a name stands for: one for
// a value, a name, a title or an alias, several for a group. A value is
// matched to the digit; names forgive case, spaces and punctuation.
func (c *Catalog) Community(cloud Cloud, name string) ([]*Community, bool) {
	x := c.communityIndex()
	if isCommunityValue(name) {
		found, ok := x.byKey[string(cloud.or())+"="+strings.TrimSpace(name)]
		return found, ok
	}
	key := string(cloud.or()) + "/"
	if found, ok := x.byKey[key+Fold(name)]; ok {
		return found, true
	}
	// A region may be written by an alias of its own: "storage.India West".
	service, place, dotted := strings.Cut(name, ".")
	if !dotted {
		service, place = "", name
	}
	g, ok := c.Region(place)
	if !ok {
		return nil, false
	}
	found, ok := x.byKey[key+Fold(service)+g.Name]
	return found, ok
}

// Communities gives all communities of all clouds, in catalogue order.
func (c *Catalog) Communities() []*Community { return c.communityIndex().all }

// SuggestCommunities gives the names of a cloud's communities that are
// nearest to a name: best first, at most three, none when nothing is near.
func (c *Catalog) SuggestCommunities(cloud Cloud, name string) []string {
	return nearest(name, c.communityIndex().byText[cloud.or()])
}

// isCommunityValue reports whether a text is two numbers with a colon.
func isCommunityValue(text string) bool {
	asn, value, ok := strings.Cut(strings.TrimSpace(text), ":")
	return ok && isDigits(asn) && isDigits(value)
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

func (c *Catalog) communityIndex() *communities {
	return c.communities.get(func() *communities {
		x := &communities{byKey: map[string][]*Community{}, byText: map[Cloud][]candidate{}}
		for _, r := range c.table("bgp_communities").rows {
			x.add(community(r))
		}
		return x
	})
}

// add indexes a community. The name of a group is never that of a community;
// a test sees to that.
func (x *communities) add(v *Community) {
	x.all = append(x.all, v)
	value := string(v.Cloud) + "=" + v.Value
	x.byKey[value] = append(x.byKey[value], v)
	texts := append([]string{v.Name, v.Title}, v.Aliases...)
	for _, text := range texts {
		key := string(v.Cloud) + "/" + Fold(text)
		if len(x.byKey[key]) == 0 {
			x.byKey[key] = []*Community{v}
		}
		x.byText[v.Cloud] = append(x.byText[v.Cloud], candidate{text: text, name: v.Name})
	}
	for _, group := range v.Groups {
		key := string(v.Cloud) + "/" + Fold(group)
		if len(x.byKey[key]) == 0 {
			x.byText[v.Cloud] = append(x.byText[v.Cloud], candidate{text: group, name: group})
		}
		x.byKey[key] = append(x.byKey[key], v)
	}
}

func community(r *row) *Community {
	return &Community{
		Fact:    r.fact(),
		Name:    r.text("name"),
		Value:   r.text("value"),
		Kind:    r.text("kind"),
		Region:  r.text("region"),
		Cloud:   Cloud(r.text("cloud")),
		Title:   r.text("title"),
		Aliases: r.list("aliases"),
		Groups:  r.list("groups"),
		M365:    r.yes("m365"),
		Meaning: r.text("meaning"),
		Note:    r.text("note"),
	}
}
