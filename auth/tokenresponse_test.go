package auth

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestDecodeResponse(t *testing.T) {
	t.Parallel()
	token := func(life time.Duration) tokenResponse { return tokenResponse{access: NewSecret("a"), lifetime: life} }
	tests := []struct {
		name, body string
		want       tokenResponse
	}{
		{"number", `{"access_token":"a","expires_in":3600}`, token(time.Hour)},
		{"float", `{"access_token":"a","expires_in":60.5}`, token(60500 * time.Millisecond)},
		{"exponent", `{"access_token":"a","expires_in":3.6e3}`, token(time.Hour)},
		{"numeric text", `{"access_token":"a","expires_in":" 3600 "}`, token(time.Hour)},
		{"empty text", `{"access_token":"a","expires_in":""}`, token(0)},
		{"null", `{"access_token":"a","expires_in":null}`, token(0)},
		{"absent", `{"access_token":"a"}`, token(0)},
		{"zero", `{"access_token":"a","expires_in":0}`, token(0)},
		{"negative", `{"access_token":"a","expires_in":-5}`, token(0)},
		{"not a number", `{"access_token":"a","expires_in":"NaN"}`, token(0)},
		{"infinite", `{"access_token":"a","expires_in":"+Inf"}`, token(lifetimeLimit)},
		{"huge", `{"access_token":"a","expires_in":1e300}`, token(lifetimeLimit)},
		{"words", `{"access_token":"a","expires_in":"an hour"}`, token(0)},
		{"byte order mark", "\xef\xbb\xbf" + `{"access_token":"a"}`, token(0)},
		{"white space", "\n {\"access_token\":\"a\"}\r\n", token(0)},
		{"no error", `{"access_token":"a","error":""}`, token(0)},
		{"null error", `{"access_token":"a","error":null}`, token(0)},
		{"false error", `{"access_token":"a","error":false}`, token(0)},
		{"token isn't text", `{"access_token":17}`, tokenResponse{}},
		{"whole", `{"access_token":"a","refresh_token":"r","token_type":"bearer","expires_in":60,"scope":null,"created_at":1700000000,"user_email":"u@example.com","id_token":"i","nested":{"a":1}}`,
			tokenResponse{access: NewSecret("a"), refresh: NewSecret("r"), tokenType: "bearer", lifetime: time.Minute, identity: NewSecret("i"),
				extra: map[string]Secret{"created_at": NewSecret("1700000000"), "user_email": NewSecret("u@example.com")}}},
		{"wrapped", `{"status":1,"data":{"access_token":"a","expires_in":"60"}}`, token(time.Minute)},
		{"error", `{"error":"invalid_grant","error_description":"no"}`, tokenResponse{failed: true, code: "invalid_grant", description: "no"}},
		{"error with a message", `{"error":"x","message":"no"}`, tokenResponse{failed: true, code: "x", description: "no",
			extra: map[string]Secret{"message": NewSecret("no")}}},
		{"error that is true", `{"error":true}`, tokenResponse{failed: true}},
		{"wrapped error", `{"data":{"error":"invalid_client"}}`, tokenResponse{failed: true, code: "invalid_client"}},
		{"words beside an empty field", `{"success":false,"message":"no","data":{"access_token":""}}`,
			tokenResponse{description: "no", extra: map[string]Secret{"success": NewSecret("false"), "message": NewSecret("no")}}},
		{"words within", `{"status":3,"data":{"message":"no"}}`, tokenResponse{description: "no", extra: map[string]Secret{"message": NewSecret("no")}}},
		{"error object", `{"error":{"code":7,"message":"no"}}`, tokenResponse{failed: true, code: "7", description: "no"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, ok := decodeTokenResponse([]byte(test.body))
			if !ok {
				t.Fatal("taken for no JSON object")
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(tokenResponse{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
	for _, body := range []string{"", "null", "[]", `"text"`, "<html>", `{"access_token":"a"`, `{"a":1} trailing`} {
		if _, ok := decodeTokenResponse([]byte(body)); ok {
			t.Errorf("%q taken for a JSON object", body)
		}
	}
}

func FuzzDecodeResponse(f *testing.F) {
	f.Add([]byte(`{"access_token":"a","refresh_token":"r","token_type":"bearer","expires_in":3600,"scope":null}`))
	f.Add([]byte(`{"data":{"access_token":"a","expires_in":"60.0"}}`))
	f.Add([]byte(`{"error":"invalid_grant","error_description":"x"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, ok := decodeTokenResponse(body)
		messageOfList(body)
		if !ok && (a.access.Reveal() != "" || a.failed) {
			t.Error("something was read from nothing")
		}
		if a.lifetime < 0 || a.lifetime > lifetimeLimit {
			t.Errorf("lifetime %v", a.lifetime)
		}
		if len(a.extra) > extraLimit {
			t.Errorf("%d extra fields", len(a.extra))
		}
		for name, value := range a.extra {
			if len(value.Reveal()) > extraSize || name == "access_token" || name == "refresh_token" {
				t.Errorf("extra field %q of %d bytes", name, len(value.Reveal()))
			}
		}
		known := secrets{}.with(a.secrets()...)
		for _, shown := range []string{known.clean(a.description, textLimit), known.clean(a.code, textLimit)} {
			if len(shown) > textLimit {
				t.Errorf("%d bytes shown", len(shown))
			}
		}
	})
}

// A token endpoint that says no in its framework's words has said why.
func TestWordsOfARefusalWithoutOAuth(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"code":401,"message":"Two-factor code needed."}`,
		`{"title":"Unauthorized","status":401,"detail":"Two-factor code needed."}`,
		`{"Message":"Two-factor code needed."}`,
		`{"errors":[{"status":"401","title":"Unauthorized","detail":"Two-factor code needed."}]}`,
		`{"errors":["Two-factor code needed."]}`,
		`{"data":{"message":"Two-factor code needed."}}`,
		`{"error":{"code":401,"message":"Two-factor code needed."}}`,
		`{"errors":{"otp":["Two-factor code needed."]}}`,
		`{"errors":{"account":{"otp":[{"msg":"Two-factor code needed."}]}}}`,
		`{"detail":[{"loc":["body","otp"],"msg":"Two-factor code needed."}]}`,
		`{"message":{"otp":"Two-factor code needed."}}`,
		`[{"message":"Two-factor code needed."}]`,
	} {
		f := newFake(t, false)
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusUnauthorized)
			io.WriteString(w, body)
			return true
		})
		_, err := f.source().Token(t.Context())
		if err == nil || !strings.Contains(err.Error(), "Two-factor code needed.") || strings.Contains(err.Error(), "didn't say why") {
			t.Errorf("%s: %v", body, err)
		}
	}
	// Some say no with 200.
	f := newFake(t, false)
	f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
		io.WriteString(w, `{"success":false,"message":"Two-factor code needed."}`)
		return true
	})
	if _, err := f.source().Token(t.Context()); err == nil || !strings.Contains(err.Error(), "no access_token, and says: Two-factor code needed.") {
		t.Error(err)
	}
	for _, body := range []string{"<html>Sign in", "", "\xff\xfe", `["cut"`, "[]", "[7]", "plain text, or a token", `"a text"`} {
		if got := messageOfList([]byte(body)); got != "" {
			t.Errorf("%.20q says %.20q", body, got)
		}
	}
	if a, ok := decodeTokenResponse([]byte(`{"access_token":"a","message":"welcome"}`)); !ok || a.failed || a.access.Reveal() != "a" {
		t.Errorf("a token with a message: %+v", a)
	}
}
