package planner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

func (l *linker) routePolicy(p *RoutePolicy) {
	p.Sites = refs(l, &p.Node, "sites", "site", p.SiteNames, l.d.Sites, nil)
	if s := ref(l, "site", p.SiteName, spell{&p.Node, "site", -1}, l.d.Sites); s != nil && !slices.Contains(p.Sites, s) {
		p.Sites = append(p.Sites, s)
	}
	if !p.Has("site") && !p.Has("sites") {
		p.Sites = l.d.Sites
	}
	at := spell{&p.Node, "via", -1}
	kind, name, _ := strings.Cut(p.Via, "/")
	switch {
	case l.blank("way", p.Via, at):
	case kind == "circuits":
		p.Circuit = ref(l, "circuit", name, at, l.d.Circuits)
	case kind == "vpn_tunnels":
		p.Tunnel = ref(l, "VPN tunnel", name, at, l.d.VPNTunnels)
	default:
		l.report("schema/bad-value", at.place(), l.via(p.Via), "via = %s is not a circuit or a VPN tunnel", source.Quote(p.Via))
	}
	if !l.blank("match", p.Match, spell{&p.Node, "match", -1}) {
		l.match(p)
	}
}

// via is the fix for a way that is named without its collection.
func (l *linker) via(name string) string {
	switch {
	case find(l.d.Circuits, name) != nil:
		return fmt.Sprintf("Write %q.", "circuits/"+name)
	case find(l.d.VPNTunnels, name) != nil:
		return fmt.Sprintf("Write %q.", "vpn_tunnels/"+name)
	}
	return "Write \"circuits/NAME\" or \"vpn_tunnels/NAME\"."
}

func (l *linker) match(p *RoutePolicy) {
	at := spell{&p.Node, "match", -1}
	if name, ok := strings.CutPrefix(p.Match, "vnets/"); ok {
		p.MatchVNet = ref(l, "VNet", name, at, l.d.VNets)
		return
	}
	if name, ok := strings.CutPrefix(p.Match, "region:"); ok {
		p.MatchRegion = l.region(&p.Node, "match", name)
		return
	}
	if prefix, bad := parsePrefix(p.Match); bad == nil {
		p.MatchPrefix = prefix.Masked()
		return
	}
	found, ok := l.communities(p.Match)
	if !ok {
		fix := "Write \"vnets/NAME\", \"region:NAME\", a prefix or a community."
		if find(l.d.VNets, p.Match) != nil {
			fix = fmt.Sprintf("Write %q.", "vnets/"+p.Match)
		}
		l.report("link/unknown-reference", at.place(), fix, "match = %s is no VNet, prefix, region or community that is known", source.Quote(p.Match))
	}
	p.MatchComms = found
}

// intent links flows, and what scenarios, tests and the availability say.
func (l *linker) intent() {
	for _, f := range l.d.Flows {
		l.flow(f)
	}
	for _, s := range l.d.Scenarios {
		l.flowNames(&s.Node, "expect", keys(s.Expect))
	}
	for _, t := range l.d.Tests {
		l.need(&t.Node, "kind")
		l.flowNames(&t.Node, "observed", keys(t.Observed))
	}
	l.figures()
	for _, c := range l.d.Components {
		l.component(c)
	}
	for i := range l.d.Exceptions {
		e := &l.d.Exceptions[i]
		l.need(&e.Node, "rule")
		if l.need(&e.Node, "reason") && strings.TrimSpace(e.Reason) == "" {
			l.report("schema/bad-value", e.ValueAt("reason"), "Say why the risk is accepted.", "the reason of the exception is empty")
		}
	}
}

func (l *linker) flow(f *Flow) {
	l.need(&f.Node, "from")
	l.need(&f.Node, "to")
	f.From = l.endpoint(f.FromName, spell{&f.Node, "from", -1})
	f.To = l.endpoint(f.ToName, spell{&f.Node, "to", -1})
	switch {
	case f.From.Service != nil:
		l.report("link/bad-reference", f.ValueAt("from"), "Write the service in to.", "a flow does not start at a Microsoft service; both directions are analysed anyway")
	case f.From != Endpoint{} && f.From == f.To:
		l.report("link/bad-reference", f.ValueAt("to"), "Name another site, VNet or service.", "the flow ends where it starts, at %s", f.From)
	}
}

