package humanity_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestWeeklyAvailability(t *testing.T) {
	t.Parallel()
	marks := func(flags map[string]value.Int) value.Map[humanity.AvailabilityMark] {
		out := value.Map[humanity.AvailabilityMark]{}
		for slot, flag := range flags {
			out[slot] = humanity.AvailabilityMark{Flag: flag}
		}
		return out
	}
	for _, test := range []struct {
		name, data string
		want       []humanity.WeeklyAvailability
		fault      bool
	}{
		{"rows", `[{"id": "5", "day": "Mon", "availability": {"33": {"flag": "1"}, "34": {"flag": 2, "approved": null}}}, {"id": 6, "day": "Sun", "availability": []}]`,
			[]humanity.WeeklyAvailability{{ID: 5, Day: "Mon", Availability: marks(map[string]value.Int{"33": 1, "34": 2})}, {ID: 6, Day: "Sun", Availability: marks(nil)}}, false},
		{"days", `{"7": {"96": {"flag": 3}}, "1": {"1": {"flag": "2"}}, "2": []}`,
			[]humanity.WeeklyAvailability{{Day: "Sun", Availability: marks(map[string]value.Int{"1": 2})}, {Day: "Mon", Availability: marks(nil)}, {Day: "Sat", Availability: marks(map[string]value.Int{"96": 3})}}, false},
		{"bare marks", `{"1": {"1": 2, "2": "1"}}`, []humanity.WeeklyAvailability{{Day: "Sun", Availability: marks(map[string]value.Int{"1": 2, "2": 1})}}, false},
		{"one row", `{"id": 5, "day": "Mon", "availability": []}`, []humanity.WeeklyAvailability{{ID: 5, Day: "Mon", Availability: marks(nil)}}, false},
		{"rows by number", `{"0": {"id": 5, "day": "Mon"}}`, []humanity.WeeklyAvailability{{ID: 5, Day: "Mon"}}, false},
		{"days of other names", `{"8": [], "tue": {"4": {"flag": 1}}}`,
			[]humanity.WeeklyAvailability{{Day: "8", Availability: marks(nil)}, {Day: "tue", Availability: marks(map[string]value.Int{"4": 1})}}, false},
		{"none", `[]`, nil, false},
		{"null", `null`, nil, false},
		{"a surprise", `[{"id": {}, "day": "Mon"}, {"day": "Tue"}]`, []humanity.WeeklyAvailability{{Day: "Mon"}, {Day: "Tue"}}, true},
		{"a word", `"none"`, nil, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := &fake{responses: map[string]string{"GET /employees/9/availabilities/weekly": ok(test.data)}}
			response, err := f.start(t).Availability.GetWeekly(t.Context(), 9, nil)
			if err != nil {
				t.Fatal(err, f.requests())
			}
			days, err := response.Days()
			if (err != nil) != test.fault || err != nil && !errors.Is(err, rest.ErrDecode) {
				t.Errorf("%v", err)
			}
			if diff := cmp.Diff(test.want, days, cmp.Comparer(func(a, b value.Time) bool { return a.Equal(b) })); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, want := range map[string]time.Weekday{"Sun": time.Sunday, "saturday": time.Saturday, "WED": time.Wednesday} {
		if day, ok := (humanity.WeeklyAvailability{Day: name}).Weekday(); !ok || day != want {
			t.Errorf("%q is %v, %v", name, day, ok)
		}
	}
	for _, name := range []string{"", "8", "Mo", "Xyz"} {
		if day, ok := (humanity.WeeklyAvailability{Day: name}).Weekday(); ok {
			t.Errorf("%q counts as %v", name, day)
		}
	}
}

func TestClockStatus(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]struct {
		word  string
		clock value.Int
		fault bool
	}{
		`"out"`: {word: "out"}, `{"id": "77", "out_timestamp": "0"}`: {clock: 77}, `[]`: {}, `null`: {}, `false`: {}, `{}`: {},
		`{"id": 77, "employee": "me"}`: {clock: 77, fault: true},
	} {
		f := &fake{responses: map[string]string{"GET /timeclocks/status/9/1": ok(data)}}
		status, err := f.start(t).Timeclocks.StatusDetails(t.Context(), 9, 1)
		if err != nil {
			t.Fatal(err)
		}
		word, isWord := status.Word()
		clock, err := status.Timeclock()
		if word != want.word || isWord != (want.word != "") || (clock != nil) != (want.clock != 0) || clock != nil && clock.ID != want.clock ||
			(err != nil) != want.fault || err != nil && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s: %q, %+v, %v", data, word, clock, err)
		}
	}
}

