package routing

import "strings"

// statics returns the static routes of a hub that hold a part of a site: arcs
// for those that lead over a connection, a tunnel or another hub, and the
// length of the longest one that leads elsewhere, -1 where there is none.
// Routes to the hub's own firewall change nothing.
func (g *graph) statics(t *target, hub int) (arcs []arc, elsewhere int) {
	elsewhere = -1
	h := g.nodes[hub].hub
	if h == nil || t.site == nil || !t.site.region.prefix.IsValid() {
		return nil, elsewhere
	}
	for _, r := range h.StaticRoutes {
		if !r.Prefix.IsValid() || !covers(r.Prefix.Masked(), t.site.region.prefix) || strings.Contains(strings.ToLower(r.NextHop), "firewall") {
			continue
		}
		over := g.toward(hub, r.NextHop)
		for _, a := range over {
			for c := range a.offers {
				a.offers[c] = offer{bits: int16(r.Prefix.Bits()), class: arrival[a.session.joint]}
			}
			arcs = append(arcs, a)
		}
		if len(over) == 0 {
			elsewhere = max(elsewhere, r.Prefix.Bits())
		}
	}
	return arcs, elsewhere
}

// arrival is the class of what a hub learns over a session.
var arrival = map[joint]class{connectionJoint: fromConnection, tunnelJoint: fromTunnel, meshJoint: fromMesh}

// toward returns the sessions of a hub that a next hop names.
func (g *graph) toward(hub int, next string) []arc {
	var out []arc
	for _, i := range g.nodes[hub].sessions {
		s := &g.sessions[i]
		a := arc{session: s, up: true, static: true, from: int32(s.a), to: int32(s.b)}
		var name string
		switch s.joint {
		case connectionJoint:
			name = s.hop.Connection.Path()
		case tunnelJoint:
			name = s.hop.Tunnel.Path()
		case meshJoint:
			if s.b != hub {
				a.up, a.from, a.to = false, int32(s.b), int32(s.a)
			}
			name = g.nodes[a.from].hub.Path()
		}
		if name != "" && strings.Replace(name, ".", "/", 1) == next {
			out = append(out, a)
		}
	}
	return out
}
