package rest

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// NewLimiter returns the Limiter that a client has by default if its vendor's rate limit is known. It never lets more requests into
// any span of the window's length than the window allows, and learns from the vendor's headers how much of it others have used.
// Clients in one process that use one account share its window if they are given the same Limiter, by [WithLimiter]; package sqlpace
// shares a window between processes.
//
// It keeps a rolling log of the latest requests, which is cleared when the vendor announces a reset in its headers. So the limit is
// kept wherever the vendor's window begins, the whole window may be used at once, as the vendor allows, and none of it is lost over
// time, as it is with a token bucket, which must choose between the burst and the rate. A request counts from the moment when it is
// let through until one window after its response, because the vendor counted it somewhere in between. Callers that wait are served
// in order, and Wait fails at once if the context would end before there can be room.
func NewLimiter(window Window) Limiter {
	p := &pace{span: window.Span, requests: max(window.Requests, 1), epoch: time.Now(), turn: make(chan struct{}, 1), changed: make(chan struct{}, 1)}
	p.turn <- struct{}{}
	p.limitHeader = http.CanonicalHeaderKey(window.LimitHeader)
	p.leftHeader = http.CanonicalHeaderKey(window.RemainingHeader)
	p.resetHeader = http.CanonicalHeaderKey(window.ResetHeader)
	return p
}

// WithLimiter paces requests by l in place of the client's own limiter: to set a limit of your own, or to share one between clients.
func WithLimiter(l Limiter) ClientOption {
	return func(c *Client) error {
		if l == nil {
			return errors.New("WithLimiter: the limiter is nil; WithoutPacing switches pacing off")
		}
		c.limiter = l
		return nil
	}
}

// WithoutPacing sends every request at once. By default, requests keep to the vendor's rate limit if that is known.
func WithoutPacing() ClientOption {
	return func(c *Client) error {
		c.unpaced = true
		return nil
	}
}

// Window returns the vendor's documented rate limit; the zero Window when none is known.
func (c *Client) Window() Window { return c.vendor.Window }

// pace is the Limiter of NewLimiter. Times are counted from its making, by the clock that nobody sets.
type pace struct {
	_ value.Incomparable

	span  time.Duration
	epoch time.Time

	limitHeader, leftHeader, resetHeader string // empty when the vendor sends none

	mu         sync.Mutex
	requests   int             // how many the window has, by the vendor's latest word
	flying     int             // let through, and not responded to yet
	counted    []time.Duration // when each of those that were responded to stops counting, in order
	left       int             // how many the vendor has said are left, until reset
	reset      time.Duration
	paused     time.Duration // nobody is let through before
	others     int           // how many of somebody else's are taken to count, stopping evenly from othersFrom on
	othersFrom time.Duration
	waiting    int           // how many wait for their turn, or for room
	turn       chan struct{} // holds one token: the turn to wait for room. Who waits for it gets it in the order of coming
	changed    chan struct{} // wakes whose turn it is: there may be room now, or none for longer
}

// Wait implements Limiter.
func (p *pace) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	now := time.Since(p.epoch)
	at := p.earliest(now, p.waiting)
	if at <= now && p.waiting == 0 {
		p.flying++
		p.mu.Unlock()
		return nil
	}
	p.waiting++
	p.mu.Unlock()
	err := p.queue(ctx, at)
	if err != nil {
		p.mu.Lock()
		p.waiting--
		p.mu.Unlock()
	}
	return err
}

// queue waits for the turn, then for room, which there isn't before a time.
func (p *pace) queue(ctx context.Context, at time.Duration) error {
	deadline, bounded := ctx.Deadline()
	if bounded && deadline.Before(p.epoch.Add(at)) {
		return &noRoom{}
	}
	select {
	case <-p.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { p.turn <- struct{}{} }()
	for {
		p.mu.Lock()
		now := time.Since(p.epoch)
		at = p.earliest(now, 0)
		if at <= now {
			p.waiting--
			p.flying++
		}
		p.mu.Unlock()
		switch {
		case at <= now:
			return nil
		case bounded && deadline.Before(p.epoch.Add(at)):
			return &noRoom{}
		}
		timer := time.NewTimer(at - now)
		select {
		case <-timer.C:
		case <-p.changed:
		case <-ctx.Done():
		}
		timer.Stop()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// Observe implements Limiter.
func (p *pace) Observe(status int, header http.Header) {
	p.mu.Lock()
	now := time.Since(p.epoch)
	p.flying--
	p.roll(now)
	if status != Unsent {
		p.counted = append(p.counted, now+p.span)
	}
	if header != nil {
		p.learn(now, status, header)
	}
	p.mu.Unlock()
	select {
	case p.changed <- struct{}{}:
	default: // it has been told already, or there is nobody
	}
}

// roll forgets what counts no more: what is a window's length ago, and all of a window that the vendor has said is over.
func (p *pace) roll(now time.Duration) {
	gone := 0
	for gone < len(p.counted) && p.counted[gone] <= now {
		gone++
	}
	if p.reset > 0 && now >= p.reset {
		gone, p.others, p.reset = len(p.counted), 0, 0
	}
	if gone > 0 {
		p.counted = p.counted[:copy(p.counted, p.counted[gone:])]
	}
}

// earliest says when one more request may be let through, with so many ahead of it: now, or as far as is known.
func (p *pace) earliest(now time.Duration, ahead int) time.Duration {
	p.roll(now)
	room := now
	others, next := p.foreign(now)
	switch over := p.flying + len(p.counted) + others + ahead + 1 - p.requests; {
	case over <= 0:
	case others > 0:
		room = next
		if len(p.counted) > 0 {
			room = min(room, p.counted[0])
		}
	case over > len(p.counted):
		room = now + p.span
	default:
		room = p.counted[over-1]
	}
	if now < p.reset {
		room = min(room, p.reset)
		// Of those that are under way the vendor may have counted some already, in what it said of the places left. They
		// count twice until they are responded to, which is on the safe side.
		if p.left-p.flying <= ahead {
			room = p.reset
		}
	}
	return max(now, p.paused, room)
}

// noRoom is why Wait fails at once.
type noRoom struct{}

func (*noRoom) Error() string { return "the rate limit has no room before the context's deadline" }

// Is makes it one of ErrRateLimited, and of context.DeadlineExceeded, because that is what waiting would have ended in.
func (*noRoom) Is(target error) bool {
	return target == ErrRateLimited || target == context.DeadlineExceeded
}
