package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/erplan/erplan/planner"
)

// pickFlags say which designs are looked at, and how one is called.
type pickFlags struct {
	changedSince string
	stdinName    string
}

func (f *pickFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.changedSince, "changed-since", "", "only designs that differ, or extend what differs, from this `REV` of git")
	flags.StringVar(&f.stdinName, "stdin-name", "", "`NAME` that standard input is shown by, and beside which what it extends is looked for")
}

// git runs git in a folder and returns what it prints.
func git(folder string, args ...string) ([]byte, error) {
	c := exec.Command("git", append([]string{"-C", folder}, args...)...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is not installed here")
	}
	if err != nil {
		line, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(line, "fatal: "))
	}
	return out.Bytes(), nil
}

// verify returns the commit of a revision, so that none is taken for a flag.
func verify(folder, rev string) (string, error) {
	out, err := git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return "", fmt.Errorf("git knows no revision %q here", rev)
	}
	return strings.TrimSpace(string(out)), nil
}

// changes are the files that differ from a revision, by absolute path; nil is
// everything.
type changes struct{ files map[string]bool }

// changes asks git what differs, with files that it does not track yet.
func (j *checkJob) changes() (*changes, error) {
	if j.changedSince == "" {
		return nil, nil
	}
	commit, err := verify(".", j.changedSince)
	if err != nil {
		return nil, fmt.Errorf("--changed-since: %w", err)
	}
	top, err := git(".", "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("--changed-since: %w", err)
	}
	root := strings.TrimSpace(string(top))
	c := &changes{map[string]bool{}}
	for _, args := range [][]string{{"diff", "--name-only", "-z", commit}, {"ls-files", "--others", "--exclude-standard", "-z"}} {
		out, err := git(root, args...)
		if err != nil {
			return nil, fmt.Errorf("--changed-since: %w", err)
		}
		for name := range strings.SplitSeq(string(out), "\x00") {
			if name != "" {
				c.files[real(filepath.Join(root, filepath.FromSlash(name)))] = true
			}
		}
	}
	return c, nil
}

// touch reports whether a design, or a file that it extends, is among them.
func (c *changes) touch(file string, draft *planner.Draft) bool {
	if c == nil || file == "-" || c.files[real(file)] {
		return true
	}
	if draft == nil {
		return false
	}
	for _, f := range draft.Files {
		if c.files[real(filepath.FromSlash(f.Name))] {
			return true
		}
	}
	return false
}

// real returns the absolute path of a file, links resolved.
func real(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		name = abs
	}
	if p, err := filepath.EvalSymlinks(name); err == nil {
		return p
	}
	return name
}

// atRevision reads a design as it was; nil where it was not there.
func atRevision(rev, file string) (*planner.Draft, error) {
	if file == "-" {
		return nil, errors.New("--against: standard input has no earlier state; name a file")
	}
	folder, name := filepath.Split(file)
	if folder == "" {
		folder = "."
	}
	commit, err := verify(folder, rev)
	if err != nil {
		return nil, hint(fmt.Errorf("--against: %w", err), "Name a revision, or a file that exists.")
	}
	fsys := revision{folder, commit}
	if _, err := fs.ReadFile(fsys, name); err != nil {
		return nil, nil
	}
	draft, diags := planner.Read(fsys, name)
	if draft == nil {
		return nil, fmt.Errorf("--against %s: %s was not sound then: %s", rev, file, first(diags))
	}
	return draft, nil
}

// A revision is a folder as it was in a commit.
type revision struct{ folder, commit string }

// Open returns a file of the folder.
func (r revision) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	text, err := git(r.folder, "show", r.commit+":./"+name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &past{Reader: bytes.NewReader(text), name: path.Base(name)}, nil
}

// A past is a file as it was.
type past struct {
	*bytes.Reader
	name string
}

var (
	_ fs.File   = (*past)(nil)
	_ io.Reader = (*past)(nil)
)

func (p *past) Stat() (fs.FileInfo, error) { return p, nil }
func (p *past) Close() error               { return nil }
func (p *past) Name() string               { return p.name }
func (p *past) Mode() fs.FileMode          { return 0o444 }
func (p *past) ModTime() time.Time         { return time.Time{} }
func (p *past) IsDir() bool                { return false }
func (p *past) Sys() any                   { return nil }
