package lsp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"
)

// FuzzDocument holds that any text can be asked about at any place, and that
// what is answered lies inside of it.
func FuzzDocument(f *testing.F) {
	for _, s := range []string{
		"", "[", "[circuits.", "[circuits.er]\nti", "a = {b = [", "a = {b", "[a]\nb = \"", "x.", "[[exceptions]]\nrule = \"", "extends = \"x\"",
		"schema = 1\n[sites.dc.routers.ce1]\n[circuits.er.links]\nprimary.router = \"dc/ce1\"\n[scenarios.x]\nfail = [\"link:er/primary\", \"router:\"]\nexpect = { a = \"lost\" }\n",
		"schema = 1\r\n[design]\r\nname = \"🛰\" # 🛰\r\n", "[options.a.circuits.er]\ntier = 'x'\n[\"a b\".c]\n", "a.b.c = 1\n[x]\ny = [[1], {z = 2}]",
	} {
		f.Add(s, len(s)/2)
	}
	s := testServer(fstest.MapFS{})
	f.Fuzz(func(t *testing.T, text string, offset int) {
		if len(text) > 2000 || !utf8.ValidString(text) {
			return
		}
		d := newDocument("file:///designs/erplan.toml", "erplan.toml", 1, text, nil)
		text = d.file.Text
		offset = max(0, min(offset, len(text)))
		for offset > 0 && offset < len(text) && !utf8.RuneStart(text[offset]) {
			offset--
		}
		p := d.position(offset)
		if back := d.offset(p); back != offset && text[offset-1] != '\r' {
			t.Fatalf("%q: %d is %v is %d", text, offset, p, back)
		}
		s.hover(d, offset)
		for _, item := range s.complete(d, offset).Items {
			r := item.TextEdit.Range
			if r.Start.Line != r.End.Line || r.Start.Character > p.Character || r.End.Character < p.Character {
				t.Fatalf("%q at %d: %s at %v", text, offset, item.Label, r)
			}
		}
		s.definition(d, offset)
		s.references(d, offset, true)
		s.prepareRename(d, offset)
		s.rename(d, offset, "new-name")
		d.found = s.diagnose(home{name: "erplan.toml"}, text, true, &d.stale)
		for i := range d.findings {
			s.diagnostic(d, &d.findings[i])
		}
		s.actions(d, offset, offset, nil)
		d.symbols()
		d.format()
	})
}

// TestEveryPlace asks about every place of the shipped designs, whole and cut
// off there.
func TestEveryPlace(t *testing.T) {
	names, _ := filepath.Glob("../../../../testdata/designs/*/erplan.toml")
	s := testServer(fstest.MapFS{})
	for _, name := range names[:min(3, len(names))] {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d := newDocument("file:///designs/erplan.toml", "erplan.toml", 1, string(text), nil)
		answered := 0
		for offset := 0; offset < len(text); offset += 13 {
			if s.hover(d, offset) != nil {
				answered++
			}
			s.references(d, offset, true)
			cut := newDocument("file:///designs/erplan.toml", "erplan.toml", 2, string(text[:offset]), d)
			s.complete(cut, offset)
			s.hover(cut, offset)
			cut.symbols()
		}
		if answered < len(text)/13/4 {
			t.Errorf("%s: hover answers at only %d of %d places", name, answered, len(text)/13)
		}
	}
}

func TestPositions(t *testing.T) {
	d := newDocument("file:///x.toml", "x.toml", 1, "a = \"é🛰x\"\r\nb = 1", nil)
	for offset, want := range map[int]position{0: {0, 0}, 5: {0, 5}, 7: {0, 6}, 11: {0, 8}, 12: {0, 9}, 15: {1, 0}, 20: {1, 5}, 99: {1, 5}} {
		if got := d.position(offset); got != want {
			t.Errorf("%d: got %v, want %v", offset, got, want)
		}
	}
	for p, want := range map[position]int{{0, 7}: 7, {0, 99}: 14, {9, 0}: 20, {-1, 0}: 0, {0, -5}: 0} {
		if got := d.offset(p); got != want {
			t.Errorf("%v: got %d, want %d", p, got, want)
		}
	}
}

// TestDelay holds that findings come after a pause, once for several changes,
// and that requests are answered meanwhile.
func TestDelay(t *testing.T) {
	s := testServer(fstest.MapFS{})
	s.Delay = 50 * time.Millisecond
	e := &editor{files: fstest.MapFS{"erplan.toml": &fstest.MapFile{Data: []byte("schema = 1\nx = 1\n")}, "two.toml": &fstest.MapFile{Data: []byte("schema = 1\ny = 1\n")}}}
	in, send, answers := start(s)
	send(e.request("initialize", "{}"))
	<-answers
	send(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	send(e.body(t, "open erplan.toml"))
	send(e.body(t, "change erplan.toml AS two.toml"))
	send(e.body(t, "symbols erplan.toml"))
	var got []string
	for len(got) < 2 {
		select {
		case a := <-answers:
			got = append(got, a)
		case <-time.After(5 * time.Second):
			t.Fatal("no answer", got)
		}
	}
	if !strings.Contains(got[0], `"result"`) || !strings.Contains(got[1], "unknown key \\\"y\\\"") {
		t.Errorf("got %s", got)
	}
	send(e.request("shutdown", "null"))
	<-answers
	in.Close()
}
