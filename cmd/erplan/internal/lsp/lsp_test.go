package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/bfd"
	"github.com/erplan/erplan/rules/peering"
)

var update = flag.Bool("update", false, "write what the server says into the transcripts")

const folder = "file:///designs/"

func testServer(files fs.FS) *Server {
	return &Server{
		Name: "erplan", Version: "test", Catalog: catalog.Embedded(), Book: append(append([]*rules.Rule{}, bfd.Rules...), peering.Rules...),
		Here: "/designs",
		Open: func(folder string) (fs.FS, error) {
			if filepath.ToSlash(folder) != "/designs" {
				return nil, fs.ErrNotExist
			}
			return files, nil
		},
	}
}

// TestTranscripts plays the sessions of testdata/lsp. Each has files and a
// session: lines of what the editor sends, each followed by what the server
// says. Positions are LINE:COLUMN from 1, in UTF-16 code units.
//
//	init                 the session begins
//	open FILE [quietly]  the editor opens a file of the session
//	complete TEXT        it completes at the mark ‸ of a text that is added to erplan.toml
//	change FILE AS FILE  its text becomes that of another one
//	hover FILE 3:1       and completion, definition, references, prepareRename
//	rename FILE 3:1 NAME
//	actions FILE 3:1-3:9 [KIND]
//	symbols FILE, format FILE, save FILE, close FILE
//	send METHOD JSON     any other request
//	note METHOD JSON     any other notification
//	raw TEXT             a body that may be anything
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("../../../../testdata/lsp/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			last := &ar.Files[len(ar.Files)-1]
			got := play(t, ar, string(last.Data))
			if *update {
				last.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(last.Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// play plays a session and returns it with what the server says.
func play(t *testing.T, ar *txtar.Archive, session string) string {
	files := fstest.MapFS{}
	for _, f := range ar.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	e := &editor{files: files}
	var sent []string
	for row := range strings.Lines(session) {
		if row = strings.TrimRight(row, "\n"); row != "" && !strings.HasPrefix(row, "<") && !strings.HasPrefix(row, " ") {
			sent = append(sent, row)
		}
	}
	out, write, said := start(testServer(files))
	var b strings.Builder
	for _, row := range sent {
		fmt.Fprintf(&b, "%s\n", row)
		if strings.HasPrefix(row, "#") {
			continue
		}
		if row == "init" {
			write(e.request("initialize", `{"processId":null,"rootUri":null,"capabilities":{}}`))
			<-said
			row = "note initialized {}"
		}
		if text, ok := strings.CutPrefix(row, "complete "); ok {
			body, at := e.typing(text)
			write(body)
			row = "completion typing.toml " + at
		}
		write(e.body(t, row))
		e.id++
		write(fmt.Sprintf(`{"jsonrpc":"2.0","id":"sync","method":"sync%d"}`, e.id))
		for body := range said {
			if strings.Contains(body, `"id":"sync"`) {
				break
			}
			if end, ok := strings.CutPrefix(body, "ends: "); ok {
				if end != "<nil>" {
					fmt.Fprintf(&b, "< ends: %s\n", end)
				}
				break
			}
			if strings.HasPrefix(row, "completion typing.toml ") {
				b.WriteString(offered(t, body))
			} else if !strings.HasSuffix(row, " quietly") {
				b.WriteString(shown(t, body))
			}
		}
	}
	out.Close()
	for body := range said {
		if end, ok := strings.CutPrefix(body, "ends: "); ok && end != "<nil>" {
			fmt.Fprintf(&b, "< ends: %s\n", end)
		}
	}
	return b.String()
}

// start runs a server. What it sends comes from the channel, at last "ends: "
// and the error that it ends with.
func start(s *Server) (in io.Closer, send func(body string), said chan string) {
	in2, out := io.Pipe()
	back, answers := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- s.Run(in2, answers); answers.Close() }()
	said = make(chan string, 100)
	go func() {
		r := bufio.NewReader(back)
		for {
			body, err := readBody(r)
			if err != nil {
				said <- fmt.Sprint("ends: ", <-ended)
				close(said)
				return
			}
			said <- body
		}
	}()
	return out, func(body string) { fmt.Fprintf(out, "Content-Length: %d\r\n\r\n%s", len(body), body) }, said
}

func readBody(r *bufio.Reader) (string, error) {
	head, err := r.ReadString('\n')
	if err != nil {
		return "", err
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(head, "Content-Length:")))
	if err != nil {
		return "", err
	}
	if _, err := r.ReadString('\n'); err != nil {
		return "", err
	}
	body := make([]byte, n)
	_, err = io.ReadFull(r, body)
	return string(body), err
}

// shown writes a message of the server for a transcript.
func shown(t *testing.T, body string) string {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatal(err)
	}
	label, value := "result", m["result"]
	switch {
	case m["method"] != nil:
		label, value = strings.Trim(string(m["method"]), `"`), m["params"]
	case m["error"] != nil:
		label, value = "error", m["error"]
	}
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("  ", "  ")
	if err := enc.Encode(short(v)); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("< %s\n  %s", label, b.String())
}

