package diagram

import (
	"github.com/erplan/erplan/planner"
)

// customer draws what stands on the customer's side: sites, routers, Internet
// accesses, site links and wide-area networks.
func (d *draft) customer() {
	for _, s := range d.t.Design.Sites {
		d.site(s)
	}
	for _, l := range d.t.Design.SiteLinks {
		d.siteLink(l)
	}
	for _, w := range d.t.Design.WANs {
		d.wan(w)
	}
}

func (d *draft) site(s *planner.Site) {
	whole := d.t.SiteOf(s)
	frame := d.group(s, Group{ID: "site:" + s.Name(), Kind: site, Title: placeOf(s), Parent: -1}, whole)
	at := d.box(s, part{
		Box:   Box{ID: d.id(whole, "site:"+s.Name()), Kind: site, Column: siteColumn, Group: frame, Title: s.Name(), Details: []string{prefixes(s.Prefixes), asn(s.ASN)}},
		whole: []int{whole}, site: s.Name(), country: country(s), tally: []tally{{noun: "site", n: 1}},
	})
	for _, r := range s.Routers {
		c := d.t.RouterOf(r)
		to := d.box(r, part{
			Box:   Box{ID: d.id(c, "router:"+r.ID()), Kind: router, Column: routerColumn, Group: frame, Title: r.Name(), Details: routerWords(r)},
			whole: []int{c}, site: s.Name(), country: country(s), tally: []tally{{noun: "router", n: 1}},
		})
		d.edge(at, to, Inside)
	}
	for i, c := range d.t.InternetOf(s) {
		var words []string
		if i < len(s.InternetAccess) {
			a := s.InternetAccess[i]
			words = []string{a.Carrier, rate(a.Bandwidth)}
		} else {
			words = []string{s.Name()}
		}
		d.box(c, part{
			Box:   Box{ID: d.t.Components[c].ID, Kind: internet, Column: wideColumn, Group: -1, Title: "Internet", Details: words},
			whole: []int{c}, site: s.Name(), country: country(s), tally: []tally{{noun: "Internet access", n: 1}},
		})
	}
}

func (d *draft) siteLink(l *planner.SiteLink) {
	c := d.t.SiteLinkOf(l)
	at := d.box(l, part{
		Box:   Box{ID: d.id(c, "site-link:"+l.Name()), Kind: siteLink, Column: wideColumn, Group: -1, Title: l.Name(), Details: []string{rate(l.Bandwidth), l.Carrier}},
		whole: []int{c}, tally: []tally{{noun: "site link", n: 1}},
	})
	for _, end := range l.Ends {
		d.edge(d.boxAt[end], at, Inside)
	}
}

func (d *draft) wan(w *planner.WAN) {
	c := d.t.WANOf(w)
	provider := w.ServiceProvider
	if w.Provider != nil {
		provider = w.Provider.Name
	}
	at := d.box(w, part{
		Box:   Box{ID: d.id(c, "wan:"+w.Name()), Kind: wan, Column: wideColumn, Group: -1, Title: w.Name(), Details: []string{provider, asn(w.ASN)}},
		whole: []int{c}, tally: []tally{{noun: "WAN", n: 1}},
	})
	for _, a := range w.Attachments {
		d.edge(d.boxAt[a.Router], at, Inside, d.t.AttachmentOf(a))
	}
}
