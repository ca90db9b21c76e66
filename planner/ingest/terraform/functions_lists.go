package terraform

import (
	"fmt"
	"math/big"
	"net/netip"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// length is that of a collection, or of a text.
var length = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		switch v := args[0]; {
		case v.Type() == cty.DynamicPseudoType:
			return cty.UnknownVal(cty.Number), nil
		case v.Type() == cty.String && !v.IsKnown():
			return cty.UnknownVal(cty.Number), nil
		case v.Type() == cty.String:
			return cty.NumberIntVal(int64(utf8.RuneCountInString(v.AsString()))), nil
		}
		return stdlib.Length(args[0])
	},
})

// coalesce returns the first argument that is neither null nor an empty text.
var coalesce = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "values", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, v := range args {
			switch {
			case !v.IsKnown():
				return cty.DynamicVal, nil
			case v.IsNull(), v.Type() == cty.String && v.AsString() == "":
			default:
				return v, nil
			}
		}
		return cty.NilVal, fmt.Errorf("all arguments are null or empty")
	},
})

// replace takes a text between slashes as a regular expression.
var replace = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "old", Type: cty.String}, {Name: "new", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if old := args[1].AsString(); len(old) > 1 && old[0] == '/' && old[len(old)-1] == '/' {
			return stdlib.RegexReplace(args[0], cty.StringVal(old[1:len(old)-1]), args[2])
		}
		return stdlib.Replace(args[0], args[1], args[2])
	},
})

// affix is startswith and endswith.
func affix(has func(text, affix string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "affix", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(has(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// truths is alltrue, which is true of an empty list, and anytrue.
func truths(all bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !args[0].CanIterateElements() {
				return cty.NilVal, fmt.Errorf("a list is needed")
			}
			for it := args[0].ElementIterator(); it.Next(); {
				_, item := it.Element()
				v, err := ctyconvert.Convert(item, cty.Bool)
				if err != nil || !v.IsKnown() {
					return cty.UnknownVal(cty.Bool), err
				}
				if truth := !v.IsNull() && v.True(); truth != all {
					return cty.BoolVal(!all), nil
				}
			}
			return cty.BoolVal(all), nil
		},
	})
}

// sum adds the numbers of a list.
var sum = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || args[0].LengthInt() == 0 {
			return cty.NilVal, fmt.Errorf("a list of numbers is needed")
		}
		total := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, item := it.Element()
			v, err := ctyconvert.Convert(item, cty.Number)
			if err != nil || v.IsNull() || !v.IsKnown() {
				return cty.UnknownVal(cty.Number), err
			}
			total = total.Add(v)
		}
		return total, nil
	},
})

// index0 is index(list, value), from 0.
var index0 = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() {
			return cty.NilVal, fmt.Errorf("a list is needed")
		}
		n := 0
		for it := args[0].ElementIterator(); it.Next(); n++ {
			_, item := it.Element()
			same, err := stdlib.Equal(item, args[1])
			if err != nil || !same.IsKnown() {
				return cty.UnknownVal(cty.Number), err
			}
			if same.True() {
				return cty.NumberIntVal(int64(n)), nil
			}
		}
		return cty.NilVal, fmt.Errorf("the list does not have the value")
	},
})

// cidrSubnets is cidrsubnets(prefix, newbits…): subnets one behind the other.
var cidrSubnets = function.New(&function.Spec{
	Params:   []function.Parameter{{Name: "prefix", Type: cty.String}},
	VarParam: &function.Parameter{Name: "newbits", Type: cty.Number},
	Type:     function.StaticReturnType(cty.List(cty.String)),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		whole0, err := netip.ParsePrefix(args[0].AsString())
		if err != nil || len(args) == 1 || len(args) > most {
			return cty.NilVal, fmt.Errorf("a prefix and numbers of bits are needed")
		}
		size := whole0.Addr().BitLen()
		next := new(big.Int) // offset of the next subnet
		end := new(big.Int).Lsh(big.NewInt(1), uint(size-whole0.Bits()))
		var out []cty.Value
		for _, a := range args[1:] {
			more := whole(a)
			if more == nil || !more.IsInt64() || more.Sign() < 0 || more.Int64() > int64(size-whole0.Bits()) {
				return cty.NilVal, fmt.Errorf("there is no such subnet")
			}
			bits := whole0.Bits() + int(more.Int64())
			step := new(big.Int).Lsh(big.NewInt(1), uint(size-bits))
			if rest := new(big.Int).Mod(next, step); rest.Sign() > 0 { // subnets stand at multiples of their size
				next.Add(next, new(big.Int).Sub(step, rest))
			}
			address, ok := plus(whole0.Masked().Addr(), next)
			if next.Add(next, step); !ok || next.Cmp(end) > 0 {
				return cty.NilVal, fmt.Errorf("the prefix has no room for the subnets")
			}
			out = append(out, cty.StringVal(netip.PrefixFrom(address, bits).String()))
		}
		return cty.ListVal(out), nil
	},
})
