package auth

import (
	"context"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
)

// reason says why a flight was started. A failure keeps off later flights only for the same reason, but for one with which the vendor said
// when to ask again.
type reason struct {
	early    bool   // the token is still good
	rejected string // fingerprint of the token that was invalidated before
}

type flight struct {
	reason reason
	base   string // the access token that it is to replace
	first  *grant // a grant to take whatever the store holds (a fresh login)
	done   chan struct{}
	err    error

	counted    bool // as a renewal that a refusal caused
	intended   bool // the record has an intent of this flight
	extensions int  // of its time
}

type failure struct {
	why       reason
	err       error
	until     time.Time
	count     int
	postponed time.Time // until then the vendor wants to be left alone, whatever the reason
}

// join returns the flight to wait for, or the failure that is too recent to try again. It returns neither when there is
// a good token after all.
func (s *Source) join(ctx context.Context, now time.Time) (*flight, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != nil {
		return s.flight, nil
	}
	h := s.cached.Load()
	if h != nil && h.before(now, h.mustRefreshAt) {
		return nil, nil
	}
	f := &flight{reason: reason{rejected: s.rejected}}
	if h != nil {
		f.base = h.token.AccessToken
	}
	if err := s.cooling(f.reason, now); err != nil {
		return nil, err
	}
	return s.start(ctx, f), nil
}

func (s *Source) cooling(why reason, now time.Time) error {
	if s.failure.err != nil && (s.failure.why == why && now.Before(s.failure.until) || now.Before(s.failure.postponed)) {
		return s.failure.err
	}
	return nil
}

// start runs f. The caller holds s.mu.
func (s *Source) start(ctx context.Context, f *flight) *flight {
	f.done, f.err = make(chan struct{}), errAborted
	s.flight = f
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.plan.timeout)
		defer cancel()
		var got Record
		defer func() { s.finish(f, got) }() // whatever happens, nobody is left waiting
		got, f.err = s.obtain(ctx, f)
		step.At(ctx, step.Hand)
	}()
	return f
}

// logIn exchanges a grant that the user has just given.
func (s *Source) logIn(ctx context.Context, g grant) error {
	if err := ctx.Err(); err != nil {
		return waitError(err)
	}
	s.mu.Lock()
	f := s.start(ctx, &flight{first: &g})
	s.mu.Unlock()
	select {
	case <-f.done:
		return f.err
	case <-ctx.Done():
		return waitError(ctx.Err())
	}
}

// finish publishes what f brought.
func (s *Source) finish(f *flight, got Record) {
	suppressed := s.renewal.suppressed
	s.renewal.suppressed = nil
	if f.err != nil && f.reason.early {
		suppressed = append(suppressed, f.err)
	}
	defer s.report(suppressed)
	defer close(f.done)
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.err == nil {
		s.failure = failure{}
		s.cached.Store(s.newCachedToken(got))
	} else {
		count := 1
		if s.failure.why == f.reason {
			count += s.failure.count
		}
		now, wait := time.Now(), cooldown(f.reason, f.err, count)
		if e, ok := f.err.(*TokenError); ok && e.Temporary() {
			known := *e // the error may be somebody else's too
			known.until = now.Add(wait)
			f.err = &known
		}
		s.failure = failure{why: f.reason, err: f.err, until: now.Add(wait), count: count}
		if postponed := postponement(f.err); postponed > 0 {
			s.failure.postponed = now.Add(postponed)
		}
		if h := s.cached.Load(); h != nil {
			h.noEarlyRefreshBefore.Store(now.Add(wait).UnixNano())
		}
	}
	s.flight = nil
}

// report gives OnError what no caller gets.
func (s *Source) report(errs []error) {
	if s.plan.onError == nil {
		return
	}
	for _, err := range errs {
		s.plan.onError(err)
	}
}
