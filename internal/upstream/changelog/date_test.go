package changelog

import (
	"testing"
	"time"
)

func TestFindDate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, want string
		rest       string // what isn't the date
	}{
		{"11 July 2025", "2025-07-11", ""},
		{"01 April 2020", "2020-04-01", ""},
		{"19 Februry 2025", "2025-02-19", ""},
		{"6 Septembre 2023", "2023-09-06", ""},
		{"7 août 2023", "2023-08-07", ""},
		{"4 march 2025", "2025-03-04", ""},
		{"?? June 2020", "2020-06", ""},
		{"July 11, 2025", "2025-07-11", ""},
		{"Sept. 3rd 2025", "2025-09-03", ""},
		{"3rd of September, 2025", "2025-09-03", ""},
		{"June 2020", "2020-06", ""},
		{"[1.2.0] - 2025-07-11", "2025-07-11", "[1.2.0] - "},
		{"2025/7/1", "2025-07-01", ""},
		{"31.12.2025", "2025-12-31", ""},
		{"12/31/2025", "2025-12-31", ""},
		{"5/5/2025", "2025-05-05", ""},
		{"7/11/2025", "2025", ""}, // in July or in November
		{"31 June 2020", "2020-06", ""},
		{"3 Juny 2020", "2020", ""}, // June or July
		{"Maintenance on 5 May 2021 at noon", "2021-05-05", "Maintenance on  at noon"},
	}
	for _, test := range tests {
		date, start, end, found := findDate(test.text)
		if !found || date.String() != test.want {
			t.Errorf("%q: %v, %v, want %s", test.text, date, found, test.want)
			continue
		}
		if rest := test.text[:start] + test.text[end:]; rest != test.rest {
			t.Errorf("%q: left %q, want %q", test.text, rest, test.rest)
		}
	}
	for _, text := range []string{"Date TBD", "", "Version 12.4.1", "250 requests in 5 minutes", "3 match points", "Improvements", "0000-00-00", "99 May 9999"} {
		if date, _, _, found := findDate(text); found {
			t.Errorf("%q: found %v", text, date)
		}
	}
}

func TestGuessYears(t *testing.T) {
	t.Parallel()
	dates := func(all ...Date) []Entry {
		var list []Entry
		for _, d := range all {
			list = append(list, Entry{Date: d})
		}
		return list
	}
	day := func(y int, m time.Month, d int) Date { return Date{Year: y, Month: m, Day: d} }
	tests := []struct {
		name    string
		entries []Entry
		want    []string
	}{
		{"later in the year", dates(day(0, 10, 29), day(2024, 8, 24)), []string{"2024-10-29", "2024-08-24"}},
		{"after new year", dates(day(0, 1, 9), day(2024, 11, 12)), []string{"2025-01-09", "2024-11-12"}},
		{"the oldest", dates(day(2024, 1, 9), day(0, 11, 12)), []string{"2024-01-09", "2023-11-12"}},
		{"over one without a date", dates(day(0, 3, 1), Date{}, day(2024, 2, 1)), []string{"2024-03-01", "unknown", "2024-02-01"}},
		{"nothing to go by", dates(day(0, 3, 1)), []string{"unknown"}},
	}
	for _, test := range tests {
		guessYears(test.entries)
		for i, want := range test.want {
			if got := test.entries[i].Date.String(); got != want {
				t.Errorf("%s: entry %d: %s, want %s", test.name, i, got, want)
			}
		}
	}
}

func TestDateAdds(t *testing.T) {
	t.Parallel()
	full := Date{Year: 2024, Month: 10, Day: 29}
	tests := []struct {
		name        string
		date, known Date
		want        bool
	}{
		{"the same", full, full, false},
		{"another day", full, Date{Year: 2024, Month: 10, Day: 28}, true},
		{"another year", full, Date{Year: 2023, Month: 10, Day: 29}, true},
		{"a guessed year", Date{Year: 2023, Month: 10, Day: 29, Guessed: true}, full, false},
		{"no date any more", Date{}, full, false},
		{"a date at last", full, Date{}, true},
		{"a day at last", full, Date{Year: 2024, Month: 10}, true},
		{"less than was known", Date{Year: 2024, Month: 10}, full, false},
		{"less, and another month", Date{Year: 2024, Month: 9}, full, true},
	}
	for _, test := range tests {
		if got := test.date.adds(test.known); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
