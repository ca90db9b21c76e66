// Package tui is the terminal UI: one screen on which architects see a network,
// break it, and watch what happens. It computes nothing itself: every figure is
// that of the commands check, failover and compare, in the same words.
//
// # How it is made
//
// A [Model] is the whole screen. What a person has done is a session.Session:
// the option that is looked at, what has failed and is drained, what is tried,
// and the way back. From it and the file follow facts: the design, its analysis,
// what the rules say, what every single failure does. Facts are made in commands
// away from the screen, never change once they are there, and are taken only
// while they are what was asked for last; so the screen never waits, and what
// comes too late does no harm.
//
// There are five views, each a pane: the topology with the flows below it, the
// failures, the findings, the options, the document. A pane draws itself from
// facts and takes moves and clicks. All else that can be done is in one table of
// actions, from which come the keys, the hint bar, the list of "?" and the
// palette of ":".
//
// # What it stands on
//
// A [Host] reads and writes the design, starts the editor, and tells when the
// file has changed. The screen itself touches no file. What it would write it
// shows first, as a difference, and a person agrees; comments and order of the
// file stay as they are.
//
// A file that is broken leaves the last good state on the screen, with what is
// wrong above it. A try that makes the design unsound is taken back and said.
//
// # How it looks
//
// From 80 × 24 cells on, in light and dark, by keys or by mouse. What has a
// colour also has a sign, a word or a line of its own kind: ✗ failed, ⊘ taken
// down, ~ drained; ✓ kept, → moved, ! degraded, ✗ lost. The ways of the chosen
// flow are heavy lines.
package tui
