package rest

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// secrets collects the credentials that the request carried: what a vendor may echo. What stands in a header that the
// client sends with every request is none, whoever set it.
func (x *exchange) secrets() []string {
	var out masks
	req, own := x.request, x.client.headerOf(x.request.Method)
	for name, values := range req.Header {
		if name == "Accept-Encoding" || name == "Content-Type" || own[name] != nil {
			continue
		}
		for _, v := range values {
			if name == "Cookie" {
				out.keepCookies(v)
				continue
			}
			if scheme, credential, ok := strings.Cut(v, " "); ok {
				switch strings.ToLower(scheme) {
				case "bearer":
					out.keepSecret(credential)
					_, marked, _ := strings.Cut(credential, ":") // behind the word for a kind of token, which a vendor may leave off: api:...
					out.keep(marked)
				case "basic":
					out.keepSecret(credential)
					out.keepBasic(credential)
				default:
					out.keep(credential)
					out.keepParameters(credential)
				}
			}
			out.keep(v)
		}
	}
	out.keepQuery(req.URL.RawQuery)
	if password, ok := req.URL.User.Password(); ok {
		out.keepSecret(password)
	}
	return out
}

// keep adds what may be a secret, as it may show. What is too short to be one would mask half of a text.
func (m *masks) keep(s string) { m.keepFrom(6, s) }

// keepSecret adds what certainly is one.
func (m *masks) keepSecret(s string) { m.keepFrom(wiretext.ShortestSecret, s) }

//go:noinline
func (m *masks) keepFrom(shortest int, s string) {
	if s = wiretext.Line(s); len(s) >= shortest {
		*m = append(*m, s)
	}
}

// keepCookies adds the values of cookies: a session's is as good as a token.
func (m *masks) keepCookies(line string) {
	for _, cookie := range strings.Split(line, ";") {
		_, value, _ := strings.Cut(strings.TrimSpace(cookie), "=")
		value = strings.Trim(value, `"`)
		m.keep(value)
	}
}

// keepBasic adds the user's name and the password that Basic authentication has encoded.
func (m *masks) keepBasic(credential string) {
	plain, err := base64.StdEncoding.DecodeString(credential)
	if err != nil {
		return
	}
	_, password, _ := strings.Cut(string(plain), ":")
	m.keep(string(plain))
	m.keepSecret(password)
}

// keepParameters adds the credentials among the parameters of an Authorization header: Token token="x", Digest response="x".
func (m *masks) keepParameters(list string) {
	for _, part := range strings.Split(list, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		value = strings.Trim(value, `"`)
		if wiretext.SecretName(name) || strings.ToLower(name) == "response" || random(value) {
			m.keep(value)
		}
	}
}

// keepQuery adds the credentials of a query, as they were sent and unescaped. url.ParseQuery would leave out what it can't read,
// such as a value with a bare percent sign, or parameters that a semicolon parts.
func (m *masks) keepQuery(query string) {
	for _, part := range strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, named := strings.Cut(part, "=")
		if !named {
			name, value = "", part
		}
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		plain, err := url.QueryUnescape(value)
		if err != nil {
			plain = value
		}
		if wiretext.SecretName(name) || random(plain) {
			m.keep(plain)
		}
	}
}

// random reports whether a query's value looks like a credential, whatever the parameter is called: long, without a blank, of
// letters in both cases or letters and digits in no order.
func random(value string) bool {
	uuid := len(value) == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-'
	if len(value) < 20 || uuid || strings.ContainsAny(value, " ,;@") {
		return false
	}
	lower, upper, digits, changes, last := 0, 0, 0, 0, 0
	for _, r := range value {
		kind := 0
		switch {
		case r >= 'a' && r <= 'z':
			lower, kind = lower+1, 1
		case r >= 'A' && r <= 'Z':
			upper, kind = upper+1, 2
		case r >= '0' && r <= '9':
			digits, kind = digits+1, 3
		}
		if kind != last {
			changes, last = changes+1, kind
		}
	}
	return lower+upper > 0 && digits+min(lower, upper) > 0 && changes >= len(value)/4
}
