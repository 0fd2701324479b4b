#!/bin/sh
# golang.org/x/time/rate v0.16.0: when a Wait is given up because its context ends, those that wait behind it don't move up. Each has been told
# its time when it came, and a slot is only given back where nobody came after. Of a burst of callers that are all cancelled, the one
# behind them still waits as long as if they had been served, while nothing is sent.
# Seen at 10 a second, ten waiters cancelled at once: the one that came after them waits the full second.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

func main() {
	limiter := rate.NewLimiter(10, 1)
	limiter.Allow()
	start := time.Now()
	impatient, giveUp := context.WithCancel(context.Background())
	var gone, last sync.WaitGroup
	for range 10 {
		gone.Go(func() { limiter.Wait(impatient) })
	}
	time.Sleep(30 * time.Millisecond)
	last.Go(func() { limiter.Wait(context.Background()) })
	time.Sleep(30 * time.Millisecond)
	giveUp()
	gone.Wait()
	fmt.Println("the ten are gone within half a second:", time.Since(start) < 500*time.Millisecond)
	last.Wait()
	fmt.Println("the one behind them waits a second:", time.Since(start) >= 950*time.Millisecond)
}
END
(go mod init example.test/waiters && go get golang.org/x/time@v0.16.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
the ten are gone within half a second: true
the one behind them waits a second: true
END
cmp -s out want
