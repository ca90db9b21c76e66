// Package diagram draws the topology of a design: as text, SVG, Mermaid, DOT
// and JSON.
//
// # Pictures
//
// [New] turns a topology and a state into a [Picture]: boxes in columns from
// the customer to Azure, the edges between them, and groups, which are frames
// around boxes of one site, peering location, region or Virtual WAN. A box
// stands for components of the topology, whose ids it holds; its [Mark] says
// what the state makes of them. A picture knows nothing of lines and
// coordinates, and a caller may make one by hand.
//
// The columns are those of the domain: site, router, wide-area network or
// Internet access, provider's edge, Microsoft's edge router, circuit or
// tunnel, gateway, network, spoke. An edge leads from a column to one further
// right. Primary links are solid, secondary ones dashed, VPN dotted.
//
// # Folding
//
// Large designs are folded: a site with its routers into one box, a peering
// location with its circuits, a region with its networks; and where a column
// is still crowded, boxes that are joined alike to the rest become one, such
// as "190 sites". A box never hides a failure: things with different marks
// are not folded for being alike, and one of which a part is down says so.
//
// # Layout
//
// The layout is layered. Sweeps order the boxes of each column after the mean
// of their neighbours, the best order found is kept, and members of a group
// stay together. Heights are then drawn towards the neighbours as far as the
// distances allow, so that a chain of boxes becomes a straight line. An edge
// that passes over a column has a place of its own there, and never runs
// through a box. Everything is computed from measured text: a label that is
// too long is shortened in the middle, never cut by a border.
//
// Failures are told by sign, words and line as well as by colour. The same
// picture gives the same bytes. Text from the design is made harmless in each
// format; control characters and marks that reorder text are replaced.
package diagram
