package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

// judgeAgain checks designs without and with an overlay of live lists, and
// shows what differs.
func (p *program) judgeAgain(files []string, overlay string) error {
	var b strings.Builder
	b.WriteString("Designs, checked with this list:\n")
	for _, file := range files {
		if err := judgeFile(&b, file, overlay); err != nil {
			return err
		}
	}
	_, err := io.WriteString(p.stderr, b.String())
	return err
}

// judgeFile compares what is said of one design, its base and its options.
func judgeFile(b *strings.Builder, file, overlay string) error {
	fsys, name, err := designFolder(file)
	if err != nil {
		return err
	}
	before, broken := planner.Read(fsys, name)
	if before == nil {
		fmt.Fprintf(b, "  %s: not read: %s\n", source.Clean(file), broken[0].Message)
		return nil
	}
	text := fmt.Sprintf("extends = %q\n%s", path.Base(name), overlay)
	after, _ := planner.ReadText(fsys, path.Join(path.Dir(name), "live-list.toml"), []byte(text))
	for _, option := range append([]string{""}, before.Options()...) {
		title := source.Clean(file)
		if option != "" {
			title += " (option " + source.Clean(option) + ")"
		}
		if after == nil {
			fmt.Fprintf(b, "  %s: cannot be read with this list\n", title)
			continue
		}
		compareVerdicts(b, title, findings(before, option), findings(after, option))
	}
	return nil
}

// designFolder returns the file system in which a design and what it extends are.
func designFolder(file string) (fs.FS, string, error) {
	clean := filepath.ToSlash(filepath.Clean(file))
	if fs.ValidPath(clean) {
		return working(), clean, nil
	}
	folder, base := filepath.Split(file)
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", file, reason(err))
	}
	return root.FS(), base, nil
}

// findings returns what counts of a design.
func findings(draft *planner.Draft, option string) []diag.Diagnostic {
	d, diags := draft.Design(option)
	if d != nil {
		r := rules.Run(d, book.Rules, rules.Settings{})
		diags = append(diags, r.Findings...)
	}
	return slices.DeleteFunc(diags, func(f diag.Diagnostic) bool { return f.Unknown || f.Excepted != "" || f.Severity == diag.Off })
}

// compareVerdicts shows the findings that come and go, and whether the verdict
// is another.
func compareVerdicts(b *strings.Builder, title string, before, after []diag.Diagnostic) {
	gone, come := without(before, after), without(after, before)
	if len(gone)+len(come) == 0 {
		fmt.Fprintf(b, "  %s: unchanged, %s\n", title, verdict(after))
		return
	}
	word := "still " + verdict(after)
	if was := verdict(before); was != verdict(after) {
		word = was + " before, " + verdict(after) + " now"
	}
	fmt.Fprintf(b, "  %s: %s\n", title, word)
	for _, f := range gone {
		fmt.Fprintf(b, "    - %s: %s [%s]\n", f.Severity, f.Message, f.Rule)
	}
	for _, f := range come {
		fmt.Fprintf(b, "    + %s: %s [%s]\n", f.Severity, f.Message, f.Rule)
	}
}

// verdict is what check would end with.
func verdict(list []diag.Diagnostic) string {
	if diag.HasErrors(list) {
		return "fails"
	}
	return "passes"
}

// without returns the findings of a list that another does not have.
func without(list, other []diag.Diagnostic) []diag.Diagnostic {
	have := map[string]bool{}
	for _, f := range other {
		have[f.Rule+"\x00"+f.Place.Path+"\x00"+f.Message] = true
	}
	var out []diag.Diagnostic
	for _, f := range list {
		if !have[f.Rule+"\x00"+f.Place.Path+"\x00"+f.Message] {
			out = append(out, f)
		}
	}
	return out
}
