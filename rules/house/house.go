// Package house reads rule packs: rules that a company writes for itself, in
// TOML, without building erplan anew.
//
//	schema = 1
//	name   = "contoso"
//
//	[rules.min-bandwidth]
//	severity  = "warning"
//	title     = "Circuits have at least 1 Gbps"
//	condition = "all(circuits, .bandwidth_mbps >= 1000)"
//	message   = "circuit {it.name} has {it.bandwidth}; 1 Gbps is the least we order"
//	fix       = "Order 1 Gbps."
//
// A condition is an expression of the expr language over the tables of the
// design, with the keys of the design language; it says what has to hold.
// Where it is all(TABLE, …), or the rule has for = "TABLE", each element of the
// table is judged by itself, and a finding stands at the element that breaks
// the rule: at the key that "at" names, or else at the first key of it that
// the condition reads. In messages, {…} holds an expression; it is the
// element.
//
// What the design does not state is unknown, and so is the rule where its
// condition reads it: stated(x) asks whether it is stated, and x ?? y gives
// something in its place.
//
// [Read] compiles a pack; what is wrong with it is reported at its line. The
// rules are values of package rules like all others.
package house

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Invalid is the rule by which mistakes in packs are reported.
var Invalid = &rules.Rule{ID: "house/invalid", Title: "A rule pack is sound", Severity: diag.Error, Firm: true, House: true}

// A Pack is a file of rules.
type Pack struct {
	Name  string // the family of its rules
	Rules []*rules.Rule
}

// The shape of a pack.
type (
	packFile struct {
		Schema int                 `toml:"schema"`
		Name   string              `toml:"name"`
		Rules  map[string]ruleFile `toml:"rules"`
	}
	ruleFile struct {
		Severity  string `toml:"severity"`
		Title     string `toml:"title"`
		For       string `toml:"for"`
		Condition string `toml:"condition"`
		At        string `toml:"at"`
		Message   string `toml:"message"`
		Why       string `toml:"why"`
		Fix       string `toml:"fix"`
		See       string `toml:"see"`
		Firm      bool   `toml:"firm"`
	}
)

// keys are the keys of a rule, as a person may write them.
var keys = []string{"severity", "title", "for", "condition", "at", "message", "why", "fix", "see", "firm"}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// Read reads a pack. A pack with findings has no rules.
func Read(name string, text []byte, taken []*rules.Rule) (*Pack, []diag.Diagnostic) {
	file, faults := source.Parse(name, text)
	r := &reader{file: file}
	for _, f := range faults {
		r.report(f.Span, f.Fix, "%s", f.Message)
	}
	if len(faults) > 0 {
		return nil, r.diags
	}
	var raw packFile
	if _, err := toml.Decode(file.Text, &raw); err != nil {
		r.mistyped(err)
		return nil, r.diags
	}
	r.shape(&raw, taken)
	pack := &Pack{Name: raw.Name}
	if list := file.Root.Lookup("rules"); list != nil {
		for _, e := range list.Entries() {
			if rule := r.rule(raw.Name, e.Name, e.Value, raw.Rules[e.Name]); rule != nil {
				pack.Rules = append(pack.Rules, rule)
			}
		}
	}
	if len(r.diags) > 0 {
		diag.Sort(r.diags)
		return nil, r.diags
	}
	return pack, nil
}

// A reader collects what is wrong with a pack.
type reader struct {
	file  *source.File
	diags []diag.Diagnostic
}

func (r *reader) report(at source.Span, fix, format string, args ...any) {
	r.diags = append(r.diags, diag.Diagnostic{
		Rule: Invalid.ID, Severity: Invalid.Severity, Message: fmt.Sprintf(format, args...), Fix: fix,
		Place: source.Place{File: r.file, Span: at},
	})
}

var typeError = regexp.MustCompile(`^toml: line (\d+) \(last key ("[^"]*")\): (.*)$`)

