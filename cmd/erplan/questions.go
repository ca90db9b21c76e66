package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/example"
)

// questions asks for answers, a line each.
type questions struct {
	c   *catalog.Catalog
	in  *bufio.Scanner
	out io.Writer
	vpn bool // the flag says whether there is a VPN
}

// ask asks what is not answered yet. An empty line takes what stands in
// brackets.
func (q *questions) ask(a example.Answers) (example.Answers, error) {
	fmt.Fprintln(q.out, "A few questions; an empty line takes what stands in brackets.")
	a.Locations, a.Providers = append([]string{}, a.Locations...), append([]string{}, a.Providers...)
	err := q.one("Resiliency: standard, high or maximum", "maximum", &a.Level, func(s string) (string, *example.Problem) {
		return s, example.CheckLevel(s)
	})
	n := 1
	if a.Level == "maximum" {
		n = 2
	}
	for i := 0; i < n && err == nil; i++ {
		err = q.spot(&a, i)
	}
	if err == nil {
		err = q.region(&a)
	}
	if err == nil && !q.vpn {
		err = q.backup(&a)
	}
	if err != nil {
		return a, err
	}
	filled, bad := a.Fill(q.c)
	if bad != nil {
		return a, hint(bad, "%s", bad.Hint)
	}
	return a, q.one("Name of the design", filled.Name, &a.Name, func(s string) (string, *example.Problem) { return s, nil })
}

// spot asks for the i-th peering location and the provider there.
func (q *questions) spot(a *example.Answers, i int) error {
	for len(a.Locations) <= i {
		a.Locations = append(a.Locations, "")
	}
	for len(a.Providers) <= i {
		a.Providers = append(a.Providers, "")
	}
	title, chosen := "Peering location", ""
	if i > 0 {
		title = "Second peering location"
		if first, ok := q.c.Location(catalog.Public, a.Locations[0]); ok {
			if l := example.Second(q.c, first, a.Providers[0]); l != nil {
				chosen = l.Name
			}
		}
	}
	var at *catalog.Location
	err := q.one(title, chosen, &a.Locations[i], func(s string) (string, *example.Problem) {
		l, bad := example.FindLocation(q.c, a.Level, s)
		if bad != nil {
			return "", bad
		}
		if i > 0 && l.Name == a.Locations[0] {
			return "", &example.Problem{Message: "that is the first one", Hint: "Maximum resiliency needs two locations."}
		}
		at = l
		return l.Name, nil
	})
	if err != nil {
		return err
	}
	sellers := example.Sellers(q.c, at)
	if i > 0 && len(sellers) > 1 && sellers[0] == a.Providers[0] {
		sellers = sellers[1:]
	}
	return q.one("Service provider at "+at.Name, sellers[0], &a.Providers[i], func(s string) (string, *example.Problem) {
		p, bad := example.FindProvider(q.c, at, s)
		if bad != nil {
			return "", bad
		}
		return p.Name, nil
	})
}

func (q *questions) region(a *example.Answers) error {
	chosen := ""
	if at, ok := q.c.Location(catalog.Public, a.Locations[0]); ok {
		if r := example.NearestRegion(q.c, at); r != nil {
			chosen = r.Name
		}
	}
	return q.one("Azure region", chosen, &a.Region, func(s string) (string, *example.Problem) {
		r, bad := example.FindRegion(q.c, s)
		if bad != nil {
			return "", bad
		}
		return r.Name, nil
	})
}

func (q *questions) backup(a *example.Answers) error {
	answer := ""
	err := q.one("A VPN over the Internet behind it? yes or no", "no", &answer, func(s string) (string, *example.Problem) {
		switch strings.ToLower(s) {
		case "y", "yes", "n", "no":
			return strings.ToLower(s), nil
		}
		return "", &example.Problem{Message: fmt.Sprintf("%q is neither yes nor no", s)}
	})
	a.VPN = strings.HasPrefix(answer, "y")
	return err
}

// one asks a question until it is answered. What a flag has answered is checked
// and not asked.
func (q *questions) one(title, chosen string, answer *string, check func(string) (string, *example.Problem)) error {
	if *answer != "" {
		text, bad := check(*answer)
		if bad != nil {
			return hint(bad, "%s", bad.Hint)
		}
		*answer = text
		return nil
	}
	for {
		fmt.Fprintf(q.out, "%s", title)
		if chosen != "" {
			fmt.Fprintf(q.out, " [%s]", chosen)
		}
		fmt.Fprint(q.out, ": ")
		if !q.in.Scan() {
			fmt.Fprintln(q.out)
			return hint(errors.New("no answer"), "Nothing was written. Flags answer too: erplan init --help.")
		}
		text := strings.TrimSpace(q.in.Text())
		if text == "" {
			text = chosen
		}
		if text == "" {
			continue
		}
		text, bad := check(text)
		if bad == nil {
			*answer = text
			return nil
		}
		fmt.Fprintf(q.out, "  %s. %s\n", bad.Message, bad.Hint)
	}
}
