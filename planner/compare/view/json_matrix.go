package view

import "github.com/erplan/erplan/planner/compare"

func (m maker) matrix() *jsonMatrix {
	x := m.x.Matrix
	if x == nil {
		return nil
	}
	out := &jsonMatrix{Rows: []jsonRow{}, Left: []jsonLeft{}, Totals: []jsonTotal{}, Flips: []jsonFlip{}}
	for _, r := range x.Rows {
		j := jsonRow{compare.Criteria[r.Criterion].Key, r.Weight, []jsonTotal{}}
		for i, s := range r.Scores {
			j.Scores = append(j.Scores, jsonTotal{m.x.Candidates[i].Name, s})
		}
		out.Rows = append(out.Rows, j)
	}
	for _, l := range x.Left {
		out.Left = append(out.Left, jsonLeft{compare.Criteria[l.Criterion].Key, l.Why})
	}
	for _, i := range x.Order {
		out.Totals = append(out.Totals, jsonTotal{m.x.Candidates[i].Name, x.Totals[i]})
	}
	for _, f := range x.Flips {
		out.Flips = append(out.Flips, jsonFlip{compare.Criteria[f.Criterion].Key, f.Weight, m.turn(f.Below), m.turn(f.Above)})
	}
	return out
}

func (m maker) turn(t *compare.Turn) *jsonTurn {
	if t == nil {
		return nil
	}
	return &jsonTurn{t.At, m.x.Candidates[t.To].Name}
}
