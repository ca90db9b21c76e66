package planner

import (
	"fmt"
	"math"
	"reflect"

	"github.com/erplan/erplan/planner/source"
)

// figure decodes 99.95 or {mtbf = "8y", mttr = "4h", source = "…"}.
func figure(d *decoder, v *source.Value, into reflect.Value, at spot) {
	out := into.Addr().Interface().(*Figure)
	switch v.Kind {
	case source.Table:
		d.repairs(v, out, at)
	case source.Integer, source.Float:
		var p Percent
		before := len(d.diags)
		percent(d, v, reflect.ValueOf(&p).Elem(), at)
		if len(d.diags) == before {
			out.Unavailability = Unavailability(float64(p))
		}
	default:
		d.wrongType(v, "a percentage or {mtbf, mttr}", write(at, "99.95"), at)
	}
}

// repairs decodes a figure that is given by its mean times.
func (d *decoder) repairs(v *source.Value, out *Figure, at spot) {
	var t struct {
		MTBF   Duration `toml:"mtbf"`
		MTTR   Duration `toml:"mttr"`
		Source string   `toml:"source"`
	}
	before := len(d.diags)
	d.table(v, reflect.ValueOf(&t).Elem(), at.name(), at.path())
	if len(d.diags) > before {
		return
	}
	for _, key := range []string{"mtbf", "mttr"} {
		if v.Lookup(key) == nil {
			d.report("schema/missing-key", v.Place(at.path()), fmt.Sprintf("Add %s = \"…\".", key), "a figure needs both mtbf and mttr")
			return
		}
	}
	if t.MTBF <= 0 {
		d.bad(v.Lookup("mtbf"), spot{at.path(), "mtbf", -1}, "Write it as \"8y\".", "mtbf must be above zero")
		return
	}
	*out = Figure{repairFraction(t.MTBF, t.MTTR), t.MTBF, t.MTTR, t.Source}
}

// Unavailability turns an availability in percent into an unavailability from
// 0 to 1, rounded to what the percentage can say.
func Unavailability(percent float64) float64 {
	return math.Round((100-percent)*1e12) / 1e14
}

// repairFraction is MTTR / (MTBF + MTTR).
func repairFraction(mtbf, mttr Duration) float64 {
	return mttr.Seconds() / (mtbf.Seconds() + mttr.Seconds())
}
