package rest

import (
	"context"
	"net/http"
	"time"
)

// pace waits until the limiter lets a request go. Where it does, release follows.
func (x *exchange) pace(ctx context.Context) *Error {
	if x.client.limiter != nil {
		before := time.Now()
		if err := x.client.limiter.Wait(ctx); err != nil {
			return x.unsentError(nil, err)
		}
		x.latest.paced = time.Since(before)
	}
	if x.client.observe != nil {
		x.latest.start = time.Now()
	}
	return nil
}

// release gives the limiter the outcome of the request that it let go.
func (x *exchange) release() {
	status := x.latest.status
	if x.limits {
		status = http.StatusTooManyRequests
	}
	var header http.Header
	if x.response != nil {
		header = x.response.Header
	}
	x.client.limiter.Observe(status, header)
}
