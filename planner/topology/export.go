package topology

// An Export is a topology as plain values, in a fixed order, from which another
// tool can repeat the analysis: a flow is up when for each of its demands there
// is a path from its start to its end over nodes that are up, along edges that
// have no gate or one that is open for the demand. A node is up when all the
// components that it needs are; components fail independently of each other.
type Export struct {
	Components []ExportedComponent `json:"components"`
	Nodes      []ExportedNode      `json:"nodes"`
	Edges      []ExportedEdge      `json:"edges"`
	Flows      []ExportedFlow      `json:"flows"`
}

// An ExportedComponent is a component. TakesDown holds the ids of the others
// that are down when it is.
type ExportedComponent struct {
	ID             string   `json:"id"`
	Kind           string   `json:"kind"`
	Name           string   `json:"name"`
	Unavailability float64  `json:"unavailability"`
	Figure         string   `json:"figure"` // where the unavailability comes from
	NeverFails     bool     `json:"never_fails"`
	TakesDown      []string `json:"takes_down"`
}

// An ExportedNode is a node. Needs holds ids of components, those that take
// down what it is among them.
type ExportedNode struct {
	ID    string   `json:"id"`
	Kind  string   `json:"kind"`
	Name  string   `json:"name"`
	State string   `json:"state,omitempty"`
	Needs []string `json:"needs"`
}

// An ExportedEdge leads from a node to a node, through a gate if it names one.
type ExportedEdge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Gate string `json:"gate,omitempty"`
}

// An ExportedFlow is a flow. Start or end is empty where no way can exist.
type ExportedFlow struct {
	Name    string           `json:"name"`
	From    string           `json:"from"`
	To      string           `json:"to"`
	Start   string           `json:"start"`
	End     string           `json:"end"`
	Demands []ExportedDemand `json:"demands"`
}

// An ExportedDemand is a part of a flow that needs a way of its own.
type ExportedDemand struct {
	Prefixes []string `json:"prefixes"`
	Open     []string `json:"open"` // gates
}

// Export returns the topology with some flows as plain values.
func (t *Topology) Export(flows []Flow) Export {
	w := t.Ways()
	e := Export{
		Components: make([]ExportedComponent, 0, len(t.Components)),
		Nodes:      make([]ExportedNode, 0, len(w.Nodes)),
		Edges:      make([]ExportedEdge, 0, len(w.out.items)),
		Flows:      make([]ExportedFlow, 0, len(flows)),
	}
	for i, c := range t.Components {
		one := ExportedComponent{
			ID: c.ID, Kind: string(c.Kind), Name: c.Name, Unavailability: c.Unavailability,
			Figure: c.Figure.String(), NeverFails: c.NeverFails, TakesDown: []string{},
		}
		for _, taken := range t.Takes(i) {
			if taken != i {
				one.TakesDown = append(one.TakesDown, t.Components[taken].ID)
			}
		}
		e.Components = append(e.Components, one)
	}
	for i, n := range w.Nodes {
		e.Nodes = append(e.Nodes, w.exportNode(i, n))
		for _, edge := range w.Out(i) {
			one := ExportedEdge{From: n.String(), To: w.Nodes[edge.To].String()}
			if edge.Gate >= 0 {
				one.Gate = w.Gates[edge.Gate].String()
			}
			e.Edges = append(e.Edges, one)
		}
	}
	for i := range flows {
		e.Flows = append(e.Flows, w.exportFlow(&flows[i]))
	}
	return e
}

func (w *Ways) exportNode(i int, n Node) ExportedNode {
	out := ExportedNode{ID: n.String(), Kind: string(n.Kind), Name: n.Name, State: n.State, Needs: []string{}}
	for _, c := range w.Needs(i) {
		out.Needs = append(out.Needs, w.topology.Components[c].ID)
	}
	return out
}

func (w *Ways) exportFlow(f *Flow) ExportedFlow {
	out := ExportedFlow{Name: f.Name, From: f.From.String(), To: f.To.String(), Demands: []ExportedDemand{}}
	if f.Start >= 0 && f.End >= 0 {
		out.Start, out.End = w.Nodes[f.Start].String(), w.Nodes[f.End].String()
	}
	for _, d := range f.Demands {
		one := ExportedDemand{Prefixes: []string{}, Open: []string{}}
		for _, p := range d.Prefixes {
			one.Prefixes = append(one.Prefixes, p.String())
		}
		for _, g := range d.Open {
			one.Open = append(one.Open, w.Gates[g].String())
		}
		out.Demands = append(out.Demands, one)
	}
	return out
}
