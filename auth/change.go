package auth

import "errors"

// change is what an update of the store is to do with the record, and what follows.
type change struct {
	next Record
	then then
	err  error // final; the record stays as it is
}

// then says how obtain goes on after an update.
type then int

const (
	done   then = iota // the record has a good token, or the error is final
	repeat             // the record has an intent now: once it is saved, update again
	reread             // a refresh token was refused, and another may be in the store by now: update again
	await              // another holder is about to spend the refresh token: wait, and update again
	extend             // too little of the flight's time is left for a request: take more, and update again
)

// errUnchanged keeps a store from saving a record that is as it was.
var errUnchanged = errors.New("auth: nothing to save")

// failed is a change that failed for good.
func failed(now Record, err error) change { return change{next: now, err: err} }

// unsaved returns the error by which the store is kept from saving; nil when the record is to be saved.
func (c change) unsaved() error {
	if c.then == reread || c.then == await || c.then == extend {
		return errUnchanged
	}
	return c.err
}
