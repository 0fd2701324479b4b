package calllog_test

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/calllog"
)

// steady leaves out what differs from run to run.
func steady(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "duration" {
				return slog.Attr{}
			}
			return a
		},
	}))
}

func ExampleTo() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"name": "a thing"}`)
	}))
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, calllog.To(steady(os.Stdout)))
	if err != nil {
		log.Fatal(err)
	}
	if err := client.Call(context.Background(), "GET", "/things/1", nil, nil, nil); err != nil {
		log.Fatal(err)
	}
	// Output: level=DEBUG msg="call completed" vendor=acme operation=call method=GET path="(undocumented path)" attempt=1 status=200
}

func ExampleValue() {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL)
	if err != nil {
		log.Fatal(err)
	}
	err = client.Call(context.Background(), "GET", "/things/1", nil, nil, nil)
	steady(os.Stdout).Error("no thing", "call", calllog.Value(err))
	steady(os.Stdout).Error("no thing", "err", calllog.Value(errors.New("another error")))
	// Output:
	// level=ERROR msg="no thing" call.vendor=acme call.operation=call call.method=GET call.path="(undocumented path)" call.status=404 call.message="404 page not found"
	// level=ERROR msg="no thing" err="another error"
}

func TestNoLogger(t *testing.T) {
	t.Parallel()
	if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example.com", calllog.To(nil)); err == nil {
		t.Error("a client was made that logs to nothing")
	}
}

// TestAResponseOfNoUse: it is no call that was completed, whatever its status.
func TestAResponseOfNoUse(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>Log in</html>") }))
	defer server.Close()
	var logs strings.Builder
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, calllog.To(steady(&logs)))
	if err != nil {
		t.Fatal(err)
	}
	var thing struct{ Name string }
	err = client.Call(t.Context(), "GET", "/things/1", nil, nil, &thing)
	want := `level=DEBUG msg="call failed" vendor=acme operation=call method=GET path="(undocumented path)" attempt=1 status=200 error="` + err.Error() + "\"\n"
	if logs.String() != want {
		t.Errorf("got %s, want %s", &logs, want)
	}
}
