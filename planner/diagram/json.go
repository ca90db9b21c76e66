package diagram

import (
	"encoding/json"
	"io"

	"github.com/erplan/erplan/planner/topology"
)

// pictureJSON is a picture as machines read it.
type pictureJSON struct {
	Schema     int             `json:"schema"`
	Tool       *Tool           `json:"tool,omitempty"`
	Design     designJSON      `json:"design"`
	Fail       []string        `json:"fail"`
	Drain      []string        `json:"drain"`
	Columns    []string        `json:"columns"`
	Nodes      []nodeJSON      `json:"nodes"`
	Edges      []edgeJSON      `json:"edges"`
	Groups     []groupJSON     `json:"groups"`
	Components []componentJSON `json:"components"`
	Ways       *waysJSON       `json:"ways,omitempty"`
}

type designJSON struct {
	Name   string `json:"name"`
	Option string `json:"option"`
}

type nodeJSON struct {
	ID         string   `json:"id"`
	Kind       Kind     `json:"kind"`
	Title      string   `json:"title"`
	Details    []string `json:"details"`
	Column     int      `json:"column"`
	Group      string   `json:"group"`
	Mark       string   `json:"mark"`
	Count      int      `json:"count"`
	Components []string `json:"components"`
	Places     []string `json:"places"`
}

type edgeJSON struct {
	From       string   `json:"from"`
	To         string   `json:"to"`
	Style      string   `json:"style"`
	Mark       string   `json:"mark"`
	Label      string   `json:"label"`
	Count      int      `json:"count"`
	Components []string `json:"components"`
}

type groupJSON struct {
	ID         string   `json:"id"`
	Kind       Kind     `json:"kind"`
	Title      string   `json:"title"`
	Parent     string   `json:"parent"`
	Mark       string   `json:"mark"`
	Components []string `json:"components"`
}

// A componentJSON is a component with what it takes down, itself left out.
type componentJSON struct {
	ID             string   `json:"id"`
	Kind           string   `json:"kind"`
	Name           string   `json:"name"`
	Unavailability float64  `json:"unavailability"`
	Figure         string   `json:"figure"`
	NeverFails     bool     `json:"never_fails"`
	Takes          []string `json:"takes"`
	State          string   `json:"state"`
}

// JSON writes the picture, every component with what it takes down and how
// often it is down by itself, and the graph of the ways with the flows, so
// that another tool can repeat the analysis.
func JSON(w io.Writer, p *Picture) error {
	out := pictureJSON{
		Schema: 1, Tool: p.Tool, Design: designJSON{p.Title, p.Option},
		Fail: filled(p.Failed), Drain: filled(p.Drained),
		Columns: []string{}, Nodes: []nodeJSON{}, Edges: []edgeJSON{}, Groups: []groupJSON{}, Components: []componentJSON{},
	}
	for _, c := range p.Columns {
		out.Columns = append(out.Columns, c.Title)
	}
	for _, b := range p.Boxes {
		out.Nodes = append(out.Nodes, nodeJSON{b.ID, b.Kind, b.Title, filled(b.Details), b.Column, p.groupID(b.Group), b.Mark.String(), b.Count, filled(b.Components), filled(b.Places)})
	}
	for _, e := range p.Edges {
		out.Edges = append(out.Edges, edgeJSON{p.Boxes[e.From].ID, p.Boxes[e.To].ID, e.Style.String(), e.Mark.String(), e.Label, e.Count, filled(e.Components)})
	}
	for _, g := range p.Groups {
		out.Groups = append(out.Groups, groupJSON{g.ID, g.Kind, g.Title, p.groupID(g.Parent), g.Mark.String(), filled(g.Components)})
	}
	if p.topology != nil {
		out.Components = p.components()
		out.Ways = waysOf(p.topology)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (p *Picture) groupID(g int) string {
	if g < 0 {
		return ""
	}
	return p.Groups[g].ID
}

func (p *Picture) components() []componentJSON {
	failed := map[string]bool{}
	for _, id := range p.Failed {
		failed[id] = true
	}
	out := []componentJSON{}
	for i, c := range p.topology.Components {
		state := Up
		switch {
		case failed[c.ID]:
			state = Failed
		case !p.state.Up(i):
			state = Down
		case p.state.Draining(i):
			state = Draining
		}
		j := componentJSON{c.ID, string(c.Kind), c.Name, c.Unavailability, c.Figure.String(), c.NeverFails, []string{}, state.String()}
		for _, taken := range p.topology.Takes(i) {
			if taken != i {
				j.Takes = append(j.Takes, p.topology.Components[taken].ID)
			}
		}
		out = append(out, j)
	}
	return out
}

// waysJSON is the graph of the ways. A node is up when all the components
// that it needs are; an edge with a gate is open for the demands that name
// the gate. A flow is available when each of its demands has a way from start
// to end over nodes that are up.
type waysJSON struct {
	Nodes []wayNodeJSON `json:"nodes"`
	Edges []wayEdgeJSON `json:"edges"`
	Flows []flowJSON    `json:"flows"`
}

type wayNodeJSON struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Component string   `json:"component"`
	Needs     []string `json:"needs"`
}

type wayEdgeJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
	Gate string `json:"gate"`
}

type flowJSON struct {
	Name    string       `json:"name"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Start   string       `json:"start"`
	End     string       `json:"end"`
	Demands []demandJSON `json:"demands"`
}

type demandJSON struct {
	Prefixes []string `json:"prefixes"`
	Open     []string `json:"open"`
}

func waysOf(t *topology.Topology) *waysJSON {
	w := t.Ways()
	out := &waysJSON{Nodes: []wayNodeJSON{}, Edges: []wayEdgeJSON{}, Flows: []flowJSON{}}
	names := make([]string, len(w.Nodes))
	for i, n := range w.Nodes {
		names[i] = n.String()
		j := wayNodeJSON{ID: names[i], Kind: string(n.Kind), Needs: []string{}}
		if n.Component >= 0 {
			j.Component = t.Components[n.Component].ID
		}
		for _, c := range w.Needs(i) {
			j.Needs = append(j.Needs, t.Components[c].ID)
		}
		out.Nodes = append(out.Nodes, j)
	}
	for i := range w.Nodes {
		for _, e := range w.Out(i) {
			j := wayEdgeJSON{From: names[i], To: names[e.To]}
			if e.Gate >= 0 {
				j.Gate = w.Gates[e.Gate].String()
			}
			out.Edges = append(out.Edges, j)
		}
	}
	for _, f := range t.Flows() {
		out.Flows = append(out.Flows, flowOf(w, &f, names))
	}
	return out
}

func flowOf(w *topology.Ways, f *topology.Flow, names []string) flowJSON {
	j := flowJSON{Name: f.Name, From: f.From.String(), To: f.To.String(), Demands: []demandJSON{}}
	if f.Start >= 0 {
		j.Start = names[f.Start]
	}
	if f.End >= 0 {
		j.End = names[f.End]
	}
	for _, d := range f.Demands {
		demand := demandJSON{[]string{}, []string{}}
		for _, p := range d.Prefixes {
			demand.Prefixes = append(demand.Prefixes, p.String())
		}
		for _, g := range d.Open {
			demand.Open = append(demand.Open, w.Gates[g].String())
		}
		j.Demands = append(j.Demands, demand)
	}
	return j
}

// filled is a list that is never null.
func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
