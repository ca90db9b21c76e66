package planner

import (
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/erplan/erplan/planner/source"
)

// bad reports a value that its key cannot have.
func (d *decoder) bad(v *source.Value, at spot, fix, format string, args ...any) {
	d.report("schema/bad-value", v.ValuePlace(at.path()), fix, format, args...)
}

// refuse is bad for what a parser of quantities found. It reports whether
// there was anything.
func (d *decoder) refuse(v *source.Value, at spot, p *problem) bool {
	if p != nil {
		d.bad(v, at, p.fix, "%s = %s", at.shown(), p.message)
	}
	return p != nil
}

func boolean(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if v.Kind == source.String && at.key == "md5" && truth(v.Data.(string)) == "" {
		d.secret(v.Place(at.path()), at) // whether one is used, never the key
		return
	}
	if d.want(v, source.Bool, at) {
		into.SetBool(v.Data.(bool))
	}
}

func integer(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if !d.want(v, source.Integer, at) {
		return
	}
	n := v.Data.(int64)
	if n < 0 || n > math.MaxUint32 || into.OverflowInt(n) {
		d.bad(v, at, fmt.Sprintf("Write a whole number from 0 to %d.", uint32(math.MaxUint32)), "%s = %d is out of range", at.shown(), n)
		return
	}
	into.SetInt(n)
}

// number returns the number that a value holds.
func (d *decoder) number(v *source.Value, at spot) (float64, bool) {
	switch data := v.Data.(type) {
	case int64:
		return float64(data), true
	case float64:
		if !math.IsNaN(data) && !math.IsInf(data, 0) {
			return data, true
		}
		d.bad(v, at, "Write a plain number.", "%s = %s is not a number to count with", at.shown(), strings.ToLower(fmt.Sprint(data)))
		return 0, false
	}
	fix := "Write a number, without quotes."
	if s, ok := v.Data.(string); ok {
		if n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(s, "%")), 64); err == nil {
			fix = write(at, strconv.FormatFloat(n, 'f', -1, 64))
		}
	}
	d.wrongType(v, "a number", fix, at)
	return 0, false
}

func float(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if n, ok := d.number(v, at); ok {
		into.SetFloat(n)
	}
}

func percent(d *decoder, v *source.Value, into reflect.Value, at spot) {
	n, ok := d.number(v, at)
	if ok && (n < 0 || n > 100) {
		d.bad(v, at, "Write a number from 0 to 100.", "%s = %v is not a percentage", at.shown(), n)
		return
	}
	into.SetFloat(n)
}

func bandwidth(d *decoder, v *source.Value, into reflect.Value, at spot) {
	switch n := v.Data.(type) {
	case int64:
		fix := "Write it with its unit, such as \"500 Mbps\"."
		if mbps, ok := wholeMbps(float64(n)); ok && n < 1e6 {
			fix = fmt.Sprintf("Write %q if Mbps are meant.", mbps)
		} else if mbps, ok := wholeMbps(float64(n) / 1e6); ok {
			fix = fmt.Sprintf("Write %q if bits a second are meant.", mbps)
		}
		d.noUnit(v, at, fix)
	case float64:
		d.noUnit(v, at, "Write it with its unit, such as \"1.5 Gbps\".")
	default:
		if s, ok := d.str(v, at, "Write it as \"500 Mbps\" or \"10 Gbps\"."); ok {
			b, p := parseBandwidth(s)
			d.refuse(v, at, p)
			into.SetInt(int64(b))
		}
	}
}

func duration(d *decoder, v *source.Value, into reflect.Value, at spot) {
	switch n := v.Data.(type) {
	case int64, float64:
		fix := "Write it with its unit, such as \"30s\"."
		if s := fmt.Sprintf("%vs", n); len(s) < 10 && s[0] != '-' {
			fix = fmt.Sprintf("Write %q if seconds are meant.", s)
		}
		d.noUnit(v, at, fix)
	default:
		if s, ok := d.str(v, at, "Write it as \"900ms\", \"10s\", \"3m\", \"4h\", \"14d\" or \"8y\"."); ok {
			t, p := parseDuration(s)
			d.refuse(v, at, p)
			into.SetInt(int64(t))
		}
	}
}

// noUnit reports a number that stands where a quantity belongs.
func (d *decoder) noUnit(v *source.Value, at spot, fix string) {
	d.report("schema/wrong-type", v.ValuePlace(at.path()), fix, "%s = %v has no unit", at.shown(), v.Data)
}

