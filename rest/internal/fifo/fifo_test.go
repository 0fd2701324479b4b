package fifo

import (
	"errors"
	"testing"
	"time"
)

func TestQueue(t *testing.T) {
	t.Parallel()
	var q Queue
	now := time.Now()
	a, b, c, d := q.Join(time.Time{}), q.Join(now), q.Join(now.Add(time.Hour)), q.Join(now)
	ready := func(w *Waiter) bool {
		select {
		case <-w.Ready:
			return true
		default:
			return false
		}
	}
	if !q.Leave(b) || q.Leave(b) || q.Len() != 3 {
		t.Errorf("%d wait after one has left", q.Len())
	}
	fault := errors.New("fault")
	q.Dismiss(now.Add(time.Minute), fault)
	if !ready(d) || d.Err != fault || ready(a) || ready(c) || q.Len() != 2 {
		t.Errorf("%d wait after those without time were dismissed", q.Len())
	}
	q.Serve(nil)
	if !ready(a) || a.Err != nil || ready(c) || q.Leave(a) {
		t.Error("the first wasn't served")
	}
	e := q.Join(time.Time{})
	q.Serve(nil)
	q.Serve(fault)
	if !ready(c) || !ready(e) || e.Err != fault || q.Len() != 0 {
		t.Error("the others weren't served")
	}
}
