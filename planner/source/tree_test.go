package source

import (
	"fmt"
	"strings"
	"testing"
)

func parsed(t *testing.T, text string) *File {
	t.Helper()
	f, faults := Parse("x.toml", []byte(text))
	if len(faults) > 0 {
		t.Fatalf("%q: %+v", text, faults)
	}
	return f
}

// written writes a tree in one line, keys in their order.
func written(v *Value) string {
	var parts []string
	switch v.Kind {
	case Table:
		for _, e := range v.Entries() {
			parts = append(parts, e.Name+"="+written(e.Value))
		}
		return "{" + strings.Join(parts, " ") + "}"
	case Array:
		for _, item := range v.Items() {
			parts = append(parts, written(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	}
	return fmt.Sprint(v.Data)
}

func TestMerge(t *testing.T) {
	for _, test := range []struct{ base, over, want string }{
		{"", "", "{}"},
		{"a = 1", "", "{a=1}"},
		{"", "a = 1", "{a=1}"},
		{"a = 1\nb = 2", "b = 3\nc = 4", "{a=1 b=3 c=4}"},
		{"a = [1, 2]", "a = [3]", "{a=[3]}"},
		{"a = {x = 1, y = {z = 2}}", "a = {y = {w = 3}, x = 4}", "{a={x=4 y={z=2 w=3}}}"},
		{"a = {x = 1}", "a = 2", "{a=2}"},
		{"a = 1", "a = {x = 2}", "{a={x=2}}"},
		{"a = {x = 1}", "a = {}", "{a={x=1}}"},
		{"[[a]]\nx = 1", "[[a]]\ny = 2", "{a=[{y=2}]}"},
	} {
		base, over := parsed(t, test.base).Root, parsed(t, test.over).Root
		before := written(base) + written(over)
		if got := written(Merge(base, over)); got != test.want {
			t.Errorf("%q over %q: %s, want %s", test.over, test.base, got, test.want)
		}
		if after := written(base) + written(over); after != before {
			t.Errorf("%q over %q: changed into %s", test.over, test.base, after)
		}
	}
	v := parsed(t, "a = 1").Root
	if Merge(nil, v) != v || Merge(v, nil) != v {
		t.Error("nil is nothing")
	}
}

// TestMergePlaces holds merged tables to the place that a reader expects: that
// of the base, unless only a longer name implies it there.
func TestMergePlaces(t *testing.T) {
	for _, test := range []struct{ base, over, want string }{
		{"[a]\nx = 1", "\n\n\n[a]\ny = 1", "1:1 2:1 5"},
		{"[a.b]\nx = 1", "\n\n\n[a]\ny = 1", "4:1 0:0 5"},
		{"[a.b]\nx = 1", "\n\n\na.y = 1", "1:2 0:0 4"},
		{"[a]\nx = 1", "\n\n\na.y = 1", "1:1 2:1 4"},
		{"a = {x = 1}", "\n\na.x = 2", "1:1 3:3 0"},
	} {
		v := Merge(parsed(t, test.base).Root, parsed(t, test.over).Root)
		n := NewNode(v.Lookup("a"), "a", "a")
		x, y := Pos{}, 0
		if n.Has("x") {
			x = n.At("x").Start()
		}
		if n.Has("y") {
			y = n.At("y").Start().Line
		}
		a := n.Here().Start()
		if got := fmt.Sprintf("%d:%d %d:%d %d", a.Line, a.Col, x.Line, x.Col, y); got != test.want {
			t.Errorf("%q over %q: %s, want %s", test.over, test.base, got, test.want)
		}
	}
}

func TestFill(t *testing.T) {
	for _, test := range []struct{ mine, defaults, want string }{
		{"", "", "{}"},
		{"a = 1", "a = 2\nb = 3", "{a=1 b=3}"},
		{"a = {x = 1}", "a = {x = 2, y = 3}", "{a={x=1 y=3}}"},
		{"a = [1]", "a = [2, 3]", "{a=[1]}"},
		{"a = 1", "a = {x = 2}", "{a=1}"},
		{"a = {}", "a = 2", "{a={}}"},
	} {
		mine, defaults := parsed(t, test.mine).Root, parsed(t, test.defaults).Root
		before := written(mine) + written(defaults)
		if got := written(Fill(mine, defaults)); got != test.want {
			t.Errorf("%q under %q: %s, want %s", test.defaults, test.mine, got, test.want)
		}
		if after := written(mine) + written(defaults); after != before {
			t.Errorf("%q under %q: changed into %s", test.defaults, test.mine, after)
		}
	}
}

// TestTableOfAnySize holds tables to the same behaviour below and above the
// size from which they keep an index, and copies to their own entries.
func TestTableOfAnySize(t *testing.T) {
	for _, n := range []int{0, 1, 4, indexed, indexed + 1, 3 * indexed} {
		text := ""
		for i := range n {
			text += fmt.Sprintf("k%d = %d\n", i, i)
		}
		root := parsed(t, text).Root
		copied := root.Clone()
		copied.Set("new", &Value{Kind: Integer, Data: int64(7)})
		other := root.Clone()
		other.Set("k0", &Value{Kind: Integer, Data: int64(9)})
		other.Delete("k1")
		other.Delete("nothing")
		if root.Lookup("new") != nil || copied.Lookup("new") == nil || other.Lookup("new") != nil || other.Lookup("k1") != nil || other.Lookup("k0").Data != int64(9) {
			t.Errorf("%d keys: copies share entries", n)
		}
		for i := range n {
			v := root.Lookup(fmt.Sprintf("k%d", i))
			if v == nil || v.Data != int64(i) || copied.Lookup(fmt.Sprintf("k%d", i)) != v {
				t.Fatalf("%d keys: k%d is %v", n, i, v)
			}
		}
		if len(root.Entries()) != n || len(copied.Entries()) != n+1 {
			t.Errorf("%d keys: %d and %d entries", n, len(root.Entries()), len(copied.Entries()))
		}
		none := root.Without(func(string) bool { return true })
		none.Set("a", &Value{})
		if len(none.Entries()) != 1 || len(root.Entries()) != n {
			t.Errorf("%d keys: without all there are %d", n, len(none.Entries()))
		}
	}
	var nothing *Value
	if nothing.Lookup("a") != nil {
		t.Error("nothing has keys")
	}
	empty := &Value{}
	empty.Set("a", &Value{Kind: Bool, Data: true})
	if empty.Lookup("a") == nil || (&Value{}).Clone().Entries() != nil {
		t.Error("a table from nothing")
	}
}

func TestNode(t *testing.T) {
	v := parsed(t, "[circuits.\"a b\"]\nlist = [1, 22]\ntags.x = 1\nname = \"é\"").Root.Lookup("circuits").Lookup("a b")
	n := NewNode(v, "a b", `circuits."a b"`)
	show := func(p Place) string {
		s, e := p.Start(), p.End()
		return fmt.Sprintf("%s %s %d:%d-%d:%d", p.Name(), p.Path, s.Line, s.Col, e.Line, e.Col)
	}
	for got, want := range map[string]string{
		n.Name() + n.Path():          `a bcircuits."a b"`,
		show(n.Here()):               `x.toml circuits."a b" 1:1-1:17`,
		show(n.At("list")):           `x.toml circuits."a b".list 2:1-2:5`,
		show(n.ValueAt("list")):      `x.toml circuits."a b".list 2:8-2:15`,
		show(n.Item("list", 1)):      `x.toml circuits."a b".list[1] 2:12-2:14`,
		show(n.Item("list", 5)):      `x.toml circuits."a b".list[5] 2:1-2:5`,
		show(n.At("tags", "x")):      `x.toml circuits."a b".tags.x 3:6-3:7`,
		show(n.At("tags", "y")):      `x.toml circuits."a b".tags.y 3:1-3:5`,
		show(n.At("none", "y")):      `x.toml circuits."a b".none.y 1:1-1:17`,
		show(n.ValueAt("none")):      `x.toml circuits."a b".none 1:1-1:17`,
		show(n.Item("none", 0)):      `x.toml circuits."a b".none[0] 1:1-1:17`,
		show(n.ValueAt("name")):      `x.toml circuits."a b".name 4:8-4:11`,
		fmt.Sprint(n.Has("name")):    "true",
		fmt.Sprint(n.Has("nothing")): "false",
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	nowhere := NewNode(nil, "x", "a.x")
	if p := nowhere.At("y"); show(p) != " a.x.y 1:1-1:1" || p.File != nil || nowhere.Value() != nil || nowhere.Has("y") {
		t.Errorf("a node of nothing is at %s", show(p))
	}
}

func TestPaths(t *testing.T) {
	for key, want := range map[string]string{
		"a": "t.a", "A-b_9": "t.A-b_9", "": `t.""`, "a.b": `t."a.b"`, `a"\b`: `t."a\"\\b"`, "é": `t."é"`,
		"\x1b\u202e\n\U000e0001":  `t."\u001b\u202e\u000a\U000e0001"`,
		strings.Repeat("x", 2000): "t." + strings.Repeat("x", 60) + "…",
		strings.Repeat("é", 2000): `t."` + strings.Repeat("é", 60) + `…"`,
		strings.Repeat("0a", 16):  "t." + strings.Repeat("•", 32),
	} {
		if got := Join("t", key); got != want {
			t.Errorf("Join(t, %.40q) = %s, want %s", key, got, want)
		}
	}
	if Join("", "a") != "a" || Index("a", 3) != "a[3]" {
		t.Error("paths without a table, and with an index")
	}
	for path, want := range map[string]string{
		"a": "a", "a.b": "a|b", `a."b.c"`: "a|b.c", `'x.y'.z`: "x.y|z", `"a\"b".c`: `a"b|c`, `""`: "no", "": "no", "a.": "no", ".a": "no", "a..b": "no",
		`a."b`: "no", `a."b"c`: "no", `"é".x`: "é|x",
	} {
		got := "no"
		if keys, ok := SplitPath(path); ok {
			got = strings.Join(keys, "|")
		}
		if got != want {
			t.Errorf("SplitPath(%q) = %s, want %s", path, got, want)
		}
	}
}

func TestPlaceOrder(t *testing.T) {
	a, b := &File{Name: "a"}, &File{Name: "b"}
	ordered := []Place{{Path: "z"}, {File: a, Span: Span{1, 2}, Path: "p"}, {File: a, Span: Span{1, 2}, Path: "q"}, {File: a, Span: Span{9, 9}}, {File: b}}
	for i, p := range ordered {
		for j, q := range ordered {
			if c := p.Compare(q); (c < 0) != (i < j) || (c > 0) != (i > j) {
				t.Errorf("%d against %d: %d", i, j, c)
			}
		}
	}
}
