package diagram

import (
	"github.com/erplan/erplan/planner/topology"
)

// A Picture is what a drawing shows, without lines and coordinates.
type Picture struct {
	Tool    *Tool    // for JSON; may be nil
	Title   string   // of the design
	Option  string   // of the design, or ""
	Failed  []string // ids of the components that failed by themselves
	Drained []string // ids of the components that are drained
	Columns []Column // from the customer to Azure; none is empty
	Boxes   []Box    // in the order of the design
	Edges   []Edge
	Groups  []Group

	topology *topology.Topology // nil of a picture made by hand
	state    topology.State
}

// A Tool names the program that drew the picture, and its catalogue.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Catalog string `json:"catalog"` // edition
}

// A Column is a layer of the picture.
type Column struct {
	Title string
	Zone  int // neighbouring columns of one zone share their groups
}

// A Box is a thing of the design, or several that are folded into one.
type Box struct {
	ID         string // "router:hq/ce1"; no other box has it
	Kind       Kind
	Column     int // number of a column
	Group      int // number of the innermost group, or -1
	Title      string
	Details    []string // at most two lines
	Mark       Mark
	Count      int      // how many things are folded into it, or 1
	Components []string // ids of the components that it stands for
	Places     []string // VNets and services that it stands for: "vnet:hub"
}

// An Edge joins two boxes, the first of which stands further left. Traffic
// runs both ways.
type Edge struct {
	From, To   int // numbers of boxes
	Style      Style
	Mark       Mark
	Label      string   // short, or ""
	Count      int      // how many lines are folded into it, or 1
	Components []string // ids of the components that the line itself is
}

// A Group is a frame around boxes.
type Group struct {
	ID         string
	Kind       Kind
	Title      string
	Parent     int // number of the group around it, or -1
	Mark       Mark
	Components []string
}

// A Kind says what a box or a group is: the kind of its component, or one of
// those below.
type Kind string

// The kinds that are no kinds of components.
const (
	VNet       Kind = "vnet"
	Services   Kind = "services"
	VirtualWAN Kind = "virtual-wan"
	VPN        Kind = "vpn" // the tunnels of one VPN connection
)

// The kinds of boxes and groups that are.
const (
	site            Kind = "site"
	router          Kind = "router"
	internet        Kind = "internet"
	siteLink        Kind = "site-link"
	wan             Kind = "wan"
	providerEdge    Kind = "provider-edge"
	msee            Kind = "msee"
	peeringSite     Kind = "peering-site"
	peeringLocation Kind = "peering-location"
	circuit         Kind = "circuit"
	globalReach     Kind = "global-reach"
	gateway         Kind = "gateway"
	virtualHub      Kind = "virtual-hub"
	region          Kind = "region"
)

// A Mark says what the state makes of a box or an edge.
type Mark uint8

// The marks, in the order in which they matter.
const (
	Up       Mark = iota
	Partly        // some of what it stands for is down
	Draining      // drained for maintenance
	Down          // taken down by something that failed
	Failed        // failed by itself
)

var markNames = [...]string{"up", "partly", "draining", "down", "failed"}

// String returns the word for a mark.
func (m Mark) String() string { return markNames[m] }

// lost reports whether nothing gets through.
func (m Mark) lost() bool { return m >= Down }

// signs are what text shows before a title; every one is one cell wide.
var signs = [...]string{"", "!", "~", "⊘", "✗"}

// A Style is how an edge is drawn.
type Style uint8

// The styles.
const (
	Inside    Style = iota // neither primary nor secondary; solid
	Primary                // solid
	Secondary              // dashed
	Tunnelled              // of a VPN; dotted
)

var styleNames = [...]string{"inside", "primary", "secondary", "vpn"}

// String returns the word for a style.
func (s Style) String() string { return styleNames[s] }

// joined is the style of two lines that are folded into one.
func (s Style) joined(o Style) Style {
	if s == o {
		return s
	}
	return min(s, o, Primary)
}

// members returns the boxes of each group, those of groups inside included.
func (p *Picture) members() [][]int {
	out := make([][]int, len(p.Groups))
	for i := range p.Boxes {
		for g := p.Boxes[i].Group; g >= 0; g = p.Groups[g].Parent {
			out[g] = append(out[g], i)
		}
	}
	return out
}
