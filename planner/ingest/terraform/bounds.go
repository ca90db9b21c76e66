package terraform

import (
	"math/big"
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// costly reports whether loops nest deep in an expression, as each multiplies
// the work, or numbers grow in it.
func costly(e hclsyntax.Expression) bool {
	w := &costWalker{}
	_ = hclsyntax.Walk(e, w)
	return w.deepest > 2 || w.operations > 1000 || w.large
}

// A costWalker counts loops in loops, and operations with numbers.
type costWalker struct {
	depth, deepest, operations int
	large                      bool // it has a very large number
}

// Enter counts.
func (w *costWalker) Enter(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case *hclsyntax.ForExpr:
		w.depth++
		w.deepest = max(w.deepest, w.depth)
	case *hclsyntax.BinaryOpExpr:
		w.operations++
	case *hclsyntax.LiteralValueExpr:
		w.large = w.large || tooLarge(n.Val)
	}
	return nil
}

// Exit leaves a loop.
func (w *costWalker) Exit(n hclsyntax.Node) hcl.Diagnostics {
	if _, ok := n.(*hclsyntax.ForExpr); ok {
		w.depth--
	}
	return nil
}

// vast is the text of a number with an exponent of more than three digits.
var vast = regexp.MustCompile(`^\s*[-+]?[0-9.]+[eE][-+]?[0-9]{4,}\s*$`)

// tooLarge reports whether a number, or a text that would become one, has more
// digits than anything in a network.
func tooLarge(v cty.Value) bool {
	v, _ = v.Unmark()
	if v == cty.NilVal || !v.IsKnown() || v.IsNull() {
		return false
	}
	switch v.Type() {
	case cty.Number:
		exponent := v.AsBigFloat().MantExp(nil)
		return exponent > 4000 || exponent < -4000
	case cty.String:
		return vast.MatchString(v.AsString())
	}
	return false
}

// numberOf reads a number; a very large one is unknown.
func numberOf(text string) cty.Value {
	f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil || f.IsInf() || tooLarge(cty.NumberVal(f)) {
		return cty.DynamicVal
	}
	return cty.NumberVal(f)
}

// bounded returns a value, or an unknown one where it is too large to loop over
// twice.
func bounded(v cty.Value) cty.Value {
	plain, _ := v.Unmark()
	if tooLarge(plain) {
		return cty.DynamicVal
	}
	if plain.IsKnown() && !plain.IsNull() && plain.CanIterateElements() && plain.LengthInt() > most {
		return cty.DynamicVal
	}
	return v
}
