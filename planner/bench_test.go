package planner

import (
	"fmt"
	"testing"

	"github.com/erplan/erplan/planner/source"
)

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{1, 100, 5000} {
		text := []byte(generate(n))
		b.Run(fmt.Sprintf("%d-circuits", n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				draft, diags := ReadText(nil, "erplan.toml", text)
				if draft == nil {
					b.Fatal(diags)
				}
				if d, diags := draft.Design(""); d == nil {
					b.Fatal(diags)
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	text := []byte(generate(100))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		source.Parse("erplan.toml", text)
	}
}
