// Package terraform reads what Terraform knows of Azure: plans and states as
// JSON, and configurations as they are written, with their variables, locals,
// local modules, count and for_each. Resources of the azurerm and azapi
// providers become resources in the shape of Azure Resource Manager, so that one
// mapper serves all sources.
//
// What is only known after an apply is unknown, which is not false; an id that
// is not known yet is followed through the references of the configuration to
// the resource that it will be the id of. Nothing is downloaded: modules from
// elsewhere are reported. Of a data source only what its block says is known,
// and with it the id of what it looks up.
package terraform

import (
	"path"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// A File is a file of a configuration.
type File struct{ Name, Text string }

// A Result is what was read, in the shape of Azure Resource Manager.
type Result struct {
	Resources []*tree.Value
	Notes     []Note
}

// A Note is something that a reader of the result has to know.
type Note struct {
	At      *tree.Value
	Message string
}

// IsConfiguration reports whether a file is called as the files of a
// configuration are.
func IsConfiguration(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tf.json") || IsValues(name)
}

// IsValues reports whether a file is called as those with values of variables
// are.
func IsValues(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// Automatic reports whether a file of values is one that Terraform reads
// without being told to.
func Automatic(name string) bool {
	base := strings.TrimSuffix(path.Base(slashed(strings.ToLower(name))), ".json")
	return base == "terraform.tfvars" || strings.HasSuffix(base, ".auto.tfvars")
}

// An instance is a resource of Terraform: one of those that count or for_each
// make.
type instance struct {
	module string // address of its module; empty for the root
	kind   string
	name   string
	index  string // as the address writes it; empty for a single one
	attrs  *tree.Value
	static bool // from a configuration, where defaults are not filled in
}

// A resolver finds the id that an attribute will hold, or returns nil.
type resolver func(in *instance, attribute string) *tree.Value

// first returns a member of the first element of a list.
func first(list *tree.Value, name string) *tree.Value {
	for _, item := range list.Items() {
		return item.Get(name)
	}
	return nil
}
