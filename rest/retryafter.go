package rest

import (
	"net/http"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// postponed notes how long the vendor asks to wait.
func (e *Error) postponed(header http.Header, window *Window) {
	e.RetryAfter, e.asked = wiretext.RetryAfter(header, time.Now(), e.Is(ErrRateLimited), window.ResetHeader)
	if e.asked && e.Status == http.StatusServiceUnavailable {
		e.outcome = NotProcessed
	}
}
