package rest_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// outcome returns what an error says of the call; of no error, that it was processed.
func outcome(t *testing.T, err error) rest.Outcome {
	t.Helper()
	if err == nil {
		return rest.Processed
	}
	failure, ok := errors.AsType[*rest.Error](err)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	return failure.Outcome()
}

// TestOutcomeOfAStatus checks what a response without a redirect says of a write.
func TestOutcomeOfAStatus(t *testing.T) {
	t.Parallel()
	tests := map[int]rest.Outcome{
		300: rest.MaybeProcessed, 304: rest.MaybeProcessed,
		400: rest.NotProcessed, 401: rest.NotProcessed, 403: rest.NotProcessed, 404: rest.NotProcessed, 407: rest.NotProcessed, 408: rest.MaybeProcessed,
		409: rest.NotProcessed, 412: rest.NotProcessed, 421: rest.NotProcessed, 422: rest.NotProcessed, 425: rest.NotProcessed, 429: rest.NotProcessed,
		460: rest.MaybeProcessed, 499: rest.MaybeProcessed,
		500: rest.MaybeProcessed, 501: rest.MaybeProcessed, 502: rest.MaybeProcessed, 503: rest.MaybeProcessed, 504: rest.MaybeProcessed, 529: rest.MaybeProcessed,
	}
	for status, want := range tests {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(status, `{}`) })
			if got := outcome(t, makeCall(t.Context(), v.client(t, rest.Vendor{}, rest.WithoutRetries()), method)); got != want {
				t.Errorf("%s, %d: %v, want %v", method, status, got, want)
			}
		}
	}
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(503, `{}`, "Retry-After", "0") })
	if got := outcome(t, makeCall(t.Context(), v.client(t, rest.Vendor{}, rest.WithoutRetries()), "POST")); got != rest.NotProcessed {
		t.Errorf("503 with Retry-After: %v", got)
	}
}

// TestReadsGiveNoAdvice: what became of a read matters to nobody.
func TestReadsGiveNoAdvice(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "HEAD"} {
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(500, `{}`) })
		if err := makeCall(t.Context(), v.client(t, rest.Vendor{}, rest.WithoutRetries()), method); err == nil || strings.Contains(err.Error(), "processed") {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// TestOutcomeIsThatOfTheWholeCall checks that no refusal at the end hides an attempt that may have been acted on.
func TestOutcomeIsThatOfTheWholeCall(t *testing.T) {
	t.Parallel()
	tests := []struct {
		statuses []int // 0: the connection is reset; -1: no connection; 200: a body that can't be decoded
		want     rest.Outcome
	}{
		{[]int{502, 404}, rest.MaybeProcessed},
		{[]int{0, 409}, rest.MaybeProcessed},
		{[]int{429, 0, 429, -1}, rest.MaybeProcessed},
		{[]int{-1, 429, 404}, rest.NotProcessed},
		{[]int{503, 200}, rest.Processed},
	}
	for _, test := range tests {
		v := newVendor(nil)
		v.respond = func(number int, _ *http.Request) (*http.Response, error) {
			switch status := test.statuses[number-1]; status {
			case 0:
				return nil, errReset
			case -1:
				return nil, errDial
			case 200:
				return reply(200, `{"name":`)
			default:
				return reply(status, `{}`)
			}
		}
		client := v.client(t, rest.Vendor{}, rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}), rest.WithRetries(len(test.statuses)-1))
		if got := outcome(t, makeCall(t.Context(), client, "PUT")); got != test.want || v.count() != len(test.statuses) {
			t.Errorf("%v: %v after %d requests", test.statuses, got, v.count())
		}
	}
}

// TestOutcomeOfWhatWasNeverSent checks the failures before a request leaves.
func TestOutcomeOfWhatWasNeverSent(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return nil, errDial })
	broken := errors.New("no token")
	for name, err := range map[string]error{
		"no connection":    makeCall(t.Context(), v.client(t, rest.Vendor{}, rest.WithoutRetries()), "POST"),
		"no credential":    makeCall(t.Context(), v.client(t, rest.Vendor{}, rest.WithRequestEditorFn(refuse(broken))), "POST"),
		"the call's own":   makeCall(t.Context(), v.client(t, rest.Vendor{}), "POST", rest.WithEditor(refuse(broken))),
		"no room":          makeCall(t.Context(), v.client(t, rest.Vendor{}, rest.WithLimiter(closed{broken})), "POST"),
		"not a good call":  only(v.client(t, rest.Vendor{}).Do(t.Context(), call.New("makeThing", "POST", "/things/{id}"), nil, nil)),
		"not a good value": v.client(t, rest.Vendor{}).Call(t.Context(), "POST", "/things", nil, func() {}, nil),
	} {
		if got := outcome(t, err); got != rest.NotProcessed {
			t.Errorf("%s: %v: %v", name, got, err)
		}
	}
}

func TestOutcomeInWords(t *testing.T) {
	t.Parallel()
	var unset rest.Outcome
	for o, want := range map[rest.Outcome]string{unset: "may have been processed", rest.NotProcessed: "not processed", rest.Processed: "processed", 9: "may have been processed"} {
		if got := o.String(); got != want {
			t.Errorf("%s: %q, want %q", strconv.Itoa(int(o)), got, want)
		}
	}
	if got := new(rest.Error).Outcome(); got != rest.MaybeProcessed {
		t.Errorf("an error of unknown origin: %v", got)
	}
}

// refuse is a RequestEditorFn that fails.
func refuse(err error) rest.RequestEditorFn {
	return func(context.Context, *http.Request) error { return err }
}

// closed is a Limiter that lets nothing through.
type closed struct{ err error }

func (c closed) Wait(context.Context) error { return c.err }

func (closed) Observe(int, http.Header) {}
