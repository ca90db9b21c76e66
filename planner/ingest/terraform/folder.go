package terraform

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// Configuration reads the files of a configuration. The files of each folder
// are a module; one that another calls by its path is evaluated for each call,
// with the arguments of the call, and the others as they are deployed. The
// error names the file and place of what is not HCL.
func Configuration(files []File) (Result, error) {
	r, err := newReader(files)
	if err != nil {
		return Result{}, err
	}
	for _, f := range r.roots() {
		r.give(f)
		newModule(r, f).run()
	}
	r.unused()
	return Result{r.out, r.notes}, nil
}

// Calls returns the folders that the local modules of a configuration are in,
// of which no file is given, in the order of their calls. Files that cannot be
// read are passed over.
func Calls(files []File) []string {
	var out []string
	have := map[string]bool{}
	for _, f := range files {
		have[folderOf(f.Name)] = true
	}
	for _, f := range files {
		r, err := newReader([]File{f})
		if err != nil {
			continue
		}
		for _, dir := range r.order {
			for _, call := range r.folders[dir].calls {
				if to, ok := target(dir, sourceOf(call)); ok && !have[to] {
					have[to] = true
					out = append(out, to)
				}
			}
		}
	}
	return out
}

// A reader reads the folders of a configuration.
type reader struct {
	files   map[string]*tree.File // by name
	folders map[string]*folder
	order   []string // of the folders, as their files come
	given   []given  // by files of values, the weakest first
	steps   int      // expressions that are evaluated
	modules int      // calls that are evaluated
	asked   int      // reasons that are looked for, one for another
	out     []*tree.Value
	notes   []Note
}

// A folder is what the files of a folder declare.
type folder struct {
	dir       string
	variables map[string]*hclsyntax.Block
	locals    map[string]*hclsyntax.Attribute
	outputs   map[string]*hclsyntax.Attribute
	resources []*hclsyntax.Block // and data sources
	calls     []*hclsyntax.Block
	values    map[string]cty.Value // of variables, by files of values
	called    bool                 // by a module in another folder
}

// A given value is that of a variable in a file of values.
type given struct {
	dir  string // of the files of values that Terraform reads by itself; empty for all
	name string
	v    cty.Value
	at   *tree.Value
	used bool
}

// newReader parses the files.
func newReader(files []File) (*reader, error) {
	r := &reader{files: map[string]*tree.File{}, folders: map[string]*folder{}}
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), byAuto(a.Name, b.Name)) })
	for _, f := range files {
		r.files[f.Name] = tree.NewFile(f.Name, f.Text)
		if err := r.parse(f); err != nil {
			return nil, err
		}
	}
	for _, dir := range r.order {
		for _, call := range r.folders[dir].calls {
			if to, ok := target(dir, sourceOf(call)); ok && to != dir && r.folders[to] != nil {
				r.folders[to].called = true
			}
		}
	}
	return r, nil
}

// rank orders files of values as Terraform does: later ones win.
func rank(name string) int {
	switch base := path.Base(strings.ToLower(slashed(name))); {
	case base == "terraform.tfvars":
		return 0
	case base == "terraform.tfvars.json":
		return 1
	case Automatic(base):
		return 2
	}
	return 3
}

// byAuto orders the files of values that Terraform reads by itself.
func byAuto(a, b string) int {
	if rank(a) == 2 && rank(b) == 2 {
		return strings.Compare(path.Base(slashed(a)), path.Base(slashed(b)))
	}
	return 0
}

func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

func folderOf(name string) string { return path.Dir(slashed(name)) }

// parse takes in a file.
func (r *reader) parse(f File) error {
	if IsValues(f.Name) {
		return r.parseValues(f)
	}
	body, err := r.body(f)
	if err != nil {
		return err
	}
	dir := folderOf(f.Name)
	if r.folders[dir] == nil {
		r.order = append(r.order, dir)
		r.folders[dir] = &folder{dir: dir, variables: map[string]*hclsyntax.Block{}, locals: map[string]*hclsyntax.Attribute{},
			outputs: map[string]*hclsyntax.Attribute{}, values: map[string]cty.Value{}}
	}
	for _, b := range body.Blocks {
		r.folders[dir].declare(b)
	}
	return nil
}

