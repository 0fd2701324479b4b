package auth

import (
	"encoding/json"
	"net/url"
)

// Names of grants, as they travel and as TokenError.Grant shows them.
const (
	grantPassword     = "password"
	grantRefreshToken = "refresh_token"
	grantCode         = "authorization_code"
	grantClient       = "client_credentials"
	grantRevoke       = "revoke"
)

// grant is what one token request says.
type grant struct {
	kind   string
	fields []field

	// spends marks a grant whose secret the vendor takes once: when no response comes, it may be gone.
	spends bool
}

type field struct {
	name   string
	value  string
	secret bool
}

func plain(name, value string) field { return field{name: name, value: value} }

func hidden(name string, value Secret) field { return field{name, value.Reveal(), true} }

func newGrant(kind string, fields ...field) grant {
	return grant{kind: kind}.with(plain("grant_type", kind)).with(fields...)
}

func (g grant) with(fields ...field) grant {
	g.fields = append(g.fields, fields...)
	return g
}

// secrets lists what must not show of the grant.
func (g grant) secrets() secrets {
	var out secrets
	for _, f := range g.fields {
		if f.secret && f.value != "" {
			out = append(out, f.value)
		}
	}
	return out
}

// form and json leave out fields without a value: an empty client_secret isn't the same as none.

func (g grant) form() []byte {
	values := url.Values{}
	for _, f := range g.fields {
		if f.value != "" {
			values.Set(f.name, f.value)
		}
	}
	return []byte(values.Encode())
}

func (g grant) json() []byte {
	values := map[string]string{}
	for _, f := range g.fields {
		if f.value != "" {
			values[f.name] = f.value
		}
	}
	body, _ := json.Marshal(values) // a map of texts always encodes
	return body
}
