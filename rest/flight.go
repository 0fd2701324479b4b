package rest

// flight is a function under way on a goroutine of its own.
type flight[T any] struct {
	done     chan struct{}
	result   T
	returned bool
	panicked any
}

// takeOff begins a flight.
func takeOff[T any](do func() T) *flight[T] {
	f := &flight[T]{done: make(chan struct{})}
	go func() {
		defer close(f.done)
		defer func() {
			if !f.returned {
				f.panicked = recover()
			}
		}()
		f.result = do()
		f.returned = true
	}()
	return f
}

// land waits for a flight's end. What it panicked with goes on with the caller, who would have seen it had there been no flight. It
// reports false when the function didn't return otherwise: it ended its goroutine.
func (f *flight[T]) land() (T, bool) {
	<-f.done
	if f.panicked != nil {
		panic(f.panicked)
	}
	return f.result, f.returned
}
