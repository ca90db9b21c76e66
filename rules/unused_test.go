package rules

import (
	"testing"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// TestUnused holds that an exception counts as unused only where nothing in the
// base or any option needs it.
func TestUnused(t *testing.T) {
	at := func(start int) diag.Diagnostic {
		return diag.Diagnostic{Rule: UnusedException.ID, Place: source.Place{Span: source.Span{Start: start, End: start + 1}}}
	}
	other := diag.Diagnostic{Rule: "a/b"}
	for _, c := range []struct {
		all    bool
		want   int // findings of the base that stay
		option []diag.Diagnostic
	}{
		{true, 2, []diag.Diagnostic{at(1)}},        // the option needs the second
		{true, 3, []diag.Diagnostic{at(1), at(5)}}, // nobody needs either
		{true, 1, nil}, // the option needs both
		{false, 1, []diag.Diagnostic{at(1), at(5)}},
	} {
		base := &Result{Findings: []diag.Diagnostic{at(1), other, at(5)}}
		Unused([]*Result{base, {Findings: c.option}}, c.all)
		if len(base.Findings) != c.want {
			t.Errorf("%+v: %d stay", c, len(base.Findings))
		}
	}
}
