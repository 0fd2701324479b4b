package humanity_test

import (
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Skipf("no zone database here: %v", err)
	}
	return loc
}

func TestMoment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, text, want string }{
		{"Europe/Paris", "2026-03-29 01:59:59", "2026-03-29T01:59:59+01:00"},
		{"Europe/Paris", "2026-03-29 02:00:00", "2026-03-29T03:00:00+02:00"}, // clocks skip it
		{"Europe/Paris", "2026-03-29 02:30:00", "2026-03-29T03:30:00+02:00"},
		{"Europe/Paris", "2026-03-29 03:00:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Paris", "2026-10-25 01:59:59", "2026-10-25T01:59:59+02:00"},
		{"Europe/Paris", "2026-10-25 02:30:00", "2026-10-25T02:30:00+02:00"}, // clocks show it twice
		{"Europe/Paris", "2026-10-25 03:00:00", "2026-10-25T03:00:00+01:00"},
		{"America/New_York", "2026-03-08 01:59:59", "2026-03-08T01:59:59-05:00"},
		{"America/New_York", "2026-03-08 02:30:00", "2026-03-08T03:30:00-04:00"},
		{"America/New_York", "2026-11-01 00:59:59", "2026-11-01T00:59:59-04:00"},
		{"America/New_York", "2026-11-01 01:30:00", "2026-11-01T01:30:00-04:00"},
		{"America/New_York", "2026-11-01 02:00:00", "2026-11-01T02:00:00-05:00"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"}, // a midnight that clocks skip
		{"Australia/Lord_Howe", "2026-10-04 02:15:00", "2026-10-04T02:45:00+11:00"},
		{"Pacific/Apia", "2011-12-30 12:00:00", "2011-12-31T12:00:00+14:00"}, // a day that didn't exist
		{"Europe/Paris", "1782856800", "2026-07-01T00:00:00+02:00"},          // seconds since 1970
		{"Europe/Paris", "2026-06-29T17:00:00-0500", "2026-06-30T00:00:00+02:00"},
		{"Europe/Paris", "2026-06-29T17:00:00.25", "2026-06-29T17:00:00.25+02:00"},
		{"Europe/Paris", "0", ""},
		{"Europe/Paris", "", ""},
		{"Europe/Paris", "0000-00-00 00:00:00", ""},
		{"Europe/Paris", "soon", ""},
	} {
		got, ok := humanity.Moment(value.ParseTime(test.text), zone(t, test.zone))
		if ok != (test.want != "") || ok && got.Format(time.RFC3339Nano) != test.want {
			t.Errorf("%s in %s: %s, %v, want %s", test.text, test.zone, got.Format(time.RFC3339Nano), ok, test.want)
		}
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		slot humanity.Slot
		text string
	}{{1, "00:00"}, {2, "00:15"}, {37, "09:00"}, {96, "23:45"}, {97, "24:00"}, {0, "slot 0"}, {98, "slot 98"}, {-3, "slot -3"}} {
		if got := test.slot.String(); got != test.text {
			t.Errorf("slot %d is %s, want %s", test.slot, got, test.text)
		}
	}
	paris, york := zone(t, "Europe/Paris"), zone(t, "America/New_York")
	for _, test := range []struct {
		loc   *time.Location
		day   string
		hours float64
	}{
		{paris, "2026-03-28", 24}, {paris, "2026-03-29", 23}, {paris, "2026-10-25", 25},
		{york, "2026-03-08", 23}, {york, "2026-11-01", 25}, {york, "2026-12-31", 24},
	} {
		day := value.ParseDate(test.day)
		start, ok := humanity.FirstSlot.On(day, test.loc)
		end, okEnd := humanity.EndOfDay.On(day, test.loc)
		if got := end.Sub(start).Hours(); !ok || !okEnd || got != test.hours {
			t.Errorf("%s in %v has %v hours, want %v", test.day, test.loc, got, test.hours)
		}
		if humanity.SlotOf(start) != humanity.FirstSlot || humanity.SlotOf(end) != humanity.FirstSlot || !humanity.Day(end.Add(-time.Nanosecond), test.loc).Equal(day) {
			t.Errorf("%s in %v goes from %v to %v", test.day, test.loc, start, end)
		}
		// Every slot that clocks show on that day leads back to itself; the four that they skip don't.
		lost := 0
		for slot := humanity.FirstSlot; slot < humanity.EndOfDay; slot++ {
			at, _ := slot.On(day, test.loc)
			if humanity.SlotOf(at) != slot {
				lost++
			}
		}
		if want := map[float64]int{23: 4}[test.hours]; lost != want {
			t.Errorf("%s in %v: %d slots lead elsewhere, want %d", test.day, test.loc, lost, want)
		}
	}
	for _, slot := range []humanity.Slot{0, 98, -1} {
		if _, ok := slot.On(value.ParseDate("2026-01-01"), paris); ok || slot.Valid() {
			t.Errorf("slot %d counts as one", slot)
		}
	}
	if _, ok := humanity.FirstSlot.On(value.ParseDate("someday"), paris); ok {
		t.Error("a day that is none has a midnight")
	}
	for _, test := range []struct {
		in   humanity.TimeSlot
		want humanity.Slot
		ok   bool
	}{
		{humanity.TimeSlot{ID: 97, Time: "12 am"}, 97, true}, {humanity.TimeSlot{Time: "9 am"}, 37, true},
		{humanity.TimeSlot{Time: "24:00"}, 97, true}, {humanity.TimeSlot{ID: 200, Time: "9 am"}, 37, false}, {humanity.TimeSlot{}, 1, false},
	} {
		if got, ok := test.in.Slot(); ok != test.ok || ok && got != test.want {
			t.Errorf("%+v is slot %d, %v", test.in, got, ok)
		}
	}
}

func TestClockTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]int{
		"9:00am": {9, 0}, "9 am": {9, 0}, "9am": {9, 0}, "12am": {0, 0}, "12:30 PM": {12, 30}, "5:00pm": {17, 0}, " 11:59pm ": {23, 59},
		"0:15am": {0, 15}, "17:30": {17, 30}, "09:05": {9, 5}, "17:30:59": {17, 30}, "24:00": {24, 0}, "24:00:00": {24, 0}, "00:00": {0, 0},
	} {
		if hour, minute, ok := humanity.ParseClock(text); !ok || [2]int{hour, minute} != want {
			t.Errorf("%q is %d:%d, %v", text, hour, minute, ok)
		}
	}
	for _, text := range []string{"", "9", "-", "25:00", "24:01", "24:00:01", "13pm", "0pm", "9:5", "9:60", "9:00:00:00", "+9:00", "9:-1", "am", "9.30", "009:00", "noon"} {
		if hour, minute, ok := humanity.ParseClock(text); ok {
			t.Errorf("%q counts as %d:%02d", text, hour, minute)
		}
	}
	at := time.Date(2015, time.March, 11, 1, 33, 59, 0, time.UTC)
	if a, b, c := humanity.ClockText(at), humanity.ClockText24(at), humanity.ClockDateText(at); a != "1:33am" || b != "01:33" || c != "Mar 11, 2015 01:33am" {
		t.Errorf("written %q, %q, %q", a, b, c)
	}
	for hour := range 24 {
		at := time.Date(2026, 1, 1, hour, 7, 0, 0, time.UTC)
		for _, text := range []string{humanity.ClockText(at), humanity.ClockText24(at)} {
			if h, m, ok := humanity.ParseClock(text); !ok || h != hour || m != 7 {
				t.Errorf("%q is read as %d:%d, %v", text, h, m, ok)
			}
		}
	}
}

func TestDateObject(t *testing.T) {
	t.Parallel()
	paris := zone(t, "Europe/Paris")
	for _, test := range []struct{ name, data, want, day string }{
		{"numbers", `{"id": 6033, "month": 6, "day": 29, "year": 2026, "hours": 17, "minutes": 5, "seconds": 9, "timestamp": 1782745509}`, "2026-06-29T17:05:09+02:00", "2026-06-29"},
		{"strings of 2012", `{"id": "842", "month": "4", "day": "20", "year": "2012", "week": "16", "time": "9:00 am"}`, "2012-04-20T09:00:00+02:00", "2012-04-20"},
		{"wall time", `{"year": 2026, "month": 3, "day": 29, "date": "2026-03-29 02:30:00"}`, "2026-03-29T03:30:00+02:00", "2026-03-29"},
		{"an offset decides", `{"year": 2026, "month": 10, "day": 25, "date": "2026-10-25 02:30:00", "iso8601": "2026-10-25T02:30:00+0100"}`, "2026-10-25T02:30:00+01:00", "2026-10-25"},
		{"the account's day, not the caller's", `{"year": 2026, "month": 6, "day": 29, "iso8601": "2026-06-29T20:00:00-0500", "timestamp": 1782781200}`, "2026-06-30T03:00:00+02:00", "2026-06-29"},
		{"an offset alone", `{"iso8601": "2026-06-29T20:00:00-0500"}`, "2026-06-30T03:00:00+02:00", "2026-06-29"},
		{"a timestamp as text", `{"year": "2026", "month": "7", "day": "1", "timestamp": "1782856800"}`, "2026-07-01T00:00:00+02:00", "2026-07-01"},
		{"a day alone", `{"date": "2026-07-01"}`, "2026-07-01T00:00:00+02:00", "2026-07-01"},
		{"a day and hours", `{"date": "2026-07-01", "hours": "8", "minutes": 30}`, "2026-07-01T08:30:00+02:00", "2026-07-01"},
		{"not set", `{"id": -14609, "month": 1, "day": 1, "year": 1970, "date": "1970-01-01 00:00:00", "timestamp": false, "iso8601": "1970-01-01T00:00:00-0600"}`, "", ""},
		{"not set, west of Greenwich", `{"id": -14610, "month": 12, "day": 31, "year": 1969, "timestamp": "0"}`, "", ""},
		{"not set, but for an odd id", `{"month": 1, "day": 1, "year": 1970, "timestamp": false}`, "", ""},
		{"a negative id", `{"id": -1, "month": 1, "day": 1, "year": 2010, "timestamp": false}`, "", ""},
		{"empty", `{}`, "", ""},
		{"nonsense", `{"year": 2026, "month": 13, "day": 40, "date": "then"}`, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var d humanity.DateObject
			if err := value.Decode([]byte(test.data), &d); err != nil {
				t.Fatal(err)
			}
			at := d.In(paris)
			if got := at.Format(time.RFC3339); test.want != "" && got != test.want || test.want == "" && !at.IsZero() {
				t.Errorf("it is %s, want %s", got, test.want)
			}
			if got := d.Calendar().String(); got != test.day || d.IsSet() != (test.want != "") {
				t.Errorf("its day is %q, want %q; set: %v", got, test.day, d.IsSet())
			}
		})
	}
}

