package diagram

import (
	"strings"
	"testing"
)

func TestCells(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "東京": 4, "é̂": 1, "🙂": 2, "─✗…": 3, "ﬁ": 1, "한글": 4, "\u3000": 2} {
		if got := cells(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	for i := 1; i < len(wide); i++ {
		if wide[i-1][1] >= wide[i][0] {
			t.Errorf("%x follows %x", wide[i], wide[i-1])
		}
	}
}

func TestShorten(t *testing.T) {
	tests := map[string]string{
		"short":                           "short",
		"er-amsterdam-production-primary": "er-amsterdam…ion-primary",
		strings.Repeat("界", 20):           "界界界界界界…界界界界界",
		strings.Repeat("x", 1<<20):        "xxxxxxxxxxxx…xxxxxxxxxxx",
		strings.Repeat("\u0301", 1<<20):   strings.Repeat("\u0301", 32) + "…" + strings.Repeat("\u0301", 31),
		"a\nb\x1bc\u202ed":                "a b�c�d",
	}
	for text, want := range tests {
		if got := cellMetrics.shorten(text, true); got != want || cells(got) > cellMetrics.longest {
			t.Errorf("%.40q: %q, want %q", text, got, want)
		}
	}
}

func TestPixels(t *testing.T) {
	for _, text := range []string{"er-amsterdam", "10.100.0.0/16", "MSEE", "WWWWWW", "东京", "ß", "Щ"} {
		if a, b := pixels(text, false), pixels(text, true); a <= 0 || b <= a {
			t.Errorf("%q: %d and %d pixels", text, a, b)
		}
	}
}
