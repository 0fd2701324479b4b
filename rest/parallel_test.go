package rest_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestPagesSideBySideAreThoseInTurn reads random lists with pages side by side, with rows of the caller's own and with both: what the caller
// sees is what it sees of the whole list in turn, whatever is wrong with the list, and no more pages than allowed are under way.
func TestPagesSideBySideAreThoseInTurn(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(500)) {
		sameInTurn(t, seed)
		if t.Failed() {
			t.Fatalf("list %d", seed)
		}
	}
}

// FuzzPagesSideBySide does the same with lists that are chosen by fuzzing.
func FuzzPagesSideBySide(f *testing.F) {
	f.Add(uint64(1))
	f.Add(uint64(2764)) // a page comes in place of another, by offset
	f.Fuzz(sameInTurn)
}

func sameInTurn(t *testing.T, seed uint64) {
	fresh := func() (*jobVendor, *rand.Rand) {
		random := rand.New(rand.NewPCG(seed, 1))
		return newJobVendor(random, nothing), random
	}
	inTurn, random := fresh()
	stop, n := random.IntN(4)*random.IntN(8), 1+random.IntN(9)
	want := inTurn.iterate(t, false, stop)
	if inTurn.requests > 300 {
		t.Errorf("there is no end to %d rows, %d a page, %v", len(inTurn.jobs), inTurn.size, inTurn.listing)
	}
	for _, way := range []struct {
		name string
		own  bool
		opts []rest.CallOption
		most int
	}{
		{"own rows", true, nil, 1},
		{"own rows, one ahead", true, []rest.CallOption{rest.WithPrefetch()}, 1},
		{"side by side", false, []rest.CallOption{rest.WithParallel(n)}, n},
		{"own rows, side by side", true, []rest.CallOption{rest.WithParallel(n), rest.WithPrefetch()}, n},
	} {
		v, _ := fresh()
		got := v.iterate(t, way.own, stop, way.opts...)
		if v.repeats > 0 || v.past == "the last again" || v.past == "anew" { // pages may be read again in vain
			if stop == 0 {
				got.Pages = want.Pages
			} else {
				got = want
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, %d at once (- in turn, +):\n%s", way.name, n, diff)
		}
		if v.most > way.most {
			t.Errorf("%s: %d requests at once, at most %d were wanted", way.name, v.most, way.most)
		}
		if v.flying > 0 {
			t.Errorf("%s: %d requests are under way behind the loop", way.name, v.flying)
		}
		if most := 2*inTurn.requests + 3*n; v.requests > most {
			t.Errorf("%s: %d requests, in turn there are %d", way.name, v.requests, inTurn.requests)
		}
		if ceiling := int(v.listing.Ceiling); ceiling > 0 && len(v.short) == 0 && v.repeats == 0 && len(v.jobs) >= v.size && v.listing.Style == call.ByNumber {
			for _, page := range v.asked {
				if (page-1)*v.size >= ceiling && !slices.Contains(inTurn.asked, page) {
					t.Errorf("%s: page %d was asked for, which lies behind the ceiling of %d rows", way.name, page, ceiling)
				}
			}
		}
	}
}

// TestNothingIsLostSideBySide changes random lists while pages are under way, which the vendor reads and sends in any order: every row
// that is there from beginning to end comes.
func TestNothingIsLostSideBySide(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(500)) {
		keptSideBySide(t, seed)
		if t.Failed() {
			t.Fatalf("list %d", seed)
		}
	}
}

func keptSideBySide(t *testing.T, seed uint64) {
	synctest.Test(t, func(t *testing.T) {
		v, n, _ := changingJobs(seed, 2)
		before := slices.Clone(v.jobs)
		got := v.iterate(t, seed%3 == 0, 0, rest.WithParallel(n))
		if v.most > n {
			t.Errorf("%d requests at once, at most %d were wanted", v.most, n)
		}
		if v.flying > 0 {
			t.Errorf("%d requests are under way behind the loop", v.flying)
		}
		if got.Err != "" {
			t.Log(got.Err)
			return
		}
		for _, j := range before {
			stays := slices.ContainsFunc(v.jobs, func(other job) bool { return other.ID == j.ID })
			if stays && !slices.Contains(v.moved, j.Name) && !slices.Contains(got.Names, j.Name) {
				t.Errorf("%d at once of %d rows, %d a page, %v: %s didn't come; asked for %v\n%q", n, len(before), v.size, v.listing, j.Name, v.asked, got.Pages)
			}
		}
	})
}

// changingJobs makes a list that changes while n of its pages are under way.
func changingJobs(seed, stream uint64) (v *jobVendor, n int, random *rand.Rand) {
	random = rand.New(rand.NewPCG(seed, stream))
	changes := insertions
	if seed%2 == 1 {
		changes = removals
	}
	v = newJobVendor(random, changes)
	if changes == removals && !v.figures["total"] {
		changes = insertions // what moves up is missed in turn as well where the vendor doesn't count
	}
	n = 2 + random.IntN(8)
	for range 1 + random.IntN(3) {
		v.change(random, changes, 2+random.IntN(12))
	}
	v.delay = func() time.Duration { return time.Duration(random.IntN(100)) * time.Millisecond }
	return v, n, random
}
