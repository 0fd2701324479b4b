package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// fuzzSecret is the credential of fuzzed calls. Where fuzzMark stands in what a vendor responds, the vendor echoes it.
const (
	fuzzSecret = "s3cr3t-AbCdEf-0123456789"
	fuzzMark   = "@@"
)

// echoing puts the credential where the mark is.
func echoing[T ~string | ~[]byte](text T) T {
	return T(strings.ReplaceAll(string(text), fuzzMark, fuzzSecret))
}

// responding sends requests nowhere and gives its responses in turn; the last response is given again and again.
type responding struct {
	status int
	header http.Header
	bodies [][]byte
	asked  int
}

func (a *responding) Do(*http.Request) (*http.Response, error) {
	body := a.bodies[min(a.asked, len(a.bodies)-1)]
	a.asked++
	return &http.Response{StatusCode: a.status, Header: a.header.Clone(), Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body))}, nil
}

// asking makes a client whose requests carry the credential.
func asking(t *testing.T, about Vendor, a *responding) *Client {
	t.Helper()
	about.Name = "acme"
	if a.header == nil {
		a.header = http.Header{"Content-Type": {"application/json"}}
	}
	client, err := NewClient(about, "https://acme.example", WithHTTPClient(a), WithoutRetries(), WithRequestEditorFn(bearer))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func bearer(_ context.Context, req *http.Request) error {
	req.Header.Set("Authorization", "Bearer "+fuzzSecret)
	return nil
}

// checkError holds an error of a fuzzed call to what every error promises: it is typed, short, on one line and without the
// credential.
func checkError(t *testing.T, err error) *Error {
	t.Helper()
	failure, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%T is not an *Error: %v", err, err)
	}
	const most = 40 << 10 // 20 details of three strings, and some
	encoded, err := json.Marshal(failure)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{failure.Error(), fmt.Sprintf("%+v %#v %+v", failure, failure, *failure), string(encoded)} {
		if strings.Contains(shown, fuzzSecret) {
			t.Fatalf("the credential shows: %.300q", shown)
		}
		if len(shown) > 6*most {
			t.Fatalf("%d bytes of text", len(shown))
		}
	}
	if text := failure.Error(); len(text) > most || strings.ContainsFunc(text, unicode.IsControl) {
		t.Fatalf("a text of %d bytes, or with control characters: %.300q", len(text), text)
	}
	for _, part := range append([]string{failure.Code, failure.Message, failure.Field, failure.RequestID}, detailTexts(failure)...) {
		if len(part) > wiretext.MaxBrief+16 {
			t.Fatalf("a part of %d bytes: %.300q", len(part), part)
		}
	}
	if len(failure.Details) > 20 || failure.RetryAfter < 0 {
		t.Fatalf("%d details, retry after %v", len(failure.Details), failure.RetryAfter)
	}
	return failure
}

func detailTexts(e *Error) (out []string) {
	for _, d := range e.Details {
		out = append(out, d.Path, d.Code, d.Message)
	}
	return out
}

