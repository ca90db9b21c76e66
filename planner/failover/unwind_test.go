package failover

import "testing"

// TestUnwind: what can only be passed in a loop does not matter.
func TestUnwind(t *testing.T) {
	const wan, site, other, circuit, last = 1, 2, 3, 4, 5
	for _, c := range []struct {
		name  string
		edges [][2]int
		loops bool
	}{
		{"back to the network", [][2]int{{0, wan}, {wan, site}, {site, other}, {other, wan}, {wan, circuit}, {circuit, last}}, true},
		{"out of the circuit and back", [][2]int{{0, wan}, {wan, circuit}, {circuit, site}, {site, other}, {other, circuit}, {circuit, last}}, true},
		{"another way on", [][2]int{{0, wan}, {wan, site}, {site, other}, {other, circuit}, {wan, circuit}, {circuit, last}, {other, last}}, false},
	} {
		p := newPiece(last+1, last+1)
		for i := range last + 1 {
			setBit(p.need(i), i)
		}
		for _, e := range c.edges {
			p.join(e[0], e[1])
		}
		p.contract()
		loops := true
		for i := range p.n {
			if p.alive(i) && (hasBit(p.need(i), site) || hasBit(p.need(i), other)) {
				loops = false
			}
		}
		if loops != c.loops {
			t.Errorf("%s: taken out: %v", c.name, loops)
		}
	}
}
