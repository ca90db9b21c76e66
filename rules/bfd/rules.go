// Package bfd holds the rules on Bidirectional Forwarding Detection, which
// finds a dead path in about a second instead of in up to three minutes.
//
// Microsoft's side runs BFD on its own. The rules look at the other end of
// each session: the customer's router, or, where the provider holds the
// sessions (layer 3), what the peering says of the provider.
package bfd

import "github.com/erplan/erplan/rules"

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	missingOnEdge, oneLinkOnly,
	notBoundToBGP, intervalTooFast,
	legacyPeeringNeedsReset, aggressiveBGPTimers,
	rtoBelowDetectionTime,
	l2DevicesHideFailure, deviceWithoutBFD,
}

// Sections of the page on BFD.
const (
	enabling    = "Enabling BFD"
	need        = "Need for BFD"
	negotiation = "BFD Timer Negotiation"
)

// page refers to a section of the page on BFD.
func page(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-bfd", Section: section, Date: "2023-06-30"}
}
