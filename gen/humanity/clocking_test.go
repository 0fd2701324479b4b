package humanity_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestClockingAsksFirst(t *testing.T) {
	t.Parallel()
	const refusal = `{"status": 13, "error": "Already there", "token": "secret-token"}`
	for _, test := range []struct {
		name     string
		words    []string // what the status is, each time
		response string   // to the clock-in or clock-out
		in, out  error
		inSent   bool // whether the clock-in was sent
		outSent  bool // whether the clock-out was
	}{
		{"in", []string{`"in"`}, ok(`{"id": 7}`), humanity.ErrAlreadyClockedIn, nil, false, true},
		{"out", []string{`"out"`}, ok(`{"id": 7}`), nil, humanity.ErrNotClockedIn, true, false},
		{"in, loudly", []string{`" IN "`}, ok(`{"id": 7}`), humanity.ErrAlreadyClockedIn, nil, false, true},
		{"an unknown word", []string{`"on break"`}, ok(`{"id": 7}`), nil, nil, true, true},
		{"overtaken, in", []string{`"elsewhere"`, `"in"`}, refusal, humanity.ErrAlreadyClockedIn, rest.ErrInvalid, true, true},
		{"overtaken, out", []string{`"elsewhere"`, `"out"`}, refusal, rest.ErrInvalid, humanity.ErrNotClockedIn, true, true},
		{"refused for another reason", []string{`"elsewhere"`}, refusal, rest.ErrInvalid, rest.ErrInvalid, true, true},
		{"refused with another code", []string{`"elsewhere"`, `"in"`}, `{"status": 20, "error": "Not allowed"}`, rest.ErrForbidden, rest.ErrForbidden, true, true},
		{"no status", []string{``}, ok(`{"id": 7}`), rest.ErrInvalid, rest.ErrInvalid, false, false},
		{"a status that is no word", []string{`{"id": 7}`}, ok(`{"id": 7}`), rest.ErrDecode, rest.ErrDecode, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, out := range []bool{false, true} {
				words := slices.Clone(test.words)
				f := &fake{response: func(ask string, _ url.Values) string {
					if !strings.HasPrefix(ask, "GET ") {
						return test.response
					}
					word := words[0]
					if len(words) > 1 {
						words = words[1:]
					}
					if word == "" {
						return ""
					}
					return ok(word)
				}}
				client := f.start(t)
				var item *humanity.TimeclockItem
				var err error
				want, sent := test.in, test.inSent
				if out {
					want, sent = test.out, test.outSent
					item, err = client.Timeclocks.ClockOutChecked(t.Context(), 9, &humanity.ClockOut{Notes: new("bye")})
				} else {
					item, err = client.Timeclocks.ClockInChecked(t.Context(), 9, nil)
				}
				if !errors.Is(err, want) || (want == nil) != (err == nil) || (item != nil) != (err == nil) {
					t.Errorf("out %v: %+v, %v, want %v", out, item, err, want)
				}
				if clock, isClock := errors.AsType[*humanity.ClockError](err); isClock {
					refused := len(test.words) > 1
					if clock.EmployeeID != 9 || (clock.Refusal != nil) != refused || errors.Is(err, rest.ErrInvalid) != refused || !strings.Contains(err.Error(), "employee 9: ") {
						t.Errorf("out %v: %v", out, err)
					}
				}
				if err != nil && strings.Contains(err.Error(), "secret") {
					t.Errorf("the error shows the token: %v", err)
				}
				wrote := slices.ContainsFunc(f.requests(), func(s string) bool { return !strings.HasPrefix(s, "GET ") })
				if wrote != sent {
					t.Errorf("out %v: asked %q", out, f.requests())
				}
			}
		})
	}
	f := &fake{responses: map[string]string{"GET /timeclocks/status/9/0": ok(`"in"`), "PUT /employees/9/clockout": ok(`{"id": "7"}`)}}
	item, err := f.start(t).Timeclocks.ClockOutChecked(t.Context(), 9, &humanity.ClockOut{Notes: new("bye")}, humanity.ForCompany(5))
	want := []string{"GET /timeclocks/status/9/0?child_company_id=5", "PUT /employees/9/clockout child_company_id=5&notes=bye"}
	if got := f.requests(); err == nil || !slices.Equal(got, want[:1]) {
		t.Errorf("asked %q, %v, %v", got, item, err) // the fake has no response with child_company_id
	}
}
