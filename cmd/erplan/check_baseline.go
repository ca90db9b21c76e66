package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules/report"
)

// baselineFlags set known findings aside.
type baselineFlags struct {
	baselineFile  string
	writeBaseline bool
}

func (f *baselineFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.baselineFile, "baseline", "", "report only what this `FILE` does not have, and count the rest")
	flags.BoolVar(&f.writeBaseline, "write-baseline", false, "write what is found to the file of --baseline")
}

// baseline marks what the baseline has, or writes it.
func (p *program) baseline(j *checkJob, r *report.Report) error {
	switch {
	case j.baselineFile == "" && j.writeBaseline:
		return hint(errors.New("--write-baseline needs a file"), "Write: --baseline FILE --write-baseline")
	case j.baselineFile == "":
		return nil
	case j.writeBaseline:
		if old, err := os.ReadFile(j.baselineFile); err == nil && len(old) > 0 {
			if _, err := report.ReadBaseline(old); err != nil {
				return hint(fmt.Errorf("%s is there and is no baseline; it is not written over", source.Clean(j.baselineFile)), "Name another file.")
			}
		}
		var b bytes.Buffer
		if err := report.WriteBaseline(&b, r); err != nil {
			return err
		}
		if err := replaceFile(j.baselineFile, b.String()); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(j.baselineFile)
	if errors.Is(err, fs.ErrNotExist) {
		return hint(fmt.Errorf("%s: there is no such baseline", j.baselineFile), "\"erplan check --baseline %s --write-baseline\" writes it.", j.baselineFile)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", j.baselineFile, reason(err))
	}
	base, err := report.ReadBaseline(text)
	if err != nil {
		return fmt.Errorf("%s: %w", j.baselineFile, err)
	}
	if mended := base.Mark(r); mended > 0 {
		fmt.Fprintf(p.stderr, "%s: %d of its findings are mended; --write-baseline drops them\n", j.baselineFile, mended)
	}
	return nil
}
