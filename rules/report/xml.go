package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/diag"
)

// The parts of JUnit's XML that continuous integration servers read: a suite
// for each design, a case for each rule that found something, and one case
// that stands for all other rules.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		File    string       `xml:"file,attr,omitempty"`
		Line    int          `xml:"line,attr,omitempty"`
		Failure *junitDetail `xml:"failure"`
		Skipped *junitDetail `xml:"skipped"`
		Out     string       `xml:"system-out,omitempty"`
	}
	junitDetail struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the report as a test run: an error or a warning is a failed
// case, advice is one that passes and prints, what an exception or a baseline
// sets aside is a skipped one, and a design without findings is one case that
// passes.
func JUnit(w io.Writer, r *Report, _ Options) error {
	out := junitSuites{Name: r.Tool.Name}
	for i := range r.Designs {
		s := suite(&r.Designs[i])
		out.Suites = append(out.Suites, s)
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Skipped += s.Skipped
	}
	return writeXML(w, out)
}

func suite(d *Design) junitSuite {
	s := junitSuite{Name: clean(d.title())}
	for i := range d.Findings {
		f := &d.Findings[i]
		at := f.Place.Start()
		c := junitCase{Name: f.Rule + " " + clean(f.Place.Path), Class: clean(designFile(d)), File: clean(f.Place.Name()), Line: at.Line}
		text := clean(where(f) + ": " + message(f))
		switch {
		case !f.Counts():
			s.Skipped++
			c.Skipped = &junitDetail{Message: clean(aside(f))}
		case f.Severity == diag.Advice:
			c.Out = text
		default:
			s.Failures++
			c.Failure = &junitDetail{Message: clean(f.Message), Type: f.Severity.String(), Text: text}
		}
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 {
		s.Cases = []junitCase{{Name: plural(d.Rules, "rule"), Class: clean(designFile(d)), File: clean(d.File)}}
	}
	s.Tests = len(s.Cases)
	return s
}

// where returns the file, line and column of a finding.
func where(f *diag.Diagnostic) string {
	at := f.Place.Start()
	return fmt.Sprintf("%s:%d:%d", f.Place.Name(), at.Line, at.Col)
}

// aside says why a finding does not count.
func aside(f *diag.Diagnostic) string {
	if f.Excepted != "" {
		return "accepted: " + f.Excepted
	}
	return "in the baseline"
}

// The XML of Checkstyle.
type (
	checkstyleReport struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// Checkstyle writes the findings that count as Checkstyle does, by file.
func Checkstyle(w io.Writer, r *Report, _ Options) error {
	out := checkstyleReport{Version: "4.3"}
	at := map[string]int{}
	for i := range r.Designs {
		for j := range r.Designs[i].Findings {
			f := &r.Designs[i].Findings[j]
			if !f.Counts() {
				continue
			}
			name := clean(f.Place.Name())
			n, ok := at[name]
			if !ok {
				n = len(out.Files)
				at[name] = n
				out.Files = append(out.Files, checkstyleFile{Name: name})
			}
			start := f.Place.Start()
			out.Files[n].Errors = append(out.Files[n].Errors, checkstyleError{
				start.Line, start.Col, checkstyleLevel(f.Severity), clean(message(f)), r.Tool.Name + "." + f.Rule})
		}
	}
	return writeXML(w, out)
}

func checkstyleLevel(s diag.Severity) string {
	return [...]string{"ignore", "info", "warning", "error"}[s]
}

func writeXML(w io.Writer, v any) error {
	text, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

// clean replaces what XML cannot hold, what a terminal would obey, and what
// turns the direction of text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
		case r < ' ', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\uFFFD'
		}
		return r
	}, s)
}