func TestPicture(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"avatar": "https://example.com/a.png"}`:     "https://example.com/a.png",
		`{"avatar": {"small": "s", "medium": "m"}}`:   "m",
		`{"avatar": {"small": "s", "large": []}}`:     "s",
		`{"avatar": "", "avatar_url": {"full": "f"}}`: "f",
		`{"avatar": [], "avatar_url": null}`:          "",
		`{"avatar": false, "avatar_url": {}}`:         "",
		`{}`:                                          "",
		`{"avatar": {"bigger": "b", "forum": "x", "profile": "p", "small": "s"}, "avatar_url": "own"}`: "b",
	} {
		var employee humanity.Employee
		if err := value.Decode([]byte(data), &employee); err != nil {
			t.Fatal(err)
		}
		picture, ok := employee.Picture()
		if ok != (want != "") || picture.Largest() != want {
			t.Errorf("%s: %+v, %v", data, picture, ok)
		}
	}
}

func TestLeave(t *testing.T) {
	t.Parallel()
	paris := zone(t, "Europe/Paris")
	for data, want := range map[string]humanity.NamedRef{
		`{"employee": 7}`:                                             {ID: 7},
		`{"employee": "7"}`:                                           {ID: 7},
		`{"employee": "7", "employee_name": "Ada"}`:                   {ID: 7, Name: "Ada"},
		`{"employee": {"id": "7", "name": "Ada"}, "userid": 9}`:       {ID: 7, Name: "Ada"},
		`{"employee": {"id": "7", "name": ["Ada"]}}`:                  {ID: 7},
		`{"employee": null, "userid": "9", "employee_name": "Ada"}`:   {ID: 9, Name: "Ada"},
		`{"employee": [], "userid": 9}`:                               {ID: 9},
		`{"employee": "Ada Example", "employee_name": "Ada Example"}`: {Name: "Ada Example"},
		`{}`: {},
	} {
		var leave humanity.Leave
		if err := value.Decode([]byte(data), &leave); err != nil {
			t.Fatal(err)
		}
		if who, ok := leave.Person(); who != want || ok != (want != humanity.NamedRef{}) {
			t.Errorf("%s: %+v, %v", data, who, ok)
		}
	}
	for data, want := range map[string]string{
		`{"approved_on": "1782856800"}`: "2026-07-01T00:00:00+02:00",
		`{"approved_on": 1782856800}`:   "2026-07-01T00:00:00+02:00",
		`{"approved_on": {"year": "2026", "month": 7, "day": 1, "timestamp": "1782856800"}}`:  "2026-07-01T00:00:00+02:00",
		`{"approved_on": "2026-07-01 09:30:00"}`:                                              "2026-07-01T09:30:00+02:00",
		`{"approved_on": {"id": -5, "year": 1970, "month": 1, "day": 1, "timestamp": false}}`: "",
		`{"approved_on": "0"}`:   "",
		`{"approved_on": null}`:  "",
		`{"approved_on": []}`:    "",
		`{"approved_on": false}`: "",
		`{"approved_on": "yes"}`: "",
		`{}`:                     "",
	} {
		var leave humanity.Leave
		if err := value.Decode([]byte(data), &leave); err != nil {
			t.Fatal(err)
		}
		if at, ok := leave.ApprovedAt(paris); ok != (want != "") || ok && at.Format(time.RFC3339) != want {
			t.Errorf("%s: %v, %v", data, at, ok)
		}
	}
}

func TestTradeOffers(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]struct {
		users []value.Int
		fault bool
	}{
		`{"count": 2, "data": [{"user": "1"}, {"user": 2}]}`:                            {[]value.Int{1, 2}, false},
		`{"count": 2, "data": {"10": {"user": 3}, "9": {"user": 2}, "a": {"user": 1}}}`: {[]value.Int{2, 1, 3}, false},
		`{"count": 0, "data": []}`:                                                      {nil, false},
		`{"count": 0, "data": null}`:                                                    {nil, false},
		`{"count": 0}`:                                                                  {nil, false},
		`{"data": [{"user": []}, {"user": 2}]}`:                                         {[]value.Int{0, 2}, true},
		`{"data": "none"}`:                                                              {nil, true},
	} {
		var offers humanity.TradeOffers
		if err := value.Decode([]byte(data), &offers); err != nil {
			t.Fatal(err)
		}
		rows, err := offers.Offers()
		var users []value.Int
		for _, row := range rows {
			users = append(users, row.UserID)
		}
		if !slices.Equal(users, want.users) || (err != nil) != want.fault || err != nil && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s: %v, %v", data, users, err)
		}
	}
}

// fuzzDecode checks of a decoder that its every error is one of decoding.
func fuzzDecode(f *testing.F, seeds []string, decode func(t *testing.T, data value.JSON) error) {
	for _, seed := range append(seeds, `null`, `[]`, `{}`, `""`, `"out"`, `false`, `7`, ``, `{`, ` [ ] `) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := decode(t, data); err != nil && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%q: %v", data, err)
		}
	})
}

func FuzzWeeklyAvailability(f *testing.F) {
	fuzzDecode(f, []string{
		`[{"id": "5", "day": "Mon", "availability": {"33": {"flag": "1"}}}]`, `{"1": {"1": {"flag": 2}}, "7": []}`, `{"1": {"1": 2}}`, `{"day": "Mon"}`,
	}, func(t *testing.T, data value.JSON) error {
		days, err := (&humanity.WeeklyAvailabilityResponse{Data: data}).Days()
		for _, day := range days {
			day.Weekday()
		}
		if items := data.Items(); len(items) != 0 && len(items) != len(days) {
			t.Errorf("%q: %d days of %d", data, len(days), len(items))
		}
		return err
	})
}

func FuzzTradeOffers(f *testing.F) {
	fuzzDecode(f, []string{`[{"user": "1"}]`, `{"10": {"user": 3}, "9": {"trade_id": "2"}}`}, func(t *testing.T, data value.JSON) error {
		offers, err := (&humanity.TradeOffers{Data: data}).Offers()
		if n := len(data.Items()) + len(data.Fields()); n != len(offers) {
			t.Errorf("%q: %d offers of %d", data, len(offers), n)
		}
		return err
	})
}

func FuzzTimeclockStatus(f *testing.F) {
	fuzzDecode(f, []string{`{"id": "77", "employee": {"id": 1}}`, `{"id": 77, "in_time": [], "length": {"hours": "1"}}`}, func(t *testing.T, data value.JSON) error {
		status := humanity.TimeclockStatusItem{Data: data}
		_, isWord := status.Word()
		clock, err := status.Timeclock()
		if isWord && clock != nil {
			t.Errorf("%q is a word and a clock time", data)
		}
		return err
	})
}

func FuzzEmployeePicture(f *testing.F) {
	fuzzDecode(f, []string{`{"small": "s"}`, `{"large": 7, "full": "f"}`, `"https://example.com/a.png"`}, func(t *testing.T, data value.JSON) error {
		picture, ok := (&humanity.Employee{Avatar: data}).Picture()
		if ok != (picture.Largest() != "") {
			t.Errorf("%q: %+v, %v", data, picture, ok)
		}
		return nil
	})
}

func FuzzLeave(f *testing.F) {
	fuzzDecode(f, []string{`"1782856800"`, `{"id": "7", "name": "Ada"}`, `{"year": 2026, "month": "7", "day": 1}`, `"2026-07-01"`, `1.5`}, func(t *testing.T, data value.JSON) error {
		leave := humanity.Leave{Employee: data, ApprovedOn: data}
		who, ok := leave.Person()
		at, approved := leave.ApprovedAt(time.UTC)
		if ok != (who != humanity.NamedRef{}) || approved && at.IsZero() {
			t.Errorf("%q: %+v, %v", data, who, at)
		}
		return nil
	})
}
