package rest

import (
	"errors"
	"time"
)

// WithRetries sets how often a failed call is tried again; 4 times unless set, 0 never. Which failures that applies to
// depends on the operation: what may be repeated is tried again after a connection's failure and the statuses 408, 429,
// 502, 503 and 504; what may not (a POST, unless the vendor's document says that it changes nothing) only when it certainly
// wasn't sent, or the vendor put it off, by 429 or by 503 with Retry-After. A proxy that wants a user and a password, or forbids the
// request, isn't asked again. A credential that is temporarily unavailable (see TemporaryError) is waited for before any call.
//
// What an HTTP/2 server says it left alone, and what met a kept connection that was closed before, is sent again at once, three
// times at most and not counted as an attempt, if its body can be sent again.
//
// The waits are random up to 0.5, 1, 2, 4, ... and at most 20 seconds, or what the vendor asks for. All calls of a client
// share a budget of 20 retries, which good calls fill up again: one retry for ten, and each retry that helped. A client
// therefore sends no more than 20 requests more than usual to a vendor that is down.
func WithRetries(n int) ClientOption {
	return func(c *Client) error {
		if n < 0 {
			return errors.New("WithRetries: the number must not be negative")
		}
		c.retries = n + 1
		return nil
	}
}

// WithoutRetries makes every call once. A token that the vendor refuses is still replaced and the call sent again.
func WithoutRetries() ClientOption { return WithRetries(0) }

// WithRetryWait sets the longest wait before a retry; unless set it is a minute, or the vendor's rate limit window where
// that is longer. When the vendor asks for a longer one, or the context ends before it is over, the error is returned at
// once, with what the vendor asked for in RetryAfter.
func WithRetryWait(most time.Duration) ClientOption {
	return func(c *Client) error {
		if most <= 0 {
			return errors.New("WithRetryWait: the time must be positive; WithoutRetries switches retries off")
		}
		c.retryWait = most
		return nil
	}
}

// WithRetrier lets r decide whether and when a failed attempt is made again, in place of the client's own rules. How often
// is then for r to say too, unless WithRetries or Retries set a bound.
func WithRetrier(r Retrier) ClientOption {
	return func(c *Client) error {
		if r == nil {
			return errors.New("WithRetrier: the retrier is nil; WithoutRetries switches retries off")
		}
		c.retrier = r
		return nil
	}
}

// Retries sets how often this call is tried again when it fails, in place of what the client has.
func Retries(n int) CallOption {
	return func(o *callOptions) { o.retries = max(n, 0) + 1 }
}

// Repeatable says whether this call may be sent again when it isn't known what became of it, whatever its method or the
// document say. Repeatable(true) on a POST accepts that the vendor may act on it twice.
func Repeatable(may bool) CallOption {
	return func(o *callOptions) {
		o.repeat = &may
	}
}
