package sqlpace

import "time"

// waiter is one goroutine's place in a queue.
type waiter struct {
	// ready is closed when it is the goroutine's turn.
	ready chan struct{}
	// err is why the turn came to nothing, if it did. It is read when ready is closed.
	err error
	// until is when the goroutine will have given up; zero when it waits for ever.
	until time.Time

	next, prev *waiter
	queued     bool
}

// queue is first in, first out. The zero queue is empty; its owner's mutex guards it and its waiters.
type queue struct {
	first, last *waiter
	size        int
}

// len is how many are waiting.
func (q *queue) len() int { return q.size }

// join puts a new waiter at the end.
func (q *queue) join(until time.Time) *waiter {
	w := &waiter{ready: make(chan struct{}), until: until, prev: q.last, queued: true}
	if q.last == nil {
		q.first = w
	} else {
		q.last.next = w
	}
	q.last = w
	q.size++
	return w
}

// serve gives the first waiter its turn, with an error when it comes to nothing.
func (q *queue) serve(err error) {
	q.end(q.first, err)
}

// dismiss gives those who will have given up before a time their turn now, with an error.
func (q *queue) dismiss(before time.Time, err error) {
	for w := q.first; w != nil; {
		next := w.next
		if !w.until.IsZero() && w.until.Before(before) {
			q.end(w, err)
		}
		w = next
	}
}

func (q *queue) end(w *waiter, err error) {
	q.leave(w)
	w.err = err
	close(w.ready)
}

// leave takes a waiter out, and reports false when it has had its turn already.
func (q *queue) leave(w *waiter) bool {
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
