// Package export writes the Azure part of a design as a template of Azure
// Resource Manager or as a Terraform configuration: port pairs, circuits and
// their peerings, route filters, Global Reach, VNets, gateways, connections,
// virtual WANs and hubs, and site-to-site tunnels.
//
// Importing what was written gives the same design again, as far as Azure
// carries it. Keys are no part of a design: each becomes a parameter without a
// default. So does a region that the design does not state. What no Azure
// resource carries (sites, routers, BFD, flows, requirements) is not written,
// and what cannot be written is listed.
//
// The result is a start for whoever builds the network, not a deployment that
// was tried: it should be reviewed, and planned with what-if or plan, before
// anything is deployed.
package export
