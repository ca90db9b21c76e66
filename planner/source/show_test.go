package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMask(t *testing.T) {
	for line, want := range map[string]string{
		``:                          ``,
		`psk = "abc"`:               `psk = "•••"`,
		`psk="a b"`:                 `psk="• •"`,
		`  psk = 'é😀'`:              `  psk = '••'`,
		`"pre shared key" = "abc"`:  `"pre shared key" = "•••"`,
		`"shared\u005Fkey" = "x"`:   `"shared\u005Fkey" = "•"`,
		`a.psk = "abc" # it`:        `a.psk = "•••" • ••`,
		`psk.value = "abc"`:         `psk•••••• = "•••"`,
		`a = {b = 1, psk = "abc"}`:  `a = {b = 1, psk = "•••"•`,
		`[a.psk]`:                   `[a.psk]`,
		`[a.psk] abc`:               `[a.psk] •••`,
		`psk abc`:                   `psk •••`,
		`"psk": "abc",`:             `"psk"• "•••"•`,
		`# psk = "abc"`:             `# psk = "•••"`,
		`description = "psk = abc"`: `description = "psk = •••"`,
		`md5 = true`:                `md5 = true`,
		`md5 = "abc"`:               `md5 = "•••"`,
		`authorization = "auth-1"`:  `authorization = "auth-1"`,
		`authorization = "11111111-2222-3333-4444-555555555555"`: `authorization = "••••••••••••••••••••••••••••••••••••"`,
		`subscription = "11111111-2222-3333-4444-555555555555"`:  `subscription = "11111111-2222-3333-4444-555555555555"`,
		`x = ["0123456789abcdef0123456789ABCDEF", "z"]`:          `x = ["••••••••••••••••••••••••••••••••", "z"]`,
		`x = "0x` + strings.Repeat("a", 64) + `"`:                `x = "` + strings.Repeat("•", 66) + `"`,
		`x = "` + strings.Repeat("a", 40) + `"`:                  `x = "` + strings.Repeat("a", 40) + `"`,
		`name = "the shared key is elsewhere"`:                   `name = "the shared key is elsewhere"`,
		`key_vault = "kv"`:                                       `key_vault = "kv"`,
		`remove = ["connections.psk", "x"]`:                      `remove = ["connections.psk", "x"]`,
		`  "psk",`:                                               `  "psk",`,
	} {
		got := Mask(line)
		if got != want {
			t.Errorf("Mask(%q)\n  got  %q\n  want %q", line, got, want)
		}
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(line) {
			t.Errorf("Mask(%q) moves columns", line)
		}
	}
}

func TestSecretKey(t *testing.T) {
	for _, name := range []string{
		"psk", "PSK", "psk1", "psk_2", "PSKs", "cak", "ckn", "shared_key", "sharedKey", "SharedKey", "shared-key", "shared key", "SHARED_KEY", "sharedkey",
		"service_key", "serviceKey", "s-key", "authorization_key", "authorisationKey", "auth_key", "authKey", "vpnSharedKey", "preSharedKey", "pre-shared-key",
		"md5_key", "bgp_key", "macsec_key", "ipsec_keys", "password", "admin_password", "passwd", "passphrase", "secret", "client_secret", "radiusServerSecret",
		"shared_key_value", "psk_hex", "password_primary", "psk-old", "bgpAuthKey", "secrets", "tcp_ao_key", "pre_shared_key_1",
	} {
		if !SecretKey(name) {
			t.Errorf("%q names a secret", name)
		}
	}
	for _, name := range []string{
		"", "key", "keys", "key_vault", "md5", "authorization", "secretary", "cak_ref", "psk_vault", "shared_key_name", "macsec", "ipsec", "passwordless",
		"monkey", "turkey", "keyboard", "secret_identifier", "cloak", "task", "pskov", "bgp", "community", "1", "---", "_",
	} {
		if SecretKey(name) {
			t.Errorf("%q names no secret", name)
		}
	}
}

