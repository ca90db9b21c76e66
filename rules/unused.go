package rules

import (
	"slices"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// Unused drops from runs over the base and the options of one design those
// findings of [UnusedException] that are not in all of them: an exception that
// one of the runs uses is needed. Where the runs are not of the base and all
// options, another one may use it, and all of these findings are dropped.
func Unused(runs []*Result, all bool) {
	times := map[source.Place]int{}
	for _, run := range runs {
		for _, f := range run.Findings {
			if f.Rule == UnusedException.ID {
				times[f.Place]++
			}
		}
	}
	for _, run := range runs {
		run.Findings = slices.DeleteFunc(run.Findings, func(f diag.Diagnostic) bool {
			return f.Rule == UnusedException.ID && (!all || times[f.Place] < len(runs))
		})
	}
}
