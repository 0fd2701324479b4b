package conformance

import (
	"fmt"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// tokenEditor sends a token the way the document's first security scheme says.
func tokenEditor(doc *spec.Document, base string) (rest.RequestEditorFn, error) {
	return credentialEditor(doc, base, "token-of-the-snapshots")
}

// credentialEditor sends a token as the first of the document's security schemes has it.
func credentialEditor(doc *spec.Document, base, value string) (rest.RequestEditorFn, error) {
	token := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: value}))
	switch scheme := doc.Credential; {
	case scheme.Type == "http" && scheme.Scheme == "bearer":
		return auth.Bearer(token, base), nil
	case scheme.Type == "apiKey" && scheme.In == "query":
		return auth.QueryToken(token, scheme.Parameter, base), nil
	case scheme.Type == "apiKey" && scheme.In == "header":
		return auth.HeaderKey(scheme.Parameter, auth.NewSecret(value), base), nil
	default:
		return nil, fmt.Errorf("no call can be made with security scheme %+v", scheme)
	}
}
