// Package lsp is a language server for designs: it speaks the Language Server
// Protocol over a pair of streams, with nothing but the standard library.
//
// An editor sends the whole text after each change. A [Server] reads it with
// the parser that every command uses, and answers from that: findings of the
// loader and of the rules as diagnostics, what keys and names mean as hover,
// completion from the language, the catalogue and the names of the design, and
// where names are defined and used. While a text is not whole TOML, what can be
// made out of it is used.
//
// Positions count UTF-16 code units, as editors do unless told otherwise.
//
// Findings are looked for when nothing has been typed for [Server.Delay], and
// beside the loop that answers requests.
package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A Server serves one editor. Its fields are set before Run is called.
type Server struct {
	Name, Version string
	Catalog       *catalog.Catalog
	Book          []*rules.Rule
	Describe      func([]diag.Diagnostic) []diag.Diagnostic // what the book says of findings of the loader; nil: nothing

	// Folder returns the folder that the design of a path may read from, and
	// the name of the design there; nil where it is not known.
	Folder func(path string) (fs.FS, string)

	// Delay is how long the server waits after a change before it looks for
	// findings. Without any they are looked for at once, before the next
	// message is read.
	Delay time.Duration

	out         *sender
	docs        map[string]*document
	initialized bool
	shutdown    bool
}

// ErrNoShutdown means that the editor ended the session without saying so.
var ErrNoShutdown = errors.New("the editor ended without a shutdown")

// Run serves the editor until it ends the session.
func (s *Server) Run(in io.Reader, out io.Writer) error {
	s.out, s.docs = &sender{w: out}, map[string]*document{}
	messages, failed := make(chan message), make(chan error, 1)
	done := make(chan struct{})
	defer close(done)
	go receive(bufio.NewReader(in), messages, failed, done)
	results := make(chan result, 1)
	for timer, busy := time.NewTimer(time.Hour), false; ; {
		select {
		case m := <-messages:
			exit, err := s.take(m, timer)
			if exit || err != nil {
				return err
			}
		case err := <-failed:
			if errors.Is(err, io.EOF) && s.shutdown {
				return nil
			} else if errors.Is(err, io.EOF) {
				return ErrNoShutdown
			}
			return err
		case <-timer.C:
			if !busy {
				busy = s.look(results)
			}
		case r := <-results:
			if err := s.settle(r); err != nil {
				return err
			}
			busy = s.look(results)
		}
	}
}

// receive reads messages until the stream fails.
func receive(r *bufio.Reader, messages chan<- message, failed chan<- error, done <-chan struct{}) {
	for {
		m, err := readMessage(r)
		if err != nil {
			failed <- err
			return
		}
		select {
		case messages <- m:
		case <-done:
			return
		}
	}
}

// A result is what was found in a version of a text.
type result struct {
	uri      string
	version  int
	findings []diag.Diagnostic
}

// look starts to look for findings in a text that has not been looked at, and
// reports whether there is one.
func (s *Server) look(results chan<- result) bool {
	var uris []string
	for uri, d := range s.docs {
		if !d.checked {
			uris = append(uris, uri)
		}
	}
	if len(uris) == 0 {
		return false
	}
	slices.Sort(uris)
	d := s.docs[uris[0]]
	d.checked = true
	fsys, name := s.folder(d)
	uri, version, text := d.uri, d.version, d.file.Text
	go func() { results <- result{uri, version, s.safely(fsys, name, text)} }()
	return true
}

// safely is diagnose that survives a mistake of ours: the server goes on.
func (s *Server) safely(fsys fs.FS, name, text string) (out []diag.Diagnostic) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	return s.diagnose(fsys, name, text)
}

// settle publishes findings, if the text is still the same.
func (s *Server) settle(r result) error {
	d := s.docs[r.uri]
	if d == nil || d.version != r.version {
		return nil
	}
	d.findings = r.findings
	return s.publish(d)
}

// folder returns the folder of a document, and its name there.
func (s *Server) folder(d *document) (fs.FS, string) {
	if path := filePath(d.uri); path != "" && s.Folder != nil {
		if fsys, name := s.Folder(path); fsys != nil {
			return fsys, name
		}
	}
	return nil, fileName(d.uri)
}

// bases returns the files that a document extends, and their URIs.
func (s *Server) bases(d *document) ([]*source.File, []string) {
	fsys, name := s.folder(d)
	return d.bases(fsys, name)
}

// take takes a message. It reports whether the session is over.
func (s *Server) take(m message, timer *time.Timer) (exit bool, err error) {
	switch {
	case m.Method == "exit" && s.shutdown:
		return true, nil
	case m.Method == "exit":
		return true, ErrNoShutdown
	case m.Method == "": // a response; the server asks nothing
		return false, nil
	case len(m.ID) == 0:
		return false, s.note(m, timer)
	}
	value, failure := s.answer(m)
	if failure != nil {
		return false, s.fail(m.ID, failure)
	}
	return false, s.out.send(response{"2.0", m.ID, value})
}

func (s *Server) fail(id json.RawMessage, e *rpcError) error {
	return s.out.send(failure{"2.0", id, e})
}

// note takes a notification. One that cannot be understood is passed over.
func (s *Server) note(m message, timer *time.Timer) error {
	if !s.initialized {
		return nil
	}
	switch m.Method {
	case "textDocument/didOpen":
		var p openParams
		if json.Unmarshal(m.Params, &p) == nil {
			return s.set(p.TextDocument.URI, p.TextDocument.Version, p.TextDocument.Text, timer)
		}
	case "textDocument/didChange":
		var p changeParams
		if json.Unmarshal(m.Params, &p) == nil && len(p.ContentChanges) > 0 && p.ContentChanges[len(p.ContentChanges)-1].Range == nil {
			return s.set(p.TextDocument.URI, p.TextDocument.Version, p.ContentChanges[len(p.ContentChanges)-1].Text, timer)
		}
	case "textDocument/didSave": // a file that others extend may have changed
		for _, d := range s.docs {
			d.checked = false
		}
		return s.due(timer)
	case "textDocument/didClose":
		var p positionParams
		if json.Unmarshal(m.Params, &p) == nil {
			delete(s.docs, p.TextDocument.URI)
			return s.out.send(notification{"2.0", "textDocument/publishDiagnostics", publishParams{p.TextDocument.URI, 0, []diagnostic{}}})
		}
	}
	return nil
}

// set takes a new text.
func (s *Server) set(uri string, version int, text string, timer *time.Timer) error {
	s.docs[uri] = newDocument(uri, version, text, s.docs[uri])
	return s.due(timer)
}

// due has findings looked for: at once, or after the delay.
func (s *Server) due(timer *time.Timer) error {
	if s.Delay > 0 {
		timer.Reset(s.Delay)
		return nil
	}
	results := make(chan result, 1)
	for s.look(results) {
		if err := s.settle(<-results); err != nil {
			return err
		}
	}
	return nil
}
