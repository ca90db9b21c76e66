package gate

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// levels orders the resiliency levels; none is the first.
var levels = []planner.Resiliency{"", planner.Standard, planner.High, planner.Maximum}

// criticalities orders how critical a design is; not stated is the first.
var criticalities = []planner.Criticality{"", planner.TestUse, planner.Business, planner.MissionCritical}

// Lowered returns, in sentences, what the design now asks for less, or reaches
// less, than it did before: the declared requirements, and the resiliency level
// that each gateway, hub and Microsoft peering reaches. An addition lowers
// nothing.
func Lowered(before, now *outcome.Analysis) []string {
	out := declared(&before.Design.Requirements, &now.Design.Requirements)
	for _, old := range before.Design.Flows {
		if f := planner.Find(now.Design.Flows, old.Name()); f != nil {
			out = append(out, flowDeclared(old, f)...)
		} else if old.Availability.Known() || old.RecoveryTime > 0 {
			out = append(out, fmt.Sprintf("flow %q, for which something was asked, is gone", old.Name()))
		}
	}
	return append(out, reached(before, now)...)
}

func declared(old, r *planner.Requirements) []string {
	var out []string
	if slices.Index(levels, r.Resiliency) < slices.Index(levels, old.Resiliency) {
		out = append(out, fmt.Sprintf("resiliency %s is asked for; it was %s", word(string(r.Resiliency)), word(string(old.Resiliency))))
	}
	if slices.Index(criticalities, r.Criticality) < slices.Index(criticalities, old.Criticality) {
		out = append(out, fmt.Sprintf("criticality is %s; it was %s", word(string(r.Criticality)), word(string(old.Criticality))))
	}
	for _, kind := range old.Survive {
		if !slices.Contains(r.Survive, kind) {
			out = append(out, fmt.Sprintf("the failure of one %s need no longer be survived", kind))
		}
	}
	out = append(out, least("", old.Availability, r.Availability)...)
	out = append(out, longest("", old.RecoveryTime, r.RecoveryTime)...)
	if old.MaxUtilisation.Known() && (!r.MaxUtilisation.Known() || r.MaxUtilisation.Value() > old.MaxUtilisation.Value()) {
		out = append(out, fmt.Sprintf("a utilisation of %s is allowed; it was %v%%", percentOr(r.MaxUtilisation), float64(old.MaxUtilisation.Value())))
	}
	return out
}

func flowDeclared(old, f *planner.Flow) []string {
	head := fmt.Sprintf("flow %q: ", f.Name())
	return append(least(head, old.Availability, f.Availability), longest(head, old.RecoveryTime, f.RecoveryTime)...)
}

func least(head string, old, now planner.Opt[planner.Percent]) []string {
	if !old.Known() || now.Known() && now.Value() >= old.Value() {
		return nil
	}
	return []string{fmt.Sprintf("%san availability of %s is asked for; it was %v%%", head, percentOr(now), float64(old.Value()))}
}

func longest(head string, old, now planner.Duration) []string {
	if old == 0 || now > 0 && now <= old {
		return nil
	}
	found := "any length"
	if now > 0 {
		found = now.String()
	}
	return []string{fmt.Sprintf("%sinterruptions of %s are allowed; it was %s", head, found, old)}
}

func percentOr(p planner.Opt[planner.Percent]) string {
	if !p.Known() {
		return "any figure"
	}
	return fmt.Sprintf("%v%%", float64(p.Value()))
}

func word(s string) string {
	if s == "" {
		return "none"
	}
	return `"` + s + `"`
}

// reached compares the levels that both designs reach, by name.
func reached(before, now *outcome.Analysis) []string {
	var out []string
	levelsNow := now.Levels()
	for _, old := range before.Levels() {
		i := slices.IndexFunc(levelsNow, func(l outcome.Level) bool { return l.Name == old.Name })
		if i < 0 || slices.Index(levels, levelsNow[i].Level) >= slices.Index(levels, old.Level) {
			continue
		}
		out = append(out, fmt.Sprintf("%s reaches resiliency %s; it reached %s", old.Name, word(string(levelsNow[i].Level)), word(string(old.Level))))
	}
	return out
}
