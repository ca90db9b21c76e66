package catalog

import "testing"

func TestPortLocation(t *testing.T) {
	for name, want := range map[string]string{
		"Equinix-Amsterdam-AM5":    "Amsterdam",
		"Interxion-Amsterdam-AMS8": "Amsterdam2",
		"equinix-dallas-da3":       "Dallas",
		"London":                   "London",
		"Equinix-Amsterdam-XX1":    "",
		"Equinix-Paris-AM5":        "",
		"AM5":                      "",
		"--":                       "",
	} {
		got := ""
		if l, ok := Embedded().PortLocation(Public, name); ok {
			got = l.Name
		}
		if got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
}
