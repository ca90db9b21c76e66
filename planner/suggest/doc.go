// Package suggest finds the smallest sets of changes with which a design meets
// its intent.
//
// # Asking
//
// A search starts from a draft and one of its options:
//
//	r, diags := suggest.Search(draft, "", suggest.Settings{Book: book.Rules})
//	r.Repairs          // errors that have one mechanical remedy, and their remedies
//	r.Suggestions      // sets of changes, the smallest first, then the cheapest
//	r.Next             // the cheapest single change that gets nearer
//	r.Suggestions[0].Overlay.TOML("suggestion-1")
//
// Nothing is said of a change that was not tried: every candidate is laid over
// the design as an option would be, checked with all rules and simulated.
//
// # Moves
//
// A [Move] is one kind of change: its name, what it does, its [Cost], what it
// may help against, and a function that proposes changes for a design. They
// stand in one table, [Moves]. A [Change] is one proposal: words, an [Overlay],
// and the [Thing]s that somebody has to buy.
//
// Moves with Rules are repairs: an error has one remedy, which does not depend
// on the others, so repairs are taken one after the other and belong to every
// suggestion; of several remedies for one finding, such as a routing weight and
// a prepend, the first that brings nothing new is taken. Moves with Against
// answer to the requirements of a design, and among them the search chooses.
// A move may be both.
//
// # The search
//
// What is in the way of the intent are [Obstacle]s. Sets of one change are
// tried first, then of two, up to Settings.Most. A set is extended only by moves
// that may help against an obstacle that it leaves; a set that contains a
// suggestion is left out, and sets that differ in the order of their changes
// are one. A set that brings a new error, or gives up a requirement that was
// met, goes no further. Once suggestions are found the search goes one change
// further, among changes that are cheaper than the dearest of those found: two
// settings may do what one circuit does. At most Settings.Analyses designs are
// analysed, and of the sets of a size only the most promising extended;
// [Result].Exhausted and Narrowed say where that left something untried.
//
// # What it does not do
//
// Prices are not known here: costs are classes, compared by the dearest change
// of a set. The search does not move sites, change demands, or relax a
// requirement.
package suggest
