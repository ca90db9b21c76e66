// Package location holds the rules on where circuits and port pairs meet
// Microsoft: whether a peering location exists, what is offered there by whom,
// which regions are local to it, and to which cloud it belongs.
//
// A location or a provider that the catalogue does not know is one finding:
// the rules that would need it stay quiet.
package location

import "github.com/erplan/erplan/rules"

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	peeringLocationUnknown,
	providerNotAtLocation,
	metroProviderAnnouncedOnly,
	metroNotAvailable,
	directNotAtLocation,
	directPortSpeedAvailability,
	localSKUNotOffered,
	localSKURegionMismatch,
	cloudBoundaryMismatch,
	standardTierCreationRestricted,
	multipleProviders,
	peeringLocationNotNearest,
}
