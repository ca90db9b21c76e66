package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// The pages whose console blocks are tried, each in a new folder that has
// testdata/designs.
var triedPages = []string{
	"../../README.md",
	"docs/tutorial.md",
	"docs/ci.md",
	"docs/rules-of-your-own.md",
	"docs/risks.md",
	"docs/change.md",
	"docs/failover-report.md",
	"docs/catalog.md",
	"docs/json.md",
}

// TestDocs does what the pages say, word for word, and compares what they show
// with what comes of it; with -update it shows it as it is.
//
//	```console              commands after "$ ", each with its output
//	```console show=:4…-2:  of the first command the first four lines and the last two
//	```toml append=FILE     lines that the reader adds to a file
//	```toml file=FILE       a file that the reader writes
//	```diff file=FILE       lines that the reader replaces
func TestDocs(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range triedPages {
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".md"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			if err := os.CopyFS("testdata/designs", os.DirFS(filepath.Join(root, "testdata/designs"))); err != nil {
				t.Fatal(err)
			}
			page := &page{t: t, name: filepath.Base(path)}
			tried := page.try(string(text))
			if *update && tried != string(text) && !t.Failed() {
				if err := os.WriteFile(path, []byte(tried), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if page.name == "tutorial.md" {
				compareGolden(t, filepath.Join(root, "testdata/script/tutorial.txtar"), page.script())
			}
		})
	}
}

// A page is a text that is tried: what was done so far, and with what result.
type page struct {
	t     *testing.T
	name  string
	code  int
	steps strings.Builder // the same as a testscript
	files []txtar.File
}

// try does what the blocks of a page say. It returns the page with the outputs
// as they are.
func (p *page) try(text string) string {
	var out strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		out.WriteString(lines[i])
		info, fence := strings.CutPrefix(strings.TrimSpace(lines[i]), "```")
		if !fence {
			continue
		}
		start := i + 1
		for i++; i < len(lines) && strings.TrimSpace(lines[i]) != "```"; i++ {
		}
		out.WriteString(p.block(info, lines[start:i], start+1))
		if i < len(lines) {
			out.WriteString(lines[i])
		}
	}
	return out.String()
}

// block does what one block says, whose first line has the number line.
func (p *page) block(info string, lines []string, line int) string {
	text := strings.Join(lines, "")
	language, rest, _ := strings.Cut(info, " ")
	attribute, file, _ := strings.Cut(rest, "=")
	switch {
	case language == "console":
		return p.console(strings.TrimPrefix(rest, "show="), lines, line)
	case language == "diff" && attribute == "file":
		p.edit(file, func(old string) (string, bool) { return patch(old, lines) }, line)
	case attribute == "append":
		p.edit(file, func(old string) (string, bool) { return old + "\n" + text, true }, line)
	case attribute == "file":
		p.edit(file, func(string) (string, bool) { return text, true }, line)
	}
	return text
}

// edit changes a file as the reader does.
func (p *page) edit(file string, change func(string) (string, bool), line int) {
	p.t.Helper()
	old, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		p.t.Fatal(err)
	}
	text, ok := change(string(old))
	if !ok {
		p.t.Fatalf("%s:%d: %s has no such lines:\n%s", p.name, line, file, old)
	}
	if err := writePageFile(file, text); err != nil {
		p.t.Fatal(err)
	}
	fmt.Fprintf(&p.steps, "\ncp %s %s\n", p.keep(filepath.Base(file), text), file)
}

func writePageFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// patch replaces the lines after "-" by those after "+"; lines after a space
// are there before and after.
func patch(text string, lines []string) (string, bool) {
	var before, after strings.Builder
	for _, line := range lines {
		if line[0] != '+' {
			before.WriteString(line[1:])
		}
		if line[0] != '-' {
			after.WriteString(line[1:])
		}
	}
	if strings.Count(text, before.String()) != 1 {
		return text, false
	}
	return strings.Replace(text, before.String(), after.String(), 1), true
}

// console runs the commands of a block, and shows the lines of the first one
// that show selects.
func (p *page) console(show string, lines []string, line int) string {
	var out strings.Builder
	for i := 0; i < len(lines); {
		command, ok := strings.CutPrefix(lines[i], "$ ")
		if !ok {
			p.t.Fatalf("%s:%d: a command begins with \"$ \"", p.name, line+i)
		}
		end := i + 1
		for end < len(lines) && !strings.HasPrefix(lines[end], "$ ") {
			end++
		}
		got := p.command(strings.TrimSpace(command))
		if i == 0 && show != "" {
			got = p.selected(got, show)
		}
		want := strings.Join(lines[i+1:end], "")
		if want != got && !*update {
			p.t.Errorf("%s:%d: $ %sis not what the page shows (-page +is):\n%s", p.name, line+i, command, cmp.Diff(want, got))
		}
		out.WriteString(lines[i] + got)
		i = end
	}
	return out.String()
}

