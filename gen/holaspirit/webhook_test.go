package holaspirit_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestParseWebhook(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       holaspirit.WebhookEvent
	}{
		{
			name: "task with a context",
			body: `{"object":"task","activity":"update","id":"5f","title":"Paint","status":"waiting","context":{"funnels":[{"circle":"House","members":[{"id":"m1","member":"Ann"}],"isSync":"yes"}]},"new":1}`,
			want: &holaspirit.WebhookTask{
				Object: "task", Activity: "update", ID: "5f", Title: "Paint", Status: "waiting",
				Context: &holaspirit.WebhookContext{Funnels: []holaspirit.WebhookContextFunnel{
					{Circle: "House", Members: []holaspirit.WebhookFunnelMember{{ID: "m1", Member: "Ann"}}, IsSync: "yes"},
				}},
			},
		},
		{"objective", `{"object":"objective","activity":"create","status":"current"}`, &holaspirit.WebhookObjective{Object: "objective", Activity: "create", Status: "current"}},
		{"checklist", `{"object":"checklist","recurrence":"weekly"}`, &holaspirit.WebhookChecklist{Object: "checklist", Recurrence: "weekly"}},
		{"metric", `{"object":"metric","id":"7"}`, &holaspirit.WebhookMetric{Object: "metric", ID: "7"}},
		{"publication with one member", `{"object":"publication","member":"Ann"}`, &holaspirit.WebhookPublication{Object: "publication", Member: "Ann"}},
		{"policy", `{"object":"policy","text":"t"}`, &holaspirit.WebhookPolicy{Object: "policy", Text: "t"}},
		{"role", `{"object":"role","domains":"a\nb"}`, &holaspirit.WebhookRole{Object: "role", Domains: "a\nb"}},
		{"election", `{"object":"corerole","circle_id":"c","until":"2026-05-01"}`, &holaspirit.WebhookElection{Object: "corerole", CircleID: "c", Until: value.ParseDate("2026-05-01")}},
		{"assignation", `{"object":"assignation","focus":"f"}`, &holaspirit.WebhookAssignation{Object: "assignation", Focus: "f"}},
		{"unassignation", `{"object":"unassignation","role_id":"r"}`, &holaspirit.WebhookUnassignation{Object: "unassignation", RoleID: "r"}},
		{"unheard of", `{"object":"badge","x":1}`, &holaspirit.WebhookUnknown{Object: "badge", Raw: value.JSON(`{"object":"badge","x":1}`)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := holaspirit.ParseWebhook([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			raw := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Raw" }, cmp.Ignore())
			if diff := cmp.Diff(test.want, got, raw); diff != "" {
				t.Errorf("event (-want +got):\n%s", diff)
			}
			if whole, ok := reflect.ValueOf(got).Elem().FieldByName("Raw").Interface().(value.JSON); !ok || string(whole) != test.body {
				t.Errorf("Raw is %s, want the whole payload", whole)
			}
			if _, unknown := got.(*holaspirit.WebhookUnknown); !unknown && !strings.Contains(test.body, `"object":"`+got.ObjectName()+`"`) {
				t.Errorf("ObjectName = %q", got.ObjectName())
			}
		})
	}
}

func TestParseWebhookSurprises(t *testing.T) {
	t.Parallel()
	// Members were one string before October 2020; whatever comes next, the rest of the event must not be lost.
	event, err := holaspirit.ParseWebhook([]byte(`{"object":"objective","title":"Grow","members":"Ann, Bob"}`))
	surprise, ok := errors.AsType[*value.DecodeError](err)
	if !ok || surprise.Field != "members" {
		t.Errorf("got %v, want a surprise at members", err)
	}
	if objective, ok := event.(*holaspirit.WebhookObjective); !ok || objective.Title != "Grow" {
		t.Errorf("the rest is lost: %+v", event)
	}
	for _, body := range []string{``, `{`, `[]x`, `"task"`, `{}`, `{"object":""}`, `{'object':'task'}`} {
		if event, err := holaspirit.ParseWebhook([]byte(body)); err == nil || event != nil {
			t.Errorf("%q: got %v, %v", body, event, err)
		}
	}
}

func TestWebhookHandler(t *testing.T) {
	t.Parallel()
	var got []string
	handler := holaspirit.WebhookHandler(func(ctx context.Context, event holaspirit.WebhookEvent) error {
		got = append(got, event.ObjectName())
		if event.ObjectName() == "policy" {
			return errors.New("no room")
		}
		return nil
	})
	for _, test := range []struct {
		method, body string
		want         int
	}{
		{http.MethodPost, `{"object":"task"}`, http.StatusNoContent},
		{http.MethodPost, `{"object":"task","members":7}`, http.StatusNoContent},
		{http.MethodPost, `{"object":"policy"}`, http.StatusInternalServerError},
		{http.MethodPost, `nonsense`, http.StatusBadRequest},
		{http.MethodPost, `{"object":"` + strings.Repeat("x", 2<<20) + `"}`, http.StatusRequestEntityTooLarge},
		{http.MethodGet, ``, http.StatusMethodNotAllowed},
	} {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(test.method, "/hook", strings.NewReader(test.body)))
		if recorder.Code != test.want {
			t.Errorf("%s %.40s: got %d, want %d", test.method, test.body, recorder.Code, test.want)
		}
	}
	if diff := cmp.Diff([]string{"task", "task", "policy"}, got); diff != "" {
		t.Errorf("handled (-want +got):\n%s", diff)
	}
}

func FuzzParseWebhook(f *testing.F) {
	for _, seed := range []string{`{"object":"task","context":{"funnels":[{}]}}`, `{"object":1}`, `{"object":"role","id":null}`, `[]`, `{"object":"corerole","until":[]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := holaspirit.ParseWebhook(body)
		if event == nil && err == nil {
			t.Fatalf("%q gave neither an event nor an error", body)
		}
	})
}
