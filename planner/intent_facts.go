package planner

// SaysWhatFor reports whether a design says what the network is for: which
// flows it carries, or what is required of it. Without that no failure is
// better or worse than another.
func (d *Design) SaysWhatFor() bool {
	r := &d.Requirements
	return len(d.Flows) > 0 || len(r.Survive) > 0 || r.Resiliency != "" || r.Criticality != "" ||
		r.Availability.Known() || r.RecoveryTime > 0
}
