package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// designName is the file that a command takes when it is given none.
const designName = "erplan.toml"

// isDesign reports whether a file is called as a design is by convention.
func isDesign(name string) bool {
	return name == designName || strings.HasSuffix(name, "."+designName)
}

// designs returns the design files that the arguments mean: files as they
// are, folders searched, standard input for "-". An error says what is missing.
func designs(args []string) ([]string, error) {
	if len(args) == 0 {
		args = []string{designName}
		if _, err := os.Stat(designName); err != nil {
			return nil, hint(fmt.Errorf("there is no %s in this folder", designName), "Name the path of one, or write one: erplan init")
		}
	}
	var out []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case arg == "-":
			out = append(out, arg)
		case err != nil && strings.ContainsAny(arg, "*?["):
			found, err := expand(arg)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", argument(arg), reason(err))
		case info.IsDir():
			found, err := search(arg)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		default:
			out = append(out, arg)
		}
	}
	return once(out), nil
}

// once drops files that are named again, however they are written.
func once(files []string) []string {
	seen := make(map[string]bool, len(files))
	return slices.DeleteFunc(files, func(name string) bool {
		clean := filepath.Clean(name)
		again := seen[clean]
		seen[clean] = true
		return again
	})
}

// argument writes an argument for a message: in quotes where it could not be
// seen otherwise.
func argument(arg string) string {
	if shown := source.Clean(arg); shown == arg && strings.TrimSpace(arg) != "" {
		return arg
	}
	return source.Quote(arg)
}

// expand returns the files that a pattern means, for shells that do not: "**"
// stands for any folders.
func expand(pattern string) ([]string, error) {
	if before, after, ok := strings.Cut(filepath.ToSlash(pattern), "**/"); ok {
		if before == "" {
			before = "."
		}
		found, err := search(filepath.FromSlash(before))
		found = slices.DeleteFunc(found, func(name string) bool {
			ok, _ := filepath.Match(after, filepath.Base(name))
			return !ok
		})
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("%s: no design is called so", argument(pattern))
		}
		return found, err
	}
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		return nil, fmt.Errorf("%s: no file is called so", argument(pattern))
	}
	return found, nil
}

// search returns the designs in a folder and below, sorted by path. Hidden
// folders are passed over.
func search(folder string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && path != folder && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case !e.IsDir() && isDesign(e.Name()):
			out = append(out, path)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, hint(fmt.Errorf("%s: no design in this folder", argument(folder)), "Designs are called %s or NAME.%s.", designName, designName)
	}
	slices.Sort(out)
	return out, nil
}

// reason drops the operation and the path from an error of the system.
func reason(err error) error {
	if pe, ok := err.(*fs.PathError); ok {
		return pe.Err
	}
	return err
}

// read reads a design. Files that it extends must be in the working folder or,
// for a design outside of it, in the design's folder.
func (p *program) read(name string) (*planner.Draft, []diag.Diagnostic) {
	return p.readAs(name, "")
}

// shown returns the name by which a design is shown.
func shown(name, stdinName string) string {
	if name == "-" && stdinName != "" {
		return stdinName
	}
	return name
}

// readAs reads a design; standard input is shown by a name, where there is one.
func (p *program) readAs(name, stdinName string) (*planner.Draft, []diag.Diagnostic) {
	if name == "-" {
		name = shown(name, stdinName)
		text, err := io.ReadAll(p.stdin)
		if err != nil {
			return nil, []diag.Diagnostic{{Rule: "syntax/unreadable", Severity: diag.Error, Message: err.Error(), Place: source.Place{File: &source.File{Name: name}}}}
		}
		return planner.ReadText(working(), name, text)
	}
	clean := filepath.ToSlash(filepath.Clean(name))
	if fs.ValidPath(clean) {
		return planner.Read(working(), clean)
	}
	folder, base := filepath.Split(name)
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, []diag.Diagnostic{{Rule: "syntax/unreadable", Severity: diag.Error, Message: reason(err).Error(), Place: source.Place{File: &source.File{Name: name}}}}
	}
	draft, diags := planner.Read(root.FS(), base)
	rename(draft, diags, folder)
	return draft, diags
}

// working returns the working folder as a file system that links cannot leave.
func working() fs.FS {
	root, err := os.OpenRoot(".")
	if err != nil {
		return nil
	}
	return root.FS()
}

// rename shows the files of a design by the path that the user gave.
func rename(draft *planner.Draft, diags []diag.Diagnostic, folder string) {
	var files []*source.File
	if draft != nil {
		files = slices.Clone(draft.Files)
	}
	for _, d := range diags {
		if d.Place.File != nil && !slices.Contains(files, d.Place.File) {
			files = append(files, d.Place.File)
		}
	}
	for _, f := range files {
		f.Name = filepath.ToSlash(folder) + f.Name
	}
}
