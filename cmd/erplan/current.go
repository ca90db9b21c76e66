package main

import (
	"fmt"

	"github.com/erplan/erplan/planner"
)

// current reads the network as it is today, which a design changes. It has to
// be a sound design: findings about a change rest on all of it.
func (p *program) current(name string, files []string) (*planner.Design, error) {
	if name == "" {
		return nil, nil
	}
	if len(files) != 1 {
		return nil, hint(fmt.Errorf("--current: one design is compared with %s, not %d", name, len(files)), "Name the design: erplan check --current %s PATH", name)
	}
	draft, diags := p.read(name)
	if draft != nil {
		d, more := draft.Design("")
		if d != nil {
			return d, nil
		}
		diags = append(diags, more...)
	}
	err := fmt.Errorf("--current: %s is not a sound design", name)
	if len(diags) > 0 {
		err = fmt.Errorf("--current: %s:%d: %s", name, diags[0].Place.Start().Line, diags[0].Message)
	}
	return nil, hint(err, "\"erplan check %s\" shows all that is wrong with it.", name)
}
