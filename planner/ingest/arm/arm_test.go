package arm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// shown writes a value as a test expects it.
func shown(v *tree.Value) string {
	switch v.Kind {
	case tree.Null:
		return "null"
	case tree.Unknown:
		return "unknown: " + v.Text
	case tree.Secret:
		return "secret"
	case tree.String:
		return "'" + v.Text + "'"
	case tree.Array, tree.Object:
		var parts []string
		for _, kid := range v.Kids {
			part := shown(kid)
			if v.Kind == tree.Object {
				part = kid.Name + "=" + part
			}
			parts = append(parts, part)
		}
		if v.Kind == tree.Object {
			return "{" + strings.Join(parts, ", ") + "}"
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return v.Text
}

// evaluate evaluates an expression in a template with some values.
func evaluate(t *testing.T, expression string) string {
	t.Helper()
	text := fmt.Sprintf(`{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
 "parameters": {"none": {"type": "string"}, "key": {"type": "securestring", "defaultValue": "x"}, "name": {"type": "string", "defaultValue": "er"}, "list": {"type": "array", "defaultValue": [1, 2, 3]},
  "object": {"type": "object", "defaultValue": {"a": {"b": "c"}}}, "loop": {"type": "string", "defaultValue": "[parameters('loop')]"}},
 "variables": {"v": "[toUpper(parameters('name'))]"},
 "functions": [{"namespace": "own", "members": {"twice": {"parameters": [{"name": "s", "type": "string"}], "output": {"type": "string", "value": "[concat(parameters('s'), parameters('s'))]"}}}}],
 "resources": [{"type": "Microsoft.Network/x", "name": "x", "value": %q}]}`, expression)
	v, err := tree.Parse("t.json", text)
	if err != nil {
		t.Fatal(err)
	}
	r := Evaluate(v, Input{})
	if len(r.Resources) != 1 {
		t.Fatal(r.Notes)
	}
	return shown(r.Resources[0].Get("value"))
}

func TestFunctions(t *testing.T) {
	for expression, want := range map[string]string{
		"plain":                                    "'plain'",
		"[[escaped]":                               "'[escaped]'",
		"[variables('v')]":                         "'ER'",
		"[parameters('none')]":                     `unknown: parameter "none" has no value`,
		"[parameters('nosuch')]":                   `unknown: there is no parameter "nosuch"`,
		"[parameters('loop')]":                     `unknown: parameter "loop" depends on itself`,
		"[parameters('key')]":                      "secret",
		"[concat('a', parameters('none'))]":        `unknown: parameter "none" has no value`,
		"[parameters('object').a.b]":               "'c'",
		"[parameters('object').a['b']]":            "'c'",
		"[parameters('object').a.?x]":              "null",
		"[tryGet(parameters('object'), 'x', 'y')]": "null",
		"[coalesce(tryGet(parameters('object'), 'x'), 'other')]":                      "'other'",
		"[parameters('list')[1]]":                                                     "2",
		"[if(equals(1, 1), 'yes', parameters('none'))]":                               "'yes'",
		"[if(parameters('none'), 1, 2)]":                                              `unknown: parameter "none" has no value`,
		"[and(false(), parameters('none'))]":                                          "false",
		"[or(not(false()), parameters('none'))]":                                      "true",
		"[format('{0}-{1:D2} {{x}', 'a', 7)]":                                         "'a-07 {x}'",
		"[toLower(replace('A.B', '.', '-'))]":                                         "'a-b'",
		"[join(createArray('a', 'b'), ',')]":                                          "'a,b'",
		"[split('a,b;c', createArray(',', ';'))]":                                     "['a', 'b', 'c']",
		"[last(split('a/b/c', '/'))]":                                                 "'c'",
		"[substring('abcdef', 2, 3)]":                                                 "'cde'",
		"[substring('abc', 2, 9223372036854775807)]":                                  "unknown: substring cannot be computed from its arguments",
		"[padLeft('7', 3, '0')]":                                                      "'007'",
		"[length(range(1, 4))]":                                                       "4",
		"[contains(parameters('list'), 2)]":                                           "true",
		"[empty('')]":                                                                 "true",
		"[union(createObject('a', 1), createObject('b', 2))]":                         "{a=1, b=2}",
		"[union(createArray(1, 2), createArray(2, 3))]":                               "[1, 2, 3]",
		"[intersection(createArray(1, 2), createArray(2, 3))]":                        "[2]",
		"[map(parameters('list'), lambda('i', mul(lambdaVariables('i'), 2)))]":        "[2, 4, 6]",
		"[filter(parameters('list'), lambda('i', greater(lambdaVariables('i'), 1)))]": "[2, 3]",
		"[reduce(parameters('list'), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))]": "6",
		"[toObject(createArray('a'), lambda('i', lambdaVariables('i')), lambda('i', 1))]":                    "{a=1}",
		"[items(createObject('b', 2, 'a', 1))]":                                                              "[{key='a', value=1}, {key='b', value=2}]",
		"[own.twice('ab')]":                                                                                  "'abab'",
		"[div(1, 0)]":                                                                                        "unknown: div cannot be computed from its arguments",
		"[json('{\"a\": [1]}').a[0]]":                                                                        "1",
		"[cidrSubnet('10.0.0.0/16', 24, 3)]":                                                                 "'10.0.3.0/24'",
		"[cidrSubnet('fd00::/48', 64, 2)]":                                                                   "'fd00:0:0:2::/64'",
		"[cidrHost('10.0.0.0/24', 3)]":                                                                       "'10.0.0.4'",
		"[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')]":                                "'/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s'",
		"[resourceId('sub', 'rg', 'Microsoft.Network/routeFilters', 'f')]":                                   "'/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Network/routeFilters/f'",
		"[subscriptionResourceId('Microsoft.X/y', 'z')]":                                                     "'/subscriptions/{subscription}/providers/Microsoft.X/y/z'",
		"[resourceGroup().location]":                                                                         "unknown: the region is that of the resource group, which the template does not say",
		"[reference('gw').x]":                                                                                `unknown: reference("gw") asks the live service`,
		"[listKeys('x', '1').key]":                                                                           "unknown: listKeys() asks the live service",
		"[nosuch(1)]":                                                                                        `unknown: the function "nosuch" is not known`,
		"[concat('a']":                                                                                       "unknown: a comma or a closing parenthesis is missing at character 12",
		"[concat('a'))]":                                                                                     "unknown: the expression goes on after its end, at character 13",
		"[copyIndex()]":                                                                                      "unknown: copyIndex stands outside of a copy loop",
		"[concat('it''s')]":                                                                                  "'it's'",
		"[\n  concat('a',\n 'b')\n]":                                                                         "'ab'",
	} {
		if got := evaluate(t, expression); got != want {
			t.Errorf("%s = %s, not %s", expression, got, want)
		}
	}
}

// TestLinked finds a linked template among the files, by the last part of its
// address, and its outputs.
func TestLinked(t *testing.T) {
	linked, err := tree.Parse("sub.json", `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "parameters": {"n": {"type": "string"}},
 "resources": [{"type": "Microsoft.Network/routeFilters", "name": "[parameters('n')]"}], "outputs": {"o": {"type": "string", "value": "[concat(parameters('n'), '!')]"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	main, err := tree.Parse("main.json", `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "resources": [
 {"type": "Microsoft.Network/routeFilters", "name": "[reference('d').outputs.o.value]"},
 {"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"templateLink": {"uri": "[uri(deployment().properties.templateLink.uri, 'nested/sub.json?x')]"}, "parameters": {"n": {"value": "f"}}}},
 {"type": "Microsoft.Resources/deployments", "name": "e", "properties": {"templateLink": {"relativePath": "other.json"}}}]}`)
	if err != nil {
		t.Fatal(err)
	}
	r := Evaluate(main, Input{Linked: map[string]*tree.Value{"sub.json": linked}})
	var names []string
	for _, v := range r.Resources {
		names = append(names, shown(v.Get("name")))
	}
	if got := strings.Join(names, " "); got != "'f' 'f!'" && got != "'f!' 'f'" {
		t.Error(got)
	}
	if len(r.Linked) != 1 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0].Message, "other.json") {
		t.Errorf("%v %+v", r.Linked, r.Notes)
	}
}

// TestBounds evaluates templates that would make too much.
func TestBounds(t *testing.T) {
	big := strings.Repeat("x", 1000)
	for name, text := range map[string]string{
		"loops":     `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "variables": {"copy": [{"name": "a", "count": 2000, "input": {"copy": [{"name": "b", "count": 2000, "input": {"copy": [{"name": "c", "count": 2000, "input": 1}]}}]}}]}, "resources": [{"type": "M.x/y", "name": "n", "v": "[variables('a')]"}]}`,
		"doubling":  `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "variables": {` + doubling(big, 60) + `}, "resources": [{"type": "M.x/y", "name": "n", "v": "[variables('v60')]"}]}`,
		"nested":    `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "resources": [{"type": "M.x/y", "name": "n", "v": "[` + strings.Repeat("concat(", 5000) + `"}]}`,
		"recursive": `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "functions": [{"namespace": "f", "members": {"f": {"output": {"value": "[f.f()]"}}}}], "resources": [{"type": "M.x/y", "name": "[f.f()]"}]}`,
		"valueless": `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "resources": [{"type": "M.x/y", "name": "n", "copy": {"count": 1}, "v": "[reference('d').outputs.o.value]", "w": {"copy": [{"name": "c", "count": 2}]}}, {"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"template": {"outputs": {"o": {}}}}}]}`,
		"ring":      `{"$schema": "deploymentTemplate.json#", "contentVersion": "1", "resources": [{"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"parameters": {"p": {"value": "[reference('d').outputs.o.value]"}}, "template": {"outputs": {"o": {"value": "[reference('d').outputs.o.value]"}}}}}]}`,
	} {
		v, err := tree.Parse("t.json", text)
		if err != nil {
			t.Fatal(name, err)
		}
		start := time.Now()
		r := Evaluate(v, Input{})
		if len(r.Notes)+len(r.Resources) == 0 && name != "ring" {
			t.Error(name, "says nothing")
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Error(name, "takes", took)
		}
	}
}

// doubling makes variables each twice as long as the one before.
func doubling(start string, n int) string {
	out := fmt.Sprintf(`"v0": %q`, start)
	for i := 1; i <= n; i++ {
		out += fmt.Sprintf(`, "v%d": "[concat(variables('v%d'), variables('v%d'))]"`, i, i-1, i-1)
	}
	return out
}