func prefix(d *decoder, v *source.Value, into reflect.Value, at spot) {
	s, ok := d.str(v, at, "Write it as \"10.1.0.0/16\".")
	if !ok {
		return
	}
	p, bad := parsePrefix(s)
	if bad == nil && p != p.Masked() {
		bad = &problem{fmt.Sprintf("%q has bits set right of its length", p), fmt.Sprintf("Write %q.", p.Masked())}
	}
	if !d.refuse(v, at, bad) {
		*into.Addr().Interface().(*netip.Prefix) = p
	}
}

// loosePrefix is prefix where a rule looks at the host bits.
func loosePrefix(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if s, ok := d.str(v, at, "Write it as \"172.16.0.0/30\"."); ok {
		if p, bad := parsePrefix(s); !d.refuse(v, at, bad) {
			*into.Addr().Interface().(*netip.Prefix) = p
		}
	}
}

func address(d *decoder, v *source.Value, into reflect.Value, at spot) {
	s, ok := d.str(v, at, "Write it as \"10.1.0.1\".")
	if !ok {
		return
	}
	a, err := netip.ParseAddr(strings.TrimSpace(s))
	if err != nil || a.Zone() != "" {
		fix := "Write it as \"10.1.0.1\"."
		if p, err := netip.ParsePrefix(strings.TrimSpace(s)); err == nil {
			fix = fmt.Sprintf("Write %q, without the length.", p.Addr())
		}
		d.bad(v, at, fix, "%s = %s is not an IP address", at.shown(), source.Quote(s))
		return
	}
	*into.Addr().Interface().(*netip.Addr) = a.Unmap()
}

// enumOf decodes one of the words of an enumeration.
func enumOf(e enumeration) decodeFunc {
	words := sync.OnceValue(func() map[string]string { return foldedWords(e) })
	return func(d *decoder, v *source.Value, into reflect.Value, at spot) {
		s, ok := d.str(v, at, "Use one of: "+strings.Join(e.Values(), ", ")+".")
		if !ok {
			return
		}
		word, ok := words()[fold(s)]
		if !ok {
			d.noWord(v, s, e.Values(), at)
		}
		into.SetString(word)
	}
}

// foldedWords maps each way to write a word of an enumeration to the word.
func foldedWords(e enumeration) map[string]string {
	words := map[string]string{}
	for _, w := range e.Values() {
		words[fold(w)] = w
	}
	if a, ok := e.(aliased); ok {
		for alias, word := range a.aliases() {
			words[fold(alias)] = word
		}
	}
	return words
}

// noWord reports a word that an enumeration does not have.
func (d *decoder) noWord(v *source.Value, s string, words []string, at spot) {
	all := strings.Join(words, ", ")
	fix := "Use one of: " + all + "."
	if d.near++; d.near <= worth {
		if near := nearest(s, words); len(near) > 0 {
			fix = didYouMean(near[:1])
		}
	}
	if len(words) > 8 {
		d.bad(v, at, fix, "%s = %s is none of the %d words that it can be", at.shown(), source.Quote(s), len(words))
		return
	}
	d.bad(v, at, fix, "%s = %s is none of: %s", at.shown(), source.Quote(s), all)
}

// date decodes a day, as a TOML date or as a string.
func date(d *decoder, v *source.Value, into reflect.Value, at spot) {
	out := into.Addr().Interface().(*Date)
	switch data := v.Data.(type) {
	case time.Time:
		if data.Location().String() != "date-local" { // how the library marks a day
			d.bad(v, at, write(at, data.Format(time.DateOnly)), "%s is a date without a time of day", at.shown())
			return
		}
		*out = Date{data.Year(), int(data.Month()), data.Day()}
	case string:
		if s, ok := d.str(v, at, ""); ok {
			day, p := parseDate(s)
			d.refuse(v, at, p)
			*out = day
		}
	default:
		d.wrongType(v, "a date", write(at, "2026-09-30"), at)
	}
}

// nameOrFlag decodes a name or a boolean. A GUID is no name but the key of an
// authorization itself.
func nameOrFlag(d *decoder, v *source.Value, into reflect.Value, at spot) {
	out := into.Addr().Interface().(*NameOrFlag)
	switch data := v.Data.(type) {
	case bool:
		out.Flag = Of(data)
	case string:
		if source.GUID(data) {
			d.secret(v.Place(at.path()), at)
		} else if s, ok := d.str(v, at, ""); ok && s == "" {
			d.bad(v, at, write(at, "true"), "%s is an empty name", at.shown())
		} else {
			out.Name = s
		}
	default:
		d.wrongType(v, "a name or a boolean", write(at, "true"), at)
	}
}
