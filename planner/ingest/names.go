package ingest

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/source"
)

// A register gives the tables of a collection their names.
type register struct {
	kind  string // what a name starts with that would not start with a letter
	taken map[string]bool
	names map[*estate.Resource]string
}

func newRegister(kind string) *register {
	return &register{kind: kind, taken: map[string]bool{}, names: map[*estate.Resource]string{}}
}

// enter names resources. Those that are called the same, in several resource
// groups, are told apart by the group.
func (g *register) enter(list []*estate.Resource) {
	count := map[string]int{}
	for _, r := range list {
		count[g.plain(r.Name())]++
	}
	for _, r := range list {
		if _, done := g.names[r]; done {
			continue
		}
		name := g.plain(r.Name())
		if count[name] > 1 && r.ID.Group != "" {
			name = cut(name+"-"+fold(r.ID.Group), 63)
		}
		g.names[r] = g.free(name)
	}
}

// name returns the name of a resource in the design.
func (g *register) name(r *estate.Resource) string {
	if name, ok := g.names[r]; ok {
		return name
	}
	g.enter([]*estate.Resource{r})
	return g.names[r]
}

// free returns a name that is not taken yet, and takes it.
func (g *register) free(name string) string {
	base := name
	for i := 2; g.taken[name]; i++ {
		suffix := fmt.Sprintf("-%d", i)
		name = cut(base, 63-len(suffix)) + suffix
	}
	g.taken[name] = true
	return name
}

// plain turns the name of a resource into one of the language: small letters,
// digits and hyphens, a letter first.
func (g *register) plain(name string) string {
	name = fold(name)
	if name == "" || name[0] < 'a' || name[0] > 'z' || source.SecretValue(name) {
		name = strings.Trim(g.kind+"-"+name, "-")
	}
	return cut(name, 63)
}

// fold turns a text into words of small letters and digits, joined by hyphens.
func fold(name string) string {
	if len(name) > 200 {
		name = name[:200]
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return catalog.Fold(string(r)) == "" })
	for i, w := range words {
		words[i] = ascii(catalog.Fold(w))
	}
	return strings.Trim(strings.Join(words, "-"), "-")
}

// ascii drops what is no letter or digit of ASCII.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func cut(s string, n int) string {
	if len(s) > n {
		s = strings.TrimRight(s[:n], "-")
	}
	return s
}
