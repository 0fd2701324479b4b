package auth

import (
	"net/http"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Outcome tells whether the vendor may have acted on the token request that e is about: whether it may have taken a refresh
// token, a code or a password's try. NotProcessed: nothing was sent (a proxy that opened no tunnel, no connection, a store that
// couldn't be locked, another holder that is at it), or the vendor refused. Processed: it gave a token, which came to nothing here,
// because the answer was cut or couldn't be read, or because the store couldn't save it. MaybeProcessed: nobody can tell. It is
// not about the call of the API that the token was wanted for, which wasn't sent.
func (e *TokenError) Outcome() rest.Outcome {
	switch e.Code {
	case "", CodeSource:
		return rest.MaybeProcessed
	case CodeLost:
		return rest.Processed
	case CodeStore:
		if e.issued {
			return rest.Processed
		}
		return rest.NotProcessed
	case CodeNoAnswer, CodeInvalidAnswer:
		if e.Status/100 == 2 {
			return rest.Processed
		}
		return rest.MaybeProcessed
	case CodeRedirected:
		if e.Status == http.StatusTemporaryRedirect || e.Status == http.StatusPermanentRedirect { // "send it there"
			return rest.NotProcessed
		}
		return rest.MaybeProcessed
	}
	switch {
	case e.Status == http.StatusServiceUnavailable && e.postponed:
		return rest.NotProcessed
	case e.Status/100 == 5, e.Status == http.StatusRequestTimeout, e.Status == 460, e.Status == 499: // gateways' words for a server that didn't answer them
		return rest.MaybeProcessed
	}
	return rest.NotProcessed
}
