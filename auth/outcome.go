package auth

import (
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// Outcome says whether the vendor may have acted on the token request that e is about: whether a refresh token, a code or a password
// attempt may have been used up. NotProcessed: nothing was sent (a proxy that opened no tunnel, no connection, a store that couldn't
// be locked, another holder that is renewing), or the vendor refused. Processed: the vendor issued a token that was lost here,
// because the response was cut or couldn't be read, or because the store couldn't save it. MaybeProcessed: it can't be told. It
// isn't about the API call that needed the token, which wasn't sent.
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
	case CodeNoResponse, CodeInvalidResponse:
		if e.Status/100 == 2 {
			return rest.Processed
		}
		return rest.MaybeProcessed
	case CodeRedirected:
		if outcome := wiretext.OutcomeOf(e.Status, false); outcome == wiretext.NotProcessed { // "send it there"
			return rest.NotProcessed
		}
		return rest.MaybeProcessed
	}
	if class := e.Status / 100; class == 4 || class == 5 {
		return rest.Outcome(wiretext.OutcomeOf(e.Status, e.postponed))
	}
	return rest.NotProcessed
}
