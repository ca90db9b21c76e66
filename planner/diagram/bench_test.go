package diagram

import (
	"fmt"
	"io"
	"testing"
)

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{50, 200} {
		for name, text := range map[string]string{"branches": branches(n), "own-circuits": ownCircuits(n)} {
			top := topologyOf(b, text, "")
			for _, fold := range []string{"auto", "none"} {
				f, _ := ParseFold(fold)
				b.Run(fmt.Sprintf("picture/%s-%d/%s", name, n, fold), func(b *testing.B) {
					for b.Loop() {
						New(top, top.State(nil, nil), Options{Fold: f})
					}
				})
				p := New(top, top.State(nil, nil), Options{Fold: f})
				for _, format := range Formats[:3] {
					b.Run(fmt.Sprintf("%s/%s-%d/%s", format.Name, name, n, fold), func(b *testing.B) {
						for b.Loop() {
							if err := format.Write(io.Discard, p); err != nil {
								b.Fatal(err)
							}
						}
					})
				}
			}
		}
	}
}
