package planner

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// What the tests take for secrets. All are made up.
var madeUp = []string{
	"hunter2", "11111111-2222-3333-4444-555555555555",
	"0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
}

// leaks returns what of a text's diagnostics, or of its lines as they are
// shown, holds a secret.
func leaks(files []*source.File, diags []diag.Diagnostic) []string {
	var shown []string
	for _, d := range diags {
		shown = append(shown, d.Message, d.Fix, d.Place.Path, d.Doubt)
		for _, r := range d.Related {
			shown = append(shown, r.Message, r.Place.Path)
		}
		files = append(files, d.Place.File)
	}
	for _, f := range files {
		for n := range f.Lines() {
			shown = append(shown, f.Line(n+1))
		}
	}
	var out []string
	for _, s := range shown {
		for _, secret := range madeUp {
			if strings.Contains(strings.ToLower(s), strings.ToLower(secret)) {
				out = append(out, s)
			}
		}
	}
	return out
}

// TestSecretsAreNotShown loads texts that hold secrets, whole and broken: they
// are refused, and nothing that is shown of them holds one.
func TestSecretsAreNotShown(t *testing.T) {
	for _, text := range []string{
		`shared_key = "hunter2"`,
		`shared_key="hunter2"#x`,
		`"shared key" = 'hunter2'`,
		`'shared_key' = "hunter2"`,
		`"shared\u005fkey" = "hunter2"`,
		`connections.c.shared_key = "hunter2"`,
		`connections . c . shared_key = "hunter2"`,
		`connections.c = {shared_key = "hunter2", circuit = "x"}`,
		`connections.c = {circuit = "x", "authKey" = "hunter2"}`,
		"connections = {c = {\n  psk = \"hunter2\" # x\n}}",
		"[connections.c]\nshared_key = \"\"\"\nhunter2\n  hunter2\"\"\"\nx = 1",
		"[connections.c]\nshared_key = '''\n'hunter2\n'''\nx = 1",
		"[connections.c]\nshared_key = \"\"\"\n\\\"\"\"\nhunter2\n\"\"\"\nx = 1",
		"[connections.c]\nshared_key = [\n  \"hunter2\",\n  \"hunter2\"]\nx = 1",
		"[connections.c]\nshared_key = {a = \"hunter2\",\n  b = \"hunter2\"}\nx = 1",
		"[connections.c.shared_key]\nvalue = \"hunter2\"\nprimary = \"\"\"\nhunter2\"\"\"\n[x]\n",
		"[connections.c.psk.hunter2]\nvalue = 1",
		"[\"connections\".c.\"psk\"]\n\"hunter\" = \"hunter2\"",
		"connections.c.psk.hunter2 = 1",
		"shared_key.hunter2 = 1",
		"[[connections.psk]]\nvalue = \"hunter2\"",
		// Broken on the line of the secret, or before it.
		`shared_key = hunter2`, `shared_key "hunter2"`, `shared_key hunter2`, `shared_key: hunter2`, `"shared_key": "hunter2"`,
		`shared_key = "hunter2`, `shared_key = 'hunter2`, `shared_key = "hunter2" x`, `shared_key = "\qhunter2"`, "shared_key = \"hunter2\x01\"",
		`shared_key == "hunter2"`, `shared_key = hunter2 "`, `shared_key = "a" hunter2`, `shared_key = 10 hunter2`, `shared_key = [hunter2]`,
		`shared_key = {hunter2 = 1`, `[shared_key] hunter2`, `[shared_key hunter2]`, `[shared_key.hunter2`, `[a.shared_key.hunter2`, `shared_key.hunter2`, `shared_key.hunter2.`,
		`x = {shared_key = hunter2}`, `x = {shared_key hunter2}`, `x = {a = 1, shared_key = hunter2}`, `x = {a = 1 shared_key = "hunter2"}`,
		"a = [\nshared_key = \"hunter2\"\n", "a = \"\"\"\nshared_key = \"hunter2\"\n", "a = '\nshared_key = \"hunter2\"\n", "a =\nshared_key = hunter2\n",
		"shared_key = \"\"\"\nhunter2", "shared_key = '''\nhunter2\n", "shared_key = [\n\"hunter2\"", "shared_key = {\nhunter2 = 1\n", "shared_key = \"a\"\nshared_key = \"hunter2\"",
		"shared_key = \"hunter2\"\nshared_key = \"x\"", "a = \"\"\"\nb\nshared_key = \"\"\"\nhunter2\n\"\"\"\n",
		"# shared_key = \"hunter2\"\nx = ", "#shared_key: hunter2\nx = ",
		// By their looks.
		`design.name = "0123456789abcdef0123456789abcdef"`, `design.name = " 0123456789abcdef0123456789abcdef "`,
		`design.authors = ["0x0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"]`,
		`design.status = "0123456789abcdef0123456789abcdef"`, `design.date = "0123456789abcdef0123456789abcdef"`,
		`requirements.recovery_time = "0123456789abcdef0123456789abcdef"`, `requirements.availability = "0123456789abcdef0123456789abcdef"`,
		`sites.s.prefixes = ["0123456789abcdef0123456789abcdef"]`, `sites.s.internet = "0123456789abcdef0123456789abcdef"`,
		`sites."0123456789abcdef0123456789abcdef".city = "x"`, `sites.s."0123456789abcdef0123456789abcdef" = "x"`, `[sites.0123456789abcdef0123456789abcdef`,
		`circuits.c.tags = {"0123456789abcdef0123456789abcdef" = "0123456789abcdef0123456789abcdef"}`,
		`availability.router = "0123456789abcdef0123456789abcdef"`, `xyz = ["0123456789abcdef0123456789abcdef"]`,
		`design.name = 0123456789abcdef0123456789abcdef`, `0123456789abcdef0123456789abcdef`, `design.name = "0123456789abcdef0123456789abcdef`,
		`catalog_overrides.regions.x = {reason = "0123456789abcdef0123456789abcdef", source = "x"}`, `catalog_overrides.regions.x = {psk = "hunter2"}`,
		`circuits.c.peerings.private.md5 = "hunter2"`, `circuits.c.peerings.private = {md5 = "hunter2"}`, `circuits.c.peerings.private.md5 = 'hunter2`,
		`connections.c.authorization = "11111111-2222-3333-4444-555555555555"`, `connections.c.authorization = 11111111-2222-3333-4444-555555555555`,
		`connections.c = {authorization = "{11111111-2222-3333-4444-555555555555}"}`, "connections.c.authorization = \"\"\"\n11111111-2222-3333-4444-555555555555\"\"\"",
		`global_reach.c.authorization = "11111111-2222-3333-4444-555555555555`, `connections.c.authorizations = ["11111111-2222-3333-4444-555555555555"]`,
	} {
		for _, before := range []string{"", "schema = 1\n", "schema = 1\r\n[sites.s]\r\ncity = \"x\"\r\n\r\n"} {
			text := before + text + "\n"
			draft, diags := ReadText(nil, "x.toml", []byte(text))
			if draft != nil {
				t.Errorf("accepted: %q", text)
				continue
			}
			if found := leaks(nil, diags); len(found) > 0 {
				t.Errorf("%q shows %q", text, found)
			}
		}
	}
}

