package source

import "strings"

// Markdown writes a text that GitHub's Markdown takes for nothing but text, on
// one line: no markup, no cell of a table, no link made of a addresses address, and,
// in a comment, nobody mentioned. It does not mask or clean; see [Clean].
func Markdown(s string) string {
	return addresses.Replace(markup.Replace(s))
}

// apart stands where a renderer must not see one word: it shows nothing. An
// entity would not do for a mention, which is looked for in what is rendered.
const apart = "<!-- -->"

var (
	markup = strings.NewReplacer(
		"\n", " ", "\t", " ", "<", "&lt;", "&", "&amp;", "@", "@"+apart,
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`, "|", `\|`, "~", `\~`, "#", `\#`, "!", `\!`, ">", `\>`)
	addresses = strings.NewReplacer("://", ":"+apart+"//", "www.", "www"+apart+".", "WWW.", "WWW"+apart+".")
)
