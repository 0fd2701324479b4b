package vendortest

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"
)

// spiroToken asks Spiro's token endpoint, in JSON, with the seeded client.
func spiroToken(t *testing.T, s *Server, fields map[string]string) (int, map[string]any) {
	t.Helper()
	body := map[string]string{"client_id": s.Credentials().ClientID, "client_secret": s.Credentials().ClientSecret}
	for name, value := range fields {
		body[name] = value
	}
	text, _ := json.Marshal(body)
	got := do(t, s, request{method: "POST", path: "/oauth/token", body: string(text), bare: true})
	return got.status, object(t, got.body)
}

func spiroRefresh(t *testing.T, s *Server, token any) map[string]any {
	t.Helper()
	status, out := spiroToken(t, s, map[string]string{"grant_type": "refresh_token", "refresh_token": token.(string)})
	if status != 200 {
		return nil
	}
	return out
}

func spiroUse(t *testing.T, s *Server, token any) int {
	t.Helper()
	return do(t, s, bearing(get("/pipelines"), token.(string))).status
}

func TestSpiroAuthorizationCode(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	c := s.Credentials()
	authorize := func(change func(url.Values)) reply {
		values := url.Values{"client_id": {c.ClientID}, "redirect_uri": {c.RedirectURL}, "response_type": {"code"}, "scope": {""}, "state": {"xyz"}}
		change(values)
		return do(t, s, request{method: "GET", path: "/oauth/authorize?" + values.Encode(), bare: true})
	}
	got := authorize(func(url.Values) {})
	target, err := url.Parse(got.header.Get("Location"))
	if err != nil || got.status != 302 || target.Query().Get("state") != "xyz" || len(target.Query().Get("code")) != 64 || target.Path != "/callback" {
		t.Fatalf("%d %v", got.status, got.header)
	}
	for _, spoil := range []string{"client_id", "redirect_uri"} {
		if got := authorize(func(v url.Values) { v.Set(spoil, "http://elsewhere.example.com/") }); got.status < 400 || got.header.Get("Location") != "" {
			t.Errorf("wrong %s: %d %v", spoil, got.status, got.header)
		}
	}
	exchange := map[string]string{"grant_type": "authorization_code", "code": target.Query().Get("code"), "redirect_uri": c.RedirectURL}
	status, token := spiroToken(t, s, exchange)
	if status != 200 || token["token_type"] != "Bearer" || token["expires_in"] != 86400.0 || token["created_at"] == nil || token["user_email"] == "" {
		t.Fatalf("%d %v", status, token)
	}
	if got := spiroUse(t, s, token["access_token"]); got != 200 {
		t.Errorf("the new token: %d", got)
	}
	if status, again := spiroToken(t, s, exchange); status != 400 || again["error"] != "invalid_grant" {
		t.Errorf("the code again: %d %v", status, again)
	}
	if got := spiroUse(t, s, c.AccessToken); got != 200 {
		t.Errorf("another login's token: %d", got)
	}
	if n := s.Tokens(); n != (TokenStats{Issued: 1, Reused: 1, Refused: 1}) {
		t.Errorf("%+v", n)
	}
}

