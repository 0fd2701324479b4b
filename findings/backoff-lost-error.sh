#!/bin/sh
# github.com/cenkalti/backoff/v5 v5.0.3, Retry: when the context ends between two attempts, which is how most callers bound it, the error is
# the context's alone: why the attempts failed is in no part of it. The same operation bounded by WithMaxElapsedTime or WithMaxTries
# gives its own last error. So what is logged of an outage, or decided by errors.As, depends on which of the two bounds comes first.
# Seen: bounded by its context: "context deadline exceeded", by the time or the tries: "refused".
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"
)

func main() {
	refused := errors.New("refused")
	operation := func() (string, error) { return "", refused }
	often := backoff.WithBackOff(backoff.NewConstantBackOff(20 * time.Millisecond))
	say := func(bound string, err error) {
		fmt.Printf("%s: %v; is what the operation returned: %v\n", bound, err, errors.Is(err, refused))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := backoff.Retry(ctx, operation, often)
	say("context", err)
	_, err = backoff.Retry(context.Background(), operation, often, backoff.WithMaxElapsedTime(100*time.Millisecond))
	say("time", err)
	_, err = backoff.Retry(context.Background(), operation, often, backoff.WithMaxTries(3))
	say("tries", err)
}
END
(go mod init example.test/lost && go get github.com/cenkalti/backoff/v5@v5.0.3 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
context: context deadline exceeded; is what the operation returned: false
time: refused; is what the operation returned: true
tries: refused; is what the operation returned: true
END
cmp -s out want
