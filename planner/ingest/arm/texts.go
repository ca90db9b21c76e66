package arm

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// texts returns the texts of arguments, which are all scalars.
func texts(args []*tree.Value) ([]string, bool) {
	out := make([]string, len(args))
	for i, a := range args {
		t, ok := a.Str()
		if !ok {
			return nil, false
		}
		out[i] = t
	}
	return out, true
}

// made returns a text, if it is not too long.
func made(s *scope, at *tree.Value, t string) *tree.Value {
	if s.spend(len(t) / 8) {
		return tree.NewUnknown(at, "the template makes too much: the evaluation stopped")
	}
	return tree.NewString(at, t)
}

func text(f func(string) string) function {
	return function{1, false, func(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
		if t, ok := args[0].Str(); ok {
			return made(s, at, f(t))
		}
		return nil
	}}
}

func test(f func(a, b string) bool) function {
	return function{2, false, func(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
		if t, ok := texts(args[:2]); ok {
			return tree.NewBool(at, f(t[0], t[1]))
		}
		return nil
	}}
}

func find(f func(a, b string) int) function {
	return function{2, false, func(_ *scope, args []*tree.Value, at *tree.Value) *tree.Value {
		if t, ok := texts(args[:2]); ok {
			return tree.NewInt(at, int64(f(strings.ToLower(t[0]), strings.ToLower(t[1]))))
		}
		return nil
	}}
}

// concat joins texts, or lists. Lists may hold what is unknown.
func concat(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	for _, a := range args {
		if a.Kind == tree.Unknown || a.Kind == tree.Secret {
			return a
		}
	}
	if args[0].Kind == tree.Array {
		out := tree.NewArray(at)
		for _, a := range args {
			if s.spend(len(a.Kids)) {
				return nil
			}
			out.Kids = append(out.Kids, a.Items()...)
		}
		return out
	}
	t, ok := texts(args)
	if !ok {
		return nil
	}
	return made(s, at, strings.Join(t, ""))
}

// format replaces {0} and {0:D2} by arguments.
func format(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args)
	if !ok {
		return nil
	}
	var b strings.Builder
	rest := t[0]
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return made(s, at, b.String())
		}
		if strings.HasPrefix(after, "{") {
			b.WriteByte('{')
			rest = after[1:]
			continue
		}
		field, tail, found := strings.Cut(after, "}")
		n, form, _ := strings.Cut(field, ":")
		i, err := strconv.Atoi(strings.TrimSpace(n))
		if !found || err != nil || i < 0 || i+1 >= len(t) || b.Len() > 1<<20 {
			return nil
		}
		b.WriteString(padded(t[i+1], form))
		rest = tail
	}
}

// padded writes a number with the digits that a format such as D2 asks for.
func padded(t, form string) string {
	width, err := strconv.Atoi(strings.TrimLeft(form, "dD0"))
	if form != "" && strings.Trim(form, "0") == "" {
		width, err = len(form), nil
	}
	if n, bad := strconv.ParseInt(t, 10, 64); err == nil && bad == nil && width < 40 {
		return fmt.Sprintf("%0*d", width, n)
	}
	return t
}

func replace(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args[:3])
	if !ok || t[1] == "" || len(t[0])*(len(t[2])+1) > 1<<24 {
		return nil
	}
	return made(s, at, strings.ReplaceAll(t[0], t[1], t[2]))
}

func split(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := args[0].Str()
	seps := args[1].Items()
	if len(seps) == 0 {
		seps = args[1:2]
	}
	by, okSep := texts(seps)
	if !ok || !okSep || s.spend(len(t)) {
		return nil
	}
	for _, sep := range by {
		if sep == "" {
			return nil
		}
		t = strings.ReplaceAll(t, sep, by[0])
	}
	out := tree.NewArray(at)
	for _, part := range strings.Split(t, by[0]) {
		out.Kids = append(out.Kids, tree.NewString(at, part))
	}
	return out
}

func join(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	for _, item := range args[0].Items() {
		if item.Kind == tree.Unknown {
			return item
		}
	}
	t, ok := texts(args[0].Items())
	sep, okSep := args[1].Str()
	if !ok || !okSep {
		return nil
	}
	return made(s, at, strings.Join(t, sep))
}

func substring(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := args[0].Str()
	r := []rune(t)
	from, okFrom := args[1].Int()
	n := int64(len(r)) - from
	if len(args) > 2 {
		var okN bool
		if n, okN = args[2].Int(); !okN {
			return nil
		}
	}
	if !ok || !okFrom || from < 0 || n < 0 || from > int64(len(r)) || n > int64(len(r))-from {
		return nil
	}
	return made(s, at, string(r[from:from+n]))
}

func padLeft(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := args[0].Str()
	n, okN := args[1].Int()
	pad := " "
	if len(args) > 2 {
		pad, _ = args[2].Str()
	}
	if !ok || !okN || n > 1000 || len(pad) != 1 {
		return nil
	}
	return made(s, at, strings.Repeat(pad, max(0, int(n)-len(t)))+t)
}

func uri(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	t, ok := texts(args[:2])
	if !ok {
		return nil
	}
	return made(s, at, strings.TrimSuffix(t[0], "/")+"/"+strings.TrimPrefix(t[1], "/"))
}

// uniqueString returns a stand-in for a text that only the live service can
// make: equal for equal arguments, so that names that hold it stay the same.
func uniqueString(s *scope, args []*tree.Value, at *tree.Value) *tree.Value {
	h := fnv.New64a()
	for _, a := range args {
		h.Write([]byte(a.Text + "\x00"))
	}
	s.note(at, "uniqueString or guid makes a text that only the live service knows; a stand-in takes its place in names")
	return tree.NewString(at, "unique-"+strconv.FormatUint(h.Sum64()%(36*36*36*36), 36))
}
