package auth

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

const (
	lifetimeLimit = 10 * 365 * 24 * time.Hour
	extraLimit    = 32      // fields
	extraSize     = 4 << 10 // bytes of one
)

// tokenResponse is what a token endpoint responds with: a token, or an error.
type tokenResponse struct {
	access    Secret
	refresh   Secret
	tokenType string
	lifetime  time.Duration // 0: not said
	extra     map[string]Secret
	identity  Secret // an OpenID token; of no use here, but not to be shown either

	failed      bool
	code        string // as the vendor wrote it
	description string // also without an OAuth error: what the endpoint's framework says for itself
}

// secrets lists what must not show of the response.
func (a tokenResponse) secrets() []Secret { return []Secret{a.access, a.refresh, a.identity} }

// decodeTokenResponse reads a token response, by whatever content type it came. It takes what vendors really send: numbers as
// strings, the whole thing inside a data field, an error with status 200. It reports false when body is no JSON object.
func decodeTokenResponse(body []byte) (tokenResponse, bool) {
	fields, ok := object(wiretext.WithoutMark(body))
	if !ok {
		return tokenResponse{}, false
	}
	if text(fields["access_token"]) == "" && !isError(fields["error"]) {
		if inner, ok := object(fields["data"]); ok && (text(inner["access_token"]) != "" || isError(inner["error"]) || messageOf(fields) == "") {
			fields = inner // else what it says stands beside an empty field
		}
	}
	a := tokenResponse{
		access:    NewSecret(text(fields["access_token"])),
		refresh:   NewSecret(text(fields["refresh_token"])),
		tokenType: text(fields["token_type"]),
		lifetime:  seconds(fields["expires_in"]),
		extra:     extra(fields),
		identity:  NewSecret(text(fields["id_token"])),
	}
	if isError(fields["error"]) {
		a.failed = true
		a.code, a.description = oauthError(fields)
	} else {
		a.description = messageOf(fields)
	}
	return a, true
}

func object(raw json.RawMessage) (map[string]json.RawMessage, bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return nil, false
	}
	return fields, true
}

// text returns a JSON string's text; "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// scalar returns the string of a string, number or boolean.
func scalar(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		return text(raw)
	case '{', '[', 'n':
		return ""
	}
	return string(raw)
}

// seconds reads a lifetime. Nothing, nonsense and anything that isn't positive count as not said: a token that is born
// dead would be renewed by every call.
func seconds(raw json.RawMessage) time.Duration {
	n, err := strconv.ParseFloat(strings.TrimSpace(scalar(raw)), 64)
	if err != nil || math.IsNaN(n) || n <= 0 {
		return 0
	}
	if n >= lifetimeLimit.Seconds() {
		return lifetimeLimit
	}
	return time.Duration(n * float64(time.Second))
}

// isError reports whether an error field says that there is one.
func isError(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", "false", "0", `""`, "{}", "[]":
		return false
	}
	return true
}

// oauthError returns the code and the description of a response with an error.
func oauthError(fields map[string]json.RawMessage) (code, description string) {
	code = text(fields["error"])
	if inner, ok := object(fields["error"]); ok {
		code, description = scalar(inner["code"]), text(inner["message"])
	}
	if description == "" {
		description = messageOf(fields)
	}
	return code, description
}

// messageDepth is how deep an error may stand in a response.
const messageDepth = 6

// messageOf returns what a response says in words, by whichever name, or what it says of the first field that it remarks on.
func messageOf(fields map[string]json.RawMessage) string {
	return messageWithin(fields, messageDepth)
}

func messageWithin(fields map[string]json.RawMessage, depth int) string {
	for _, name := range strings.Fields(wiretext.MessageFields) {
		if t := text(fields[name]); t != "" {
			return t
		}
	}
	for _, name := range []string{"errors", "detail", "message", "messages"} { // those of several fields
		if t := messageFrom(fields[name], depth-1); t != "" {
			return t
		}
	}
	return ""
}

// messageFrom returns the first string of a list of errors, or of an object that has errors by fields, with the field's name before it.
func messageFrom(raw json.RawMessage, depth int) string {
	if t := text(raw); t != "" || depth <= 0 || len(raw) == 0 {
		return t
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, item := range list {
			if t := messageFrom(item, depth-1); t != "" {
				return t
			}
		}
		return ""
	}
	fields, _ := object(raw)
	if t := messageWithin(fields, depth-1); t != "" {
		return t
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if t := messageFrom(fields[name], depth-1); t != "" {
			return name + ": " + t
		}
	}
	return ""
}

// messageOfList returns what a refusal says that is a list of errors. Plain text isn't shown: nobody knows what is in it, and it may be
// a token of a response that can't be read.
func messageOfList(body []byte) string {
	body = bytes.TrimSpace(wiretext.WithoutMark(body))
	if len(body) == 0 || body[0] != '[' {
		return ""
	}
	return messageFrom(body, messageDepth)
}

// extra keeps the plain fields that have no place of their own.
func extra(fields map[string]json.RawMessage) map[string]Secret {
	out := map[string]Secret{}
	for name, raw := range fields {
		switch name {
		case "access_token", "refresh_token", "token_type", "expires_in", "id_token", "error", "error_description":
			continue
		}
		if len(name) > 64 {
			continue
		}
		if value := scalar(raw); value != "" && len(value) <= extraSize && len(out) < extraLimit {
			out[name] = NewSecret(value)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// sendable reports whether a token fits into a header: visible ASCII, no space.
func sendable(token string) bool {
	for i := range len(token) {
		if token[i] <= ' ' || token[i] >= 0x7f {
			return false
		}
	}
	return token != ""
}
