package catalog

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A CommunityList is the list of Microsoft's BGP communities, as
//
//	az network route-filter rule list-service-communities
//
// writes it. It is authoritative for the values that it has. Communities of
// private peering are never in it.
type CommunityList struct {
	Communities []ImportedCommunity // by value and name
	Cloud       Cloud               // that was asked: the list does not say
	Partial     bool                // it says that it goes on elsewhere (nextLink)

	Reason, Source string // go into the overlay
}

// An ImportedCommunity is a community of the list, in the service's spelling.
type ImportedCommunity struct {
	Service    string // "AzureCentralIndia"
	Name       string // "Azure Central India"
	Value      string // "12076:51017"
	Region     string // "Global", also for those of a region
	Group      string // "Azure", "O365"
	Prefixes   int    // how many it has
	Authorized Answer // whether the subscription that asked may use it
}

// The JSON shapes of a service and its communities.
type (
	serviceJSON struct {
		Name string `json:"name"`
		communitiesJSON
		Properties *communitiesJSON `json:"properties"`
	}
	communitiesJSON struct {
		ServiceName    string           `json:"serviceName"`
		BGPCommunities *[]communityJSON `json:"bgpCommunities"`
	}
	communityJSON struct {
		CommunityName          string   `json:"communityName"`
		CommunityValue         string   `json:"communityValue"`
		CommunityPrefixes      []string `json:"communityPrefixes"`
		ServiceSupportedRegion string   `json:"serviceSupportedRegion"`
		ServiceGroup           string   `json:"serviceGroup"`
		IsAuthorizedToUse      *bool    `json:"isAuthorizedToUse"`
	}
)

func newCommunityList() *CommunityList {
	return &CommunityList{Cloud: Public, Reason: liveReason, Source: "az network route-filter rule list-service-communities"}
}

// take adds the entries of a list; a community that comes again counts once.
func (l *CommunityList) take(list *rawList) error {
	all := slices.Clone(l.Communities)
	err := list.each(func(raw json.RawMessage, at int) error {
		found, err := readService(raw, list.text, at)
		all = append(all, found...)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b ImportedCommunity) int {
		return cmp.Or(cmp.Compare(len(a.Value), len(b.Value)), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Name, b.Name))
	})
	l.Communities = slices.CompactFunc(all, func(a, b ImportedCommunity) bool { return a.Value == b.Value && a.Name == b.Name })
	l.Partial = l.Partial || list.partial
	return nil
}

// readService reads the entry that stands at an offset of the text.
func readService(raw json.RawMessage, text []byte, at int) ([]ImportedCommunity, error) {
	var e serviceJSON
	if err := json.Unmarshal(raw, &e); err != nil {
		return nil, explain(err, text, at)
	}
	fail := func(format string, args ...any) ([]ImportedCommunity, error) {
		return nil, fmt.Errorf("line %d: "+format, append([]any{lineOf(text, at)}, args...)...)
	}
	s := e.communitiesJSON
	if e.Properties != nil {
		s = *e.Properties
	}
	service := strings.TrimSpace(cmp.Or(s.ServiceName, e.Name))
	if s.BGPCommunities == nil {
		return fail("%q has no bgpCommunities: this is not a list of BGP communities", service)
	}
	var out []ImportedCommunity
	for _, b := range *s.BGPCommunities {
		c := b.community(service)
		switch {
		case Fold(c.Name) == "" || strings.ContainsFunc(c.Name, func(r rune) bool { return r == '|' || unicode.IsControl(r) }):
			return fail("%q has a community named %q", service, c.Name)
		case !isCommunityValue(c.Value):
			return fail("community %q has the value %q, which is not two numbers with a colon", c.Name, c.Value)
		}
		out = append(out, c)
	}
	return out, nil
}

func (b communityJSON) community(service string) ImportedCommunity {
	c := ImportedCommunity{
		Service:  service,
		Name:     strings.TrimSpace(cmp.Or(b.CommunityName, service)),
		Value:    strings.TrimSpace(b.CommunityValue),
		Region:   strings.TrimSpace(b.ServiceSupportedRegion),
		Group:    strings.TrimSpace(b.ServiceGroup),
		Prefixes: len(b.CommunityPrefixes),
	}
	if b.IsAuthorizedToUse != nil {
		c.Authorized = No
		if *b.IsAuthorizedToUse {
			c.Authorized = Yes
		}
	}
	return c
}

func (l *CommunityList) comment() []string {
	return []string{
		fmt.Sprintf("BGP communities of the live service: %d, %s cloud.", len(l.Communities), l.Cloud.or()),
		"Made from: " + l.Source,
		"Only what the catalogue lacks or has otherwise; kinds and regions of new ones are told by their names.",
	}
}

// Overlay adds the communities that a catalogue lacks, gives known ones their
// value, and adds the names of the list as aliases.
func (l *CommunityList) Overlay(c *Catalog) Overlay {
	_, o := l.compare(c)
	return o
}

// Compare says what the list changes in a catalogue.
func (l *CommunityList) Compare(c *Catalog) *CommunityComparison {
	d, _ := l.compare(c)
	return d
}