// selected is a part of an output: slices of its lines, such as 2:4 or -2:, with
// … for what is left out.
func (p *page) selected(output, show string) string {
	lines := strings.SplitAfter(strings.TrimRight(output, "\n")+"\n", "\n")
	lines = lines[:len(lines)-1]
	var out strings.Builder
	for i, slice := range strings.Split(show, "…") {
		if i > 0 {
			out.WriteString("…\n")
		}
		from, to, ok := strings.Cut(slice, ":")
		if !ok {
			continue
		}
		out.WriteString(strings.Join(lines[p.index(from, 0, len(lines)):p.index(to, len(lines), len(lines))], ""))
	}
	return out.String()
}

// index is the place of a line among n; a negative one counts from the end.
func (p *page) index(text string, absent, n int) int {
	if text == "" {
		return absent
	}
	i, err := strconv.Atoi(text)
	if err != nil {
		p.t.Fatalf("%s: show: %v", p.name, err)
	}
	if i < 0 {
		i += n
	}
	return min(max(i, 0), n)
}

// command runs one command line, and returns what a terminal shows of it.
func (p *page) command(line string) string {
	line, target, redirected := strings.Cut(line, " > ")
	words := shellWords(line)
	switch words[0] {
	case "erplan":
		if !redirected {
			return p.erplan(words[1:], "")
		}
		return p.erplan(words[1:], strings.TrimSpace(target))
	case "echo": // $?
		return fmt.Sprintln(p.code)
	case "mkdir":
		name := words[len(words)-1]
		if err := os.MkdirAll(name, 0o755); err != nil {
			p.t.Fatal(err)
		}
		fmt.Fprintf(&p.steps, "\nmkdir %s\n", name)
		return ""
	}
	p.t.Fatalf("%s: nothing is known of the command %q", p.name, line)
	return ""
}

// erplan runs the program in the folder of the page.
func (p *page) erplan(args []string, target string) string {
	var screen, stdout, stderr bytes.Buffer
	p.code = run(args, strings.NewReader(""), io.MultiWriter(&screen, &stdout), io.MultiWriter(&screen, &stderr))
	not := ""
	if p.code != exitClean {
		not = "! "
	}
	fmt.Fprintf(&p.steps, "\n%sexec erplan", not)
	for _, arg := range args {
		fmt.Fprintf(&p.steps, " %s", scriptWord(arg))
	}
	fmt.Fprintln(&p.steps)
	p.output("stdout", stdout.String())
	p.output("stderr", stderr.String())
	if target == "" {
		return screen.String()
	}
	if err := os.WriteFile(target, stdout.Bytes(), 0o644); err != nil {
		p.t.Fatal(err)
	}
	fmt.Fprintf(&p.steps, "cp stdout %s\n", target)
	return stderr.String()
}

func (p *page) output(stream, text string) {
	if text == "" {
		fmt.Fprintf(&p.steps, "! %s .\n", stream)
		return
	}
	fmt.Fprintf(&p.steps, "cmp %s %s\n", stream, p.keep(stream, text))
}

// keep puts a text into the testscript and returns its name there.
func (p *page) keep(kind, text string) string {
	name := fmt.Sprintf("want/%02d-%s", len(p.files)+1, kind)
	p.files = append(p.files, txtar.File{Name: name, Data: []byte(text)})
	return name
}

// script is what was tried, as a testscript with the outputs in full.
func (p *page) script() string {
	head := "# The tutorial, word for word: cmd/erplan/docs/" + p.name + ", of which\n" +
		"# go test ./cmd/erplan -run TestDocs -update makes this file.\n"
	return string(txtar.Format(&txtar.Archive{Comment: []byte(head + p.steps.String()), Files: p.files}))
}

// scriptWord quotes a word for a testscript.
func scriptWord(word string) string {
	if strings.ContainsAny(word, " '#$>") {
		return "'" + strings.ReplaceAll(word, "'", "''") + "'"
	}
	return word
}

// shellWords splits a command line at blanks outside of single quotes.
func shellWords(line string) []string {
	var words []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}
