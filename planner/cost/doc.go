// Package cost lists what a design has to buy and, from a file of prices that
// the user brings, what that costs a month. It knows no price itself.
//
// # Things to buy
//
// Items lists the things of a design, one for each:
//
//   - circuit: each circuit of a service provider; direct-circuit: each one on
//     a port pair of ExpressRoute Direct;
//   - port-pair: each ExpressRoute Direct port pair, which is two ports;
//   - cross-connect: the cable or access line of each link of a provider
//     circuit that is in use and of each port of a port pair that is switched
//     on. Links of a direct circuit are logical and need none of their own;
//   - expressroute-gateway and vpn-gateway: each gateway of a virtual network,
//     and each that a virtual hub has scale units for;
//   - virtual-hub: each hub; hub-connection: each circuit and each VPN that is
//     connected to one;
//   - tunnel: each IPsec tunnel;
//   - global-reach: each Global Reach link;
//   - egress: the data that leaves Azure over each metered circuit.
//
// What is not listed is not bought here: routers, firewalls, the ports of the
// customer's own devices, public addresses, people.
//
// # Prices
//
// A List is read from a file of our own (Read) or from what Azure's retail
// price API returned (ReadAzure), and lists can be joined. A price states what
// it is for by attributes; it fits an item that has all of them. Of several
// that fit the one that states most counts. An item that no price fits is
// unpriced: it stays in the Bill with the reason, and never counts as nothing.
//
// An hour is counted 730 times a month, as Azure's calculators do.
package cost
