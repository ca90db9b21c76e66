package tree

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, path, want string }{
		{`{"A": {"b": "x"}}`, "a.B", "x"},
		{"{ // why\n /* and\n how */ \"a\": [1, 2,], }", "a", ""},
		{`{"a": "tab\tand é and \ud83d\ude00"}`, "a", "tab\tand é and 😀"},
		{"{\"a\": \"two\nlines\"}", "a", "two\nlines"},
		{`{"a": TRUE}`, "a", "true"},
		{`{"a": 1.50e3}`, "a", "1.50e3"},
	} {
		v, err := Parse("f.json", c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		got, _ := v.Path(strings.Split(c.path, ".")...).Str()
		if got != c.want {
			t.Errorf("%s: %s = %q, not %q", c.text, c.path, got, c.want)
		}
	}
}

// TestErrors names the file, the line and the column.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "f.json:1:1: the text ends where a value is expected",
		"{":                       "f.json:1:1: the object has no end",
		"[1":                      `f.json:1:3: a comma or "]" is expected`,
		"{\n \"a\" 1}":            "f.json:2:6: a colon is expected after the name of a member",
		"{'a': 1}":                "f.json:1:2: the name of a member is expected, in double quotes",
		"{\"a\": \"x}":            "f.json:1:7: the string has no end",
		"{\"a\": \"\\x\"}":        "f.json:1:8: the string has an escape that JSON does not know",
		"{\"a\": nil}":            "f.json:1:7: a JSON value is expected",
		"{} {}":                   "f.json:1:4: text goes on after the end of the JSON value",
		"/* x":                    "f.json:1:1: the comment has no end",
		"{\"ä\": -}":              "f.json:1:7: this is not a number",
		strings.Repeat("[", 1000): "f.json:1:202: values nest deeper than 200 levels",
	} {
		_, err := Parse("f.json", text)
		if err == nil || err.Error() != want {
			t.Errorf("%.20s: %v, not %s", text, err, want)
		}
	}
}

// TestSecrets: keys are never kept.
func TestSecrets(t *testing.T) {
	v, err := Parse("f.json", `{"sharedKey": "s3cr3t", "serviceKey": "", "authorizationKey": {"value": "x"}, "tags": {"psk": "s3cr3t"}}`)
	if err != nil {
		t.Fatal(err)
	}
	if k := v.Get("sharedkey"); k.Kind != Secret || k.Text != "" {
		t.Errorf("%+v", k)
	}
	if k := v.Path("tags", "PSK"); k.Kind != Secret || k.Text != "" {
		t.Errorf("%+v", k)
	}
	if k := v.Get("serviceKey"); k.Kind != String || !k.Blank() {
		t.Errorf("%+v", k)
	}
}

func TestDecode(t *testing.T) {
	for _, text := range []string{"\xEF\xBB\xBF{}", "\xFF\xFE{\x00}\x00", "\xFE\xFF\x00{\x00}", "{}"} {
		if got, err := Decode([]byte(text)); err != nil || got != "{}" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"\xFF\xFE{", "{\xff}"} {
		if _, err := Decode([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
