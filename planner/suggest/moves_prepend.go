package suggest

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// asPathPrepend proposes, in one change for all flows whose directions differ,
// that the circuits which a site does not use announce its prefixes with longer
// AS paths. Where routing weights decide, that is no use.
func asPathPrepend(p *Proposer) []Change {
	c := Change{Key: "as-path-prepend"}
	var words []string
	all := p.asymmetries()
	for _, s := range all {
		if !wanted(s.there) || s.back.Step == routing.RoutingWeight {
			continue
		}
		for _, k := range s.answer {
			if slices.Contains(s.by, k) || !p.lengthen(&c.Overlay, &s, k, slices.ContainsFunc(all, func(o asymmetry) bool { return slices.Contains(o.by, k) })) {
				continue
			}
			if w := fmt.Sprintf("what circuit %s announces of site %s", k.Name(), s.site.Name()); !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	if c.Overlay.Empty() {
		return nil
	}
	c.Words = "prepend " + several(words)
	return []Change{c}
}

// lengthen prepends the prefixes of a site on a circuit: by route policies
// where the circuit is wanted by others, else at the circuit. Not ok where that
// takes too many policies.
func (p *Proposer) lengthen(o *Overlay, s *asymmetry, k *planner.Circuit, wanted bool) bool {
	const more, most = 3, 8
	times := more
	for _, c := range s.by {
		for _, l := range c.Links.All() {
			for _, prefix := range s.site.Prefixes {
				n, _ := p.Prepends(c.Peerings.Private, l, prefix)
				times = max(times, n+more)
			}
		}
	}
	if !wanted && !p.usedOtherwise(s, k) {
		o.Set(times, "circuits", k.Name(), "as_path_prepend")
		return true
	}
	var sites []string
	for _, end := range k.Sites() {
		sites = append(sites, end.Name())
	}
	if len(sites) == 0 || len(s.site.Prefixes) > most {
		return false
	}
	for i, prefix := range s.site.Prefixes {
		base := k.Name() + "-" + s.site.Name()
		if i > 0 {
			base += "-" + strconv.Itoa(i+1)
		}
		name := free(p.RoutePolicies, base)
		o.Set(sites, "route_policies", name, "sites")
		o.Set(prefix.String(), "route_policies", name, "match")
		o.Set("circuits/"+k.Name(), "route_policies", name, "via")
		o.Set(times, "route_policies", name, "as_path_prepend")
	}
	return true
}

// usedOtherwise reports whether a flow of another site answers over a circuit.
func (p *Proposer) usedOtherwise(s *asymmetry, k *planner.Circuit) bool {
	a := p.State.Analysis
	return slices.ContainsFunc(a.Normal().Flows, func(f outcome.FlowOutcome) bool {
		flow := a.Flows[f.Flow]
		return flow.From.Site != s.site && flow.To.Site != s.site && slices.ContainsFunc(f.After.ToAzure, func(c routing.Choice) bool { return slices.Contains(circuitsOn(&c), k) })
	})
}

// longerPrefix proposes, in one change for all flows whose directions differ,
// that the circuits which a site uses announce the halves of its prefixes too:
// Azure takes the longest prefix, whatever weights and paths say.
func longerPrefix(p *Proposer) []Change {
	c := Change{Key: "longer-prefix"}
	lists := map[*planner.Circuit][]netip.Prefix{}
	var order []*planner.Circuit
	for _, s := range p.asymmetries() {
		if !wanted(s.there) {
			continue
		}
		for _, k := range s.by {
			if !listable(k) {
				return nil
			}
			if !slices.Contains(order, k) {
				order = append(order, k)
				lists[k] = slices.Clone(k.Peerings.Private.AnnouncedByAny().Prefixes)
			}
			for _, prefix := range s.site.Prefixes {
				if prefix.Bits() < prefix.Addr().BitLen() {
					halves := planner.Halves(prefix)
					lists[k] = append(lists[k], halves[:]...)
				}
			}
		}
	}
	var words []string
	for _, k := range order {
		list := lists[k]
		slices.SortFunc(list, netip.Prefix.Compare)
		c.Overlay.Set(texts(slices.Compact(list)), "circuits", k.Name(), "peerings", "private", "advertised_prefixes")
		words = append(words, k.Name())
	}
	if len(words) == 0 {
		return nil
	}
	c.Words = fmt.Sprintf("announce the prefixes of the sites that prefer %s in halves there too, which Azure prefers to the whole", several(words))
	return []Change{c}
}

// texts writes prefixes.
func texts(list []netip.Prefix) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return out
}
