package rest

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// FuzzListing iterates over lists whose pages are anything. An iteration ends soon after the vendor has nothing new to say, gives rows only
// of the pages that came, and ends well or with an error that has a type.
func FuzzListing(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"rows":[{"id":1,"at":"a"}],"meta":{"next":2,"pages":2,"page":1,"total":2,"token":"t"}}`, `{"rows":[{"id":2,"at":"b"}],"meta":{"page":2,"pages":2}}`},
		{`{"rows":[{"id":1}],"meta":{"next":9223372036854775807,"total":-1}}`, `{"rows":[{"id":1}],"meta":{"next":-1,"pages":-9}}`},
		{`[{"id":1}]`, `[]`}, {`[{"id":1}]`, `[{"id":1}]`}, {`{"rows":[]}`, `{}`}, {`{"rows":null,"record_count":1e9}`, `7`},
		{`{"rows":[{"id":1,"at":"@@"}],"meta":{"token":"@@&page=7"}}`, `{"rows":[{"id":"x"}],"meta":{"token":"\u0000"}}`}, {`{"meta":{"next":1e400}}`, ``},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	type row struct {
		ID value.Int `json:"id"`
		At string    `json:"at"`
	}
	type meta struct {
		Next  value.Int `json:"next"`
		Pages int64     `json:"pages"`
		Page  int64     `json:"page"`
		Total float64   `json:"total"`
		Token string    `json:"token"`
	}
	type list struct {
		Rows []row `json:"rows"`
		Meta *meta `json:"meta"`
	}
	figures := call.Listing{Page: "page", Size: "size", Cap: 2, Items: "rows", Next: "meta.next", Pages: "meta.pages", Current: "meta.page", Total: "meta.total", Token: "meta.token", Ceiling: 100}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		first, second = echoing(first), echoing(second)
		for _, style := range []call.Style{call.ByNumber, call.ByOffset, call.ByCursor, call.ByTime, call.Unpaged} {
			for _, loose := range []bool{false, true} {
				listing := figures
				listing.Style, listing.Loose = style, loose
				if style == call.ByTime {
					listing.From, listing.Key = "at", "id"
				}
				a := &responding{status: 200, bodies: [][]byte{first, second, []byte(`{"rows":[]}`)}}
				client := asking(t, Vendor{}, a)
				rows := 0
				for _, err := range All[*list, *row](t.Context(), client, call.New("listThings", "GET", "/things").List(listing), nil) {
					if err == nil {
						rows++
						continue
					}
					if page, ok := errors.AsType[*PageError](err); ok {
						if !errors.Is(page, ErrRepeatedPage) && !errors.Is(page, ErrPageCeiling) && !errors.Is(page, ErrIncomplete) {
							t.Fatalf("%s: %v", style, err)
						}
						continue
					}
					if failure := checkError(t, err); !failure.Is(ErrDecode) {
						t.Fatalf("%s: %v", style, err)
					}
				}
				most := map[string]int{"none": 1, "time": 30, "cursor": 14, "number": 5, "offset": 5}[string(style)]
				if a.asked > most {
					t.Fatalf("%s: asked %d times", style, a.asked)
				}
				if most := strings.Count(string(first), "{") + strings.Count(string(second), "{") + strings.Count(string(first)+string(second), ",") + 2; rows > most {
					t.Fatalf("%s: %d rows of %q and %q", style, rows, first, second)
				}
			}
		}
	})
}

// FuzzCursor takes up iterations at cursors that were stored somewhere, and perhaps changed there.
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "offset:20", "offset:-1", "offset:x#rows=2:t6", "number:2", "number:0", "number:-1", "number:9223372036854775807", "number:1e400", "number:", "cursor:a:b", "time:", ":", "number", "cursor:@@\r\n", "number:3:200:t523:p100:s1q2:f3:e1:h1", "number:3:200:u8,1q2.0,0.0,zz.zy", "number:3:200:u1", "number:3:200:u1,1", "number:3:200:u1,zzzzz.1", "number:3:200:u33,1.1", "offset:20#rows=20:u2,1q2.2", "number:3:-1", "number:3:1:", "cursor:a#rows=2:t6", "time:2026-03-05T10:00:05Z#seen=1,zz"} {
		f.Add(seed, int64(1))
		f.Add(seed, int64(-7))
	}
	f.Fuzz(func(t *testing.T, text string, first int64) {
		for _, style := range []call.Style{call.ByNumber, call.ByOffset, call.ByCursor, call.ByTime, call.Unpaged} {
			at, err := startAt(Cursor(text), style, first)
			switch {
			case err != nil:
				if !errors.Is(err, ErrBadCursor) {
					t.Fatalf("%s: %q: %v", style, text, err)
				}
				continue
			case text == "":
				continue
			case style == call.ByNumber && at.number < 1:
				t.Fatalf("%q is page %d", text, at.number)
			}
			if again, err := startAt(cursorAt(style, at), style, first); err != nil || !reflect.DeepEqual(again, at) {
				t.Fatalf("%s: %q is %+v, then %+v, %v", style, text, at, again, err)
			}
		}
	})
}
