package lsp

import (
	"encoding/json"
	"fmt"
)

// answer answers a request. A mistake of ours fails the request, not the
// server.
func (s *Server) answer(m message) (value any, failure *rpcError) {
	defer func() {
		if r := recover(); r != nil {
			value, failure = nil, &rpcError{internalError, fmt.Sprintf("erplan failed on %s; please report it", m.Method)}
		}
	}()
	switch {
	case m.Method == "\x00":
		return nil, &rpcError{parseError, "the message is not JSON"}
	case m.Method == "initialize":
		s.begin(m.Params)
		return s.capabilities(), nil
	case !s.initialized:
		return nil, &rpcError{notInitialized, "the server is not initialized"}
	case s.shutdown:
		return nil, &rpcError{invalidRequest, "the server is shut down"}
	case m.Method == "shutdown":
		s.shutdown = true
		return nil, nil
	}
	serve, ok := requests[m.Method]
	if !ok {
		return nil, &rpcError{methodNotFound, m.Method + " is not supported"}
	}
	return serve(s, m.Params)
}

// requests are the requests about documents.
var requests = map[string]func(*Server, json.RawMessage) (any, *rpcError){
	"textDocument/hover": at(func(s *Server, d *document, offset int, _ positionParams) (any, *rpcError) {
		if h := s.hover(d, offset); h != nil {
			return h, nil
		}
		return nil, nil
	}),
	"textDocument/completion": at(func(s *Server, d *document, offset int, _ positionParams) (any, *rpcError) {
		return s.complete(d, offset), nil
	}),
	"textDocument/definition": at(func(s *Server, d *document, offset int, _ positionParams) (any, *rpcError) {
		return s.definition(d, offset), nil
	}),
	"textDocument/references": at(func(s *Server, d *document, offset int, p positionParams) (any, *rpcError) {
		return s.references(d, offset, p.Context.IncludeDeclaration), nil
	}),
	"textDocument/prepareRename": at(func(s *Server, d *document, offset int, _ positionParams) (any, *rpcError) {
		p, err := s.prepareRename(d, offset)
		return p, err
	}),
	"textDocument/rename": at(func(s *Server, d *document, offset int, p positionParams) (any, *rpcError) {
		w, err := s.rename(d, offset, p.NewName)
		return w, err
	}),
	"textDocument/documentSymbol": at(func(_ *Server, d *document, _ int, _ positionParams) (any, *rpcError) {
		return d.symbols(), nil
	}),
	"textDocument/formatting": at(func(_ *Server, d *document, _ int, _ positionParams) (any, *rpcError) {
		edits, err := d.format()
		return edits, err
	}),
	"textDocument/codeAction": func(s *Server, params json.RawMessage) (any, *rpcError) {
		var p actionParams
		if json.Unmarshal(params, &p) != nil || s.document(p.TextDocument.URI) == nil {
			return nil, &rpcError{invalidParams, "there is no such document"}
		}
		d := s.document(p.TextDocument.URI)
		return s.actions(d, d.offset(p.Range.Start), d.offset(p.Range.End), p.Context.Only), nil
	},
}

// at makes a request of a function about a position of a document.
func at(f func(*Server, *document, int, positionParams) (any, *rpcError)) func(*Server, json.RawMessage) (any, *rpcError) {
	return func(s *Server, params json.RawMessage) (any, *rpcError) {
		var p positionParams
		if json.Unmarshal(params, &p) != nil || s.document(p.TextDocument.URI) == nil {
			return nil, &rpcError{invalidParams, "there is no such document"}
		}
		d := s.document(p.TextDocument.URI)
		return f(s, d, d.offset(p.Position), p)
	}
}

// capabilities is the answer to initialize.
func (s *Server) capabilities() any {
	type m = map[string]any
	return m{
		"serverInfo": m{"name": s.Name, "version": s.Version},
		"capabilities": m{
			"positionEncoding":           "utf-16",
			"textDocumentSync":           m{"openClose": true, "change": 1, "save": true},
			"hoverProvider":              true,
			"completionProvider":         m{"triggerCharacters": []string{"\"", "'", ".", "[", "/", ":", "="}},
			"definitionProvider":         true,
			"referencesProvider":         true,
			"renameProvider":             m{"prepareProvider": true},
			"codeActionProvider":         m{"codeActionKinds": []string{quickFix, fixAll}},
			"documentSymbolProvider":     true,
			"documentFormattingProvider": true,
			"workspace":                  m{"workspaceFolders": m{"supported": true, "changeNotifications": true}},
		},
	}
}
