package lsp

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// large is a design of a thousand circuits, some 15,000 lines.
func large() string {
	var b strings.Builder
	b.WriteString("schema = 1\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "\n[sites.dc-%d]\nasn = 65010\nprefixes = [\"10.%d.%d.0/24\"]\n[sites.dc-%d.routers.ce1]\n[sites.dc-%d.routers.ce2]\n", i, i/256, i%256, i, i)
		fmt.Fprintf(&b, "[circuits.er-%d]\nservice_provider = \"Equinix\"\npeering_location = \"London\"\nbandwidth = \"1 Gbps\"\n[circuits.er-%d.links]\nprimary.router = \"dc-%d/ce1\"\nsecondary.router = \"dc-%d/ce2\"\n", i, i, i, i)
	}
	return b.String()
}

func BenchmarkTyping(b *testing.B) {
	text := large()
	for b.Loop() {
		newDocument("file:///designs/erplan.toml", "erplan.toml", 1, text, nil)
	}
}

func BenchmarkHover(b *testing.B) {
	d := newDocument("file:///designs/erplan.toml", "erplan.toml", 1, large(), nil)
	s, offset := testServer(fstest.MapFS{}), strings.LastIndex(d.file.Text, "dc-999/ce2")
	for b.Loop() {
		s.hover(d, offset)
	}
}

func BenchmarkCompletion(b *testing.B) {
	d := newDocument("file:///designs/erplan.toml", "erplan.toml", 1, large(), nil)
	s, offset := testServer(fstest.MapFS{}), strings.LastIndex(d.file.Text, "dc-999/ce2")
	for b.Loop() {
		s.complete(d, offset)
	}
}

func BenchmarkActions(b *testing.B) {
	d := newDocument("file:///designs/erplan.toml", "erplan.toml", 1, large(), nil)
	s, offset := testServer(fstest.MapFS{}), strings.LastIndex(d.file.Text, "dc-999/ce2")
	for b.Loop() {
		s.actions(d, offset, offset, []string{quickFix})
	}
}

func BenchmarkFormat(b *testing.B) {
	d := newDocument("file:///designs/erplan.toml", "erplan.toml", 1, large(), nil)
	for b.Loop() {
		d.format()
	}
}
