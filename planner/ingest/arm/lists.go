package arm

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

func toArray(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if args[0].Kind == tree.Array || args[0].Kind == tree.Unknown {
		return args[0]
	}
	return tree.NewArray(at, args[0])
}

func createObject(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if len(args)%2 != 0 {
		return nil
	}
	out := tree.NewObject(at)
	for i := 0; i < len(args); i += 2 {
		key, ok := args[i].Str()
		if !ok {
			return nil
		}
		out.Set(key, args[i+1])
	}
	return out
}

// empty reports whether a value is empty: a text of blanks is not.
func empty(v *tree.Value) bool {
	if v.Kind == tree.String {
		return v.Text == ""
	}
	return v.Blank()
}

func length(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	switch v := args[0]; v.Kind {
	case tree.Array, tree.Object:
		return tree.NewInt(at, int64(len(v.Kids)))
	case tree.String:
		return tree.NewInt(at, int64(len([]rune(v.Text))))
	case tree.Null:
		return tree.NewInt(at, 0)
	}
	return nil
}

func contains(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	of, what := args[0], args[1]
	text, _ := what.Str()
	switch of.Kind {
	case tree.Array:
		for _, item := range of.Kids {
			if item.Kind == tree.Unknown {
				return item
			}
			if same(item, what) {
				return tree.NewBool(at, true)
			}
		}
		return tree.NewBool(at, false)
	case tree.Object:
		return tree.NewBool(at, of.Get(text) != nil)
	case tree.String:
		return tree.NewBool(at, strings.Contains(of.Text, text))
	}
	return nil
}

// end returns the first or last element of a list or character of a text.
func end(v, at *tree.Value, last bool) *tree.Value {
	if v.Kind == tree.String {
		r := []rune(v.Text)
		switch {
		case len(r) == 0:
			return tree.NewString(at, "")
		case last:
			return tree.NewString(at, string(r[len(r)-1:]))
		}
		return tree.NewString(at, string(r[:1]))
	}
	switch items := v.Items(); {
	case v.Kind != tree.Array:
		return nil
	case len(items) == 0:
		return null(at)
	case last:
		return items[len(items)-1]
	default:
		return items[0]
	}
}

// cut returns the first elements or characters, or those after them.
func cut(args []*tree.Value, at *tree.Value, head bool) *tree.Value {
	n, ok := args[1].Int()
	if !ok {
		return nil
	}
	if args[0].Kind == tree.String {
		r := []rune(args[0].Text)
		k := max(0, min(n, int64(len(r))))
		if head {
			return tree.NewString(at, string(r[:k]))
		}
		return tree.NewString(at, string(r[k:]))
	}
	if args[0].Kind != tree.Array {
		return nil
	}
	items := args[0].Kids
	k := max(0, min(n, int64(len(items))))
	if head {
		return tree.NewArray(at, items[:k:k]...)
	}
	return tree.NewArray(at, items[k:]...)
}

func rangeOf(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	from, ok := args[0].Int()
	n, okN := args[1].Int()
	if !ok || !okN || n < 0 || n > 10_000 || s.spend(int(n)) {
		return nil
	}
	out := tree.NewArray(at)
	for i := range n {
		out.Kids = append(out.Kids, tree.NewInt(at, from+i))
	}
	return out
}

// union merges objects deeply, or lists without repetition.
func union(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	out := args[0]
	if out.Kind == tree.Unknown {
		return out
	}
	for _, a := range args[1:] {
		switch {
		case a.Kind == tree.Unknown:
			return a
		case out.Kind == tree.Null:
			out = a
		case a.Kind == tree.Null:
		case out.Kind == tree.Array && a.Kind == tree.Array:
			out = unionLists(s, out, a, at)
		case out.Kind == tree.Object && a.Kind == tree.Object:
			out = merge(s, out, a)
		default:
			return nil
		}
	}
	return out
}

func unionLists(s *scope, a, b, at *tree.Value) *tree.Value {
	out := tree.NewArray(at, append([]*tree.Value{}, a.Kids...)...)
	for _, item := range b.Kids {
		known := false
		for _, have := range out.Kids {
			known = known || same(have, item)
			if s.spend(1) {
				return out
			}
		}
		if !known {
			out.Kids = append(out.Kids, item)
		}
	}
	return out
}

// merge lays the members of an object over those of another.
func merge(s *scope, a, b *tree.Value) *tree.Value {
	out := tree.NewObject(b)
	for _, kid := range a.Kids {
		out.Set(kid.Name, kid)
	}
	for _, kid := range b.Kids {
		if s.spend(1) {
			return out
		}
		if old := out.Get(kid.Name); old != nil && old.Kind == tree.Object && kid.Kind == tree.Object {
			out.Set(kid.Name, merge(s, old, kid))
		} else {
			out.Set(kid.Name, kid)
		}
	}
	return out
}

func shallowMerge(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewObject(at)
	for _, o := range args[0].Items() {
		if o.Kind == tree.Unknown {
			return o
		}
		for _, kid := range o.Kids {
			out.Set(kid.Name, kid)
		}
	}
	return out
}

func intersection(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	if args[0].Kind != tree.Array {
		return tree.NewUnknown(at, "intersection() of objects is not evaluated")
	}
	out := tree.NewArray(at)
	for _, item := range args[0].Kids {
		everywhere := true
		for _, other := range args[1:] {
			found := false
			for _, o := range other.Items() {
				found = found || same(o, item)
				if s.spend(1) {
					return nil
				}
			}
			everywhere = everywhere && found
		}
		if everywhere {
			out.Kids = append(out.Kids, item)
		}
	}
	return out
}

func flatten(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewArray(at)
	for _, item := range args[0].Items() {
		if item.Kind == tree.Unknown {
			return item
		}
		if item.Kind == tree.Array {
			out.Kids = append(out.Kids, item.Kids...)
		} else {
			out.Kids = append(out.Kids, item)
		}
	}
	return out
}

func items(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewArray(at)
	for _, kid := range sorted(args[0]) {
		pair := tree.NewObject(at)
		pair.Set("key", tree.NewString(at, kid.Name))
		pair.Set("value", kid)
		out.Kids = append(out.Kids, pair)
	}
	return out
}

func objectKeys(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	out := tree.NewArray(at)
	for _, kid := range sorted(args[0]) {
		out.Kids = append(out.Kids, tree.NewString(at, kid.Name))
	}
	return out
}

// parseJSON reads a text as JSON.
func parseJSON(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := args[0].Str()
	if !ok || s.spend(len(t)) {
		return nil
	}
	v, err := tree.Parse("json()", t)
	if err != nil {
		return nil
	}
	place(v, at)
	return v
}

// place gives a value and all below it the place of another.
func place(v, at *tree.Value) {
	v.File, v.At = at.File, at.At
	for _, kid := range v.Kids {
		place(kid, at)
	}
}