// body parses a file in either of the two ways that Terraform writes.
func (r *reader) body(f File) (*hclsyntax.Body, error) {
	if strings.HasSuffix(strings.ToLower(f.Name), ".json") {
		return parseJSON(f)
	}
	file, diags := hclsyntax.ParseConfig([]byte(f.Text), f.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, place(diags)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, fmt.Errorf("%s is not HCL", source.Clean(f.Name))
	}
	return body, nil
}

// parseValues takes in a file of values.
func (r *reader) parseValues(f File) error {
	dir := ""
	if Automatic(f.Name) {
		dir = folderOf(f.Name)
	}
	if strings.HasSuffix(strings.ToLower(f.Name), ".json") {
		root, err := tree.Parse(f.Name, f.Text)
		if err != nil {
			return err
		}
		for _, v := range root.Elements() {
			if v.Name != "" {
				r.given = append(r.given, given{dir: dir, name: v.Name, v: value(v), at: v})
			}
		}
		return nil
	}
	body, err := r.body(f)
	if err != nil {
		return err
	}
	for _, name := range sortedKeys(body.Attributes) {
		a := body.Attributes[name]
		v, diags := a.Expr.Value(&hcl.EvalContext{Functions: functions()})
		if diags.HasErrors() {
			v = cty.DynamicVal
		}
		r.given = append(r.given, given{dir: dir, name: name, v: v, at: r.at(a.NameRange, name)})
	}
	return nil
}

// place is the error of a file that is not HCL.
func place(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			return &tree.Error{File: source.Clean(d.Subject.Filename), Line: d.Subject.Start.Line, Col: d.Subject.Start.Column, Message: d.Summary}
		}
	}
	return fmt.Errorf("the file is not HCL")
}

// declare takes in a block of a configuration.
func (f *folder) declare(b *hclsyntax.Block) {
	switch {
	case b.Type == "variable" && len(b.Labels) == 1:
		f.variables[b.Labels[0]] = b
	case b.Type == "locals":
		for name, a := range b.Body.Attributes {
			f.locals[name] = a
		}
	case b.Type == "output" && len(b.Labels) == 1:
		f.outputs[b.Labels[0]] = b.Body.Attributes["value"]
	case (b.Type == "resource" || b.Type == "data") && len(b.Labels) == 2:
		f.resources = append(f.resources, b)
	case b.Type == "module" && len(b.Labels) == 1:
		f.calls = append(f.calls, b)
	}
}

// roots returns the folders that are deployed as they are: those that no other
// calls. Of a ring it is the first.
func (r *reader) roots() []*folder {
	var out []*folder
	for _, dir := range r.order {
		if !r.folders[dir].called {
			out = append(out, r.folders[dir])
		}
	}
	if len(out) == 0 && len(r.order) > 0 {
		out = append(out, r.folders[r.order[0]])
	}
	return out
}

// give gives the variables of a folder the values of the files of values.
func (r *reader) give(f *folder) {
	for n := range r.given {
		g := &r.given[n]
		if (g.dir == "" || g.dir == f.dir) && f.variables[g.name] != nil {
			f.values[g.name] = g.v
			g.used = true
		}
	}
}

// unused notes values of variables that nothing declares.
func (r *reader) unused() {
	for _, g := range r.given {
		if !g.used && len(r.order) > 0 {
			r.note(g.at, "no module that is deployed has a variable %s", source.Quote(g.name))
		}
	}
}

func (r *reader) note(at *tree.Value, format string, args ...any) {
	if len(r.notes) < 1000 {
		r.notes = append(r.notes, Note{at, fmt.Sprintf(format, args...)})
	}
}

// at returns a value that stands at a range.
func (r *reader) at(g hcl.Range, name string) *tree.Value {
	return &tree.Value{Kind: tree.Null, Name: name, File: r.files[g.Filename], At: g.Start.Byte}
}

// sourceOf returns where a call says that its module is.
func sourceOf(call *hclsyntax.Block) string {
	a := call.Body.Attributes["source"]
	if a == nil {
		return ""
	}
	v, diags := a.Expr.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

// target returns the folder of a local module.
func target(dir, from string) (string, bool) {
	from = slashed(from)
	if !strings.HasPrefix(from, "./") && !strings.HasPrefix(from, "../") {
		return "", false
	}
	return path.Join(dir, from), true
}
