package vendortest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestClientKeepsTheRateLimit has a client make three windows' calls of a simulator whose limit differs from the documented
// one. It learns that from the headers, and is never refused.
func TestClientKeepsTheRateLimit(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHolaspirit(t, vendortest.WithRateLimit(20, time.Second))
	client := holaspiritClient(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	start := time.Now()
	for range 60 {
		if _, err := client.Me.Get(ctx, rest.Retries(0)); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); took < 2*time.Second || took > 20*time.Second {
		t.Errorf("60 calls at 20 in a second took %v", took)
	}
}

// TestClientWaitsAfterARefusal has somebody else use up the window.
func TestClientWaitsAfterARefusal(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHolaspirit(t, vendortest.WithRateLimit(5, time.Second))
	other := holaspiritClient(t, s)
	for range 5 {
		if _, err := other.Me.Get(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	client := holaspiritClient(t, s)
	if _, err := client.Me.Get(t.Context(), rest.Retries(0)); !errors.Is(err, rest.ErrRateLimited) {
		t.Errorf("the first call: %v", err)
	}
	if _, err := client.Me.Get(t.Context()); err != nil {
		t.Errorf("the second call, which waits: %v", err)
	}
}
