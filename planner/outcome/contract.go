package outcome

import "github.com/erplan/erplan/catalog"

// A Contract is what Microsoft promises for the circuits and the gateway of
// one place: the threshold of a refund, never mixed with what is predicted.
type Contract struct {
	Level    Level
	Circuits *catalog.SLA // nil where the circuits reach no level
	Gateway  *catalog.SLA // nil of Microsoft peering
	Blockers []Blocker    // what keeps the promise from counting
}

// Contracts returns the contract figures that the design is eligible for, in
// the order of [Analysis.Levels].
func (a *Analysis) Contracts() []Contract {
	var out []Contract
	for _, l := range a.Levels() {
		c := Contract{Level: l}
		if len(l.Circuits) > 0 {
			c.Gateway = a.gatewayContract(l)
		}
		c.Circuits = a.sla(string(l.Level))
		for _, k := range l.Circuits {
			if idle := a.idle(k); idle != nil {
				c.Blockers = append(c.Blockers, Blocker{
					Place: idle.Here(), Component: a.Topology.CircuitOf(k),
					Message: "link " + idle.ID() + " is not in use; the promise is tied to both BGP sessions of the circuit",
				})
			}
		}
		out = append(out, c)
	}
	return out
}

func (a *Analysis) sla(topology string) *catalog.SLA {
	s, ok := a.Design.Catalog.SLA(topology)
	if !ok {
		return nil
	}
	return s
}

// gatewayContract returns the contract figure of a gateway or a hub.
func (a *Analysis) gatewayContract(l Level) *catalog.SLA {
	for _, g := range a.Design.Gateways {
		if g.Path() != l.Name {
			continue
		}
		if catalog.Fold(g.SKU) == "basic" {
			return a.sla("gateway-basic")
		}
		return a.sla("gateway")
	}
	for _, h := range a.Design.VirtualHubs {
		if h.Path() == l.Name {
			return a.sla("virtual-wan")
		}
	}
	return nil
}