func TestSpiroTokenErrors(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	tests := []struct {
		name   string
		fields map[string]string
		status int
		code   string
	}{
		{"client", map[string]string{"client_secret": "x", "grant_type": "refresh_token"}, 401, "invalid_client"},
		{"grant type", map[string]string{"grant_type": "password"}, 400, "unsupported_grant_type"},
		{"no grant type", nil, 400, "invalid_request"},
		{"code", map[string]string{"grant_type": "authorization_code", "code": "x"}, 400, "invalid_grant"},
		{"redirect", map[string]string{"grant_type": "authorization_code", "code": s.Credentials().Code, "redirect_uri": "http://127.0.0.1/"}, 400, "invalid_grant"},
		{"refresh token", map[string]string{"grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant"},
	}
	for _, tt := range tests {
		if status, got := spiroToken(t, s, tt.fields); status != tt.status || got["error"] != tt.code {
			t.Errorf("%s: %d %v", tt.name, status, got)
		}
	}
	s.Advance(time.Hour)
	if status, _ := spiroToken(t, s, map[string]string{"grant_type": "authorization_code", "code": s.Credentials().Code, "redirect_uri": s.Credentials().RedirectURL}); status != 400 {
		t.Errorf("an old code: %d", status)
	}
}

func TestSpiroOldPairDiesWhenTheNewOneIsUsed(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	old := map[string]any{"access_token": s.Credentials().AccessToken, "refresh_token": s.Credentials().RefreshToken}
	next := spiroRefresh(t, s, old["refresh_token"])
	if next == nil {
		t.Fatal("the refresh was refused")
	}
	if got := spiroUse(t, s, old["access_token"]); got != 200 {
		t.Errorf("the old access token before the new one is used: %d", got)
	}
	sibling := spiroRefresh(t, s, old["refresh_token"])
	if sibling == nil {
		t.Fatal("the old refresh token was refused before the new access token was used")
	}
	if sibling["access_token"] == next["access_token"] {
		t.Error("the second refresh gave the first one's pair")
	}
	if got := spiroUse(t, s, next["access_token"]); got != 200 {
		t.Fatalf("the new access token: %d", got)
	}
	for name, dead := range map[string]map[string]any{"old": old, "sibling": sibling} {
		if got := spiroUse(t, s, dead["access_token"]); got != 401 {
			t.Errorf("%s access token: %d", name, got)
		}
		if spiroRefresh(t, s, dead["refresh_token"]) != nil {
			t.Errorf("%s refresh token still works", name)
		}
	}
	if n := s.Tokens(); n != (TokenStats{Refreshed: 2, Reused: 2, Revoked: 2, Refused: 2}) {
		t.Errorf("%+v", n)
	}
	if spiroRefresh(t, s, next["refresh_token"]) == nil {
		t.Error("the pair in use can't be renewed")
	}
}

func TestSpiroUseOfAPairSparesWhatCameOutOfIt(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	first := spiroRefresh(t, s, s.Credentials().RefreshToken)
	second := spiroRefresh(t, s, first["refresh_token"])
	if spiroUse(t, s, first["access_token"]) != 200 || spiroUse(t, s, second["access_token"]) != 200 {
		t.Error("a pair died by the use of the one that it came from")
	}
	if spiroUse(t, s, first["access_token"]) != 401 {
		t.Error("the older pair outlived the use of the newer")
	}
}

func TestSpiroFormRefreshAndLife(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t, WithAccessTokenLife(time.Minute))
	c := s.Credentials()
	values := url.Values{"client_id": {c.ClientID}, "client_secret": {c.ClientSecret}, "grant_type": {"refresh_token"}, "refresh_token": {c.RefreshToken}, "redirect_uri": {c.RedirectURL}}
	got := do(t, s, request{method: "POST", path: "/oauth/token", media: form, body: values.Encode(), bare: true})
	token := object(t, got.body)
	if got.status != 200 || token["expires_in"] != 60.0 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	s.Advance(time.Minute)
	if got := spiroUse(t, s, token["access_token"]); got != 401 {
		t.Errorf("expired: %d", got)
	}
	if n := s.Tokens().Revoked; n != 0 {
		t.Error("a token that was refused for its age killed others")
	}
}

func TestSpiroUpdateMergesCustomFields(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	path := "/opportunities/2000002"
	before := dig(object(t, do(t, s, get(path)).body), "data")
	got := do(t, s, request{method: "PUT", path: path, body: `{"data":{"type":"opportunity","id":"2000002","attributes":{"custom":{"packaging_quote":"https://example.com/new"}}}}`})
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	after := dig(object(t, do(t, s, get(path)).body), "data")
	if dig(after, "attributes", "custom", "packaging_quote") != "https://example.com/new" {
		t.Errorf("the field wasn't changed: %v", after)
	}
	for _, kept := range [][]any{{"attributes", "name"}, {"attributes", "custom", "est_annual_volume"}, {"type"}} {
		if was, is := dig(before, kept...), dig(after, kept...); was != is || is == nil {
			t.Errorf("%v was %v and is %v", kept, was, is)
		}
	}
	if dig(before, "attributes", "updated_at") == dig(after, "attributes", "updated_at") {
		t.Error("updated_at stayed")
	}
	wrong := do(t, s, request{method: "PUT", path: path, body: `{"data":{"type":"opportunity","id":"1","attributes":{}}}`})
	if wrong.status != 400 || dig(object(t, wrong.body), "errors", 0, "detail") == nil {
		t.Errorf("another id: %d %s", wrong.status, wrong.body)
	}
}

func TestSpiroNeedsItsVersionHeader(t *testing.T) {
	t.Parallel()
	s := NewSpiro(t)
	r := bearing(request{method: "GET", path: "/companies", bare: true}, s.Credentials().AccessToken)
	if got := do(t, s, r); got.status != 400 {
		t.Errorf("without: %d", got.status)
	}
	r.header["X-Api-Version"] = "1"
	if got := do(t, s, r); got.status != 200 {
		t.Errorf("with: %d", got.status)
	}
}
