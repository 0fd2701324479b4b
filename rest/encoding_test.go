package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestAByteOrderMarkIsNoPartOfAResponse, also where a verdict stands in the body.
func TestAByteOrderMarkIsNoPartOfAResponse(t *testing.T) {
	t.Parallel()
	const mark = "\xef\xbb\xbf"
	got, err := get(t.Context(), newClient(t, respond(200, "application/json; charset=utf-8", mark+`{"name":"a"}`)))
	if err != nil || got.Name != "a" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := get(t.Context(), newClient(t, respond(200, "application/json", "\r\n"+mark+mark+`{"name":"a"}`))); err != nil || got.Name != "a" {
		t.Errorf("marked twice: %+v, %v", got, err)
	}
	if _, err := get(t.Context(), newClient(t, respond(400, "application/json", mark+`{"message":"no"}`))); err == nil || !strings.Contains(err.Error(), "no") {
		t.Errorf("a failure: %v", err)
	}
}

// TestAnEncodingThatIsntReadIsNamed: an error that says only "broken JSON" sends whoever reads it the wrong way.
func TestAnEncodingThatIsntReadIsNamed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ media, coding, body, want string }{
		"brotli":           {"application/json", "br", "\x0b\x02\x80{}", "br"},
		"gzip, not said":   {"application/json", "", "\x1f\x8b\x08\x00\x00", "gzip"},
		"UTF-16":           {"application/json; charset=utf-16", "", "\xff\xfe{\x00}\x00", "UTF-16"},
		"UTF-16, not said": {"application/json", "", "{\x00}\x00", "UTF-16"},
		"zstd":             {"application/json", "zstd", "\x28\xb5\x2f\xfd..", "zstd"},
		"several codings":  {"application/json", "identity, BR", "\x0b\x02\x80{}", "br"},
		"zstd, not said":   {"application/json", "", "\x28\xb5\x2f\xfd..", "zstd"},
		"zlib, not said":   {"application/json", "", "\x78\x9c..", "deflate"},
		"Latin 1":          {"application/json; charset=iso-8859-1", "", "{\"name\":\"\xfc\"}", "iso-8859-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := get(t.Context(), newClient(t, func(w http.ResponseWriter, r *http.Request) {
				if test.coding != "" {
					w.Header().Set("Content-Encoding", test.coding)
				}
				respond(200, test.media, test.body)(w, r)
			}))
			if !errors.Is(err, rest.ErrDecode) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
	if got, err := get(t.Context(), newClient(t, respond(200, "application/json; charset=us-ascii", `{"name":"a"}`))); err != nil || got.Name != "a" {
		t.Errorf("ASCII is UTF-8: %v", err)
	}
}

// TestAFailureSaysInWhichEncodingItIs, so that whoever reads it knows that the vendor did say why.
func TestAFailureSaysInWhichEncodingItIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ media, coding, body, want string }{
		"brotli":        {"application/json", "br", "\x0b\x02\x80{}", "br"},
		"UTF-16":        {"application/json", "", "\xff\xfe{\x00}\x00", "UTF-16"},
		"Latin 1":       {"text/plain; charset=iso-8859-1", "", "caf\xe9", "iso-8859-1"},
		"a marked text": {"text/plain", "", "\xef\xbb\xbfnot yet", ": not yet"},
	} {
		_, err := get(t.Context(), newClient(t, func(w http.ResponseWriter, r *http.Request) {
			if test.coding != "" {
				w.Header().Set("Content-Encoding", test.coding)
			}
			respond(400, test.media, test.body)(w, r)
		}))
		if !errors.Is(err, rest.ErrInvalid) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestABlankFailureIsInNoEncoding: there is nothing in it that could be read.
func TestABlankFailureIsInNoEncoding(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " \n", "\xef\xbb\xbf"} {
		_, err := get(t.Context(), newClient(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			respond(400, "application/json", body)(w, r)
		}))
		if !errors.Is(err, rest.ErrInvalid) || strings.Contains(err.Error(), "can't be read") {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// TestAFileThatComesCompressedIsNoFile: whoever keeps it would keep other bytes than the vendor's. A word there that names no
// compression means nothing, as does one that says what JSON isn't.
func TestAFileThatComesCompressedIsNoFile(t *testing.T) {
	t.Parallel()
	for coding, ok := range map[string]bool{"br": false, "zstd": false, "deflate": false, "gzip": false, "identity": true, "utf-8": true, "aws-chunked": true} {
		client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			respond(200, "application/pdf", "%PDF")(w, r)
		})
		call := call.New("getFile", http.MethodGet, "/file")
		call.Header("Accept-Encoding", "identity")
		file, err := client.Open(t.Context(), call, nil)
		if ok != (err == nil) || err != nil && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s: %v", coding, err)
		}
		if file != nil {
			file.Close()
		}
	}
}
