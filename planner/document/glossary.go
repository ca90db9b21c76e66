package document

import (
	"strings"

	"github.com/erplan/erplan/planner/document/block"
)

// glossary explains the terms that the document uses, and only these.
var glossary = Section{
	ID: "glossary", Title: "Glossary", Preset: Both, Last: true,
	Build: func(d *Data) []block.Block {
		var text strings.Builder
		for i := range d.built {
			if s := &d.built[i]; !s.Last && (d.Wanted == nil || strings.Contains(" "+strings.Join(d.Wanted, " ")+" ", " "+s.ID+" ")) {
				text.WriteString(s.Markdown)
			}
		}
		t := block.Table{Columns: block.Columns("Term", "Meaning")}
		lower := strings.ToLower(text.String())
		for i := range terms {
			if terms[i].within(lower) {
				t.Rows = append(t.Rows, block.Row(terms[i].name, terms[i].meaning))
			}
		}
		if len(t.Rows) == 0 {
			return nil
		}
		return []block.Block{t}
	},
}

// A term is a word of the glossary, and how it is found.
type term struct {
	name    string
	words   string // that ask for it, in lower case, with bars between; a plural "s" is understood
	meaning string
}

// within reports whether a text in lower case uses the term.
func (t *term) within(text string) bool {
	for word := range strings.SplitSeq(t.words, "|") {
		for rest := text; ; {
			i := strings.Index(rest, word)
			if i < 0 {
				break
			}
			after := strings.TrimPrefix(rest[i+len(word):], "s")
			if (i == 0 || !letter(rest[i-1])) && (after == "" || !letter(after[0])) {
				return true
			}
			rest = rest[i+1:]
		}
	}
	return false
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80 }

// terms are sorted by name.
var terms = []term{
	{"AS path", "as path", "The AS numbers that a route has passed; the shorter one wins where nothing before it decides."},
	{"ASN", "asn", "Autonomous system number, by which BGP speakers tell networks apart."},
	{"Availability zone", "zone", "Separate buildings of an Azure region with their own power, cooling and network."},
	{"BFD", "bfd", "Bidirectional Forwarding Detection: finds a dead neighbour in less than a second, where BGP alone takes minutes."},
	{"BGP hold time", "hold time", "How long a BGP speaker waits for a sign of life before it drops the session."},
	{"Circuit", "circuit", "An ExpressRoute circuit: a pair of links at one peering location, ordered as one."},
	{"Community", "community|communities", "A mark on a BGP route; Microsoft marks its prefixes by region and service."},
	{"Connection", "connection", "The Azure resource that joins a circuit to a gateway."},
	{"Contract", "contract", "The availability below which the supplier refunds a part of the fee; no measure and no prediction."},
	{"Cut set", "cut set", "A least set of components whose failure takes a flow down."},
	{"Drain", "drained|draining|drain|maintenance", "Planned maintenance of an edge router: the session stays up, and its routes become less preferred."},
	{"ECMP", "ecmp", "Equal-cost multipath: traffic is spread over equal routes, flow by flow."},
	{"ExpressRoute Direct", "direct", "A pair of physical ports at Microsoft's edge, rented whole; circuits are cut from it."},
	{"FastPath", "fastpath", "Traffic into Azure goes past the gateway instances, which still exchange the routes."},
	{"Flow", "flow", "Traffic between a site and a network or service that the design is made for; both directions are meant."},
	{"Gateway", "gateway", "The virtual network gateway that ends connections of circuits or VPN tunnels in Azure."},
	{"Global Reach", "global reach", "Joins the private peerings of two circuits, so that sites reach each other over Microsoft's network."},
	{"Link", "link", "One of the two physical paths of a circuit, primary or secondary."},
	{"Local preference", "local preference", "What the customer's routers compare first among equal prefixes; the higher one wins."},
	{"MACsec", "macsec", "Encryption of an Ethernet line, from port to port."},
	{"Metro", "metro", "A peering location of two facilities in one city; the links of a circuit land in different ones."},
	{"Microsoft peering", "microsoft peering", "BGP sessions over a circuit to Microsoft's public services."},
	{"MSEE", "msee|edge router", "Microsoft Enterprise Edge router: Microsoft's end of a link. A circuit has two."},
	{"MTBF, MTTR", "mtbf|mttr", "Mean time between failures, mean time to repair."},
	{"NAT", "nat", "Network address translation: private addresses become public ones before they reach Microsoft's services."},
	{"Peering location", "peering location", "The building where the provider or the customer meets Microsoft."},
	{"Prefix", "prefixes|prefix", "A block of IP addresses, as BGP announces it."},
	{"Prepend", "prepend", "To make an AS path longer, so that a route is less preferred."},
	{"Private peering", "private peering|private", "BGP sessions over a circuit to virtual networks."},
	{"Provider edge", "provider edge|provider-edge", "The provider's device on which a link ends."},
	{"Resiliency level", "resiliency level", "Microsoft's grades of redundancy: standard, high and maximum."},
	{"Route filter", "route filter", "Selects which of Microsoft's services are announced over Microsoft peering."},
	{"Routing weight", "routing-weight|routing weight", "What Azure compares first among connections; the higher one wins."},
	{"Scale unit", "scale unit|units", "The step in which scalable gateways are sized."},
	{"Single point of failure", "single points of failure|single point of failure", "A component whose failure alone takes a flow down."},
	{"Tier", "tier", "Local, Standard or Premium: how far a circuit reaches."},
	{"Transfer network", "transfer network", "The /30 or /126 between the two ends of a link."},
	{"Unavailability", "unavailability", "The share of time that something is down, from 0 to 1."},
	{"Virtual hub", "virtual hub|hub", "Microsoft's managed router of a Virtual WAN, with its gateways."},
	{"Virtual WAN", "virtual wan", "A group of virtual hubs that reach each other."},
	{"VLAN", "vlan", "The tag that separates a peering from others on the same line."},
	{"VPN", "vpn", "An encrypted tunnel (IPsec), here beside or over ExpressRoute."},
}
