package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTokenErrorReads(t *testing.T) {
	t.Parallel()
	e := &TokenError{Provider: "holaspirit", Grant: "refresh_token", Status: 429, Code: CodeRateLimited, Description: "slow down",
		Hint: "Wait", RequestID: "req-1", RetryAfter: 90 * time.Second, cause: newCause(io.EOF, nil)}
	const text = "auth: holaspirit: refresh_token: rate_limited (HTTP 429): slow down: EOF. Wait [request req-1]"
	for _, format := range []string{"%v", "%+v", "%s", "%d", "%x"} {
		for _, value := range []any{e, *e} {
			if got := fmt.Sprintf(format, value); got != text {
				t.Errorf("%s of a %T: %s", format, value, got)
			}
		}
	}
	if got, want := fmt.Sprintf("%q", e), fmt.Sprintf("%q", text); got != want {
		t.Errorf("%%q: %s", got)
	}
	encoded, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(encoded, &fields); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"provider": "holaspirit", "grant": "refresh_token", "status": 429.0, "code": "rate_limited", "description": "slow down",
		"cause": "EOF", "hint": "Wait", "request_id": "req-1", "retry_after": 90.0, "outcome": "not processed"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("JSON, want -, got +:\n%s", diff)
	}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "err", e)
	for _, part := range []string{"err.provider=holaspirit", "err.grant=refresh_token", "err.status=429", "err.code=rate_limited",
		`err.description="slow down"`, "err.cause=EOF", "err.hint=Wait", "err.request_id=req-1", "err.retry_after=1m30s", `err.outcome="not processed"`} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("slog lacks %s: %s", part, out.String())
		}
	}
	if got := (&TokenError{Code: CodeNoToken}).Error(); got != "auth: no_token" {
		t.Errorf("got %q", got)
	}
	if !errors.Is(e, io.EOF) {
		t.Error("the cause can't be reached")
	}
}

func TestTokenErrorIs(t *testing.T) {
	t.Parallel()
	sentinels := map[string]error{CodeInvalidClient: ErrInvalidClient, CodeInvalidGrant: ErrInvalidGrant, CodeReadOnlyToken: ErrReadOnlyToken,
		CodeWrongHost: ErrWrongHost, CodeBadConfig: ErrBadConfig, CodeStore: ErrStore}
	for code, sentinel := range sentinels {
		err := fmt.Errorf("x: %w", &TokenError{Code: code})
		for _, other := range sentinels {
			if errors.Is(err, other) != (other == sentinel) {
				t.Errorf("%s is %v: %v", code, other, other != sentinel)
			}
		}
		if errors.Is(err, ErrLoginNeeded) {
			t.Errorf("%s needs a login", code)
		}
	}
	if !errors.Is(&TokenError{Code: CodeInvalidGrant, login: true}, ErrLoginNeeded) {
		t.Error("a needed login isn't found")
	}
}

func TestEveryRefusalHasAHint(t *testing.T) {
	t.Parallel()
	for _, hint := range []func(grant, code string, status int) string{holaspiritHint, humanityHint, spiroHint, haloHint} {
		for _, code := range []string{CodeInvalidClient, CodeInvalidGrant, CodeInvalidScope, CodeUnauthorizedClient, CodeUnsupportedGrant,
			CodeRateLimited, CodeServer, CodeInvalidResponse, CodeHTTP, CodeRedirected} {
			if hint(grantRefreshToken, code, 500) == "" {
				t.Errorf("%s has no hint", code)
			}
		}
		if hint(grantRefreshToken, CodeInvalidGrant, 500) == hint(grantPassword, CodeInvalidGrant, 500) && hint(grantCode, CodeInvalidGrant, 500) == hint(grantRefreshToken, CodeInvalidGrant, 500) {
			t.Error("invalid_grant has one hint for all grants")
		}
	}
}
