// Package drift compares a design with what is live, in the words of the
// design language.
//
// Both sides are designs: the live one is imported from an export (package
// ingest). Only what Azure knows is compared. What one side does not state is
// unknown, which is no difference; such values are counted, and listed for who
// wants to know. A table of which the export has no resources at all is not
// missing there: the export does not say.
//
// Tables are matched by name. What has another name in Azure is matched by
// what it is: a circuit by its peering's prefix or by its place and provider,
// a gateway by its VNet and kind, a connection by its ends.
package drift