// mistyped reports a value of the wrong type at its line.
func (r *reader) mistyped(err error) {
	m := typeError.FindStringSubmatch(err.Error())
	if m == nil {
		r.report(source.Span{}, "", "%s", err)
		return
	}
	line, _ := strconv.Atoi(m[1])
	start := 0
	for range line - 1 {
		start += strings.IndexByte(r.file.Text[start:], '\n') + 1
	}
	r.report(source.Span{Start: start, End: start}, "", "%s: %s", m[2], m[3])
}

// shape checks the head of a pack and the keys of its rules.
func (r *reader) shape(raw *packFile, taken []*rules.Rule) {
	root := r.file.Root
	if raw.Schema != 1 {
		r.report(spanOf(root, "schema"), "Write: schema = 1", "schema is %d; a pack has 1", raw.Schema)
	}
	switch {
	case !nameForm.MatchString(raw.Name):
		r.report(spanOf(root, "name"), "Write a name of lower-case letters, digits and dashes, such as \"contoso\".", "a pack has a name, which is the family of its rules; %q is none", raw.Name)
	case slices.ContainsFunc(taken, func(t *rules.Rule) bool { return t.Family() == raw.Name }):
		r.report(spanOf(root, "name"), "Give the pack the name of your company.", "%q is a family of erplan's own rules", raw.Name)
	}
	r.known(root, []string{"schema", "name", "rules"})
	list := root.Lookup("rules")
	if list == nil || list.Kind != source.Table || len(list.Entries()) == 0 {
		r.report(spanOf(root, "rules"), "Write a table [rules.NAME].", "the pack has no rules")
		return
	}
	for _, e := range list.Entries() {
		if e.Value.Kind == source.Table {
			r.known(e.Value, keys)
		}
	}
}

func (r *reader) known(table *source.Value, keys []string) {
	for _, e := range table.Entries() {
		if slices.Contains(keys, e.Name) {
			continue
		}
		fix := "Keys are " + strings.Join(keys, ", ") + "."
		if near := catalog.Nearest(e.Name, keys); len(near) > 0 {
			fix = fmt.Sprintf("Did you mean %q?", near[0])
		}
		r.report(e.Value.Key, fix, "unknown key %q", e.Name)
	}
}

// spanOf returns where a key is written, or where its table is.
func spanOf(table *source.Value, key string) source.Span {
	if v := table.Lookup(key); v != nil {
		return v.Key
	}
	return table.Key
}

// rule compiles one rule; nil where something is wrong with it.
func (r *reader) rule(pack, name string, at *source.Value, raw ruleFile) *rules.Rule {
	before := len(r.diags)
	if !nameForm.MatchString(name) {
		r.report(at.Key, "Use lower-case letters, digits and dashes.", "%q is no name of a rule", name)
	}
	severity, ok := diag.ParseSeverity(raw.Severity)
	if raw.Severity == "" {
		severity, ok = diag.Warning, true
	}
	if !ok || severity == diag.Off {
		r.report(valueOf(at, "severity"), "Write error, warning or advice.", "%q is no severity", raw.Severity)
	}
	for _, must := range []struct{ key, value string }{{"condition", raw.Condition}, {"message", raw.Message}} {
		if strings.TrimSpace(must.value) == "" {
			r.report(spanOf(at, must.key), "Write: "+must.key+" = \"…\"", "the rule has no %s", must.key)
		}
	}
	if len(r.diags) > before {
		return nil
	}
	c := r.compile(at, &raw)
	if c == nil {
		return nil
	}
	rule := &rules.Rule{
		ID: pack + "/" + name, Title: orElse(raw.Title, name), Severity: severity, Why: orElse(raw.Why, "A rule of the house."), Fix: raw.Fix,
		Firm: raw.Firm, House: true, Check: c.check,
	}
	if raw.See != "" {
		rule.Refs = []rules.Ref{{Doc: raw.See, Section: "house rule"}}
	}
	return rule
}

func valueOf(table *source.Value, key string) source.Span {
	if v := table.Lookup(key); v != nil {
		return v.Span
	}
	return table.Key
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
