package conformance

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func holaspiritVendor() vendor {
	return vendor{
		client: func(t *testing.T, server *vendortest.Server) any {
			given := server.Credentials()
			source, err := auth.HolaspiritPassword(auth.HolaspiritConfig{
				BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
				Username: given.Username, Password: auth.NewSecret(given.Password),
			})
			must(t, err)
			client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			return client
		},
		prepare: func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) map[string]any {
			if operation == "downloadTemplateSpreadsheet" { // nothing lists templates
				path["template_id"] = "5f00000000000000000000aa"
			}
			return nil
		},
	}
}
