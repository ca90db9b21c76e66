package source

// Merge lays over on base: tables merge by key, arrays and scalars replace.
// Neither is changed; every value keeps the place where it is written.
func Merge(base, over *Value) *Value {
	switch {
	case base == nil:
		return over
	case over == nil:
		return base
	case base.Kind != Table || over.Kind != Table:
		return over
	case len(over.Entries()) == 0 && (over.implied || !base.implied):
		return base
	}
	out := base.Clone()
	if out.implied && !over.implied {
		out.File, out.Key, out.Span, out.implied = over.File, over.Key, over.Span, false
	}
	for _, e := range over.Entries() {
		out.Set(e.Name, Merge(out.Lookup(e.Name), e.Value))
	}
	return out.settle()
}

// Fill lays the keys of defaults under v: what v sets itself stays. Neither is
// changed.
func Fill(v, defaults *Value) *Value {
	if v == nil || defaults == nil || v.Kind != Table || defaults.Kind != Table || len(defaults.Entries()) == 0 {
		return v
	}
	out := v.Clone()
	for _, e := range defaults.Entries() {
		if mine := out.Lookup(e.Name); mine == nil {
			out.Set(e.Name, e.Value)
		} else {
			out.Set(e.Name, Fill(mine, e.Value))
		}
	}
	return out.settle()
}
