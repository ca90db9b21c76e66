package topology
import ("testing";"fmt")
func TestSmoke(t *testing.T) {
	x := New(load(t, oneCircuit))
	for i, c := range x.Components { fmt.Println(i, c.ID, c.Unavailability, c.Figure, x.Takes(i)) }
	w := x.Ways()
	for i, n := range w.Nodes { fmt.Println(i, n, w.Needs(i), w.Out(i)) }
	for _, f := range x.Flows() { fmt.Println(f.Name, f.Start, f.End, f.Demands) }
}
