package lsp

import (
	"encoding/json"
	"io/fs"
	"testing"
	"testing/fstest"
)

func TestSlashPath(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///designs/erplan.toml":            "/designs/erplan.toml",
		"file:///designs/a%20b/../erplan.toml":   "/designs/erplan.toml",
		"file:///c%3A/designs/erplan.toml":       "C:/designs/erplan.toml",
		"file:///C:/designs/erplan.toml":         "C:/designs/erplan.toml",
		"file://server/share/erplan.toml":        "//server/share/erplan.toml",
		"file://localhost/designs/erplan.toml":   "/designs/erplan.toml",
		"untitled:Untitled-1":                    "",
		"vscode-vfs://github/acme/x/erplan.toml": "",
		"file:":                                  "", "%zz": "",
	} {
		if got := slashPath(uri); got != want {
			t.Errorf("%s: got %q, want %q", uri, got, want)
		}
	}
}

// TestHome holds that a design is read in the innermost folder of the workspace
// that has it, and that its URI leads back.
func TestHome(t *testing.T) {
	s := &Server{Here: "/nets", roots: []string{"/nets/acme", "/nets/acme/uk", "C:/designs"}, Open: func(string) (fs.FS, error) { return fstest.MapFS{}, nil }}
	for _, c := range []struct{ uri, folder, name, back string }{
		{"file:///nets/erplan.toml", "/nets", "erplan.toml", ""},
		{"file:///nets/acme/x/erplan.toml", "/nets/acme", "x/erplan.toml", ""},
		{"file:///nets/acme/uk/erplan.toml", "/nets/acme/uk", "erplan.toml", ""},
		{"file:///nets/acmes/erplan.toml", "/nets", "acmes/erplan.toml", ""},
		{"file:///tmp/a%20b.toml", "/tmp", "a b.toml", ""},
		{"file:///c%3A/designs/erplan.toml", "C:/designs", "erplan.toml", "file:///C:/designs/erplan.toml"},
		{"file://server/share/erplan.toml", "//server/share", "erplan.toml", ""},
	} {
		h := s.home(c.uri)
		if h.folder != c.folder || h.name != c.name || h.fsys == nil {
			t.Errorf("%s: %q in %q", c.uri, h.name, h.folder)
		}
		if c.back == "" {
			c.back = c.uri
		}
		if back := s.uri(h, h.name); back != c.back {
			t.Errorf("%s: leads back to %s", c.uri, back)
		}
	}
	if h := s.home("untitled:Untitled-1"); h.fsys != nil {
		t.Error("a text that is no file has a folder")
	}
}

// TestSettingsOf holds that settings are understood in both forms that editors
// send, and that what is no setting changes nothing.
func TestSettingsOf(t *testing.T) {
	for text, want := range map[string]settings{
		`{"unknowns":false}`:                            {hideUnknowns: true},
		`{"erplan":{"options":false,"path":"x"}}`:       {baseOnly: true},
		`{"erplan":{"unknowns":true},"unknowns":false}`: {},
		`{"unknowns":"no"}`:                             {},
		`null`:                                          {}, `[]`: {}, ``: {},
	} {
		var got settings
		if got.take(json.RawMessage(text)); got != want {
			t.Errorf("%s: got %+v", text, got)
		}
	}
}
