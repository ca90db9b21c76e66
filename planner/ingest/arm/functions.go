package arm

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// A function computes a value from values. It returns nil where the arguments
// do not fit.
type function struct {
	least int
	holds bool // it takes unknown values and secrets as parts of what it makes
	run   func(s *scope, args []*tree.Value, at *tree.Value) *tree.Value
}

// functions by lower-case name. Those that ask for the deployment's place are
// in place.go.
var functions = map[string]function{
	"add": arithmetic(func(a, b int64) (int64, bool) { return a + b, true }),
	"sub": arithmetic(func(a, b int64) (int64, bool) { return a - b, true }),
	"mul": arithmetic(func(a, b int64) (int64, bool) { return a * b, true }),
	"div": arithmetic(func(a, b int64) (int64, bool) {
		if b == 0 {
			return 0, false
		}
		return a / b, true
	}),
	"mod": arithmetic(func(a, b int64) (int64, bool) {
		if b == 0 {
			return 0, false
		}
		return a % b, true
	}),
	"min": extreme(func(a, b int64) bool { return a < b }), "max": extreme(func(a, b int64) bool { return a > b }),

	"true":  constant(func(at *tree.Value) *tree.Value { return tree.NewBool(at, true) }),
	"false": constant(func(at *tree.Value) *tree.Value { return tree.NewBool(at, false) }),
	"null":  constant(null),

	"not":             {1, false, not},
	"equals":          {2, false, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return tree.NewBool(at, same(a[0], a[1])) }},
	"less":            order(func(c int) bool { return c < 0 }),
	"lessorequals":    order(func(c int) bool { return c <= 0 }),
	"greater":         order(func(c int) bool { return c > 0 }),
	"greaterorequals": order(func(c int) bool { return c >= 0 }),
	"bool":            {1, false, toBool},
	"int":             {1, false, toInt},
	"string":          {1, false, toString},

	"concat":                 {1, true, concat},
	"format":                 {1, false, format},
	"tolower":                text(strings.ToLower),
	"toupper":                text(strings.ToUpper),
	"trim":                   text(strings.TrimSpace),
	"replace":                {3, false, replace},
	"split":                  {2, false, split},
	"join":                   {2, false, join},
	"substring":              {2, false, substring},
	"startswith":             test(func(a, b string) bool { return strings.HasPrefix(strings.ToLower(a), strings.ToLower(b)) }),
	"endswith":               test(func(a, b string) bool { return strings.HasSuffix(strings.ToLower(a), strings.ToLower(b)) }),
	"indexof":                find(strings.Index),
	"lastindexof":            find(strings.LastIndex),
	"padleft":                {2, false, padLeft},
	"uricomponent":           text(func(s string) string { return s }),
	"uri":                    {2, false, uri},
	"uniquestring":           {0, true, uniqueString},
	"guid":                   {0, true, uniqueString},
	"base64":                 stand("base64"),
	"base64tostring":         stand("base64ToString"),
	"newguid":                stand("newGuid"),
	"utcnow":                 stand("utcNow"),
	"environment":            stand("environment"),
	"managementgroup":        stand("managementGroup"),
	"tenant":                 stand("tenant"),
	"pickzones":              stand("pickZones"),
	"loadjsoncontent":        stand("loadJsonContent"),
	"json":                   {1, false, parseJSON},
	"createarray":            {0, true, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return tree.NewArray(at, a...) }},
	"array":                  {1, true, toArray},
	"createobject":           {0, true, createObject},
	"empty":                  {1, false, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return tree.NewBool(at, empty(a[0])) }},
	"length":                 {1, false, length},
	"contains":               {2, false, contains},
	"first":                  {1, false, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return end(a[0], at, false) }},
	"last":                   {1, false, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return end(a[0], at, true) }},
	"take":                   {2, false, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return cut(a, at, true) }},
	"skip":                   {2, false, func(_ *scope, a []*tree.Value, at *tree.Value) *tree.Value { return cut(a, at, false) }},
	"range":                  {2, false, rangeOf},
	"union":                  {1, true, union},
	"shallowmerge":           {1, false, shallowMerge},
	"intersection":           {2, false, intersection},
	"flatten":                {1, false, flatten},
	"items":                  {1, false, items},
	"objectkeys":             {1, false, objectKeys},
	"resourceid":             {2, false, resourceID},
	"subscriptionresourceid": {2, false, subscriptionResourceID},
	"extensionresourceid":    {3, false, extensionResourceID},
	"tenantresourceid":       {2, false, tenantResourceID},
	"resourcegroup":          {0, false, resourceGroup},
	"subscription":           {0, false, subscription},
	"deployment":             {0, false, deploymentInfo},
	"cidrsubnet":             {3, false, cidrSubnet},
	"cidrhost":               {2, false, cidrHost},
	"parsecidr":              {1, false, parseCIDR},
}

func constant(make func(*tree.Value) *tree.Value) function {
	return function{0, false, func(_ *scope, _ []*tree.Value, at *tree.Value) *tree.Value { return make(at) }}
}

// stand is a function whose result is only known to the live service.
func stand(name string) function {
	return function{0, true, func(_ *scope, _ []*tree.Value, at *tree.Value) *tree.Value {
		return tree.NewUnknown(at, "%s() is not evaluated offline", name)
	}}
}

func arithmetic(f func(a, b int64) (int64, bool)) function {
	return function{2, false, func(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
		a, okA := args[0].Int()
		b, okB := args[1].Int()
		if n, ok := f(a, b); ok && okA && okB {
			return tree.NewInt(at, n)
		}
		return nil
	}}
}

func extreme(better func(a, b int64) bool) function {
	return function{1, false, func(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
		if len(args) == 1 && args[0].Kind == tree.Array {
			args = args[0].Kids
		}
		var best int64
		for i, a := range args {
			n, ok := a.Int()
			if !ok {
				return nil
			}
			if i == 0 || better(n, best) {
				best = n
			}
		}
		return tree.NewInt(at, best)
	}}
}

func not(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if truth, ok := args[0].Truth(); ok {
		return tree.NewBool(at, !truth)
	}
	return nil
}

// same compares two values as equals does: texts with their case.
func same(a, b *tree.Value) bool {
	if a.Kind != b.Kind || len(a.Kids) != len(b.Kids) {
		return false
	}
	if a.Kind != tree.Object && a.Kind != tree.Array {
		return a.Text == b.Text
	}
	for i, kid := range a.Kids {
		other := b.Kids[i]
		if a.Kind == tree.Object {
			other = b.Get(kid.Name)
		}
		if other == nil || !same(kid, other) {
			return false
		}
	}
	return true
}

func order(holds func(c int) bool) function {
	return function{2, false, func(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
		a, okA := args[0].Int()
		b, okB := args[1].Int()
		if okA && okB {
			return tree.NewBool(at, holds(compare(a, b)))
		}
		return tree.NewBool(at, holds(strings.Compare(args[0].Text, args[1].Text)))
	}}
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func toBool(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if n, ok := args[0].Int(); ok {
		return tree.NewBool(at, n != 0)
	}
	if truth, ok := args[0].Truth(); ok {
		return tree.NewBool(at, truth)
	}
	return nil
}

func toInt(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if n, ok := args[0].Int(); ok {
		return tree.NewInt(at, n)
	}
	return nil
}

func toString(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if t, ok := args[0].Str(); ok {
		return tree.NewString(at, t)
	}
	return tree.NewUnknown(at, "string() of a list or an object is not evaluated")
}
