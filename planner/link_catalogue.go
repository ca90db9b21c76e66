package planner

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// catalogue checks the pinned edition and lays the design's own facts over the
// catalogue.
func (l *linker) catalogue() {
	if pin := l.d.Check.Catalog; pin != "" && pin != l.cat.Edition() {
		l.report("schema/catalog-edition", l.d.Check.ValueAt("catalog"), fmt.Sprintf("Look at what changes and write %q, or use the erplan that has the other one.", l.cat.Edition()),
			"the design is pinned to the catalogue of %s; this is the catalogue of %s", source.Quote(pin), l.cat.Edition())
	}
	if l.d.Check.FailOn == "off" {
		l.report("schema/bad-value", l.d.Check.ValueAt("fail_on"), "Use one of: error, warning, advice.", "fail_on = \"off\" would let every design pass")
	}
	if len(l.d.Overrides) > 0 {
		l.override()
	}
	l.d.Catalog = l.cat
}

func (l *linker) override() {
	overlay := make(catalog.Overlay, len(l.d.Overrides))
	for i, o := range l.d.Overrides {
		overlay[i] = o.Override
	}
	changed, problems := l.cat.With(overlay)
	for _, p := range problems {
		fix := "\"erplan catalog\" shows the tables, rows and columns."
		if len(p.Suggestions) > 0 {
			fix = didYouMean(p.Suggestions)
		}
		f := finding("schema/bad-override", l.overridePlace(p), fix, "%s", p.Message)
		if p.Warning {
			f.Severity = diag.Warning
		}
		l.diags = append(l.diags, f)
	}
	l.cat = changed
}

func (l *linker) overridePlace(p catalog.Problem) source.Place {
	for i := range l.d.Overrides {
		o := &l.d.Overrides[i]
		if o.Override.Table != p.Table || p.Key != "" && o.Override.Key != p.Key {
			continue
		}
		if p.Column != "" {
			return o.At(p.Column)
		}
		return o.Here()
	}
	return l.d.Here()
}

func (l *linker) cloud() catalog.Cloud {
	if l.d.Info.Cloud == "" {
		return catalog.Cloud(PublicCloud)
	}
	return catalog.Cloud(l.d.Info.Cloud)
}

// region resolves the name of an Azure region. One that the design does not
// write resolves to nil.
func (l *linker) region(n *source.Node, key, name string) *catalog.Region {
	at := spell{n, key, -1}
	if l.blank("region", name, at) {
		return nil
	}
	r, ok := l.cat.Region(name)
	if !ok {
		l.report("link/unknown-region", at.place(), l.inCatalogue(name, l.cat.SuggestRegions), "%s is not an Azure region of the catalogue", source.Quote(name))
	}
	return r
}

// inCatalogue is the fix for a name that the catalogue does not have.
func (l *linker) inCatalogue(name string, suggest func(string) []string) string {
	if l.spent += 300; l.spent <= comparisons && len(name) <= 200 { // about the rows of a table
		if near := suggest(name); len(near) > 0 {
			return didYouMean(near)
		}
	}
	return fmt.Sprintf("The catalogue is that of %s; [catalog_overrides] adds what is newer.", l.cat.Edition())
}

func (l *linker) location(name string) *catalog.Location {
	if name == "" {
		return nil
	}
	loc, _ := l.cat.Location(l.cloud(), name)
	return loc
}

// facility returns the location of a port pair, which may be called by its
// facility as Azure does.
func (l *linker) facility(name string) *catalog.Location {
	if name == "" {
		return nil
	}
	loc, _ := l.cat.PortLocation(l.cloud(), name)
	return loc
}

func (l *linker) provider(name string) *catalog.Provider {
	if name == "" {
		return nil
	}
	p, _ := l.cat.Provider(name)
	return p
}

// communities resolves a service, a region or a community.
func (l *linker) communities(name string) ([]*catalog.Community, bool) {
	return l.cat.Community(l.cloud(), name)
}

func (l *linker) suggestCommunities(name string) []string {
	return l.cat.SuggestCommunities(l.cloud(), name)
}
