package ingest

import (
	"path"
	"strings"

	"github.com/erplan/erplan/planner/ingest/terraform"
	"github.com/erplan/erplan/planner/ingest/tree"
)

// ModuleFolders returns the folders that local modules of Terraform
// configurations among sources are in, of which no file is among them.
func ModuleFolders(sources []Source) []string {
	var files []terraform.File
	for _, s := range sources {
		if !terraform.IsConfiguration(s.Name) || terraform.IsValues(s.Name) {
			continue
		}
		if text, err := tree.Decode(s.Text); err == nil {
			files = append(files, terraform.File{Name: s.Name, Text: text})
		}
	}
	return terraform.Calls(files)
}

// A Part says what a file of a folder is for an import of the folder.
type Part int

// The parts.
const (
	Other  Part = iota // not for import
	Export             // read on its own: JSON
	Module             // a configuration of Terraform, or values that it reads by itself
	Values             // values that Terraform reads where it is told to
)

// PartOf tells a file by its name.
func PartOf(name string) Part {
	switch ext := path.Ext(strings.ToLower(name)); {
	case terraform.IsValues(name) && !terraform.Automatic(name):
		return Values
	case terraform.IsConfiguration(name):
		return Module
	case ext == ".json":
		return Export
	}
	return Other
}
