package vendortest

import (
	"fmt"
	"reflect"
	"testing"
)

// TestPlannedFields: a field that was planned has the value that the generator makes of its schema without a plan, in every collection.
func TestPlannedFields(t *testing.T) {
	t.Parallel()
	s, err := Start("halo")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	s.mu.Lock()
	defer s.mu.Unlock()
	compared := map[string]int{}
	for _, k := range s.ownKinds() {
		c := s.collection(k, s.usualParams(k.template))
		g, plain := c.lend(), c.lend()
		for i := range c.planned() {
			p := &c.plan[i]
			for j := range p.ways {
				w := &p.ways[j]
				if w.make == nil {
					continue
				}
				for _, slot := range []int{0, 1, 2, 3, 5, 8, 1300} {
					if !c.begin(g, slot, p) {
						continue
					}
					got := w.make(g, p, w)
					c.begin(plain, slot, p)
					plain.planned, plain.texts = nil, &slotTexts{}
					want, absent := plain.value(w.ref.Value, p.name)
					if absent || !reflect.DeepEqual(got, want) {
						t.Errorf("%s, record %d, %s: %#v, without a plan %#v (absent: %t)", c.path, slot, p.name, got, want, absent)
					}
					compared[fmt.Sprintf("%T", got)]++
				}
			}
		}
	}
	for _, kind := range []string{"bool", "int64", "float64", "string"} {
		if compared[kind] < 100 {
			t.Errorf("compared %d values of type %s", compared[kind], kind)
		}
	}
}
