//go:build ignore

// Record takes the pictures of the terminal UI for the README: it runs the real
// program in tmux, presses keys, and turns what is on the screen into SVG.
//
//	go build ./cmd/erplan
//	go run tui/screens/record.go ./erplan
//
// The same program and design give the same bytes.
package main

import (
	"fmt"
	"html"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const columns, rows = 140, 34

// screens are what is recorded: the keys, and a text that tells that it is done.
var screens = []struct {
	name, design, keys, done string
	light                    bool
}{
	{"topology", "testdata/tui", "f 'peering-location:London' Enter x", "2 degraded", false},
	{"why", "testdata/tui", "f 'peering-location:London' Enter x w", "decided by", false},
	{"findings", "testdata/designs/first-draft", "3 Down Down", "Mend it", true},
	{"options", "testdata/designs/options", "4 c", "worst load", false},
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run tui/screens/record.go ERPLAN")
	}
	program, err := filepath.Abs(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range screens {
		text := record(program, s.design, s.keys, s.done, s.light)
		if err := os.WriteFile(filepath.Join("tui", "screens", s.name+".svg"), []byte(draw(text, s.light)), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

func tmux(args ...string) string {
	out, err := exec.Command("tmux", append([]string{"-L", "erplan-record", "-f", os.DevNull}, args...)...).CombinedOutput()
	if err != nil {
		log.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// record returns the screen after some keys, with its colours.
func record(program, design, keys, done string, light bool) string {
	defer func() { tmux("kill-server"); time.Sleep(500 * time.Millisecond) }()
	tmux("new-session", "-d", "-s", "s", "-x", strconv.Itoa(columns), "-y", strconv.Itoa(rows), "-c", design, "cat")
	if light { // tmux answers the question for the background with that of the window
		tmux("set", "-g", "window-style", "bg=#ffffff,fg=#1f2328")
	} else {
		tmux("set", "-g", "window-style", "bg=#0d1117,fg=#e6edf3")
	}
	tmux("set", "-g", "default-terminal", "tmux-256color")
	tmux("set", "-ga", "terminal-features", ",*:RGB")
	tmux("respawn-pane", "-k", "-t", "s", "-c", design, "-e", "COLORTERM=truecolor", program+" explore")
	wait("nothing has failed")
	time.Sleep(time.Second)
	for _, k := range strings.Fields(keys) {
		tmux("send-keys", "-t", "s", strings.Trim(k, "'"))
		time.Sleep(200 * time.Millisecond)
	}
	wait(done)
	time.Sleep(time.Second)
	return tmux("capture-pane", "-e", "-N", "-p", "-t", "s")
}

func wait(text string) {
	for range 200 {
		if strings.Contains(tmux("capture-pane", "-p", "-t", "s"), text) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	screen := tmux("capture-pane", "-p", "-t", "s")
	tmux("kill-server")
	log.Fatalf("%q does not come:\n%s", text, screen)
}

// A look is how characters are drawn.
type look struct {
	ink, ground   string
	bold, reverse bool
}

const cellW, cellH = 8.4, 16

// word is what stands between spaces, single ones in it: browsers drop others
// and would stretch what is left.
var word = regexp.MustCompile(`\S+( \S+)*`)

// draw turns a screen into a picture: a rectangle for each run with a ground,
// and texts for each run of one look.
func draw(screen string, light bool) string {
	ink, ground := "#e6edf3", "#0d1117"
	if light {
		ink, ground = "#1f2328", "#ffffff"
	}
	var b strings.Builder
	w, h := float64(columns)*cellW+20, float64(rows)*cellH+20
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s" stroke="#8b949e" stroke-opacity=".4"/>`+"\n", ground)
	b.WriteString(`<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">` + "\n")
	var l look
	for y, line := range strings.Split(strings.TrimRight(screen, "\n"), "\n") {
		x := 0
		for _, run := range runs(line, &l) {
			n := len([]rune(run.text))
			fg, bg := run.ink, run.ground
			if fg == "" {
				fg = ink
			}
			if run.reverse {
				fg, bg = first(bg, ground), fg
			}
			if bg != "" && bg != ground {
				fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", 10+float64(x)*cellW, 10+y*cellH, float64(n)*cellW, cellH, bg)
			}
			if strings.TrimSpace(run.text) != "" {
				weight := ""
				if run.bold {
					weight = ` font-weight="bold"`
				}
				for _, at := range word.FindAllStringIndex(run.text, -1) {
					text := run.text[at[0]:at[1]]
					left, wide := x+len([]rune(run.text[:at[0]])), len([]rune(text))
					fmt.Fprintf(&b, `<text x="%.1f" y="%d" fill="%s"%s textLength="%.1f">%s</text>`+"\n", 10+float64(left)*cellW, 10+y*cellH+13, fg, weight, float64(wide)*cellW, html.EscapeString(text))
				}
			}
			x += n
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

type run struct {
	look
	text string
}

var escape = regexp.MustCompile("\x1b\\[([0-9;:]*)m")

// runs cuts a line into texts of one look, which goes on in the next line.
func runs(line string, l *look) []run {
	var out []run
	for {
		at := escape.FindStringSubmatchIndex(line)
		if at == nil {
			return append(out, run{*l, line})
		}
		if at[0] > 0 {
			out = append(out, run{*l, line[:at[0]]})
		}
		l.set(strings.FieldsFunc(line[at[2]:at[3]], func(r rune) bool { return r == ';' || r == ':' }))
		line = line[at[1]:]
	}
}

// set takes the codes of one escape sequence.
func (l *look) set(codes []string) {
	if len(codes) == 0 {
		*l = look{}
	}
	for i := 0; i < len(codes); i++ {
		switch n, _ := strconv.Atoi(codes[i]); {
		case n == 0:
			*l = look{}
		case n == 1:
			l.bold = true
		case n == 22:
			l.bold = false
		case n == 7:
			l.reverse = true
		case n == 27:
			l.reverse = false
		case n == 39:
			l.ink = ""
		case n == 49:
			l.ground = ""
		case (n == 38 || n == 48) && i+1 < len(codes):
			c, used := color(codes[i+1:])
			if n == 38 {
				l.ink = c
			} else {
				l.ground = c
			}
			i += used
		}
	}
}

// color reads "2;R;G;B" or "5;N".
func color(codes []string) (c string, used int) {
	num := func(i int) int { n, _ := strconv.Atoi(codes[i]); return n }
	if codes[0] == "2" && len(codes) >= 4 {
		return fmt.Sprintf("#%02x%02x%02x", num(1), num(2), num(3)), 4
	}
	if codes[0] == "5" && len(codes) >= 2 {
		n := num(1)
		if n >= 232 {
			v := 8 + (n-232)*10
			return fmt.Sprintf("#%02x%02x%02x", v, v, v), 2
		}
		steps := []int{0, 95, 135, 175, 215, 255}
		n = max(0, n-16)
		return fmt.Sprintf("#%02x%02x%02x", steps[n/36%6], steps[n/6%6], steps[n%6]), 2
	}
	return "", 1
}
