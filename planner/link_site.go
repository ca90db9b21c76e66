package planner

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// onPremises links the sites and what joins them without Azure.
func (l *linker) onPremises() {
	for _, s := range l.d.Sites {
		l.site(s)
	}
	for _, s := range l.d.SiteLinks {
		l.siteLink(s)
	}
	for _, w := range l.d.WANs {
		w.Provider = l.provider(w.ServiceProvider)
		for _, a := range w.Attachments {
			a.WAN = w
			l.need(&a.Node, "router")
			a.Router = l.router(a.RouterName, spell{&a.Node, "router", -1})
		}
	}
}

func (l *linker) site(s *Site) {
	for _, r := range s.Routers {
		r.Site = s
	}
	for _, a := range s.InternetAccess {
		a.Site = s
	}
	if !s.Has("coordinates") {
		return
	}
	if c := s.Coordinates; len(c) != 2 || c[0] < -90 || c[0] > 90 || c[1] < -180 || c[1] > 180 {
		l.report("schema/bad-value", s.ValueAt("coordinates"), "Write [latitude, longitude] in degrees, such as [51.51, -0.13].", "coordinates are a latitude from -90 to 90 and a longitude from -180 to 180")
	}
}

// router resolves "site/router".
func (l *linker) router(name string, at spell) *Router {
	if l.blank("router", name, at) {
		return nil
	}
	siteName, routerName, ok := strings.Cut(name, "/")
	site := find(l.d.Sites, siteName)
	if ok && site != nil {
		if r := find(site.Routers, routerName); r != nil {
			return r
		}
	}
	fix := l.suggest(name, len(l.routerIDs()), l.routerIDs)
	if !ok && site == nil {
		if owner := l.ownerOf(name); owner != "" {
			fix = didYouMean([]string{owner})
		}
	}
	l.missing("router", name, at.place(), fix, "there is no router %s; a router is named as \"site/router\"", source.Quote(name))
	return nil
}

// routerIDs lists all routers as references name them.
func (l *linker) routerIDs() []string {
	if l.routers == nil {
		for _, s := range l.d.Sites {
			for _, r := range s.Routers {
				l.routers = append(l.routers, r.ID())
			}
		}
	}
	return l.routers
}

// ownerOf returns the reference to a router that is named without its site, if
// only one site has such a router.
func (l *linker) ownerOf(router string) string {
	found := ""
	if l.spent += len(l.d.Sites); l.spent > comparisons {
		return ""
	}
	for _, s := range l.d.Sites {
		if r := find(s.Routers, router); r != nil {
			if found != "" {
				return ""
			}
			found = r.ID()
		}
	}
	return found
}

func (l *linker) siteLink(s *SiteLink) {
	if !l.need(&s.Node, "ends") {
		return
	}
	if len(s.EndNames) != 2 {
		l.report("schema/bad-value", s.ValueAt("ends"), "Write ends = [\"site/router\", \"site/router\"].", "a site link has two ends, not %d", len(s.EndNames))
		return
	}
	for i, name := range s.EndNames {
		s.Ends[i] = l.router(name, spell{&s.Node, "ends", i})
	}
	a, b := s.Ends[0], s.Ends[1]
	switch {
	case a == nil || b == nil:
	case a.Site == b.Site:
		l.report("link/bad-reference", s.ValueAt("ends"), "Name routers of two sites.", "both ends of the site link are in site %q", a.Site.Name())
	case s.Announce.Value():
		a.Site.announce(b.Site)
		b.Site.announce(a.Site)
	}
}

// announce notes a site whose prefixes are announced here too.
func (s *Site) announce(far *Site) {
	if !slices.Contains(s.Announces, far) {
		s.Announces = append(s.Announces, far)
	}
}
