package rest

import (
	"errors"
	"time"
)

// WithRetries sets how often a failed call is retried; the default is 4, and 0 means never. Which failures are retried depends on
// the operation. One that may be repeated is retried after a connection failure and the statuses 408, 429, 502, 503 and 504. One
// that may not (a POST, unless the vendor's document says that it changes nothing) is retried only if it certainly wasn't sent, or
// if the vendor postponed it, by 429 or by 503 with Retry-After. After a proxy that demands a login, or forbids the request, nothing
// is retried. Any call waits for a credential that is temporarily unavailable (see [TemporaryError]).
//
// A request that an HTTP/2 server says it didn't process, and one sent on a kept connection that had been closed already, is sent
// again at once, at most three times and not counted as an attempt, if its body can be sent again.
//
// The waits are random, up to 0.5, 1, 2, 4, ... and at most 20 seconds, or what the vendor asks for. All calls of a client share a
// budget of 20 retries. Ten successful calls give one retry back, and so does each retry that succeeds. So a client sends at most 20
// extra requests to a vendor that is down.
func WithRetries(n int) ClientOption {
	return func(c *Client) error {
		if n < 0 {
			return errors.New("WithRetries: the number must not be negative")
		}
		c.retries = n + 1
		return nil
	}
}

// WithoutRetries sends every call once. A token that the vendor refuses is still replaced, and the call sent again.
func WithoutRetries() ClientOption { return WithRetries(0) }

// WithRetryWait sets the longest wait before a retry; the default is a minute, or the vendor's rate limit window if that is longer.
// If the vendor asks for a longer wait, or the context would end during the wait, the error is returned at once, with what the
// vendor asked for in RetryAfter.
func WithRetryWait(most time.Duration) ClientOption {
	return func(c *Client) error {
		if most <= 0 {
			return errors.New("WithRetryWait: the time must be positive; WithoutRetries switches retries off")
		}
		c.retryWait = most
		return nil
	}
}

// WithRetrier lets r decide whether and when a failed attempt is repeated, in place of the client's own rules. Then r also decides
// how often, unless [WithRetries] or [Retries] set a maximum.
func WithRetrier(r Retrier) ClientOption {
	return func(c *Client) error {
		if r == nil {
			return errors.New("WithRetrier: the retrier is nil; WithoutRetries switches retries off")
		}
		c.retrier = r
		return nil
	}
}

// Retries sets how often this call is retried when it fails, in place of the client's setting.
func Retries(n int) CallOption {
	return func(o *callOptions) { o.retries = max(n, 0) + 1 }
}

// Repeatable says whether this call may be sent again when it isn't known whether the vendor acted on it, whatever its method and
// the document say. Repeatable(true) on a POST accepts that the vendor may act on it twice.
func Repeatable(may bool) CallOption {
	return func(o *callOptions) {
		o.repeat = &may
	}
}
