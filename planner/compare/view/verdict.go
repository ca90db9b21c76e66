package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// sentences say the verdict: who wins, who meets what is asked for, who is
// dominated, and who leads where.
func sentences(x *compare.Comparison) []string {
	var out []string
	for _, say := range []func(*compare.Comparison) string{winner, meeting, dominance, dominated, leads, almost, apart} {
		if text := say(x); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func names(x *compare.Comparison, list []int) []string {
	out := x.Names(list)
	for i := range out {
		out[i] = source.Clean(out[i])
	}
	return out
}

// winner says whom the weights choose, and how firmly.
func winner(x *compare.Comparison) string {
	m := x.Matrix
	if m == nil {
		return ""
	}
	lead := x.Verdict.Leaders
	switch {
	case len(lead) == 0:
		return "By these weights nobody wins: nothing that they weigh can be scored."
	case len(lead) > 1:
		return fmt.Sprintf("By these weights %s are equal, with %s of 100.", and(names(x, lead)), points(m.Totals[lead[0]]))
	}
	text := fmt.Sprintf("%s wins by these weights, with %s of 100", source.Clean(x.Candidates[lead[0]].Name), points(m.Totals[lead[0]]))
	if len(m.Order) > 1 {
		second := m.Order[1]
		text += fmt.Sprintf(", before %s with %s", source.Clean(x.Candidates[second].Name), points(m.Totals[second]))
	}
	turns := near(x)
	if len(turns) == 0 {
		return text + ". No criterion changes that unless it weighs more than all others together."
	}
	return text + ". " + either(turns, 3) + "."
}

// either says who leads at other weights, the first few.
func either(turns []turning, most int) string {
	var leaders []string
	at := map[string][]string{}
	for i, t := range turns {
		if i == most {
			break
		}
		if at[t.leader] == nil {
			leaders = append(leaders, t.leader)
		}
		at[t.leader] = append(at[t.leader], t.words)
	}
	var out []string
	for _, who := range leaders {
		out = append(out, who+" leads "+strings.Join(at[who], " or "))
	}
	if n := len(turns) - most; n > 0 {
		out = append(out, fmt.Sprintf("%s below change the lead too", plural(n, "other weight")))
	}
	return strings.Join(out, "; ")
}

func points(total float64) string { return fmt.Sprintf("%.0f", total) }

func meeting(x *compare.Comparison) string {
	stated := 0
	for _, c := range x.Candidates {
		_, all := c.Met()
		stated = max(stated, all)
	}
	meets := x.Verdict.Meeting
	what := "every requirement without an error"
	if stated == 0 {
		what = "the rules without an error; no requirement is stated"
	}
	switch {
	case len(meets) == 0 && stated == 0:
		return "All have errors."
	case len(meets) == 0 && len(undecided(x)) > 0:
		return and(names(x, undecided(x))) + " miss no requirement and have no error, but not every requirement could be decided."
	case len(meets) == 0:
		return "None meets " + what + "."
	case len(meets) == len(x.Candidates):
		return "All meet " + what + "."
	case len(meets) == 1:
		return "Only " + names(x, meets)[0] + " meets " + what + "."
	}
	return and(names(x, meets)) + " meet " + what + "."
}

// undecided returns the candidates that miss nothing, but of which not every
// requirement is decided.
func undecided(x *compare.Comparison) []int {
	var out []int
	for i, c := range x.Candidates {
		missed := slices.ContainsFunc(c.Intents, func(n outcome.Intent) bool { return n.Verdict == outcome.NotMet })
		if !missed && c.Result.Count(diag.Error) == 0 && !c.Meets() {
			out = append(out, i)
		}
	}
	return out
}

func dominance(x *compare.Comparison) string {
	switch {
	case len(x.Candidates) < 2:
		return ""
	case x.Verdict.Dominant >= 0:
		return source.Clean(x.Candidates[x.Verdict.Dominant].Name) + " dominates all others: it is no worse than any of them in anything."
	case len(x.Verdict.Leads) == 0:
		return "Nothing that is measured differs."
	}
	return "None dominates all others."
}

func dominated(x *compare.Comparison) string {
	var out []string
	for i, list := range x.Dominated {
		if len(list) == 0 {
			continue
		}
		most := list[0]
		for _, b := range list {
			if len(b.Better) > len(most.Better) {
				most = b
			}
		}
		text := fmt.Sprintf("%s is dominated by %s: better in %s, worse in nothing", source.Clean(x.Candidates[i].Name), source.Clean(x.Candidates[most.Candidate].Name), some(titles(x, most.Better), 3))
		var also []int
		for _, b := range list {
			if b.Candidate != most.Candidate {
				also = append(also, b.Candidate)
			}
		}
		if also != nil {
			text += "; and by " + and(names(x, also))
		}
		out = append(out, text+".")
	}
	return strings.Join(out, " ")
}

func titles(x *compare.Comparison, criteria []int) []string {
	out := make([]string, len(criteria))
	for i, k := range criteria {
		out[i] = title(x, k)
	}
	return out
}

// title is a criterion in a sentence.
func title(x *compare.Comparison, k int) string {
	if compare.Criteria[k].Key == "cost" && x.Prices == nil {
		return "things to buy"
	}
	name, _, _ := strings.Cut(compare.Criteria[k].Title, ",")
	return name
}

// leads says who alone is best where, in the order of the candidates.
func leads(x *compare.Comparison) string {
	where := make([][]string, len(x.Candidates))
	for _, l := range x.Verdict.Leads {
		if len(l.By) == 1 {
			where[l.By[0]] = append(where[l.By[0]], title(x, l.Criterion))
		}
	}
	var out []string
	for i, list := range where {
		if len(list) > 0 {
			out = append(out, source.Clean(x.Candidates[i].Name)+" in "+some(list, 6))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "Best: " + strings.Join(out, "; ") + "."
}

// almost names pairs where one criterion alone keeps one from dominating.
func almost(x *compare.Comparison) string {
	type pair struct{ but, other int }
	var order []pair
	by := map[pair][]int{}
	for _, n := range x.Near {
		if len(x.Dominated[n.Other]) > 0 || len(x.Dominated[n.Candidate]) > 0 || n.Open {
			continue
		}
		k := pair{n.But, n.Other}
		if by[k] == nil {
			order = append(order, k)
		}
		by[k] = append(by[k], n.Candidate)
	}
	var out []string
	for _, k := range order {
		out = append(out, fmt.Sprintf("Only %s keeps %s from dominating %s.", title(x, k.but), and(names(x, by[k])), source.Clean(x.Candidates[k.other].Name)))
	}
	if len(out) > mostAlmost {
		out = out[:mostAlmost]
	}
	return strings.Join(out, " ")
}

const mostAlmost = 3

// apart warns of measures over different flows.
func apart(x *compare.Comparison) string {
	if !x.Verdict.Apart {
		return ""
	}
	return "Their flows are not the same: what is measured over flows is of different ones."
}
