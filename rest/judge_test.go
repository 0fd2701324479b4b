package rest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

func TestFailuresByStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{
		400: rest.ErrInvalid, 401: rest.ErrUnauthorized, 403: rest.ErrForbidden, 404: rest.ErrNotFound, 409: rest.ErrConflict,
		422: rest.ErrInvalid, 429: rest.ErrRateLimited, 500: rest.ErrServer, 503: rest.ErrServer,
	} {
		client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Request-Id", "r-1")
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
			io.WriteString(w, `{"error":"some_code","error_description":"what happened"}`)
		})
		got, err := get(t.Context(), client)
		failure, ok := errors.AsType[*rest.Error](err)
		if !ok || got != nil || !errors.Is(err, want) {
			t.Fatalf("%d: got %v, %v, want %v", status, got, err, want)
		}
		type view struct {
			Vendor, Operation, Method, Path, Code, Message, RequestID string
			Status                                                    int
			RetryAfter                                                time.Duration
		}
		wantView := view{"acme", "getThing", "GET", "/things/{id}", "some_code", "what happened", "r-1", status, 7 * time.Second}
		gotView := view{failure.Vendor, failure.Operation, failure.Method, failure.Path, failure.Code, failure.Message, failure.RequestID, failure.Status, failure.RetryAfter}
		if diff := cmp.Diff(wantView, gotView); diff != "" {
			t.Errorf("%d (-want +got):\n%s", status, diff)
		}
	}
}

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, code, message string
		details                   []rest.Detail
	}{
		{name: "OAuth", body: `{"error":"invalid_grant","error_description":"no"}`, code: "invalid_grant", message: "no"},
		{name: "list of errors", body: `{"errors":[{"status":"404","code":"not_found","title":"t","detail":"gone"}]}`, code: "not_found", message: "gone"},
		{name: "status as number", body: `{"errors":[{"status":400,"code":"required","detail":"missing","path":"email"}]}`,
			code: "required", details: []rest.Detail{{Path: "email", Code: "required", Message: "missing"}}},
		{name: "nested", body: `{"error":{"code":7,"message":"m"}}`, code: "7", message: "m"},
		{name: ".NET exception", body: `{"ClassName":"System.X","Message":"m"}`, code: "System.X", message: "m"},
		{name: "result code", body: `{"resultCode":"E1","errorMessage":"m"}`, code: "E1", message: "m"},
		{name: "bare JSON text", body: `"an outcome is required"`, message: "an outcome is required"},
		{name: "plain text", body: "Rate Limit Reached\n\tslow down\x00", message: "Rate Limit Reached slow down"},
		{name: "HTML", body: "<html><body>Bad Gateway</body></html>"},
		{name: "broken JSON", body: `{"error":`},
		{name: "nothing", body: ""},
		{name: "list of numbers", body: `[1,2]`},
		{name: "fields of other kinds", body: `{"errors":{"a":1},"message":["x"],"code":{}}`, message: "x"},
		{name: "errors that are a text", body: `{"errors":"not found"}`, message: "not found"},
		{name: "names in another case", body: `{"Code":"E2","Error_Description":"m"}`, code: "E2", message: "m"},
		{name: "one name in two cases, of which one says nothing", body: `{"message":null,"Message":"m","Code":"E3","code":""}`, code: "E3", message: "m"},
		{name: "one name in two cases, of which one is empty", body: `{"Message":"m","message":{},"code":[],"CODE":7}`, code: "7", message: "m"},
		{name: "a code in a field with a blank", body: `{"Fault Number":"F1","message":"m"}`, code: "F1", message: "m"},
		{name: "words that show nothing before others", body: `{"Message":" ","detail":"m"}`, message: "m"},
		{name: "words that show nothing before others, with fields", body: `{"message":"\u200b","title":"m","errors":{"a":["b"]}}`, message: "m",
			details: []rest.Detail{{Path: "a", Message: "b"}}},
		{name: "a code beside words that show nothing", body: `{"error":"invalid_grant","error_description":" "}`, code: "invalid_grant", message: "invalid_grant"},
		{name: "an empty error beside a code", body: `{"error_code":"E4","Error":{}}`, code: "E4"},
		{name: "nested in another case", body: `{"Error":{"Code":"E5","Message":"m"}}`, code: "E5", message: "m"},
		{name: "a message behind many fields", body: manyFields(150) + `"message":"m"}`, message: "m"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := get(t.Context(), newClient(t, respond(418, "application/json", test.body)))
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || failure.Status != 418 {
				t.Fatalf("got %v", err)
			}
			if failure.Code != test.code || failure.Message != test.message || !cmp.Equal(failure.Details, test.details) {
				t.Errorf("got code %q, message %q, details %+v", failure.Code, failure.Message, failure.Details)
			}
			if string(failure.Body()) != test.body {
				t.Errorf("raw body %q", failure.Body())
			}
		})
	}
}

// manyFields begins an object.
func manyFields(n int) string {
	object := "{"
	for i := range n {
		object += fmt.Sprintf(`"f%d":%d,`, i, i)
	}
	return object
}

func TestForeignTextsOfErrorsAreShort(t *testing.T) {
	t.Parallel()
	const secret = "planted-secret-0123456789"
	call := func(t *testing.T, head, body string) error {
		t.Helper()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				http.ReadRequest(bufio.NewReader(conn))
				io.WriteString(conn, "HTTP/1.1 200 OK\r\n"+head+"\r\nConnection: close\r\n\r\n"+body)
				conn.Close()
			}
		}()
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://"+listener.Addr().String(), rest.WithoutRetries(),
			rest.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
				req.Header.Set("Authorization", "Bearer "+secret)
				return nil
			}))
		if err != nil {
			t.Fatal(err)
		}
		var out struct {
			Numbers map[string]int `json:"numbers"`
		}
		return only(client.Do(t.Context(), call.New("getThing", "GET", "/things"), nil, &out))
	}
	for name, err := range map[string]error{
		"a line of a head":      call(t, strings.Repeat("no colon ", 10_000), ""),
		"a secret in a head":    call(t, "no colon "+secret, ""),
		"a content type":        call(t, "Content-Type: image/"+secret+strings.Repeat("x", 10_000), "x"),
		"the name of a field":   call(t, "Content-Type: application/json", `{"numbers":{"`+strings.Repeat("x", 10_000)+`":"y"}}`),
		"a secret as its field": call(t, "Content-Type: application/json", `{"numbers":{"`+secret+`":"y"}}`),
	} {
		if _, ok := errors.AsType[*rest.Error](err); !ok || len(err.Error()) > 2000 || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %T of %d bytes: %.200v", name, err, len(err.Error()), err)
		}
	}
}
