package lsp

import (
	"encoding/json"
	"slices"
	"time"
)

// note takes a notification. One that is not known or cannot be understood is
// passed over.
func (s *Server) note(m message, timer *time.Timer) error {
	take, ok := notes[m.Method]
	if !s.initialized || !ok {
		return nil
	}
	return take(s, m.Params, timer)
}

// notes are the notifications that are understood.
var notes = map[string]func(*Server, json.RawMessage, *time.Timer) error{
	"textDocument/didOpen": func(s *Server, params json.RawMessage, timer *time.Timer) error {
		var p openParams
		if json.Unmarshal(params, &p) != nil {
			return nil
		}
		return s.set(p.TextDocument.URI, p.TextDocument.Version, p.TextDocument.Text, timer)
	},
	"textDocument/didChange": func(s *Server, params json.RawMessage, timer *time.Timer) error {
		var p changeParams
		if json.Unmarshal(params, &p) != nil || len(p.ContentChanges) == 0 || p.ContentChanges[len(p.ContentChanges)-1].Range != nil {
			return nil
		}
		return s.set(p.TextDocument.URI, p.TextDocument.Version, p.ContentChanges[len(p.ContentChanges)-1].Text, timer)
	},
	"textDocument/didClose": func(s *Server, params json.RawMessage, timer *time.Timer) error {
		var p positionParams
		if json.Unmarshal(params, &p) != nil || s.document(p.TextDocument.URI) == nil {
			return nil
		}
		return s.close(s.document(p.TextDocument.URI), timer)
	},
	"textDocument/didSave":            lookAgain, // a file that others extend may have changed
	"workspace/didChangeWatchedFiles": lookAgain,
	"workspace/didChangeConfiguration": func(s *Server, params json.RawMessage, timer *time.Timer) error {
		var p struct{ Settings json.RawMessage }
		if json.Unmarshal(params, &p) == nil {
			s.settings.take(p.Settings)
		}
		return lookAgain(s, nil, timer)
	},
	"workspace/didChangeWorkspaceFolders": func(s *Server, params json.RawMessage, timer *time.Timer) error {
		var p struct {
			Event struct{ Added, Removed []workspaceFolder }
		}
		if json.Unmarshal(params, &p) == nil {
			s.leave(p.Event.Removed)
			s.enter(p.Event.Added)
		}
		return lookAgain(s, nil, timer)
	},
}

// lookAgain has every document looked at anew.
func lookAgain(s *Server, _ json.RawMessage, timer *time.Timer) error {
	return s.again(timer, func(*document) bool { return true })
}

// set takes a new text. Those that extend it are looked at again.
func (s *Server) set(uri string, version int, content string, timer *time.Timer) error {
	old := s.document(uri)
	if old != nil {
		old.stale.Store(true)
	}
	d := newDocument(uri, s.home(uri).name, version, content, old)
	s.docs[docKey(uri)] = d
	return s.again(timer, func(other *document) bool { return other != d && s.extends(other, d) })
}

// close forgets a document. Those that extend it read it from disk from then
// on.
func (s *Server) close(d *document, timer *time.Timer) error {
	d.stale.Store(true)
	delete(s.docs, docKey(d.uri))
	if err := s.out.send(notification{"2.0", "textDocument/publishDiagnostics", publishParams{d.uri, d.version, []diagnostic{}}}); err != nil {
		return err
	}
	return s.again(timer, func(other *document) bool { return s.extends(other, d) })
}

// extends reports whether a document extends another one, also through others.
func (s *Server) extends(d, base *document) bool {
	if target, _ := d.extends(); target == "" {
		return false
	}
	f := s.family(d)
	return slices.ContainsFunc(f.chain(f.name), func(t *text) bool { return f.path(t.name) == docKey(base.uri) })
}

// again has documents looked at anew.
func (s *Server) again(timer *time.Timer, which func(*document) bool) error {
	for _, d := range s.docs {
		if which(d) {
			d.checked = false
		}
	}
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