func TestShiftTimes(t *testing.T) {
	t.Parallel()
	paris := zone(t, "Europe/Paris")
	for _, test := range []struct{ name, data, start, end string }{
		{"strings", `{"start_timestamp": "2026-06-29 22:00:00", "end_timestamp": "2026-06-30 06:00:00"}`, "2026-06-29T22:00:00+02:00", "2026-06-30T06:00:00+02:00"},
		{"slots", `{"start_date": {"year": 2026, "month": 6, "day": 29}, "start_time": {"id": "89"}, "end_date": {"year": 2026, "month": 6, "day": 29}, "end_time": {"id": 97}}`, "2026-06-29T22:00:00+02:00", "2026-06-30T00:00:00+02:00"},
		{"a night of 25 hours", `{"start_timestamp": "2026-10-24 22:00:00", "end_timestamp": "2026-10-25 06:00:00"}`, "2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00"},
		{"within the doubled hour", `{"start_timestamp": "2026-10-25 02:45:00", "end_timestamp": "2026-10-25 02:15:00"}`, "2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00"},
		{"an offset settles it", `{"start_timestamp": "2026-10-25 02:45:00", "start_date": {"year": 2026, "month": 10, "day": 25, "iso8601": "2026-10-25T02:45:00+0100"}}`, "2026-10-25T02:45:00+01:00", ""},
		{"an offset settles it with slots", `{"start_time": {"id": 12}, "start_date": {"year": 2026, "month": 10, "day": 25, "iso8601": "2026-10-25T02:45:00+0100"}}`, "2026-10-25T02:45:00+01:00", ""},
		{"objects alone", `{"end_date": {"year": 2026, "month": 6, "day": 29, "hours": 7}}`, "", "2026-06-29T07:00:00+02:00"},
		{"not set", `{"start_timestamp": "0", "end_timestamp": null}`, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var shift humanity.Shift
			if err := value.Decode([]byte(test.data), &shift); err != nil {
				t.Fatal(err)
			}
			start, okStart := shift.StartIn(paris)
			end, okEnd := shift.EndIn(paris)
			if okStart != (test.start != "") || okStart && start.Format(time.RFC3339) != test.start ||
				okEnd != (test.end != "") || okEnd && end.Format(time.RFC3339) != test.end {
				t.Errorf("from %v, %v to %v, %v; want %s to %s", start, okStart, end, okEnd, test.start, test.end)
			}
		})
	}

	start := time.Date(2026, 6, 29, 20, 0, 0, 0, time.UTC)
	var create humanity.ShiftCreate
	create.SetTimes(start, start.Add(8*time.Hour), paris)
	var update humanity.ShiftUpdate
	update.SetTimes(start, start.Add(8*time.Hour), paris)
	for name, form := range map[string]any{"create": create, "update": update} {
		values, err := call.EncodeForm(form)
		if err != nil || values.Get("start_date") != "2026-06-29" || values.Get("start_time") != "10:00pm" || values.Get("end_date") != "2026-06-30" || values.Get("end_time") != "6:00am" {
			t.Errorf("%s: %v, %v", name, values, err)
		}
	}
}

