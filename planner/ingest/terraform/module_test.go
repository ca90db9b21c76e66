package terraform

import (
	"slices"
	"strings"
	"testing"
)

// filters returns the names of the route filters that files make, and the
// notes.
func filters(t *testing.T, files ...File) (names, notes string) {
	t.Helper()
	r, err := Configuration(files)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, v := range r.Resources {
		n, _ := v.Get("name").Str()
		if kind, _ := v.Get("type").Str(); strings.HasSuffix(kind, "routeFilters") {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	_, notes = ids(r)
	return strings.Join(list, " "), notes
}

const filter = "\nresource \"azurerm_route_filter\" \"f\" {\n  name = var.name\n  location = var.where\n  resource_group_name = \"rg\"\n}\n"

// TestModules evaluates local modules with what their calls pass.
func TestModules(t *testing.T) {
	module := File{"m/main.tf", "variable \"name\" {}\nvariable \"where\" { default = \"x\" }\n" + filter + "output \"id\" { value = azurerm_route_filter.f.id }\noutput \"name\" { value = \"${var.name}!\" }\noutput \"when\" { value = timestamp() }"}
	for name, c := range map[string]struct {
		text, want, notes string
		more              []File
	}{
		"plain":     {text: `module "a" {` + "\n source = \"./m\"\n name = \"one\"\n}", want: "one"},
		"unread":    {text: `module "a" {` + "\n source = \"./other\"\n name = \"one\"\n}", notes: `no file of its folder "other" is given`},
		"registry":  {text: `module "a" {` + "\n source = \"Azure/naming/azurerm\"\n}", notes: `module "a" is not read: it comes from elsewhere, "Azure/naming/azurerm"`},
		"git":       {text: `module "a" {` + "\n source = \"git::https://user:to-ken@example.com/net.git?ref=v1\"\n}", notes: `"git::https://example.com/net.git"`},
		"variable":  {text: "variable \"s\" {}\nmodule \"a\" {\n source = var.s\n}", notes: "its source is not a plain text"},
		"count":     {text: `module "a" {` + "\n source = \"./m\"\n count = 2\n name = \"n${count.index}\"\n}", want: "n0 n1"},
		"count 0":   {text: `module "a" {` + "\n source = \"./m\"\n count = 0\n name = \"n\"\n}", notes: `module "a" is not deployed: its count is 0`},
		"for_each":  {text: `module "a" {` + "\n source = \"./m\"\n for_each = { x = \"ex\", y = \"why\" }\n name = \"${each.key}-${each.value}\"\n}", want: "x-ex y-why"},
		"no value":  {text: `module "a" {` + "\n source = \"./m\"\n}", notes: "left out"},
		"output":    {text: "module \"a\" {\n source = \"./m\"\n name = \"one\"\n}\nmodule \"b\" {\n source = \"./m\"\n name = module.a.name\n}", want: "one one!"},
		"outputs":   {text: "module \"a\" {\n source = \"./m\"\n for_each = toset([\"p\", \"q\"])\n name = each.key\n}\nmodule \"b\" {\n source = \"./m\"\n name = join(\"+\", [for m in module.a : m.name])\n}", want: "p p!+q! q"},
		"splat":     {text: "module \"a\" {\n source = \"./m\"\n count = 2\n name = \"n${count.index}\"\n}\nmodule \"b\" {\n source = \"./m\"\n name = join(\"+\", module.a[*].name)\n}", want: "n0 n0!+n1! n1"},
		"ring":      {text: "module \"a\" {\n source = \"./m\"\n name = module.b.name\n}\nmodule \"b\" {\n source = \"./m\"\n name = module.a.name\n}", notes: "left out"},
		"two ways":  {text: "module \"a\" {\n source = \"./m\"\n name = \"one\"\n where = module.b.name\n}\nmodule \"b\" {\n source = \"./m\"\n name = module.a.name\n}", want: "one one!"},
		"no output": {text: "module \"a\" {\n source = \"./m\"\n name = \"one\"\n}\nresource \"azurerm_route_filter\" \"f\" {\n name = \"n\"\n for_each = toset([module.a.nothing])\n}", want: "one", notes: `module "a" has no output "nothing"`},
		"unknown output": {text: "module \"a\" {\n source = \"./m\"\n name = \"one\"\n}\nresource \"azurerm_route_filter\" \"f\" {\n name = \"n\"\n for_each = toset([module.a.when])\n}",
			want: "one", notes: "cannot be evaluated offline"},
		"nested": {text: `module "a" {` + "\n source = \"./deep\"\n prefix = \"p\"\n}", want: "p-1 p-2",
			more: []File{{"deep/main.tf", "variable \"prefix\" {}\nmodule \"m\" {\n source = \"../m\"\n count = 2\n name = \"${var.prefix}-${count.index + 1}\"\n}"}}},
		"itself": {text: `module "a" {` + "\n source = \"./deep\"\n}", notes: "too many modules, or they call each other",
			more: []File{{"deep/main.tf", "module \"m\" {\n source = \"../deep\"\n}"}}},
		"typed": {text: `module "a" {` + "\n source = \"./typed\"\n f = { name = \"t\" }\n}", want: "t-west",
			more: []File{{"typed/main.tf", "variable \"f\" {\n type = object({ name = string, where = optional(string, \"west\") })\n}\nresource \"azurerm_route_filter\" \"f\" {\n name = \"${var.f.name}-${var.f.where}\"\n}"}}},
		"null": {text: `module "a" {` + "\n source = \"./typed\"\n f = null\n}", want: "dflt",
			more: []File{{"typed/main.tf", "variable \"f\" {\n nullable = false\n default = \"dflt\"\n}\nresource \"azurerm_route_filter\" \"f\" {\n name = var.f\n}"}}},
	} {
		t.Run(name, func(t *testing.T) {
			files := append([]File{{"main.tf", c.text + "\n"}, module}, c.more...)
			if !strings.Contains(c.text, "./m\"") && name != "nested" {
				files = append(files[:1], files[2:]...) // it would be deployed as it is
			}
			got, notes := filters(t, files...)
			if got != c.want || !strings.Contains(notes, c.notes) || strings.Contains(notes, "to-ken") || c.notes == "" && notes != "" {
				t.Errorf("%q, %q", got, notes)
			}
		})
	}
}

// TestManyModules calls modules that call modules, each many times.
func TestManyModules(t *testing.T) {
	files := []File{{"main.tf", "module \"m\" {\n source = \"./a\"\n count = 1000\n}"}}
	for _, name := range []string{"a", "b", "c"} {
		next := string(name[0] + 1)
		files = append(files, File{name + "/main.tf", "module \"m\" {\n source = \"../" + next + "\"\n count = 1000\n}"})
	}
	files = append(files, File{"d/main.tf", "variable \"name\" { default = \"f\" }\nvariable \"where\" { default = \"x\" }\n" + filter})
	if _, notes := filters(t, files...); !strings.Contains(notes, "too many modules") {
		t.Error(notes)
	}
}

// TestCalls finds the folders of local modules that are not read yet.
func TestCalls(t *testing.T) {
	got := Calls([]File{
		{"net/main.tf", "module \"a\" {\n source = \"./hub\"\n}\nmodule \"b\" {\n source = \"../lib\"\n}\nmodule \"c\" {\n source = \"Azure/x/azurerm\"\n}\nmodule \"d\" {\n source = \"./done\"\n}"},
		{"net/done/main.tf", ""}, {"net/broken.tf", "{{{"},
		{"net/more.tf.json", `{"module": {"e": {"source": "./hub"}, "f": [{"source": "./spoke"}]}}`},
	})
	if want := "net/hub lib net/spoke"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestValues orders files of values as Terraform does.
func TestValues(t *testing.T) {
	main := File{"main.tf", "variable \"name\" { default = \"zero\" }\nvariable \"where\" { default = \"x\" }\n" + filter}
	for _, c := range []struct {
		want, notes string
		files       []File
	}{
		{"zero", "", nil},
		{"one", "", []File{{"terraform.tfvars", `name = "one"`}}},
		{"two", "", []File{{"terraform.tfvars.json", `{"name": "two"}`}, {"terraform.tfvars", `name = "one"`}}},
		{"b", "", []File{{"b.auto.tfvars", `name = "b"`}, {"a.auto.tfvars.json", `{"name": "a"}`}, {"terraform.tfvars", `name = "one"`}}},
		{"given", "", []File{{"prod.tfvars", `name = "given"`}, {"z.auto.tfvars", `name = "z"`}}},
		{"elsewhere", "", []File{{"env/prod.tfvars", `name = "elsewhere"`}}},
		{"zero", `no module that is deployed has a variable "name"`, []File{{"env/terraform.tfvars", `name = "of another module"`}}},
		{"zero", `no module that is deployed has a variable "nam"`, []File{{"terraform.tfvars", `nam = "x"`}}},
		{"$${x}", "", []File{{"terraform.tfvars.json", `{"name": "$${x}"}`}}},
	} {
		got, notes := filters(t, append([]File{main}, c.files...)...)
		if got != c.want || !strings.Contains(notes, c.notes) || c.notes == "" && notes != "" {
			t.Errorf("%v: %q, %q", c.files, got, notes)
		}
	}
}

// TestSensitive does not look at variables that are sensitive.
func TestSensitive(t *testing.T) {
	got, notes := filters(t, File{"main.tf", "variable \"name\" {\n sensitive = true\n}\nvariable \"where\" {}\n" + filter}, File{"terraform.tfvars", "name = \"hush\"\nwhere = \"x\""})
	if got != "" || !strings.Contains(notes, "left out") || strings.Contains(notes, "hush") {
		t.Error(got, notes)
	}
}

// TestJSONSyntax reads the same configuration in both syntaxes.
func TestJSONSyntax(t *testing.T) {
	text := `{"//": "made by a generator",
 "variable": {"name": {"default": "er"}, "communities": {"default": ["12076:5010"]}},
 "locals": [{"full": "${var.name}-${upper(\"x\")}"}],
 "resource": {"azurerm_route_filter": {"f": {"//": "x", "name": "${local.full}", "resource_group_name": "rg",
   "dynamic": {"rule": {"for_each": "${var.communities}", "iterator": "it", "content": {"name": "r", "access": "Allow", "communities": ["${it.value}"]}}}},
  "g": [{"for_each": "${toset([\"p\"])}", "name": "${each.key}", "rule": {"name": "r", "communities": ["12076:5020"]}, "resource_group_name": "rg"}]}}}`
	r, err := Configuration([]File{{"main.tf.json", text}})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, v := range r.Resources {
		name, _ := v.Get("name").Str()
		got += name
		for _, rule := range v.Path("properties", "rules").Items() {
			for _, c := range rule.Path("properties", "communities").Items() {
				got += " " + c.Text
			}
		}
		got += "; "
	}
	if want := "er-X 12076:5010; p 12076:5020; "; got != want || len(r.Notes) > 0 {
		t.Errorf("%q, want %q; %v", got, want, r.Notes)
	}
	for text, want := range map[string]string{`{"resource": `: ":1:14:", `{"locals": {"a": "${"}}`: ":1:20: "} {
		if _, err := Configuration([]File{{"main.tf.json", text}}); err == nil || !strings.Contains(err.Error(), "main.tf.json"+want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestData knows what the block of a data source says, and no more.
func TestData(t *testing.T) {
	r, err := Configuration([]File{{"main.tf", `
data "azurerm_express_route_circuit" "er" {
  name                = "er-old"
  resource_group_name = "rg"
}
resource "azurerm_virtual_network_gateway_connection" "c" {
  name                       = "c"
  resource_group_name        = data.azurerm_express_route_circuit.er.resource_group_name
  location                   = data.azurerm_express_route_circuit.er.location
  express_route_circuit_id   = data.azurerm_express_route_circuit.er.id
  virtual_network_gateway_id = data.azurerm_virtual_network_gateway.none.id
}
`}})
	if err != nil || len(r.Resources) != 1 {
		t.Fatal(err, r)
	}
	v := r.Resources[0]
	if id, _ := v.Path("properties", "peer", "id").Str(); !strings.HasSuffix(id, "/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/er-old") {
		t.Error(id)
	}
	for path, want := range map[string]string{"location": `data source "azurerm_express_route_circuit" "er" is not read`, "properties.virtualNetworkGateway1.id": `there is no data source "azurerm_virtual_network_gateway" "none"`} {
		if got := v.Path(strings.Split(path, ".")...); got == nil || got.Text != want {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

// TestFunctions evaluates what Terraform does in a way of its own.
func TestFunctions(t *testing.T) {
	for text, want := range map[string]string{
		`length("äb")`: "2", `length([1, 2])`: "2", `coalesce("", null, "x")`: "x", `replace("a-b", "/[^a-z]/", "")`: "ab", `replace("a.b", ".", "-")`: "a-b",
		`startswith("hub", "h")`: "true", `endswith("hub", "h")`: "false", `alltrue([])`: "true", `alltrue([true, "false"])`: "false", `anytrue([false, true])`: "true",
		`sum([1, "2"])`: "3", `index(["a", "b"], "b")`: "1", `join(" ", cidrsubnets("10.0.0.0/24", 3, 2, 1))`: "10.0.0.0/27 10.0.0.64/26 10.0.0.128/25",
		`try(cidrsubnets("10.0.0.0/24", 1, 1, 1)[0], "full")`: "full",
	} {
		got, notes := filters(t, File{"main.tf", "resource \"azurerm_route_filter\" \"f\" {\n name = \"${" + text + "}\"\n}"})
		if got != want {
			t.Errorf("%s = %q, want %q; %s", text, got, want, notes)
		}
	}
}

// TestVast takes numbers of millions of digits for unknown, at once.
func TestVast(t *testing.T) {
	for _, f := range []File{
		{"main.tf", "resource \"azurerm_route_filter\" \"f\" {\n name = \"${1e999999999}\"\n}"},
		{"main.tf", "resource \"azurerm_route_filter\" \"f\" {\n name = \"f\"\n location = 1e999999999\n}"},
		{"main.tf", "resource \"azurerm_route_filter\" \"f\" {\n name = \"${\"1e999999999\" + 1}\"\n}"},
		{"main.tf", "locals {\n a = 1e900\n b = local.a * local.a\n c = local.b * local.b\n d = local.c * local.c\n}\nresource \"azurerm_route_filter\" \"f\" {\n name = \"${local.d}\"\n}"},
	} {
		r, err := Configuration([]File{f})
		if err != nil || len(r.Resources)+len(r.Notes) == 0 {
			t.Errorf("%s: %v, %v", f.Text, r, err)
		}
		for _, v := range r.Resources {
			if l := v.Get("location"); l != nil && len(l.Text) > 100 {
				t.Errorf("%s: a text of %d bytes", f.Text, len(l.Text))
			}
		}
	}
}
