package ingest

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
)

// hubFirewall carries what inspects the traffic of a hub.
func (i *importer) hubFirewall(t *table, r *estate.Resource) {
	if v := r.Get("azureFirewall", "id"); !v.Blank() {
		mark(v, tree.Carried)
		t.put("firewall", `"azure-firewall"`)
	} else if v := r.Get("securityPartnerProvider", "id"); !v.Blank() {
		mark(v, tree.Carried)
		t.put("firewall", `"saas"`)
	}
	for _, f := range i.estate.Of(firewallType) {
		v := f.Get("virtualHub", "id")
		if text, _ := v.Str(); v != nil && !t.has("firewall") {
			if id, ok := estate.ParseID(text); ok && i.estate.Find(id) == r {
				inner := &table{imp: i}
				inner.identity(f, f.Name())
				mark(v, tree.Carried)
				t.put("firewall", `"azure-firewall"`)
				rest(f)
			}
		}
	}
}

// routingIntent carries which traffic a hub sends through its firewall.
func (i *importer) routingIntent(t *table, r *estate.Resource) {
	private, internet := false, false
	hop := ""
	for _, c := range i.estate.Children(hubType + "/routingintent")[r.ID.Key()] {
		inner := &table{imp: i}
		inner.identity(c, c.Name())
		for _, p := range c.Get("routingPolicies").Items() {
			for _, d := range p.Get("destinations").Items() {
				s, _ := d.Str()
				private = private || strings.EqualFold(s, "PrivateTraffic")
				internet = internet || strings.EqualFold(s, "Internet")
			}
			hop, _ = p.Get("nextHop").Str()
		}
		mark(orNull(c.Get("routingPolicies")), tree.Carried)
	}
	switch {
	case private && internet:
		t.put("routing_intent", `"both"`)
	case private:
		t.put("routing_intent", `"private"`)
	case internet:
		t.put("routing_intent", `"internet"`)
	default:
		return
	}
	if id, ok := estate.ParseID(hop); ok && !t.has("firewall") {
		if id.Type == firewallType {
			t.put("firewall", `"azure-firewall"`)
		} else {
			t.put("firewall", `"nva"`)
		}
	}
}
