package vendortest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func humanityClient(t *testing.T, s *vendortest.Server, options ...auth.EditorOption) *humanity.Client {
	t.Helper()
	c := s.Credentials()
	source, err := auth.HumanityPassword(auth.HumanityConfig{
		BaseURL: s.URL, ClientID: c.ClientID, ClientSecret: auth.NewSecret(c.ClientSecret), Username: c.Username, Password: auth.NewSecret(c.Password),
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := humanity.NewClient(s.URL, humanity.WithRequestEditorFn(auth.Humanity(source, options...)))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestHumanityKeysLikeEscapes: the key of a custom field goes to the vendor and comes back as it is, also where it is written like an
// escaped bracket.
func TestHumanityKeysLikeEscapes(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHumanity(t)
	client := humanityClient(t, s)
	employees, err := client.Employees.List(t.Context(), nil)
	if err != nil || len(employees.Data) == 0 {
		t.Fatal(employees, err)
	}
	id := int64(employees.Data[0].ID)
	sent := map[string]string{"%5D": "1", "a%5Bb%5D": "[2]", "c%255D": "%5D", "%": "4", "d&e=f+g h": "5"}
	if _, err := client.Employees.Update(t.Context(), id, humanity.EmployeeUpdate{Custom: sent}); err != nil {
		t.Fatal(err)
	}
	read, err := client.Employees.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for key, field := range read.Data.Custom.Fields() {
		if _, ours := sent[key]; ours {
			got[key], _ = field.Field("value").Text()
		}
	}
	if diff := cmp.Diff(sent, got); diff != "" {
		t.Errorf("(-sent +read):\n%s\n%s", diff, read.Data.Custom)
	}
}

func TestHumanityClient(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]auth.EditorOption{"query": nil, "header": {auth.HumanityHeader()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			s := vendortest.NewHumanity(t)
			client := humanityClient(t, s, options...)
			me, err := client.Me.Get(ctx)
			if err != nil || me.Data.Username != s.Credentials().Username {
				t.Fatalf("me: %+v, %v", me, err)
			}
			if _, err := client.Timeclocks.ClockIn(ctx, int64(me.Data.ID), nil); err != nil {
				t.Fatal(err)
			}
			_, err = client.Timeclocks.ClockIn(ctx, int64(me.Data.ID), nil)
			if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Code != "13" || failure.Status != 200 || !errors.Is(err, rest.ErrInvalid) {
				t.Errorf("clocked in twice: %v", err)
			}
			s.Fail(vendortest.Fault{Operation: "listPositions", Code: 91})
			if _, err := client.Positions.List(ctx, nil, rest.Retries(0)); !errors.Is(err, rest.ErrRateLimited) {
				t.Errorf("throttled: %v", err)
			}

			// The vendor says 200 to a token that has expired. The call is made again with a new one.
			s.Advance(time.Hour)
			n := 0
			for leave, err := range client.Leaves.All(ctx, nil) {
				if err != nil {
					t.Fatal(err)
				}
				if leave.EmployeeName == "" || leave.StartDay.Date.IsZero() {
					t.Fatalf("leave %+v", leave)
				}
				n++
			}
			if n != 130 {
				t.Errorf("%d leaves, want 130", n)
			}
			if tokens := s.Tokens(); tokens.Issued != 1 || tokens.Refreshed != 1 {
				t.Errorf("%+v", tokens)
			}
			if v := s.Violations(); len(v) > 0 {
				t.Errorf("violations: %v", v)
			}
		})
	}
}

// The forms in which one thing comes are read by the client, whichever the simulator sends.
func TestHumanityFormsByItsClient(t *testing.T) {
	t.Parallel()
	s, ctx := vendortest.NewHumanity(t), t.Context()
	client := humanityClient(t, s)
	sites := map[string]int{}
	for id := int64(440000000); id < 440000012; id++ {
		shift, err := client.Shifts.Get(ctx, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		switch site := shift.Data.RemoteSite; {
		case site.ID > 0 && site.HasPlace():
			sites["id and place"]++
		case site.ID > 0:
			sites["id"]++
		case site.HasPlace():
			sites["place"]++
		default:
			sites["none"]++
		}
		approvals, err := client.ShiftApprovals.List(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range approvals.Data {
			if row.ShiftID != value.Int(id) || row.EmployeeID == 0 && len(shift.Data.Employees) > 0 {
				t.Errorf("approval %+v", row)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"id and place": 3, "id": 3, "place": 3, "none": 3}, sites); diff != "" {
		t.Error(diff)
	}
	list, err := client.Shifts.List(ctx, nil)
	if err != nil || len(list.Data) != 168 {
		t.Fatalf("%v, %d shifts", err, len(list.Data))
	}
	clocks, err := client.Timeclocks.List(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	of, none := 0, 0
	for _, clock := range clocks.Data {
		if clock.ShiftID != 0 {
			of++
		}
		if clock.Position == nil || clock.Position.ID == 0 {
			none++
		}
	}
	if of < 10 || none < 5 {
		t.Errorf("%d clock times of shifts, %d without a position", of, none)
	}
	report, err := client.Reports.Group(ctx, &humanity.GetGroupReportParams{StartDate: value.ParseDate("2025-03-03"), EndDate: value.ParseDate("2025-03-09"), Type: "schedule_summary"})
	if err != nil || len(report.Rows) == 0 || len(report.Rows[0].Shifts) == 0 || report.Rows[0].Shifts[0].StartTimestamp.IsZero() {
		t.Errorf("%v, %+v", err, report)
	}
	if len(s.Violations()) > 0 {
		t.Error(s.Violations())
	}
}
