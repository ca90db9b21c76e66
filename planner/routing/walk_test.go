package routing_test

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// joined walks a way from end to end, hop by hop, knowing nothing of routing.
func joined(f topology.Flow, w routing.Way) error {
	at := placeOf(f.From)
	for _, h := range w.Hops {
		next, ok := step(at, h)
		if !ok {
			return fmt.Errorf("hop %q does not join on to %v", h.Name, at)
		}
		at = next
	}
	end := placeOf(f.To)
	if at == end || f.To.Service != nil && at.edge != nil || f.To.VNet != nil && serves(at, f.To.VNet) || f.From.VNet != nil && peered(f.From.VNet, f.To.VNet) {
		return nil
	}
	return fmt.Errorf("it ends at %v", at)
}

// A place is where a walk is: one of the fields is set.
type place struct {
	site *planner.Site
	wan  *planner.WAN
	link *planner.Link // on the way over a link
	edge *planner.Link
	vnet *planner.VNet
	hub  *planner.VirtualHub
	far  *planner.Circuit // over Global Reach, at some edge router of a circuit
	conn *planner.Connection
}

func placeOf(e planner.Endpoint) place {
	switch {
	case e.Site != nil:
		return place{site: e.Site}
	case e.VNet != nil && e.VNet.VHub != nil:
		return place{hub: nil, vnet: e.VNet}
	}
	return place{vnet: e.VNet}
}

func serves(at place, v *planner.VNet) bool {
	return at.hub != nil && v.VHub == at.hub || at.vnet != nil && uses(v, at.vnet)
}

func uses(v, of *planner.VNet) bool {
	return v == of || v.Hub == of || slices.ContainsFunc(v.Peerings, func(p *planner.VNetPeering) bool { return p.To == of && p.UseRemoteGateways.Value() })
}

func peered(a, b *planner.VNet) bool {
	to := func(a, b *planner.VNet) bool {
		return a.Hub != nil && (a.Hub == b || a.Hub == b.Hub) || slices.ContainsFunc(a.Peerings, func(p *planner.VNetPeering) bool { return p.To == b || uses(b, p.To) })
	}
	return b != nil && (to(a, b) || to(b, a))
}

// step goes over one hop.
func step(at place, h routing.Hop) (place, bool) {
	switch {
	case h.SiteLink != nil:
		for i, end := range h.SiteLink.Ends {
			if at.site == end.Site {
				return place{site: h.SiteLink.Ends[1-i].Site}, true
			}
		}
		return at, false
	case h.Attachment != nil:
		if at.wan == h.Attachment.WAN && at.wan != nil {
			return place{site: h.Attachment.Router.Site}, true
		}
		return place{wan: h.Attachment.WAN}, at.site == h.Attachment.Router.Site
	case h.WAN != nil:
		return place{wan: h.WAN}, at.wan == h.WAN || at.link != nil && at.link.Circuit.WAN == h.WAN
	case h.Link != nil:
		return stepLink(at, h.Link)
	case h.Edge != nil:
		c := h.Edge.Circuit
		return place{edge: h.Edge}, at.link == h.Edge || at.far == c || at.conn != nil && at.conn.Circuit == c
	case h.GlobalReach != nil:
		return place{far: h.GlobalReach.Other(at.edge.Circuit)}, at.edge != nil && slices.Contains(h.GlobalReach.Circuits[:], at.edge.Circuit)
	case h.Connection != nil:
		return stepConnection(at, h.Connection)
	case h.Tunnel != nil && (at.hub != nil || at.vnet != nil): // down from Azure
		g := h.Tunnel.Gateway
		return place{site: h.Tunnel.Site}, at.hub != nil && at.hub == h.Tunnel.Hub || at.vnet != nil && g != nil && uses(at.vnet, g.VNet)
	case h.Tunnel != nil:
		end := place{hub: h.Tunnel.Hub}
		if h.Tunnel.Gateway != nil {
			end = place{vnet: h.Tunnel.Gateway.VNet}
		}
		return end, at.site == h.Tunnel.Site
	case h.Hub != nil:
		meshed := at.hub != nil && at.hub.WAN == h.Hub.WAN
		return place{hub: h.Hub}, meshed || at.vnet != nil && at.vnet.VHub == h.Hub
	}
	return at, false
}

func stepLink(at place, l *planner.Link) (place, bool) {
	if at.edge == l {
		if l.Router != nil {
			return place{site: l.Router.Site}, true
		}
		return place{link: l}, l.Circuit.WAN != nil
	}
	return place{link: l}, at.site != nil && l.Router != nil && l.Router.Site == at.site || at.wan != nil && at.wan == l.Circuit.WAN
}

func stepConnection(at place, c *planner.Connection) (place, bool) {
	if at.edge != nil && at.edge.Circuit == c.Circuit {
		if c.Hub != nil {
			return place{hub: c.Hub}, true
		}
		return place{vnet: c.Gateway.VNet}, true
	}
	if c.Hub != nil {
		return place{conn: c}, at.hub == c.Hub
	}
	return place{conn: c}, at.vnet != nil && uses(at.vnet, c.Gateway.VNet)
}
