package diagram

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestFold looks at how many boxes of each kind are left.
func TestFold(t *testing.T) {
	tests := []struct {
		name, design, fold, fail string
		want                     string
	}{
		{"small designs stay", read(t, "designs/maximum/erplan.toml"), "auto", "", "4 router, 2 circuit, 2 site, 2 site-link"},
		{"sites", read(t, "designs/maximum/erplan.toml"), "site", "", "2 circuit, 2 site, 2 site-link"},
		{"locations", read(t, "designs/maximum/erplan.toml"), "location", "", "4 router, 2 peering-location, 2 site, 2 site-link, 1 gateway, 1 vnet"},
		{"regions", read(t, "designs/maximum/erplan.toml"), "region", "", "1 region"},
		{"everything", read(t, "designs/maximum/erplan.toml"), "site,location,region", "", "2 peering-location, 2 site, 2 site-link, 1 region"},
		{"branches", branches(200), "auto", "", "2 peering-location, 4 site, 2 gateway, 2 vnet, 1 vpn, 1 wan"},
		{"a branch that failed", branches(200), "auto", "site:branch-009", "5 site, 2 vpn"},
		{"own circuits", ownCircuits(200), "auto", "", "10 site, 10 peering-location, 5 region"},
		{"not at all", ownCircuits(20), "none", "", "20 site, 40 router, 20 circuit"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := draw(t, test.design, test.fail, "", test.fold)
			count := map[Kind]int{}
			for _, b := range p.Boxes {
				count[b.Kind]++
			}
			for want := range strings.SplitSeq(test.want, ", ") {
				_, kind, _ := strings.Cut(want, " ")
				if got := fmt.Sprint(count[Kind(kind)], " ", kind); got != want {
					t.Errorf("%s, want %s; all: %v", got, want, count)
				}
			}
		})
	}
}

// TestFoldKeepsComponents holds that folding loses no component and no line.
func TestFoldKeepsComponents(t *testing.T) {
	for name, design := range map[string]string{"everything": read(t, "diagram/everything.toml"), "branches": branches(80), "own circuits": ownCircuits(80)} {
		all := draw(t, design, "", "", "none").everything()
		for _, fold := range []string{"auto", "site", "location", "region", "site,location,region"} {
			t.Run(name+"/"+fold, func(t *testing.T) {
				got := draw(t, design, "", "", fold).everything()
				for id := range all {
					if !got[id] && !strings.HasPrefix(id, "link:") && !strings.HasPrefix(id, "connection:") {
						t.Errorf("%s is gone", id)
					}
				}
			})
		}
	}
}

// everything returns the ids of all that a picture shows.
func (p *Picture) everything() map[string]bool {
	out := map[string]bool{}
	add := func(ids []string) {
		for _, id := range ids {
			out[id] = true
		}
	}
	for _, b := range p.Boxes {
		add(b.Components)
		add(b.Places)
	}
	for _, e := range p.Edges {
		add(e.Components)
	}
	for _, g := range p.Groups {
		add(g.Components)
	}
	return out
}

// TestFoldTells holds that a folded box says what of it is down.
func TestFoldTells(t *testing.T) {
	p := draw(t, ownCircuits(200), "link:er-010/primary", "", "auto")
	b := p.boxOf("circuit:er-010")
	if b == nil || b.Mark != Partly || !slices.Contains(b.Details, "1 of 40 links down") {
		t.Errorf("%+v", b)
	}
	p = draw(t, branches(200), "router:branch-009/ce1", "", "auto")
	b = p.boxOf("router:branch-009/ce1")
	if b == nil || b.Mark != Failed || b.Count != 1 || b.Title != "branch-009" {
		t.Errorf("%+v", b)
	}
}

func TestParseFold(t *testing.T) {
	if f, unknown := ParseFold("site,region"); unknown != "" || f != (Fold{Sites: true, Regions: true}) {
		t.Error(f, unknown)
	}
	if _, unknown := ParseFold("site,town"); unknown != "town" {
		t.Error(unknown)
	}
}