// FuzzErrorBody feeds a client errors with any body, content type and request id.
func FuzzErrorBody(f *testing.F) {
	for _, body := range []string{
		``, ` `, `null`, `"text @@"`, `"`, `{`, `[]`, `{}`, `{"error":"invalid","error_description":"no @@"}`, `{"message":"@@"}`,
		`{"errors":[{"code":"a","title":"t","detail":"d @@","path":"p@@"},{"status":1e400,"path":{"a":1}},7]}`,
		`{"errors":[{"path":"a"},{"path":"b"}]}`, `{"errors":{"a":["b"]}}`, `{"error":{"code":-7,"message":"m @@"}}`, `{"error":[1,2]}`,
		`{"code":1e400,"code":"x","message":null,"detail":true}`, `{"ClassName":"System.Exception","Message":"a\u0000b\r\n@@"}`,
		`<html>@@</html>`, "no JSON @@\r\nand \x1b[31mmore", "\xff\xfe@@", strings.Repeat("@@ ", 9), `{"message":"` + strings.Repeat("é", 600) + `"}`,
		`{"message":"@\u0040 \ud800"}`, "\xef\xbb\xbf{\"message\":\"bom\"}",
	} {
		f.Add([]byte(body), "application/json", "id-@@", 400, uint16(0))
		f.Add([]byte(body), "text/plain; charset=@@", "\r\n", 503, uint16(0))
	}
	f.Add([]byte(`{"errors":[`+strings.Repeat(`{"path":"p","detail":"d"},`, 30)+`{"path":"p"}]}`), "application/json", "", 422, uint16(0))
	// A body that is cut within the credential, behind nothing but space.
	f.Add([]byte(fuzzMark), "", "", 500, uint16(defaultMaxError-11))
	f.Fuzz(func(t *testing.T, body []byte, media, id string, status int, pad uint16) {
		status = 300 + (status%300+300)%300
		body = echoing(body)
		if pad > 0 {
			body = append(append([]byte{'x'}, bytes.Repeat([]byte{' '}, int(pad))...), body...)
		}
		a := &responding{status: status, bodies: [][]byte{body}, header: http.Header{"Content-Type": {echoing(media)}, "X-Request-Id": {echoing(id)}}}
		_, err := asking(t, Vendor{}, a).Do(t.Context(), call.New("getThing", "GET", "/things"), nil, new(value.JSON))
		failure := checkError(t, err)
		if failure.Status != status {
			t.Fatalf("status %d, want %d", failure.Status, status)
		}
		if kept := failure.Body(); !bytes.Equal(kept, body[:min(len(body), defaultMaxError)]) {
			t.Fatalf("%d bytes are kept of %d", len(kept), len(body))
		}
		if tail := failure.Message; strings.Contains(tail, fuzzSecret[:10]) && strings.Contains(string(body), fuzzSecret) && !strings.Contains(strings.ReplaceAll(string(body), fuzzSecret, ""), fuzzSecret[:10]) {
			t.Fatalf("a part of the credential shows: %.300q", tail)
		}
		if a.asked != 1 {
			t.Fatalf("asked %d times", a.asked)
		}
	})
}

// FuzzResponse feeds a client successes of any body and content type, in each of the ways in which a call takes one.
func FuzzResponse(f *testing.F) {
	for _, body := range []string{``, ` `, `null`, `{}`, `{"name":"a"}`, `{"name":7,"extra":{"@@":"x"}}`, `{"extra":{"a":{}}}`, `[]`, `<html>@@`, `{"name":`, `1e400`} {
		for _, media := range []string{"", "application/json", "text/html; charset=utf-8", "image/@@", "text/plain", "a/b;;;=", "\x00"} {
			f.Add([]byte(body), media)
		}
	}
	type thing struct {
		Name  string               `json:"name"`
		Extra map[string]value.Int `json:"extra"`
	}
	f.Fuzz(func(t *testing.T, body []byte, media string) {
		body, media = echoing(body), echoing(media)
		a := &responding{status: 200, bodies: [][]byte{body}, header: http.Header{"Content-Type": {media}}}
		client := asking(t, Vendor{}, a)
		for _, out := range []any{new(thing), new([]thing), new(value.JSON), nil} {
			usable, err := client.Do(t.Context(), call.New("getThing", "GET", "/things"), nil, out)
			if err != nil {
				if failure := checkError(t, err); !failure.Is(ErrDecode) || !bytes.Equal(failure.Body(), body) {
					t.Fatalf("%T: %v, with %d bytes", out, err, len(failure.Body()))
				}
			}
			if _, free := out.(*value.JSON); free && err == nil && len(bytes.TrimSpace(body)) > 0 && !json.Valid(body) {
				t.Fatalf("%q was taken for JSON", body)
			}
			if out != nil && !usable && err == nil {
				t.Fatalf("%T: neither an error nor a value", out)
			}
		}
	})
}
