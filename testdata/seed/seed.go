// Package seed makes property tests draw the same cases in every run, so that
// a commit passes always or never. Tests import it for its effect;
// "go test ./planner/routing -rapid.seed=0 -rapid.checks=10000" draws others,
// and many of them.
package seed

import (
	"flag"
	"os"

	_ "pgregory.net/rapid" // its flags are there before this package sets one
)

func init() {
	if _, set := os.LookupEnv("RAPID_SEED"); set {
		return
	}
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
}