func TestSecretForms(t *testing.T) {
	hex := strings.Repeat("0123456789abcDEF", 4)
	for s, want := range map[string]bool{
		hex: true, hex[:32]: true, " " + hex + "\n": true, "0x" + hex: true, "0X" + hex[:32]: true,
		"": false, hex[:31]: false, hex[:33]: false, hex[:63] + "g": false, hex + " x": false, strings.Repeat("a", 40): false,
		"11111111-2222-3333-4444-555555555555": false,
	} {
		if SecretValue(s) != want {
			t.Errorf("SecretValue(%q) is %v", s, !want)
		}
	}
	for s, want := range map[string]bool{
		"11111111-2222-3333-4444-555555555555": true, "{ABCDEF00-2222-3333-4444-555555555555}": true, "\n11111111-2222-3333-4444-555555555555 ": true,
		"11111111-2222-3333-4444-55555555555": false, "1111111122223333-4444-5555-555555555555": false, "g1111111-2222-3333-4444-555555555555": false, "": false,
	} {
		if GUID(s) != want {
			t.Errorf("GUID(%q) is %v", s, !want)
		}
	}
}

// TestLine shows lines that would act on a terminal.
func TestLine(t *testing.T) {
	text := "a = 1\r\nb = \"\x1b[31m\u009b\u202e\u2066\u200f\u061c\u2028\x7f\x07\"\n\tc = '\ufeff'\rx\nlast"
	f := &File{Name: "x", Text: text}
	want := []string{"", "a = 1", "b = \"␛[31m\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd␡␇\"", "\tc = '\ufffd'␍x", "last", ""}
	for n, w := range want {
		if got := f.Line(n); got != w {
			t.Errorf("Line(%d) = %q, want %q", n, got, w)
		}
	}
	if f.Line(-1) != "" || f.Line(99) != "" {
		t.Error("lines that are not there have text")
	}
}

// TestLineKeepsColumns holds the shown line to as many code points as there are.
func TestLineKeepsColumns(t *testing.T) {
	for _, text := range []string{"psk = \"é\x1b😀\" x", "\x00\x01\t\u202e", "a\xffb", "日本 = '\u009f'", "psk.日 = \"本\""} {
		f := &File{Text: text}
		if got := f.Line(1); utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}

// TestLineFollowsSecrets hides what goes on below the line of the key.
func TestLineFollowsSecrets(t *testing.T) {
	text := "psk = \"\"\"\nabc\n\\\"\"\" abc\n\"\"\"\"\" # x\nnext = 1\npsk = [\n\"abc\",\n'''\nabc ]\n''', {\na = \"}\"}]\nnext = 2\n[a.psk]\nx = \"abc\"\ny.z = 'abc'\n[b]\nx = 3\n"
	want := "psk = \"\"\"\n•••\n•\"\"\" •••\n\"\"\"\"\" • •\nnext = 1\npsk = •\n\"•••\"•\n'''\n••• •\n'''• •\n• = \"•\"••\nnext = 2\n[a.psk]\nx = \"•••\"\ny.z = '•••'\n[b]\nx = 3\n"
	f := &File{Text: text}
	for n, w := range strings.Split(want, "\n") {
		if got := f.Line(n + 1); got != w {
			t.Errorf("line %d: %q, want %q", n+1, got, w)
		}
	}
}

func TestQuote(t *testing.T) {
	for s, want := range map[string]string{
		"":                       `""`,
		"er-london":              `"er-london"`,
		"a\"b\\c":                `"a\"b\\c"`,
		"x\x1b\u202e\n":          `"x\x1b\u202e\n"`,
		strings.Repeat("é", 61):  `"` + strings.Repeat("é", 60) + `…"`,
		strings.Repeat("x", 1e6): `"` + strings.Repeat("x", 60) + `…"`,
		strings.Repeat("a", 32):  `"` + strings.Repeat("•", 32) + `"`,
		"psk = abc":              `"psk = •••"`,
	} {
		if got := Quote(s); got != want {
			t.Errorf("Quote(%.80q) = %s, want %s", s, got, want)
		}
	}
}
