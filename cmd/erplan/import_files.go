package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest"
)

// sources reads the files that the arguments mean, and returns the files of the
// folders among them that are left out.
func (p *program) sources(args []string) (out []ingest.Source, left []string, err error) {
	var folders []string
	for _, arg := range args {
		names := []string{arg}
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			var values []string
			if names, values, err = exports(arg); err != nil {
				return nil, nil, err
			}
			folders = append(folders, arg)
			left = append(left, values...)
		}
		if out, err = p.readSources(out, names); err != nil {
			return nil, nil, err
		}
	}
	if out, err = p.modules(out, folders); err != nil {
		return nil, nil, err
	}
	return out, slices.DeleteFunc(left, func(name string) bool { return isSource(out, name) }), nil
}

// readSources adds files to the sources.
func (p *program) readSources(out []ingest.Source, names []string) ([]ingest.Source, error) {
	for _, name := range names {
		if isSource(out, name) {
			return nil, fmt.Errorf("%s is named twice", name)
		}
		text, err := p.readAll(name)
		if err != nil {
			return nil, err
		}
		out = append(out, ingest.Source{Name: filepath.ToSlash(name), Text: text})
	}
	return out, nil
}

func isSource(sources []ingest.Source, name string) bool {
	return slices.ContainsFunc(sources, func(s ingest.Source) bool { return s.Name == filepath.ToSlash(name) })
}

// modules adds the files of local modules that are called and stand in folders
// below those that are imported.
func (p *program) modules(out []ingest.Source, folders []string) ([]ingest.Source, error) {
	seen := map[string]bool{}
	for more := len(folders) > 0; more; {
		more = false
		for _, dir := range ingest.ModuleFolders(out) {
			if seen[dir] || !slices.ContainsFunc(folders, func(f string) bool { return within(f, dir) }) {
				continue
			}
			seen[dir] = true
			entries, err := os.ReadDir(filepath.FromSlash(dir))
			if err != nil {
				continue // the module is reported as one that is not read
			}
			var names []string
			for _, e := range entries {
				if ingest.PartOf(e.Name()) == ingest.Module && !e.IsDir() {
					names = append(names, filepath.Join(filepath.FromSlash(dir), e.Name()))
				}
			}
			if out, err = p.readSources(out, names); err != nil {
				return nil, err
			}
			more = more || len(names) > 0
		}
	}
	return out, nil
}

// within reports whether a folder stands in another one.
func within(folder, dir string) bool {
	rel, err := filepath.Rel(folder, filepath.FromSlash(dir))
	return err == nil && filepath.IsLocal(rel)
}

// largest is the largest file that is read, in bytes.
const largest = 128 << 20

func (p *program) readAll(name string) ([]byte, error) {
	if name == "-" {
		text, err := io.ReadAll(io.LimitReader(p.stdin, largest+1))
		if err == nil && len(text) > largest {
			err = fmt.Errorf("standard input is larger than %d MB", largest>>20)
		}
		return text, err
	}
	info, err := os.Stat(name)
	if err == nil && info.Size() > largest {
		return nil, fmt.Errorf("%s is larger than %d MB", name, largest>>20)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	return text, nil
}

// exports returns the files in a folder that are imported, sorted, and those
// with values that Terraform only reads where it is told to.
func exports(folder string) (names, values []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", folder, reason(err))
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		name := filepath.Join(folder, e.Name())
		switch ingest.PartOf(e.Name()) {
		case ingest.Export, ingest.Module:
			names = append(names, name)
		case ingest.Values:
			values = append(values, name)
		}
	}
	if len(names) == 0 {
		return nil, nil, hint(fmt.Errorf("%s: nothing to import in this folder", folder), "Import reads .json, .tf and .tfvars files.")
	}
	return names, values, nil
}
