package wiretext

import "net/http"

// Outcome says what became of a request at the server.
type Outcome int8

// MaybeProcessed is 0, so that what nobody has thought of counts as unknown.
const (
	MaybeProcessed Outcome = iota // nobody can tell
	NotProcessed                  // the server certainly didn't act on it
	Processed                     // it certainly did
)

// OutcomeOf tells what the status of a response says of the request; postponed, that it came with a Retry-After.
func OutcomeOf(status int, postponed bool) Outcome {
	switch {
	case status/100 == 2, status == http.StatusSeeOther:
		return Processed
	case status == http.StatusTemporaryRedirect, status == http.StatusPermanentRedirect:
		return NotProcessed // "send it there"
	case status == http.StatusRequestTimeout, status == 460, status == 499:
		// By the standard a server says 408 when the request didn't come in time. Gateways say it, and 460 and 499, when the server
		// behind them didn't respond in time.
		return MaybeProcessed
	case status/100 == 4, status == http.StatusServiceUnavailable && postponed:
		return NotProcessed
	}
	return MaybeProcessed
}
