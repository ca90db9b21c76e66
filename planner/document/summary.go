package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
)

// summary is half a page for who decides.
var summary = Section{
	ID: "summary", Title: "Summary", Preset: Both,
	Build: func(d *Data) []block.Block {
		out := []block.Block{
			block.Say(d.scale()),
			block.Paragraph{Text: d.verdict()},
			d.verdicts(),
			block.Bullets(d.inShort()...),
		}
		return out
	},
}

// scale says in a sentence what the network is.
func (d *Data) scale() block.Inline {
	places := d.places()
	text := block.Text(count(len(d.Design.Sites), "site"))
	if v := d.vpnCount(); v > 0 {
		places = append(places, block.Text(count(v, "VPN connection")))
	}
	switch {
	case len(places) == 0:
		return block.Text(text, " and ", count(len(d.Design.VNets), "virtual network"), ", with nothing between them yet.")
	}
	verb := " reach "
	if len(d.Design.Sites) == 1 {
		verb = " reaches "
	}
	return block.Text(text, verb, d.targets(), " over ", count(len(d.Design.Circuits), "ExpressRoute circuit"), ": ", block.Join(places, "; "), ".")
}

// places names the circuits by where they are and who sells them; of more than
// six it counts those of each peering location.
func (d *Data) places() []block.Inline {
	var out []block.Inline
	if len(d.Design.Circuits) > 6 {
		for _, name := range d.locationNames() {
			n := 0
			for _, c := range d.Design.Circuits {
				if c.LocationName() == name {
					n++
				}
			}
			out = append(out, block.Text(fmt.Sprintf("%d in %s", n, name)))
		}
		return out
	}
	for _, c := range d.Design.Circuits {
		from := c.ProviderName()
		if c.IsDirect() {
			from = "ExpressRoute Direct"
		}
		rate := ""
		if c.Bandwidth > 0 {
			rate = ", " + c.Bandwidth.String()
		}
		out = append(out, block.Text(fmt.Sprintf("%s (%s%s)", c.LocationName(), from, rate)))
	}
	return out
}

func (d *Data) vpnCount() int { return len(d.Design.VPNTunnels) }

// targets says what the sites reach.
func (d *Data) targets() string {
	var out []string
	if n := len(d.Design.VNets); n > 0 {
		out = append(out, count(n, "virtual network")+inRegions(d.regions()))
	}
	for _, c := range d.Design.Circuits {
		if c.Peerings.Microsoft != nil {
			out = append(out, "Microsoft's public services")
			break
		}
	}
	if len(out) == 0 {
		return "each other"
	}
	return strings.Join(out, " and ")
}

func inRegions(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " in " + rules.And(names)
}

// regions returns the regions of the virtual networks, each once.
func (d *Data) regions() []string {
	var out []string
	seen := map[string]bool{}
	for _, v := range d.Design.VNets {
		if v.Azure != nil && !seen[v.Azure.Name] {
			seen[v.Azure.Name] = true
			out = append(out, v.Azure.DisplayName)
		}
	}
	return out
}

// inShort are the four things that matter besides.
func (d *Data) inShort() []block.Inline {
	var out []block.Inline
	out = append(out, d.shortPoints())
	if text := d.shortAvailability(); text != nil {
		out = append(out, text)
	}
	if text := d.shortLoad(); text != nil {
		out = append(out, text)
	}
	if text := d.shortIndex(); text != nil {
		out = append(out, text)
	}
	return append(out, d.shortFindings())
}

// shortPoints names the single points of failure that are no ends of a flow.
func (d *Data) shortPoints() block.Inline {
	if len(d.Analysis.Flows) == 0 {
		return block.Text("No flow is written and none is possible, so no failure can be judged.")
	}
	var ids []string
	seen := map[int]bool{}
	lost := 0
	for i := range d.Analysis.Flows {
		for _, p := range d.Analysis.Points(i) {
			if !p.End && !seen[p.Component] {
				seen[p.Component] = true
				ids = append(ids, d.Component(p.Component).ID)
			}
		}
		if d.Analysis.Normal().Flows[i].Outcome >= outcome.Lost {
			lost++
		}
	}
	if lost > 0 {
		return block.Text(block.Strong(fmt.Sprintf("%d of %s not carried even when everything works", lost, verbFor(len(d.Analysis.Flows)))), ": see ", d.See("routing"), ".")
	}
	if len(ids) == 0 {
		return block.Text("No single failure between the ends of a flow takes it down; the ends are its site, its region and a gateway without a second one.")
	}
	return block.Text("Single points of failure between the ends of a flow: ", block.Names(ids, 6), ". See ", d.See("single-points"), ".")
}

