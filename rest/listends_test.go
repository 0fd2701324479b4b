package rest_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestEveryIterationEnds reads random lists in which anything may be wrong, and that change in any way meanwhile: each iteration comes to an
// end of its own, in turn and side by side.
func TestEveryIterationEnds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(500)) {
		endsOfItself(t, seed)
		if t.Failed() {
			t.Fatalf("list %d", seed)
		}
	}
}

func endsOfItself(t *testing.T, seed uint64) {
	synctest.Test(t, func(t *testing.T) {
		for _, n := range []int{1, 2, 8} {
			random := rand.New(rand.NewPCG(seed, 4))
			v := newJobVendor(random, anything)
			for range random.IntN(12) {
				v.change(random, anything, 2+random.IntN(24))
			}
			v.delay = func() time.Duration { return time.Duration(random.IntN(100)) * time.Millisecond }
			got := v.iterate(t, seed%3 == 0, 0, rest.WithParallel(n))
			if strings.Contains(got.Err, "no end") {
				t.Errorf("%d at once, %d a page, %v: asked for %v", n, v.size, v.listing, v.asked)
			}
			if v.most > max(n, 2) || v.flying > 0 {
				t.Errorf("%d requests at once of %d, %d behind the loop", v.most, n, v.flying)
			}
		}
	})
}