// short writes ranges as LINE:COLUMN-LINE:COLUMN from 1.
func short(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if start, ok := v["start"].(map[string]any); ok && len(v) == 2 {
			end := v["end"].(map[string]any)
			return fmt.Sprintf("%v:%v-%v:%v", start["line"].(float64)+1, start["character"].(float64)+1, end["line"].(float64)+1, end["character"].(float64)+1)
		}
		for k := range v {
			v[k] = short(v[k])
		}
	case []any:
		for i := range v {
			v[i] = short(v[i])
		}
	}
	return v
}

// offered writes the answer to a completion: what is offered, what is written
// for it, and where.
func offered(t *testing.T, body string) string {
	var m struct {
		Method string
		Result completionList
	}
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatal(err)
	}
	if m.Method != "" {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "< %d\n", len(m.Result.Items))
	for i, item := range m.Result.Items {
		if i == 6 {
			b.WriteString("  …\n")
			break
		}
		r := item.TextEdit.Range
		fmt.Fprintf(&b, "  %s: %s at %d-%d", item.Label, item.TextEdit.NewText, r.Start.Character+1, r.End.Character+1)
		if item.Detail != "" {
			fmt.Fprintf(&b, " (%s)", item.Detail)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// typing opens the design of the session with some text added, in which "\\n"
// is a line end and "‸" the cursor. It returns where that is.
func (e *editor) typing(text string) (body, at string) {
	const mark = "‸"
	whole := string(e.files["erplan.toml"].Data) + strings.ReplaceAll(text, "\\n", "\n")
	before, after, _ := strings.Cut(whole, mark)
	row := before[strings.LastIndexByte(before, '\n')+1:]
	e.files["typing.toml"] = &fstest.MapFile{Data: []byte(before + after)}
	quoted, _ := json.Marshal(before + after)
	e.id++
	body = fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":%q,"languageId":"toml","version":%d,"text":%s}}}`, folder+"typing.toml", e.id, quoted)
	return body, fmt.Sprintf("%d:%d", strings.Count(before, "\n")+1, len([]rune(row))+1)
}

// An editor turns lines of a session into messages.
type editor struct {
	files fstest.MapFS
	id    int
}

func (e *editor) body(t *testing.T, row string) string {
	verb, rest, _ := strings.Cut(row, " ")
	words := strings.Fields(rest)
	doc := func() string { return fmt.Sprintf(`"textDocument":{"uri":%q}`, folder+words[0]) }
	text := func(name string) string {
		out, err := json.Marshal(string(e.files[name].Data))
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	switch verb {
	case "raw":
		return rest
	case "send":
		method, params, _ := strings.Cut(rest, " ")
		return e.request(method, params)
	case "note":
		method, params, _ := strings.Cut(rest, " ")
		return fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":%s}`, method, params)
	case "open":
		return fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":%q,"languageId":"toml","version":1,"text":%s}}}`, folder+words[0], text(words[0]))
	case "change":
		e.id++
		return fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":%q,"version":%d},"contentChanges":[{"text":%s}]}}`, folder+words[0], e.id, text(words[2]))
	case "save", "close":
		return fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/did%s","params":{%s}}`, map[string]string{"save": "Save", "close": "Close"}[verb], doc())
	case "symbols":
		return e.request("textDocument/documentSymbol", "{"+doc()+"}")
	case "format":
		return e.request("textDocument/formatting", "{"+doc()+"}")
	case "actions":
		from, to, _ := strings.Cut(words[1], "-")
		only := ""
		if len(words) > 2 {
			only = strconv.Quote(words[2])
		}
		return e.request("textDocument/codeAction", fmt.Sprintf(`{%s,"range":{"start":%s,"end":%s},"context":{"diagnostics":[],"only":[%s]}}`, doc(), place(t, from), place(t, to), only))
	case "rename":
		return e.request("textDocument/rename", fmt.Sprintf(`{%s,"position":%s,"newName":%q}`, doc(), place(t, words[1]), words[2]))
	case "references":
		return e.request("textDocument/references", fmt.Sprintf(`{%s,"position":%s,"context":{"includeDeclaration":true}}`, doc(), place(t, words[1])))
	}
	return e.request("textDocument/"+verb, fmt.Sprintf(`{%s,"position":%s}`, doc(), place(t, words[1])))
}

func (e *editor) request(method, params string) string {
	e.id++
	if params == "" {
		params = "null"
	}
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, e.id, method, params)
}

func place(t *testing.T, text string) string {
	line, col, _ := strings.Cut(text, ":")
	l, err := strconv.Atoi(line)
	c, err2 := strconv.Atoi(col)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"line":%d,"character":%d}`, l-1, c-1)
}
