// Package circuit holds the rules on what a circuit may be and carry: its
// bandwidth, the regions and services that its tier reaches, how many virtual
// networks it links, how many circuits a subscription has, and whether the
// provider has set it up.
//
// What is wrong with the peering location or the provider is said by package
// location; the rules here stay quiet then.
package circuit

import "github.com/erplan/erplan/rules"

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	providerBandwidthInvalid,
	crossGeopoliticalNeedsPremium,
	drPairAcrossGeoNeedsPremiumBoth,
	m365NeedsPremium,
	microsoftPeeringRegionScope,
	vnetLinkLimit,
	perSubscription,
	skuTransitionNotAllowed,
	bandwidthDecrease,
	premiumRemoval,
	accessLinkSlower,
	sessionOwner,
	localBilling,
	notProvisioned,
}
