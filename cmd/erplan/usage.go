package main

import (
	"slices"

	"github.com/spf13/cobra"
)

// showUsage has a command, and those below it, answer a wrong number of
// arguments with how it is used.
func showUsage(c *cobra.Command) {
	if args := c.Args; args != nil {
		c.Args = func(c *cobra.Command, given []string) error {
			err := args(c, given)
			if err == nil {
				return nil
			}
			if _, ok := err.(*hinted); ok {
				return err
			}
			return hint(err, "Usage: %s\nSee \"%s --help\".", c.UseLine(), c.CommandPath())
		}
	}
	for _, sub := range c.Commands() {
		showUsage(sub)
	}
}

// groups are the commands in the order in which a design needs them; the rest
// is about erplan itself.
var groups = []struct {
	title    string
	commands []string
}{
	{"Write a design:", []string{"init", "import", "fmt", "schema", "lsp"}},
	{"Ask what it is worth:", []string{"check", "failover", "compare", "suggest", "explore", "graph"}},
	{"Hand it over:", []string{"document", "export", "drift", "ci"}},
	{"Look things up:", []string{"rules", "explain", "catalog"}},
}

// group puts the commands of the program into groups, for its help.
func group(root *cobra.Command) {
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title})
		for _, c := range root.Commands() {
			if slices.Contains(g.commands, c.Name()) {
				c.GroupID = g.title
			}
		}
	}
}
