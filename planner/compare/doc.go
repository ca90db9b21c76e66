// Package compare puts designs side by side: the base and the options of a
// file, or several files. It runs the rules and the failover analysis on each
// candidate, measures them by the same criteria, and says which are dominated,
// which one weights would choose, and what tells them apart.
//
// # Criteria
//
// Criteria lists what candidates are judged by. A Measure is a number and what
// it leaves open: an item without a price, a failure whose interruption no page
// gives a figure for. What is open in both of two candidates is taken to be the
// same; what is open in one alone makes it no better there, whatever the number
// is. Predictions count to two digits: the estimates that they rest on have no
// more.
//
// # Dominance
//
// A candidate dominates another where it is no worse in any criterion and
// better in one; only candidates with the same flows are compared so. That is a
// strict partial order: nothing dominates itself, and what dominates a
// dominating candidate dominates the dominated one too.
//
// # Weights
//
// Each criterion gives from 0 for the worst of the candidates to 1 for the
// best, in proportion between: availability in proportion to its nines, that is
// the logarithm of the downtime, and an interruption until repair as one of a
// day. All get 1 where they are equal. The total is the weighted mean, from 0
// to 100. A criterion that leaves open different things in two candidates is
// left out, and said so. Scores are relative to the candidates: another
// candidate may change them, as it does in every such method, so look at the
// numbers beneath.
//
// The sensitivity says for each criterion at which weight, all others as they
// are, another candidate takes the lead.
package compare
