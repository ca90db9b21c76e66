package terraform

import (
	"fmt"
	"math/big"
	"net/netip"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// functions are those of Terraform that need nothing but their arguments. A
// call of another one makes an unknown value. They are made when a first
// configuration is read.
var functions = sync.OnceValue(func() map[string]function.Function {
	return map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc, "max": stdlib.MaxFunc, "min": stdlib.MinFunc,
		"parseint": stdlib.ParseIntFunc, "signum": stdlib.SignumFunc, "chomp": stdlib.ChompFunc, "format": formatFunc,
		"join": stdlib.JoinFunc, "lower": stdlib.LowerFunc, "upper": stdlib.UpperFunc,
		"title": stdlib.TitleFunc, "trim": stdlib.TrimFunc, "trimprefix": stdlib.TrimPrefixFunc, "trimsuffix": stdlib.TrimSuffixFunc,
		"trimspace": stdlib.TrimSpaceFunc, "split": stdlib.SplitFunc, "replace": replace, "substr": stdlib.SubstrFunc,
		"strrev": stdlib.ReverseFunc, "regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc,
		"chunklist": stdlib.ChunklistFunc, "coalesce": coalesce, "coalescelist": stdlib.CoalesceListFunc, "compact": stdlib.CompactFunc,
		"concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc,
		"flatten": stdlib.FlattenFunc, "keys": stdlib.KeysFunc, "values": stdlib.ValuesFunc, "length": length,
		"lookup": stdlib.LookupFunc, "merge": stdlib.MergeFunc, "range": rangeFunc, "reverse": stdlib.ReverseListFunc,
		"setintersection": stdlib.SetIntersectionFunc, "setproduct": setProduct, "setsubtract": stdlib.SetSubtractFunc,
		"setunion": stdlib.SetUnionFunc, "slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "zipmap": stdlib.ZipmapFunc,
		"jsondecode": stdlib.JSONDecodeFunc, "jsonencode": stdlib.JSONEncodeFunc, "try": tryfunc.TryFunc, "can": tryfunc.CanFunc,
		"tostring": to(cty.String), "tonumber": to(cty.Number), "tobool": to(cty.Bool),
		"tolist": to(cty.List(cty.DynamicPseudoType)), "toset": to(cty.Set(cty.DynamicPseudoType)), "tomap": to(cty.Map(cty.DynamicPseudoType)),
		"sensitive": same, "nonsensitive": same, "cidrsubnet": cidrSubnet, "cidrhost": cidrHost, "cidrsubnets": cidrSubnets, "one": one,
		"startswith": affix(strings.HasPrefix), "endswith": affix(strings.HasSuffix), "alltrue": truths(true), "anytrue": truths(false),
		"sum": sum, "index": index0, "setsymmetricdifference": stdlib.SetSymmetricDifferenceFunc,
	}
})

func to(to cty.Type) function.Function { return stdlib.MakeToFunc(to) }

// same returns its argument.
var same = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true}},
	Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
	Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return args[0], nil },
})

// rangeFunc is range with a bound.
var rangeFunc = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "params", Type: cty.Number},
	Type:     function.StaticReturnType(cty.List(cty.Number)),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for _, a := range args {
			if n := a.AsBigFloat(); n.Cmp(big.NewFloat(most)) > 0 || n.Cmp(big.NewFloat(-most)) < 0 {
				return cty.NilVal, fmt.Errorf("the range is larger than %d", most)
			}
		}
		return stdlib.Range(args...)
	},
})

// setProduct is setproduct with a bound.
var setProduct = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "sets", Type: cty.DynamicPseudoType},
	Type:     function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		n := 1
		for _, a := range args {
			if !a.CanIterateElements() {
				return cty.NilVal, fmt.Errorf("setproduct needs collections")
			}
			if n *= a.LengthInt(); n > most {
				return cty.NilVal, fmt.Errorf("the product is larger than %d", most)
			}
		}
		return stdlib.SetProduct(args...)
	},
})

// formatFunc is format, without widths that make texts of any length.
var formatFunc = function.New(&function.Spec{
	Params:   []function.Parameter{{Name: "format", Type: cty.String}},
	VarParam: &function.Parameter{Name: "args", Type: cty.DynamicPseudoType, AllowNull: true},
	Type:     function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if wide.MatchString(args[0].AsString()) {
			return cty.NilVal, fmt.Errorf("the width is larger than 999")
		}
		return stdlib.Format(args[0], args[1:]...)
	},
})

var wide = regexp.MustCompile(`%[^a-zA-Z%]*[0-9]{4}`)

// one returns the only element of a list, or null.
var one = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || args[0].LengthInt() > 1 {
			return cty.NilVal, fmt.Errorf("one needs a list of at most one element")
		}
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			return v, nil
		}
		return cty.NullVal(cty.DynamicPseudoType), nil
	},
})

// cidrSubnet is cidrsubnet(prefix, newbits, netnum).
var cidrSubnet = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "prefix", Type: cty.String}, {Name: "newbits", Type: cty.Number}, {Name: "netnum", Type: cty.Number}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		p, err := netip.ParsePrefix(args[0].AsString())
		more, n := whole(args[1]), whole(args[2])
		if err != nil || more == nil || n == nil {
			return cty.NilVal, fmt.Errorf("not a prefix and two whole numbers")
		}
		size := p.Addr().BitLen()
		bits := int64(p.Bits()) + more.Int64()
		if !more.IsInt64() || more.Sign() < 0 || bits > int64(size) || n.Sign() < 0 || n.BitLen() > int(more.Int64()) {
			return cty.NilVal, fmt.Errorf("there is no such subnet")
		}
		a, ok := plus(p.Masked().Addr(), new(big.Int).Lsh(n, uint(int64(size)-bits)))
		if !ok {
			return cty.NilVal, fmt.Errorf("there is no such subnet")
		}
		return cty.StringVal(netip.PrefixFrom(a, int(bits)).String()), nil
	},
})

// cidrHost is cidrhost(prefix, hostnum).
var cidrHost = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "prefix", Type: cty.String}, {Name: "hostnum", Type: cty.Number}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		p, err := netip.ParsePrefix(args[0].AsString())
		n := whole(args[1])
		if err != nil || n == nil || n.Sign() < 0 || n.BitLen() > p.Addr().BitLen()-p.Bits() {
			return cty.NilVal, fmt.Errorf("there is no such host")
		}
		a, ok := plus(p.Masked().Addr(), n)
		if !ok {
			return cty.NilVal, fmt.Errorf("there is no such host")
		}
		return cty.StringVal(a.String()), nil
	},
})

// whole returns a whole number, or nil.
func whole(v cty.Value) *big.Int {
	v, err := ctyconvert.Convert(v, cty.Number)
	if err != nil || v.IsNull() {
		return nil
	}
	n, acc := v.AsBigFloat().Int(nil)
	if acc != big.Exact {
		return nil
	}
	return n
}

// plus adds a number to an address.
func plus(a netip.Addr, n *big.Int) (netip.Addr, bool) {
	sum := new(big.Int).Add(new(big.Int).SetBytes(a.AsSlice()), n)
	if sum.BitLen() > a.BitLen() {
		return a, false
	}
	return netip.AddrFromSlice(sum.FillBytes(make([]byte, a.BitLen()/8)))
}
