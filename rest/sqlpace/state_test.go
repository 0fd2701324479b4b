package sqlpace

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTake(t *testing.T) {
	t.Parallel()
	w := newWindow(100, 10*time.Second) // held for 200 ms, a grace of 1 s, a grid of 50 ms
	type step struct {
		at     int64
		report report
		places int
		full   int64
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"a window is given out once", []step{
			{at: 0, report: report{client: "a", want: 60}, places: 60},
			{at: 10, report: report{client: "b", want: 60}, places: 40},
			{at: 20, report: report{client: "c", want: 1}, places: 0},
		}},
		{"what is used counts for a span after it was booked", []step{
			{at: 0, report: report{client: "a", want: 100}, places: 100},
			{at: 100, report: report{client: "a", done: 100, want: 1}, places: 0, full: 10050},
			{at: 10100, report: report{client: "a", want: 1}, places: 0, full: 50},
			{at: 10150, report: report{client: "a", want: 1}, places: 1},
		}},
		{"what isn't used comes back", []step{
			{at: 0, report: report{client: "a", want: 100}, places: 100},
			{at: 100, report: report{client: "a", done: 10}},
			{at: 100, report: report{client: "b", want: 100}, places: 90},
		}},
		{"what is under way stays held", []step{
			{at: 0, report: report{client: "a", want: 100}, places: 100},
			{at: 100, report: report{client: "a", done: 10, flying: 5}},
			{at: 150, report: report{client: "b", want: 100}, places: 85},
		}},
		{"a client that asks again holds what it had anew", []step{
			{at: 0, report: report{client: "a", want: 10}, places: 10},
			{at: 150, report: report{client: "a", flying: 10, want: 95}, places: 90},
		}},
		{"what a dead client held counts from the end of its hold", []step{
			{at: 0, report: report{client: "a", want: 100}, places: 100},
			{at: 1200, report: report{client: "b", want: 1}, places: 0},
			{at: 1250, report: report{client: "b", want: 1}, places: 0, full: 8950},
			{at: 10200, report: report{client: "b", want: 1}, places: 1},
		}},
		{"a clock that was set back by an hour", []step{
			{at: 3600_000, report: report{client: "a", want: 50}, places: 50},
			{at: 3600_100, report: report{client: "a", done: 50}},
			{at: 3600_100, report: report{client: "b", want: 50}, places: 50},
			{at: 0, report: report{client: "c", want: 1}, places: 0, full: 10000},
			{at: 10100, report: report{client: "c", want: 100}, places: 100},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var s state
			for i, step := range test.steps {
				s = decodeState(s.encode())
				got := s.take(step.at, w, step.report)
				if got.places != step.places || got.full != step.full {
					t.Errorf("step %d: got %d places and full for %d, want %d and %d: %s", i+1, got.places, got.full, step.places, step.full, s.encode())
				}
			}
		})
	}
}

// TestStateStaysSmall books requests one by one over ten windows, and looks at the row's size.
func TestStateStaysSmall(t *testing.T) {
	t.Parallel()
	w := newWindow(300, 5*time.Minute)
	var s state
	most := 0
	for now := int64(0); now < 10*w.span; now += rand.Int64N(2000) {
		client := strconv.Itoa(rand.IntN(4))
		s.take(now, w, report{client: client, done: 1, want: 1})
		most = max(most, len(s.encode()))
	}
	if most > 8000 {
		t.Errorf("the state grew to %d bytes", most)
	}
}

func TestDamagedState(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", `{"used":7}`, "[]"} {
		if diff := cmp.Diff(state{}, decodeState(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
