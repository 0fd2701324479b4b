package vendortest

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Names of the paths outside the documents.
const (
	routeToken     = "token"
	routeRevoke    = "revoke"
	routeAuthorize = "authorize"
	routeAuthInfo  = "authinfo"
	routeDiscovery = "openid-configuration"
)

// grantParameters reads a token request: a form, a JSON object or, where a vendor takes that, the query. It reports false
// when the body is none of these.
func (c *call) grantParameters(query bool) (url.Values, bool) {
	if c.request.Method == http.MethodGet {
		return c.query, query
	}
	media, _, _ := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	switch {
	case media == formMedia:
		values, err := url.ParseQuery(string(c.raw))
		return values, err == nil
	case strings.HasSuffix(media, "json"):
		v, err := decodeJSON(c.raw)
		fields, ok := v.(map[string]any)
		if err != nil || !ok {
			return nil, false
		}
		values := url.Values{}
		for name, value := range fields {
			if text, ok := value.(string); ok {
				values.Set(name, text)
			}
		}
		return values, true
	}
	return nil, false
}

// oauthError is the response of a token endpoint that says no.
func (c *call) oauthError(status int, code, description string) response {
	c.server.tokens.stats.Refused++
	return response{status: status, header: noStore(), body: map[string]any{"error": code, "error_description": description}}
}

func noStore() http.Header { return http.Header{"Cache-Control": {"no-store"}, "Pragma": {"no-cache"}} }

// seconds rounds a life up, since 0 would read as not stated.
func seconds(life time.Duration) int { return int((life + time.Second - 1) / time.Second) }

// bearer returns the token of the Authorization header.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
