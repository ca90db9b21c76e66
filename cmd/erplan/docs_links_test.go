package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	pageLink   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	pageFence  = regexp.MustCompile("(?ms)^```.*?^```")
	pageCode   = regexp.MustCompile("`[^`\n]*`")
	pageHead   = regexp.MustCompile(`(?m)^#+ (.+)$`)
	pageFlag   = regexp.MustCompile("(?m)(?:^|[\\s`(])--([a-z][a-z-]+)")
	anchorDrop = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// TestDocsLinks follows the links of the pages to files and headings.
func TestDocsLinks(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatal(pages, err)
	}
	for _, page := range append(pages, "../../README.md", "../../CONTRIBUTING.md") {
		text := pageFence.ReplaceAllString(readPage(t, page), "")
		for _, m := range pageLink.FindAllStringSubmatch(pageCode.ReplaceAllString(text, ""), -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			file := page
			if target != "" {
				file = filepath.Join(filepath.Dir(page), target)
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %s leads nowhere", page, m[1])
			} else if anchor != "" && !hasHeading(readPage(t, file), anchor) {
				t.Errorf("%s: %s: there is no such heading", page, m[1])
			}
		}
	}
}

// TestDocsCommands holds that the README names every command, and that the
// pages name no flag that no command has.
func TestDocsCommands(t *testing.T) {
	root := (&program{}).root()
	readme := readPage(t, "../../README.md")
	flags := map[string]bool{"health": true} // of Helix
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		c.Flags().VisitAll(func(f *pflag.Flag) { flags[f.Name] = true })
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	for _, c := range root.Commands() {
		if !strings.Contains(readme, "`"+c.Name()+"`") {
			t.Errorf("README.md does not name the command %s", c.Name())
		}
	}
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, "../../README.md") {
		for _, m := range pageFlag.FindAllStringSubmatch(readPage(t, page), -1) {
			if !flags[m[1]] {
				t.Errorf("%s: no command has the flag --%s", page, m[1])
			}
		}
	}
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// hasHeading reports whether forges give a heading of a page that anchor.
func hasHeading(text, anchor string) bool {
	for _, m := range pageHead.FindAllStringSubmatch(pageFence.ReplaceAllString(text, ""), -1) {
		words := anchorDrop.ReplaceAllString(strings.ToLower(m[1]), "")
		if strings.ReplaceAll(words, " ", "-") == anchor {
			return true
		}
	}
	return false
}