func TestClockTimes(t *testing.T) {
	t.Parallel()
	paris := zone(t, "Europe/Paris")
	var done, running humanity.Timeclock
	for data, into := range map[string]*humanity.Timeclock{
		`{"in_timestamp": "1782856800", "out_timestamp": "1782885600", "start_timestamp": "2026-07-01 00:00:00", "end_timestamp": "2026-07-01 08:00:00"}`: &done,
		`{"in_timestamp": null, "out_timestamp": "0", "start_timestamp": "2026-07-01 00:00:00", "end_timestamp": null, "out_time": []}`:                   &running,
	} {
		if err := value.Decode([]byte(data), into); err != nil {
			t.Fatal(err)
		}
	}
	in, _ := done.InAt(paris)
	out, ok := done.OutAt(paris)
	if !ok || in.Format(time.RFC3339) != "2026-07-01T00:00:00+02:00" || out.Sub(in) != 8*time.Hour {
		t.Errorf("from %v to %v", in, out)
	}
	if in, ok := running.InAt(paris); !ok || in.Format(time.RFC3339) != "2026-07-01T00:00:00+02:00" {
		t.Errorf("in at %v, %v", in, ok)
	}
	if out, ok := running.OutAt(paris); ok {
		t.Errorf("out at %v while clocked in", out)
	}
	if at, ok := humanity.DayAt(value.ParseDate("2026-10-25"), "9:00am", paris); !ok || at.Format(time.RFC3339) != "2026-10-25T09:00:00+01:00" {
		t.Errorf("%v, %v", at, ok)
	}
	if _, ok := humanity.DayAt(value.Date{}, "9:00am", paris); ok {
		t.Error("no day has a nine o'clock")
	}
}

// Whatever comes, a moment shows the wall time that was read, unless clocks skip it, and the second of two is no earlier.
func FuzzMoment(f *testing.F) {
	for _, seed := range []string{"2026-03-29 02:30:00", "2026-10-25 02:30:00", "1782856800", "2026-06-29T17:00:00-0500", "0", "false", "2011-12-30", "0000-00-00 00:00:00", "1e12", "-1"} {
		f.Add(seed, "Europe/Paris")
		f.Add(seed, "America/New_York")
	}
	f.Add("1883-11-18 12:00:00", "America/New_York")
	f.Add("2018-11-04", "America/Sao_Paulo")
	f.Fuzz(func(t *testing.T, text, name string) {
		loc, err := time.LoadLocation(name)
		if err != nil {
			loc = time.UTC
		}
		raw := value.ParseTime(text)
		at, ok := humanity.Moment(raw, loc)
		if !ok {
			return
		}
		wall := raw.Time()
		if at.Equal(wall) || wall.Year() < 1901 || wall.Year() > 2200 {
			return // absolute, or beyond what zones are known for
		}
		shown := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
		if skipped := shown.Sub(wall); skipped != 0 && raw.In(loc).Format(time.DateTime) == wall.Format(time.DateTime) {
			t.Errorf("%q in %v is %v, %v off", text, loc, at, skipped)
		}
		if again, _ := humanity.Moment(raw, loc); !again.Equal(at) {
			t.Errorf("%q in %v is %v and %v", text, loc, at, again)
		}
	})
}

func FuzzDateObject(f *testing.F) {
	for _, seed := range []string{
		`{"id": "842", "month": "4", "day": "20", "year": "2012", "time": "9:00 am"}`, `{"timestamp": false, "id": -14609, "year": 1970, "month": 1, "day": 1}`,
		`{"iso8601": "2026-06-29T17:00:00-0500", "timestamp": 1782745509}`, `{"date": "2026-07-01 10:00:00"}`, `[]`, `null`, `{"year": 2026, "month": 13}`, `{"hours": 999999999, "year": 2026, "month": 2, "day": 31}`,
	} {
		f.Add([]byte(seed))
	}
	loc := time.FixedZone("", -5*3600)
	f.Fuzz(func(t *testing.T, data []byte) {
		var d humanity.DateObject
		_ = value.Decode(data, &d)
		at, day := d.In(loc), d.Calendar()
		if !d.IsSet() && (!at.IsZero() || !day.IsZero()) {
			t.Errorf("%s isn't set, and is %v, %v", data, at, day)
		}
		if !day.IsZero() && !day.Valid() {
			t.Errorf("%s has the day %q", data, day)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, seed := range []string{"9:00am", "9 am", "17:30:00", "24:00", "12am", "-", "pm", "99:99", "1:00:00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		hour, minute, ok := humanity.ParseClock(text)
		if ok && (hour < 0 || hour > 24 || minute < 0 || minute > 59 || hour == 24 && minute > 0) || !ok && hour+minute != 0 {
			t.Errorf("%q is %d:%d, %v", text, hour, minute, ok)
		}
		if slot, ok := (humanity.TimeSlot{Time: text}).Slot(); ok && !slot.Valid() {
			t.Errorf("%q is slot %d", text, slot)
		}
	})
}
