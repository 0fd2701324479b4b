package rest_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

type lampItem struct {
	Data lamp `json:"data"`
	Note any  `json:"linked,omitempty"`
}

type openLampItem struct {
	Data openLamp `json:"data"`
}

type maybeLampItem struct {
	Data *lamp `json:"data,omitempty"`
}

type lampRows struct {
	Data []lamp `json:"data"`
}

// A read whose record is null, or isn't there, has no record to hand on.
func TestAReadWithoutItsRecord(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct{ found, message string }{
		`{"data":null}`: {found: "null"},
		"\xef\xbb\xbf{ \"data\" : null , \"linked\" : {\"a\":1} }": {found: "null"},
		`{"data":[]}`:                            {found: "a list"},
		`{"Data":null,"error":"no such lamp"}`:   {found: "null", message: "no such lamp"},
		`{"linked":{"a":1}}`:                     {found: "nothing"},
		`{}`:                                     {found: "nothing"},
		`{"data":{"id":1},"data":null}`:          {}, // as null leaves alone what is there
		`{"data":{}}`:                            {},
		`{"data":{"id":0}}`:                      {},
		`{"Data":{}}`:                            {},
		`{"data":{"shade":"red"},"linked":null}`: {},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			for name, out := range map[string]any{"record": new(lampItem), "open record": new(openLampItem), "optional record": new(maybeLampItem), "rows": new(lampRows)} {
				if name == "rows" && (want == struct{ found, message string }{}) {
					continue // an object in place of a list is another matter
				}
				v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
				usable, err := v.client(t, rest.Vendor{Data: "data"}).Do(t.Context(), call.New("op", method, "/lamps/1"), nil, out)
				bad := want.found != "" && method == http.MethodGet && (name == "record" || name == "open record")
				if body == `{"linked":{"a":1}}` && name != "record" && !bad {
					continue // an object that has nothing of the type, as unrelated_test.go has it
				}
				if !bad && !(name == "optional record" && body == `{"data":[]}`) {
					if err != nil || !usable {
						t.Errorf("%s %s as %s: usable %t, %v", method, body, name, usable, err)
					}
					continue
				}
				failure, ok := errors.AsType[*rest.Error](err)
				if bad && (usable || !ok || !failure.Is(rest.ErrDecode) || failure.Field != "" || failure.Message != want.message || len(failure.Body()) == 0 ||
					failure.Unwrap().Error() != "found "+want.found+" where a record was expected") {
					t.Errorf("%s %s as %s: usable %t, %v", method, body, name, usable, err)
				}
			}
		}
	}
}

// A list that is null has no rows; so has one that is read into rows of the caller's own.
func TestAListThatIsNullHasNoRows(t *testing.T) {
	t.Parallel()
	for _, listing := range []call.Listing{{Style: call.Unpaged, Items: "data"}, {Style: call.ByNumber, Page: "page", Items: "data"}} {
		for _, body := range []string{`{"data":null}`, `{"data":[]}`, `{"data":null,"linked":{}}`} {
			v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
			client := v.client(t, rest.Vendor{Data: "data"})
			var own []struct {
				ID int64 `json:"id"`
			}
			for name, opts := range map[string][]rest.CallOption{"the list's": nil, "own": {rest.WithRows(&own)}} {
				rows := 0
				for page, err := range rest.Pages[*lampRows](t.Context(), client, call.New("listLamps", "GET", "/lamps").List(listing), opts) {
					if err != nil {
						t.Errorf("%s, %s rows: %v", body, name, err)
						break
					}
					rows += len(page.List.Data) + len(own)
				}
				if rows != 0 {
					t.Errorf("%s, %s rows: %d", body, name, rows)
				}
				if _, err := client.Do(t.Context(), call.New("listLamps", "GET", "/lamps").List(listing), opts, new(lampRows)); err != nil {
					t.Errorf("%s, one page, %s rows: %v", body, name, err)
				}
			}
		}
	}
}

// Where a response is the record itself, and where a caller reads it into a type of their own, a field of that name is one as any other.
func TestAFieldThatIsNotTheRecordMayBeNull(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"data":null,"linked":1}`)
	})
	if _, err := v.client(t, rest.Vendor{}).Do(t.Context(), call.New("op", "GET", "/lamps/1"), nil, new(lampItem)); err != nil {
		t.Error(err)
	}
	if err := v.client(t, rest.Vendor{Data: "data"}).Call(t.Context(), "GET", "/lamps/1", nil, nil, new(lampItem)); err != nil {
		t.Error(err)
	}
}
