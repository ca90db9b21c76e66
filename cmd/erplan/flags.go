package main

import (
	"github.com/spf13/cobra"
)

// jsonFlags gives a command that writes text or JSON its flags: --format, as
// all commands have it, and --json for short.
func jsonFlags(c *cobra.Command, asJSON *bool) {
	c.Flags().VarP((*jsonFormat)(asJSON), "format", "f", "text or json")
	c.Flags().BoolVar(asJSON, "json", false, "the same as --format json")
	complete(c, "format", "text", "json")
}

// A jsonFormat is a flag whose value is text or json.
type jsonFormat bool

// String returns the format.
func (f *jsonFormat) String() string {
	if *f {
		return "json"
	}
	return "text"
}

// Set reads a format.
func (f *jsonFormat) Set(word string) error {
	if word != "text" && word != "json" {
		return oneOf("format", word, []string{"text", "json"})
	}
	*f = word == "json"
	return nil
}

// Type names the value in help.
func (f *jsonFormat) Type() string { return "FORMAT" }