func verbFor(flows int) string {
	if flows == 1 {
		return "1 flow is"
	}
	return fmt.Sprintf("%d flows are", flows)
}

// shortAvailability gives the worst predicted availability.
func (d *Data) shortAvailability() block.Inline {
	worst, at := -1.0, -1
	for i := range d.Analysis.Flows {
		if u, ok := d.Analysis.Availability(i); ok && u.Unavailability > worst {
			worst, at = u.Unavailability, i
		}
	}
	if at < 0 {
		return nil
	}
	u, _ := d.Analysis.Availability(at)
	of := block.Inline{}
	if len(d.Analysis.Flows) > 1 {
		of = block.Text(" for the worst flow, ", d.Flow(at))
	}
	return block.Text("Predicted availability", of, ": ", view.Available(u), ", which is ", view.Downtime(u.MinutesPerYear()), " a year. A prediction is no contract: see ", d.See("availability"), ".")
}

// shortLoad gives the fullest element after the worst survived failure.
func (d *Data) shortLoad() block.Inline {
	worst := outcome.Peak{Element: -1}
	for _, f := range d.Analysis.Capacity().Flows {
		for _, p := range []outcome.Peak{f.Normal, f.Worst} {
			if p.Known() && (!worst.Known() || p.Used > worst.Used) {
				worst = p
			}
		}
	}
	if !worst.Known() || worst.Capacity == 0 {
		return nil
	}
	when := " normally"
	if !worst.Change.IsNone() {
		when = " when " + d.Analysis.Name(worst.Change)
	}
	return block.Text("Fullest: ", block.Name(d.Analysis.Elements[worst.Element].ID), " at ", view.Used(worst.Used), " of ", worst.Capacity, when, ".")
}

// shortIndex gives Microsoft's index of the weakest gateway.
func (d *Data) shortIndex() block.Inline {
	all := d.Analysis.Indexes()
	if len(all) == 0 {
		return nil
	}
	least := &all[0]
	for i := range all {
		if all[i].Ceiling < least.Ceiling || all[i].Ceiling == least.Ceiling && all[i].Points < least.Points {
			least = &all[i]
		}
	}
	now := "unknown today"
	if least.Known {
		now = fmt.Sprintf("%v of 100 today", least.Points)
	}
	return block.Text("Microsoft's resiliency index, projected for ", block.Name(least.Name()), ": ", now, ", ", least.Ceiling, " at most.")
}

// shortFindings counts what the rules say.
func (d *Data) shortFindings() block.Inline {
	c := &d.Check
	text := fmt.Sprintf("%s, %s, %d advice", count(c.Count(diag.Error), "error"), count(c.Count(diag.Warning), "warning"), c.Count(diag.Advice))
	if n := c.Excepted(); n > 0 {
		text += fmt.Sprintf(", %s", count(n, "accepted finding"))
	}
	if n := len(unknownRules(c.Unknown)); n > 0 {
		text += fmt.Sprintf("; %s a fact of the design that is missing", lack(n))
	}
	return block.Text("Rules: ", text, ". See ", d.See("findings"), ".")
}

func lack(rules int) string {
	if rules == 1 {
		return "1 rule needs"
	}
	return fmt.Sprintf("%d rules need", rules)
}

// unknownRules returns the rules that lack a fact, each once.
func unknownRules(list []diag.Diagnostic) []string {
	var out []string
	seen := map[string]bool{}
	for _, u := range list {
		if !seen[u.Rule] {
			seen[u.Rule] = true
			out = append(out, u.Rule)
		}
	}
	return out
}

// count writes a number of things.
func count(n int, thing string) string { return rules.Count(n, thing) }

// level is a resiliency level for people.
func level(r planner.Resiliency) string {
	if r == "" {
		return "none"
	}
	return string(r)
}
