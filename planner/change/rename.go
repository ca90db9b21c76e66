package change

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
)

// A renamer writes what is said of the earlier design with the names of the
// later one.
type renamer struct{ d *Diff }

func (r renamer) name(path string) string {
	if now, ok := r.d.renames[path]; ok {
		path = now
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}

// flow renames a flow: a written one, or one that is named after its ends.
func (r renamer) flow(name string) string {
	if from, to, ok := strings.Cut(name, "->"); ok {
		return r.name("sites."+from) + "->" + r.name("vnets."+to)
	}
	return r.name("flows." + name)
}

// words renames whatever in a text is the old name of something. It is for
// finding the same finding again, not for showing.
func (r renamer) words(text string) string {
	if len(r.d.renames) == 0 {
		return text
	}
	var out strings.Builder
	word := 0
	flush := func(end int) {
		if token := text[word:end]; token != "" {
			out.WriteString(r.token(token))
		}
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && i+1 < len(text) && text[i+1] != '>' {
			continue
		}
		flush(i)
		out.WriteByte(c)
		word = i + 1
	}
	flush(len(text))
	return out.String()
}

// token renames a word that is the old name of one thing.
func (r renamer) token(word string) string {
	now := word
	for from, to := range r.d.renames {
		if from[strings.LastIndexByte(from, '.')+1:] != word {
			continue
		}
		name := to[strings.LastIndexByte(to, '.')+1:]
		if now != word && now != name {
			return word // two things had this name
		}
		now = name
	}
	return now
}

// candidate returns a candidate with the names of the later design. Nothing of
// the old one is changed.
func (r renamer) candidate(c, later *compare.Candidate) *compare.Candidate {
	if len(r.d.renames) == 0 {
		return c
	}
	out := *c
	id := func(x string) string { return rewriteID(x, r.name) }
	out.Flows = slices.Clone(c.Flows)
	for i := range out.Flows {
		f := &out.Flows[i]
		f.Name = r.flow(f.Name)
		f.Points = slices.Clone(f.Points)
		for k := range f.Points {
			f.Points[k] = id(f.Points[k])
		}
	}
	out.Fatal = slices.Clone(c.Fatal)
	for i, l := range out.Fatal {
		out.Fatal[i] = compare.Loss{Component: id(l.Component), Flow: r.flow(l.Flow)}
	}
	out.Parts = slices.Clone(c.Parts)
	for i := range out.Parts {
		out.Parts[i] = id(out.Parts[i])
	}
	out.Measures = slices.Clone(c.Measures)
	for i := range out.Measures {
		if slices.Equal(out.Measures[i].Open, later.Measures[i].Open) {
			continue // a name may also be a word
		}
		open := slices.Clone(out.Measures[i].Open)
		for k := range open {
			open[k] = r.words(open[k])
		}
		slices.Sort(open)
		out.Measures[i].Open = open
	}
	return &out
}

// findings returns what is found in the later design alone, and in the earlier
// one alone.
func (r renamer) findings(a, b []diag.Diagnostic) (added, solved []diag.Diagnostic, reworded []Reworded) {
	type key struct{ rule, path, message string }
	seen := map[key]int{}
	for i := range a {
		if a[i].Excepted == "" {
			seen[key{a[i].Rule, rewritePath(a[i].Place.Path, r.name), r.words(a[i].Message)}]++
		}
	}
	for i := range b {
		k := key{b[i].Rule, b[i].Place.Path, b[i].Message}
		switch {
		case b[i].Excepted != "":
		case seen[k] > 0:
			seen[k]--
		default:
			added = append(added, b[i])
		}
	}
	for i := range a {
		k := key{a[i].Rule, rewritePath(a[i].Place.Path, r.name), r.words(a[i].Message)}
		if a[i].Excepted == "" && seen[k] > 0 {
			seen[k]--
			solved = append(solved, a[i])
		}
	}
	added, solved, reworded = r.pairs(added, solved)
	for _, list := range [][]diag.Diagnostic{added, solved} {
		slices.SortStableFunc(list, func(x, y diag.Diagnostic) int {
			return cmp.Or(cmp.Compare(y.Severity, x.Severity), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Place.Path, y.Place.Path))
		})
	}
	return added, solved, reworded
}

// pairs takes out findings of one rule at one path whose words alone differ.
// Where names do, the words may, and that is no difference; and a finding about
// several tables may stand at another of them, for it stands at the first.
func (r renamer) pairs(added, solved []diag.Diagnostic) (a, s []diag.Diagnostic, reworded []Reworded) {
	renamed := len(r.d.renames) > 0
	for _, x := range added {
		i := slices.IndexFunc(solved, func(y diag.Diagnostic) bool {
			return x.Rule == y.Rule && x.Severity == y.Severity &&
				(x.Place.Path == rewritePath(y.Place.Path, r.name) || renamed && sameWords(x.Message, r.words(y.Message)))
		})
		if i < 0 {
			a = append(a, x)
			continue
		}
		if !renamed {
			reworded = append(reworded, Reworded{solved[i], x})
		}
		solved = slices.Delete(solved, i, i+1)
	}
	return a, solved, reworded
}

// sameWords reports whether two sentences have the same words, in any order.
func sameWords(a, b string) bool {
	return slices.Equal(slices.Sorted(strings.FieldsFuncSeq(a, apartWords)), slices.Sorted(strings.FieldsFuncSeq(b, apartWords)))
}

func apartWords(c rune) bool { return c == ' ' || c == ',' || c == ';' }
