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
// A design may be laid over another file by extends: names are followed through
// all files of the workspace that are joined so, and a file that is open is read
// as it stands in the editor. Findings are those of the base and of every
// option, each once; what the design does not state is a hint.
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
	"sync/atomic"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// A Server serves one editor. Its fields are set before Run is called.
type Server struct {
	Name, Version string
	Catalog       *catalog.Catalog
	Book          []*rules.Rule
	Describe      func([]diag.Diagnostic) []diag.Diagnostic // what the book says of findings of the loader; nil: nothing

	// Open opens a folder, outside of which nothing is read. Here is the path,
	// with slashes, of the folder that the server was started in.
	Open func(folder string) (fs.FS, error)
	Here string

	// Delay is how long the server waits after a change before it looks for
	// findings. Without any they are looked for at once, before the next
	// message is read.
	Delay time.Duration

	out         *sender
	docs        map[string]*document // by key
	roots       []string             // the folders of the workspace
	folders     map[string]fs.FS     // those that have been opened
	settings    settings
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

// A result is what was found in a document.
type result struct {
	doc *document
	found
}

// look starts to look for findings in a document that has not been looked at,
// and reports whether there is one.
func (s *Server) look(results chan<- result) bool {
	d := s.next()
	if d == nil {
		return false
	}
	d.checked = true
	h, content, stale, options := s.home(d.uri), d.file.Text, &d.stale, !s.settings.baseOnly
	go func() { results <- result{d, s.safely(h, content, options, stale)} }()
	return true
}

// next returns a document that has not been looked at: the first by its path.
func (s *Server) next() *document {
	var out *document
	for _, d := range s.docs {
		if !d.checked && (out == nil || d.uri < out.uri) {
			out = d
		}
	}
	return out
}

// safely is diagnose that survives a mistake of ours: the server goes on.
func (s *Server) safely(h home, content string, options bool, stale *atomic.Bool) (out found) {
	defer func() {
		if recover() != nil {
			out = found{}
		}
	}()
	return s.diagnose(h, content, options, stale)
}

// settle publishes findings, if the document is still the same.
func (s *Server) settle(r result) error {
	if s.document(r.doc.uri) != r.doc {
		return nil
	}
	if r.catalog == nil { // the design could not be read
		r.catalog = r.doc.catalog
	}
	r.doc.found = r.found
	return s.publish(r.doc)
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
