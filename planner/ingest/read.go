package ingest

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/arm"
	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/terraform"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// An input is all that the sources say.
type input struct {
	estate *estate.Estate
	files  []*file
	notes  []note
	noted  map[string]bool
	bodies []body
}

// A file is a source, and what kind of text it is.
type file struct {
	name string
	kind string
	root *tree.Value // nil of a Terraform configuration
}

// A body is a resource as one source says it.
type body struct {
	file  *file
	value *tree.Value
}

// A note has the place it is about.
type note struct {
	at      *tree.Value
	message string
}

func (in *input) note(at *tree.Value, format string, args ...any) {
	n := note{at, fmt.Sprintf(format, args...)}
	if key := at.Where() + n.message; !in.noted[key] {
		in.noted[key] = true
		in.notes = append(in.notes, n)
	}
}

// read reads all sources.
func read(sources []Source) (*input, error) {
	in := &input{estate: estate.New(), noted: map[string]bool{}}
	var problems []error
	var configuration []terraform.File
	for _, s := range sources {
		name := Printable(s.Name)
		if why := otherKind[path.Ext(strings.ToLower(s.Name))]; why != "" {
			problems = append(problems, fmt.Errorf("%s %s", name, why))
			continue
		}
		text, err := tree.Decode(s.Text)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		if terraform.IsConfiguration(s.Name) {
			configuration = append(configuration, terraform.File{Name: s.Name, Text: text})
			in.files = append(in.files, &file{name: s.Name, kind: "Terraform configuration"})
			continue
		}
		root, err := tree.Parse(name, text)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		in.files = append(in.files, &file{name: s.Name, kind: kindOf(root), root: root})
	}
	if err := in.configuration(configuration); err != nil {
		problems = append(problems, err)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	in.templates()
	for _, f := range in.files {
		in.file(f)
	}
	for _, b := range in.bodies {
		in.estate.Add(b.value)
	}
	return in, nil
}

// otherKind says of files that are not read what to do with them.
var otherKind = map[string]string{
	".toml":  "is TOML, as designs are: there is nothing to import",
	".bicep": "is Bicep: \"az bicep build --file FILE\" makes a template of it, which import reads",
	".yaml":  "is YAML: have az print JSON (-o json)",
	".yml":   "is YAML: have az print JSON (-o json)",
}

// The kinds of JSON texts.
const (
	template   = "template"
	parameters = "parameters"
	plan       = "Terraform plan"
	listing    = "resources"
)

func kindOf(root *tree.Value) string {
	switch {
	case arm.IsTemplate(root):
		return template
	case arm.IsParameters(root):
		return parameters
	case terraform.IsPlan(root):
		return plan
	}
	return listing
}

// file reads the resources of a file that is no template.
func (in *input) file(f *file) {
	switch f.kind {
	case listing:
		in.walk(f, f.root, 0)
	case plan:
		got := terraform.Plan(f.root)
		in.takeTerraform(f, got)
	}
}

func (in *input) takeTerraform(f *file, got terraform.Result) {
	for _, n := range got.Notes {
		in.note(n.At, "%s", n.Message)
	}
	for _, v := range got.Resources {
		in.bodies = append(in.bodies, body{f, v})
	}
}

func (in *input) configuration(files []terraform.File) error {
	if len(files) == 0 {
		return nil
	}
	got, err := terraform.Configuration(files)
	if err != nil {
		return err
	}
	for _, n := range got.Notes {
		in.note(n.At, "%s", n.Message)
	}
	for _, v := range got.Resources {
		i := slices.IndexFunc(in.files, func(f *file) bool { return v.File != nil && Printable(f.name) == v.File.Name })
		in.bodies = append(in.bodies, body{in.files[max(i, 0)], v})
	}
	return nil
}

// templates evaluates the templates. One that another links is not deployed
// on its own.
func (in *input) templates() {
	given := map[string]*tree.Value{}
	linked := map[string]*tree.Value{}
	for _, f := range in.files {
		switch f.kind {
		case parameters:
			arm.Parameters(f.root, given)
		case template:
			linked[strings.ToLower(path.Base(f.name))] = f.root
		}
	}
	var used []*tree.Value
	results := map[*file]arm.Result{}
	for _, f := range in.files {
		if f.kind == template {
			results[f] = arm.Evaluate(f.root, arm.Input{Parameters: given, Linked: linked})
			used = append(used, results[f].Linked...)
		}
	}
	for _, f := range in.files {
		if f.kind != template || slices.Contains(used, f.root) {
			continue
		}
		for _, n := range results[f].Notes {
			in.note(n.At, "%s", n.Message)
		}
		for _, v := range results[f].Resources {
			in.bodies = append(in.bodies, body{in.fileOf(v, f), v})
		}
	}
	in.unusedParameters(given)
}

// fileOf returns the file that a resource stands in.
func (in *input) fileOf(v *tree.Value, otherwise *file) *file {
	for _, f := range in.files {
		if f.root != nil && f.root.File == v.File {
			return f
		}
	}
	return otherwise
}

// unusedParameters notes values for parameters that no template has.
func (in *input) unusedParameters(given map[string]*tree.Value) {
	for _, f := range in.files {
		if f.kind != parameters {
			continue
		}
		for _, p := range f.root.Get("parameters").Elements() {
			declared := slices.ContainsFunc(in.files, func(t *file) bool {
				return t.kind == template && t.root.Path("parameters", p.Name) != nil
			})
			if !declared && given[strings.ToLower(p.Name)] != nil {
				in.note(p, "no template among the files has a parameter %s", source.Quote(p.Name))
			}
		}
	}
}

// deepest is how deep resources are looked for in lists and answers.
const deepest = 12

// walk finds the resources of an export: bare lists, {"value": […]},
// {"data": […]}, recorded answers, single resources.
func (in *input) walk(f *file, v *tree.Value, depth int) {
	if v == nil || depth > deepest {
		return
	}
	if v.Kind == tree.Object && resource(v) {
		in.bodies = append(in.bodies, body{f, v})
		return
	}
	if id := v.Get("id"); v.Kind == tree.Object && !id.Blank() {
		in.note(id, "%s is no id of an Azure resource; what it stands in is passed over", show(id))
	}
	for _, kid := range v.Elements() {
		switch strings.ToLower(kid.Name) {
		case "parameters", "nextlink", "properties":
		default:
			in.walk(f, kid, depth+1)
		}
	}
	if next, _ := v.Get("nextLink").Str(); next != "" {
		in.note(v.Get("nextLink"), "the list goes on elsewhere (nextLink): fetch the rest too")
	}
}

// resource reports whether an object is the body of a resource.
func resource(v *tree.Value) bool {
	if v.Get("id") == nil && v.Get("type") == nil {
		return false
	}
	_, ok := estate.Identify(v)
	return ok && len(v.Kids) > 1
}

// hint says what an input without resources may be.
func (in *input) hint() string {
	if len(in.notes) > 0 {
		n := in.notes[0]
		return fmt.Sprintf(": %s: %s", n.at.Where(), n.message)
	}
	for _, f := range in.files {
		if f.root == nil {
			continue
		}
		if f.kind == plan && f.root.Get("planned_values") != nil {
			return fmt.Sprintf(": the plan %s leaves none", Printable(f.name))
		}
		list := f.root
		if v := list.Get("value"); v != nil {
			list = v
		}
		for _, item := range list.Items() {
			if kind, _ := item.Get("type").Str(); isCatalogueList(kind) {
				return fmt.Sprintf(": %s is a list of the catalogue; \"erplan catalog import %s\" reads it", Printable(f.name), Printable(f.name))
			}
		}
	}
	return ""
}

// isCatalogueList reports whether a type is one of those that Azure lists for
// everyone: providers, port locations, communities.
func isCatalogueList(kind string) bool {
	kind = strings.ToLower(kind)
	for _, list := range []string{"serviceproviders", "expressrouteportslocations", "bgpservicecommunities"} {
		if strings.Contains(kind, list) {
			return true
		}
	}
	return false
}