// endpoint resolves an end of a flow.
func (l *linker) endpoint(name string, at spell) Endpoint {
	kind, rest, _ := strings.Cut(name, "/")
	switch {
	case l.blank("end of the flow", name, at):
	case kind == "sites":
		return Endpoint{Site: ref(l, "site", rest, at, l.d.Sites)}
	case kind == "vnets":
		return Endpoint{VNet: ref(l, "VNet", rest, at, l.d.VNets)}
	case kind == "microsoft":
		return l.service(rest, at)
	default:
		l.report("schema/bad-value", at.place(), l.end(name), "%s is not an end of a flow", source.Quote(name))
	}
	return Endpoint{}
}

// end is the fix for an end that is named without its collection.
func (l *linker) end(name string) string {
	switch {
	case find(l.d.Sites, name) != nil:
		return fmt.Sprintf("Write %q.", "sites/"+name)
	case find(l.d.VNets, name) != nil:
		return fmt.Sprintf("Write %q.", "vnets/"+name)
	}
	if found, ok := l.communities(name); ok && len(found) > 0 {
		return fmt.Sprintf("Write %q.", "microsoft/"+name)
	}
	return "Write \"sites/NAME\", \"vnets/NAME\" or \"microsoft/SERVICE\"."
}

func (l *linker) service(name string, at spell) Endpoint {
	if l.blank("Microsoft service", name, at) {
		return Endpoint{}
	}
	found, ok := l.communities(name)
	if !ok {
		l.report("link/unknown-reference", at.place(), l.inCatalogue(name, l.suggestCommunities), "the catalogue has no Microsoft service or region %s", source.Quote(name))
	}
	return Endpoint{Service: &Service{Name: name, Communities: found}}
}

func keys[T any](m Map[T]) []string {
	out := make([]string, len(m))
	for i, p := range m {
		out[i] = p.Key
	}
	return out
}

// flowNames checks the flows that a scenario or a test names. Where the design
// writes no flow, they are named FROM->TO after what is analysed.
func (l *linker) flowNames(n *source.Node, key string, flows []string) {
	for _, name := range flows {
		if find(l.d.Flows, name) != nil {
			continue
		}
		if from, to, ok := strings.Cut(name, "->"); ok && len(l.d.Flows) == 0 && find(l.d.Sites, from) != nil && find(l.d.VNets, to) != nil {
			continue
		}
		fix := "Add it below [flows], or name it SITE->VNET: the design has no flows."
		if n := len(l.d.Flows); n > 0 {
			fix = l.suggest(name, n, func() []string { return names(l.d.Flows) })
		}
		l.missing("flow", name, n.At(key, name), fix, "there is no flow %s", source.Quote(name))
	}
}

// figures reports two spellings of one kind of component.
func (l *linker) figures() {
	a := &l.d.Availability
	seen := map[string]bool{}
	if a.Value() == nil {
		return
	}
	for _, e := range a.Value().Entries() {
		kind, ok := matchEnum(e.Name, Kind(""))
		if ok && seen[kind] {
			l.report("link/conflict", a.At(e.Name), "Keep one of them.", "the kind %q has two figures", kind)
		}
		seen[kind] = true
	}
}

func kindFix(kind string, words []string) string {
	if near := nearest(kind, words); len(near) > 0 {
		return didYouMean(near)
	}
	return "Use one of: " + strings.Join(words, ", ") + "."
}

// component checks the id of a component and that it has one figure.
func (l *linker) component(c *Component) {
	kind, name, _ := strings.Cut(c.Name(), ":")
	if !slices.Contains(ComponentKinds, Kind(kind)) || name == "" {
		fix := "Write it as [components.\"risk:duct-east\"]."
		if word, ok := matchEnum(kind, Kind("")); ok && name != "" {
			fix = fmt.Sprintf("Write %q.", word+":"+name)
		} else if near := nearest(kind, Kind("").Values()); len(near) > 0 && name != "" {
			fix = didYouMean([]string{near[0] + ":" + name})
		}
		l.report("schema/bad-name", c.Here(), fix, "%s is not a component: it is written as \"kind:name\"", source.Quote(c.Name()))
	}
	switch {
	case c.Has("mtbf") != c.Has("mttr"):
		l.report("schema/missing-key", c.Here(), "Write both mtbf and mttr.", "a figure needs both mtbf and mttr")
	case c.Has("mtbf") && c.MTBF <= 0:
		l.report("schema/bad-value", c.ValueAt("mtbf"), "Write it as \"8y\".", "mtbf must be above zero")
	case c.Has("mtbf") && c.Has("availability"):
		l.report("link/conflict", c.At("availability"), "Keep either availability, or mtbf and mttr.", "the component has two figures")
	}
}
