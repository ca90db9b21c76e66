package lsp

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A home is where a document lives: the folder that it may read from, and its
// name there. What the editor has open is read as it stands in the editor.
type home struct {
	fsys   fs.FS  // nil where the document is no file
	folder string // with slashes
	name   string
}

// home returns where the file of a URI lives: in the innermost folder of the
// workspace that it is below, or in the one that the server was started in, or
// in its own.
func (s *Server) home(uri string) home {
	file := slashPath(uri)
	if file == "" || s.Open == nil {
		return home{name: fileName(uri)}
	}
	folder := ""
	for _, root := range append([]string{s.Here}, s.roots...) {
		if below(root, file) && len(root) > len(folder) {
			folder = root
		}
	}
	if folder == "" {
		folder = strings.TrimSuffix(file[:strings.LastIndexByte(file, '/')+1], "/")
	}
	if folder == "" {
		folder = "/"
	}
	h := home{folder: folder, name: strings.TrimPrefix(strings.TrimPrefix(file, folder), "/")}
	if disk := s.folder(folder); disk != nil && fs.ValidPath(h.name) {
		h.fsys = buffers{disk, s.texts(folder)}
	}
	return h
}

// path returns the path of a file of the folder.
func (h home) path(name string) string { return strings.TrimSuffix(h.folder, "/") + "/" + name }

// below reports whether a file is in a folder, or in one of that.
func below(folder, file string) bool {
	return folder != "" && strings.HasPrefix(file, strings.TrimSuffix(folder, "/")+"/")
}

// folder opens a folder; each is opened once.
func (s *Server) folder(name string) fs.FS {
	if fsys, ok := s.folders[name]; ok {
		return fsys
	}
	fsys, err := s.Open(filepath.FromSlash(name))
	if err != nil { // it may be there later
		return nil
	}
	if s.folders == nil {
		s.folders = map[string]fs.FS{}
	}
	s.folders[name] = fsys
	return fsys
}

// texts returns the texts that are open below a folder, by their names there.
func (s *Server) texts(folder string) map[string]string {
	out := map[string]string{}
	for file, d := range s.docs {
		if below(folder, file) {
			out[strings.TrimPrefix(strings.TrimPrefix(file, folder), "/")] = d.file.Text
		}
	}
	return out
}

// uri returns the URI of a file of a folder, as the editor writes it where it
// has the file open.
func (s *Server) uri(h home, name string) string {
	file := h.path(name)
	if d := s.docs[file]; d != nil {
		return d.uri
	}
	u := url.URL{Scheme: "file", Path: file}
	if host, rest, ok := strings.Cut(strings.TrimPrefix(file, "//"), "/"); ok && strings.HasPrefix(file, "//") {
		u.Host, u.Path = host, "/"+rest
	} else if !strings.HasPrefix(file, "/") { // C:/designs
		u.Path = "/" + file
	}
	return u.String()
}

// Buffers is a folder in which some files stand as an editor has them.
type buffers struct {
	disk  fs.FS
	texts map[string]string
}

// Open opens a file as it is on disk.
func (b buffers) Open(name string) (fs.File, error) { return b.disk.Open(name) }

// ReadFile reads a file as the editor has it, or else from disk.
func (b buffers) ReadFile(name string) ([]byte, error) {
	if text, ok := b.texts[name]; ok {
		return []byte(text), nil
	}
	return fs.ReadFile(b.disk, name)
}

// document returns the open document of a URI, or nil. One file has one
// document, however the editor escapes its name.
func (s *Server) document(uri string) *document { return s.docs[docKey(uri)] }

// docKey returns what a document is known by: its path, or the URI of one that is
// no file.
func docKey(uri string) string {
	if file := slashPath(uri); file != "" {
		return file
	}
	return uri
}

// slashPath returns the path of the file of a URI, with slashes, or "" where
// it is none.
func slashPath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return ""
	}
	p := path.Clean(u.Path)
	if len(p) > 2 && p[0] == '/' && p[2] == ':' { // file:///c%3A/designs/erplan.toml
		return strings.ToUpper(p[1:2]) + p[2:]
	}
	if u.Host != "" && u.Host != "localhost" {
		return "//" + u.Host + p
	}
	return p
}

// fileName returns the last part of the path of a URI.
func fileName(uri string) string {
	if u, err := url.Parse(uri); err == nil && u.Path != "" {
		return path.Base(u.Path)
	}
	return "erplan.toml"
}

// A workspaceFolder is a folder that the editor works in.
type workspaceFolder struct {
	URI string `json:"uri"`
}

// begin takes what the editor says of itself when a session begins.
func (s *Server) begin(params json.RawMessage) {
	var p struct {
		RootURI               string            `json:"rootUri"`
		WorkspaceFolders      []workspaceFolder `json:"workspaceFolders"`
		InitializationOptions json.RawMessage   `json:"initializationOptions"`
	}
	_ = json.Unmarshal(params, &p) // what cannot be understood is left out
	s.initialized = true
	s.enter(p.WorkspaceFolders)
	if len(s.roots) == 0 {
		s.enter([]workspaceFolder{{p.RootURI}})
	}
	s.settings.take(p.InitializationOptions)
}

// enter adds folders of the workspace.
func (s *Server) enter(folders []workspaceFolder) {
	for _, f := range folders {
		if p := slashPath(f.URI); p != "" {
			s.roots = append(s.roots, p)
		}
	}
}

// leave drops folders of the workspace.
func (s *Server) leave(folders []workspaceFolder) {
	for _, f := range folders {
		s.roots = slices.DeleteFunc(s.roots, func(root string) bool { return root == slashPath(f.URI) })
	}
}

// Settings are what a user may choose in the editor.
type settings struct {
	hideUnknowns bool
	baseOnly     bool
}

// take takes settings as the editor sends them, by themselves or below
// "erplan". What is not said stays as it is.
func (s *settings) take(text json.RawMessage) {
	type words struct {
		Unknowns *bool `json:"unknowns"`
		Options  *bool `json:"options"`
	}
	var p struct {
		words
		Erplan words `json:"erplan"`
	}
	if json.Unmarshal(text, &p) != nil {
		return
	}
	for _, w := range []words{p.words, p.Erplan} {
		if w.Unknowns != nil {
			s.hideUnknowns = !*w.Unknowns
		}
		if w.Options != nil {
			s.baseOnly = !*w.Options
		}
	}
}
