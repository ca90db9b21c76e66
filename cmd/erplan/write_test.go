package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReplaceFile keeps the mode of a file and a link to it, and leaves no file
// behind; a device stays a device, and a folder is refused.
func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a", link); err != nil {
		t.Skip("no links here:", err)
	}
	if err := replaceFile(link, "new"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(file)
	if err != nil || read(t, file) != "new" || info.Mode().Perm() != 0o600 {
		t.Errorf("%q, %v, %v", read(t, file), info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("%d files are left", len(list))
	}
	if err := replaceFile(dir, "new"); err == nil || !strings.HasPrefix(err.Error(), dir) {
		t.Error("a folder:", err)
	}
	if before, err := os.Stat(os.DevNull); err == nil && before.Mode()&os.ModeDevice != 0 {
		if err := replaceFile(os.DevNull, "new"); err != nil {
			t.Error(err)
		}
		if after, err := os.Stat(os.DevNull); err != nil || after.Mode() != before.Mode() {
			t.Errorf("%s is %v, %v", os.DevNull, after.Mode(), err)
		}
	}
}
