package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// createFile writes a file that does not exist yet.
func createFile(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return hint(fmt.Errorf("%s exists", name), "Name another file, or remove this one first.")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	_, err = io.WriteString(f, text)
	return named(name, errors.Join(err, f.Close()))
}

// replaceFile writes a file in one step: whoever reads it meanwhile, and who
// loses power, has the old text or the new. A link stays a link. What is no
// file, such as a device or a pipe, is written to and not replaced.
func replaceFile(name, text string) error {
	if to, err := filepath.EvalSymlinks(name); err == nil {
		name = to
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return writeInto(name, text)
		}
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".erplan-*")
	if err != nil {
		return named(name, err)
	}
	defer os.Remove(f.Name())
	_, err = io.WriteString(f, text)
	if err := errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
		return named(name, err)
	}
	return named(name, os.Rename(f.Name(), name))
}

// writeInto writes to what exists already.
func writeInto(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return named(name, err)
	}
	_, err = io.WriteString(f, text)
	return named(name, errors.Join(err, f.Close()))
}

// named puts the name of a file before an error of the system, nil before none.
func named(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, reason(err))
}
