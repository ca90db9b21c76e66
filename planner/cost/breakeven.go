package cost

// A BreakEven says from how much data a month a circuit is cheaper with
// unlimited than with metered billing.
type BreakEven struct {
	Circuit            string // path
	Billing            string // as designed
	Metered, Unlimited Amount // a month, without data
	PerGB              Amount
	GB                 int    // a month, from which unlimited is cheaper; 0: always
	Why                string // there is none
}

// Known reports whether there is a break-even.
func (b *BreakEven) Known() bool { return b.Why == "" }

// TB returns the break-even in TB of 1,000 GB.
func (b *BreakEven) TB() float64 { return float64(b.GB) / 1000 }

// BreakEvens compares metered with unlimited billing for every circuit of a
// bill that can have both.
func (l *List) BreakEvens(b *Bill) []BreakEven {
	var out []BreakEven
	if l == nil {
		return nil
	}
	for _, line := range b.Lines {
		if line.Kind == Circuit && line.Attrs["tier"] != "local" {
			out = append(out, l.breakEven(line.Item))
		}
	}
	return out
}

func (l *List) breakEven(i Item) BreakEven {
	out := BreakEven{Circuit: i.Path, Billing: i.Attrs["billing"]}
	metered, unlimited := l.Find(with(i, Circuit, "metered")), l.Find(with(i, Circuit, "unlimited"))
	data := l.Find(with(i, Egress, "metered"))
	switch {
	case metered.Price == nil:
		out.Why = "metered: " + metered.Why
	case unlimited.Price == nil:
		out.Why = "unlimited: " + unlimited.Why
	case data.Price == nil:
		out.Why = "egress: " + data.Why
	case data.Price.month(1) <= 0:
		out.Why = "egress costs nothing by this list"
	}
	if out.Why != "" {
		return out
	}
	out.Metered, out.Unlimited = metered.Price.month(1), unlimited.Price.month(1)
	out.PerGB = data.Price.month(1)
	out.GB = int(max(0, (out.Unlimited-out.Metered+out.PerGB-1)/out.PerGB))
	return out
}

// with returns an item as another kind, with another billing.
func with(i Item, kind Kind, billing string) *Item {
	a := Attrs{}
	for k, v := range i.Attrs {
		a[k] = v
	}
	a["billing"] = billing
	return &Item{Kind: kind, Path: i.Path, Attrs: a, Quantity: 1}
}
