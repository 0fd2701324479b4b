package wiretext

import (
	"errors"
	"net/url"
)

// WithoutURL takes the *url.Error off a transport's error, and what says before it. A URL may hold a credential, and the error
// within says what went wrong.
func WithoutURL(err error) error {
	for {
		wrapped, ok := errors.AsType[*url.Error](err)
		if !ok || wrapped.Err == nil {
			return err
		}
		err = wrapped.Err
	}
}
