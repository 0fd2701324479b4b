package conformance

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func spiroVendor() vendor {
	return vendor{
		client: func(t *testing.T, server *vendortest.Server) any {
			given := server.Credentials()
			source, err := auth.SpiroAuthorizationCode(t.Context(), auth.SpiroConfig{
				OAuthURL: server.OAuthURL, APIURL: server.URL, ClientID: given.ClientID,
				ClientSecret: auth.NewSecret(given.ClientSecret), RedirectURL: given.RedirectURL,
			}, given.Code)
			must(t, err)
			client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			return client
		},
		prepare: func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) map[string]any {
			switch operation {
			case "updateOpportunity": // the id stands in the path and in the body
				return map[string]any{"id": path["id"], "type": "opportunity"}
			case "listCustomEntities":
				path["object_type"] = "projects"
			}
			return nil
		},
	}
}
