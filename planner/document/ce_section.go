package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/document/block"
)

// Vendors are the words for the systems that router configurations are
// written for.
var Vendors = []string{"ios-xe", "junos"}

// edges holds the configuration of every router of the customer on which
// something of the design ends.
var edges = Section{
	ID: "ce-configuration", Title: "Customer-edge router configuration", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		var list []*edge
		for _, s := range d.Design.Sites {
			for _, r := range s.Routers {
				if e := d.edgeOf(r); !e.empty() {
					list = append(list, e)
				}
			}
		}
		if list == nil {
			return d.noEdges()
		}
		var out []block.Block
		for _, e := range list {
			vendors := e.vendors()
			if len(list) > mostBoth {
				vendors = vendors[:1]
			}
			out = append(out, d.edgeBlocks(e, vendors)...)
		}
		intro := []block.Block{
			block.Say("What ends on each router: interfaces, sessions, filters and preferences, filled from the design. Hardening, the routing inside the site and the sessions between routers of one site are not part of it; local preference works only where those exchange it."),
			block.Say("Words in angle brackets are to be replaced: secrets, which no document may hold, and what the design does not state. ", block.Name("erplan document --router SITE/NAME --vendor ios-xe"), " (or ", block.Name("junos"), ") prints one router alone. The configurations were written from the vendors' documentation and tried on no device."),
		}
		return append(intro, out...)
	},
}

// mostBoth is up to how many routers without a stated model are configured for
// every vendor; of a network with more the command prints the others.
const mostBoth = 12

// noEdges says why there is nothing to configure; nothing of a design without
// circuits and VPNs.
func (d *Data) noEdges() []block.Block {
	if len(d.Design.Circuits)+len(d.Design.VPNTunnels) == 0 {
		return nil
	}
	return []block.Block{block.Say("No session ends on a router of the customer that the design names: the provider holds them, or the links name no router.")}
}

func (d *Data) edgeBlocks(e *edge, vendors []string) []block.Block {
	out := []block.Block{block.Title(3, "Router ", e.router.ID())}
	for _, vendor := range vendors {
		out = append(out, block.Say(vendorNames[vendor], ":"), block.Code{Language: "text", Text: d.render(e, vendor)})
	}
	return out
}

var vendorNames = map[string]string{"ios-xe": "Cisco IOS XE", "junos": "Junos"}

// runsXR tells models of Cisco that run IOS XR, whose syntax is another: ASR
// 9000, NCS, and the 8000 series, of which only Catalysts end in 00.
var runsXR = regexp.MustCompile(`(?i)\bios ?xr|\bxrv|\basr[ -]?9\d|\bncs|\bcisco 8\d(0[1-9]|[1-9]\d)\b`)

// otherSystem says what to do where a model does not run the system that a
// configuration is written for.
func otherSystem(model string) string {
	if runsXR.MatchString(model) {
		return "It runs IOS XR: what follows says what is needed, not how XR writes it."
	}
	return "Check the syntax where it runs another system."
}

// vendors returns for which systems a router is configured: the one of its
// model, else that of the names of its interfaces or, where the design does not
// tell, all.
func (e *edge) vendors() []string {
	model := strings.ToLower(e.router.Model)
	for _, v := range vendorWords {
		if slices.ContainsFunc(v.words, func(word string) bool { return strings.Contains(model, word) }) {
			return []string{v.vendor}
		}
	}
	for _, p := range e.ports {
		switch name := strings.ToLower(p.name); {
		case e.router.Model != "":
		case junosPort.MatchString(name):
			return []string{"junos"}
		case ciscoPort.MatchString(name):
			return []string{"ios-xe"}
		}
	}
	return Vendors
}

// The names of interfaces of both systems.
var (
	junosPort = regexp.MustCompile(`^(xe|et|ge|ae|irb|so)-?[0-9]+(/|$)`)
	ciscoPort = regexp.MustCompile(`^(fa|gi|te|twe|fo|hu|fastethernet|gigabit|tengig|twentyfivegig|fortygig|hundredgig|port-channel)`)
)

// vendorWords are what tells the system of a model.
var vendorWords = []struct {
	vendor string
	words  []string
}{
	{"junos", []string{"juniper", "junos", "srx", "vmx", "mx304", "mx204", "ptx", "acx"}},
	{"ios-xe", []string{"cisco", "asr", "isr", "catalyst", "csr"}},
}

func (d *Data) render(e *edge, vendor string) string {
	if vendor == "junos" {
		return d.junos(e)
	}
	return d.iosXE(e)
}

// RouterConfig returns the configuration of one router, which is named
// SITE/NAME, for a vendor of [Vendors], or "" for that of its model. An error names the nearest router.
func RouterConfig(d *Data, router, vendor string) (string, error) {
	var names []string
	for _, s := range d.Design.Sites {
		for _, r := range s.Routers {
			if r.ID() == router {
				e := d.edgeOf(r)
				if e.empty() {
					return "", fmt.Errorf("nothing of the design ends on router %q: no link with a session of the customer, and no VPN", router)
				}
				if vendor == "" {
					vendor = e.vendors()[0]
				}
				return d.render(e, vendor), nil
			}
			names = append(names, r.ID())
		}
	}
	message := fmt.Sprintf("the design has no router %q", router)
	if near := catalog.Nearest(router, names); len(near) > 0 {
		message += fmt.Sprintf("; did you mean %q?", near[0])
	}
	return "", fmt.Errorf("%s", message)
}
