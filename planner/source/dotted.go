package source

import "strings"

// A dotted is a dotted key, or what looks like one.
type dotted struct {
	end    int // offset after it; where it starts if there is none
	secret int // offset after the first part that names a secret, or 0

	md5, auth bool // its last part is md5, or authorization
}

// How long a quoted part of a key can be and still name a secret, and how many
// parts are looked at: they bound the work on a line of nothing but quotes.
const widest, parts = 200, 16

// nameAt reads the dotted key at an offset of a line.
func nameAt(line string, at int) dotted {
	d := dotted{end: at}
	for i, n := at, 0; i < len(line) && n < parts; n++ {
		text, end := partAt(line, i)
		if end == i {
			break
		}
		d.end = end
		if d.secret == 0 && SecretKey(text) {
			d.secret = end
		}
		d.md5, d.auth = text == "md5", strings.HasPrefix(text, "authori")
		i = end + len(line[end:]) - len(strings.TrimLeft(line[end:], " \t"))
		if i == len(line) || line[i] != '.' {
			break
		}
		i++
		i += len(line[i:]) - len(strings.TrimLeft(line[i:], " \t"))
	}
	return d
}

// partAt reads one part of a dotted key, bare or quoted.
func partAt(line string, at int) (text string, end int) {
	if quote := line[at : at+1]; quote == `"` || quote == "'" {
		in := line[at+1 : min(len(line), at+1+widest)]
		n := closing(in, quote)
		if n < 0 {
			return "", at
		}
		end = at + 1 + n
		return unquote(line[at:end]), end
	}
	for end = at; end < len(line) && bareByte(line[end]); end++ {
	}
	return line[at:end], end
}

// bareByte reports whether a byte may stand in a key without quotes.
func bareByte(c byte) bool { return alnum(c) || c == '_' || c == '-' }
