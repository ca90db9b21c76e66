package source

import "testing"

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"er-london, 50% & more":      "er-london, 50% &amp; more",
		"a|b":                        `a\|b`,
		"[x](y) ![z]":                `\[x\](y) \!\[z\]`,
		"*a* _b_ `c` ~d~ #e":         "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\#e",
		"<script>":                   `&lt;script\>`,
		"@everyone":                  "@<!-- -->everyone",
		"https://example.com":        "https:<!-- -->//example.com",
		"www.example.com":            "www<!-- -->.example.com",
		"two\nlines":                 "two lines",
		"vnets.hub.subnets[0] -> up": `vnets.hub.subnets\[0\] -\> up`,
	} {
		if got := Markdown(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
