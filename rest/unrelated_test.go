package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

type lamp struct {
	ID    int64  `json:"id"`
	Shade string `json:"shade"`
}

type lampList struct {
	Lamps []lamp `json:"lamps"`
	Note  string `json:"note"`
}

// openLamp keeps what its type doesn't declare.
type openLamp struct {
	ID  int64      `json:"id"`
	Raw value.JSON `json:"-"`
}

func (l *openLamp) UnmarshalJSON(data []byte) error {
	type plain openLamp
	return value.UnmarshalOpen(data, (*plain)(l), &l.Raw)
}

// unionLamp is read by code of its own.
type unionLamp struct{ ID int64 }

func (l *unionLamp) UnmarshalJSON([]byte) error { return nil }

// A success that has nothing of what was promised is none: it would be a record without an id, or a list that is complete and empty.
func TestAResponseThatHasNothingOfWhatWasPromised(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct {
		bad     bool
		message string
		reads   bool // it is bad where a GET gives it, and not of a write
	}{
		`{"error":"upstream timed out"}`:                 {bad: true, message: "upstream timed out"},
		`{"message":"An error has occurred."}`:           {bad: true, message: "An error has occurred."},
		` {"errors":[{"message":"no"}],"status":"bad"} `: {bad: true},
		`{"success":true}`:                               {bad: true, reads: true},
		`{"OK":1,"error":"a note"}`:                      {bad: true, reads: true},
		`{"success":false}`:                              {bad: true},
		"\xef\xbb\xbf" + `{"error":"x"}`:                 {bad: true, message: "x"},
		`null`:                                           {bad: true, reads: true},
		`{}`:                                             {},
		`{"id":0}`:                                       {},
		`{"ID":null,"error":"beside it"}`:                {},
		`{"error":"first","shade":"","lamps":null}`:      {},
		`{"lamps":[],"note":"","id":5}`:                  {},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			for name, out := range map[string]any{"record": new(lamp), "list": new(lampList), "open record": new(openLamp)} {
				if strings.Contains(body, "beside it") && name == "list" || strings.Contains(body, "first") && name == "open record" || body == `{"id":0}` && name == "list" {
					continue // it has nothing of this one
				}
				v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
				usable, err := v.client(t, rest.Vendor{}).Do(t.Context(), call.New("op", method, "/lamps"), nil, out)
				bad := want.bad && (method == http.MethodGet || !want.reads)
				failure, _ := errors.AsType[*rest.Error](err)
				switch {
				case usable == bad || bad != (err != nil):
					t.Errorf("%s %s as %s: usable %t, %v", method, body, name, usable, err)
				case bad && (!failure.Is(rest.ErrDecode) || failure.Outcome() != rest.MaybeProcessed || failure.Message != want.message && want.message != "" || len(failure.Body()) == 0):
					t.Errorf("%s %s as %s: %v, message %q, outcome %v", method, body, name, err, failure.Message, failure.Outcome())
				}
			}
		}
	}
}

// What a caller reads into a type of their own, what reads itself, and what the vendor says went well is left to them.
func TestAResponseThatMayHaveNothingOfItsType(t *testing.T) {
	t.Parallel()
	const body = `{"verdict":1,"other":"x"}`
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
	client := v.client(t, rest.Vendor{})
	if err := client.Call(t.Context(), "GET", "/lamps/1", nil, nil, new(lamp)); err != nil {
		t.Errorf("a call of the caller's own: %v", err)
	}
	guess := call.New("op", "PUT", "/lamps")
	guess.Guess()
	for name, err := range map[string]error{
		"a guess":               second(client.Do(t.Context(), guess, nil, new(lamp))),
		"a type by code":        second(client.Do(t.Context(), call.New("op", "GET", "/lamps"), nil, new(unionLamp))),
		"a type without fields": second(client.Do(t.Context(), call.New("op", "GET", "/lamps"), nil, new(struct{}))),
		"any JSON":              second(client.Do(t.Context(), call.New("op", "GET", "/lamps"), nil, new(value.JSON))),
		"a verdict": second(v.client(t, rest.Vendor{Envelope: &rest.Envelope{Status: "verdict", OK: "1"}}).
			Do(t.Context(), call.New("op", "GET", "/lamps"), nil, new(lamp))),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A record that is saved comes back, or whatever was saved isn't known.
func TestAWriteThatIsRespondedToWithNothingOfTheRecord(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, `{"error":"quota"}`) })
	var saved []lamp
	c := call.New("saveLamps", "POST", "/lamps").Records([]lamp{{Shade: "red"}}, false)
	usable, err := v.client(t, rest.Vendor{}).Do(t.Context(), c, nil, &saved)
	if failure, ok := errors.AsType[*rest.Error](err); usable || len(saved) != 0 || !ok || failure.Message != "quota" || failure.Outcome() != rest.MaybeProcessed {
		t.Errorf("%v, usable %t, %v", saved, usable, err)
	}
}

