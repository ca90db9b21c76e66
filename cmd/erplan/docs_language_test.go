package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/schema"
)

const keysHead = `# Every key of the design language

Made from the types that the loader reads, table by table in the order of the language; ` + "`go test ./cmd/erplan -run TestDocs -update`" + ` writes it. [The design language](language.md) is the page to read: what belongs together, why, and a complete design.

`

// TestDocsKeys makes the page of all keys from the types.
func TestDocsKeys(t *testing.T) {
	w := &keyWriter{}
	w.out.WriteString(keysHead)
	w.table("the whole file", schema.Design())
	compareGolden(t, "docs/keys.md", w.out.String())
}

// A keyWriter writes a table of keys for each kind of table, once.
type keyWriter struct {
	out  strings.Builder
	done []*schema.Table
}

func (w *keyWriter) table(path string, table *schema.Table) {
	if slices.Contains(w.done, table) {
		return
	}
	w.done = append(w.done, table)
	fmt.Fprintf(&w.out, "## %s\n\n", path)
	if text := table.Describe().Text; text != "" {
		fmt.Fprintf(&w.out, "%s\n\n", text)
	}
	fmt.Fprint(&w.out, "| key | value | meaning |\n|---|---|---|\n")
	keys := table.Keys
	if table.Rest != nil {
		keys = append(slices.Clone(keys), table.Rest)
	}
	for _, k := range keys {
		d := k.Describe()
		meaning := d.Text
		if len(d.Examples) > 0 {
			meaning += " For example `" + strings.Join(d.Examples, "`, `") + "`."
		}
		fmt.Fprintf(&w.out, "| `%s` | %s | %s |\n", keyName(k), valueWords(k), strings.ReplaceAll(strings.TrimSpace(meaning), "|", "\\|"))
	}
	w.out.WriteString("\n")
	for _, k := range keys {
		if below := belowKey(k); below != nil {
			w.table(pathBelow(path, k), below)
		}
	}
}

// keyName is the name of a key; those that may have any have none.
func keyName(k *schema.Key) string {
	if k.Name == "" {
		return "NAME"
	}
	return k.Name
}

func belowKey(k *schema.Key) *schema.Table {
	if k.Table == nil && k.Item != nil {
		return belowKey(k.Item)
	}
	return k.Table
}

// pathBelow is how the tables of a key are written.
func pathBelow(path string, k *schema.Key) string {
	inner := strings.Trim(path, "`[]")
	if !strings.HasPrefix(path, "`") {
		inner = ""
	} else {
		inner += "."
	}
	switch k.Form {
	case schema.Collection, schema.Map:
		return "`[" + inner + keyName(k) + ".NAME]`"
	case schema.List:
		return "`[[" + inner + keyName(k) + "]]`"
	}
	return "`[" + inner + keyName(k) + "]`"
}

// valueWords says what a key takes.
func valueWords(k *schema.Key) string {
	switch {
	case k.Form == schema.Enum:
		return "`" + strings.Join(k.Words, "` \\| `") + "`"
	case k.Form == schema.Array && k.Item != nil:
		return "list: " + valueWords(k.Item)
	case k.Form == schema.Map && k.Item != nil:
		return "table: " + valueWords(k.Item)
	}
	return strings.ReplaceAll(k.Form.String(), "|", "\\|")
}

// TestDocsLanguage holds that the language page names every key of every table.
func TestDocsLanguage(t *testing.T) {
	text, err := os.ReadFile("docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`[a-zA-Z_0-9-]+`).FindAllString(string(text), -1)
	for _, table := range schema.Tables() {
		for _, k := range table.Keys {
			if k.Form != schema.Flag && isKind(k.Name) {
				continue
			}
			if !slices.Contains(words, k.Name) {
				t.Errorf("docs/language.md does not name %s, a key of %s", k.Name, table.Name)
			}
		}
	}
}

// isKind reports whether a key is a kind of component: the failover model names
// those.
func isKind(name string) bool {
	text, err := os.ReadFile("docs/failover.md")
	return err == nil && strings.Contains(string(text), "| `"+name+"` |")
}
