package diagram

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// laidOut returns a picture laid out for text and for a drawing.
func laidOut(p *Picture) map[string]*layout {
	text := newLayout(p, cellMetrics)
	gutters := text.gutters()
	text.stretch(gutters)
	text.route(gutters)
	text.across()
	drawing := newLayout(p, pixelMetrics)
	drawing.place()
	drawing.gutterWidths()
	drawing.across()
	return map[string]*layout{"text": text, "svg": drawing}
}

type failer interface {
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// checkLayout holds what every layout keeps.
func checkLayout(t failer, name string, l *layout) {
	sheet := rect{0, 0, l.width, l.height}
	for i := range l.items {
		a := &l.items[i]
		if !sheet.holds(a.rect) {
			t.Errorf("%s: item %d %v is not on the sheet %v", name, i, a.rect, sheet)
		}
		for k := range i {
			if b := &l.items[k]; a.rect.overlaps(b.rect) {
				t.Errorf("%s: %d %v and %d %v overlap", name, k, b.rect, i, a.rect)
			}
		}
		if a.box >= 0 {
			checkLabels(t, name, l, a)
		}
	}
	for g, boxes := range l.p.members() {
		if len(boxes) > 0 {
			checkFrame(t, name, l, g, boxes)
		}
	}
}

func checkLabels(t failer, name string, l *layout, it *item) {
	room := it.w - 2*l.m.padX
	for i, text := range append([]string{it.title}, it.lines...) {
		if w := l.m.width(text, i == 0); w > room {
			t.Errorf("%s: %q is %d wide and has room for %d", name, text, w, room)
		}
	}
	if need := 2*l.m.padY + l.m.title + len(it.lines)*l.m.detail; it.h < need {
		t.Errorf("%s: %q is %d high and needs %d", name, it.title, it.h, need)
	}
}

// checkFrame holds that a frame is around its boxes and groups, and around
// nothing else, and that its title fits.
func checkFrame(t failer, name string, l *layout, g int, boxes []int) {
	f := l.frames[g]
	inside := map[int]bool{}
	for _, b := range boxes {
		inside[b] = true
		if !f.holds(l.items[b].rect) {
			t.Errorf("%s: frame %d %v does not hold box %d %v", name, g, f, b, l.items[b].rect)
		}
	}
	for i := range l.items {
		if !inside[i] && f.overlaps(l.items[i].rect) {
			t.Errorf("%s: frame %d %v runs over %d %v", name, g, f, i, l.items[i].rect)
		}
	}
	if w := l.m.width(l.groupTitle(g), false); w > f.w-2*l.m.frameX {
		t.Errorf("%s: title of frame %d is %d wide in %v", name, g, w, f)
	}
	for h := range g {
		o := l.frames[h]
		if o.w > 0 && o.overlaps(f) && !o.holds(f) && !f.holds(o) {
			t.Errorf("%s: frames %d %v and %d %v overlap", name, h, o, g, f)
		}
	}
}

// checkWires holds that every edge runs from the right side of a box to the
// left side of another, over bends that are its own.
func checkWires(t failer, l *layout) {
	for c := range l.cols {
		for _, w := range l.wires(c) {
			from, to := &l.items[w.from], &l.items[w.to]
			if w.y1 < from.y || w.y1 > from.y+from.h || w.y2 < to.y || w.y2 > to.y+to.h {
				t.Errorf("edge %d ends outside of its boxes: %d in %v, %d in %v", w.edge, w.y1, from.rect, w.y2, to.rect)
			}
		}
	}
	for e, path := range l.paths {
		if len(path) == 0 {
			continue
		}
		if path[0] != l.p.Edges[e].From || path[len(path)-1] != l.p.Edges[e].To {
			t.Errorf("path %d leads from %d to %d", e, path[0], path[len(path)-1])
		}
		for _, i := range path[1 : len(path)-1] {
			if l.items[i].box >= 0 {
				t.Errorf("path %d runs through box %d", e, i)
			}
		}
	}
}

// checkPicture holds all that any picture keeps, in some formats.
func checkPicture(t failer, p *Picture, formats []Format) {
	for name, l := range laidOut(p) {
		checkLayout(t, name, l)
		if name == "svg" {
			checkWires(t, l)
		}
	}
	for _, f := range formats {
		var a, b bytes.Buffer
		if err := f.Write(&a, p); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if err := f.Write(&b, p); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: not the same twice", f.Name)
		}
		checkOutput(t, f.Name, a.String())
	}
}

func TestAnyPicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkPicture(t, somePicture(t), Formats) })
}

func TestAnyDesign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someDesign(t)
		draft, diags := planner.ReadText(nil, "any.toml", []byte(text))
		if draft == nil {
			t.Fatalf("%v\n%s", diags, text)
		}
		d, diags := draft.Design("")
		if d == nil {
			t.Fatalf("%v\n%s", diags, text)
		}
		top := topology.New(d)
		down := rapid.SliceOfN(rapid.IntRange(0, len(top.Components)-1), 0, 3).Draw(t, "down")
		drained := rapid.SliceOfN(rapid.IntRange(0, len(top.Components)-1), 0, 2).Draw(t, "drained")
		fold, _ := ParseFold(rapid.SampledFrom([]string{"auto", "none", "site", "location", "region", "site,location,region"}).Draw(t, "fold"))
		s := top.State(down, drained)
		p := New(top, s, Options{Fold: fold})
		checkPicture(t, p, Formats[:4])
		checkMarks(t, p, top, s)
		checkSheet(t, p, 0)
	})
}

// checkMarks holds that a component that is down, and has a box, has one that
// is marked, whatever is folded.
func checkMarks(t failer, p *Picture, top *topology.Topology, s topology.State) {
	for i, c := range top.Components {
		for _, b := range p.Boxes {
			if !s.Up(i) && b.Mark == Up && strings.Contains("\n"+strings.Join(b.Components, "\n")+"\n", "\n"+c.ID+"\n") {
				t.Errorf("%s is down and its box %s is not marked", c.ID, b.ID)
			}
		}
	}
}
