package diagram

import (
	"fmt"
	"strings"
)

// A shade is a colour in the light and in the dark scheme.
type shade struct{ light, dark string }

var (
	paper   = shade{"#ffffff", "#10161d"}
	ink     = shade{"#1c2733", "#e8eef4"}
	faint   = shade{"#5a6876", "#9fb0c0"}
	stroke  = shade{"#5b6b7b", "#8ea2b5"}
	ground  = shade{"#f5f7f9", "#161f29"}
	hairs   = shade{"#bcc7d1", "#3a4a5a"}
	danger  = shade{"#c3142d", "#ff7383"}
	caution = shade{"#9a6400", "#e9b44c"}
)

// tints are the fill and the border of boxes, by whose they are.
var tints = []struct {
	class        string
	fill, border shade
}{
	{"customer", shade{"#eceff3", "#1f2a36"}, shade{"#71808f", "#8093a6"}},
	{"open", shade{"#f3eefb", "#251f3a"}, shade{"#7d5fc0", "#a78ff0"}},
	{"provider", shade{"#fcf1dd", "#2e2414"}, shade{"#b47a14", "#d8a648"}},
	{"edge", shade{"#e4f0fb", "#11283e"}, shade{"#1f6fb8", "#58a8ea"}},
	{"azure", shade{"#e2f4ec", "#0f2b22"}, shade{"#1d8a5f", "#43c18f"}},
}

// style is the style sheet and the hatching, the same in every drawing, so
// that several may stand in one page.
var style = sheet()

func sheet() string {
	var b strings.Builder
	b.WriteString("<style>\n")
	b.WriteString(`.erplan text{font-family:"Segoe UI","Helvetica Neue",Helvetica,Arial,"Liberation Sans","Noto Sans",sans-serif;font-size:11px;text-anchor:middle;unicode-bidi:plaintext}
.erplan .head{font-size:18px;font-weight:600;text-anchor:start}
.erplan .caption{font-size:13px;font-weight:600;text-anchor:start}
.erplan .column{letter-spacing:.02em}
.erplan .name{font-size:13px;font-weight:600}
.erplan .legend,.erplan .place{text-anchor:start}
.erplan .frame{stroke-width:1}
.erplan .box rect{stroke-width:1.4}
.erplan .line{fill:none;stroke-width:1.8}
.erplan .line.secondary{stroke-dasharray:7 4}
.erplan .line.vpn{stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2.2}
.erplan .line.down,.erplan .line.failed{stroke-width:1.2}
.erplan .box.failed rect,.erplan .box.down rect{stroke-dasharray:5 3}
.erplan .box.failed rect{stroke-width:2.2}
.erplan .box rect.hatch.hatch{fill:url(#erplan-hatch);stroke:none}
.erplan .badge path{fill:none;stroke-width:2.2;stroke-linecap:round}
.erplan .badge circle{stroke-width:1.6}
.erplan .label,.erplan .place{paint-order:stroke;stroke-width:6px;stroke-linejoin:round}
`)
	b.WriteString(colours(func(s shade) string { return s.light }))
	b.WriteString("@media screen and (prefers-color-scheme:dark){\n")
	b.WriteString(colours(func(s shade) string { return s.dark }))
	b.WriteString("}\n</style>\n")
	b.WriteString(`<defs><pattern id="erplan-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="erplan-hair" d="M0 0V7"/></pattern></defs>` + "\n")
	return b.String()
}

// colours is the part of the style sheet that depends on the scheme.
func colours(of func(shade) string) string {
	var b strings.Builder
	rule := func(selector, format string, shades ...shade) {
		var args []any
		for _, s := range shades {
			args = append(args, of(s))
		}
		fmt.Fprintf(&b, ".erplan %s{%s}\n", selector, fmt.Sprintf(format, args...))
	}
	rule(".paper", "fill:%s", paper)
	rule("text", "fill:%s", ink)
	rule(".detail,.erplan .column,.erplan .legend,.erplan .place", "fill:%s", faint)
	rule(".caption,.erplan .place.failed", "fill:%s", danger)
	rule(".label", "fill:%s;stroke:%s", faint, paper)
	rule(".place,.erplan .label.within", "stroke:%s", ground)
	rule(".frame", "fill:%s;stroke:%s", ground, hairs)
	rule(".frame.failed,.erplan .frame.down", "stroke:%s;stroke-dasharray:5 3", danger)
	rule(".line", "stroke:%s", stroke)
	for _, t := range tints {
		rule(".box."+t.class+" rect", "fill:%s;stroke:%s", t.fill, t.border)
	}
	rule(".line.failed,.erplan .line.down", "stroke:%s", danger)
	rule(".box.failed rect,.erplan .box.down rect", "stroke:%s", danger)
	rule(".box.partly rect,.erplan .box.draining rect,.erplan .line.draining,.erplan .line.partly", "stroke:%s", caution)
	rule(".badge circle", "fill:%s;stroke:%s", paper, danger)
	rule(".badge path", "stroke:%s", danger)
	rule(".badge.failed circle", "fill:%s", danger)
	rule(".badge.failed path", "stroke:%s", paper)
	rule(".badge.partly circle,.erplan .badge.draining circle", "stroke:%s", caution)
	rule(".badge.partly path,.erplan .badge.draining path", "stroke:%s", caution)
	fmt.Fprintf(&b, ".erplan-hair{stroke:%s;stroke-width:1.6;opacity:.28}\n", of(danger))
	return b.String()
}
