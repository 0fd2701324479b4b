package sqlpace

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// limiter is one client's part of a shared window. It asks the database on a goroutine of its own, for all who wait.
type limiter struct {
	pace            *Pace
	vendor, account string
	client          string // a name of its own in the table
	window          window
	hold            time.Duration
	most            int          // places that are reserved at once
	own             rest.Limiter // learns from the vendor's headers and refusals

	mu     sync.Mutex
	free   int       // places that are reserved and not used
	until  time.Time // when they are no longer good
	flying int
	done   int // responded to, and not booked yet
	batch  int // how many places to reserve
	full   time.Time
	asking bool
	queue  queue
	timer  *time.Timer
}

func newLimiter(p *Pace, vendor, account string, w rest.Window) *limiter {
	l := &limiter{
		pace: p, vendor: vendor, account: account, client: strconv.FormatUint(rand.Uint64(), 36),
		window: newWindow(w.Requests, w.Span), own: rest.NewLimiter(w), batch: 1, most: max(w.Requests/20, 1),
	}
	l.hold = time.Duration(l.window.hold) * time.Millisecond
	return l
}

// Wait implements rest.Limiter.
func (l *limiter) Wait(ctx context.Context) error {
	if err := l.own.Wait(ctx); err != nil {
		return err
	}
	if err := l.place(ctx); err != nil {
		l.own.Observe(rest.Unsent, nil)
		return err
	}
	return nil
}

// place waits for a place in the shared window.
func (l *limiter) place(ctx context.Context) error {
	l.mu.Lock()
	now := time.Now()
	l.lapse(now)
	if l.queue.len() == 0 && l.free > 0 {
		l.free--
		l.flying++
		l.mu.Unlock()
		return nil
	}
	deadline, ok := ctx.Deadline()
	if ok && l.free == 0 && deadline.Before(l.full) {
		l.mu.Unlock()
		return noRoom{}
	}
	waiter := l.queue.join(deadline)
	if l.timer == nil || l.queue.len() == 1 {
		l.ask(min(max(l.full.Sub(now), 0), l.hold))
	}
	l.mu.Unlock()
	select {
	case <-waiter.ready:
		return waiter.err
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.queue.leave(waiter) && waiter.err == nil {
		l.flying-- // it got a place in the same moment
		l.free++
		l.serve()
	}
	return ctx.Err()
}

// Observe implements rest.Limiter.
func (l *limiter) Observe(status int, header http.Header) {
	l.own.Observe(status, header)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flying--
	if status == rest.Unsent {
		l.free++
		l.lapse(time.Now())
		l.serve()
		return
	}
	if l.done++; l.flying == 0 && l.queue.len() > 0 {
		l.ask(0) // the sooner they are booked, the sooner they stop counting
	}
}

// lapse gives up places whose time is over.
func (l *limiter) lapse(now time.Time) {
	if !now.Before(l.until) {
		l.free = 0
	}
}

// serve gives places to who waits.
func (l *limiter) serve() {
	for ; l.free > 0 && l.queue.len() > 0; l.free-- {
		l.flying++
		l.queue.serve(nil)
	}
}

// ask has the database asked after a while.
func (l *limiter) ask(after time.Duration) {
	if l.asking {
		return // it will be asked again in the end, if need be
	}
	if l.timer != nil {
		l.timer.Stop()
	}
	l.timer = time.AfterFunc(after, l.exchange)
}

// exchange books what was done and gets places for who waits.
func (l *limiter) exchange() {
	l.mu.Lock()
	if l.asking {
		l.mu.Unlock()
		return
	}
	l.timer = nil
	l.lapse(time.Now())
	l.serve()
	want := 0
	if waiting := l.queue.len(); waiting > 0 {
		want = min(max(waiting, l.batch), l.most)
		l.batch = min(2*want, l.most)
	} else {
		l.batch = max(l.batch/2, 1) // nobody has asked for a while
	}
	l.free = 0 // what is left goes back
	r := report{client: l.client, done: l.done, flying: l.flying, want: want}
	l.done = 0
	l.asking = true
	l.mu.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), exchangeTime)
	defer cancel()
	current, err := l.pace.exchange(ctx, l.vendor, l.account, l.window, r)

	l.mu.Lock()
	defer l.mu.Unlock()
	l.asking = false
	if err != nil {
		l.done += r.done
		for l.queue.len() > 0 {
			l.queue.serve(err)
		}
		return
	}
	now := time.Now()
	l.until = current.asked.Add(l.hold)
	l.full = now.Add(time.Duration(current.full) * time.Millisecond)
	l.free += current.places
	l.lapse(now)
	l.serve()
	l.queue.dismiss(l.full, noRoom{})
	switch {
	case l.queue.len() > 0 && current.places > 0:
		l.ask(0)
	case l.queue.len() > 0:
		l.ask(time.Duration(current.again) * time.Millisecond)
	case l.free+l.flying+l.done > 0:
		l.ask(l.hold)
	}
}

// noRoom is why Wait fails at once.
type noRoom struct{}

func (noRoom) Error() string {
	return "the shared rate limit has no room before the context's deadline"
}

// Is makes it one of rest.ErrRateLimited, and of context.DeadlineExceeded, which is what waiting would have ended in.
func (noRoom) Is(target error) bool {
	return target == rest.ErrRateLimited || target == context.DeadlineExceeded
}
