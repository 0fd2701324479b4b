package rest_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// A write that the vendor carried out isn't made a failure by a guess of ours about its response. What is no API's response still is one.
func TestAResponseThatIsAGuess(t *testing.T) {
	t.Parallel()
	type item struct {
		Data thing `json:"data"`
	}
	for body, want := range map[string]struct {
		name   string
		good   bool
		missed bool // somebody who wants to know is told
	}{
		`{"data":{"name":"a"}}`:     {"a", true, false},
		`{"data":"Saved."}`:         {"", true, true},
		`{"data":null}`:             {"", true, false},
		`{"data":[1]}`:              {"", true, true},
		`{"data":{"name":[1]}}`:     {"", true, true},
		`"Saved."`:                  {"", true, true},
		`7`:                         {"", true, true},
		``:                          {"", false, false},
		`{}`:                        {"", true, false},
		`{"data":`:                  {"", false, false},
		`<html><body>Log in</body>`: {"", false, false},
	} {
		for _, lenient := range []bool{false, true} {
			var noted error
			var opts []rest.ClientOption
			if lenient {
				opts = append(opts, rest.WithLenientDecoding(func(err *rest.Error) { noted = err }))
			}
			v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
			c := call.New("changeThing", http.MethodPut, "/things/1")
			c.Guess()
			out := item{}
			usable, err := v.client(t, rest.Vendor{}, opts...).Do(t.Context(), c, nil, &out)
			if usable != want.good || (err == nil) != want.good || out.Data.Name != want.name {
				t.Errorf("%s: %+v, usable %v, %v", body, out, usable, err)
			}
			if lenient && (noted != nil) != want.missed {
				t.Errorf("%s: noted %v", body, noted)
			}
			if failure, ok := errors.AsType[*rest.Error](err); err != nil && (!ok || failure.Outcome() == rest.NotProcessed) {
				t.Errorf("%s: %v says that it wasn't done", body, err)
			}
		}
	}
}