// TestAWriteThatSaysThatItWentWell: it is done, and there is no record of which anybody could take the id.
func TestAWriteThatSaysThatItWentWell(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, `{"success":true}`) })
	var saved []lamp
	c := call.New("saveLamps", "POST", "/lamps").Records([]lamp{{Shade: "red"}}, false)
	if usable, err := v.client(t, rest.Vendor{}).Do(t.Context(), c, nil, &saved); err != nil || !usable || len(saved) != 0 {
		t.Errorf("%v, usable %t, %v", saved, usable, err)
	}
}

// TestAListThatIsAFailure: an iteration that meets a failure under status 200 doesn't take it for the list's end.
func TestAListThatIsAFailure(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"1", "2"} {
		v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
			if r.URL.Query().Get("page") == at {
				return reply(http.StatusOK, `{"error":"upstream timed out"}`)
			}
			return reply(http.StatusOK, `{"lamps":[{"id":`+r.URL.Query().Get("page")+`}]}`)
		})
		list := call.New("listLamps", "GET", "/lamps").List(call.Listing{Style: call.ByNumber, Page: "page", Items: "lamps"})
		var failed error
		for _, err := range rest.All[*lampList, *lamp](t.Context(), v.client(t, rest.Vendor{}), list, nil) {
			failed = err
		}
		if !errors.Is(failed, rest.ErrDecode) || !strings.Contains(failed.Error(), "upstream timed out") {
			t.Errorf("page %s: %v", at, failed)
		}
	}
}

// A deletion isn't done because whoever responded that it failed did so with status 200.
func TestASuccessThatOnlySaysThatItFailed(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct {
		bad     bool
		message string
	}{
		`{"error":"upstream timed out"}`:                                             {true, "upstream timed out"},
		`{"Errors":[{"message":"held"}]}`:                                            {true, ""},
		`{"timestamp":1,"status":500,"error":"Internal","message":"no","path":"/x"}`: {true, "no"},
		`{"success":false,"message":"no"}`:                                           {true, "no"},
		"\xef\xbb\xbf" + `{"ok":false}`:                                              {true, ""},
		`{"Success":0,"message":"no"}`:                                               {true, "no"},
		`{"success":"false"}`:                                                        {true, ""},
		`{"success":null,"error":"no"}`:                                              {true, "no"},
		`{"success":true,"errors":["one of its files was gone already"]}`:            {},
		`{"error":"one of its files was gone already","ok":1}`:                       {},
		`{"success":null,"message":"Deleted"}`:                                       {},
		`{"error":"0"}`:                                                              {},
		``:                                                                           {},
		`{}`:                                                                         {},
		`[]`:                                                                         {},
		`{"error":null,"message":"Deleted"}`:                                         {},
		`{"errors":[],"success":true}`:                                               {},
		`{"message":"Deleted"}`:                                                      {},
		`{"id":5,"error":"the last one that the asset had"}`:                         {},
		`"Deleted"`:                                                                  {},
		`{"error":"cut`:                                                              {},
		`Deleted`:                                                                    {},
		`{"error":false}`:                                                            {},
	} {
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
		_, err := v.client(t, rest.Vendor{}).Do(t.Context(), call.New("op", "DELETE", "/lamps"), nil, nil)
		failure, ok := errors.AsType[*rest.Error](err)
		if ok != want.bad || (err != nil) != want.bad || ok && (!failure.Is(rest.ErrDecode) || failure.Outcome() != rest.MaybeProcessed || want.message != "" && failure.Message != want.message) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A vendor whose responses carry a verdict of their own has said by it how the deletion went, whatever stands beside.
func TestASuccessByItsOwnVerdictThatHasAnError(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"error":"The shift was deleted.","status":1}`)
	})
	client := v.client(t, rest.Vendor{Envelope: &rest.Envelope{Status: "status", OK: "1", Message: "error"}})
	if _, err := client.Do(t.Context(), call.New("op", "DELETE", "/lamps"), nil, nil); err != nil {
		t.Error(err)
	}
}

// A type is named where it has a short name of its own.
func TestAResponseThatHasNothingNamesTheType(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, `{"error":"x"}`) })
	for want, out := range map[string]any{
		"none of its fields is one of rest_test.lamp":           new(lamp),
		"none of its fields is one of those that were promised": new(struct{ ID int64 }),
	} {
		if err := second(v.client(t, rest.Vendor{}).Do(t.Context(), call.New("op", "GET", "/lamps"), nil, out)); err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }
