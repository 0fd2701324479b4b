// Package fifo is the queue in which goroutines wait for their turn with a limiter.
package fifo

import "time"

// Waiter is one goroutine's place in a Queue.
type Waiter struct {
	_ [0]func() // nobody compares waiters; saying so spares a function for it

	// Ready is closed when it is the goroutine's turn.
	Ready chan struct{}
	// Err is why the turn came to nothing, if it did. It is read when Ready is closed.
	Err error
	// Until is when the goroutine will have given up; zero when it waits for ever.
	Until time.Time

	next, prev *Waiter
	queued     bool
}

// Queue is first in, first out. The zero Queue is empty; its owner's mutex guards it and its waiters.
type Queue struct {
	first, last *Waiter
	size        int
}

// Len is how many are waiting.
func (q *Queue) Len() int { return q.size }

// Join puts a new waiter at the end.
func (q *Queue) Join(until time.Time) *Waiter {
	w := &Waiter{Ready: make(chan struct{}), Until: until, prev: q.last, queued: true}
	if q.last == nil {
		q.first = w
	} else {
		q.last.next = w
	}
	q.last = w
	q.size++
	return w
}

// Serve gives the first waiter its turn, with an error when it comes to nothing.
func (q *Queue) Serve(err error) {
	q.end(q.first, err)
}

// Dismiss gives those who will have given up before a time their turn now, with an error.
func (q *Queue) Dismiss(before time.Time, err error) {
	for w := q.first; w != nil; {
		next := w.next
		if !w.Until.IsZero() && w.Until.Before(before) {
			q.end(w, err)
		}
		w = next
	}
}

func (q *Queue) end(w *Waiter, err error) {
	q.Leave(w)
	w.Err = err
	close(w.Ready)
}

// Leave takes a waiter out, and reports false when it has had its turn already.
func (q *Queue) Leave(w *Waiter) bool {
	if !w.queued {
		return false
	}
	w.queued = false
	if w.prev == nil {
		q.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		q.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.next, w.prev = nil, nil
	q.size--
	return true
}
