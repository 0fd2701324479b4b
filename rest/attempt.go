package rest

import (
	"context"
	"net/http"
	"time"
)

// Limiter paces a client's requests.
type Limiter interface {
	// Wait returns when one more request may be sent, or with the context's error.
	Wait(ctx context.Context) error
	// Observe is told the head of every answer, to learn from the vendor's own count.
	Observe(status int, header http.Header)
}

// Retrier decides what becomes of a failed attempt.
type Retrier interface {
	// Next returns how long to wait before the next attempt, or false to give the error to the caller.
	Next(ctx context.Context, attempt Attempt) (wait time.Duration, again bool)
	// Succeeded is told of every call that ended well, which refills a budget.
	Succeeded()
}

// Attempt describes a failed attempt to a Retrier.
type Attempt struct {
	// Operation is the operationId, Method the HTTP method.
	Operation, Method string
	// Number counts from 1.
	Number int
	// Err is what the attempt ended in; its Status is 0 when there was no answer.
	Err *Error
	// Repeatable reports whether the operation may be sent again although it isn't known what became of it.
	Repeatable bool
	// Replayable reports whether the body can be sent again.
	Replayable bool
	// Sent reports whether any byte of the request may have left.
	Sent bool
}
