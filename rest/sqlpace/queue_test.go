package sqlpace

import (
	"errors"
	"testing"
	"time"
)

func TestQueue(t *testing.T) {
	t.Parallel()
	var q queue
	now := time.Now()
	a, b, c, d := q.join(time.Time{}), q.join(now), q.join(now.Add(time.Hour)), q.join(now)
	ready := func(w *waiter) bool {
		select {
		case <-w.ready:
			return true
		default:
			return false
		}
	}
	if !q.leave(b) || q.leave(b) || q.len() != 3 {
		t.Errorf("%d wait after one has left", q.len())
	}
	fault := errors.New("fault")
	q.dismiss(now.Add(time.Minute), fault)
	if !ready(d) || d.err != fault || ready(a) || ready(c) || q.len() != 2 {
		t.Errorf("%d wait after those without time were dismissed", q.len())
	}
	q.serve(nil)
	if !ready(a) || a.err != nil || ready(c) || q.leave(a) {
		t.Error("the first wasn't served")
	}
	e := q.join(time.Time{})
	q.serve(nil)
	q.serve(fault)
	if !ready(c) || !ready(e) || e.err != fault || q.len() != 0 {
		t.Error("the others weren't served")
	}
}
