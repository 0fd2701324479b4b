package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// explain says in full what went wrong, whether the vendor may have acted all the same, and what can be done about it.
func explain(err error) string {
	text := err.Error()
	if errors.Is(err, auth.ErrLoginNeeded) {
		return text + ". The user has to log in again, with vendorkit login."
	}
	failure, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return text
	}
	for _, detail := range failure.Details {
		text += fmt.Sprintf("\n%s: %s", cmp.Or(detail.Path, detail.Code), detail.Message)
	}
	switch failure.Outcome() {
	case rest.NotProcessed:
		text += "\nThe vendor did nothing."
	case rest.MaybeProcessed:
		text += "\nIt isn't known whether the vendor did it: look before calling again."
	case rest.Processed:
		text += "\nThe vendor did it all the same: don't call again."
	}
	if failure.RetryAfter > 0 {
		text += fmt.Sprintf("\nThe vendor asks to wait for %v.", failure.RetryAfter)
	}
	return text
}
