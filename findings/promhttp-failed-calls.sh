#!/bin/sh
# github.com/prometheus/client_golang v1.25.0, promhttp's InstrumentRoundTripperCounter and ...Duration for clients: a call that has no
# response (refused, timed out, cut) is in neither, so in an outage the requests get fewer and not slower, and no rate of errors can be
# made of them. And the duration ends with the response's header: a body that takes a minute adds nothing.
# Seen of a call whose body takes half a second, and one that is refused: count 1, duration of 1 call, under a quarter of a second.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.(http.Flusher).Flush()
		time.Sleep(500 * time.Millisecond)
		io.WriteString(w, "done")
	}))
	calls := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "calls_total"}, []string{"code"})
	durations := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "call_seconds"}, []string{"code"})
	registry := prometheus.NewRegistry()
	registry.MustRegister(calls, durations)
	client := http.Client{Transport: promhttp.InstrumentRoundTripperCounter(calls,
		promhttp.InstrumentRoundTripperDuration(durations, http.DefaultTransport))}

	response, err := client.Get(server.URL)
	if err != nil {
		panic(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
	server.Close()
	_, err = client.Get(server.URL)
	fmt.Println("the second call fails:", err != nil)

	families, err := registry.Gather()
	if err != nil {
		panic(err)
	}
	for _, family := range families {
		for _, metric := range family.Metric {
			if h := metric.GetHistogram(); h != nil {
				fmt.Println(family.GetName(), h.GetSampleCount(), "under a quarter of a second:", h.GetSampleSum() < 0.25)
			} else {
				fmt.Println(family.GetName(), metric.GetCounter().GetValue())
			}
		}
	}
}
END
(go mod init example.test/counted && go get github.com/prometheus/client_golang@v1.25.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
the second call fails: true
call_seconds 1 under a quarter of a second: true
calls_total 1
END
cmp -s out want
