package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for written, want := range map[string]string{
		"Zürich": "zurich", "GÉANT": "geant", "washington-dc": "washingtondc", "Newport (Wales)": "newportwales",
		"1-IX.EU": "1ixeu", "AT&T NetBond": "attnetbond", "Straße": "strasse", "Ærø": "aero", "Łódź": "lodz",
		"İstanbul": "istanbul", "2×2": "22", "東京": "東京", "ΑΘΗΝΑ": "αθηνα", "": "", " -_./()": "", "a\xffb": "ab",
	} {
		if got := Fold(written); got != want {
			t.Errorf("Fold(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	cities := []string{"Amsterdam", "Amsterdam2", "Amsterdam Metro", "Atlanta", "London", "London2", "Lyon", "Paris"}
	tests := []struct {
		want string
		from []string
		got  []string
	}{
		{"Lodnon", cities, []string{"London", "London2"}},                        // swapped letters
		{"londn", cities, []string{"London", "London2"}},                         // a letter left out
		{"amst", cities, []string{"Amsterdam", "Amsterdam2", "Amsterdam Metro"}}, // the beginning
		{"Paris France", cities, []string{"Paris"}},                              // the name and more
		{"metro", cities, []string{"Amsterdam Metro"}},                           // a part
		{"Tokyo", cities, nil},
		{"", cities, nil},
		{"?", cities, nil},
		{"London", nil, nil},
		{"x", []string{"y", "z"}, nil},
		{"ab", []string{"ba", "xy"}, []string{"ba"}},
		{"bfd_intervall", []string{"bfd_interval", "bfd", "bgp_hold_time"}, []string{"bfd_interval", "bfd"}},
	}
	for _, tt := range tests {
		if got := Nearest(tt.want, tt.from); !slices.Equal(got, tt.got) {
			t.Errorf("Nearest(%q) = %q, want %q", tt.want, got, tt.got)
		}
	}
}

func TestSuggest(t *testing.T) {
	c := Embedded()
	tests := []struct {
		kind, written, want string
		got                 []string
	}{
		{"location", "Amsterdm", "Amsterdam", c.SuggestLocations(Public, "Amsterdm")},
		{"location", "Washington", "Washington DC", c.SuggestLocations(Public, "Washington")},
		{"location", "Wales", "Newport(Wales)", c.SuggestLocations(Public, "Wales")},
		{"location", "Chcago", "Chicago", c.SuggestLocations(USGov, "Chcago")},
		{"provider", "Equinox", "Equinix", c.SuggestProviders("Equinox")},
		{"provider", "Telia Carier", "Arelion (Telia Carrier)", c.SuggestProviders("Telia Carier")},
		{"region", "uk-suoth", "uksouth", c.SuggestRegions("uk-suoth")},
		{"region", "westeuope", "westeurope", c.SuggestRegions("westeuope")},
	}
	for _, tt := range tests {
		if len(tt.got) == 0 || len(tt.got) > most || tt.got[0] != tt.want {
			t.Errorf("%s %q: %q, want %q first", tt.kind, tt.written, tt.got, tt.want)
		}
	}
	if got := c.SuggestLocations(USGov, "Londn"); got != nil {
		t.Errorf("the US Government cloud offers %q for Londn", got)
	}
	if got := c.SuggestProviders("Quetzalcoatl"); got != nil {
		t.Errorf("suggestions for nothing like it: %q", got)
	}
}

// FuzzNearest holds that suggestions are at most three names of the list,
// that the same question has the same answer, and that nothing panics.
func FuzzNearest(f *testing.F) {
	f.Add("Lodnon", "London|Paris|Lyon")
	f.Add("Zürich", "Zurich|ZÜRICH|zürich")
	f.Add("\xff\xfe", "\xff|")
	f.Add(strings.Repeat("ab", 500), strings.Repeat("ba|", 20))
	f.Fuzz(func(t *testing.T, want, list string) {
		from := strings.Split(list, "|")
		got := Nearest(want, from)
		if len(got) > most {
			t.Errorf("%d names", len(got))
		}
		for _, name := range got {
			if !slices.Contains(from, name) {
				t.Errorf("%q is not in the list", name)
			}
		}
		if again := Nearest(want, from); !slices.Equal(got, again) {
			t.Errorf("%q, then %q", got, again)
		}
	})
}

// FuzzFold holds that folding again changes nothing, and that case and
// hyphens do not count.
func FuzzFold(f *testing.F) {
	for _, name := range []string{"Zürich", "GÉANT", "washington-dc", "İ", "ß", "Ǆ", "\xc3"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		folded := Fold(name)
		if again := Fold(folded); again != folded {
			t.Errorf("Fold(%q) = %q, folded again %q", name, folded, again)
		}
		if got := Fold("-" + name + " "); got != folded {
			t.Errorf("Fold(%q) = %q with a hyphen, %q without", name, got, folded)
		}
		Embedded().Location(Public, name)
		Embedded().Community(Public, name)
		Embedded().SuggestProviders(name)
	})
}

// FuzzEditDistance compares the bounded distance with the plain recursion.
func FuzzEditDistance(f *testing.F) {
	f.Add("lodnon", "london", 3)
	f.Add("ab", "ba", 1)
	f.Add("", "abc", 2)
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		x, y := []rune(a), []rune(b)
		if len(x) > 6 || len(y) > 6 || limit < 0 || limit > 8 {
			return
		}
		want := min(slowDistance(x, y), limit+1)
		if got := editDistance(x, y, limit); got != want {
			t.Errorf("editDistance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}

// slowDistance is the definition of the distance, without a table.
func slowDistance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	d := min(slowDistance(a[1:], b)+1, slowDistance(a, b[1:])+1, slowDistance(a[1:], b[1:])+differ(a[0], b[0]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, slowDistance(a[2:], b[2:])+1)
	}
	return d
}
