package source

import "strings"

// secretEnds are how the names of secrets end, folded: a key, password or
// passphrase of a circuit, an authorization, a tunnel, BGP, MACsec or RADIUS.
var secretEnds = [...]string{
	"sharedkey", "servicekey", "skey", "authorizationkey", "authorisationkey", "authkey", "authenticationkey",
	"presharedkey", "bgpkey", "md5key", "macseckey", "ikekey", "ipseckey", "vpnkey", "tcpkey", "aokey",
	"secretkey", "privatekey", "accesskey", "secret", "password", "passwd", "passphrase", "passcode",
}

// secretWords are names of secrets that are too short to be looked for at the
// end of other words.
var secretWords = [...]string{"psk", "cak", "ckn", "pwd"}

// SecretKey reports whether the name of a key says that its value is a
// secret, in any spelling: shared_key, sharedKey, SHARED-KEY-2, vpnSharedKey.
func SecretKey(name string) bool {
	if len(name) > 200 {
		name = name[len(name)-200:]
	}
	last, whole := fold(name)
	for _, word := range secretWords {
		if last == word || last == word+"s" || whole == word || whole == word+"s" {
			return true
		}
	}
	for _, end := range secretEnds {
		if strings.HasSuffix(whole, end) || strings.HasSuffix(whole, end+"s") {
			return true
		}
	}
	return false
}

// valueWords may stand after the word that names a secret.
var valueWords = [...]string{"value", "hex", "text", "plain", "string", "primary", "secondary", "current", "old", "new"}

// fold returns the last word of a name and the whole name, in small letters
// and digits, without numbers and words at its end that do not change what it
// names.
func fold(name string) (last, whole string) {
	words := split(name)
	for len(words) > 1 {
		end := words[len(words)-1]
		if strings.Trim(end, "0123456789") != "" && !among(end, valueWords[:]) {
			break
		}
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return "", ""
	}
	last = strings.TrimRight(words[len(words)-1], "0123456789")
	words[len(words)-1] = last
	return last, strings.Join(words, "")
}

// split cuts a name into its words: at other signs, and before a capital
// letter that follows a small one.
func split(name string) []string {
	var words []string
	start := 0
	for i := 0; i <= len(name); i++ {
		switch {
		case i == len(name) || !alnum(name[i]):
			if i > start {
				words = append(words, strings.ToLower(name[start:i]))
			}
			start = i + 1
		case i > start && upper(name[i]) && !upper(name[i-1]):
			words = append(words, strings.ToLower(name[start:i]))
			start = i
		}
	}
	return words
}

func among(s string, list []string) bool {
	for _, have := range list {
		if s == have {
			return true
		}
	}
	return false
}

// SecretValue reports whether a text has the form of a key: 32 or 64
// hexadecimal digits, as service, pre-shared and MACsec keys have.
func SecretValue(s string) bool {
	if len(s) > 200 {
		return false
	}
	s = strings.TrimSpace(s)
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s = s[2:]
	}
	return hexKey(s)
}

// hexKey reports whether s is 32 or 64 hexadecimal digits.
func hexKey(s string) bool { return (len(s) == 32 || len(s) == 64) && digits(s) }

// GUID reports whether a text has the form of a GUID, as authorizations have:
// five groups of hexadecimal digits, with or without braces.
func GUID(s string) bool {
	if len(s) > 200 {
		return false
	}
	s = strings.Trim(strings.TrimSpace(s), "{}")
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	return digits(s[:8]) && digits(s[9:13]) && digits(s[14:18]) && digits(s[19:23]) && digits(s[24:])
}

// digits reports whether s is only hexadecimal digits.
func digits(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func alnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
