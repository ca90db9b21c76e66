package planner

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestParseBandwidth(t *testing.T) {
	for s, want := range map[string]string{
		"500 Mbps": "500 Mbps", "10Gbps": "10 Gbps", " 1.5 gbps ": "1.5 Gbps", "0.07 Gbps": "70 Mbps", "8.2 Gbps": "8.2 Gbps", "1.234 Gbps": "1234 Mbps",
		"1 Tbps": "1000 Gbps", "10 GBPS": "10 Gbps", "1000 Mbps": "1 Gbps", "1000000 Gbps": "1000000 Gbps",
	} {
		b, err := ParseBandwidth(s)
		if err != nil || b.String() != want {
			t.Errorf("%q: %v %v, want %s", s, b, err, want)
		}
		if again, err := ParseBandwidth(b.String()); again != b || err != nil {
			t.Errorf("%q is written as %q, which is %v %v", s, b, again, err)
		}
	}
	for s, fix := range map[string]string{
		"": "500 Mbps", "10": "500 Mbps", "fast": "500 Mbps", "0 Mbps": "500 Mbps", "-1 Mbps": "500 Mbps", "0.5 Mbps": "500 Mbps", "1e3 Mbps": "500 Mbps",
		"1 Pbps": "500 Mbps", "9999999 Gbps": "500 Mbps", "1 Mbps x": "500 Mbps",
		"10Gb": `write "10 Gbps"`, "10 Gbit": `write "10 Gbps"`, "10 gbit/s": `write "10 Gbps"`, "10 Gb/s": `write "10 Gbps"`, "10G": `write "10 Gbps"`,
		"100M": `write "100 Mbps"`, "2 gigabit per second": `write "2 Gbps"`, "2 Gig": `write "2 Gbps"`, "50 megabits": `write "50 Mbps"`,
		"1000 kbps": `write "1 Mbps"`, "500 kbps": "500 Mbps",
		"1 GB/s": `write "8 Gbps" if bytes are meant, "1 Gbps" if bits are`, "1 GBps": `write "8 Gbps" if bytes`, "125 MB/s": `write "1 Gbps" if bytes`,
		"1,5 Gbps": `write "1.5 Gbps"`, "1,000 Mbps": `write "1 Gbps"`, "1,2,3 Gbps": "500 Mbps",
	} {
		if b, err := ParseBandwidth(s); err == nil || !strings.Contains(err.Error(), fix) {
			t.Errorf("%q: %v %v, want %s", s, b, err, fix)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for s, want := range map[string]string{
		"900ms": "900ms", "10s": "10s", "3m": "3m", "4h": "4h", "14d": "14d", "8y": "8y", "1m30s": "90s", "1 m 30 s": "90s", "1.5h": "90m", "0s": "0s", "365d": "1y", "0.5s": "500ms", "100y": "100y",
	} {
		d, err := ParseDuration(s)
		if err != nil || d.String() != want {
			t.Errorf("%q: %v %v, want %s", s, d, err, want)
		}
		if again, err := ParseDuration(d.String()); again != d || err != nil {
			t.Errorf("%q is written as %q, which is %v %v", s, d, again, err)
		}
	}
	for s, fix := range map[string]string{
		"": "900ms", " ": "900ms", "10": `write "10s" if seconds are meant`, "s": "900ms", "-1s": "900ms", "1x": "900ms", "10S": `write "10s"`, "10 sec": `write "10s"`,
		"2 hours": `write "2h"`, "5min": `write "5m"`, "3 Weeks": `write "21d"`, "1 month": "900ms", "1000y": "900ms", "1s 2": "900ms", "1..5s": "900ms",
	} {
		if d, err := ParseDuration(s); err == nil || !strings.Contains(err.Error(), fix) {
			t.Errorf("%q: %v %v, want %s", s, d, err, fix)
		}
	}
	if d := Duration(90 * time.Second); d.Seconds() != 90 {
		t.Errorf("%v seconds", d.Seconds())
	}
}

func TestParseDate(t *testing.T) {
	d, err := ParseDate("2026-09-30")
	if err != nil || d.String() != "2026-09-30" || d.IsZero() || !(Date{}).IsZero() {
		t.Errorf("%v %v", d, err)
	}
	later := Date{2026, 10, 2}
	if !d.Before(later) || later.Before(d) || d.DaysUntil(later) != 2 || later.DaysUntil(d) != -2 {
		t.Errorf("%v and %v", d, later)
	}
	for s, fix := range map[string]string{
		"": "2026-09-30", "soon": "2026-09-30", "2026-02-30": "2026-09-30", "30.9.2026": "2026-09-30", "1.2.2026": "2026-09-30",
		"2026-9-3": "write 2026-09-03", "2026/09/03": "write 2026-09-03", "3 September 2026": "write 2026-09-03", "20260903": "write 2026-09-03", "2026-09-03T10:00:00Z": "write 2026-09-03",
	} {
		if d, err := ParseDate(s); err == nil || !strings.Contains(err.Error(), fix) {
			t.Errorf("%q: %v %v, want %s", s, d, err, fix)
		}
	}
}

func TestParsePrefix(t *testing.T) {
	for _, s := range []string{"10.0.0.0/8", "10.0.0.5/30", "2001:db8::/32", "0.0.0.0/0", "::/0", "10.0.0.1/32"} {
		if p, bad := parsePrefix(" " + s + " "); bad != nil || p.String() != s {
			t.Errorf("%q: %v %v", s, p, bad)
		}
	}
	for s, fix := range map[string]string{
		"": "10.1.0.0/16", "x": "10.1.0.0/16", "10.0.0.0/33": "10.1.0.0/16", "10.0.0/8": "10.1.0.0/16", "10.0.0.0": "10.0.0.0/32", "2001:db8::1": "2001:db8::1/128",
		"10.1.2.0/255.255.255.0": `Write "10.1.2.0/24"`, "10.1.2.0 255.255.254.0": `Write "10.1.2.0/23"`, "0.0.0.0/0.0.0.0": `Write "0.0.0.0/0"`, "10.0.0.0/255.0.255.0": "10.1.0.0/16",
		"10.0.0.0/8, 11.0.0.0/8": "each pair of quotes", "::ffff:10.0.0.0/104": `Write "10.0.0.0/8"`, "::ffff:0.0.0.0/90": "10.1.0.0/16", "fe80::1%eth0": "10.1.0.0/16",
	} {
		if p, bad := parsePrefix(s); bad == nil || !strings.Contains(bad.fix, fix) {
			t.Errorf("%q: %v %v, want %s", s, p, bad, fix)
		}
	}
}

func TestOpt(t *testing.T) {
	var unknown Opt[int]
	if known := Of(0); !known.Known() || known.Or(5) != 0 || unknown.Known() || unknown.Value() != 0 || unknown.Or(5) != 5 {
		t.Error("zero is not unknown")
	}
}

func TestMatchEnum(t *testing.T) {
	for _, test := range []struct {
		s    string
		e    enumeration
		want string
	}{
		{"Standard", Tier(""), "standard"}, {"PREMIUM", Tier(""), "premium"}, {"MeteredData", Billing(""), "metered"}, {"unlimited_data", Billing(""), "unlimited"},
		{"NotProvisioned", Provisioning(""), "not-provisioned"}, {"not provisioned", Provisioning(""), "not-provisioned"}, {"Peering_Location", Kind(""), "peering-location"},
		{"Any-to-any (IPVPN)", Connectivity(""), "ip-vpn"}, {"IPVPN", Connectivity(""), "ip-vpn"}, {"Point-to-point Ethernet", Connectivity(""), "point-to-point"},
		{"VpnGateway", HubPreference(""), "vpn"}, {"ASPath", HubPreference(""), "as-path"}, {"RouteBased", VPNType(""), "route-based"}, {"Dot1Q", Encapsulation(""), "dot1q"},
		{"", Tier(""), ""}, {"basic", Tier(""), ""}, {"-", Tier(""), ""},
	} {
		if got, ok := matchEnum(test.s, test.e); got != test.want || ok != (test.want != "") {
			t.Errorf("%q is %q", test.s, got)
		}
	}
}

// TestErrorsDoNotShowLongTexts holds what is said of a value to a length.
func TestErrorsDoNotShowLongTexts(t *testing.T) {
	long := strings.Repeat("9", 1e6)
	_, bandwidth := ParseBandwidth(long)
	_, duration := ParseDuration(long)
	_, date := ParseDate(long)
	for _, err := range []error{bandwidth, duration, date} {
		if err == nil || len(err.Error()) > 400 {
			t.Errorf("%.200s…", fmt.Sprint(err))
		}
	}
}