// TestSecretCases does the same for the cases of the loader.
func TestSecretCases(t *testing.T) {
	diags := loadAll(t, "secrets.toml")
	text, err := fs.ReadFile(loadFolder, "secrets.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range madeUp {
		if !strings.Contains(string(text), secret) {
			t.Errorf("the case has no %q", secret)
		}
	}
	if found := leaks(nil, diags); len(found) > 0 {
		t.Errorf("shows %q", found)
	}
}

// TestNoSecrets holds what is none to be let pass and shown.
func TestNoSecrets(t *testing.T) {
	text := `schema = 1
[design]
description = "the shared key is in the vault; psk and md5 too"
references = ["11111111-2222-3333-4444-555555555555", "0123456789abcdef0123456789abcdef0123"]
[ports.p]
peering_location = "London"
subscription = "11111111-2222-3333-4444-555555555555"
[ports.p.macsec]
key_vault = "kv-network"
cipher = "gcm-aes-xpn-256"
[circuits.c]
port = "p"
peerings.private.md5 = true
tags = {keys = "x", monkey = "x", secretary = "x", passwordless = "x", key_owner = "x"}
[connections.c]
circuit = "c"
gateway = "g"
authorization = "auth-leeds"
[vnets.v]
[gateways.g]
kind = "expressroute"
vnet = "v"
`
	draft, diags := ReadText(nil, "x.toml", []byte(text))
	if draft == nil {
		t.Fatal(messages(diags))
	}
	for n, line := range strings.Split(text, "\n") {
		if shown := draft.File.Line(n + 1); shown != line {
			t.Errorf("line %d is shown as %q", n+1, shown)
		}
	}
}
