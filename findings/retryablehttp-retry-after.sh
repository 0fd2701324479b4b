#!/bin/sh
# github.com/hashicorp/go-retryablehttp v0.7.8: RetryWaitMax doesn't bound the wait that a server asks for. A Retry-After is slept out, however
# long, by the default backoff: "3600" stops the caller for an hour, though its longest wait is set to 30 seconds. (Azure's azcore
# v1.24.0 takes its own MaxRetryDelay for a bound and returns the response at once.) Only the request's context ends it.
# Seen of 503 with "Retry-After: 2", one retry, waits of 50 ms at most: retryablehttp: 2 requests, 2 s; azcore: 1 request, at once.
# Exits with 1 when they behave otherwise, with 2 when they can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/hashicorp/go-retryablehttp"
)

const longest = 50 * time.Millisecond

func main() {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer server.Close()
	try := func(name string, do func()) {
		requests.Store(0)
		start := time.Now()
		do()
		fmt.Printf("%s: requests: %d, two seconds: %v\n", name, requests.Load(), time.Since(start) >= 2*time.Second)
	}
	try("retryablehttp", func() {
		client := retryablehttp.NewClient()
		client.Logger, client.RetryMax, client.RetryWaitMin, client.RetryWaitMax = nil, 1, time.Millisecond, longest
		client.Get(server.URL)
	})
	try("azcore", func() {
		pipeline := runtime.NewPipeline("example", "v1", runtime.PipelineOptions{}, &policy.ClientOptions{
			Retry: policy.RetryOptions{MaxRetries: 1, RetryDelay: time.Millisecond, MaxRetryDelay: longest},
		})
		request, err := runtime.NewRequest(context.Background(), http.MethodGet, server.URL)
		if err != nil {
			panic(err)
		}
		pipeline.Do(request)
	})
}
END
(go mod init example.test/asked && go get github.com/hashicorp/go-retryablehttp@v0.7.8 && go get github.com/Azure/azure-sdk-for-go/sdk/azcore@v1.24.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
retryablehttp: requests: 2, two seconds: true
azcore: requests: 1, two seconds: false
END
cmp -s out want
