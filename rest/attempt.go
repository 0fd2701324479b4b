package rest

import (
	"context"
	"net/http"
	"time"
)

// Limiter paces a client's requests. Any number of goroutines may use it at once.
type Limiter interface {
	// Wait returns when one more request may be sent, or with an error, which ends the call.
	Wait(ctx context.Context) error
	// Observe is told once what became of each request that Wait let through: the status and header of its response, status
	// 429 also where the vendor has a code of its own for that; status 0 when no response came; Unsent when the request
	// never left, so that it doesn't count.
	Observe(status int, header http.Header)
}

// Unsent is the status given to [Limiter].Observe for a request that never left.
const Unsent = -1

// Retrier decides what happens after a failed attempt. Any number of goroutines may use it at once.
type Retrier interface {
	// Next returns how long to wait before the next attempt, or false to give the error to the caller. It is also given
	// when the wait would outlast the context.
	Next(ctx context.Context, attempt Attempt) (wait time.Duration, again bool)
	// Succeeded is told of every call that the vendor responded to with a success, and after how many attempts, which refills a budget. The
	// response may still be of no use (ErrDecode): that the vendor is overloaded isn't why.
	Succeeded(attempts int)
}

// Attempt describes a failed attempt to a [Retrier].
type Attempt struct {
	// Operation is the operationId, Method the HTTP method.
	Operation, Method string
	// Number counts from 1.
	Number int
	// Err is what the attempt ended in; its Status is 0 when there was no response.
	Err *Error
	// Repeatable reports whether the operation may be sent again although it isn't known what became of it.
	Repeatable bool
	// Replayable reports whether the body can be sent again.
	Replayable bool
	// Sent reports whether any byte of the request may have left.
	Sent bool
}

// attemptState is where an attempt stands, for the limiter and the observer.
type attemptState struct {
	number int           // from 1
	status int           // Unsent, 0 without a response, or the response's status
	paced  time.Duration // how long the limiter held it
	start  time.Time     // when the limiter let it go; only kept for an observer
	end    time.Time     // when it went well, as far as a response is all; zero before that
}

// took is how long an attempt took that is over. What became of its response is no part of that.
func (s attemptState) took() time.Duration {
	switch {
	case s.start.IsZero():
		return 0
	case s.end.IsZero():
		return time.Since(s.start)
	}
	return s.end.Sub(s.start)
}
