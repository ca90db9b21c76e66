package diagram

import (
	"strings"
	"testing"
)

// TestMarks looks at the marks of boxes, groups and lines in some states.
func TestMarks(t *testing.T) {
	tests := []struct {
		name, design, fail, drain string
		want                      string // "id mark", ids of boxes or groups
	}{
		{"nothing", "designs/standard", "", "", "msee:er-london/primary up, circuit:er-london up"},
		{"a router", "designs/standard", "router:hq/rtr1", "", "router:hq/rtr1 failed, router:hq/rtr2 up, provider-edge:er-london/primary up, circuit:er-london partly"},
		{"a site", "designs/standard", "site:hq", "", "site:hq failed, router:hq/rtr1 down, circuit:er-london down"},
		{"a location", "designs/standard", "peering-location:London", "", "peering-location:London failed, msee:er-london/primary down, circuit:er-london down, gateway:ergw up"},
		{"a provider", "designs/standard", "provider:Colt", "", "provider-edge:er-london/primary failed, msee:er-london/primary up, circuit:er-london down"},
		{"a facility", "designs/metro", "peering-site:Amsterdam Metro/1", "", "peering-location:Amsterdam Metro up, peering-location:Amsterdam Metro/Amsterdam Metro/1 failed, msee:er-amsterdam/primary down, msee:er-amsterdam/secondary up"},
		{"an instance", "designs/standard", "gateway-instance:ergw/2", "", "gateway:ergw partly, vnet:hub up"},
		{"all instances", "designs/standard", "gateway-instance:ergw/1, gateway-instance:ergw/2", "", "gateway:ergw failed"},
		{"a zone", "designs/standard", "zone:uksouth/1", "", "gateway:ergw partly"},
		{"a region", "designs/standard", "region:uksouth", "", "region:uksouth failed, gateway:ergw down, vnet:hub down"},
		{"maintenance", "designs/standard", "", "msee:er-london/primary", "msee:er-london/primary draining, msee:er-london/secondary up, circuit:er-london up"},
		{"no Internet", "designs/vpn-backup", "internet:seattle", "", "internet:seattle failed, vpn:backup down, gateway:vpngw up"},
		{"a tunnel", "designs/vpn-backup", "tunnel:backup/1", "", "vpn:backup partly"},
		{"a port", "diagram/everything", "port:pair-zurich/link1", "", "msee:pair-zurich/link1 failed, circuit:er-direct-a partly, circuit:er-direct-b partly"},
		{"one access of two", "diagram/everything", "internet:hq/dsl", "", "internet:hq/dsl failed, vpn:hq-backup up"},
		{"a hub", "diagram/everything", "virtual-hub:hub-eu", "", "virtual-hub:hub-eu failed, virtual-hub:hub-ch up, virtual-wan:corp up"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := test.design + "/erplan.toml"
			if strings.HasPrefix(test.design, "diagram") {
				file = test.design + ".toml"
			}
			marks := draw(t, read(t, file), test.fail, test.drain, "none").marks()
			for want := range strings.SplitSeq(test.want, ", ") {
				i := strings.LastIndexByte(want, ' ')
				if got, ok := marks[want[:i]]; !ok || got.String() != want[i+1:] {
					t.Errorf("%s is %v, want %s", want[:i], got, want[i+1:])
				}
			}
		})
	}
}

// marks returns the mark of every group and box; of two that share an id, that
// of the box.
func (p *Picture) marks() map[string]Mark {
	out := map[string]Mark{}
	for _, g := range p.Groups {
		out[g.ID] = g.Mark
	}
	for _, b := range p.Boxes {
		out[b.ID] = b.Mark
	}
	return out
}

// TestRoots looks at what counts as failed when only the state is known.
func TestRoots(t *testing.T) {
	top := topologyOf(t, read(t, "designs/maximum/erplan.toml"), "")
	s := top.State(find(t, top, "peering-location:Amsterdam, link:er-frankfurt/primary"), find(t, top, "msee:er-frankfurt/secondary"))
	p := New(top, s, Options{})
	if got := strings.Join(p.Failed, " "); got != "link:er-frankfurt/primary peering-location:Amsterdam" {
		t.Errorf("failed: %s", got)
	}
	if got := strings.Join(p.Drained, " "); got != "msee:er-frankfurt/secondary" {
		t.Errorf("drained: %s", got)
	}
	s = top.State(find(t, top, "site:dc-amsterdam, router:dc-amsterdam/ams1"), nil)
	if got := strings.Join(New(top, s, Options{}).Failed, " "); got != "site:dc-amsterdam" {
		t.Errorf("failed: %s", got)
	}
	p = New(top, s, Options{Failed: find(t, top, "site:dc-amsterdam, router:dc-amsterdam/ams1")})
	if got := strings.Join(p.Failed, " "); got != "site:dc-amsterdam router:dc-amsterdam/ams1" {
		t.Errorf("failed: %s", got)
	}
}

// TestLines looks at the lines of a picture: where they run, their styles,
// labels and components.
func TestLines(t *testing.T) {
	p := draw(t, read(t, "designs/maximum/erplan.toml"), "link:er-amsterdam/primary", "", "none")
	want := map[string]string{
		"router:dc-amsterdam/ams1 provider-edge:er-amsterdam/primary":  "primary failed  link:er-amsterdam/primary",
		"provider-edge:er-amsterdam/primary msee:er-amsterdam/primary": "primary failed  link:er-amsterdam/primary",
		"msee:er-amsterdam/secondary circuit:er-amsterdam":             "secondary up  ",
		"circuit:er-amsterdam gateway:ergw":                            "inside up weight 100 connection:amsterdam-hub",
		"circuit:er-frankfurt gateway:ergw":                            "secondary up weight 0 connection:frankfurt-hub",
		"router:dc-frankfurt/fra1 site-link:fibre-north":               "inside up  ",
		"gateway:ergw vnet:hub":                                        "inside up  ",
	}
	for _, e := range p.Edges {
		key := p.Boxes[e.From].ID + " " + p.Boxes[e.To].ID
		got := strings.Join([]string{e.Style.String(), e.Mark.String(), e.Label, strings.Join(e.Components, ",")}, " ")
		if w, ok := want[key]; ok && w != got {
			t.Errorf("%s: %q, want %q", key, got, w)
		}
		delete(want, key)
	}
	for key := range want {
		t.Errorf("no line %s", key)
	}
}
