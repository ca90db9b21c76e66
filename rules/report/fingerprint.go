package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/erplan/erplan/planner/diag"
)

// Fingerprints returns one fingerprint for each finding of a design. It tells
// a finding from others in the same file, whatever line it is on: by rule,
// option and path, and by number among those that are alike.
func (d *Design) Fingerprints() []string {
	seen := map[string]int{}
	out := make([]string, len(d.Findings))
	for i := range d.Findings {
		out[i] = fingerprint(d.Option, &d.Findings[i], seen)
	}
	return out
}

func fingerprint(option string, f *diag.Diagnostic, seen map[string]int) string {
	key := strings.Join([]string{option, f.Rule, f.Place.Path}, "\x00")
	seen[key]++
	sum := sha256.Sum256([]byte(key + strings.Repeat("\x00", seen[key])))
	return hex.EncodeToString(sum[:16])
}

// fileFingerprint makes a fingerprint that is unique over all designs of a run.
func fileFingerprint(d *Design, print string) string {
	sum := sha256.Sum256([]byte(designFile(d) + "\x00" + print))
	return hex.EncodeToString(sum[:16])
}
