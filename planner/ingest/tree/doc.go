// Package tree holds what an importer reads: objects, lists and scalars that
// know the file and the place they come from, whatever text they were read
// from.
//
// Parse reads JSON as people and tools really write it: with a byte-order
// mark or in UTF-16, with // and /* */ comments, commas before a closing
// bracket, and strings that run over several lines. Names of members are
// looked up without regard to case, as Azure compares them.
//
// Two kinds of value have no counterpart in JSON. An Unknown value stands
// where a value exists that cannot be known offline; its text says why. A
// Secret value stands where a key was: Parse never keeps the text of one, so
// that nothing made from a tree can show it.
//
// A consumer marks each value by the Use that it made of it, so that what
// became of every line of a file can be told afterwards.
package tree
