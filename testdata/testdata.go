// Package testdata carries the fixtures of the rules, so that the command can
// show a design that breaks a rule and one that meets it. The same files are
// the rules' tests.
package testdata

import "embed"

// Rules holds rules/FAMILY/NAME/{bad,good}*.toml.
//
//go:embed rules
var Rules embed.FS
