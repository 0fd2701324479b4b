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
	fields []formField

	// spends marks a grant whose secret the vendor takes once: when no response comes, it may be gone.
	spends bool
}

type formField struct {
	name   string
	value  string
	secret bool
}

func plainField(name, value string) formField { return formField{name: name, value: value} }

func secretField(name string, value Secret) formField { return formField{name, value.Reveal(), true} }

func newGrant(kind string, fields ...formField) grant {
	return grant{kind: kind}.with(plainField("grant_type", kind)).with(fields...)
}

func (g grant) with(fields ...formField) grant {
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
	body, _ := json.Marshal(values) // a map of strings always encodes
	return body
}
